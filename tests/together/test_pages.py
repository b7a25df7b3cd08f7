"""The room's pages, as the people of Elm Street meet them."""

from __future__ import annotations

import re
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from hometeam.engine.agreements import State
from hometeam.foundation import clock, tokens
from hometeam.foundation.models import Letter, Notice
from hometeam.ledger.models import Act, Evidence, Level
from hometeam.ledger.queries import partners_shown
from hometeam.members.models import Member, NoLetters, Seat
from hometeam.together import actions, queries
from hometeam.together.models import Collaboration
from tests.cast import Cast, client_of, make_member
from tests.together.moments import agreed, coffee, fresh, soon

HTML = "<script>alert(1)</script>"


def url(name: str, *args: object) -> str:
    return reverse(f"together:{name}", args=["elm-street", *args])


def proposal(cast: Cast, **fields: Any) -> dict[str, Any]:
    return {
        "to": cast.bo.member.pk,
        "kind": "coffee",
        "moment": "other",
        "day": clock.today(cast.community.timezone) + timedelta(days=5),
        "hour": "10:00",
        "place": "The Blue Door",
        "words": "Shall we?",
    } | fields


def letter_link(cast: Cast) -> str:
    """The answer link in the newest notice that Bo got."""
    notice = Notice.objects.filter(person=cast.bo.person).latest("pk")
    return notice.action_url


def test_the_form_comes_filled_in_and_sends_what_it_shows(cast: Cast) -> None:
    ann = client_of(cast.ann.person)
    page = ann.get(f"{url('propose')}?to={cast.bo.member.pk}&kind=coffee")
    assert "this is Ann Photographs." in page.content.decode()
    sent = ann.post(url("propose"), proposal(cast))
    made = Collaboration.objects.get()
    assert sent.headers["Location"] == url("collaboration", made.pk)
    assert (made.state, made.place, made.started_by) == (State.PROPOSED, "The Blue Door", cast.ann.member)
    assert clock.local(made.happens_at, "America/Vancouver").hour == 10


def test_something_else_is_asked_of_the_same_members(cast: Cast) -> None:
    ann, to = client_of(cast.ann.person), f"to={cast.bo.member.pk}&to={cast.cy.member.pk}"
    page = ann.get(f"{url('what')}?{to}").content.decode()
    assert "What would you like to do with Bo’s Bakery and Cy Keeps Books?" in page
    assert f'href="{url("propose")}?{to}&kind=circle"'.replace("&", "&amp;") in page
    assert f'href="{url("propose")}?kind=circle"' in ann.get(url("what")).content.decode()
    assert ann.get(f"{url('what')}?to={cast.eve.member.pk}").status_code == 404


def test_a_preview_sends_nothing(cast: Cast) -> None:
    page = client_of(cast.ann.person).post(url("propose"), proposal(cast, preview="1", words="Just looking"))
    assert "Just looking" in page.content.decode()
    assert not Collaboration.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("day", "2020-01-01", "That date is in the past"),
        ("day", "soonish", "Write the day as"),
        ("day", "", "Pick a day."),
        ("hour", "", "Pick an hour."),
        ("words", "", "Fill this in."),
        ("online_link", "javascript:alert(1)", "Write a whole address"),
    ],
)
def test_nonsense_is_refused_next_to_the_field_and_nothing_typed_is_lost(
    cast: Cast, field: str, value: str, says: str
) -> None:
    page = client_of(cast.ann.person).post(url("propose"), proposal(cast, **{"place": "My kitchen", field: value}))
    assert says in page.content.decode()
    assert "My kitchen" in page.content.decode()
    assert not Collaboration.objects.exists()


def test_an_hour_that_the_clocks_skip_is_refused(cast: Cast) -> None:
    with clock.telling(soon(0).replace(year=2027, month=2, day=20)):
        spring = proposal(cast, day="2027-03-14", hour="02:30")
        page = client_of(cast.ann.person).post(url("propose"), spring)
    assert "skip this hour" in page.content.decode()


def test_a_yes_from_the_letter_needs_no_sign_in_and_looking_changes_nothing(cast: Cast) -> None:
    made = coffee(cast.ann, cast.bo)
    link, anybody = letter_link(cast), Client()
    page = anybody.get(link)
    assert "Ann Photographs writes" in page.content.decode()
    assert fresh(made).state == State.PROPOSED
    after = anybody.post(link, {"move": "accept", "seen": made.version}, follow=True)
    assert fresh(made).state == State.AGREED
    assert "It is agreed" in after.content.decode()
    assert "_auth_user_id" not in anybody.session


