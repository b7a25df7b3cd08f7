"""What is made in another room for something agreed is one deed with its step: one act, whichever came first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from hometeam.engine.agreements import State
from hometeam.engine.referrals import Move
from hometeam.foundation import clock
from hometeam.foundation.models import Notice
from hometeam.gather import actions as gather
from hometeam.ledger import actions as ledger
from hometeam.ledger.actions import Proof
from hometeam.ledger.models import Act, Evidence
from hometeam.ledger.queries.brought import told_of
from hometeam.members.actions import change_profile
from hometeam.praise import actions as praise
from hometeam.referrals import actions as referrals
from hometeam.stage import actions as stage
from hometeam.together import actions
from hometeam.together.models import Collaboration, Commitment
from hometeam.together.playbook import kinds
from hometeam.together.playbook.kind import PAGES
from tests.cast import Cast, Player, client_of
from tests.praise.given import approved, photo, praised, tone
from tests.referrals.moments import agreed as introduced
from tests.referrals.moments import answered
from tests.together.moments import agreed, fresh
from tests.together.test_two_at_once import apart, at_once, street

__all__ = ["street"]


@dataclass(frozen=True)
class Way:
    """How one member makes something for another in its own room, and takes it back there."""

    kind_id: str
    make: Callable[[Player, Player], Any]
    take_back: Callable[[Player, Any], object] | None


def _note(me: Player, other: Player) -> Any:
    return praise.send_note(viewer=me.viewer, to=other.member, sound=tone(), about="thanks")


def _photo(me: Player, other: Player) -> Any:
    about = {"alt": "A loaf on a table", "shown": "nobody"}
    return praise.give_photo(viewer=me.viewer, to=other.member, photo=photo(), about=about)


def _review(me: Player, other: Player) -> Any:
    return praise.wrote_review(viewer=me.viewer, of=other.member, site="google")


def _introduction(me: Player, other: Player) -> Any:
    return answered(introduced(me, other), other, Move.ACCEPT)


def _card(me: Player, other: Player) -> Any:
    shop = {"shop_url": "https://bo.example.org/"}
    change_profile(by=other.viewer.actor, member=other.member, group="kit", values=shop)
    card = stage.make_card(viewer=me.viewer, about=other.member, medium="counter", words="Warm bread.")
    today = clock.today(me.community.timezone)
    return stage.place_card(viewer=me.viewer, card=card, place="Till", by_name="Ann", since_on=today, months=3)


def _feature(me: Player, other: Player) -> Any:
    made = gather.write_feature(viewer=me.viewer, featured=other.member, why="The crust.", help="Come at seven.")
    return gather.mark_posted(viewer=me.viewer, feature=made)


def _unsend(me: Player, it: Any) -> object:
    return referrals.take_back(viewer=me.viewer, referral=it, seen_version=it.version)


WAYS = [
    Way("testimonial", praised, lambda me, it: praise.withdraw(viewer=me.viewer, testimonial=it)),
    Way("voice-note", _note, lambda me, it: praise.delete_note(viewer=me.viewer, note=it)),
    Way("photo-in-use", _photo, lambda me, it: praise.withdraw_photo(viewer=me.viewer, photo=it)),
    Way("public-review", _review, lambda me, it: praise.withdraw_review(viewer=me.viewer, review=it)),
    Way("referral", _introduction, _unsend),
    Way("referral-partnership", _introduction, _unsend),
    Way("client-resource-mention", _card, None),
    Way("spotlight-post", _feature, lambda me, it: gather.take_back(viewer=me.viewer, feature=it)),
]
UNDOABLE = [way for way in WAYS if way.take_back is not None]


def name(way: Way) -> str:
    return way.kind_id


def standing() -> list[Act]:
    """The acts of Ann for Bo that count."""
    return list(Act.objects.standing().filter(giver__name="Ann Photographs"))


def steps(cast: Cast, it: Collaboration) -> tuple[Commitment, Commitment]:
    """Ann's step that leads to the other room, and the one for which it counts."""
    kind = kinds()[it.kind_id]
    leads = next(step for step in kind.steps if step.page)
    own = Commitment.objects.filter(collaboration=it, part__member=cast.ann.member)
    return own.get(step=leads.id), own.get(step=kind.deed_of(leads).id)


