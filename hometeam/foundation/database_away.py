"""A database that cannot be reached for a moment, or is held by somebody else for too long: both pass by themselves."""

from django.db import InterfaceError, OperationalError

from hometeam.foundation.causes import causes

AWAY = (OperationalError, InterfaceError)
"""What a restart, a full disk or a lock held for too long makes of whatever asks."""
_LASTING = ("no such table", "no such column", "no such function")
"""What SQLite calls operational, too, and is a fault of ours."""


def is_of_database_away(error: BaseException | None) -> bool:
    """Whether an exception, or what caused it, comes of a database that restarts, refuses or is locked."""
    first = next((one for one in causes(error) if isinstance(one, AWAY)), None)
    return first is not None and not any(words in str(first).lower() for words in _LASTING)
