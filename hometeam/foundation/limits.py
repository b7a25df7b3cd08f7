"""How often something may be done. Exact: never more than `amount` uses within any stretch of `per`."""

from datetime import UTC, datetime, timedelta

from django.db import transaction

from hometeam.foundation.clock import now
from hometeam.foundation.models import Spending


class LimitReached(Exception):
    """Not now; `retry_at` is the aware moment from which it is allowed again."""

    def __init__(self, retry_at: datetime) -> None:
        super().__init__(f"allowed again at {retry_at:%Y-%m-%d %H:%M} UTC")
        self.retry_at = retry_at


@transaction.atomic
def spend(key: str, *, amount: int, per: timedelta) -> None:
    """Count one use of `key`, of which `amount` are allowed in any `per`.

    The use belongs to the caller's transaction: what is rolled back was not spent. Two processes at once are counted
    one after the other. Raises LimitReached, and counts nothing, when the limit is reached.
    """
    row = _locked(key)
    moment = now()
    since = (moment - per).timestamp()
    uses = [at for at in row.uses if at > since]
    if len(uses) >= amount:
        raise LimitReached(datetime.fromtimestamp(uses[-amount], tz=UTC) + per if amount > 0 else moment + per)
    row.uses = [*uses, moment.timestamp()]
    row.free_at = moment + per
    row.save(update_fields=["uses", "free_at"])


def left(key: str, *, amount: int, per: timedelta) -> int:
    """How many uses of `key` are still allowed at this moment."""
    uses = Spending.objects.filter(key=key).values_list("uses", flat=True).first() or []
    since = (now() - per).timestamp()
    recent = [float(at) for at in uses if at > since]
    return max(0, amount - len(recent))


def forget_old(at: datetime) -> int:
    """Drop counts that no longer hold anybody back at `at`; returns how many."""
    return Spending.objects.filter(free_at__lt=at).delete()[0]


def _locked(key: str) -> Spending:
    """The row of `key`, locked until the transaction ends (SQLite locks the whole file at BEGIN IMMEDIATE)."""
    Spending.objects.bulk_create([Spending(key=key, free_at=now())], ignore_conflicts=True)
    return Spending.objects.select_for_update().get(key=key)