def tick(cast: Cast, it: Collaboration) -> None:
    """Ann says by word that both are done."""
    for one in dict.fromkeys(steps(cast, it)):
        if one.done_at is None:
            actions.mark_done(viewer=cast.ann.viewer, commitment=one)


def test_the_table_holds_every_kind_that_leads_elsewhere() -> None:
    assert {way.kind_id for way in WAYS} == {kind.id for kind in kinds().values() if any(s.page for s in kind.steps)}
    assert all(reverse(page, args=["elm-street", 1]) for page in PAGES)


@pytest.mark.parametrize("way", WAYS, ids=name)
def test_made_there_first_the_step_is_ticked_with_it(cast: Cast, way: Way) -> None:
    it = agreed(cast.ann, cast.bo, kind_id=way.kind_id)
    made = way.make(cast.ann, cast.bo)
    step, _deed = steps(cast, it)
    assert step.done_at
    (act,) = standing()
    assert (act.within, act.pk) == (f"together.collaboration:{it.pk}", made.act.pk)
    tick(cast, it)
    assert [one.pk for one in standing()] == [act.pk]
    assert steps(cast, it)[1].acts.get() == act


@pytest.mark.parametrize("way", WAYS, ids=name)
def test_ticked_by_word_first_what_is_made_takes_that_act(cast: Cast, way: Way) -> None:
    it = agreed(cast.ann, cast.bo, kind_id=way.kind_id)
    tick(cast, it)
    (act,) = standing()
    made = way.make(cast.ann, cast.bo)
    assert [one.pk for one in standing()] == [act.pk] == [made.act.pk]


def test_made_before_anybody_agreed_it_is_a_deed_of_its_own(cast: Cast) -> None:
    praised(cast.ann, cast.bo)
    with clock.telling(clock.now() + timedelta(minutes=1)):
        it = agreed(cast.ann, cast.bo, kind_id="testimonial")
        tick(cast, it)
    assert len(standing()) == 2


@pytest.mark.parametrize("way", UNDOABLE, ids=name)
def test_taken_back_there_the_step_is_open_again_unless_it_was_confirmed(cast: Cast, way: Way) -> None:
    assert way.take_back
    it = agreed(cast.ann, cast.bo, kind_id=way.kind_id)
    made = way.make(cast.ann, cast.bo)
    confirmed = made.act.confirmed_at is not None
    way.take_back(cast.ann, made)
    assert standing() == []
    assert (steps(cast, it)[0].done_at is not None) is confirmed


def test_ticked_by_word_made_and_taken_back_it_is_open_again(cast: Cast) -> None:
    it = agreed(cast.ann, cast.bo, kind_id="photo-in-use")
    tick(cast, it)
    praise.withdraw_photo(viewer=cast.ann.viewer, photo=_photo(cast.ann, cast.bo))
    assert standing() == []
    assert [one.done_at for one in steps(cast, it)] == [None, None]


@pytest.mark.parametrize(("kind_id", "make"), [("photo-in-use", _photo), ("voice-note", _note)])
def test_the_tick_undone_what_was_made_keeps_its_act_and_comes_in_again(
    cast: Cast, kind_id: str, make: Callable[[Player, Player], Any]
) -> None:
    it = agreed(cast.ann, cast.bo, kind_id=kind_id)
    made = make(cast.ann, cast.bo)
    tick(cast, it)
    actions.undo_done(viewer=cast.ann.viewer, commitment=steps(cast, it)[1])
    (act,) = standing()
    assert act.within == f"{made._meta.label_lower}:{made.pk}"
    tick(cast, it)
    (act,) = standing()
    assert act.within == f"together.collaboration:{it.pk}"


