"""Notices: exactly one per person and key for ever, mailed as the person chose."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Literal

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import translation
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from hometeam.foundation.clock import now, read_in
from hometeam.foundation.models import Notice
from hometeam.foundation.post.digest import is_day_for
from hometeam.foundation.post.letters import send_letter
from hometeam.foundation.post.paper import write
from hometeam.foundation.post.stopping import stop_headers, stop_url
from hometeam.foundation.prepared import Given, prepared
from hometeam.foundation.text import one_line

Urgency = Literal["now", "by_day", "digest"]
Mail = Notice.Mail


def late(say: Callable[[], str]) -> Any:
    """Words that are chosen when they are read, in the reader's language."""
    return _late(say)


def _said(say: Callable[[], str]) -> str:
    return say()


_late = lazy(_said, str)  # once for all: each call of `lazy` makes a class of its own


@transaction.atomic
def notify(
    *,
    person_ids: Iterable[int],
    key: str,
    subject: str,
    lines: Sequence[str],
    action_label: str = "",
    action_url: str = "",
    community_id: int | None = None,
    calendar: bytes | None = None,
    urgency: Urgency = "now",
    alert: int = 0,
) -> list[Notice]:
    """Tell people something, once each, in the caller's transaction; returns the notices that are new.

    It is in their inbox always; its mail goes at once, in the daily letter or not at all, as each chose. `urgency`
    "digest" lets it wait for the daily letter even for those who want mail at once, "by_day" only from 21 to 8 on their
    clock: for what nobody did just now, such as a search by night. A `calendar` (iCalendar with a
    METHOD) goes at once unless they want no mail. `subject` and `lines` may be lazy translations: each person reads
    their own language. `alert` above zero marks a reminder about one's account; the daily letter has only the most
    pressing one.
    """
    ids = sorted(set(person_ids))
    new = []
    for person in _not_told(people=ids, key=key) if ids else ():
        with translation.override(person.language), read_in(person.timezone):
            mail = _mail_for(person, urgency, calendar)
            notice = _write_once(
                person=person,
                key=key,
                community_id=community_id,
                subject=one_line(str(subject))[:300],
                lines=[str(line) for line in lines],
                action_label=str(action_label),
                action_url=action_url,
                alert=alert,
                mail=mail,
                mailed_at=now() if mail == Mail.NOW else None,
            )
            if notice:
                new.append(notice)
                _mail_now(notice, person, calendar)
    return new


@prepared
def _not_told(people: Given, key: Given) -> QuerySet[Any]:
    told = Notice.objects.filter(key=key, person=OuterRef("pk"))
    return get_user_model().objects.filter(~Exists(told), pk__in=people, is_active=True).order_by("pk")


def _write_once(**fields: Any) -> Notice | None:
    """The new notice, or None where another process has told the same at this moment."""
    try:
        with transaction.atomic():
            return Notice.objects.create(**fields)
    except IntegrityError:
        if not Notice.objects.filter(person=fields["person"], key=fields["key"]).exists():
            raise
        return None


def spare_letter(*, person_ids: Iterable[int], keys: Iterable[str]) -> int:
    """What has settled itself is left out of the daily letter that it waits for, and stays on the page; returns how
    many were left out.
    """
    waiting = Notice.objects.filter(person__in=set(person_ids), key__in=set(keys), mail=Mail.DIGEST, mailed_at=None)
    return waiting.update(mail=Mail.NONE)


def _mail_for(person: Any, urgency: Urgency, calendar: bytes | None) -> Notice.Mail:
    if person.notice_choice == "never":
        return Mail.NONE
    if calendar is not None:
        return Mail.NOW
    at_once = urgency == "now" or (urgency == "by_day" and is_day_for(person, now()))
    return Mail.NOW if person.notice_choice == "now" and at_once else Mail.DIGEST


def _mail_now(notice: Notice, person: Any, calendar: bytes | None) -> None:
    if notice.mail != Mail.NOW:
        return
    stop = stop_url(person.pk)
    written = write(
        subject=notice.subject,
        lines=notice.lines,
        action_label=notice.action_label,
        action_url=notice.action_url,
        why=_("You get this because you chose to hear at once. You can change that at any time."),
        stop_url=stop,
    )
    send_letter(
        to=person.email,
        key=f"notice:{notice.pk}",
        subject=notice.subject,
        text=written.text,
        html=written.html,
        calendar=calendar,
        headers=stop_headers(stop),
    )
