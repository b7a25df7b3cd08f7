"""What time it is. The one place that asks; everything else is told."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils import timezone

_told: ContextVar[datetime | None] = ContextVar("told", default=None)
_reader: ContextVar[str] = ContextVar("reader", default="")


def now() -> datetime:
    """This moment, aware, in UTC."""
    return _told.get() or timezone.now()


@contextmanager
def telling(moment: datetime) -> Iterator[None]:
    """Inside, it is the aware `moment`: a sample community's past is written by the same actions as its present."""
    token = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(token)


def today(tz: str) -> date:
    """The calendar day it now is in the zone `tz`, such as "America/Vancouver"; an unknown zone counts as UTC."""
    return local(now(), tz).date()


def local(moment: datetime, tz: str) -> datetime:
    """The same aware moment on the wall clock of the zone `tz`; an unknown zone counts as UTC."""
    return moment.astimezone(zone(tz))


@contextmanager
def read_in(tz: str) -> Iterator[None]:
    """Inside, words are for somebody whose own clock is that of the zone `tz`; "" is nobody in particular."""
    token = _reader.set(tz)
    try:
        yield
    finally:
        _reader.reset(token)


def is_elsewhere(moment: datetime, tz: str) -> bool:
    """Whether the reader's own clock shows another hour at this aware moment than the zone `tz`, which needs its name.

    UTC is the clock of those who never chose one.
    """
    own = _reader.get()
    return own not in ("", "UTC", tz) and local(moment, own).utcoffset() != local(moment, tz).utcoffset()


@lru_cache(maxsize=600)
def zone(tz: str) -> ZoneInfo:
    """The zone of that name; UTC where there is none."""
    try:
        return ZoneInfo(tz)
    except (ValueError, OSError, KeyError):  # badly formed, a folder's name, or nowhere to be found
        return ZoneInfo("UTC")
