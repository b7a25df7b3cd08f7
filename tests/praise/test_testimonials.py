"""Testimonials: nothing is shown unasked, what is taken back is gone everywhere, and consent is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from hometeam.foundation import clock, limits
from hometeam.foundation.models import Notice
from hometeam.ledger.models import Act, Level
from hometeam.members.actions import erase_member
from hometeam.praise import actions, queries
from hometeam.praise.models import Corner, Testimonial
from hometeam.praise.queries import card, review_markup
from tests.cast import Cast, client_of
from tests.praise.given import WORDS, approved, photo, praised, said, tone


def public(cast: Cast) -> Corner:
    """Bo's public page, open."""
    return actions.change_corner(viewer=cast.bo.viewer, values={"is_public": True, "asks_customers": True})


def seen_by_anyone(corner: Corner) -> str:
    """All that the world sees: the public page and the widget."""
    doors = ("praise:public", "praise:widget")
    return "".join(Client().get(reverse(door, args=[corner.code])).content.decode() for door in doors)


def test_nothing_is_shown_until_its_subject_approves(cast: Cast) -> None:
    one, corner = praised(cast.ann, cast.bo), public(cast)
    assert WORDS not in seen_by_anyone(corner)
    actions.answer(viewer=cast.bo.viewer, testimonial=one, move="approve")
    assert seen_by_anyone(corner).count(WORDS) == 6  # on the page, in its JSON-LD and previews, in the widget


def test_a_testimonial_is_one_act_that_its_approval_confirms(cast: Cast) -> None:
    one = praised(cast.ann, cast.bo)
    act = Act.objects.get()
    assert (act.kind, act.group, act.level) == ("testimonial", "cheer", Level.SELF_REPORTED)
    actions.answer(viewer=cast.bo.viewer, testimonial=one, move="approve")
    actions.answer(viewer=cast.bo.viewer, testimonial=one, move="approve")
    assert Act.objects.get().level == Level.PARTNER_CONFIRMED
    assert Notice.objects.filter(person=cast.bo.person).count() == 1
    assert Notice.objects.filter(person=cast.ann.person).count() == 1


def test_one_that_is_kept_to_oneself_is_told_to_nobody(cast: Cast) -> None:
    actions.answer(viewer=cast.bo.viewer, testimonial=praised(cast.ann, cast.bo), move="pass")
    assert queries.shown_of(cast.bo.member) == []
    assert not Notice.objects.filter(person=cast.ann.person).exists()


def test_what_its_author_takes_back_is_gone_everywhere_at_once(cast: Cast) -> None:
    one, corner = approved(cast.ann, cast.bo, sound=tone()), public(cast)
    sound = reverse("praise:public_sound", args=[corner.code, one.pk])
    assert Client().get(sound).status_code == 200
    actions.withdraw(viewer=cast.ann.viewer, testimonial=one)
    assert WORDS not in seen_by_anyone(corner)
    assert Client().get(sound).status_code == 404
    assert client_of(cast.bo.person).get(reverse("praise:testimonial", args=["elm-street", one.pk])).status_code == 404
    assert not Act.objects.filter(taken_back_at__isnull=True).exists()


def test_taken_back_by_mistake_it_is_given_again_and_waits_for_approval_anew(cast: Cast) -> None:
    one = approved(cast.ann, cast.bo)
    actions.withdraw(viewer=cast.ann.viewer, testimonial=one)
    actions.give_again(viewer=cast.ann.viewer, testimonial=one)
    one.refresh_from_db()
    assert one.state == Testimonial.State.PENDING
    assert Act.objects.filter(taken_back_at__isnull=True).count() == 1


def test_two_days_after_it_was_taken_back_its_words_and_files_are_erased(cast: Cast) -> None:
    one = approved(cast.ann, cast.bo, sound=tone(), photo=photo(), alt="A loaf", shown="nobody")
    assert one.recording is not None
    actions.withdraw(viewer=cast.ann.viewer, testimonial=one)
    with clock.telling(clock.now() + timedelta(days=4)):
        actions.tidy(now=clock.now())
    kept = Testimonial.objects.get()
    assert (kept.words, kept.recording, kept.image) == ("", None, "")
    with pytest.raises(Http404):
        actions.give_again(viewer=cast.ann.viewer, testimonial=one)


def test_what_is_shown_is_never_tidied_away(cast: Cast) -> None:
    one = approved(cast.ann, cast.bo, sound=tone(), photo=photo(), alt="A loaf", shown="nobody")
    with clock.telling(clock.now() + timedelta(days=400)):
        actions.tidy(now=clock.now())
    kept = Testimonial.objects.get()
    assert kept.words == WORDS
    assert one.recording is not None
    assert default_storage.exists(one.recording.name)
    assert default_storage.exists(f"{one.image}-small.webp")