def test_a_link_used_after_things_moved_on_says_what_happened(cast: Cast) -> None:
    made = coffee(cast.ann, cast.bo)
    link = letter_link(cast)
    actions.withdraw(collaboration=made, viewer=cast.ann.viewer, seen_version=made.version)
    after = Client().post(link, {"move": "accept", "seen": 1}, follow=True)
    assert "Ann Photographs took it back. Here is how it stands now." in after.content.decode()
    assert fresh(made).state == State.WITHDRAWN


def test_a_second_tap_of_ones_own_is_not_told_as_somebody_elses(cast: Cast) -> None:
    proposed = coffee(cast.ann, cast.bo)
    bo = client_of(cast.bo.person)
    bo.post(url("move", proposed.pk, "accept"), {"seen": 1})
    after = bo.post(url("move", proposed.pk, "decline"), {"seen": 1}, follow=True).content.decode()
    assert "You were here already: Bo’s Bakery said yes. Here is how it stands now." in after
    assert fresh(proposed).state == State.AGREED


def test_a_second_tap_on_the_same_button_is_told_that_it_is_done(cast: Cast) -> None:
    made = coffee(cast.ann, cast.bo)
    link = letter_link(cast)
    Client().post(link, {"move": "accept", "seen": 1})
    again = Client().post(link, {"move": "accept", "seen": 1}, follow=True)
    assert "Bo’s Bakery said yes." in again.content.decode()
    assert fresh(made).version == 2


def test_a_forged_link_opens_nothing(cast: Cast) -> None:
    coffee(cast.ann, cast.bo)
    link = letter_link(cast)
    assert Client().get(link[:-1] + ("a" if link[-1] != "a" else "b")).status_code == 404
    other_purpose = tokens.make("members.enter", {"c": 1, "p": 1, "r": 1}, timedelta(days=1))
    assert Client().get(reverse("together:answer", args=[other_purpose])).status_code == 404


def test_a_link_whose_time_is_over_says_so(cast: Cast) -> None:
    coffee(cast.ann, cast.bo)
    link = letter_link(cast)
    with clock.telling(soon(90)):
        page = Client().get(link)
    assert page.status_code == 410
    assert "This link is over" in page.content.decode()


def test_a_link_dies_with_the_seat_of_its_reader(cast: Cast) -> None:
    made = coffee(cast.ann, cast.bo)
    link = letter_link(cast)
    Seat.objects.filter(person=cast.bo.person).delete()
    assert Client().post(link, {"move": "accept", "seen": made.version}).status_code == 404


def test_yes_but_from_the_letter(cast: Cast) -> None:
    made = coffee(cast.ann, cast.bo)
    link = letter_link(cast)
    other = {"moment": "other", "day": soon(7).date(), "hour": "15:00", "minutes": 45, "place": "The shop", "seen": 1}
    Client().post(f"{link}/but", other | {"words": "I bake in the morning"})
    assert (fresh(made).state, fresh(made).place) == (State.COUNTERED, "The shop")
    page = client_of(cast.ann.person).get(url("collaboration", made.pk)).content.decode()
    assert "I bake in the morning" in page
    assert "<del>" in page
    assert "The Blue Door" in page


def test_yes_but_without_any_change_asks_for_one(cast: Cast) -> None:
    made = coffee(cast.ann, cast.bo)
    there = clock.local(made.happens_at, cast.community.timezone)
    same = {"moment": "other", "day": there.date(), "hour": f"{there:%H:%M}", "minutes": 45, "place": made.place}
    page = client_of(cast.bo.person).post(url("but", made.pk), same | {"seen": 1})
    assert "Nothing has changed yet" in page.content.decode()
    assert fresh(made).state == State.PROPOSED


def change_to(days: int, seen: int, **fields: Any) -> dict[str, Any]:
    when = {"moment": "other", "day": soon(days).date(), "hour": "15:00", "minutes": 45}
    return when | {"place": "The shop", "seen": seen} | fields


def test_whoever_asked_for_a_change_betters_it_from_its_page(cast: Cast) -> None:
    both = agreed(cast.ann, cast.bo)
    ann = client_of(cast.ann.person)
    ann.post(url("but", both.pk), change_to(7, both.version))
    page = ann.get(url("collaboration", both.pk)).content.decode()
    assert "Suggest another change" in page and "Keep it as it was" in page
    form = ann.get(url("but", both.pk)).context["form"]
    assert form["place"].value() == "The shop"
    ann.post(url("but", both.pk), change_to(7, fresh(both).version, place="The bakery"))
    told = client_of(cast.bo.person).get(url("collaboration", both.pk)).content.decode()
    assert "The bakery" in told and "The shop" not in told


