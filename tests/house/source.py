"""The project's own files, as the tests on the house itself read them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent.parent
PACKAGE = CHECKOUT / "hometeam"
NOT_OURS = {"__pycache__", "_build", "build", "dist", "node_modules", "results"}


@cache
def files(*suffixes: str, under: Path = CHECKOUT) -> tuple[Path, ...]:
    """Our files, all or those that end so, without what tools leave behind (hidden folders, caches, builds)."""
    return tuple(sorted(path for path in _walk(under) if not suffixes or path.suffix in suffixes))


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name.startswith(".") and path.name not in (".ci", ".gitignore"):
            continue
        if path.is_dir():
            if path.name not in NOT_OURS and not path.name.endswith(".egg-info"):
                yield from _walk(path)
        else:
            yield path


@cache
def code(under: Path = CHECKOUT) -> tuple[Path, ...]:
    """Our Python files, without migrations, which Django writes."""
    return tuple(path for path in files(".py", under=under) if "migrations" not in path.parts)


@cache
def tree(path: Path) -> ast.Module:
    """A file's syntax tree."""
    return ast.parse(path.read_text(), str(path))


@cache
def templates() -> tuple[Path, ...]:
    """Every template of the house."""
    return tuple(path for path in files(".html", ".txt", under=PACKAGE) if "templates" in path.parts)


def template_name(path: Path) -> str:
    """A template's name as Django knows it: "front/today.html"."""
    parts = path.parts
    return "/".join(parts[len(parts) - parts[::-1].index("templates") :])


def place(path: Path) -> str:
    """A file's path from the checkout's top."""
    return str(path.relative_to(CHECKOUT))
