"""A disk without room, as it shows in an exception of whichever database, or of a file."""

import errno

from hometeam.foundation.causes import causes

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_SAID = ("disk is full", "no space left on device")
"""What SQLite says, and PostgreSQL."""


def is_of_full_disk(error: BaseException | None) -> bool:
    """Whether an exception, or what caused it, comes of a disk, or a quota, without room."""
    return any(map(_says_so, causes(error)))


def _says_so(error: BaseException) -> bool:
    by_number = isinstance(error, OSError) and error.errno in _NO_ROOM
    return by_number or any(words in str(error).lower() for words in _SAID)
