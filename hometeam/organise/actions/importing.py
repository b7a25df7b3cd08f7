"""Bringing in a member directory: upload, look at the columns, check, bring in, undo."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from hometeam.fit.actions import turn_the_week
from hometeam.foundation import clock, journal
from hometeam.foundation.journal import Actor
from hometeam.foundation.text import shorten
from hometeam.members.actions import reindex
from hometeam.members.models import Community, Membership, Person
from hometeam.organise.actions import writing
from hometeam.organise.actions.communities import make_community
from hometeam.organise.models import Contact, ImportFile, ImportProblem, ImportRow, ImportRun
from hometeam.organise.queries import runs
from hometeam.organise.queries.locating import location_of, name_of
from hometeam.organise.queries.plan import Plan, Read, Unusable, make_plan, stamp
from hometeam.organise.queries.previews import previews

State = ImportRun.State
OFTEN_ENOUGH = 3
CUT_OFF_AFTER = timedelta(hours=2)
FORGET_REPORT_AFTER = timedelta(days=90)
NAMED_IN_JOURNAL = 500

Begin = Callable[[int], object]
"""Enqueues the job that goes on with a run, in the same transaction."""


class NotNow(Exception):
    """The run is not where this step begins; the text says so in plain words."""


@transaction.atomic
def upload(
    *, community: Community, person: Person, name: str, content: bytes, mapping: Mapping[str, Any], notes: list[str]
) -> ImportRun:
    """Keep a file with the guessed mapping and what was odd about it, until its organiser has looked at it."""
    run = new_run(community=community, person=person, name=name, content=content, mapping=mapping, notes=notes)
    ImportFile.objects.create(run=run, content=content)
    return run


def new_run(
    *,
    community: Community,
    person: Person | None,
    name: str,
    content: bytes,
    mapping: Mapping[str, Any],
    notes: Sequence[str] = (),
) -> ImportRun:
    """A run whose file the caller keeps."""
    return ImportRun.objects.create(
        community=community,
        person=person,
        file_name=shorten(name, 200) or _("directory"),
        sha256=hashlib.sha256(content).hexdigest(),
        mapping=dict(mapping),
        notes=list(notes),
        made_at=clock.now(),
    )


def choose_tab(*, run: ImportRun, mapping: Mapping[str, Any], notes: Sequence[str]) -> None:
    """Read another sheet of the workbook, with its guessed mapping and what was odd about it. Raises NotNow."""
    _step(run, {State.LOOKING}, State.LOOKING, mapping=dict(mapping), notes=list(notes))


@transaction.atomic
def choose_columns(*, run: ImportRun, mapping: Mapping[str, Any], begin: Begin) -> None:
    """Take the organiser's word for what each column is, and look through all rows. Raises NotNow."""
    _step(run, {State.LOOKING, State.READY}, State.CHECKING, mapping=dict(mapping), done_rows=0, trouble="")
    begin(run.pk)


def look_again(*, run: ImportRun) -> None:
    """Back to the columns. Raises NotNow."""
    _step(run, {State.READY}, State.LOOKING)


@transaction.atomic
def bring_in(*, run: ImportRun, begin: Begin) -> None:
    """Begin to write. Raises NotNow."""
    _step(run, {State.READY}, State.WRITING, done_rows=0, started_at=clock.now())
    begin(run.pk)


@transaction.atomic
def put_aside(*, run: ImportRun) -> None:
    """Forget a file that was not brought in. Raises NotNow."""
    if run.state not in (State.LOOKING, State.READY, State.FAILED):
        raise NotNow(_("This import has already moved on. Here is where it is now."))
    run.delete()


@transaction.atomic
def checked(*, run: ImportRun, plan: Plan) -> None:
    """Keep what bringing the file in would do, and how the first of its members would look."""
    _keep_counts(run, plan)
    run.preview = previews(plan)
    run.save(update_fields=["preview"])
    _step(run, {State.CHECKING}, State.READY)


def carry_out(*, run: ImportRun, read: Sequence[Read]) -> Plan:
    """Write what was read: everything, or nothing that anybody sees; returns what was done. Run again, it begins anew.
    Where most are new by it, what suggestions go by is chosen at once.

    Raises NotNow when another import of the same community kept finishing in between.
    """
    for _try in range(OFTEN_ENOUGH):
        writing.drop_staged(run)
        plan = make_plan(run.community, read)
        tell(run, 0, len(plan.new) + len(plan.changes))
        writing.stage(run, plan.new, lambda written: tell(run, run.done_rows + written))
        if _finish(run, plan):
            turn_the_week(community=run.community)
            return plan
    writing.drop_staged(run)
    raise NotNow(_("Somebody else is bringing members in just now. Try again in a minute."))


