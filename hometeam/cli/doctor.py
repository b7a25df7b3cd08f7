"""`hometeam doctor`: looks at each thing Hometeam needs and says what is well and what is not."""

import platform
import shutil
import socket
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from urllib.parse import urlsplit

from hometeam.foundation.verbs import Trouble

ENOUGH_DISK = 500 * 1024 * 1024
OLDEST_PYTHON = (3, 11)
Check = Callable[[], tuple[bool, str]]


@dataclass(frozen=True)
class Finding:
    """One thing looked at: how it is, in a sentence, and whether that is well."""

    name: str
    well: bool
    words: str


def run() -> None:
    """Prints a line for each thing looked at. Raises Trouble when anything is not well."""
    findings = []
    for finding in look():
        print(f"{'✓' if finding.well else '✗'} {finding.name}: {finding.words}")  # noqa: T201
        findings.append(finding)
    if ill := sum(not finding.well for finding in findings):
        raise Trouble(f"{ill} of {len(findings)} checks found something to put right.")


def look() -> Iterator[Finding]:
    """Each finding in turn; later checks need the earlier ones, so a folder or database that fails ends the look."""
    yield _python()
    for name, check in (("data folder", _folder), ("database", _database)):
        finding = _caught(name, check)
        yield finding
        if not finding.well:
            return
    later = [("disk", _disk), ("mail", _mail), ("letters", _once_made(_letters)), ("worker", _once_made(_worker))]
    yield from (_caught(name, check) for name, check in [*later, *([("Dask", _dask)] if _wants_dask() else [])])


def _caught(name: str, check: Check) -> Finding:
    try:
        return Finding(name, *check())
    except Trouble as trouble:
        return Finding(name, well=False, words=str(trouble))


def _python() -> Finding:
    return Finding("Python", sys.version_info >= OLDEST_PYTHON, platform.python_version())


def _folder() -> tuple[bool, str]:
    from hometeam.cli.database import set_up_django

    return True, f"{set_up_django()} can be written to"


def _database() -> tuple[bool, str]:
    from django.db import DatabaseError, connection

    from hometeam.cli.database import pending

    try:
        waiting = pending()
    except DatabaseError as error:
        return False, f"cannot be used: {str(error).strip().splitlines()[0]}"
    state = f"{waiting} changes to make; the next start makes them" if waiting else "up to date"
    return True, f"{connection.display_name}, {state}"


def _disk() -> tuple[bool, str]:
    from django.conf import settings

    free = shutil.disk_usage(settings.DATA).free
    return free >= ENOUGH_DISK, f"{free // (1024 * 1024):,} MB free where the data is"


def _mail() -> tuple[bool, str]:
    from django.conf import settings

    if not settings.EMAIL_HOST:
        return True, "no mail server named; letters are kept, and the operator reads them at /outbox"
    server = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    try:
        socket.create_connection((settings.EMAIL_HOST, settings.EMAIL_PORT), timeout=5).close()
    except OSError as error:
        return False, f"{server} does not answer ({error.strerror or error}); see HOMETEAM_SMTP_URL"
    return True, f"{server} answers"


def _once_made(check: Check) -> Check:
    """What is read from the database is not looked for before it is made."""
    from hometeam.cli.database import pending

    return (lambda: (True, "not looked for, the database is yet to be made")) if pending() else check


def _letters() -> tuple[bool, str]:
    from hometeam.foundation.post.delivery import to_look_at

    count = to_look_at().count()
    return not count, f"{count} did not go out, or perhaps not; see /outbox?look=1" if count else "all go out"


def _wants_dask() -> bool:
    from django.conf import settings

    return bool(settings.DASK)


def _dask() -> tuple[bool, str]:
    from django.conf import settings

    if find_spec("distributed") is None:
        return False, "HOMETEAM_DASK is set, but the extra “cluster” is not installed; jobs do the work meanwhile"
    parts = urlsplit(settings.DASK)
    try:
        socket.create_connection((parts.hostname or "", parts.port or 0), timeout=5).close()
    except OSError as error:
        return False, f"{settings.DASK} does not answer ({error.strerror or error}); jobs do the work meanwhile"
    return True, f"{settings.DASK} answers"


def _worker() -> tuple[bool, str]:
    from hometeam.foundation.clock import now
    from hometeam.foundation.jobs.workers import at_work

    count = at_work(now())
    return count > 0, f"{count} at work" if count else "none is running; start one with: hometeam up"
