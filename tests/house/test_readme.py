"""The README is short and true."""

import os
import re

from tests.house.source import CHECKOUT

README = (CHECKOUT / "README.md").read_text()


def commands() -> list[str]:
    """The command lines that the README shows."""
    fenced = re.findall(r"```\w*\n(.*?)```", README, re.DOTALL)
    indented = re.findall(r"^ {4}(\S.*)$", README, re.MULTILINE)
    return [line.strip() for block in fenced for line in block.splitlines() if line.strip()] + indented


def test_the_readme_has_exactly_two_commands() -> None:
    assert commands() == ["./run", "./test"]


def test_both_commands_can_be_run() -> None:
    assert all(os.access(CHECKOUT / command, os.X_OK) for command in commands())


def test_ci_runs_what_the_readme_tells_everybody_to_run() -> None:
    assert (CHECKOUT / ".ci" / "run").read_text().rstrip().endswith("exec ./test")
