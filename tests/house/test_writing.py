"""Writes happen in actions, by name; nothing happens behind a caller's back."""

import ast

from tests.house.source import PACKAGE, code, place, tree

HIDDEN_RULES = {"django.dispatch", "django.db.models.signals", "django.core.signals"}
OVERRIDES = {"save", "delete", "asave", "adelete"}


def refuses(node: ast.FunctionDef) -> bool:
    """Whether a method exists only to say no, as the journal's `delete` does."""
    return isinstance(node.returns, ast.Name) and node.returns.id == "NoReturn"


def test_nothing_listens_to_signals() -> None:
    found = [
        f"{place(path)}:{node.lineno}"
        for path in code(PACKAGE)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and node.module in HIDDEN_RULES
    ]
    assert found == []


def test_no_model_saves_or_deletes_in_its_own_way() -> None:
    found = [
        f"{place(path)}:{node.lineno} {node.name}"
        for path in code(PACKAGE)
        if "models" in path.parts or path.name == "models.py"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef) and node.name in OVERRIDES and not refuses(node)
    ]
    assert found == []
