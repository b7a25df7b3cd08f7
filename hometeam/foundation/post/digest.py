"""The daily letter: what waited since yesterday, in the person's own morning."""

from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hometeam.foundation.clock import local
from hometeam.foundation.models import Letter, Notice
from hometeam.foundation.post.letters import send_letter
from hometeam.foundation.post.paper import News, write
from hometeam.foundation.post.stopping import stop_headers, stop_url

MORNING, EVENING = 8, 21
MOST_SHOWN = 12


def send_due(at: datetime) -> int:
    """Write the daily letters due at `at`, none between 21 and 8 on the person's clock; returns how many."""
    people = get_user_model().objects.filter(pk__in=_pending().values("person"), is_active=True)
    return sum(_write_for(person, at) for person in people.exclude(notice_choice="never"))


def is_day_for(person: Any, at: datetime) -> bool:
    """Whether letters that nobody waits for may come, by the person's clock."""
    return MORNING <= local(at, person.timezone).hour < EVENING


def _pending() -> QuerySet[Notice]:
    """What still waits for a daily letter; what was read on the page meanwhile does not."""
    return Notice.objects.filter(mail=Notice.Mail.DIGEST, mailed_at=None, read_at=None)


@transaction.atomic
def _write_for(person: Any, at: datetime) -> bool:
    if not is_day_for(person, at):
        return False
    here = local(at, person.timezone)
    this_morning = here.replace(hour=MORNING, minute=0, second=0, microsecond=0)
    waiting = list(_pending().filter(person=person, created_at__lt=this_morning).order_by("pk"))
    key = f"daily:{person.pk}:{here.date()}"
    # What was written down as the day's letter left, or by somebody who has flown back into the same day, waits.
    if not waiting or Letter.objects.filter(key=key).exists():
        return False
    with translation.override(person.language):
        _send(person, _chosen(waiting), key=key)
    Notice.objects.filter(pk__in=[notice.pk for notice in waiting]).update(mailed_at=at)
    return True


def _chosen(waiting: list[Notice]) -> list[Notice]:
    """All news, and of the reminders about one's account only the most pressing."""
    alerts = sorted((n for n in waiting if n.alert), key=lambda notice: -notice.alert)
    return alerts[:1] + [n for n in waiting if not n.alert]


def _send(person: Any, notices: list[Notice], *, key: str) -> None:
    stop = stop_url(person.pk)
    first, is_alone = notices[0], len(notices) == 1
    subject = first.subject if is_alone else _subject(len(notices))
    leads_on = is_alone and bool(first.action_url)
    written = write(
        subject=subject,
        news=() if leads_on else [_news(one) for one in notices[:MOST_SHOWN]],
        lines=first.lines if leads_on else _more(len(notices) - MOST_SHOWN),
        action_label=first.action_label if leads_on and first.action_label else _("See all of it"),
        action_url=first.action_url if leads_on else "/notices",
        why=_why(person),
        stop_url=stop,
    )
    send_letter(
        to=person.email,
        key=key,
        subject=subject,
        text=written.text,
        html=written.html,
        headers=stop_headers(stop),
    )


def _why(person: Any) -> str:
    if person.notice_choice == "daily":
        return _("You get this because you chose one letter a day. You can change that at any time.")
    return _("You get this because it could wait for the morning. You can change what you get at any time.")


def _subject(count: int) -> str:
    return ngettext("%(count)s piece of news for you", "%(count)s pieces of news for you", count) % {"count": count}


def _news(notice: Notice) -> News:
    return News(notice.subject, notice.lines, notice.action_label or _("See it"), notice.action_url)


def _more(count: int) -> list[str]:
    """How many more there are than the letter shows, if any."""
    words = ngettext("And %(count)s more on the page.", "And %(count)s more on the page.", count)
    return [words % {"count": count}] if count > 0 else []