def test_two_who_ask_for_a_change_at_once_lose_nothing_that_they_typed(cast: Cast) -> None:
    both = agreed(cast.ann, cast.bo)
    client_of(cast.ann.person).post(url("but", both.pk), change_to(7, both.version))
    bo = client_of(cast.bo.person)
    page = bo.post(url("but", both.pk), change_to(8, both.version, words="I bake in the morning"))
    said = page.content.decode()
    assert "Ann Photographs asked to change what was agreed." in said and "I bake in the morning" in said
    form = page.context["form"]
    bo.post(url("but", both.pk), {name: form[name].value() or "" for name in form.fields})
    after = fresh(both)
    assert (after.state, after.changes.latest("pk").by) == (State.RENEGOTIATED, cast.bo.member)


def test_a_second_tap_on_ones_own_change_is_not_asked_again(cast: Cast) -> None:
    both = agreed(cast.ann, cast.bo)
    ann = client_of(cast.ann.person)
    ann.post(url("but", both.pk), change_to(7, both.version))
    again = ann.post(url("but", both.pk), change_to(7, both.version))
    assert again.status_code == 302
    assert fresh(both).version == both.version + 1


@pytest.mark.parametrize("stranger", ["cy", "eve"])
def test_those_who_take_no_part_see_nothing_of_it(cast: Cast, stranger: str) -> None:
    both = agreed(cast.ann, cast.bo)
    client = client_of(getattr(cast, stranger).person)
    (meet,) = both.commitments.all()
    for path in (url("collaboration", both.pk), url("entry", both.pk), url("but", both.pk), url("step", meet.pk)):
        assert client.get(path).status_code == 404
    assert client.post(url("move", both.pk, "withdraw"), {"seen": both.version}).status_code == 404
    assert fresh(both).state == State.AGREED


def test_an_organiser_who_acts_for_nobody_does_not_read_along(cast: Cast) -> None:
    both = agreed(cast.ann, cast.bo)
    assert client_of(cast.gus.person).get(url("collaboration", both.pk)).status_code == 404


def test_after_a_block_neither_sees_what_they_had_going(cast: Cast) -> None:
    both = agreed(cast.ann, cast.bo)
    cast.bo.member.blocks.create(other=cast.ann.member)
    for player in (cast.ann, cast.bo):
        assert client_of(player.person).get(url("collaboration", both.pk)).status_code == 404
    assert client_of(cast.ann.person).get(url("propose"), {"to": cast.bo.member.pk}).status_code == 404


def test_done_confirmed_and_named_as_partners_by_both(cast: Cast) -> None:
    both = agreed(cast.ann, cast.bo)
    (meet,) = both.commitments.all()
    client_of(cast.ann.person).post(url("step", meet.pk), {"words": "Good talk", "shown": "on"})
    assert partners_shown(cast.ann.member, cast.community) == []
    client_of(cast.bo.person).post(url("confirm", both.pk), {"shown": "on"})
    assert [one.partner for one in partners_shown(cast.ann.member, cast.community)] == [cast.bo.member]
    assert [one.partner for one in partners_shown(cast.bo.member, cast.community)] == [cast.ann.member]
    assert fresh(both).state == State.CONFIRMED


def test_a_photo_is_made_anew_and_shown_to_the_two_only(cast: Cast) -> None:
    both = agreed(cast.ann, cast.bo)
    (meet,) = both.commitments.all()
    raw = BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "Ann's secret place"
    Image.new("RGB", (2400, 1200), "tomato").save(raw, "JPEG", exif=exif)
    upload = SimpleUploadedFile("me.jpg", raw.getvalue(), "image/jpeg")
    client_of(cast.ann.person).post(url("step", meet.pk), {"photo": upload})
    proof = Evidence.objects.filter(kind="photo").first()
    assert proof is not None
    kept = proof.photo.read()
    assert b"secret" not in kept
    assert Image.open(BytesIO(kept)).size == (1600, 800)
    path = url("photo", meet.pk, proof.pk)
    assert client_of(cast.bo.person).get(path).status_code == 200
    assert client_of(cast.cy.person).get(path).status_code == 404


