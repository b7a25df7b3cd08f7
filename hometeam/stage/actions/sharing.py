"""Saying in one's own words what the world is told, and making the links that are counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import transaction

from hometeam.foundation import clock, journal, limits
from hometeam.ledger import actions as ledger
from hometeam.members.access import Viewer, is_here
from hometeam.members.models import Member
from hometeam.members.queries.kits import kit_of
from hometeam.stage.models import Sharing
from hometeam.stage.queries.sharing import MESSAGE, media_of, within
from hometeam.together.models import Collaboration


@transaction.atomic
def say(
    *, viewer: Viewer, collaboration: Collaboration, about: Iterable[Member], said: Mapping[str, str], exchanged: bool
) -> Sharing:
    """Keep this side's own words, and make one counted link to each of the others for each of its channels.

    `said` holds the answers by the id of the question; empty ones are not kept. Said again, it replaces what was said.
    """
    kept = {"said": {key: words for key, words in said.items() if words}, "exchanged": exchanged}
    sharing, is_new = Sharing.objects.update_or_create(
        collaboration=collaboration, member=viewer.acting, defaults=kept | {"changed_at": clock.now()}
    )
    for member in about:
        make_links(viewer=viewer, collaboration=collaboration, owner=member)
    if is_new:
        data = {"collaboration": collaboration.pk}
        community_id = viewer.community.pk
        journal.record(
            actor=viewer.actor, verb="stage.words_said", object=sharing, community_id=community_id, data=data
        )
    return sharing


def make_links(*, viewer: Viewer, collaboration: Collaboration, owner: Member) -> None:
    """One counted link for each channel of the viewer's member and one for messages; none where there is no page."""
    url = kit_of(owner).url if is_here(owner, viewer.community) else ""
    for channel in [*media_of(viewer.acting), MESSAGE] if url else []:
        try:
            ledger.link_for(viewer=viewer, owner=owner, url=url, channel=channel, within=within(collaboration))
        except (ledger.BadAddress, limits.LimitReached):
            return  # the words do without a link
