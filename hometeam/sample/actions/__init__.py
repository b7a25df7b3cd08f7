"""Bringing the sample community to life."""

from hometeam.sample.actions.load import load

__all__ = ["load"]
