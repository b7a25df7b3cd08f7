"""What two members are to each other, reckoned from their profiles alone, one question after the other and as slowly as
it is said. `score.py` looks everything up in columns and sets; it must come to the same.
"""

from collections.abc import Callable, Sequence
from math import asin, cos, exp, inf, log, prod, radians, sin, sqrt

from hometeam.engine.fit import FitMember
from hometeam.engine.fit.audiences import NEIGHBOURS
from hometeam.engine.fit.near import EARTH_M, ONLINE_M, OTHER_CITY_M, SAME_CITY_M, SAME_NEIGHBOURHOOD_M, UNKNOWN_M
from hometeam.engine.fit.pool import GUESSED_NEED, GUESSED_OFFER
from hometeam.engine.fit.score import BESIDE, CERTAIN, HALF_WAY_M, OTHER_MARKET_M
from tests.engine.fit.street import TAXONOMY

LEAST_ALIKE = 0.3
Tags = Callable[[FitMember], Sequence[object]]


def evidence(everyone: Sequence[FitMember], me: FitMember, them: FitMember) -> dict[str, float]:
    """By key, in the eyes of `me`; nobody has done anything together yet."""
    languages = shared(everyone, me, them, lambda one: one.languages)
    far = metres(me, them)
    way = as_way(me, them, far)
    return {
        "they_offer_what_i_need": met(everyone, me, them, "want"),
        "they_need_what_i_offer": met(everyone, them, me, "want"),
        "they_do_what_i_send_away": met(everyone, me, them, "send_away"),
        "they_send_away_what_i_do": met(everyone, them, me, "send_away"),
        "our_trades_go_together": hand_in_hand(me, them),
        "shared_audience": audience(everyone, me, them),
        "near_each_other": exp(-far / 250),
        "business_and_nonprofit": float((me.kind == "nonprofit") != (them.kind == "nonprofit")),
        "shared_language": min(max(2 * languages - 1, 0), 1),
        "like_the_same": shared(everyone, me, them, lambda one: one.likes),
        "shared_haunt": shared(everyone, me, them, lambda one: [haunt.id for haunt in one.haunts]),
        "shared_values": shared(everyone, me, them, lambda one: one.values),
        "did_things_together": 0.0,
        "partners_in_common": 0.0,
        "alike_in_size": max(1 - abs(me.reach - them.reach) / 2, 0) if me.reach and them.reach else 0.0,
        "they_have_room": min(max(them.free_capacity - 1, 0) / 2, 1),
        "i_have_room": min(max(me.free_capacity - 1, 0) / 2, 1),
        "they_are_new": them.new,
        "i_am_new": me.new,
        "way": way / (way + HALF_WAY_M),
        "rivalry": rivalry(everyone, me, them, far),
    }


def close(one: str, other: str) -> float:
    """How far one service can stand in for another."""
    alike = TAXONOMY.competes(one, other)
    return alike if alike >= LEAST_ALIKE else 0.0


def sure(member: FitMember) -> dict[str, float]:
    """What a member offers, and how sure that is."""
    found: dict[str, float] = {}
    for offer in member.offers:
        found[offer.service] = max(found.get(offer.service, 0), GUESSED_OFFER if offer.guessed else 1.0)
    return found


def rarity(everyone: Sequence[FitMember], service: str) -> float:
    """1 when hardly anybody does it, ½ when everybody does."""
    size = max(len(everyone), 2)
    doing = sum(close(service, other) for one in everyone for other in sure(one) if close(service, other) >= 0.6)
    return 0.5 + 0.5 * log(size / min(max(doing, 1), size)) / log(size)


def met(everyone: Sequence[FitMember], lacking: FitMember, doing: FitMember, kind: str) -> float:
    """The chance that one meets any need of the other."""
    needs: dict[str, float] = {}
    for need in lacking.needs:
        if need.kind == kind:
            strength = need.strength * (GUESSED_NEED if need.guessed else 1.0)
            needs[need.service] = max(needs.get(need.service, 0), strength)
    best = {need: max((close(need, one) * much for one, much in sure(doing).items()), default=0) for need in needs}
    return 1 - prod(1 - CERTAIN * needs[need] * rarity(everyone, need) * best[need] for need in needs)


def hand_in_hand(me: FitMember, them: FitMember) -> float:
    """How well the trades go together."""
    pairs = [(mine, other) for mine in sure(me).items() for other in sure(them).items()]
    together = TAXONOMY.complements
    return max((together(one, other) * much * more for (one, much), (other, more) in pairs), default=0.0)


def shared(everyone: Sequence[FitMember], me: FitMember, them: FitMember, tags: Tags) -> float:
    """How much the rarest tag that both have says."""
    both = set(tags(me)) & set(tags(them))
    having = [sum(tag in tags(one) for one in everyone) for tag in both]
    return max((1 - 0.5 * log(count) / log(max(len(everyone), 2)) for count in having), default=0.0)


def audience(everyone: Sequence[FitMember], me: FitMember, them: FitMember) -> float:
    """Whether both serve the same people, or people who lie beside each other."""
    beside = any(other in NEIGHBOURS.get(tag, ()) for tag in me.audiences for other in them.audiences)
    return max(shared(everyone, me, them, lambda one: one.audiences), BESIDE if beside else 0.0)


def metres(me: FitMember, them: FitMember) -> float:
    """Over the ground at most, infinite where that is not known (the haversine formula)."""
    if me.place is None or them.place is None:
        return inf
    (lat, lon), (other_lat, other_lon) = ([radians(number) for number in one] for one in (me.place, them.place))
    half = sin((lat - other_lat) / 2) ** 2 + cos(lat) * cos(other_lat) * sin((lon - other_lon) / 2) ** 2
    return 2 * EARTH_M * asin(min(sqrt(half), 1)) + me.blur_m + them.blur_m


def as_way(me: FitMember, them: FitMember, far: float) -> float:
    """What the way counts as."""
    if far == inf:
        same_city, unknown = me.city == them.city != "", not (me.city and them.city)
        same_part = me.neighbourhood == them.neighbourhood != "" and (same_city or unknown)
        named = SAME_CITY_M if same_city else UNKNOWN_M if unknown else OTHER_CITY_M
        far = SAME_NEIGHBOURHOOD_M if same_part else named
    return min(far, ONLINE_M) if me.online and them.online else far


def rivalry(everyone: Sequence[FitMember], me: FitMember, them: FitMember, far: float) -> float:
    """How alike the closest offers are, to whom and where."""
    alike = max((close(mine.service, other.service) for mine in me.offers for other in them.offers), default=0.0)
    others = bool(me.audiences and them.audiences) and not audience(everyone, me, them)
    elsewhere = OTHER_MARKET_M < far < inf and not me.online and not them.online
    return alike * (0.5 if others else 1) * (0.5 if elsewhere else 1)
