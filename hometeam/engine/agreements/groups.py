"""The table of moves in a group: each is asked alone, answers alone, and may leave alone.

It starts when all who are still in have said yes and there are `least` of them, or with those who said yes when the
starter says so, or when the time to answer is over. Who was asked and has not answered may come in late. With fewer
than `least` in, a question lapses; what had begun asks the rest whether to go on smaller.
"""

from __future__ import annotations

from dataclasses import replace

from hometeam.engine.agreements.changes import (
    DOING,
    ask_again,
    fall_silent,
    leave,
    send,
)
from hometeam.engine.agreements.deal import (
    ASKING,
    ENDED,
    RUNNING,
    Deal,
    Made,
    Move,
    NotPossible,
    Role,
    Rule,
    State,
    Tell,
    Turn,
    progress,
)

S, M, R, T = State, Move, Role, Tell


def _settle(deal: Deal) -> Deal:
    """After somebody came or went while it is asked: it starts, or too few remain, or the question stands."""
    if len(deal.inside) < deal.least:
        return replace(deal, state=State.LAPSED)
    return _start_with_yes(deal) if deal.yes >= deal.inside else deal


def _start_with_yes(deal: Deal) -> Deal:
    return _going_on(replace(deal, joined=deal.yes & deal.inside))


def _going_on(deal: Deal) -> Deal:
    return replace(deal, state=progress(deal), yes=deal.joined, short=False)


def _out_by_no(deal: Deal, one: frozenset[int]) -> Deal:
    if one <= deal.said_no:
        raise NotPossible("this side has said so already")
    return replace(deal, said_no=deal.said_no | one, yes=deal.yes - one)


def _out_for_good(deal: Deal, some: frozenset[int]) -> Deal:
    return replace(
        deal, gone=deal.gone | some, said_no=deal.said_no - some, joined=deal.joined - some, yes=deal.yes - some
    )


def _say_yes(deal: Deal, made: Made) -> Deal:
    inside = replace(deal, said_no=deal.said_no - made.one)
    if len(inside.inside) > deal.most:
        raise NotPossible("there is no room any more")
    return replace(inside, yes=deal.yes | made.one)


def _accept(deal: Deal, made: Made) -> Deal:
    return _settle(_say_yes(deal, made))


def _join_late(deal: Deal, made: Made) -> Deal:
    return replace(_say_yes(deal, made), joined=deal.joined | made.one)


def _decline(deal: Deal, made: Made) -> Deal:
    """Whoever started it takes it along; all others step out alone."""
    if made.by == deal.starter:
        return replace(deal, state=State.DECLINED, left_by=made.by)
    return _settle(_out_by_no(deal, made.one))


def _take_back(deal: Deal, made: Made) -> Deal:
    if made.by == deal.starter:
        return replace(deal, state=State.WITHDRAWN, left_by=made.by)
    return _settle(_out_by_no(deal, made.one))


def _decline_late(deal: Deal, made: Made) -> Deal:
    return _out_by_no(deal, made.one)


def _answer_change(deal: Deal, made: Made) -> Deal:
    agreed = replace(deal, yes=deal.yes | made.one)
    return _all_go_on(agreed)


def _all_go_on(deal: Deal) -> Deal:
    """What is asked of those who take part is settled once all of them have said yes."""
    if not deal.yes >= deal.joined:
        return deal
    return _going_on(replace(deal, least=min(deal.least, len(deal.joined)) if deal.short else deal.least))


def _other_terms(deal: Deal, made: Made) -> Deal:
    if deal.short:
        raise NotPossible("whether to go on at all comes first")
    return replace(deal, state=State.RENEGOTIATED, yes=made.one)


def _no_to_change(deal: Deal, made: Made) -> Deal:
    """No to another arrangement keeps the old one, whoever says it; no to going on smaller is going oneself; a late one
    stays out.
    """
    if made.by not in deal.joined:
        return _out_by_no(deal, made.one)
    if deal.short and made.by in deal.yes:
        raise NotPossible("this side goes on, and may step out")
    return _walk_out(deal, made) if deal.short else _going_on(deal)


def _walk_out(deal: Deal, made: Made) -> Deal:
    """Somebody leaves in the middle, and takes along what they had promised and not done."""
    was_party = made.by in deal.joined
    rest = _out_for_good(deal, made.one)
    if not was_party:
        return rest
    if len(rest.joined) < 2:
        return replace(rest, state=State.WITHDRAWN, left_by=made.by, short=False)
    if deal.short:
        return _all_go_on(rest)
    if len(rest.joined) < deal.least:
        return replace(rest, state=State.RENEGOTIATED, yes=frozenset(), short=True)
    return _going_on(rest)


