"""What the pages that draw from many rooms show; each read is a named read of a room below."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hometeam.engine.agreements import State
from hometeam.fit import queries as fit
from hometeam.foundation import clock
from hometeam.ledger import queries as ledger
from hometeam.ledger.models import Act
from hometeam.members import queries as members
from hometeam.members.access import Viewer
from hometeam.members.models import Community, Member, Person
from hometeam.members.queries import Profile
from hometeam.swap import queries as swap
from hometeam.swap.models import Listing
from hometeam.swap.queries import Asked as Loop
from hometeam.together import queries as together
from hometeam.together.models import Collaboration, Commitment
from hometeam.together.playbook import kinds
from hometeam.together.queries import telling

SHOWN = 5


ASKS: dict[str, Promise] = {
    State.PROPOSED: gettext_lazy("%(who)s asks: %(what)s, %(when)s?"),
    State.COUNTERED: gettext_lazy("%(who)s suggests a change: %(what)s, %(when)s?"),
    State.RENEGOTIATED: gettext_lazy("%(who)s asks to change what was agreed: %(what)s."),
    State.DELIVERED: gettext_lazy("%(who)s says it is done: %(what)s. Did it happen?"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A collaboration that waits for my word, and what is asked in one sentence."""

    pk: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Today:
    """One member's day in one community."""

    greeting: str
    suggestion: fit.Suggestion | None
    loops: list[Loop]
    ending: list[Listing]
    waiting: list[Asked]
    promises: list[Commitment]
    done_for_me: list[Act]


@dataclass(frozen=True, slots=True)
class Week:
    """What an organiser who acts for nobody sees on Today."""

    greeting: str
    acts: list[Act]


@dataclass(frozen=True, slots=True)
class Partner:
    """Somebody whom a member is partnering with, and at what, in words."""

    member: Member
    kind_titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MemberPage:
    """A member's page: who they are, whom they partner with (in their own words, as far as this viewer may read them,
    and by name), and what is between them and the viewer.
    """

    profile: Profile
    partnering: str
    partners: list[Partner]
    suggestion: fit.Suggestion | None
    together: list[Collaboration]
    acts: list[Act]

    @property
    def has_guesses(self) -> bool:
        """Whether anything on the page was guessed from the trade."""
        return any(row.guessed for row in (*self.profile.offers, *self.profile.wants, *self.profile.sends_away))


def today_of(viewer: Viewer, member: Member) -> Today:
    """What could be done for someone, what was promised, who did something; and, unless a loop waits, which of one's
    needs leave the board.
    """
    here = viewer.community
    loops = swap.to_answer(member, here)[:SHOWN]
    on_hand = together.on_hand(member, here)
    return Today(
        greeting=greeting(viewer.person, clock.local(clock.now(), here.timezone)),
        suggestion=next(iter(fit.suggestions_for(member, here, limit=1, on_behalf=viewer.on_behalf)), None),
        loops=loops,
        ending=[] if loops else swap.ending_of(member, here)[:SHOWN],
        waiting=[_asked(one, member) for one in on_hand.waiting[:SHOWN]],
        promises=on_hand.promises[:SHOWN],
        done_for_me=ledger.done_for(member, here, limit=SHOWN),
    )


def _asked(collaboration: Collaboration, member: Member) -> Asked:
    who = telling.names(telling.others(collaboration, member))
    said = {"who": who, "what": collaboration.shown_title, "when": collaboration.when_words}
    return Asked(collaboration.pk, str(ASKS[collaboration.state]) % said)


def week_of(community: Community) -> Week:
    """What went on lately in a community."""
    return Week(
        greeting=_("How is %(community)s?") % {"community": community.name}, acts=ledger.lately(community, SHOWN)
    )


def greeting(person: Person, local: datetime) -> str:
    """Good morning, and to whom."""
    parts_of_day = ((5, _("Still up")), (12, _("Good morning")), (18, _("Good afternoon")), (24, _("Good evening")))
    words = next(words for until, words in parts_of_day if local.hour < until)
    first_name = person.name.split()[0] if person.name.split() else ""
    return f"{words}, {first_name}" if first_name else words


def first_fits(member: Member, community: Community) -> list[fit.Suggestion]:
    """The suggestion at the end of the guided start, and two more."""
    return fit.suggestions_for(member, community, limit=3)


def member_page(viewer: Viewer, member: Member) -> MemberPage:
    """All that a member's page shows this viewer."""
    mine = viewer.member if viewer.member and viewer.member.pk != member.pk else None
    story = ledger.story_of(member, viewer.community)
    acts = [act for act in story if mine and mine.pk in (act.giver_id, act.receiver_id)]
    may_read = member.partnering_shown == Member.PartneringShown.COMMUNITY or viewer.member == member
    going = together.between(mine, member, viewer.community) if mine else []
    done = {it.kind_id for it in going}
    return MemberPage(
        profile=members.profile_of(viewer, member),
        partnering=member.partnering if may_read or any(act.confirmed_at for act in acts) else "",
        partners=[_partner(shown) for shown in ledger.partners_in(member, story)],
        suggestion=fit.suggestion_between(mine, member, viewer.community, done) if mine else None,
        together=going,
        acts=acts,
    )


def _partner(shown: ledger.PartnerShown) -> Partner:
    titles = tuple(_(kinds()[kind].title) for kind in shown.kinds if kind in kinds())
    return Partner(shown.partner, titles)


def open_communities() -> QuerySet[Community]:
    """What a stranger may see from the door."""
    return members.open_communities()


def home_of(person: Person) -> str:
    """Where somebody who has signed in begins: Today, the guided start, or naming a new installation's community."""
    community = members.communities_of(person).first()
    if community is not None:
        return reverse("front:today", args=[community.slug])
    if person.is_operator and not Community.objects.filter(organiser_seats__isnull=False).exists():
        return reverse("organise:first")
    return reverse("members:start")