def import_now(
    *, slug: str, file: str, content: bytes, mapping: Mapping[str, Any], read: Sequence[Read], dry_run: bool
) -> Plan:
    """Bring what was read into the community of that slug, made where there is none, here and now.

    Returns what was done. Raises NotNow as `carry_out` does. With `dry_run`, and where a new community would stay
    empty, nothing is written.
    """
    community = Community.objects.filter(slug=slug).first()
    plan = make_plan(community, read)
    if dry_run or (community is None and not plan.new):
        return plan
    community = community or make_community(
        person=None, slug=slug, name=name_of(slug), **location_of(row.facts["place"] for row in plan.new)
    )
    run = new_run(community=community, person=None, name=Path(file).name, content=content, mapping=mapping)
    _step(run, {State.LOOKING}, State.WRITING, started_at=clock.now())
    return carry_out(run=run, read=read)


def tell(run: ImportRun, done: int, total: int | None = None) -> None:
    """Say how far a run is."""
    run.done_rows, run.total_rows = done, run.total_rows if total is None else total
    run.save(update_fields=["done_rows", "total_rows"])


@transaction.atomic
def _finish(run: ImportRun, plan: Plan) -> bool:
    """The moment from which it is all seen; False when the plan was made from rows that have changed since."""
    Community.objects.select_for_update().get(pk=run.community_id)
    if stamp(run.community) != plan.stamp:
        return False
    at = clock.now()
    ids = writing.let_in(run, at) + writing.apply_changes(run, plan.changes, at)
    reindex(ids)
    _keep_counts(run, plan)
    _step(run, {State.WRITING}, State.DONE, finished_at=at)
    ImportFile.objects.filter(run=run).delete()
    ImportRun.objects.filter(pk=run.pk).update(preview=[one for one in run.preview if "members" in one])
    _journal(run, "organise.imported", ids)
    return True


def _keep_counts(run: ImportRun, plan: Plan) -> None:
    for name, count in plan.counts.items():
        setattr(run, name, count)
    run.save(update_fields=list(plan.counts))
    run.problems.all().delete()
    ImportProblem.objects.bulk_create((_problem(run, bad) for bad in plan.unusable), batch_size=writing.AT_ONCE)


def _problem(run: ImportRun, bad: Unusable) -> ImportProblem:
    why = shorten(bad.why, 300)
    return ImportProblem(run=run, row_number=bad.number, name=shorten(bad.name, 160), why=why, cells=bad.cells)


def _journal(run: ImportRun, verb: str, ids: list[int]) -> None:
    """One event for all: the members' ids where they are few, else "everyone"."""
    whom: Any = ids if len(ids) <= NAMED_IN_JOURNAL else "everyone"
    journal.record(
        actor=Actor(person_id=run.person_id, member_id=None),
        verb=verb,
        object=run,
        community_id=run.community_id,
        data={"new": run.new, "changed": run.changed, "members": whom},
    )


@transaction.atomic
def fail(*, run: ImportRun, why: str) -> None:
    """The run ends here, with a sentence for its organiser; nothing of it was written."""
    ImportRun.objects.filter(pk=run.pk).update(state=State.FAILED, trouble=shorten(why, 300), finished_at=clock.now())
    ImportFile.objects.filter(run=run).delete()


def undo(*, run: ImportRun, person: Person) -> int:
    """Take away the unclaimed members that came with this run and that nobody has touched since; returns how many.

    They are gone from every page at once; their rows follow in small steps. Raises NotNow.
    """
    ids = _undo(run, person)
    writing.drop_staged(run)
    return len(ids)


@transaction.atomic
def _undo(run: ImportRun, person: Person) -> list[int]:
    ids = runs.untouched(run)
    _step(run, {State.DONE}, State.UNDONE, removed=len(ids), person=person)
    for some in writing.in_batches(ids):
        ImportRow.objects.filter(made_by=run, member__in=some).update(staged=True)
        Membership.objects.filter(community=run.community, member__in=some).delete()
    reindex(ids)
    _journal(run, "organise.import_undone", ids)
    return ids


def sweep(at: datetime) -> None:
    """Take away what cut-off imports left behind, old reports, and what is kept of those who asked to be forgotten."""
    for run in ImportRun.objects.filter(state__in=[State.CHECKING, State.WRITING], made_at__lt=at - CUT_OFF_AFTER):
        fail(run=run, why=_("It was cut off. Nothing was brought in; upload the file again."))
    for run in ImportRun.objects.filter(rows_made__staged=True).exclude(state=State.WRITING).distinct():
        writing.drop_staged(run)
    ImportProblem.objects.filter(run__made_at__lt=at - FORGET_REPORT_AFTER).delete()
    ImportFile.objects.filter(run__made_at__lt=at - FORGET_REPORT_AFTER).delete()
    ImportRun.objects.filter(made_at__lt=at - FORGET_REPORT_AFTER).exclude(preview=[]).update(preview=[])
    Contact.objects.filter(member__closed_at__isnull=False).delete()
    ImportRow.objects.filter(member__closed_at__isnull=False).exclude(applied={}).update(applied={})


def _step(run: ImportRun, begins: set[str], to: str, **fields: object) -> None:
    """Move a run on; of two who try at once, one does. Raises NotNow."""
    moved = ImportRun.objects.filter(pk=run.pk, state__in=begins).update(state=to, **fields)
    if not moved:
        raise NotNow(_("This import has already moved on. Here is where it is now."))
    run.refresh_from_db()