def test_a_file_that_is_no_photo_is_refused_next_to_the_field(cast: Cast) -> None:
    (meet,) = agreed(cast.ann, cast.bo).commitments.all()
    upload = SimpleUploadedFile("me.jpg", b"GIF89a not really", "image/jpeg")
    page = client_of(cast.ann.person).post(url("step", meet.pk), {"photo": upload})
    assert "not a picture that we can read" in page.content.decode()
    assert not Act.objects.exists()


def test_markup_in_any_field_stays_words(cast: Cast) -> None:
    Member.objects.filter(pk=cast.ann.member.pk).update(name=HTML)
    cast.ann.member.refresh_from_db()
    made = coffee(cast.ann, cast.bo, place=HTML, words=HTML, reasons=[HTML])
    terms = actions.NewTerms(soon(8), HTML + "2", "", 30)
    made = actions.counter(collaboration=made, viewer=cast.bo.viewer, seen_version=1, terms=terms, words=HTML)
    for player in (cast.ann, cast.bo):
        client = client_of(player.person)
        for path in (url("home"), url("collaboration", made.pk), url("but", made.pk)):
            assert HTML not in client.get(path).content.decode()
    assert HTML not in Client().get(letter_link(cast)).content.decode()
    assert all(HTML not in letter.html for letter in Letter.objects.all())


def test_a_name_with_a_line_break_makes_no_second_header(cast: Cast) -> None:
    Member.objects.filter(pk=cast.ann.member.pk).update(name="Ann\r\nBcc: eve@example.org")
    cast.ann.member.refresh_from_db()
    made = coffee(cast.ann, cast.bo)
    actions.accept(collaboration=made, viewer=cast.bo.viewer, seen_version=1)
    assert all("\n" not in letter.subject and "\r" not in letter.subject for letter in Letter.objects.all())
    assert all("\r\nBcc:" not in letter.calendar for letter in Letter.objects.all())


def test_tapping_by_get_is_not_possible(cast: Cast) -> None:
    made = coffee(cast.ann, cast.bo)
    assert client_of(cast.bo.person).get(url("move", made.pk, "accept")).status_code == 405


def test_an_unclaimed_member_waits_until_an_organiser_sends_proposal_and_invitation_as_one_letter(cast: Cast) -> None:
    iris = make_member("Iris Irons", cast.community)
    client_of(cast.ann.person).post(url("propose"), proposal(cast, to=iris.pk))
    idea = Collaboration.objects.get()
    assert (idea.state, idea.awaiting_invitation, Letter.objects.count()) == (State.IDEA, True, 0)
    gus = client_of(cast.gus.person)
    assert "Iris Irons" in gus.get(url("unsent")).content.decode()
    gus.post(url("invite", idea.pk), {"email": "iris@example.org"})
    (letter,) = Letter.objects.all()
    assert (letter.to, fresh(idea).state) == ("iris@example.org", State.PROPOSED)
    found = re.search(r"/answer/\S+", letter.text)
    assert found is not None
    reader = Client()
    assert "Ann Photographs writes" in reader.get(found.group()).content.decode()
    reader.post(found.group(), {"move": "accept", "seen": fresh(idea).version})
    assert fresh(idea).state == State.AGREED
    iris.refresh_from_db()
    assert iris.is_claimed


def test_whoever_was_invited_can_say_no_and_stays_a_stranger(cast: Cast) -> None:
    iris = make_member("Iris Irons", cast.community)
    idea = actions.propose(viewer=cast.ann.viewer, to=[iris], kind_id="coffee", happens_at=soon())
    actions.send_with_invitation(viewer=cast.gus.viewer, collaboration=idea, email="iris@example.org")
    found = re.search(r"/answer/\S+", Letter.objects.get(to="iris@example.org").text)
    assert found is not None
    Client().post(found.group(), {"move": "decline", "seen": fresh(idea).version})
    iris.refresh_from_db()
    assert (fresh(idea).state, iris.is_claimed) == (State.DECLINED, False)


def test_a_member_cannot_send_an_invitation(cast: Cast) -> None:
    iris = make_member("Iris Irons", cast.community)
    idea = actions.propose(viewer=cast.ann.viewer, to=[iris], kind_id="coffee", happens_at=soon())
    assert client_of(cast.cy.person).post(url("invite", idea.pk), {"email": "i@example.org"}).status_code == 404
    assert client_of(cast.ann.person).post(url("invite", idea.pk), {"email": "i@example.org"}).status_code == 404
    assert fresh(idea).state == State.IDEA


