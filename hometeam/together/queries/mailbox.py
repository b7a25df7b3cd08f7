"""The address to which a newsletter is forwarded, so that it shows that a step is done."""

from __future__ import annotations

from typing import NamedTuple

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import base36_to_int, int_to_base36

from hometeam.foundation.models import Event
from hometeam.ledger import queries as ledger
from hometeam.ledger.actions import names_of
from hometeam.ledger.queries.links import address_of
from hometeam.members.models import Member
from hometeam.together.models import Collaboration, Commitment

MARK = 20
"""Hexadecimal digits of the signature: 80 bits, so that name and token stay within the 64 letters of a local part."""
READ = "together.newsletter_read"


class Token(NamedTuple):
    """Whose step it is: the promise, and the person who forwards."""

    commitment_id: int
    person_id: int


def address_for(commitment: Commitment, person_id: int) -> str:
    """Where a person forwards the newsletter of a step to: "newsletter+TOKEN@example.org"; empty without a mailbox."""
    box = settings.MAILBOX
    if not box.host:
        return ""
    token = f"{int_to_base36(commitment.pk)}-{int_to_base36(person_id)}"
    return f"{box.local}+{token}-{_mark(token)}@{box.host}"


def token_of(address: str) -> Token | None:
    """What an address of ours stands for; None for any other, and for a forged one."""
    local, _at, host = address.strip().strip("<>").lower().rpartition("@")
    name, _plus, token = local.partition("+")
    if (name, host) != (settings.MAILBOX.local, settings.MAILBOX.host) or len(token) > 60:
        return None
    told, _dash, mark = token.rpartition("-")
    commitment, _dash, person = told.partition("-")
    if not constant_time_compare(mark, _mark(told)):
        return None
    return Token(base36_to_int(commitment), base36_to_int(person))


def _mark(token: str) -> str:
    return salted_hmac("hometeam.together.newsletter", token, algorithm="sha256").hexdigest()[:MARK]


def words_sought(collaboration: Collaboration, commitment: Commitment) -> list[str]:
    """What a newsletter is looked through for: our counted links within, then hosts, names and handles of those for
    whom the step is.
    """
    others = [part.member for part in collaboration.parts.all() if part.pk != commitment.part_id]
    ids = {member.pk for member in others}
    links = ledger.links_within(f"together.collaboration:{collaboration.pk}")
    return [*(address_of(one) for one in links if one.owner_id in ids), *(w for one in others for w in names_of(one))]


def links_for(commitment: Commitment, member: Member) -> list[str]:
    """The counted links that a member shares within the collaboration of a step, as the world writes them."""
    links = ledger.links_within(f"together.collaboration:{commitment.collaboration_id}")
    return [address_of(one) for one in links if one.shared_by_id == member.pk and one.ended_at is None]


def was_read(commitment: Commitment, letter: str) -> bool:
    """Whether a letter, by its fingerprint, was read for this step before."""
    read = Event.objects.filter(verb=READ, object_label="together.commitment", object_id=commitment.pk)
    return read.filter(data__letter=letter).exists()
