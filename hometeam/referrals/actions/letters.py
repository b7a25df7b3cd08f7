"""The letters to the person introduced: one that asks, and one that says that it ends. No more, to no other end."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from hometeam.foundation import post, tokens
from hometeam.foundation.text import one_line
from hometeam.members.actions.claims import address_hash, may_write_to
from hometeam.referrals.access import LINK
from hometeam.referrals.models import Prospect, Referral
from hometeam.referrals.queries import telling

LINK_VALID_FOR = timedelta(days=2 * 365)


ALL = "referrals.prospect:"


def prefix(referral_id: int) -> str:
    """How the keys of all letters about one introduction begin."""
    return f"{ALL}{referral_id}:"


def kept() -> set[int]:
    """The introductions of which a letter is still kept, by id."""
    return {int(key.split(":")[1]) for key in post.kept_letters(prefix=ALL)}


def path_for(referral: Referral, prospect: Prospect) -> str:
    """The path of the page on which the person introduced says yes, changes or withdraws it.

    The link carries their address's hash, so that they can ask to be left alone when nothing else is kept of them.
    """
    data = {"r": referral.pk, "h": address_hash(prospect.email)}
    return reverse("referrals:introduced", args=[tokens.make(LINK, data, LINK_VALID_FOR)])


def ask(referral: Referral, prospect: Prospect) -> None:
    """Write to the person introduced: read it, say yes, change it, or say no."""
    names = telling.names(referral)
    _send(
        referral,
        prospect,
        "ask",
        subject=_("%(giver)s would like to introduce you to %(receiver)s") % names,
        lines=[
            *prospect.words.splitlines(),
            *(prospect.why.splitlines() if prospect.why else []),
            _("What you need, as %(giver)s understood it: %(need)s") % {**names, "need": prospect.need},
            _passed_on(referral),
        ],
        label=_("Read it, and say yes or no"),
        why=_("%(giver)s gave us your address for this introduction only. Nothing else is ever sent to it.") % names,
    )


def _passed_on(referral: Referral) -> str:
    names = telling.names(referral)
    if not referral.told_in_person:
        return _("%(receiver)s knows nothing of you yet. Only if you say yes is anything passed on.") % names
    passed_on = _("You told %(giver)s that this is fine, so %(receiver)s knows your name and how to reach you.") % names
    return passed_on + " " + _("You can change that, or take it back, at any time.")


def say_it_ends(referral: Referral, prospect: Prospect, *, erased: bool) -> None:
    """Write to the person introduced, who expects to hear from the receiver, that they will not."""
    names = telling.names(referral)
    kept = _("Your details are erased 90 days from now, or at once by the link below.")
    _send(
        referral,
        prospect,
        "over",
        subject=_("The introduction to %(receiver)s does not come about") % names,
        lines=[
            _("It does not work out this time, so please do not wait to hear from %(receiver)s.") % names,
            _("Your details are erased.") if erased else kept,
            _("Thank you for being open to it."),
        ],
        label=_("See what is kept of you"),
        why=_("You get this because you were waiting for this introduction. It is the last letter about it."),
    )


def _send(
    referral: Referral, prospect: Prospect, key: str, *, subject: str, lines: list[str], label: str, why: str
) -> None:
    if key != "ask" and not may_write_to(prospect.email):
        return
    subject = one_line(subject)
    paper = post.write(
        subject=subject,
        greeting=_("Hello %(name)s,") % {"name": prospect.name},
        lines=[line for line in lines if line.strip()],
        action_label=label,
        action_url=path_for(referral, prospect),
        why=why,
    )
    post.send_letter(
        to=prospect.email, key=prefix(referral.pk) + key, subject=subject, text=paper.text, html=paper.html
    )
