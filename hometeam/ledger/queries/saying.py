"""Figures in words."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def seen_visits(count: int, first_on: date, last_on: date) -> str:
    """What our own link counted: "Our own link was followed 14 times from 2 to 9 November."."""
    words = ngettext("Our own link was followed %(n)s time", "Our own link was followed %(n)s times", count)
    said = words % {"n": count}
    return _("%(said)s, %(window)s.") % {"said": said, "window": window_words(first_on, last_on)}


def window_words(first_on: date, last_on: date) -> str:
    """A stretch of days: "on 2 November 2026", "from 2 to 9 November 2026"."""
    last = date_format(last_on, _("j F Y"))
    if first_on == last_on:
        return _("on %(day)s") % {"day": last}
    same = (first_on.year, first_on.month) == (last_on.year, last_on.month)
    first = date_format(first_on, "j" if same else _("j F") if first_on.year == last_on.year else _("j F Y"))
    return _("from %(first)s to %(last)s") % {"first": first, "last": last}
