"""Services: what members do and need, by everyday words and by official codes, and what goes with what."""

from .service import REASONS, Match, Reason, Service, Sphere
from .taxonomy import Taxonomy

__all__ = ["REASONS", "Match", "Reason", "Service", "Sphere", "Taxonomy"]
