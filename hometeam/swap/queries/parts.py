"""The parts of a search under way: what one has to do, and what all have come to."""

from __future__ import annotations

from hometeam.engine.barter import Piece, answer_of, begun_from, left_undone, unpacked
from hometeam.engine.loops import Answer, Start, join
from hometeam.swap.models import Round, RoundPart


def is_in_parts(round: Round) -> bool:
    """Whether a search was handed out in parts."""
    return round.parts.exists()


def to_do(part: RoundPart) -> list[Piece]:
    """What there is to do in a part; one of the whole begins from what the regions came to."""
    pieces = unpacked(bytes(part.given))
    regions = _answers(part.round, RoundPart.Step.REGIONS) if part.step == RoundPart.Step.WHOLE else []
    begun = join(regions)
    return list(begun_from(pieces, Start(begun.loops, begun.prices))) if regions else pieces


def undone(part: RoundPart) -> list[Answer]:
    """What is said of a part that nobody could do: no loops, and that much could be better."""
    return [left_undone(piece) for piece in unpacked(bytes(part.given))]


def answer_of_parts(round: Round) -> Answer | None:
    """What all parts of the whole came to; None while one is not done."""
    if round.parts.filter(found__isnull=True).exists():
        return None
    return join(_answers(round, RoundPart.Step.WHOLE))


def _answers(round: Round, step: RoundPart.Step) -> list[Answer]:
    found = round.parts.filter(step=step, found__isnull=False).defer("given")
    return [answer_of(told) for part in found for told in part.found or ()]
