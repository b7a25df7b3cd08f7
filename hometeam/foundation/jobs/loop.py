"""Taking one job after another."""

from django_tasks_db.management.commands.db_worker import Worker as TaskRunner
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction

from hometeam.foundation.clock import now
from hometeam.foundation.jobs.reaper import try_again
from hometeam.foundation.jobs.workers import new_worker_id


def runner(worker_id: str) -> TaskRunner:
    """django-tasks-db's own way of running one claimed task, under our worker's name."""
    return TaskRunner(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=worker_id,
        excluded_queue_names=[],
    )


def run_one(tasks: TaskRunner) -> bool:
    """Claim and run the most urgent job that is due; False when there is none."""
    ready = DBTaskResult.objects.ready().filter(backend_name=tasks.backend_name)
    if not ready.exists():  # an idle worker must not take the write lock
        return False
    with exclusive_transaction(ready.db):
        job = ready.get_locked()
        if job is not None:
            job.claim(tasks.worker_id)
    if job is not None:
        tasks.run_task(job)
        try_again(job, now())
    return job is not None


def work_off(limit: int = 1000) -> int:
    """Run here what is due now and what that brings about; returns how many jobs ran. For tests and commands."""
    tasks = runner(new_worker_id())
    return next((done for done in range(limit) if not run_one(tasks)), limit)
