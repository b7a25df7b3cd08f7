"""The engine's reasons in plain words, as the reader's language has them.

The reader is always "you", also in the reasons of the other side: those say what *they* have from it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from hometeam.engine.fit import Reason
from hometeam.engine.fit.facts import RING_M
from hometeam.engine.taxonomy import Sphere, Taxonomy, tables
from hometeam.foundation.listed import all_of
from hometeam.members.queries import choices, trades

METRES_A_MINUTE = 60
"""Straight lines over the map, at a walker's pace along streets."""
Sentence = Callable[[Reason], str]


def for_you(reason: Reason) -> str:
    """Why the reader would be glad of them, in one sentence."""
    return _FOR_YOU[reason.key](reason)


def for_them(reason: Reason) -> str:
    """Why they would be glad of the reader, in one sentence."""
    return _FOR_THEM[reason.key](reason)


def hedged(sentence: str, reason: Reason, *, said: bool = False) -> str:
    """The sentence, and that it is a guess where it rests on one and neither it nor (`said`) the page says so."""
    if not reason.guessed or said or reason.fact("need_guessed"):
        return sentence
    return _("%(sentence)s That is a guess so far.") % {"sentence": sentence}


def caution(reason: Reason) -> str:
    """What to mind before asking, in one sentence."""
    return _CAUTIONS[reason.key](reason)


def trade(service_id: str) -> str:
    """A service inside a sentence: "bookkeeper", but "IT support"."""
    title = trades.title(service_id)
    return title if title[:2].isupper() else title[:1].lower() + title[1:]


def _needs(sure: str, close: str, guessed: str) -> Sentence:
    """Three sentences about a need: said by its owner; met by something near it; only guessed from the trade."""

    def say(reason: Reason) -> str:
        need, offer = str(reason.fact("need")), str(reason.fact("offer"))
        pattern = guessed if reason.fact("need_guessed") else sure if need == offer else close
        return _(pattern) % {"need": trade(need), "offer": trade(offer)}

    return say


THEY_DO_WHAT_YOU_LOOK_FOR = _needs(
    gettext_noop("They do what you look for: %(offer)s."),
    gettext_noop("They do something close to what you look for: %(offer)s, for %(need)s."),
    gettext_noop("They do what trades like yours often look for: %(offer)s."),
)
YOU_DO_WHAT_THEY_LOOK_FOR = _needs(
    gettext_noop("You do what they look for: %(offer)s."),
    gettext_noop("You do something close to what they look for: %(offer)s, for %(need)s."),
    gettext_noop("You do what trades like theirs often look for: %(offer)s."),
)
THEY_DO_WHAT_YOU_SEND_AWAY = _needs(
    gettext_noop("They can help the clients you send away: %(offer)s."),
    gettext_noop("They may help the clients you send away: %(offer)s, for %(need)s."),
    gettext_noop("They may help clients that trades like yours send away: %(offer)s."),
)
THEY_SEND_AWAY_WHAT_YOU_DO = _needs(
    gettext_noop("Their clients ask them for what you do: %(offer)s."),
    gettext_noop("Their clients ask them for something close to what you do: %(need)s."),
    gettext_noop("Clients of trades like theirs often ask for what you do: %(offer)s."),
)
YOUR_CLIENTS_COME_TO_THEM = _needs(
    gettext_noop("The clients you send away could come to them: %(offer)s."),
    gettext_noop("Some clients you send away could come to them: %(need)s."),
    gettext_noop("Clients that trades like yours send away could come to them: %(offer)s."),
)
YOU_HELP_THEIR_CLIENTS = _needs(
    gettext_noop("You can help the clients they send away: %(offer)s."),
    gettext_noop("You may help the clients they send away: %(offer)s, for %(need)s."),
    gettext_noop("You may help clients that trades like theirs send away: %(offer)s."),
)
YOU_MAY_BECOME_A_CLIENT = _needs(
    gettext_noop("You look for what they do: %(offer)s."),
    gettext_noop("You look for something close to what they do: %(need)s."),
    gettext_noop("Trades like yours often look for what they do: %(offer)s."),
)
THEY_MAY_BECOME_A_CLIENT = _needs(
    gettext_noop("They look for what you do: %(offer)s."),
    gettext_noop("They look for something close to what you do: %(need)s."),
    gettext_noop("Trades like theirs often look for what you do: %(offer)s."),
)


