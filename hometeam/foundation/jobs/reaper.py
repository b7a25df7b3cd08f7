"""Jobs that were cut off, by the end of their worker or by the database's: run again, a few times, then given up and
said so.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from hometeam.foundation import journal
from hometeam.foundation.database_away import AWAY
from hometeam.foundation.jobs.workers import is_dead

MAX_TRIES = 3
AGAIN_AFTER = timedelta(seconds=10)
DATABASE_GONE = [f"{one.__module__}.{one.__qualname__}" for one in AWAY]
"""What became of a job with which nothing is wrong."""
DONE_KEPT_FOR, FAILED_KEPT_FOR = timedelta(days=1), timedelta(days=30)
Job = DBTaskResult[Any, Any]


class WorkerKilled(Exception):
    """The worker ended in the middle of this job, more than once."""


def reap(at: datetime, *, idle: str | None = None) -> int:
    """Take back each job whose worker is dead at `at`; returns how many.

    `idle` is a worker that does nothing now: what it still seems to run ended while the database could not be told.
    """
    running = DBTaskResult.objects.running().only("id", "worker_ids", "started_at")
    return sum(_take_back(job) for job in running if _orphaned(job, at, idle))


def _orphaned(job: Job, at: datetime, idle: str | None) -> bool:
    worker_id = job.worker_ids[-1] if job.worker_ids else ""
    return worker_id == idle or is_dead(worker_id, started_at=job.started_at or at, at=at)


def try_again(job: Job, at: datetime) -> bool:
    """Let a job that has just failed for want of a database run again a little later; False where there is no need."""
    if job.exception_class_path not in DATABASE_GONE or len(job.worker_ids) >= MAX_TRIES:
        return False
    failed = DBTaskResult.objects.failed().filter(pk=job.pk)
    return bool(failed.update(status=TaskResultStatus.READY, finished_at=None, run_after=at + AGAIN_AFTER))


def forget_old(at: datetime) -> int:
    """Drop jobs that were done a day before `at`, and failed ones after a month; returns how many."""
    done, failed = DBTaskResult.objects.successful(), DBTaskResult.objects.failed()
    old = done.filter(finished_at__lt=at - DONE_KEPT_FOR) | failed.filter(finished_at__lt=at - FAILED_KEPT_FOR)
    return old.delete()[0]


@transaction.atomic
def _take_back(job: Job) -> bool:
    """Put the job back, or give it up; False when somebody else was quicker."""
    locked = DBTaskResult.objects.select_for_update().get(pk=job.pk)
    if locked.status != TaskResultStatus.RUNNING or locked.worker_ids != job.worker_ids:
        return False
    if len(locked.worker_ids) < MAX_TRIES:
        locked.status = TaskResultStatus.READY
        locked.save(update_fields=["status"])
    else:
        _give_up(locked)
    return True


def _give_up(job: Job) -> None:
    job.set_failed(WorkerKilled(f"cut off {len(job.worker_ids)} times"))
    journal.note(
        actor=journal.NOBODY,
        verb="foundation.job_given_up",
        object_label="foundation.job",
        object_id=0,
        data={"task": job.task_path, "id": str(job.pk), "args": job.args_kwargs},
    )