def test_an_organiser_who_holds_the_pen_invites_right_from_the_form(cast: Cast) -> None:
    iris = make_member("Iris Irons", cast.community)
    gus = client_of(cast.gus.person)
    gus.post(reverse("members:act_for", args=["elm-street"]), {"member": cast.bo.member.pk})
    gus.post(url("propose"), proposal(cast, to=iris.pk, email="iris@example.org"))
    assert Collaboration.objects.get().state == State.PROPOSED
    assert {letter.to for letter in Letter.objects.all()} == {"iris@example.org", cast.bo.person.email}


def test_an_address_that_cannot_be_written_to_leaves_nothing_half_done(cast: Cast) -> None:
    iris = make_member("Iris Irons", cast.community)
    NoLetters.objects.create(address_hash=sha256(b"iris@example.org").hexdigest())
    gus = client_of(cast.gus.person)
    gus.post(reverse("members:act_for", args=["elm-street"]), {"member": cast.bo.member.pk})
    page = gus.post(url("propose"), proposal(cast, to=iris.pk, email="iris@example.org"))
    assert "asked not to be written to" in page.content.decode()
    assert not Collaboration.objects.exists()


def test_whoever_takes_it_up_again_does_not_speak_in_the_other_s_words(cast: Cast) -> None:
    made = coffee(cast.ann, cast.bo, words="Hello Bo, this is Ann")
    no = actions.decline(collaboration=made, viewer=cast.bo.viewer, seen_version=1)
    actions.reopen(collaboration=no, viewer=cast.bo.viewer, seen_version=no.version)
    page = client_of(cast.ann.person).get(url("collaboration", made.pk)).content.decode()
    assert "Bo’s Bakery writes" in page
    assert "Hello Bo, this is Ann" not in page


def test_a_week_has_room_for_so_many_asks(cast: Cast) -> None:
    for number in range(12):
        other = make_member(f"Member {number}", cast.community, claimed_at=clock.now())
        actions.propose(viewer=cast.ann.viewer, to=[other], kind_id="coffee", happens_at=soon())
    page = client_of(cast.ann.person).post(url("propose"), proposal(cast))
    assert "enough asking for this week" in page.content.decode()
    assert Collaboration.objects.count() == 12


@pytest.mark.parametrize("page", ["home", "kind", "propose", "collaboration", "but", "step", "answer"])
def test_every_page_takes_ten_queries_at_most(cast: Cast, page: str) -> None:
    both = agreed(cast.bo, cast.ann, kind_id="spotlight-post")
    for other in (cast.cy, cast.dee, cast.flo):
        coffee(cast.ann, other)
    first = both.commitments.filter(part__member=cast.ann.member).first()
    assert first is not None
    asked = coffee(cast.ann, cast.bo)
    path = {
        "home": url("home"),
        "kind": url("kind", "coffee"),
        "propose": f"{url('propose')}?to={cast.bo.member.pk}",
        "collaboration": url("collaboration", both.pk),
        "but": url("but", asked.pk),
        "step": url("step", first.pk),
        "answer": letter_link(cast),
    }[page]
    client = client_of(cast.ann.person)
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as queries_made:
        assert client.get(path).status_code == 200
    own = [one["sql"] for one in queries_made if "SAVEPOINT" not in one["sql"]]
    assert len(own) <= 10, "\n".join(own)


def test_the_empty_page_offers_a_first_step(cast: Cast) -> None:
    page = client_of(cast.ann.person).get(url("home")).content.decode()
    assert "Nothing is going on yet" in page
    assert all(title in page for title in ("Coffee together", "Spotlight post", "Referral partnership"))


def test_reasons_come_signed_from_a_suggestion_and_from_nowhere_else(cast: Cast) -> None:
    why = tokens.make("together.why", {"to": cast.bo.member.pk, "reasons": ["Bo looks for photographs"]}, timedelta(1))
    ann = client_of(cast.ann.person)
    assert "Bo looks for photographs" in ann.get(f"{url('propose')}?to={cast.bo.member.pk}&why={why}").content.decode()
    ann.post(url("propose"), proposal(cast, why=why))
    assert Collaboration.objects.get().reasons == ["Bo looks for photographs"]
    assert queries.whole().get().kind_id == "coffee"


def test_a_link_that_holds_the_name_counts_as_measured(cast: Cast) -> None:
    both = agreed(cast.ann, cast.bo, kind_id="spotlight-post")
    post_it = both.commitments.get(step="post")
    client_of(cast.ann.person).post(url("step", post_it.pk), {"url": "https://example.org/post"})
    act = Act.objects.get()
    assert act.level == Level.SELF_REPORTED
    assert "Bo’s Bakery" in (act.evidence.looks_for if act.evidence else [])