_GROUNDS_FOR_YOU = {
    "asked-next": gettext_noop("People who come to you often need this next: %(theirs)s."),
    "comes-before": gettext_noop("People who go to them often need what you do next: %(mine)s."),
    "buys": gettext_noop("They do what trades like yours often buy: %(theirs)s."),
    "supplies": gettext_noop("Trades like theirs often buy what you do: %(mine)s."),
}
_GROUNDS_FOR_THEM = _GROUNDS_FOR_YOU | {
    "asked-next": gettext_noop("People who come to you often need what they do next: %(theirs)s."),
    "comes-before": gettext_noop("People who go to them often need this next: %(mine)s."),
    "buys": gettext_noop("Trades like yours often buy what they do: %(theirs)s."),
    "supplies": gettext_noop("You do what trades like theirs often buy: %(mine)s."),
}


def _together(grounds: dict[str, str], mine: str, theirs: str) -> str:
    """Why two trades go together; the reader does `mine`."""
    ground = Taxonomy.load().reason(mine, theirs)
    if ground is None:
        pattern = _("Your trades go well together: %(mine)s and %(theirs)s.")
    elif ground.sphere:
        return _("Both your trades often have to do with %(people)s.") % {"people": _sphere(ground.sphere)}
    else:
        pattern = _(grounds[ground.key])
    return pattern % {"mine": trade(mine), "theirs": trade(theirs)}


def work_of_both(reason: Reason) -> str:
    """Why two trades go together, said of two others."""
    mine, theirs = _pair(reason, mirrored=False)
    ground = Taxonomy.load().reason(mine, theirs)
    if ground is not None and ground.sphere:
        return _("Both their trades often have to do with %(people)s.") % {"people": _sphere(ground.sphere)}
    return _("Their trades go well together: %(mine)s and %(theirs)s.") % {"mine": trade(mine), "theirs": trade(theirs)}


def _sphere(name: str) -> str:
    return _(_spheres()[name].title)


@cache
def _spheres() -> dict[str, Sphere]:
    return tables.spheres()


def _near(reason: Reason) -> str:
    metres = reason.fact("metres")
    assert isinstance(metres, int)
    if metres <= RING_M[0]:
        return _("You are only a few doors apart.")
    if metres <= RING_M[1]:
        return _("You are on the same block.")
    minutes = _minutes(metres)
    return ngettext("You are %(count)s minute’s walk apart.", "You are %(count)s minutes’ walk apart.", minutes) % {
        "count": minutes
    }


def way_of_both(reason: Reason) -> str:
    """How near two others are to each other."""
    metres = reason.fact("metres")
    assert isinstance(metres, int)
    if metres <= RING_M[0]:
        return _("They are only a few doors apart.")
    if metres <= RING_M[1]:
        return _("They are on the same block.")
    minutes = _minutes(metres)
    return ngettext("They are %(count)s minute’s walk apart.", "They are %(count)s minutes’ walk apart.", minutes) % {
        "count": minutes
    }


def _minutes(metres: int) -> int:
    return max(1, round(metres / METRES_A_MINUTE))


def shared(reason: Reason) -> list[str]:
    """What both have, in words inside a sentence; empty where nothing is the same."""
    both = reason.fact("shared")
    return [_NAMED[reason.key](tag) for tag in both] if isinstance(both, tuple) else []


def _audience(reason: Reason, *, mirrored: bool) -> str:
    if both := shared(reason):
        return _("You both serve %(people)s.") % {"people": all_of(both)}
    mine, theirs = _pair(reason, mirrored=mirrored)
    return _("You serve %(mine)s and they serve %(theirs)s: often the same people.") % {
        "mine": audience(mine),
        "theirs": audience(theirs),
    }


