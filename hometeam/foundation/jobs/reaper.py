"""Jobs left running by a worker that was killed: run again, a few times, then given up and said so."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from hometeam.foundation import journal
from hometeam.foundation.jobs.workers import is_dead

MAX_TRIES = 3
Job = DBTaskResult[Any, Any]


class WorkerKilled(Exception):
    """The worker ended in the middle of this job, more than once."""


def reap(at: datetime) -> int:
    """Take back each job whose worker is dead at `at`; returns how many."""
    running = DBTaskResult.objects.running().only("id", "worker_ids", "started_at")
    return sum(_take_back(job) for job in running if _orphaned(job, at))


def _orphaned(job: Job, at: datetime) -> bool:
    worker_id = job.worker_ids[-1] if job.worker_ids else ""
    return is_dead(worker_id, started_at=job.started_at or at, at=at)


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
