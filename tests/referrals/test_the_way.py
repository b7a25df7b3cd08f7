"""An introduction from the giver's word to the closing word: who is told, who sees what, what is kept."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core import serializers
from django.http import Http404

from hometeam.engine.referrals import Move, State
from hometeam.foundation import clock, limits
from hometeam.foundation.models import Event, Letter, Notice
from hometeam.ledger.models import Act, Level, Outcome
from hometeam.members.access import Viewer
from hometeam.members.actions import claims, erase_member
from hometeam.members.models import Block
from hometeam.referrals import access, actions
from hometeam.referrals.models import Prospect, Referral, Thanks
from tests.cast import Cast, Player
from tests.referrals.moments import MARIA, about, agreed, answered, fresh, given, letters_to, won

pytestmark = pytest.mark.django_db


def subjects(player: Player) -> list[str]:
    """What somebody was told, the oldest first."""
    return list(Notice.objects.filter(person=player.person).order_by("pk").values_list("subject", flat=True))


def test_before_a_yes_only_the_giver_knows(cast: Cast) -> None:
    it = given(cast.ann, cast.cy)
    assert subjects(cast.cy) == []
    assert access.referral_for(cast.ann.viewer, it.pk) == it
    with pytest.raises(Http404):
        access.referral_for(cast.cy.viewer, it.pk)


def test_the_person_introduced_gets_one_letter_that_says_what_is_asked(cast: Cast) -> None:
    given(cast.ann, cast.cy)
    (letter,) = letters_to(MARIA)
    assert letter.subject == "Ann Photographs would like to introduce you to Cy Keeps Books"
    assert "Hello Maria Lopez," in letter.text
    assert "Cy has kept mine for two years." in letter.text
    assert "knows nothing of you yet" in letter.text


def test_a_yes_tells_both_and_shows_the_receiver_who_it_is(cast: Cast) -> None:
    it = agreed(cast.ann, cast.cy)
    assert subjects(cast.cy) == ["Ann Photographs introduces somebody to you: Bookkeeper"]
    assert subjects(cast.ann) == ["The person you introduced to Cy Keeps Books said yes"]
    assert access.referral_for(cast.cy.viewer, it.pk).prospect.email == MARIA


def test_a_yes_in_person_tells_the_receiver_at_once_and_still_writes_to_the_person(cast: Cast) -> None:
    it = given(cast.ann, cast.cy, told=True)
    assert access.referral_for(cast.cy.viewer, it.pk) == it
    assert subjects(cast.cy) == ["Ann Photographs introduces somebody to you: Bookkeeper"]
    assert "You told Ann Photographs that this is fine" in letters_to(MARIA)[0].text


def test_a_yes_said_twice_is_one_yes(cast: Cast) -> None:
    it = agreed(cast.ann, cast.cy)
    assert actions.confirm(referral=it).version == it.version
    assert len(subjects(cast.cy)) == 1


def test_taking_it_on_writes_one_act_for_the_giver(cast: Cast) -> None:
    it = answered(agreed(cast.ann, cast.cy), cast.cy, Move.ACCEPT, Move.CONTACT, Move.MEET)
    act = Act.objects.get()
    assert (act.giver, act.receiver, act.kind, act.group) == (cast.ann.member, cast.cy.member, "referral", "trade")
    assert (act.within, act.level) == (f"referrals.referral:{it.pk}", Level.PARTNER_CONFIRMED)
    assert act.sentence == "Ann Photographs introduced somebody to Cy Keeps Books."


def test_what_is_won_is_an_outcome_and_taking_that_back_takes_it_away(cast: Cast) -> None:
    it = won(cast.ann, cast.cy)
    assert Outcome.objects.standing().get().quantity == 1
    it = answered(it, cast.cy, Move.UNDO)
    assert (it.state, it.ended_at, Outcome.objects.standing().exists()) == (State.MET, None, False)


def test_the_giver_hears_every_step_and_the_closing_word(cast: Cast) -> None:
    won(cast.ann, cast.cy)
    assert [subject.split(":")[0] for subject in subjects(cast.ann)] == [
        "The person you introduced to Cy Keeps Books said yes",
        "Cy Keeps Books takes your introduction on",
        "Cy Keeps Books is in touch with the person you introduced",
        "Cy Keeps Books has met the person you introduced",
        "It came to something",
    ]


def test_not_this_time_tells_both_and_forgets_the_person_at_once(cast: Cast) -> None:
    it = answered(agreed(cast.ann, cast.cy), cast.cy, Move.DECLINE, words="I am full until spring.")
    assert it.state == State.DECLINED
    assert not Prospect.objects.exists()
    assert subjects(cast.ann)[-1] == "Not this time: your introduction to Cy Keeps Books"
    (over,) = letters_to(MARIA)
    assert "please do not wait to hear from Cy Keeps Books" in over.text


def test_nothing_that_is_kept_for_ever_names_the_person(cast: Cast) -> None:
    """Notices, the journal and the rows that stay hold not a word of them."""
    it = won(cast.ann, cast.cy)
    actions.leave(referral=it, hashed=claims.address_hash(MARIA))
    Letter.objects.update(state=Letter.State.SENT)
    actions.forget_old()
    kept = [
        *Notice.objects.all(),
        *Event.objects.all(),
        *Referral.objects.all(),
        *Letter.objects.all(),
        *Act.objects.all(),
    ]
    said = json.dumps(json.loads(serializers.serialize("json", kept)))
    for word in ("Maria", "Lopez", "maria@", "604 555", "my café", "two years"):
        assert word not in said
    assert Referral.objects.get().state == State.WON


def test_details_go_90_days_after_the_end_and_counts_stay(cast: Cast) -> None:
    it = won(cast.ann, cast.cy)
    with clock.telling(clock.now() + timedelta(days=89)):
        assert actions.forget_old() == 0
    with clock.telling(clock.now() + timedelta(days=91)):
        assert (actions.forget_old(), actions.forget_old()) == (1, 0)
    assert not Prospect.objects.exists()
    assert fresh(it).erased_at is not None
    assert Act.objects.count() == 1


def test_words_of_the_history_go_with_the_person(cast: Cast) -> None:
    it = answered(agreed(cast.ann, cast.cy), cast.cy, Move.DECLINE, words="Maria is lovely, but I am full.")
    with clock.telling(clock.now() + timedelta(days=91)):
        actions.forget_old()
    assert set(it.moves.values_list("words", flat=True)) == {""}


def test_a_letter_not_sent_yet_is_not_sent_when_it_is_taken_back(cast: Cast) -> None:
    it = given(cast.ann, cast.cy)
    actions.take_back(viewer=cast.ann.viewer, referral=it, seen_version=it.version)
    letter = Letter.objects.get(key=f"referrals.prospect:{it.pk}:ask")
    assert (letter.to, letter.text, letter.state) == ("", "", Letter.State.FAILED)
    assert subjects(cast.cy) == []


def test_a_letter_that_was_sent_is_not_kept_in_the_outbox(cast: Cast) -> None:
    it = given(cast.ann, cast.cy)
    actions.forget_old()
    letters = Letter.objects.filter(key__startswith=f"referrals.prospect:{it.pk}:")
    assert letters.get().to == MARIA
    letters.update(state=Letter.State.SENT)
    actions.forget_old()
    assert (letters.get().to, letters.get().text, fresh(it).prospect.email) == ("", "", MARIA)


def test_changing_what_is_passed_on_is_a_yes_to_that(cast: Cast) -> None:
    it = given(cast.ann, cast.cy)
    changed = {"name": "Maria", "phone": "", "shares_email": True, "need": "Books for a café"}
    actions.change(referral=it, values=changed)
    it = fresh(it)
    assert it.is_agreed and it.known
    assert (it.prospect.name, it.prospect.phone, it.prospect.need) == ("Maria", "", "Books for a café")


def test_leaving_later_tells_both_and_asks_the_receiver_not_to_get_in_touch(cast: Cast) -> None:
    it = answered(agreed(cast.ann, cast.cy), cast.cy, Move.ACCEPT)
    actions.leave(referral=it, hashed=claims.address_hash(MARIA))
    assert fresh(it).state == State.WITHDRAWN
    assert "would rather not" in subjects(cast.cy)[-1] and "would rather not" in subjects(cast.ann)[-1]
    assert not Prospect.objects.exists()


def test_never_again_is_kept_for_every_introduction_to_come(cast: Cast) -> None:
    it = given(cast.ann, cast.cy)
    actions.leave(referral=it, hashed=claims.address_hash(MARIA), never=True)
    with pytest.raises(actions.NotSound, match="do not write to this address"):
        given(cast.bo, cast.cy, email=f" {MARIA.upper()}")


def test_one_address_gets_at_most_three_such_letters_ever(cast: Cast) -> None:
    for player in (cast.ann, cast.bo, cast.dee):
        given(player, cast.cy)
    with pytest.raises(actions.NotSound, match="do not write to this address"):
        given(cast.flo, cast.cy)
    with clock.telling(clock.now() + timedelta(days=4000)), pytest.raises(actions.NotSound):
        given(cast.flo, cast.cy)


def test_seven_introductions_are_plenty_for_a_week(cast: Cast) -> None:
    for number in range(7):
        given(cast.ann, cast.cy, email=f"client{number}@example.net")
    with pytest.raises(limits.LimitReached):
        given(cast.ann, cast.cy, email="client8@example.net")


def test_the_same_introduction_sent_twice_is_one(cast: Cast) -> None:
    it = given(cast.ann, cast.cy)
    with pytest.raises(actions.AlreadyOpen) as already:
        given(cast.ann, cast.cy)
    assert already.value.referral == it
    assert len(letters_to(MARIA)) == 1


@pytest.mark.parametrize(
    "email", ["nobody", "a@example.org\nBcc: b@example.org", "cy@example.org", "ann@example.org", ""]
)
def test_an_address_that_cannot_be_the_persons_is_refused(cast: Cast, email: str) -> None:
    with pytest.raises(actions.NotSound):
        given(cast.ann, cast.cy, email=email)
    assert not Referral.objects.exists() and not Letter.objects.exists()


def test_a_name_of_several_lines_becomes_one(cast: Cast) -> None:
    assert given(cast.ann, cast.cy, name="Maria\r\nBcc: all@example.org").prospect.name == "Maria Bcc: all@example.org"


def test_nobody_introduces_to_themselves_or_to_those_they_must_not_meet(cast: Cast) -> None:
    Block.objects.create(member=cast.cy.member, other=cast.ann.member)
    for receiver in (cast.ann, cast.cy, cast.eve):
        with pytest.raises(actions.NotSound):
            given(cast.ann, receiver)


def test_an_introduction_between_two_who_no_longer_meet_ends_quietly(cast: Cast) -> None:
    it = agreed(cast.ann, cast.cy)
    Block.objects.create(member=cast.cy.member, other=cast.ann.member)
    with pytest.raises(Http404):
        access.referral_for(cast.ann.viewer, it.pk)
    told = len(subjects(cast.cy))
    assert (actions.lapse_due(), actions.lapse_due()) == (1, 0)
    assert fresh(it).state == State.LAPSED
    assert subjects(cast.ann)[-1].startswith("This has gone quiet")
    assert len(subjects(cast.cy)) == told
    assert "please do not wait" in letters_to(MARIA)[-1].text


def test_a_receiver_who_leaves_ends_it_and_the_givers_history_stays(cast: Cast) -> None:
    it = agreed(cast.ann, cast.cy)
    erase_member(by=cast.cy.viewer.actor, member=cast.cy.member)
    actions.lapse_due()
    it = access.referral_for(cast.ann.viewer, it.pk)
    assert (it.state, it.receiver.name) == (State.LAPSED, "A former member")
    assert not Prospect.objects.exists()


def test_a_giver_who_leaves_takes_their_words_along_and_the_receiver_goes_on(cast: Cast) -> None:
    it = answered(agreed(cast.ann, cast.cy), cast.cy, Move.ACCEPT)
    erase_member(by=cast.ann.viewer.actor, member=cast.ann.member)
    actions.lapse_due()
    actions.forget_old()
    it = answered(it, cast.cy, Move.CONTACT, Move.WIN)
    assert (it.state, it.giver.name, it.prospect.words, it.prospect.why) == (State.WON, "A former member", "", "")


def test_a_reminder_goes_once_to_whoever_is_awaited(cast: Cast) -> None:
    it = agreed(cast.ann, cast.cy)
    before = len(subjects(cast.cy))
    with clock.telling(clock.now() + timedelta(days=4)):
        assert [actions.remind_due() for _again in range(3)] == [1, 0, 0]
    assert subjects(cast.cy)[before:] == ["Somebody whom Ann Photographs introduced waits to hear from you"]
    assert fresh(it).version == it.version


def test_silence_of_the_person_reminds_the_giver_and_then_forgets_the_person(cast: Cast) -> None:
    it = given(cast.ann, cast.cy)
    with clock.telling(clock.now() + timedelta(days=4)):
        actions.remind_due()
    with clock.telling(clock.now() + timedelta(days=15)):
        assert (actions.lapse_due(), actions.lapse_due()) == (1, 0)
    assert subjects(cast.cy) == []
    assert [subject.split(":")[0] for subject in subjects(cast.ann)] == [
        "The person you wanted to introduce to Cy Keeps Books has not answered yet",
        "This has gone quiet",
    ]
    assert fresh(it).state == State.LAPSED and not Prospect.objects.exists()


def test_an_answer_after_its_time_finds_it_gone_quiet(cast: Cast) -> None:
    it = agreed(cast.ann, cast.cy)
    with clock.telling(clock.now() + timedelta(days=15)), pytest.raises(actions.Moved, match="went quiet"):
        actions.answer(viewer=cast.cy.viewer, referral=it, move=Move.ACCEPT, seen_version=it.version)
    assert not Act.objects.exists()


def test_thanks_go_to_the_giver_without_the_amount(cast: Cast) -> None:
    it = won(cast.ann, cast.cy)
    amount = Decimal("1200.50")
    actions.say_thanks(viewer=cast.cy.viewer, referral=it, seen_version=it.version, words="A joy.", amount=amount)
    assert subjects(cast.ann)[-1] == "Cy Keeps Books thanks you for an introduction"
    assert Thanks.objects.get().amount == Decimal("1200.50")
    for notice in Notice.objects.all():
        assert "1200" not in json.dumps(notice.lines) + notice.subject


def test_thanks_are_said_once(cast: Cast) -> None:
    it = won(cast.ann, cast.cy)
    for raises in (False, True):
        it = fresh(it)
        if raises:
            with pytest.raises(actions.Moved):
                actions.say_thanks(viewer=cast.cy.viewer, referral=it, seen_version=it.version, words="Again.")
        else:
            actions.say_thanks(viewer=cast.cy.viewer, referral=it, seen_version=it.version, words="A joy.")
    assert Thanks.objects.get().words == "A joy."


def test_the_giver_cannot_answer_for_the_receiver(cast: Cast) -> None:
    it = agreed(cast.ann, cast.cy)
    with pytest.raises(Http404):
        actions.answer(viewer=cast.ann.viewer, referral=it, move=Move.WIN, seen_version=it.version)
    with pytest.raises(Http404):
        actions.take_back(viewer=cast.cy.viewer, referral=it, seen_version=it.version)


def test_an_organiser_may_hold_the_pen_and_the_history_says_so(cast: Cast) -> None:
    viewer: Viewer = cast.gus.acting_for(cast.ann.member)
    it = actions.give(viewer=viewer, receiver=cast.cy.member, about=about(), effort=2)
    assert it.moves.get().on_behalf
    assert not access.may_see_people(viewer)
