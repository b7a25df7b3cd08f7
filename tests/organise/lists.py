"""Small member lists that the tests of this room bring in."""

import csv
import io
from collections.abc import Mapping, Sequence
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from hometeam.foundation import jobs
from hometeam.members.models import Community
from hometeam.organise import actions
from hometeam.organise.models import ImportRun
from hometeam.organise.queries import reading
from hometeam.organise.queries.plan import Plan

HEADER = ("Business", "What do you do", "Street", "City", "State", "Zip", "Email")
STREET = (
    ("Moss & Fern", "florist", "3 Elm Street", "Bellingham", "WA", "98225", "moss@example.org"),
    ("Nail & Plank", "carpentry", "5 Elm Street", "Bellingham", "WA", "98225", ""),
    ("The Blue Door", "coffee shop", "7 Elm Street", "Bellingham", "WA", "98225", "blue@example.org"),
)


def csv_of(
    *rows: Sequence[str], header: Sequence[str] = HEADER, encoding: str = "utf-8", delimiter: str = ","
) -> bytes:
    """A CSV file."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows([header, *rows])
    return text.getvalue().encode(encoding)


def xlsx_of(*rows: Sequence[object]) -> bytes:
    """An XLSX workbook with these rows from the top."""
    return xlsx_with({"Sheet": rows})


def xlsx_with(tables: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    """An XLSX workbook with these sheets."""
    book = Workbook(write_only=True)
    for title, rows in tables.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def bring(content: bytes, slug: str = "elm-street", *, dry_run: bool = False, name: str = "list.csv") -> Plan:
    """Bring a file in as the command does."""
    sheet = reading.open_sheet(content, name)
    mapping = reading.guess(sheet)
    read = list(reading.rows(sheet, mapping))
    return actions.import_now(slug=slug, file=name, content=content, mapping=mapping, read=read, dry_run=dry_run)


def counts(plan: Plan) -> tuple[int, int, int, int]:
    """new, changed, unchanged, unusable"""
    found = plan.counts
    return found["new"], found["changed"], found["unchanged"], found["unusable"]


def upload_of(content: bytes, name: str = "list.csv") -> SimpleUploadedFile:
    """The file as a browser sends it."""
    return SimpleUploadedFile(name, content, content_type="application/octet-stream")


def finished(community: Community) -> ImportRun:
    """The community's only import, after the jobs have run."""
    jobs.work_off()
    return ImportRun.objects.get(community=community)
