"""The manual is complete and builds."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

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