def audience(tag: str) -> str:
    """An audience inside a sentence: "engaged couples"."""
    title = choices.title_of(choices.AUDIENCES, tag)
    return (title[:1].lower() + title[1:]) if title != tag else tag.replace("-", " ")


def _language(reason: Reason) -> str:
    return _("You both speak %(languages)s.") % {"languages": all_of(shared(reason))}


def _like(reason: Reason) -> str:
    return _("You would both like to do this: %(things)s.") % {"things": all_of(shared(reason))}


def _haunt(reason: Reason) -> str:
    return _("You are both regulars at %(places)s.") % {"places": all_of(shared(reason))}


def _values(reason: Reason) -> str:
    return _("You both say this of your work: %(things)s.") % {"things": all_of(shared(reason))}


def value(tag: str) -> str:
    """What matters to somebody, inside a sentence: "local first", or their own words."""
    title = choices.title_of(choices.VALUES, tag)
    return title if title == tag else title[:1].lower() + title[1:]


_NAMED: dict[str, Callable[[str], str]] = {
    "shared_audience": audience,
    "shared_language": lambda tag: choices.title_of(choices.LANGUAGES, tag),
    "like_the_same": lambda tag: choices.title_of(choices.LIKES, tag).lower(),
    "shared_haunt": str,
    "shared_values": value,
}


def _cause(reason: Reason, *, for_reader: bool) -> str:
    to_a_cause = reason.fact("their_kind") == "nonprofit"
    if for_reader:
        return (
            _("They work for a good cause that your customers can stand behind with you.")
            if to_a_cause
            else _("They have what a cause can use: a trade, customers and a good name.")
        )
    return (
        _("You work for a good cause that their customers can stand behind with them.")
        if to_a_cause
        else _("You have what a cause can use: a trade, customers and a good name.")
    )


def _pair(reason: Reason, *, mirrored: bool) -> tuple[str, str]:
    """The reader's thing and theirs; `mirrored` when the reason is the other side's."""
    one, other = str(reason.fact("mine")), str(reason.fact("theirs"))
    return (other, one) if mirrored else (one, other)


_FOR_YOU: dict[str, Sentence] = {
    "they_offer_what_i_need": THEY_DO_WHAT_YOU_LOOK_FOR,
    "they_need_what_i_offer": THEY_MAY_BECOME_A_CLIENT,
    "they_do_what_i_send_away": THEY_DO_WHAT_YOU_SEND_AWAY,
    "they_send_away_what_i_do": THEY_SEND_AWAY_WHAT_YOU_DO,
    "our_trades_go_together": lambda reason: _together(_GROUNDS_FOR_YOU, *_pair(reason, mirrored=False)),
    "shared_audience": lambda reason: _audience(reason, mirrored=False),
    "near_each_other": _near,
    "business_and_nonprofit": lambda reason: _cause(reason, for_reader=True),
    "shared_language": _language,
    "like_the_same": _like,
    "shared_haunt": _haunt,
    "shared_values": _values,
}
_FOR_THEM: dict[str, Sentence] = _FOR_YOU | {
    "they_offer_what_i_need": YOU_DO_WHAT_THEY_LOOK_FOR,
    "they_need_what_i_offer": YOU_MAY_BECOME_A_CLIENT,
    "they_do_what_i_send_away": YOU_HELP_THEIR_CLIENTS,
    "they_send_away_what_i_do": YOUR_CLIENTS_COME_TO_THEM,
    "our_trades_go_together": lambda reason: _together(_GROUNDS_FOR_THEM, *_pair(reason, mirrored=True)),
    "shared_audience": lambda reason: _audience(reason, mirrored=True),
    "business_and_nonprofit": lambda reason: _cause(reason, for_reader=False),
}
_CAUTIONS: dict[str, Sentence] = {
    "similar_work": lambda _reason: _("Your work is similar: find out first who serves whom."),
    "far_apart": lambda _reason: _("You are far apart, so it would be by phone or video."),
    "only_guessed": lambda _reason: _("That your work goes together is only guessed from your trades so far."),
}
