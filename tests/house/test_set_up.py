"""`./run` on machines that are not as they should be: one clear sentence each."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.house.source import CHECKOUT

pytestmark = pytest.mark.slow
PYTHONS = ("python3", "python3.11", "python3.12", "python3.13", "python3.14", "python")
OLD_PYTHON = '#!/bin/sh\ncase "$2" in *print*) echo 3.9;; *) exit 1;; esac\n'
NO_PYTHON = "#!/bin/sh\nexit 127\n"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A fresh checkout, as far as setting up reads it."""
    for name in ("run", "pyproject.toml"):
        shutil.copy(CHECKOUT / name, tmp_path / name)
    for name in ("scripts", "requirements"):
        shutil.copytree(CHECKOUT / name, tmp_path / name)
    return tmp_path


def run(checkout: Path, python: str) -> subprocess.CompletedProcess[str]:
    """`./run` where every Python is this script."""
    folder = checkout / "bin"
    folder.mkdir()
    for name in PYTHONS:
        (folder / name).write_text(python)
        (folder / name).chmod(0o755)
    path = f"{folder}:{os.environ['PATH']}"
    return subprocess.run(
        ["./run"],
        cwd=checkout,
        env={"PATH": path},
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def test_a_python_that_is_too_old_is_named(checkout: Path) -> None:
    said = run(checkout, OLD_PYTHON)
    assert said.returncode == 1
    assert said.stderr.startswith("Hometeam needs Python 3.11 or newer, and this machine has 3.9")
    assert said.stderr.count("\n") == 1


def test_a_machine_without_python_is_told_what_to_install(checkout: Path) -> None:
    said = run(checkout, NO_PYTHON)
    assert said.returncode == 1
    assert "this machine has none" in said.stderr


def test_a_folder_that_cannot_be_written_to_is_one_clear_sentence(checkout: Path) -> None:
    """A file where a folder must be stops even root, whom no right stops."""
    (checkout / ".cache").write_text("in the way")
    said = run(checkout, OLD_PYTHON)
    assert said.returncode == 1
    assert said.stderr.startswith("This folder cannot be written to")
    assert said.stderr.count("\n") == 1
