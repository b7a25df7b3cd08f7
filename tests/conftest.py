"""Fixtures that every room's tests may ask for."""

from hypothesis import settings

from tests.cast import cast

__all__ = ["cast"]

# Machines that run tests are often busy with other things: how long an example took says nothing about it.
settings.register_profile("hometeam", deadline=None)
settings.load_profile("hometeam")
