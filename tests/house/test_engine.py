"""The engine is pure: what it answers depends on what it is given and on nothing else."""

import ast
import sys
from collections.abc import Iterator

from tests.house.source import PACKAGE, code, place, tree

# rbcl is the curve of `overlap`: arithmetic that nobody should write again.
LIBRARIES = {"numpy", "scipy", "rbcl", "hometeam"}
WORLD = {
    "time",
    "socket",
    "ssl",
    "http",
    "urllib",
    "subprocess",
    "threading",
    "multiprocessing",
    "secrets",
    "os",
    "asyncio",
}
CLOCKS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today")}
SHARED_CHANCE = {
    "random",
    "randint",
    "choice",
    "choices",
    "shuffle",
    "sample",
    "uniform",
    "seed",
    "rand",
    "default_rng",
}


def engine_nodes() -> Iterator[tuple[str, ast.AST]]:
    """Every node of the engine's code, with its place."""
    for path in code(PACKAGE / "engine"):
        for node in ast.walk(tree(path)):
            yield f"{place(path)}:{getattr(node, 'lineno', 0)}", node


def imported(node: ast.AST) -> list[str]:
    """The top names that an import statement brings in; relative imports stay in the engine."""
    if isinstance(node, ast.Import):
        return [alias.name.partition(".")[0] for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
        return [node.module.partition(".")[0]]
    return []


def test_the_engine_imports_only_the_standard_library_and_what_it_calculates_with() -> None:
    allowed = (sys.stdlib_module_names | LIBRARIES) - WORLD
    found = [f"{where} {name}" for where, node in engine_nodes() for name in imported(node) if name not in allowed]
    assert found == []


def test_the_engine_reads_no_clock_and_shares_no_chance() -> None:
    found = []
    for where, node in engine_nodes():
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            owner, name = node.value.id, node.attr
            if (owner, name) in CLOCKS or (owner == "random" and name in SHARED_CHANCE):
                found.append(f"{where} {owner}.{name}")
    assert found == []
