"""Keeping what others can find, and how finely they can place it, in step with what members say of themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from django.db import transaction
from django.db.models import Prefetch

from hometeam.foundation import places, search
from hometeam.members.models import Audience, Member, Membership, Offer, Place, Regular
from hometeam.members.queries import choices, trades

LABEL = "members.member"
BATCH = 500
_OPEN_HAUNTS = Regular.objects.filter(shown_to=Regular.ShownTo.COMMUNITY).select_related("haunt").order_by("pk")


@transaction.atomic
def reindex(member_ids: Iterable[int]) -> None:
    """Bring search and the shown places of these members up to date, in the caller's transaction, some hundreds at a
    time.

    Call it after every write past `members.actions`, such as an import.
    """
    for ids in _batches(sorted(set(member_ids))):
        search.index_many(_entries(ids))
        _blur(ids)


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]


def _entries(ids: Sequence[int]) -> list[search.Entry]:
    found = (
        Member.objects.filter(pk__in=ids)
        .select_related("place")
        .prefetch_related(
            Prefetch("offers", queryset=Offer.objects.order_by("pk")),
            Prefetch("audiences", queryset=Audience.objects.order_by("pk")),
            Prefetch("haunts", queryset=_OPEN_HAUNTS),
        )
    )
    here = _communities(ids)
    return [search.Entry(LABEL, member.pk, here[member.pk], member.name, _body(member)) for member in found]


def _communities(ids: Sequence[int]) -> dict[int, list[int]]:
    here: dict[int, list[int]] = defaultdict(list)
    rows = Membership.objects.filter(member_id__in=ids, state=Membership.State.HERE)
    for member_id, community_id in rows.values_list("member_id", "community_id"):
        here[member_id].append(community_id)
    return here


def _body(member: Member) -> str:
    """What a member can be found by: what it says and does, whom it serves, what matters to it, and as much of its
    haunts and its place as it shows to everybody.
    """
    said = [member.one_line, member.trade_words, member.story]
    does = [f"{offer.words} {trades.findable(offer.service)}" for offer in member.offers.all()]
    serves = [f"{row.words} {choices.title_of(choices.AUDIENCES, row.tag)}" for row in member.audiences.all()]
    stands = [choices.title_of(choices.VALUES, one) for one in member.stands_for]
    goes = [row.haunt.name for row in member.haunts.all()]
    place = getattr(member, "place", None)
    where = shown_words(place) if place else []
    return "\n".join([*said, *does, *serves, *stands, *goes, *where])


def shown_words(place: Place) -> list[str]:
    """The words of a place that others may read, from the finest to the coarsest."""
    fineness = {Place.ShownAs.STREET: 0, Place.ShownAs.NEIGHBOURHOOD: 1, Place.ShownAs.CITY: 2}
    if place.shown_as == Place.ShownAs.HIDDEN:
        return []
    return [
        word
        for word in (place.street, place.neighbourhood, place.city)[fineness[Place.ShownAs(place.shown_as)] :]
        if word
    ]


def _blur(ids: Sequence[int]) -> None:
    changed = []
    for place in Place.objects.filter(member_id__in=ids):
        shown = shown_point(place)
        if shown != (place.shown_lat, place.shown_lon):
            place.shown_lat, place.shown_lon = shown
            changed.append(place)
    Place.objects.bulk_update(changed, ["shown_lat", "shown_lon"], batch_size=BATCH)


def shown_point(place: Place) -> tuple[float | None, float | None]:
    """As much of a place's latitude and longitude as `shown_as` lets others know; of one whose door nobody has found on
    the map, the middle of its postcode's area or of its town.
    """
    if place.kind == Place.Kind.ONLINE or place.shown_as == Place.ShownAs.HIDDEN:
        return None, None
    if place.lat is not None and place.lon is not None:
        return places.blur(place.lat, place.lon, place.shown_as) or (None, None)
    return _middle(place) or (None, None)


def _middle(place: Place) -> tuple[float, float] | None:
    is_fine = place.shown_as in (Place.ShownAs.STREET, Place.ShownAs.NEIGHBOURHOOD)
    by_code = places.place_of(place.postcode, place.region, place.country) if is_fine and place.postcode else None
    return by_code or (places.place_of(place.city, place.region, place.country) if place.city else None)