@pytest.mark.parametrize("way", [WAYS[0], WAYS[2]], ids=name)
def test_its_receiver_says_not_yet_what_was_made_stands_and_comes_in_again_by_their_tick(cast: Cast, way: Way) -> None:
    it = agreed(cast.ann, cast.bo, kind_id=way.kind_id)
    way.make(cast.ann, cast.bo)
    tick(cast, it)
    (act,) = standing()
    deed = steps(cast, it)[1]
    actions.not_yet(viewer=cast.bo.viewer, commitment=deed)
    assert not deed.acts.exists() and [one.pk for one in standing()] == [act.pk]
    actions.mark_done(viewer=cast.bo.viewer, commitment=deed)
    act.refresh_from_db()
    assert (deed.acts.get(), act.confirmed_at is not None, len(standing())) == (act, True, 1)


def test_given_again_it_is_the_step_again(cast: Cast) -> None:
    it = agreed(cast.ann, cast.bo, kind_id="testimonial")
    made = praised(cast.ann, cast.bo)
    praise.withdraw(viewer=cast.ann.viewer, testimonial=made)
    praise.give_again(viewer=cast.ann.viewer, testimonial=made)
    assert steps(cast, it)[0].done_at
    assert len(standing()) == 1


def test_its_approval_is_the_partners_word_and_nobody_hears_twice(cast: Cast) -> None:
    it = agreed(cast.ann, cast.bo, kind_id="voice-note")
    before = Notice.objects.count()
    made = _note(cast.ann, cast.bo)
    assert Notice.objects.count() == before + 1
    assert fresh(it).state == State.DELIVERED
    actions.confirm(collaboration=it, viewer=cast.bo.viewer)
    assert Act.objects.get(pk=made.act.pk).confirmed_at


def test_approved_there_the_collaboration_is_confirmed(cast: Cast) -> None:
    it = agreed(cast.ann, cast.bo, kind_id="testimonial")
    approved(cast.ann, cast.bo)
    theirs = Commitment.objects.get(collaboration=it, step="approve")
    actions.mark_done(viewer=cast.bo.viewer, commitment=theirs)
    assert fresh(it).state == State.CONFIRMED


def test_approved_before_the_step_was_ticked_it_needs_no_second_word(cast: Cast) -> None:
    it = agreed(cast.ann, cast.bo, kind_id="photo-in-use")
    praise.thank_for_photo(viewer=cast.bo.viewer, photo=_photo(cast.ann, cast.bo))
    tick(cast, it)
    actions.mark_done(viewer=cast.bo.viewer, commitment=Commitment.objects.get(collaboration=it, step="share"))
    assert fresh(it).state == State.CONFIRMED


def test_confirmed_and_then_taken_back_the_history_stays_and_nothing_counts(cast: Cast) -> None:
    it = agreed(cast.ann, cast.bo, kind_id="testimonial")
    one = approved(cast.ann, cast.bo)
    praise.withdraw(viewer=cast.ann.viewer, testimonial=one)
    assert standing() == []
    assert steps(cast, it)[0].done_at


def test_a_second_one_is_a_deed_of_its_own(cast: Cast) -> None:
    agreed(cast.ann, cast.bo, kind_id="voice-note")
    first, second = _note(cast.ann, cast.bo), _note(cast.ann, cast.bo)
    assert first.act.pk != second.act.pk
    assert second.act.within == f"praise.voicenote:{second.pk}"


def test_long_after_a_tick_it_is_a_deed_of_its_own_unless_it_is_meant_for_it(cast: Cast) -> None:
    it = agreed(cast.ann, cast.bo, kind_id="voice-note")
    tick(cast, it)
    with clock.telling(clock.now() + timedelta(days=31)):
        meant = praise.send_note(viewer=cast.ann.viewer, to=cast.bo.member, sound=tone(), about="thanks", within=it)
        other = _note(cast.ann, cast.bo)
    assert meant.act is not None and other.act is not None
    assert (meant.act.within, meant.act.made_in) == (f"together.collaboration:{it.pk}", f"praise.voicenote:{meant.pk}")
    assert other.act.within == f"praise.voicenote:{other.pk}"


def test_the_one_that_is_meant_is_ticked_where_two_would_do(cast: Cast) -> None:
    first = agreed(cast.ann, cast.bo, kind_id="referral")
    meant = agreed(cast.ann, cast.bo, kind_id="referral-partnership")
    given = referrals.give(
        viewer=cast.ann.viewer,
        receiver=cast.bo.member,
        about=referrals.About(name="Maria", email="maria@example.net", need="Bread", words="Meet Bo."),
        effort=3,
        told=True,
        within=meant,
    )
    answered(given, cast.bo, Move.ACCEPT)
    assert (steps(cast, meant)[0].done_at is not None, steps(cast, first)[0].done_at) == (True, None)


