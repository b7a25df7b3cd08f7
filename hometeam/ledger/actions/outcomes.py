"""What an act brought."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.http import Http404

from hometeam.ledger import access
from hometeam.ledger.actions.acts import told
from hometeam.ledger.models import Act, Level, Outcome
from hometeam.members.access import Viewer


@transaction.atomic
def record_outcome(
    *, viewer: Viewer, act: Act, measure: str, quantity: Decimal, unit: str, from_on: date, to_on: date
) -> Outcome:
    """Write down what an act brought; saying it again replaces what the same side said before.

    The receiver's figure counts as confirmed by the partner, the giver's as self-reported. Raises Http404 for others.
    """
    if not access.is_party(viewer, act):
        raise Http404
    level = Level.PARTNER_CONFIRMED if viewer.acting.pk == act.receiver_id else Level.SELF_REPORTED
    said = {"quantity": quantity, "unit": unit, "level": level, "from_on": from_on, "to_on": to_on}
    outcome, _is_new = Outcome.objects.update_or_create(
        act=act, measure=measure, source=viewer.acting.name, defaults=said
    )
    told(viewer, "ledger.outcome_recorded", outcome, measure=measure)
    return outcome
