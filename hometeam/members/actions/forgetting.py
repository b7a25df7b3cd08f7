"""The name of one who closed leaves what others keep: their notices here, their own records in the rooms above."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from hometeam.foundation.models import Notice
from hometeam.members.models import Member, Membership

LONG_ENOUGH = timedelta(days=1)
"""Every room has looked through its own by then."""

Words = Callable[[Any], Any]


def gone_lately() -> list[Member]:
    """Members who closed so lately that others' records may still say what they were called."""
    return list(Member.objects.exclude(former_name="").filter(closed_at__isnull=False).order_by("pk"))


def unnamed(member: Member) -> Words:
    """A function that takes the name of one who closed out of words, and of lists and dicts of words: whole words
    alone, written as it wrote itself, "a former member" in its stead.
    """
    whole = re.compile(rf"(?<!\w){re.escape(member.former_name)}(?!\w)")

    def put(found: re.Match[str]) -> str:
        before = found.string[: found.start()].rstrip()
        return _("A former member") if not before or before[-1] in ".!?…:" else _("a former member")

    def without(said: Any) -> Any:
        if isinstance(said, str):
            return whole.sub(put, said)
        if isinstance(said, list):
            return [without(one) for one in said]
        return {key: without(one) for key, one in said.items()} if isinstance(said, dict) else said

    return without


def put_right(rows: Iterable[models.Model], fields: Sequence[str], words: Words) -> int:
    """Write the rows whose fields say the name; returns how many did. A field grows no longer than it may be."""
    changed = 0
    for row in rows:
        new = {name: words(getattr(row, name)) for name in fields}
        new = {name: said for name, said in new.items() if said != getattr(row, name)}
        if new:
            type(row)._default_manager.filter(pk=row.pk).update(**{name: _cut(row, name, new[name]) for name in new})
            changed += 1
    return changed


def _cut(row: models.Model, name: str, said: Any) -> Any:
    most = getattr(row._meta.get_field(name), "max_length", None)
    return said[:most] if isinstance(said, str) and most else said


@transaction.atomic
def forget_in_notices(*, member: Member) -> int:
    """Take the name out of notices in the communities that the member was in; returns how many were changed.

    Where another member there is called the same, its notices are left as they are.
    """
    places = list(Membership.objects.filter(member=member).values_list("community_id", flat=True))
    alike = Member.objects.filter(name=member.former_name, memberships__community__in=places)
    if alike.exists():
        return 0
    notices, changed = Notice.objects.filter(community_id__in=places), 0
    for language in notices.order_by().values_list("person__language", flat=True).distinct():
        with override(language):
            theirs = notices.filter(person__language=language).iterator(chunk_size=1000)
            changed += put_right(theirs, ("subject", "lines"), unnamed(member))
    return changed


@transaction.atomic
def forget_names(*, now: datetime) -> None:
    """Notices of those who closed lately lose the name, and names of those who closed a day ago are forgotten."""
    for member in gone_lately():
        forget_in_notices(member=member)
    Member.objects.filter(closed_at__lt=now - LONG_ENOUGH).exclude(former_name="").update(former_name="")