def test_what_it_brought_counts_it_once(cast: Cast) -> None:
    it = agreed(cast.ann, cast.bo, kind_id="testimonial")
    made = praised(cast.ann, cast.bo)
    tick(cast, it)
    day = clock.today(cast.community.timezone)
    said: dict[str, Any] = {"measure": "enquiries", "quantity": Decimal(2), "unit": "enquiries"}
    assert made.act is not None
    ledger.record_outcome(viewer=cast.bo.viewer, act=made.act, from_on=day, to_on=day, **said)
    (told,) = told_of(f"together.collaboration:{it.pk}", cast.bo.member)
    assert told.figure.quantity == 2


def test_proof_given_with_the_tick_shows_what_was_made(cast: Cast) -> None:
    it = agreed(cast.ann, cast.bo, kind_id="photo-in-use")
    made = _photo(cast.ann, cast.bo)
    proof = Proof(Evidence.Kind.LINK, url="https://ann.example.org/post")
    actions.mark_done(viewer=cast.ann.viewer, commitment=steps(cast, it)[1], proof=proof)
    assert Act.objects.get(pk=made.act.pk).evidence.url == proof.url  # type: ignore[union-attr]


def test_the_page_leads_to_the_form_and_back(cast: Cast) -> None:
    it = agreed(cast.ann, cast.bo, kind_id="public-review")
    client = client_of(cast.ann.person)
    door = f"{reverse('praise:write_review', args=['elm-street', cast.bo.member.pk])}?within={it.pk}"
    page = client.get(reverse("together:collaboration", args=["elm-street", it.pk])).content.decode()
    assert door in page
    assert "In public, if you feel like it" in page
    assert "as you two agreed" in client.get(door).content.decode()
    praise.change_corner(viewer=cast.bo.viewer, values={"google_url": "https://g.page/r/Cabcdefgh/review"})
    written = reverse("praise:review_written", args=["elm-street", cast.bo.member.pk])
    answer = client.post(written, {"site": "google", "within": it.pk})
    assert answer.headers["Location"] == reverse("together:collaboration", args=["elm-street", it.pk])
    assert door not in client.get(answer.headers["Location"]).content.decode()


@pytest.mark.parametrize("who", ["cy", "bo"])
def test_nobody_does_it_for_a_collaboration_or_a_role_that_is_not_theirs(cast: Cast, who: str) -> None:
    it = agreed(cast.ann, cast.bo, kind_id="testimonial")
    player: Player = getattr(cast, who)
    other = cast.ann if who == "bo" else cast.bo
    door = reverse("praise:write", args=["elm-street", other.member.pk])
    assert client_of(player.person).get(door, {"within": it.pk}).status_code == 404


def test_without_a_challenge_the_page_leads_to_the_words_to_share(cast: Cast) -> None:
    it = agreed(cast.ann, cast.bo, kind_id="spotlight-post")
    gather.keep_weekly(viewer=cast.gus.viewer, is_on=False, weekday=0)
    door = reverse("gather:write_feature", args=["elm-street", cast.bo.member.pk])
    answer = client_of(cast.ann.person).get(door, {"within": it.pk})
    assert answer.headers["Location"] == reverse("stage:share", args=["elm-street", it.pk])


def test_ticked_and_made_at_once_it_is_one_act(street: Cast) -> None:
    it = apart(lambda: agreed(street.ann, street.bo, kind_id="testimonial"))
    step = apart(lambda: Commitment.objects.select_related("collaboration").get(collaboration=it, step="write"))
    at_once(
        lambda: actions.mark_done(viewer=street.ann.viewer, commitment=step),
        lambda: praised(street.ann, street.bo),
    )
    (act,) = apart(lambda: list(Act.objects.standing()))
    assert act.within == f"together.collaboration:{it.pk}"
    assert act.made_in