def test_its_subject_can_hide_it_and_show_it_again(cast: Cast) -> None:
    one = approved(cast.ann, cast.bo)
    actions.answer(viewer=cast.bo.viewer, testimonial=one, move="hide")
    assert queries.shown_of(cast.bo.member) == []
    actions.answer(viewer=cast.bo.viewer, testimonial=one, move="show")
    assert queries.shown_of(cast.bo.member) == [one]


def test_only_its_subject_answers_and_only_its_author_takes_it_back(cast: Cast) -> None:
    one = praised(cast.ann, cast.bo)
    for other in (cast.ann, cast.cy):
        with pytest.raises(Http404):
            actions.answer(viewer=other.viewer, testimonial=one, move="approve")
    for other in (cast.bo, cast.cy):
        with pytest.raises(Http404):
            actions.withdraw(viewer=other.viewer, testimonial=one)


def test_the_consent_is_kept_in_the_words_that_were_read(cast: Cast) -> None:
    one = praised(cast.ann, cast.bo)
    assert one.consent.startswith("Bo’s Bakery may show this, with my name")
    assert (one.consent_by, one.signed) == (cast.ann.person, "Ann")


def test_without_consent_nothing_is_kept_and_nothing_typed_is_lost(cast: Cast) -> None:
    path = reverse("praise:write", args=["elm-street", cast.bo.member.pk])
    page = client_of(cast.ann.person).post(path, {"words": WORDS, "signed": "Ann"}).content.decode()
    assert "Tick this, or nothing of it can be shown." in page
    assert WORDS in page
    assert not Testimonial.objects.exists()


def test_a_photo_asks_what_it_shows_and_whether_the_people_agreed(cast: Cast) -> None:
    path = reverse("praise:write", args=["elm-street", cast.bo.member.pk])
    sent = {"words": WORDS, "signed": "Ann", "consent": "on", "photo": photo()}
    page = client_of(cast.ann.person).post(path, sent).content.decode()
    assert "Say in a sentence what the photo shows." in page
    assert "Say whether the people in it agreed." in page
    assert not Testimonial.objects.exists()


def test_the_database_keeps_no_photo_of_people_who_were_not_asked(cast: Cast) -> None:
    one = praised(cast.ann, cast.bo)
    with pytest.raises(IntegrityError), transaction.atomic():
        Testimonial.objects.filter(pk=one.pk).update(image="praise/1", shown="")


def test_a_file_that_is_no_sound_is_said_beside_the_field(cast: Cast) -> None:
    path = reverse("praise:write", args=["elm-street", cast.bo.member.pk])
    sent = {"words": WORDS, "signed": "Ann", "consent": "on", "sound": photo()}
    page = client_of(cast.ann.person).post(path, sent).content.decode()
    assert "This file is not a sound that we can read." in page
    assert WORDS in page
    assert not Testimonial.objects.exists()


def test_strangers_the_blocked_and_oneself_cannot_be_praised(cast: Cast) -> None:
    ann = client_of(cast.ann.person)
    cast.cy.member.blocks.create(other=cast.ann.member)
    for nobody in (cast.eve, cast.cy, cast.ann):
        assert ann.get(reverse("praise:write", args=["elm-street", nobody.member.pk])).status_code == 404


def test_after_a_block_the_author_still_takes_back_and_the_subject_no_longer_reads(cast: Cast) -> None:
    one = praised(cast.ann, cast.bo)
    cast.ann.member.blocks.create(other=cast.bo.member)
    path = reverse("praise:testimonial", args=["elm-street", one.pk])
    assert client_of(cast.ann.person).get(path).status_code == 200
    assert client_of(cast.bo.person).get(path).status_code == 404


def test_the_words_of_a_member_who_left_are_shown_no_more(cast: Cast) -> None:
    approved(cast.ann, cast.bo)
    corner = public(cast)
    erase_member(by=cast.ann.viewer.actor, member=cast.ann.member)
    assert WORDS not in seen_by_anyone(corner)


def test_two_days_after_a_member_left_nothing_of_what_they_said_is_kept(cast: Cast) -> None:
    approved(cast.ann, cast.bo, sound=tone(), line="We share a street")
    public(cast)
    for player in (cast.ann, cast.bo):
        erase_member(by=player.viewer.actor, member=player.member)
    with clock.telling(clock.now() + timedelta(days=4)):
        actions.tidy(now=clock.now())
    kept = Testimonial.objects.get()
    assert (kept.signed, kept.line, kept.words, kept.recording) == ("", "", "", None)
    assert not Corner.objects.exists()


