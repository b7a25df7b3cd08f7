"""Reasons as both sides may read them on one page, with names where "you" would mean only one of the two; and as an
organiser reads them of two others.
"""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hometeam.engine.fit import Reason
from hometeam.engine.taxonomy import Taxonomy
from hometeam.fit.queries import wording
from hometeam.foundation.listed import all_of

_SURE = {
    "they_offer_what_i_need": gettext_noop("%(them)s does what %(me)s looks for: %(offer)s."),
    "they_need_what_i_offer": gettext_noop("%(me)s does what %(them)s looks for: %(offer)s."),
    "they_do_what_i_send_away": gettext_noop("%(them)s can help the clients that %(me)s sends away: %(offer)s."),
    "they_send_away_what_i_do": gettext_noop("%(me)s can help the clients that %(them)s sends away: %(offer)s."),
}
_CLOSE = {
    "they_offer_what_i_need": gettext_noop(
        "%(them)s does something close to what %(me)s looks for: %(offer)s, for %(need)s."
    ),
    "they_need_what_i_offer": gettext_noop(
        "%(me)s does something close to what %(them)s looks for: %(offer)s, for %(need)s."
    ),
    "they_do_what_i_send_away": gettext_noop(
        "%(them)s may help the clients that %(me)s sends away: %(offer)s, for %(need)s."
    ),
    "they_send_away_what_i_do": gettext_noop(
        "%(me)s may help the clients that %(them)s sends away: %(offer)s, for %(need)s."
    ),
}
_GUESSED = {
    "they_offer_what_i_need": gettext_noop("%(them)s does what a trade like that of %(me)s often needs: %(offer)s."),
    "they_need_what_i_offer": gettext_noop("%(me)s does what a trade like that of %(them)s often needs: %(offer)s."),
    "they_do_what_i_send_away": gettext_noop(
        "%(them)s may help clients whom a trade like that of %(me)s often sends away: %(offer)s."
    ),
    "they_send_away_what_i_do": gettext_noop(
        "%(me)s may help clients whom a trade like that of %(them)s often sends away: %(offer)s."
    ),
}
_GROUNDS = {
    "asked-next": gettext_noop("People who come to %(me)s often need this next: %(theirs)s."),
    "comes-before": gettext_noop("People who come to %(them)s often need this next: %(mine)s."),
    "buys": gettext_noop("A trade like that of %(me)s often buys what %(them)s does: %(theirs)s."),
    "supplies": gettext_noop("A trade like that of %(them)s often buys what %(me)s does: %(mine)s."),
}

_OF_BOTH = {
    "shared_audience": gettext_noop("Both serve %(things)s."),
    "shared_language": gettext_noop("Both speak %(things)s."),
    "like_the_same": gettext_noop("Both would like to do this: %(things)s."),
    "shared_haunt": gettext_noop("Both are regulars at %(things)s."),
    "shared_values": gettext_noop("Both say this of their work: %(things)s."),
}


def for_both(reason: Reason, me: str, them: str) -> str:
    """One reason of `me` (a name) for `them` (a name), true for whichever of the two reads it."""
    names = {"me": me, "them": them}
    if reason.key in _SURE:
        need, offer = str(reason.fact("need")), str(reason.fact("offer"))
        patterns = _GUESSED if reason.fact("need_guessed") else _SURE if need == offer else _CLOSE
        return _(patterns[reason.key]) % (names | {"need": wording.trade(need), "offer": wording.trade(offer)})
    if reason.key == "our_trades_go_together":
        return _trades(reason, names) or wording.for_you(reason)
    if reason.key == "shared_audience" and reason.fact("shared") is None:
        mine, theirs = (wording.audience(str(reason.fact(side))) for side in ("mine", "theirs"))
        pattern = _("%(me)s serves %(mine)s and %(them)s serves %(theirs)s: often the same people.")
        return pattern % (names | {"mine": mine, "theirs": theirs})
    if reason.key == "business_and_nonprofit":
        cause, other = (them, me) if reason.fact("their_kind") == "nonprofit" else (me, them)
        pattern = _("%(cause)s works for a good cause that the customers of %(other)s can stand behind.")
        return pattern % {"cause": cause, "other": other}
    return wording.for_you(reason)


def for_others(reason: Reason, me: str, them: str) -> str:
    """The same for somebody who is neither of the two."""
    if reason.key == "near_each_other":
        return wording.way_of_both(reason)
    if reason.key == "our_trades_go_together":
        return _trades(reason, {"me": me, "them": them}) or wording.work_of_both(reason)
    things = wording.shared(reason)
    if reason.key in _OF_BOTH and things:
        return _(_OF_BOTH[reason.key]) % {"things": all_of(things)}
    return for_both(reason, me, them)


def _trades(reason: Reason, names: dict[str, str]) -> str:
    """Which of the two has what from whose clients; "" where both have the same of it."""
    mine, theirs = str(reason.fact("mine")), str(reason.fact("theirs"))
    ground = Taxonomy.load().reason(mine, theirs)
    if ground is None or ground.sphere:
        return ""
    return _(_GROUNDS[ground.key]) % (names | {"mine": wording.trade(mine), "theirs": wording.trade(theirs)})
