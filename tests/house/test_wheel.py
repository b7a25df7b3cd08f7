"""What is built is what runs: the wheel in a clean environment, started and looked at."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.house.running import clean_environment, eventually, up
from tests.house.source import CHECKOUT, PACKAGE, files
from tests.migrated import copy_to

pytestmark = pytest.mark.slow
SHIPPED = {".py", ".html", ".txt", ".css", ".js", ".toml", ".csv", ".gz", ".svg", ".woff2", ".json", ".po", ".mo"}


def tool(*words: str) -> None:
    """Runs one of the environment's tools in the checkout; fails with what it said."""
    said = subprocess.run([sys.executable, "-m", *words], capture_output=True, text=True, cwd=CHECKOUT, check=False)
    assert said.returncode == 0, said.stdout + said.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    tool("hatchling", "build", "--target", "wheel", "--directory", str(folder))
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The Python of a clean environment with the locked libraries and the wheel, and nothing else."""
    folder = tmp_path_factory.mktemp("clean")
    found = str(folder / "bin" / "python")
    tool("uv", "venv", "--quiet", "--python", sys.executable, str(folder))
    install = ("uv", "--quiet", "--system-certs", "pip", "install", "--python", found)
    tool(*install, "--require-hashes", "--requirement", "requirements/app.lock")
    tool(*install, "--no-deps", str(wheel))
    return found


def test_the_wheel_holds_every_file_of_the_package(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    wanted = {str(path.relative_to(CHECKOUT)) for path in files(under=PACKAGE) if path.suffix in SHIPPED}
    assert sorted(wanted - held) == []


def test_the_wheel_holds_the_licence_and_nothing_outside_the_package(wheel: Path) -> None:
    held = zipfile.ZipFile(wheel).namelist()
    assert any(name.endswith("licenses/LICENSE") for name in held)
    assert {name.partition("/")[0] for name in held if ".dist-info" not in name} == {"hometeam"}


def test_the_wheel_starts_and_answers_in_a_clean_environment(
    python: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if not request.config.getoption("soak"):
        copy_to(tmp_path / "data" / "hometeam.sqlite3")
    with up(tmp_path / "data", python=python, cwd=tmp_path) as started:
        assert eventually(started.is_open), started.said
        assert started.fetch("/")[0] == 200
        assert started.stop() == 0


def test_the_installed_command_answers_for_help(python: str, tmp_path: Path) -> None:
    command = [str(Path(python).with_name("hometeam")), "--help"]
    said = subprocess.run(command, capture_output=True, text=True, env=clean_environment(tmp_path), check=False)
    assert said.returncode == 0
    assert "up" in said.stdout
