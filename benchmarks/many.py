"""Towns full of members with real trades, needs and places, as many as wanted.

Trades and needs are those of the rows of three real directories; places are Langley's, moved to where each town lies.
A third of the members have filled in their profile: what they need and send away, whom they serve, what they speak and
like, drawn with a seed.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np

from hometeam.engine.fit import FitMember, Needed
from hometeam.engine.fit.audiences import WORDS
from hometeam.engine.taxonomy import Taxonomy

DIRECTORIES = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "businesses"
FILES = ("langley_bc_2022.csv", "seattle_wa_2026.csv", "little_rock_ar_2022.csv")
TOWN_SPACING = 1.0
"""Degrees of latitude between one town and the next: about 111 km."""
FILLED_IN = 1 / 3
LANGUAGES = ("fr", "es", "pa", "zh", "ko")
LIKES = ("coffee", "spotlight-post", "newsletter-mention", "referral", "circle", "paired-offer", "barter", "coworking")
CHANNELS = ("instagram", "newsletter", "facebook", "podcast")


def members(count: int, towns: int, seed: int = 1) -> list[FitMember]:
    """So many members, spread evenly over the towns, numbered from 1."""
    rng = np.random.default_rng(seed)
    rows, spots = _rows()
    needed = _commonly_needed()
    drawn = rng.integers(len(rows), size=count)
    where = rng.integers(len(spots), size=count)
    return [
        _member(number + 1, rows[drawn[number]], spots[where[number]], number % towns, rng, needed)
        for number in range(count)
    ]


def _member(
    number: int, row: FitMember, spot: tuple[float, float], town: int, rng: np.random.Generator, needed: Sequence[str]
) -> FitMember:
    lat, lon = spot[0] - TOWN_SPACING * town, spot[1]
    there = replace(row, id=number, lat=lat, lon=lon, neighbourhood="", city=f"Town {town}")
    return _filled_in(there, rng, needed) if rng.random() < FILLED_IN else there


def _filled_in(member: FitMember, rng: np.random.Generator, needed: Sequence[str]) -> FitMember:
    """The profile as its owner would have it: own needs instead of guessed ones, and tags."""

    def some(words: Sequence[str], most: int) -> tuple[str, ...]:
        weights = 1 / np.arange(1, len(words) + 1)
        return tuple(rng.choice(words, size=rng.integers(1, most + 1), replace=False, p=weights / weights.sum()))

    mine = {offer.service for offer in member.offers}
    wants = tuple(Needed(service) for service in some(needed, 3) if service not in mine)
    sends = tuple(Needed(service, kind="send_away") for service in some(needed[::-1], 2) if service not in mine)
    return replace(
        member,
        offers=tuple(replace(offer, guessed=False) for offer in member.offers),
        needs=wants + sends,
        audiences=some(tuple(WORDS), 3),
        languages=("en", *some(LANGUAGES, 1)) if rng.random() < 0.3 else ("en",),
        likes=some(LIKES, 4),
        channels=some(CHANNELS, 2),
        online=bool(rng.random() < 0.2),
        reach=int(rng.integers(0, 5)),
    )


@cache
def _rows() -> tuple[list[FitMember], list[tuple[float, float]]]:
    """Every row of the directories as a member, and every point on Langley's map."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hometeam.config.settings")
    django.setup()
    from hometeam.fit.queries import directory

    found = [
        directory.fit_member(number, entry)
        for name in FILES
        for number, entry in directory.read_directory(DIRECTORIES / name).entries.items()
    ]
    return found, [one.place for one in found if one.place and one.blur_m == 0 and one.lat and one.lat > 48.9]


def _commonly_needed() -> tuple[str, ...]:
    """All services, in an order drawn once: the first are needed most."""
    ids = [service.id for service in Taxonomy.load().services]
    return tuple(np.random.default_rng(7).permutation(ids))
