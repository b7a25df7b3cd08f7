"""Which partners may be named."""

from __future__ import annotations

from django.db import transaction
from django.http import Http404

from hometeam.foundation import clock
from hometeam.ledger.actions.acts import told
from hometeam.ledger.models import PartnerConsent
from hometeam.members.access import Viewer
from hometeam.members.models import Member


@transaction.atomic
def show_partner(*, viewer: Viewer, partner: Member, shown: bool) -> None:
    """Say whether a partner may be named on my page. It is named only where both sides say so."""
    if partner.pk == viewer.acting.pk:
        raise Http404
    consent, _is_new = PartnerConsent.objects.update_or_create(
        member=viewer.acting, partner=partner, defaults={"shown": shown, "said_at": clock.now()}
    )
    told(viewer, "ledger.partner_shown" if shown else "ledger.partner_hidden", consent, partner=partner.pk)
