"""Names and words that the house does not have."""

import ast
import re
from pathlib import Path

import pytest

from tests.house.source import CHECKOUT, PACKAGE, code, files, place, tree

EMPTY_NAMES = {"util", "utils", "helper", "helpers", "manager", "managers", "base", "common", "misc", "stuff"}
TEXT = {".py", ".html", ".txt", ".md", ".toml", ".css", ".js", ".sh", ".yml", ".lock", ".svg", ""}
MACHINE = [f"{CHECKOUT}/", f"{Path.home()}/."]
"""Where this checkout and its owner happen to live."""
# Written in two halves, so that this file does not find itself.
UNFINISHED = ["TO" + "DO", "FIX" + "ME", "XX" + "X"]


def words_of(name: str) -> set[str]:
    """The words that a name is made of: "SeatManager" is seat and manager."""
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])", name)}


def texts() -> list[Path]:
    """Every file of ours that holds text."""
    return [path for path in files() if path.suffix in TEXT and path.name != "LICENSE"]


def test_no_file_has_a_name_that_says_nothing() -> None:
    assert [place(path) for path in code() if words_of(path.stem) & EMPTY_NAMES] == []


def test_no_class_has_a_name_that_says_nothing() -> None:
    found = [
        f"{place(path)}: {node.name}"
        for path in code(PACKAGE)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef) and words_of(node.name) & EMPTY_NAMES
    ]
    assert found == []


@pytest.mark.parametrize("words", [MACHINE, UNFINISHED], ids=["machine", "unfinished"])
def test_no_file_names_one_machine_or_unfinished_work(words: list[str]) -> None:
    found = []
    for path in texts():
        for number, line in enumerate(path.read_text().splitlines(), 1):
            found += [
                f"{place(path)}:{number} {word}" for word in words if re.search(rf"(?<!\w){re.escape(word)}", line)
            ]
    assert found == []


def test_the_locked_versions_name_no_address() -> None:
    locks = sorted((CHECKOUT / "requirements").glob("*.lock"))

    assert [lock.name for lock in locks if "://" in lock.read_text("utf-8")] == []