def test_a_member_who_left_has_no_public_page(cast: Cast) -> None:
    approved(cast.ann, cast.bo)
    corner = public(cast)
    erase_member(by=cast.bo.viewer.actor, member=cast.bo.member)
    assert Client().get(reverse("praise:public", args=[corner.code])).status_code == 404


def test_a_day_has_room_for_ten(cast: Cast) -> None:
    for _number in range(10):
        praised(cast.ann, cast.bo)
    with pytest.raises(limits.LimitReached):
        praised(cast.ann, cast.bo)


def test_a_partner_is_asked_once_in_three_months(cast: Cast) -> None:
    actions.ask_for_testimonial(viewer=cast.bo.viewer, other=cast.ann.member)
    with pytest.raises(limits.LimitReached):
        actions.ask_for_testimonial(viewer=cast.bo.viewer, other=cast.ann.member)
    notice = Notice.objects.get(person=cast.ann.person)
    assert notice.subject == "Bo’s Bakery would be glad of a few words from you"
    assert notice.action_url == reverse("praise:write", args=["elm-street", cast.bo.member.pk])


def test_the_picture_is_of_the_size_that_channels_take(cast: Cast) -> None:
    one = approved(cast.ann, cast.bo, words="Łódź, Ångström and “quotes” " * 40)
    png = card.png_of(one)
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(png[16:20]), int.from_bytes(png[20:24])) == (1200, 630)


@given(st.text(alphabet=st.sampled_from("a </script>&\u2028\"'é"), min_size=1, max_size=60))
def test_no_words_break_out_of_the_markup_for_search_engines(words: str) -> None:
    from hometeam.members.models import Member

    member = Member(name=words, kind="business")
    one = Testimonial(subject=member, signed=words, words=words, given_at=clock.now())
    markup = review_markup(member, [one], "https://example.org")
    assert not {"<", ">", "&", "\u2028"} & set(markup)


def test_lists_take_few_queries_however_much_was_said(cast: Cast) -> None:
    for author in (cast.ann, cast.cy, cast.dee, cast.flo):
        approved(author, cast.bo)
    bo = client_of(cast.bo.person)
    for path in (reverse("praise:home", args=["elm-street"]), reverse("praise:shown", args=["elm-street"])):
        with CaptureQueriesContext(connection) as made:
            assert bo.get(path).status_code == 200
        assert len(made) <= 10


def test_what_its_subject_copies_names_the_author(cast: Cast) -> None:
    assert approved(cast.ann, cast.bo).quoted == f"“{WORDS}” — Ann Photographs"
    assert approved(cast.flo, cast.bo, signed="Flo").by == "Flo, Elm Street Food Bank"


def test_a_customer_needs_no_account_and_finds_back_by_their_own_address(cast: Cast) -> None:
    corner, customer = public(cast), Client()
    path = reverse("praise:customer", args=[corner.ask_code])
    answer = customer.post(path, {"words": WORDS, "signed": "Zoë", "consent": "on"})
    mine = answer.headers["Location"]
    one = Testimonial.objects.get()
    assert (one.state, one.author, one.by) == (Testimonial.State.PENDING, None, "Zoë")
    assert Notice.objects.filter(person=cast.bo.person).count() == 1
    actions.answer(viewer=cast.bo.viewer, testimonial=one, move="approve")
    assert WORDS in seen_by_anyone(corner)
    customer.post(mine)
    assert WORDS not in seen_by_anyone(corner)
    assert not Act.objects.exists()


def test_opening_the_customers_own_address_changes_nothing(cast: Cast) -> None:
    one = actions.give_as_customer(corner=public(cast), said=said(signed="Zoë"))
    from hometeam.praise.access import key_of

    assert Client().get(reverse("praise:mine", args=[key_of(one)])).status_code == 200
    one.refresh_from_db()
    assert one.withdrawn_at is None


def test_a_link_for_customers_that_went_too_far_is_renewed(cast: Cast) -> None:
    old = public(cast)
    new = actions.new_codes(viewer=cast.bo.viewer, which="ask_code")
    assert Client().get(reverse("praise:customer", args=[old.ask_code])).status_code == 404
    assert Client().get(reverse("praise:customer", args=[new.ask_code])).status_code == 200


def test_a_link_for_customers_takes_twenty_a_day(cast: Cast) -> None:
    corner = public(cast)
    for _number in range(20):
        actions.give_as_customer(corner=corner, said=said())
    path = reverse("praise:customer", args=[corner.ask_code])
    page = Client().post(path, {"words": WORDS, "signed": "Zoë", "consent": "on"}).content.decode()
    assert "That is plenty for one day." in page
    assert Testimonial.objects.count() == 20
