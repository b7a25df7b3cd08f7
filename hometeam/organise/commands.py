"""`hometeam import FILE --community SLUG`."""

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterator
from typing import TypeVar

from hometeam.foundation.verbs import Trouble, Verb

T = TypeVar("T")


def _pair(words: str) -> tuple[str, str]:
    field, equals, column = words.partition("=")
    if not (field and equals and column):
        raise ArgumentTypeError(f"{words!r} does not look like field=column")
    return field.strip(), column.strip()


def _slug(words: str) -> str:
    import re

    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", words) or len(words) > 60:
        raise ArgumentTypeError(
            f"{words!r} cannot be part of a web address: use small letters, numbers and hyphens, such as elm-street"
        )
    return words


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", help="the member directory: CSV or XLSX")
    parser.add_argument("--community", required=True, type=_slug, metavar="SLUG", help="made when it does not exist")
    parser.add_argument("--sheet", default="", metavar="TITLE", help="of a workbook, the sheet with the members in it")
    parser.add_argument("--dry-run", action="store_true", help="say what would happen, and change nothing")
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        type=_pair,
        metavar="FIELD=COLUMN",
        help="say which column a field is in, such as name=Firma; may be given several times",
    )


def _import(args: Namespace) -> None:
    from hometeam.foundation.sheets import Unreadable
    from hometeam.members.models import Community
    from hometeam.organise import actions
    from hometeam.organise.queries import reading

    community = Community.objects.filter(slug=args.community).first()
    try:
        content = reading.content_of(args.file)
        sheet = reading.open_sheet(content, args.file, args.sheet)
        mapping = reading.mapping_for(sheet, args.map)
        for note in sheet.notes:
            _say(note)
        read = list(_counted(reading.rows(sheet, mapping, community), len(sheet.rows)))
        plan = actions.import_now(
            slug=args.community, file=args.file, content=content, mapping=mapping, read=read, dry_run=args.dry_run
        )
    except (Unreadable, reading.NoSuchColumn, actions.NotNow) as why:
        raise Trouble(str(why)) from why
    for bad in plan.unusable[:20]:
        _say(f"row {bad.number}: {bad.why}")
    if len(plan.unusable) > 20:
        _say(f"… and {len(plan.unusable) - 20:,} more; the import's page has them all")
    counts = plan.counts
    print(  # noqa: T201
        f"new: {counts['new']} · changed: {counts['changed']} · unchanged: {counts['unchanged']} · "
        f"could not be used: {counts['unusable']}"
    )


def _counted(rows: Iterator[T], total: int) -> Iterator[T]:
    for number, row in enumerate(rows, start=1):
        yield row
        if sys.stderr.isatty() and (number % 500 == 0 or number == total):
            print(f"\r{number:,} of {total:,} rows read", end="\n" if number == total else "", file=sys.stderr)  # noqa: T201


def _say(words: str) -> None:
    print(words, file=sys.stderr)  # noqa: T201


def _organiser_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("email", type=_email, help="the address of whoever is to look after the community")
    parser.add_argument("--community", required=True, type=_slug, metavar="SLUG", help="the last part of its address")


def _email(words: str) -> str:
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    try:
        validate_email(words)
    except ValidationError as error:
        raise ArgumentTypeError(f"{words!r} is not an e-mail address") from error
    return words


def _organiser(args: Namespace) -> None:
    from django.conf import settings

    from hometeam.members.actions import one_time_link
    from hometeam.members.models import Community
    from hometeam.organise import actions

    community = Community.objects.filter(slug=args.community).first()
    if community is None:
        there = ", ".join(Community.objects.order_by("slug").values_list("slug", flat=True)[:20]) or "none yet"
        raise Trouble(f"there is no community “{args.community}”; there are: {there}.")
    person = actions.seat_organiser(community=community, email=args.email)
    print(f"{person.email} looks after {community.name}. This link signs them in (once, within a day):")  # noqa: T201
    print(f"  {settings.PUBLIC_URL}{one_time_link(person=person)}")  # noqa: T201


VERBS = [
    Verb("import", "bring a member directory into a community", _arguments, _import),
    Verb("organiser", "let somebody look after a community", _organiser_arguments, _organiser),
]
