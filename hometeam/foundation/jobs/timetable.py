"""What runs every so often, and that each time of it runs once however many workers there are."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import import_module

from django.db import transaction
from django.utils.module_loading import autodiscover_modules
from django_tasks import task

from hometeam.foundation.clock import now
from hometeam.foundation.models import ScheduledRun

Work = Callable[[datetime], object]
KEPT_FOR = timedelta(days=7)


@dataclass(frozen=True)
class Schedule:
    """A function of the present moment, and how often it runs."""

    name: str
    every: timedelta
    work: Work

    def slot(self, moment: datetime) -> datetime:
        """The beginning of the period that `moment` lies in, counted from 1970."""
        seconds = self.every.total_seconds()
        return datetime.fromtimestamp(moment.timestamp() // seconds * seconds, tz=UTC)


_registry: dict[str, Schedule] = {}


def schedule(name: str, *, every: timedelta) -> Callable[[Work], Work]:
    """Register a function to run every so often: `@schedule("together.lapse", every=timedelta(hours=1))`.

    The function takes the present moment (aware, UTC) and must be idempotent: after a killed worker it runs again.
    It belongs in a room's `jobs.py`, which the worker finds by itself. Raises ValueError for a name that is taken.
    """

    def register(work: Work) -> Work:
        if name in _registry and _registry[name].work.__qualname__ != work.__qualname__:
            raise ValueError(f"two schedules are called {name}")
        _registry[name] = Schedule(name, every, work)
        return work

    return register


def schedules() -> dict[str, Schedule]:
    """Every schedule of the house by name."""
    import_module("hometeam.foundation.chores")
    autodiscover_modules("jobs")
    return dict(_registry)


def run_due(moment: datetime) -> list[str]:
    """Enqueue each schedule whose slot at `moment` has not been taken yet; returns their names.

    A slot missed while no worker ran is not made up for: the function is told the moment and looks at what is due.
    """
    return [one.name for one in schedules().values() if _take(one, one.slot(moment))]


def _take(one: Schedule, slot_at: datetime) -> bool:
    if ScheduledRun.objects.filter(name=one.name, slot_at=slot_at).exists():
        return False
    with transaction.atomic():
        run, is_new = ScheduledRun.objects.get_or_create(name=one.name, slot_at=slot_at)
        if is_new:
            run_scheduled.enqueue(run.pk)
    return is_new


@task(priority=-10)
def run_scheduled(run_id: int) -> None:
    """Do one slot's work, unless it is done already or the schedule is gone."""
    run = ScheduledRun.objects.filter(pk=run_id, finished_at=None).first()
    one = schedules().get(run.name) if run else None
    if run is None or one is None:
        return
    one.work(now())
    ScheduledRun.objects.filter(pk=run_id).update(finished_at=now())


def forget_old(at: datetime) -> int:
    """Drop the record of runs long past at `at`; returns how many."""
    return ScheduledRun.objects.filter(slot_at__lt=at - KEPT_FOR).delete()[0]
