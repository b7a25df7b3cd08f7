"""Work that happens later: tasks, schedules, and what becomes of a job whose worker was killed.

A job is a function under `@task` that takes ids, does its work idempotently, and is enqueued in the transaction whose
news it carries: `remind.enqueue(collaboration.pk)`.
"""

from django_tasks import task

from hometeam.foundation.jobs.loop import work_off
from hometeam.foundation.jobs.reaper import reap
from hometeam.foundation.jobs.timetable import Schedule, run_due, schedule, schedules
from hometeam.foundation.jobs.worker import work

__all__ = ["Schedule", "reap", "run_due", "schedule", "schedules", "task", "work", "work_off"]
