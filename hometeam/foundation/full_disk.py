"""A disk without room, as it shows in an exception of whichever database, or of a file."""

import errno

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_SAID = ("disk is full", "no space left on device")
"""What SQLite says, and PostgreSQL."""


def is_of_full_disk(error: BaseException | None) -> bool:
    """Whether an exception, or what caused it, comes of a disk, or a quota, without room."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in _NO_ROOM:
            return True
        if any(words in str(error).lower() for words in _SAID):
            return True
        error = error.__cause__ or error.__context__
    return False
