"""A newsletter that was forwarded to us, and what it shows."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hometeam.engine.evidence import Letter, NotALetter, Sighting, find_in_letter, read_letter
from hometeam.foundation import clock, journal, limits, post
from hometeam.ledger import actions as ledger
from hometeam.ledger.actions import Proof
from hometeam.ledger.models import Evidence, Level
from hometeam.members.access import Viewer, is_here
from hometeam.members.models import Seat
from hometeam.together.actions.doing import mark_done
from hometeam.together.actions.moving import Moved
from hometeam.together.actions.refusals import NotSound
from hometeam.together.models import Collaboration, Commitment, Part
from hometeam.together.queries.at_hand import whole_one
from hometeam.together.queries.mailbox import READ, token_of, was_read, words_sought

MOST_BYTES = 10 * 1024 * 1024
LETTERS_A_DAY = 20


class NotTaken(Exception):
    """A letter that is given back to whoever sent it, with a plain sentence why. `later`: it may come again."""

    def __init__(self, words: str, *, later: bool = False) -> None:
        super().__init__(words)
        self.later = later


@dataclass(frozen=True, slots=True)
class Mine:
    """The step that a letter came for, in its collaboration, and the person who forwards."""

    viewer: Viewer
    collaboration: Collaboration
    commitment: Commitment


def receive_letter(*, raw: bytes, to: Sequence[str] = ()) -> bool:
    """Read a forwarded newsletter and let it show that a step is done; whether there was anything new in it.

    `raw` is one RFC 5322 message, `to` the addresses that it was handed over for, else those in its head. It is
    measured where our mail server vouches that the newsletter itself came here, else it is the word of whoever
    forwards. A letter that no person sent, or that was read before, changes nothing. Neither the letter nor its
    recipients are kept. Raises NotTaken: too large, no letter, a forged or an old address, too many in a day.
    """
    if len(raw) > MOST_BYTES:
        raise NotTaken(too_large())
    try:
        letter = read_letter(raw, settings.MAILBOX.vouched_by)
    except NotALetter as error:
        raise NotTaken(_("This is not a letter.")) from error
    mine = _whose(to or letter.recipients)
    if letter.automatic:
        return False
    name = f"{letter.message_id or hashlib.sha256(raw).hexdigest()}{letter.vouched_for}"
    fingerprint = hashlib.sha256(name.encode()).hexdigest()[:32]
    with mine.collaboration.community.spoken():
        return _read(mine, letter, fingerprint)


def too_large() -> str:
    """What is said of a letter that is larger than we read."""
    return _("This letter is larger than 10 MB. Forward it without its pictures, or send its link instead.")


def _whose(addresses: Sequence[str]) -> Mine:
    """Raises NotTaken unless one of the addresses is ours and good."""
    token = next((found for found in map(token_of, addresses) if found), None)
    commitment = Commitment.objects.filter(pk=token.commitment_id).first() if token else None
    if token is None or commitment is None:
        raise NotTaken(_("There is nobody at this address. Copy it again from the page of your step."))
    collaboration = whole_one(commitment.collaboration_id)
    task = next(one for one in collaboration.commitments.all() if one.pk == commitment.pk)
    sides = [part.member_id for part in collaboration.parts.all() if task.part_id in (None, part.pk)]
    seats = Seat.objects.filter(person_id=token.person_id, member__in=sides, person__is_active=True)
    seat = seats.select_related("person", "member").first()
    if seat is None or not is_here(seat.member, collaboration.community):
        raise NotTaken(_("This address is no longer in use."))
    viewer = Viewer(seat.person, collaboration.community, seat.member, is_organiser=False)
    return Mine(viewer, collaboration, task)


@transaction.atomic
def _read(mine: Mine, letter: Letter, fingerprint: str) -> bool:
    Collaboration.objects.select_for_update().get(pk=mine.collaboration.pk)  # two servers may bring the same letter
    if was_read(mine.commitment, fingerprint):
        return False
    try:
        limits.spend(f"together.newsletter:{mine.commitment.pk}", amount=LETTERS_A_DAY, per=timedelta(days=1))
    except limits.LimitReached as reached:
        raise NotTaken(_("These are plenty of letters for one day. Send the rest tomorrow."), later=True) from reached
    tomorrow = (clock.now() + timedelta(days=1)).date()
    seen = find_in_letter(letter, words_sought(mine.collaboration, mine.commitment), tomorrow)
    told = _show(mine, seen, letter.vouched_for) if seen else _not_in_it(letter)
    journal.record(
        actor=mine.viewer.actor,
        verb=READ,
        object=mine.commitment,
        community_id=mine.collaboration.community_id,
        data={"letter": fingerprint, "held": seen is not None},
    )
    _tell(mine, fingerprint, told)
    return True


def _show(mine: Mine, seen: Sighting, vouched_for: str) -> list[str]:
    """Let the letter stand as proof: of a step that it ticks off, or of one that is done already."""
    words = sentence_of(seen, vouched_for)
    measured = bool(vouched_for)
    proof = Proof(Evidence.Kind.NEWSLETTER, seen=words, title=seen.title, published_on=seen.on, measured=measured)
    if mine.commitment.done_at is not None:
        acts = [act for act in mine.commitment.acts.all() if not act.taken_back_at]
        ledger.prove(acts=[act for act in acts if measured or act.level != Level.MEASURED], proof=proof)
        return [words]
    try:
        mark_done(viewer=mine.viewer, commitment=mine.commitment, proof=proof, on=_day(mine, seen))
    except (Moved, NotSound) as error:
        return [words, _("The step was not ticked off: %(why)s") % {"why": error}]
    return [words, _("The step is ticked off.")]


def _day(mine: Mine, seen: Sighting) -> Any:
    """The letter's own day, unless it is still to come on the community's calendar."""
    today = clock.today(mine.collaboration.community.timezone)
    return seen.on if seen.on and seen.on <= today else today


def sentence_of(seen: Sighting, vouched_for: str = "") -> str:
    """What a letter showed, in words: which letter, of what day, the sentence in it, and whether it came from its
    sender itself.
    """
    said = {"title": seen.title or _("without a subject"), "word": seen.word, "sentence": seen.sentence}
    if vouched_for:
        found = _("The letter “%(title)s” came to us from %(domain)s itself, and “%(word)s” is in it: “%(sentence)s”")
        return found % {**said, "domain": vouched_for}
    if seen.on is None:
        found = _("The letter “%(title)s” was forwarded to us, and “%(word)s” is in it: “%(sentence)s”")
        return found % said
    day = date_format(seen.on, _("j F Y"))
    found = _("The letter “%(title)s” of %(day)s was forwarded to us, and “%(word)s” is in it: “%(sentence)s”")
    return found % {**said, "day": day}


def _not_in_it(letter: Letter) -> list[str]:
    return [
        _("Your letter “%(title)s” has come, but neither the agreed link nor the name is in it.")
        % {"title": letter.subject},
        _("Forward the whole letter, or tick the step off with a link, a photo or a word."),
    ]


def _tell(mine: Mine, fingerprint: str, lines: list[str]) -> None:
    subject: Any = format_lazy(gettext_lazy("Your newsletter for {names} has come"), names=_names(mine))
    post.notify(
        person_ids=[mine.viewer.person.pk],
        key=f"together.newsletter:{mine.commitment.pk}:{fingerprint}",
        subject=subject,
        lines=lines,
        action_label=cast("str", gettext_lazy("See it")),
        action_url=reverse("together:collaboration", args=[mine.viewer.community.slug, mine.collaboration.pk]),
        community_id=mine.collaboration.community_id,
    )


def _names(mine: Mine) -> str:
    parts: list[Part] = [part for part in mine.collaboration.parts.all() if part.member_id != mine.viewer.acting.pk]
    return ", ".join(part.member.name for part in parts)
