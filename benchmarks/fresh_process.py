"""What `fresh` runs in processes of their own: `fill FILE` and `measure`."""

from __future__ import annotations

import gc
import json
import pickle
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

RUNS, SLUG = 7, "ten-towns"
AT_ONCE = 2_000


def fill(path: Path) -> None:
    """Bring made-up members, pickled by the caller, into an empty database, as rows."""
    from hometeam.cli.database import ready

    ready()
    from hometeam.engine.fit import FitMember
    from hometeam.members.models import Audience, Channel, Community, Member, Membership, Need, Offer, Place

    community = Community.objects.create(slug=SLUG, name="Ten towns")

    def member_of(one: FitMember) -> Member:
        about = {"languages": list(one.languages), "likes": list(one.likes), "kind": one.kind}
        return Member(pk=one.id, name=f"Member {one.id}", capacity=max(one.free_capacity, 1), **about)

    def place_of(one: FitMember) -> Place:
        shown = Place.ShownAs.STREET if one.blur_m == 0 else Place.ShownAs.NEIGHBOURHOOD
        kind = Place.Kind.ONLINE if one.online else Place.Kind.DOOR
        at = {"lat": one.lat, "lon": one.lon, "shown_lat": one.lat, "shown_lon": one.lon}
        return Place(member_id=one.id, kind=kind, shown_as=shown, city=one.city, **at)

    def add(model: Any, rows: list[Any]) -> None:
        model.objects.bulk_create(rows, batch_size=AT_ONCE)

    everyone: list[FitMember] = pickle.loads(path.read_bytes())
    for start in range(0, len(everyone), AT_ONCE):
        some = everyone[start : start + AT_ONCE]
        add(Member, [member_of(one) for one in some])
        add(Membership, [Membership(member_id=one.id, community=community) for one in some])
        add(Place, [place_of(one) for one in some])
        add(
            Offer,
            [Offer(member_id=one.id, service=it.service, guessed=it.guessed) for one in some for it in one.offers],
        )
        needs = [(one.id, it) for one in some for it in one.needs]
        add(Need, [Need(member_id=pk, service=it.service, guessed=it.guessed, kind=it.kind) for pk, it in needs])
        add(Audience, [Audience(member_id=one.id, tag=tag) for one in some for tag in one.audiences])
        bands = Channel.Band.values
        add(
            Channel,
            [
                Channel(member_id=one.id, medium=medium, band=bands[min(one.reach, len(bands) - 1)])
                for one in some
                for medium in one.channels
            ],
        )


def measure() -> None:
    """Print, as one line of JSON, what a web process costs that reads the community and looks at lists."""
    import django

    django.setup()
    from hometeam.fit import queries
    from hometeam.fit.queries import pools
    from hometeam.foundation import journal
    from hometeam.members.models import Community, Member, Need

    community = Community.objects.get(slug=SLUG)
    bare = _resident()
    reading = _cpu_ms(lambda: pools.pool_of(community)) / 1_000
    gc.collect()
    ids = list(Member.objects.order_by("pk").values_list("pk", flat=True)[: RUNS * 80 : 20])
    asked = iter(Member.objects.filter(pk__in=ids))
    for _warm in range(2):
        queries.suggestions_for(next(asked), community, limit=5)
    looked = [_cpu_ms(lambda: queries.suggestions_for(next(asked), community, limit=5)) for _run in range(RUNS)]

    def edited(member: Member) -> None:
        """What the profile's form does, in short: other needs and likes, and the journal told of it."""
        Need.objects.filter(member=member).delete()
        Need.objects.create(member=member, service="bookkeeping")
        Member.objects.filter(pk=member.pk).update(likes=["coffee", "barter"], capacity=3)
        journal.record(actor=journal.NOBODY, verb="members.changed", object=member, community_id=community.pk)

    fresh, change = [], []
    for _run in range(RUNS):
        edited(next(asked))
        change.append(_cpu_ms(lambda: pools.pool_of(community)))
        fresh.append(change[-1] + _cpu_ms(lambda: queries.suggestions_for(next(asked), community, limit=5)))
    told = {
        "list": statistics.median(looked),
        "edit": statistics.median(change),
        "edit_and_list": statistics.median(fresh),
        "reading": reading,
        "bare": bare,
        "now": _resident(),
        "peak": _most_resident(),
    }
    print(json.dumps(told))


def _cpu_ms(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1_000


def _resident() -> float:
    """What the process holds in memory, in MB."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * resource.getpagesize() / 1e6


def _most_resident() -> float:
    """What it held at most, in MB; `getrusage` would tell of whoever started it, where that was larger."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024 / 1e6


if __name__ == "__main__":
    if sys.argv[1] == "fill":
        fill(Path(sys.argv[2]))
    else:
        measure()
