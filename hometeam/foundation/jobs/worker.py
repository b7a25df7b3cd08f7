"""The worker process: jobs, schedules, heartbeat and reaper in one, ending in good order."""

import logging
import signal
import threading
from types import FrameType

from django.db import OperationalError, close_old_connections, connection

from hometeam.foundation.clock import now
from hometeam.foundation.jobs.loop import run_one, runner
from hometeam.foundation.jobs.reaper import reap
from hometeam.foundation.jobs.timetable import run_due
from hometeam.foundation.jobs.workers import BEAT_EVERY, beat, new_worker_id, retire

log = logging.getLogger("hometeam.worker")
IDLE_SECONDS = 0.5
AFTER_TROUBLE_SECONDS = 5.0
"""So long it waits for a database that does not answer: on a full disk each line of the log would take room, too."""


def work(stop: threading.Event | None = None) -> None:
    """Run jobs until SIGTERM or SIGINT (or `stop`) says to end; the job in hand is finished first.

    A second signal ends at once; the reaper of another worker, or of the next start, then takes the job back.
    """
    stop = stop or _stop_on_signals()
    worker_id = new_worker_id()
    pulse = threading.Thread(target=_beat_until, args=(worker_id, stop), name="heartbeat", daemon=True)
    beat(worker_id, now())
    pulse.start()
    log.info("worker %s is ready", worker_id)
    try:
        _loop(worker_id, stop)
    finally:
        stop.set()
        pulse.join(timeout=5)
        retire(worker_id)
    log.info("worker %s has ended", worker_id)


def _loop(worker_id: str, stop: threading.Event) -> None:
    tasks = runner(worker_id)
    housekeeping_at = 0.0
    while not stop.is_set():
        try:
            if now().timestamp() >= housekeeping_at:
                housekeeping_at = now().timestamp() + BEAT_EVERY.total_seconds()
                _keep_house(worker_id)
            close_old_connections()
            found = run_one(tasks)
        except OperationalError as error:  # locked for long, or the server restarts: both pass
            log.warning("the database is not answering: %s", error)
            connection.close_if_unusable_or_obsolete()
            stop.wait(AFTER_TROUBLE_SECONDS)
            found = False
        if not found:
            stop.wait(IDLE_SECONDS)


def _keep_house(worker_id: str) -> None:
    close_old_connections()
    for name in run_due(now()):
        log.debug("%s is due", name)
    if taken_back := reap(now(), idle=worker_id):
        log.warning("%s jobs that were cut off were taken back", taken_back)


def _beat_until(worker_id: str, stop: threading.Event) -> None:
    """Beat from a thread of its own, for a long job must not look like a dead worker."""
    try:
        while not stop.wait(BEAT_EVERY.total_seconds()):
            try:
                beat(worker_id, now())
            except OperationalError as error:  # one long write holds the lock; the next beat will do
                log.info("missed a heartbeat: %s", error)
                connection.close_if_unusable_or_obsolete()
    finally:
        connection.close()


def _stop_on_signals() -> threading.Event:
    stop = threading.Event()

    def end(signum: int, _frame: FrameType | None) -> None:
        if stop.is_set():
            raise SystemExit(128 + signum)
        stop.set()

    signal.signal(signal.SIGINT, end)
    signal.signal(signal.SIGTERM, end)
    return stop
