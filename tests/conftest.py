"""Fixtures that every room's tests may ask for."""

from tests.cast import cast

__all__ = ["cast"]
