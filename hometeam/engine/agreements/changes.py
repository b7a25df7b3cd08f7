"""What moves change that pairs and groups have in common: promised steps, the others' word, thanks, and plain ends."""

from __future__ import annotations

from dataclasses import replace

from hometeam.engine.agreements.deal import (
    RUNNING,
    Changes,
    Deal,
    Made,
    Move,
    NotPossible,
    Role,
    Rule,
    State,
    Task,
    Tell,
    has_to_confirm,
    is_done,
    is_unconfirmed,
    progress,
    promised,
)


def send(deal: Deal, _made: Made) -> Deal:
    """What was an idea is asked."""
    return replace(deal, state=State.PROPOSED)


def ask_again(state: State) -> Changes:
    """Other terms: whoever offers them says yes, all others are asked."""

    def change(deal: Deal, made: Made) -> Deal:
        return replace(deal, state=state, yes=made.one, left_by=None)

    return change


def leave(state: State) -> Changes:
    """It ends in this state, by whoever moves."""

    def change(deal: Deal, made: Made) -> Deal:
        return replace(deal, state=state, left_by=made.by)

    return change


def fall_silent(deal: Deal, _made: Made) -> Deal:
    """The time for what was agreed is over. Where all that counts was done, an open tick is no loose end: it is closed.
    Otherwise it has gone quiet.
    """
    done = [is_done(task, deal) for task in promised(deal) if task.counts]
    return replace(deal, state=State.CLOSED if done and all(done) else State.LAPSED, left_by=None)


def deliver(deal: Deal, made: Made) -> Deal:
    """A step is done. Raises NotPossible where it is done already, or another side's. One that was doubted is ticked by
    whoever doubted it, which is their word on it, too.
    """
    found = _task(deal, made.task)
    if made.one & found.missed_by:
        return after_work(_with_task(deal, _reached(found, made)), deal.state)
    ticks = found.by in (None, made.by) if found.doubted_by is None else found.doubted_by == made.by
    if found.done_by is not None or not ticks:
        raise NotPossible("this step is done, or is another side's")
    done_by = made.by if found.by is None else found.by
    done = replace(
        found,
        done_by=done_by,
        confirmed_by=found.confirmed_by | (made.one - {done_by}),
        receivers=deal.joined - {done_by} if deal.is_group else None,
        doubted_by=None,
    )
    return after_work(_with_task(deal, done), deal.state)


def undo(deal: Deal, made: Made) -> Deal:
    """A step is open again. Raises NotPossible for others than who did it, and once it is confirmed."""
    found = _task(deal, made.task)
    if found.done_by != made.by or found.confirmed_by:
        raise NotPossible("only who did a step may take it back, and only until it is confirmed")
    return after_work(_with_task(deal, replace(found, done_by=None, receivers=None, missed_by=frozenset())), deal.state)


def not_yet(deal: Deal, made: Made) -> Deal:
    """A step that was ticked for this side, and that it has not confirmed, is open again, and this side's to tick.
    Where it was for several, it is open again for this one alone. Raises NotPossible otherwise.
    """
    found = _task(deal, made.task)
    if deal.is_group and found.to is None:
        return after_work(_with_task(deal, _missed(deal, found, made)), deal.state)
    one_waits = found.to == made.by or (found.to is None and not deal.is_group)
    ticked_for_me = made.by not in (found.by, found.done_by) and found.done_by is not None
    if not (one_waits and ticked_for_me) or made.by in found.confirmed_by:
        raise NotPossible("only whoever waits for a step opens it again, and until they have confirmed it")
    return after_work(
        _with_task(deal, replace(found, done_by=None, confirmed_by=frozenset(), receivers=None, doubted_by=made.by)),
        deal.state,
    )


