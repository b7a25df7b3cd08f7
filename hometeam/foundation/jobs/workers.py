"""Who is working: a worker's name says where it lives, and its heartbeat that it lives."""

import os
import socket
import uuid
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from hometeam.foundation.models import Heartbeat

BEAT_EVERY = timedelta(seconds=10)
SILENT_AFTER = timedelta(minutes=2)
LOST_AFTER = timedelta(minutes=15)


def new_worker_id() -> str:
    """A name for this process: its machine, its process number, and something unique; at most 64 characters."""
    return f"{_here()}:{os.getpid()}:{uuid.uuid4().hex[:12]}"


def beat(worker_id: str, at: datetime) -> None:
    """Say that the worker is alive at `at`."""
    Heartbeat.objects.update_or_create(worker_id=worker_id, defaults={"beat_at": at})


def retire(worker_id: str) -> None:
    """The worker has ended in good order."""
    Heartbeat.objects.filter(worker_id=worker_id).delete()


def is_dead(worker_id: str, *, started_at: datetime, at: datetime) -> bool:
    """Whether a worker that took a job at `started_at` is gone at `at`.

    On this machine the process table knows at once. Elsewhere, and where a process number may have been given anew, the
    age of the last heartbeat decides; a living local worker gets longer, for one long write keeps it from beating.
    """
    heard = Heartbeat.objects.filter(worker_id=worker_id).values_list("beat_at", flat=True).first()
    silence = at - max(heard or started_at, started_at)
    here, _, rest = worker_id.partition(":")
    if here != _here() or not rest:
        return silence > SILENT_AFTER
    return not _runs(int(rest.partition(":")[0])) or silence > LOST_AFTER


def at_work(at: datetime) -> int:
    """How many workers live at `at`."""
    return sum(not is_dead(heart.worker_id, started_at=heart.beat_at, at=at) for heart in Heartbeat.objects.all())


def forget_old(at: datetime) -> int:
    """Drop heartbeats of workers long gone at `at`; returns how many."""
    return Heartbeat.objects.filter(beat_at__lt=at - timedelta(days=1)).delete()[0]


def _here() -> str:
    """This machine, or this container: process numbers mean something only within one such space."""
    space = Path("/proc/self/ns/pid")
    name = f"{socket.gethostname()} {space.readlink() if space.exists() else ''}"
    return sha256(name.encode()).hexdigest()[:16]


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
