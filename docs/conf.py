"""Sphinx: the manual."""

from importlib.metadata import version as installed

project = "Hometeam"
author = "the people of Hometeam"
release = installed("hometeam")
extensions = ["myst_parser"]
html_theme = "furo"
html_title = "Hometeam"
exclude_patterns = ["_build"]
myst_heading_anchors = 3
