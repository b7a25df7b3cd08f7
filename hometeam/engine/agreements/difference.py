"""What changed between two versions of the terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that changed, with what stood there before and what stands there now."""

    field: str
    before: Any
    after: Any


def differences(before: Mapping[str, Any], after: Mapping[str, Any], fields: Sequence[str]) -> list[Difference]:
    """The fields, in the given order, whose values differ; a missing field counts as empty."""
    pairs = ((field, before.get(field, ""), after.get(field, "")) for field in fields)
    return [Difference(field, old, new) for field, old, new in pairs if old != new]
