"""What separates elegant code from working code is the tail: how long the longest functions and files are."""

import ast
from collections.abc import Iterator
from statistics import median

import pytest

from tests.house.source import CHECKOUT, PACKAGE, code, place, tree

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(only_ours: bool) -> Iterator[tuple[str, int]]:
    """Each function's place and its length in lines, its docstring not counted."""
    for path in code(PACKAGE if only_ours else CHECKOUT):
        for node in ast.walk(tree(path)):
            if isinstance(node, Function):
                yield f"{place(path)}:{node.lineno} {node.name}", length(node)


def length(node: Function) -> int:
    """Lines from `def` to the end, less the docstring's."""
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    first = node.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def file_lengths() -> list[tuple[str, int]]:
    """Each Python file's place and its number of lines."""
    return [(place(path), len(path.read_text().splitlines())) for path in code()]


def share_within(lengths: list[int], bound: int) -> float:
    """The share of lengths that do not exceed the bound."""
    return sum(each <= bound for each in lengths) / len(lengths)


def test_no_function_is_longer_than_sixty_lines() -> None:
    assert [f"{name}: {lines}" for name, lines in functions(only_ours=False) if lines > 60] == []


@pytest.mark.parametrize("only_ours", [True, False], ids=["the package", "everything"])
def test_functions_are_mostly_ten_lines_or_fewer_and_nearly_all_forty(only_ours: bool) -> None:
    lengths = [lines for _, lines in functions(only_ours)]
    assert median(lengths) <= 10
    assert share_within(lengths, 40) >= 0.95


def test_no_file_is_longer_than_five_hundred_lines() -> None:
    assert [f"{name}: {lines}" for name, lines in file_lengths() if lines > 500] == []


def test_nearly_all_files_fit_in_350_lines() -> None:
    assert share_within([lines for _, lines in file_lengths()], 350) >= 0.95
