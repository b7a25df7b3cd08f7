"""What organisers' work leaves to the background: reading and writing a directory, and sweeping up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils.translation import override

from hometeam.foundation.jobs import schedule, task
from hometeam.foundation.sheets import Unreadable
from hometeam.organise import actions
from hometeam.organise.models import ImportRun
from hometeam.organise.queries import reading
from hometeam.organise.queries.plan import Read, make_plan

State = ImportRun.State


@task()
def check_import(run_id: int) -> None:
    """Look through all rows and keep what bringing them in would do. A run that has moved on is left alone."""
    _with_file(run_id, State.CHECKING, _check)


@task()
def write_import(run_id: int) -> None:
    """Bring a file in. Killed and run again it begins anew; once brought in, nothing happens."""
    _with_file(run_id, State.WRITING, _write)


def _with_file(run_id: int, state: str, work: Callable[[ImportRun, list[Read]], None]) -> None:
    run = ImportRun.objects.select_related("community", "file", "person").filter(pk=run_id, state=state).first()
    if run is None:
        return
    with override(run.person.language if run.person else run.community.language):  # its reader's: what is seen is kept
        try:
            work(run, read_file(run))
        except (Unreadable, actions.NotNow) as why:
            actions.fail(run=run, why=str(why))


def read_file(run: ImportRun) -> list[Read]:
    """Every row of the run's file, telling as it goes how far it is."""
    sheet = reading.sheet_of(run)
    total = len(sheet.rows)
    actions.tell(run, 0, total)
    found: list[Read] = []
    for one in reading.rows(sheet, run.mapping, run.community):
        found.append(one)
        if len(found) % 500 == 0:
            actions.tell(run, len(found))
    return found


def _check(run: ImportRun, read: list[Read]) -> None:
    actions.checked(run=run, plan=make_plan(run.community, read))


def _write(run: ImportRun, read: list[Read]) -> None:
    actions.carry_out(run=run, read=read)


@schedule("organise.sweep", every=timedelta(hours=1))
def sweep(at: datetime) -> None:
    """Take away what cut-off imports left, and what is kept of people no longer than needed."""
    actions.sweep(at)