def _no_longer_here(deal: Deal, made: Made) -> Deal:
    if made.by == deal.starter:
        return replace(deal, state=State.WITHDRAWN, left_by=made.by)
    return _settle(_out_for_good(deal, made.one))


def _silence(deal: Deal, _made: Made) -> Deal:
    """When the time to answer is over: with enough who said yes, the starter among them, it starts."""
    enough = len(deal.yes) >= deal.least and deal.starter in deal.yes
    return _start_with_yes(deal) if enough else replace(deal, state=State.LAPSED)


def _silence_on_change(deal: Deal, _made: Made) -> Deal:
    if not deal.short:
        return _going_on(deal)
    rest = _out_for_good(deal, deal.joined - deal.yes)
    return _all_go_on(rest) if len(rest.joined) >= 2 else replace(deal, state=State.LAPSED, short=False)


def _start(deal: Deal, made: Made) -> Deal:
    if made.by not in deal.yes or len(deal.yes) < deal.least:
        raise NotPossible("too few have said yes")
    return _start_with_yes(deal)


def _invite(deal: Deal, made: Made) -> Deal:
    new = frozenset(made.whom) - frozenset(deal.sides)
    if not new or len(new) != len(made.whom) or len(deal.inside | new) > deal.most:
        raise NotPossible("they are asked already, or there is no room")
    return replace(deal, sides=(*deal.sides, *made.whom))


def _invite_again(deal: Deal, made: Made) -> Deal:
    return _reopen(_invite(deal, made), made)


def _whom(deal: Deal, made: Made) -> frozenset[int]:
    """Those asked who have not answered, other than the starter. Raises NotPossible where this is none of them."""
    whom = frozenset(made.whom)
    if len(whom) != 1 or not whom <= deal.inside - deal.yes - deal.joined - {deal.starter}:
        raise NotPossible("this side has answered, or is not asked")
    return whom


def _take_out(deal: Deal, made: Made) -> Deal:
    rest = _out_for_good(deal, _whom(deal, made))
    return _settle(rest) if deal.state in ASKING else rest


def _nudge(deal: Deal, made: Made) -> Deal:
    whom = _whom(deal, made)
    if whom <= deal.nudged:
        raise NotPossible("once is enough")
    return replace(deal, nudged=deal.nudged | whom)


def _reopen(deal: Deal, made: Made) -> Deal:
    """All who are in are asked again; whoever had called it off comes in again with it."""
    back = replace(deal, gone=deal.gone - made.one, said_no=deal.said_no - made.one)
    if not deal.least <= len(back.inside) <= deal.most:
        raise NotPossible("too few are in: ask somebody else")
    return replace(
        back, state=State.PROPOSED, yes=made.one, joined=frozenset(), left_by=None, short=False, nudged=frozenset()
    )


_STARTS = {Turn.STARTED: (T.OTHERS, "agreed")}
_STARTS_OR_NOT = _STARTS | {Turn.TOO_FEW: (T.SAID_YES, "too-few")}
_ENDS = {Turn.ENDED: (T.OTHERS, "withdrawn")}
_WORK = (S.AGREED, S.DELIVERING)

