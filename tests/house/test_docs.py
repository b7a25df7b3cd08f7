"""The manual is complete and builds."""

import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from hometeam.together.playbook import Agreement, Ask, Disclosure, Kind, Measure, Role, Step, kinds
from tests.house.source import CHECKOUT, PACKAGE, code

REFERENCE = (CHECKOUT / "docs" / "operators" / "reference.md").read_text()
# Set by us for Django, or read by libraries; not for operators.
NOT_FOR_OPERATORS = {"DJANGO_SETTINGS_MODULE"}


def settings_read() -> set[str]:
    """Every environment variable that the house's settings read."""
    config = "\n".join(path.read_text() for path in code(PACKAGE / "config"))
    return set(re.findall(r"(?:environ|ENVIRON)\.(?:get|setdefault)\(\"([A-Z_]+)\"", config)) - NOT_FOR_OPERATORS


@pytest.mark.parametrize("name", sorted(settings_read()))
def test_every_setting_has_its_heading(name: str) -> None:
    assert f"\n### {name}\n" in REFERENCE


def test_no_heading_is_about_a_setting_that_is_gone() -> None:
    assert set(re.findall(r"^### ([A-Z_]+)$", REFERENCE, re.MULTILINE)) == settings_read()


@pytest.mark.slow
def test_the_manual_builds_without_a_warning(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sphinx", "--quiet", "--fail-on-warning", "docs", str(tmp_path)]
    said = subprocess.run(command, capture_output=True, text=True, cwd=CHECKOUT, check=False)
    assert said.returncode == 0, said.stderr
    assert (tmp_path / "operators" / "reference.html").exists()
    playbook = (tmp_path / "developers" / "playbook.html").read_text()
    assert [name for name in playbook_names() if name not in playbook] == []


def playbook_names() -> list[str]:
    """What the manual's page on the playbook is made of: every file of the shelf and every key of the schema."""
    shapes = (Kind, Role, Step, Measure, Disclosure, Agreement, Ask)
    return [*(f"{kind}.toml" for kind in kinds()), *(one.name for shape in shapes for one in fields(shape))]


def test_every_page_is_reached_from_the_manuals_front() -> None:
    docs = CHECKOUT / "docs"
    listed = "\n".join(path.read_text() for path in docs.rglob("index.md"))
    pages = [path for path in docs.rglob("*.md") if path.name != "index.md" and "_build" not in path.parts]
    unlisted = [path.name for path in pages if path.stem not in listed and path.parent.name != "decisions"]
    assert unlisted == []
