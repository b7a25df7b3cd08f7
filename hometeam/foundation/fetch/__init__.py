"""The only door to other hosts: public addresses, a short while, a few bytes."""

from hometeam.foundation.fetch.getting import Fetched, get
from hometeam.foundation.fetch.guard import PUBLIC, Guard, Refused

__all__ = ["PUBLIC", "Fetched", "Guard", "Refused", "get"]
