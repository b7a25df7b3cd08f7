"""`python -m hometeam` is the command `hometeam`."""

from hometeam.cli import main

main()
