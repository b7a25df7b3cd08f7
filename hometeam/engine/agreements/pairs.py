"""The table of moves between two."""

from __future__ import annotations

from dataclasses import replace

from hometeam.engine.agreements.changes import (
    DOING,
    ask_again,
    fall_silent,
    leave,
    send,
)
from hometeam.engine.agreements.deal import ASKING, RUNNING, Deal, Made, Move, Role, Rule, State, Tell, Turn, progress

S, M, R, T = State, Move, Role, Tell


def _going_on(deal: Deal) -> Deal:
    return replace(deal, state=progress(deal), yes=frozenset(deal.sides))


def _accept(deal: Deal, made: Made) -> Deal:
    agreed = replace(deal, yes=deal.yes | made.one)
    return _going_on(agreed) if agreed.yes >= set(deal.sides) else agreed


def _keep(deal: Deal, _made: Made) -> Deal:
    return _going_on(deal)


RULES: tuple[Rule, ...] = (
    Rule(M.SEND, S.IDEA, R.STARTER, send, T.OTHERS, "proposed"),
    Rule(M.WITHDRAW, S.IDEA, R.STARTER, leave(S.WITHDRAWN), T.NOBODY, ""),
    Rule(M.LEAVE, S.IDEA, R.PARTY, leave(S.WITHDRAWN), T.STARTER, "left"),
    *(
        rule
        for state in sorted(ASKING)
        for rule in (
            Rule(M.ACCEPT, state, R.ASKED, _accept, T.OTHERS, "agreed"),
            Rule(M.COUNTER, state, R.ASKED, ask_again(S.COUNTERED), T.OTHERS, "countered"),
            Rule(M.DECLINE, state, R.ASKED, leave(S.DECLINED), T.OTHERS, "declined"),
            Rule(M.WITHDRAW, state, R.SAID_YES, leave(S.WITHDRAWN), T.OTHERS, "withdrawn"),
            Rule(M.LAPSE, state, R.CLOCK, leave(S.LAPSED), T.SAID_YES, "lapsed"),
        )
    ),
    Rule(M.LAPSE, S.IDEA, R.CLOCK, leave(S.LAPSED), T.STARTER, "lapsed"),
    Rule(M.ACCEPT, S.RENEGOTIATED, R.ASKED, _accept, T.OTHERS, "agreed"),
    Rule(M.COUNTER, S.RENEGOTIATED, R.ASKED, ask_again(S.RENEGOTIATED), T.OTHERS, "renegotiated"),
    Rule(M.RENEGOTIATE, S.RENEGOTIATED, R.SAID_YES, ask_again(S.RENEGOTIATED), T.OTHERS, "renegotiated"),
    Rule(M.DECLINE, S.RENEGOTIATED, R.PARTY, _keep, T.OTHERS, "kept"),
    Rule(M.LAPSE, S.RENEGOTIATED, R.CLOCK, _keep, T.EVERYONE, "kept"),
    *(
        Rule(M.RENEGOTIATE, state, R.PARTY, ask_again(S.RENEGOTIATED), T.OTHERS, "renegotiated")
        for state in (S.AGREED, S.DELIVERING)
    ),
    *(Rule(M.WITHDRAW, state, R.PARTY, leave(S.WITHDRAWN), T.OTHERS, "withdrawn") for state in sorted(RUNNING)),
    *(Rule(M.LEAVE, state, R.PARTY, leave(S.WITHDRAWN), T.OTHERS, "left") for state in sorted(ASKING | RUNNING)),
    *(
        Rule(M.LAPSE, state, R.CLOCK, fall_silent, T.EVERYONE, "lapsed", {Turn.DONE: (T.NOBODY, "")})
        for state in (S.AGREED, S.DELIVERING)
    ),
    *DOING,
    *(Rule(M.CLOSE, state, R.PARTY, leave(S.CLOSED), T.OTHERS, "closed") for state in (S.DELIVERED, S.CONFIRMED)),
    *(Rule(M.LAPSE, state, R.CLOCK, leave(S.CLOSED), T.NOBODY, "") for state in (S.DELIVERED, S.CONFIRMED)),
    Rule(M.REOPEN, S.LAPSED, R.PARTY, ask_again(S.PROPOSED), T.OTHERS, "reopened"),
    *(
        Rule(M.REOPEN, state, R.LEAVER, ask_again(S.PROPOSED), T.OTHERS, "reopened")
        for state in (S.DECLINED, S.WITHDRAWN)
    ),
)
