"""A database that cannot be reached for a moment, or is held by somebody else for too long: both pass by themselves."""

from django.db import InterfaceError, OperationalError

_LASTING = ("no such table", "no such column", "no such function")
"""What SQLite calls operational, too, and is a fault of ours."""


def is_of_database_away(error: BaseException | None) -> bool:
    """Whether an exception, or what caused it, comes of a database that restarts, refuses or is locked."""
    while error is not None:
        if isinstance(error, OperationalError | InterfaceError):
            return not any(words in str(error).lower() for words in _LASTING)
        error = error.__cause__ or error.__context__
    return False
