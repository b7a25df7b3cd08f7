"""An introduction in words: what happened, what is awaited of whom, and what a letter says of the receiver."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hometeam.engine.referrals import Move, Side, State, possible
from hometeam.foundation.money import Purse
from hometeam.members.models import Member
from hometeam.referrals.models import Referral, ReferralMove

_HAPPENED: dict[tuple[str, str], Promise] = {
    ("give", Side.GIVER): gettext_lazy("%(giver)s introduced somebody to %(receiver)s."),
    (Move.CONSENT, Side.PROSPECT): gettext_lazy("The person introduced said yes."),
    (Move.CHANGE, Side.PROSPECT): gettext_lazy("The person introduced changed what is passed on."),
    (Move.ACCEPT, Side.RECEIVER): gettext_lazy("%(receiver)s took it on."),
    (Move.DECLINE, Side.RECEIVER): gettext_lazy("%(receiver)s said: not this time."),
    (Move.CONTACT, Side.RECEIVER): gettext_lazy("%(receiver)s got in touch with them."),
    (Move.MEET, Side.RECEIVER): gettext_lazy("%(receiver)s met them."),
    (Move.WIN, Side.RECEIVER): gettext_lazy("It came to something."),
    (Move.LOSE, Side.RECEIVER): gettext_lazy("It came to nothing this time."),
    (Move.UNDO, Side.RECEIVER): gettext_lazy("%(receiver)s took the last word back: it goes on."),
    (Move.WITHDRAW, Side.GIVER): gettext_lazy("%(giver)s took it back."),
    (Move.WITHDRAW, Side.PROSPECT): gettext_lazy("The person introduced would rather not."),
    (Move.THANK, Side.RECEIVER): gettext_lazy("%(receiver)s said thank you."),
    (Move.LAPSE, Side.CLOCK): gettext_lazy("It went quiet, as things do."),
    (Move.REMIND, Side.CLOCK): gettext_lazy("A reminder went out."),
    (Move.FORGET, Side.PROSPECT): gettext_lazy("The person introduced took their details away."),
    (Move.FORGET, Side.CLOCK): gettext_lazy("The details of the person introduced were erased."),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the history, in words."""

    sentence: str
    words: str
    move: ReferralMove


@dataclass(frozen=True, slots=True)
class Seen:
    """An introduction as one of its two sides sees it."""

    referral: Referral
    side: Side
    other: Member
    can: frozenset[Move]
    lines: list[Line]
    shows_people: bool

    @property
    def is_giver(self) -> bool:
        return self.side == Side.GIVER

    @property
    def reason(self) -> str:
        """Why it came to nothing, where that was said."""
        said = self.referral.state == State.LOST and self.referral.reason
        return str(self.referral.get_reason_display()) if said else ""


def seen(referral: Referral, member: Member, *, shows_people: bool) -> Seen:
    """An introduction loaded by `referrals.whole`, for its page."""
    side = Side.GIVER if referral.giver_id == member.pk else Side.RECEIVER
    other = referral.receiver if side == Side.GIVER else referral.giver
    return Seen(referral, side, other, possible(referral.rules_view, side), history(referral), shows_people)


def worth_of(referral: Referral, purse: Purse) -> str:
    """What the receiver said that it was worth, in words; "" where nothing was said."""
    thanks = getattr(referral, "thanks", None)
    return purse.shown(thanks.amount, thanks.currency) if thanks and thanks.amount is not None else ""


def history(referral: Referral) -> list[Line]:
    """Every move but reminders, oldest first."""
    found = referral.moves.exclude(move=Move.REMIND).select_related("person")
    return [Line(happened(referral, one), one.words, one) for one in found]


def happened(referral: Referral, move: ReferralMove) -> str:
    """What a move was, in one sentence."""
    sentence = str(_HAPPENED[move.move, move.side]) % names(referral)
    if move.on_behalf and move.person is not None:
        who = move.person.name or _("An organiser")
        return _("%(sentence)s (%(who)s, for them)") % {"sentence": sentence, "who": who}
    return sentence


def last_happened(referral: Referral) -> str:
    """What happened last, reminders apart."""
    lines = history(referral)
    return lines[-1].sentence if lines else _("Something has changed.")


def names(referral: Referral) -> dict[str, str]:
    """The two members' names, and what it is about."""
    return {"giver": referral.giver.name, "receiver": referral.receiver.name, "what": referral.about}


def draft(giver: Member, receiver: Member, *, introduce: str = "") -> str:
    """The introduction's first words, from what both say of themselves; lines nobody has written words for are left
    out.
    """
    lines = [
        _("This is %(giver)s.") % {"giver": giver.name},
        _("I would like to introduce you to %(receiver)s.") % {"receiver": receiver.name},
        introduce or receiver.one_line,
        receiver.website,
    ]
    return "\n".join(line for line in lines if line)
