"""Links that carry a right: signed ones that can be read again, and one-time ones that work once."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core import signing

from hometeam.foundation.clock import now
from hometeam.foundation.models import OneTimeToken

FORGETS_AFTER = timedelta(days=30)


class Bad(Exception):
    """Not one of ours, or for something else."""


class Expired(Exception):
    """Ours, but its time is over."""


class Used(Expired):
    """A one-time link that has done its work."""


def make(purpose: str, data: Mapping[str, Any], max_age: timedelta) -> str:
    """A signed token for `purpose` that carries the JSON-able `data` and can be read for `max_age`."""
    until = (now() + max_age).timestamp()
    return signing.dumps({"d": dict(data), "x": until}, salt=_salt(purpose))


def read(purpose: str, token: str) -> dict[str, Any]:
    """The data of a token from `make`. Raises Bad when forged or for another purpose, Expired when its time is over."""
    try:
        payload = signing.loads(token, salt=_salt(purpose))
        data, until = dict(payload["d"]), float(payload["x"])
    except (signing.BadSignature, ValueError, KeyError, TypeError) as error:
        raise Bad(purpose) from error
    if until < now().timestamp():
        raise Expired(purpose)
    return data


def once(purpose: str, data: Mapping[str, Any], ttl: timedelta) -> str:
    """A token that `use` accepts one single time within `ttl`. Only its hash is stored."""
    token = secrets.token_urlsafe(32)
    OneTimeToken.objects.create(digest=_digest(purpose, token), data=dict(data), expires_at=now() + ttl)
    return token


def look(purpose: str, token: str) -> dict[str, Any]:
    """The data of a one-time token without using it up: for the page behind the link, which mail scanners open too.

    Raises Bad, Expired or Used.
    """
    row = OneTimeToken.objects.filter(digest=_digest(purpose, token)).first()
    if row is None:
        raise Bad(purpose)
    if row.used_at is not None:
        raise Used(purpose)
    if row.expires_at <= now():
        raise Expired(purpose)
    return dict(row.data)


def use(purpose: str, token: str) -> dict[str, Any]:
    """Use up a one-time token and return its data; of two at the same moment one wins. Raises Bad, Expired or Used."""
    data = look(purpose, token)
    unused = OneTimeToken.objects.filter(digest=_digest(purpose, token), used_at=None)
    if not unused.update(used_at=now()):
        raise Used(purpose)
    return data


def forget_old(at: datetime) -> int:
    """Drop one-time tokens that ran out long before `at`; returns how many."""
    return OneTimeToken.objects.filter(expires_at__lt=at - FORGETS_AFTER).delete()[0]


def _salt(purpose: str) -> str:
    return f"hometeam.{purpose}"


def _digest(purpose: str, token: str) -> str:
    return hashlib.sha256(f"{purpose}\n{token}".encode()).hexdigest()
