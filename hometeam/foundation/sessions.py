"""Django's sessions in the database, looked up with a read that is composed once: every page begins with it."""

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from hometeam.foundation.prepared import Given, prepared


@prepared
def _sessions(key: Given, now: Given) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)


class SessionStore(db.SessionStore):
    """What a browser's cookie stands for."""

    def _get_session_from_db(self) -> Any:
        # Not our clock: a session that is told of another time would be over.
        found = _sessions(key=self.session_key, now=timezone.now())
        if not found:
            self._session_key = None
        return next(iter(found), None)


def forget_old(at: datetime) -> int:
    """Drop what nobody's cookie stands for any more at `at`; returns how many."""
    return Session.objects.filter(expire_date__lt=at).delete()[0]
