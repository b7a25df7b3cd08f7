"""Bringing in a member directory, step by step."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hometeam.foundation.sheets import UTF_8_MARK, Unreadable, harmless
from hometeam.foundation.text import grouped
from hometeam.members.access import SeenRequest, community_organiser
from hometeam.members.models import Membership
from hometeam.organise import actions, jobs
from hometeam.organise.access import run_for
from hometeam.organise.forms import ColumnsForm, UploadForm
from hometeam.organise.models import ImportProblem, ImportRun
from hometeam.organise.queries import previews, reading, runs

PROBLEMS_A_PAGE = 25
RUNS_A_PAGE = 10
HERE = Membership.State.HERE
_PAGES = {
    ImportRun.State.LOOKING: "organise/import_columns.html",
    ImportRun.State.CHECKING: "organise/import_working.html",
    ImportRun.State.READY: "organise/import_ready.html",
    ImportRun.State.WRITING: "organise/import_working.html",
    ImportRun.State.DONE: "organise/import_done.html",
    ImportRun.State.FAILED: "organise/import_failed.html",
    ImportRun.State.UNDONE: "organise/import_undone.html",
}


class Echo:
    """What csv.writer writes to: each line is handed straight on."""

    def write(self, line: str) -> str:
        return line


@community_organiser
@require_http_methods(["GET", "HEAD", "POST"])
def import_start(request: SeenRequest) -> HttpResponse:
    form = UploadForm(
        request.POST if request.method == "POST" else None, request.FILES if request.method == "POST" else None
    )
    if request.method == "POST" and form.is_valid():
        run = actions.upload(
            community=request.viewer.community,
            person=request.viewer.person,
            name=form.cleaned_data["file"].name,
            content=form.content,
            mapping=reading.guess(form.sheet),
            notes=form.sheet.notes,
        )
        return _to(run)
    recent = Paginator(runs.recent(request.viewer.community), RUNS_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "organise/import_start.html", {"form": form, "runs": recent}, status=422 if form.errors else 200
    )


@community_organiser
@require_safe
def import_run(request: SeenRequest, pk: int) -> HttpResponse:
    run = run_for(request.viewer, pk)
    return _page(request, run)


def _page(request: HttpRequest, run: ImportRun, status: int = 200, **context: Any) -> HttpResponse:
    state = ImportRun.State(run.state)
    context = {"run": run} | _CONTEXTS.get(state, _nothing)(request, run) | context
    return render(request, _PAGES[state], context, status=status)


def _nothing(_request: HttpRequest, _run: ImportRun) -> dict[str, Any]:
    return {}


def _columns(_request: HttpRequest, run: ImportRun) -> dict[str, Any]:
    sheet = reading.sheet_of(run)
    initial = {f"column_{number}": field for number, field in reading.by_column(run.mapping).items()}
    form = ColumnsForm(header=sheet.header, initial=initial)
    return {"form": form, "columns": _with_samples(form, sheet.sample(200)), "tabs": sheet.tabs}


def _with_samples(form: ColumnsForm, rows: list[list[str]]) -> list[dict[str, Any]]:
    return [
        {"field": form[f"column_{number}"], "samples": reading.samples(rows, number)}
        for number in range(len(form.header))
    ]


def _looked_through(request: HttpRequest, run: ImportRun) -> dict[str, Any]:
    pages = Paginator(run.problems.all(), PROBLEMS_A_PAGE)
    return {"page": pages.get_page(request.GET.get("page"))} | previews.shown(run)


_CONTEXTS: dict[ImportRun.State, Callable[[HttpRequest, ImportRun], dict[str, Any]]] = {
    ImportRun.State.LOOKING: _columns,
    ImportRun.State.READY: _looked_through,
    ImportRun.State.DONE: _looked_through,
}


@community_organiser
@require_POST
def import_columns(request: SeenRequest, pk: int) -> HttpResponse:
    run = run_for(request.viewer, pk)
    if run.state != ImportRun.State.LOOKING:
        return _moved(
            request, run, lambda: actions.choose_columns(run=run, mapping={}, begin=jobs.check_import.enqueue)
        )
    sheet = reading.sheet_of(run)
    form = ColumnsForm(request.POST, header=sheet.header)
    if not form.is_valid():
        columns = _with_samples(form, sheet.sample(200))
        return _page(request, run, 422, form=form, columns=columns, tabs=sheet.tabs)
    mapping = reading.mapping_of(sheet, form.chosen())
    return _moved(
        request, run, lambda: actions.choose_columns(run=run, mapping=mapping, begin=jobs.check_import.enqueue)
    )


@community_organiser
@require_POST
def import_tab(request: SeenRequest, pk: int) -> HttpResponse:
    """Another sheet of the workbook is the one with the members in it."""
    run = run_for(request.viewer, pk)
    if run.state != ImportRun.State.LOOKING:
        return _to(run)
    try:
        sheet = reading.open_sheet(bytes(run.file.content), run.file_name, request.POST.get("tab", ""))
    except Unreadable as why:
        messages.warning(request, str(why))
        return _to(run)
    return _moved(request, run, lambda: actions.choose_tab(run=run, mapping=reading.guess(sheet), notes=sheet.notes))


@community_organiser
@require_POST
def import_look_again(request: SeenRequest, pk: int) -> HttpResponse:
    run = run_for(request.viewer, pk)
    return _moved(request, run, lambda: actions.look_again(run=run))


@community_organiser
@require_POST
def import_bring_in(request: SeenRequest, pk: int) -> HttpResponse:
    run = run_for(request.viewer, pk)
    return _moved(request, run, lambda: actions.bring_in(run=run, begin=jobs.write_import.enqueue))


@community_organiser
@require_POST
def import_put_aside(request: SeenRequest, pk: int) -> HttpResponse:
    run = run_for(request.viewer, pk)
    try:
        actions.put_aside(run=run)
    except actions.NotNow as why:
        messages.warning(request, str(why))
        return _to(run)
    messages.success(request, _("The file is put aside; nothing of it is kept."))
    return redirect("organise:import", request.viewer.community.slug)


@community_organiser
@require_http_methods(["GET", "HEAD", "POST"])
def import_undo(request: SeenRequest, pk: int) -> HttpResponse:
    run = run_for(request.viewer, pk)
    if run.state != ImportRun.State.DONE:
        return _to(run)
    if request.method != "POST":
        removable = len(runs.untouched(run))
        return render(
            request, "organise/import_undo.html", {"run": run, "removable": removable, "kept": run.new - removable}
        )
    return _moved(request, run, lambda: actions.undo(run=run, person=request.viewer.person))


@community_organiser
@require_POST
def import_take_out(request: SeenRequest, pk: int) -> HttpResponse:
    """Some members are not in the list any more, and not in the community either."""
    run = run_for(request.viewer, pk)
    chosen = set(request.POST.getlist("member"))
    missing = [member for member in previews.members_of(run, "gone", HERE) if str(member.pk) in chosen]
    count = actions.take_out(viewer=request.viewer, members=missing)
    if count:
        words = ngettext("%(count)s member is no longer here.", "%(count)s members are no longer here.", count)
        where = _("You find them under Members, Removed, and can put each back.")
        messages.success(request, f"{words % {'count': grouped(count)}} {where}")
    return _to(run)


@community_organiser
@require_safe
def import_problems(request: SeenRequest, pk: int) -> HttpResponseBase:
    """Every row that could not be used, as CSV: its number, its name, why, and its cells as they stood in the file."""
    run = run_for(request.viewer, pk)
    lines = _csv(run.problems.all().iterator(2000))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="rows-not-used-{run.pk}.csv"'
    return response


def _csv(problems: Iterator[ImportProblem]) -> Iterator[str]:
    writer = csv.writer(Echo())
    yield UTF_8_MARK + writer.writerow([_("row"), _("name"), _("why"), _("as it stood in the file")])
    for bad in problems:
        yield writer.writerow([bad.row_number, *(harmless(cell) for cell in (bad.name, bad.why, *bad.cells))])


def _moved(request: HttpRequest, run: ImportRun, step: Callable[[], Any]) -> HttpResponse:
    try:
        step()
    except actions.NotNow as why:
        messages.warning(request, str(why))
    return _to(run)


def _to(run: ImportRun) -> HttpResponse:
    return redirect("organise:import_run", run.community.slug, run.pk)