GROUP_RULES: tuple[Rule, ...] = (
    Rule(M.SEND, S.IDEA, R.STARTER, send, T.OTHERS, "proposed"),
    Rule(M.WITHDRAW, S.IDEA, R.STARTER, leave(S.WITHDRAWN), T.NOBODY, ""),
    Rule(M.LEAVE, S.IDEA, R.ANYBODY_INSIDE, leave(S.WITHDRAWN), T.STARTER, "left"),
    Rule(M.LAPSE, S.IDEA, R.CLOCK, leave(S.LAPSED), T.STARTER, "lapsed"),
    *(
        rule
        for state in sorted(ASKING)
        for rule in (
            Rule(M.ACCEPT, state, R.ASKED_OR_LATE, _accept, T.STARTER, "said-yes", _STARTS),
            Rule(M.COUNTER, state, R.ASKED, ask_again(S.COUNTERED), T.OTHERS, "countered"),
            Rule(
                M.DECLINE,
                state,
                R.ASKED,
                _decline,
                T.STARTER,
                "stepped-out",
                _STARTS_OR_NOT | {Turn.ENDED: (T.OTHERS, "declined")},
            ),
            Rule(M.WITHDRAW, state, R.SAID_YES, _take_back, T.STARTER, "stepped-out", _STARTS_OR_NOT | _ENDS),
            Rule(
                M.LEAVE,
                state,
                R.ANYBODY_INSIDE,
                _no_longer_here,
                T.STARTER,
                "left",
                _STARTS_OR_NOT | {Turn.ENDED: (T.OTHERS, "left")},
            ),
            Rule(M.START, state, R.STARTER, _start, T.OTHERS, "agreed"),
            Rule(M.INVITE, state, R.STARTER, _invite, T.WHOM, "proposed"),
            Rule(M.TAKE_OUT, state, R.STARTER, _take_out, T.NOBODY, "", _STARTS_OR_NOT),
            Rule(M.NUDGE, state, R.STARTER, _nudge, T.WHOM, "nudged"),
            Rule(M.LAPSE, state, R.CLOCK, _silence, T.SAID_YES, "lapsed", {Turn.STARTED: (T.EVERYONE, "agreed")}),
        )
    ),
    *(
        rule
        for state in _WORK
        for rule in (
            Rule(M.ACCEPT, state, R.LATE, _join_late, T.OTHERS, "joined"),
            Rule(M.DECLINE, state, R.LATE, _decline_late, T.STARTER, "stepped-out"),
            Rule(M.TAKE_OUT, state, R.STARTER, _take_out, T.NOBODY, ""),
            Rule(M.NUDGE, state, R.STARTER, _nudge, T.WHOM, "nudged"),
            Rule(M.RENEGOTIATE, state, R.PARTY, _other_terms, T.OTHERS, "renegotiated"),
            Rule(M.LAPSE, state, R.CLOCK, fall_silent, T.EVERYONE, "lapsed", {Turn.DONE: (T.NOBODY, "")}),
        )
    ),
    Rule(M.INVITE, S.AGREED, R.STARTER, _invite, T.WHOM, "proposed"),
    Rule(M.ACCEPT, S.RENEGOTIATED, R.ASKED, _answer_change, T.NOBODY, "", {Turn.GOING_ON: (T.OTHERS, "going-on")}),
    Rule(M.COUNTER, S.RENEGOTIATED, R.ASKED, _other_terms, T.OTHERS, "renegotiated"),
    Rule(M.RENEGOTIATE, S.RENEGOTIATED, R.SAID_YES, _other_terms, T.OTHERS, "renegotiated"),
    Rule(
        M.DECLINE,
        S.RENEGOTIATED,
        R.PARTY_OR_LATE,
        _no_to_change,
        T.NOBODY,
        "",
        {Turn.GOING_ON: (T.OTHERS, "kept"), **_ENDS},
    ),
    Rule(M.TAKE_OUT, S.RENEGOTIATED, R.STARTER, _take_out, T.NOBODY, ""),
    Rule(
        M.LAPSE,
        S.RENEGOTIATED,
        R.CLOCK,
        _silence_on_change,
        T.EVERYONE,
        "lapsed",
        {Turn.GOING_ON: (T.EVERYONE, "kept")},
    ),
    *(
        Rule(M.WITHDRAW, state, R.PARTY, _walk_out, T.OTHERS, "walked-out", {Turn.SHORT: (T.OTHERS, "short"), **_ENDS})
        for state in sorted(RUNNING)
    ),
    *(
        Rule(
            M.LEAVE,
            state,
            R.ANYBODY_INSIDE,
            _walk_out,
            T.OTHERS,
            "left",
            {Turn.SHORT: (T.OTHERS, "short"), Turn.ENDED: (T.OTHERS, "left")},
        )
        for state in sorted(RUNNING)
    ),
    *DOING,
    *(Rule(M.CLOSE, state, R.STARTER, leave(S.CLOSED), T.OTHERS, "closed") for state in (S.DELIVERED, S.CONFIRMED)),
    *(Rule(M.LAPSE, state, R.CLOCK, leave(S.CLOSED), T.NOBODY, "") for state in (S.DELIVERED, S.CONFIRMED)),
    Rule(M.REOPEN, S.LAPSED, R.ANYBODY_INSIDE, _reopen, T.OTHERS, "reopened"),
    Rule(M.INVITE, S.LAPSED, R.STARTER, _invite_again, T.OTHERS, "proposed"),
    *(Rule(M.REOPEN, state, R.LEAVER, _reopen, T.OTHERS, "reopened") for state in (S.DECLINED, S.WITHDRAWN)),
)


def turn_of(before: Deal, after: Deal) -> Turn | None:
    """What a move led to beyond itself."""
    if after.short and not before.short:
        return Turn.SHORT
    if before.state in ASKING and after.state not in ASKING | ENDED:
        return Turn.STARTED
    if before.state == State.RENEGOTIATED and after.state not in ENDED | {State.RENEGOTIATED}:
        return Turn.GOING_ON
    if after.state == State.LAPSED and before.state in ASKING:
        return Turn.TOO_FEW
    if after.state == State.CLOSED and before.state in RUNNING:
        return Turn.DONE
    return Turn.ENDED if after.state in (State.WITHDRAWN, State.DECLINED) else None