def _missed(deal: Deal, found: Task, made: Made) -> Task:
    if made.by is None or not is_unconfirmed(found, made.by):
        raise NotPossible("only whoever waits for a step says that it has not come, and until they have confirmed it")
    receivers = deal.joined - {found.done_by} if found.receivers is None else found.receivers
    return replace(found, receivers=receivers - made.one, missed_by=found.missed_by | made.one)


def _reached(found: Task, made: Made) -> Task:
    return replace(
        found,
        receivers=(found.receivers or frozenset()) | made.one,
        confirmed_by=found.confirmed_by | made.one,
        missed_by=found.missed_by - made.one,
    )


def let_go(deal: Deal, made: Made) -> Deal:
    """A step that is owed to one drops out: by its giver while it is open, and by whoever waits for it from its day on
    until they have confirmed it, whatever was ticked. Raises NotPossible otherwise.
    """
    found = _task(deal, made.task)
    who = {found.by if found.done_by is None else None, found.to if found.is_due else None} - {None}
    if found.to is None or made.by not in who or found.to in found.confirmed_by:
        raise NotPossible("only a step that one owes one other drops out, by these two, and until it is confirmed")
    return after_work(replace(deal, tasks=tuple(one for one in deal.tasks if one.id != found.id)), deal.state)


def confirm(deal: Deal, made: Made) -> Deal:
    """All that was done for this side happened. Raises NotPossible where nothing waits for its word."""
    if made.by is None or not has_to_confirm(deal, made.by):
        raise NotPossible("nothing waits for this side's word")
    tasks = tuple(
        replace(one, confirmed_by=one.confirmed_by | made.one) if is_unconfirmed(one, made.by) else one
        for one in deal.tasks
    )
    return after_work(replace(deal, tasks=tasks), deal.state)


def thank(deal: Deal, made: Made) -> Deal:
    """Thanks, once each; with the last of them it is closed."""
    if made.by in deal.thanked:
        raise NotPossible("this side has said thanks")
    thanked = replace(deal, thanked=deal.thanked | made.one)
    all_done = deal.state == State.CONFIRMED and thanked.thanked >= deal.parties
    return replace(thanked, state=State.CLOSED) if all_done else thanked


def after_work(deal: Deal, state: State) -> Deal:
    """A question on the table stays there whatever is done meanwhile."""
    return deal if state == State.RENEGOTIATED else replace(deal, state=progress(deal))


def _with_task(deal: Deal, task: Task) -> Deal:
    return replace(deal, tasks=tuple(task if old.id == task.id else old for old in deal.tasks))


def _task(deal: Deal, pk: int | None) -> Task:
    for task in deal.tasks:
        if task.id == pk:
            return task
    raise NotPossible("no such step")


DOING = (
    *(Rule(Move.DELIVER, state, Role.PARTY, deliver, Tell.OTHERS, "done") for state in sorted(RUNNING)),
    *(
        Rule(Move.NOT_YET, state, Role.PARTY, not_yet, Tell.OTHERS, "not-yet")
        for state in (State.DELIVERING, State.DELIVERED, State.RENEGOTIATED)
    ),
    *(
        Rule(Move.LET_GO, state, Role.PARTY, let_go, Tell.OTHERS, "let-go")
        for state in sorted(RUNNING | {State.DELIVERED})
    ),
    *(
        Rule(Move.UNDO, state, Role.PARTY, undo, Tell.OTHERS, "undone")
        for state in (State.DELIVERING, State.DELIVERED, State.CONFIRMED, State.RENEGOTIATED)
    ),
    *(
        Rule(Move.CONFIRM, state, Role.PARTY, confirm, Tell.OTHERS, "confirmed")
        for state in (State.DELIVERING, State.DELIVERED, State.RENEGOTIATED)
    ),
    *(
        Rule(Move.THANK, state, Role.PARTY, thank, Tell.OTHERS, "thanked")
        for state in (State.DELIVERED, State.CONFIRMED, State.CLOSED)
    ),
)
"""Moves while it is done and after: the same between two and in a group."""
