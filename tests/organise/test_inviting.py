"""Invitations: chosen, seen beforehand, counted, reminded once, taken back."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape
from pytest_django import DjangoAssertNumQueries

from hometeam.engine.agreements import State
from hometeam.foundation import clock, jobs
from hometeam.foundation.models import Letter
from hometeam.members.models import Invitation, Member
from hometeam.organise.models import Contact
from hometeam.organise.queries.invitations import letters_left
from hometeam.together import actions as together
from hometeam.together.models import Collaboration
from tests.cast import Cast, client_of, make_member
from tests.organise.lists import STREET, bring, csv_of

pytestmark = pytest.mark.django_db
INVITE = "/c/elm-street/organise/invite"
SENT = "/c/elm-street/organise/invitations"


@pytest.fixture
def gus(cast: Cast) -> Client:
    bring(csv_of(*STREET))
    return client_of(cast.gus.person)


def chosen(*names: str, **more: str) -> dict[str, object]:
    """What the form sends for these members, with the addresses that came with the list."""
    members = Member.objects.filter(name__in=names)
    known = dict(Contact.objects.values_list("member_id", "email"))
    emails = {f"email_{member.pk}": known.get(member.pk, "") for member in members}
    return {"member": [member.pk for member in members], **emails, **more}


def test_the_exact_letter_is_shown_before_it_is_sent(gus: Client) -> None:
    html = gus.post(INVITE, chosen("Moss & Fern", words="You sell the best ferns.")).content.decode()
    assert "You sell the best ferns." in html
    assert not Letter.objects.exists()
    gus.post(INVITE, chosen("Moss & Fern", words="You sell the best ferns.", send="1"))
    letter = Letter.objects.get()
    assert letter.to == "moss@example.org"
    assert letter.subject.replace("&", "&amp;") in html
    for line in letter.text.splitlines():
        if line.strip() and "http" not in line:
            assert line.strip().replace("&", "&amp;") in html


@pytest.mark.parametrize("page", [INVITE, SENT])
def test_whoever_invites_without_a_mail_server_is_told_that_nobody_gets_it(
    gus: Client, settings: Any, page: str
) -> None:
    assert "No mail server is set up yet" not in gus.get(page).content.decode()
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    assert "No mail server is set up yet" in gus.get(page).content.decode()


def test_several_are_invited_at_once_each_with_their_own_letter(gus: Client) -> None:
    gus.post(INVITE, chosen("Moss & Fern", "The Blue Door", send="1"))
    assert set(Letter.objects.values_list("to", flat=True)) == {"moss@example.org", "blue@example.org"}


def test_an_address_can_be_typed_and_is_kept(gus: Client) -> None:
    shop = Member.objects.get(name="Nail & Plank")
    gus.post(INVITE, {"member": [shop.pk], f"email_{shop.pk}": "nail@example.org", "send": "1"})
    assert Contact.objects.get(member=shop).email == "nail@example.org"
    assert Invitation.objects.get().email == "nail@example.org"


def test_an_address_that_is_missing_is_asked_for_beside_its_member(gus: Client) -> None:
    response = gus.post(INVITE, chosen("Nail & Plank", send="1", words="Hello"))
    assert response.status_code == 422
    assert "Write the e-mail address to which the letter goes." in response.content.decode()
    assert "Hello" in response.content.decode()
    assert not Invitation.objects.exists()


def test_nobody_ticked_is_said(gus: Client) -> None:
    assert "Tick at least one member." in gus.post(INVITE, {"words": "Hi"}).content.decode()


def test_a_header_in_the_words_or_address_goes_nowhere(gus: Client) -> None:
    shop = Member.objects.get(name="Moss & Fern")
    data = {"member": [shop.pk], f"email_{shop.pk}": "a@example.org\nBcc: all@example.org", "send": "1"}
    assert gus.post(INVITE, data).status_code == 422
    assert not Letter.objects.exists()


def test_no_more_than_the_days_letters_go_out_and_the_rest_are_named(cast: Cast, gus: Client) -> None:
    members = [make_member(f"Shop {number:02}", cast.community) for number in range(27)]
    for some in (members[:25], members[25:]):
        data: dict[str, object] = {"member": [member.pk for member in some], "send": "1"}
        data |= {f"email_{member.pk}": f"shop{member.pk}@example.org" for member in some}
        response = gus.post(INVITE, data, follow=True)
    assert Letter.objects.count() == 25
    assert letters_left(cast.community) == 0
    assert "Shop 26: That was the last of today" in response.content.decode().replace("&#x27;", "'")


def test_an_invitation_is_withdrawn_and_its_link_opens_nothing(gus: Client) -> None:
    gus.post(INVITE, chosen("Moss & Fern", send="1"))
    link = re.search(r"/claim/\S+", Letter.objects.get().text)
    assert link
    assert Client().get(link.group()).status_code == 200
    gus.post(f"{SENT}/{Invitation.objects.get().pk}/withdraw")
    assert Client().get(link.group()).status_code == 410
    assert "Withdrawn" in gus.get(SENT).content.decode()


def test_an_invitation_is_repeated_once(gus: Client) -> None:
    gus.post(INVITE, chosen("Moss & Fern", send="1", words="Hello"))
    pk = Invitation.objects.get().pk
    gus.post(f"{SENT}/{pk}/remind")
    assert Letter.objects.count() == 2
    response = gus.post(f"{SENT}/{pk}/remind", follow=True)
    assert "reminded once, and that is enough" in response.content.decode()
    assert Letter.objects.count() == 2


def test_invited_members_are_not_offered_again(gus: Client) -> None:
    gus.post(INVITE, chosen("Moss & Fern", send="1"))
    assert "Moss &amp; Fern" not in gus.get(INVITE).content.decode()
    assert "Moss &amp; Fern" in gus.get("/c/elm-street/organise/members?state=invited").content.decode()


def test_a_claimed_member_cannot_be_invited(cast: Cast, gus: Client) -> None:
    bo = cast.bo.member
    gus.post(INVITE, {"member": [bo.pk], f"email_{bo.pk}": "bo@example.org", "send": "1"})
    assert not Invitation.objects.exists()


def test_an_invitation_of_another_community_is_not_there(cast: Cast, gus: Client) -> None:
    gus.post(INVITE, chosen("Moss & Fern", send="1"))
    Invitation.objects.update(community=cast.elsewhere)
    for step in ("withdraw", "remind"):
        assert gus.post(f"{SENT}/{Invitation.objects.get().pk}/{step}").status_code == 404


def test_the_list_of_letters_needs_few_queries(
    cast: Cast, gus: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    gus.post(INVITE, chosen("Moss & Fern", "The Blue Door", send="1"))
    jobs.work_off()
    with django_assert_max_num_queries(10):
        gus.get(SENT)


@pytest.fixture
def idea(cast: Cast, gus: Client) -> Collaboration:
    """Ann would like to have coffee with Moss & Fern, whom nobody has claimed."""
    shop = Member.objects.get(name="Moss & Fern")
    at = clock.now() + timedelta(days=5)
    return together.propose(
        viewer=cast.ann.viewer, to=[shop], kind_id="coffee", happens_at=at, words="Your window is lovely."
    )


def test_an_invitation_takes_a_waiting_proposal_along_in_one_letter(gus: Client, idea: Collaboration) -> None:
    assert "Send it together with the proposal of Ann Photographs" in gus.get(INVITE).content.decode()
    shop = Member.objects.get(name="Moss & Fern")
    said = chosen("Moss & Fern", words="Ann is a friend.", **{f"with_{shop.pk}": "1"})
    html = gus.post(INVITE, said).content.decode()
    assert not Letter.objects.exists()
    gus.post(INVITE, said | {"send": "1"})
    (letter,) = Letter.objects.all()
    assert letter.to == "moss@example.org"
    for line in ("Your window is lovely.", "Ann is a friend."):
        assert line in letter.text
        assert line in html
    assert html.count(escape(letter.subject)) >= 1
    idea.refresh_from_db()
    assert idea.state == State.PROPOSED
    assert letters_left(idea.community) == 24


def test_a_proposal_can_also_be_left_waiting(gus: Client, idea: Collaboration) -> None:
    gus.post(INVITE, chosen("Moss & Fern", send="1"))
    (letter,) = Letter.objects.all()
    assert "Your window is lovely." not in letter.text
    idea.refresh_from_db()
    assert idea.state == State.IDEA


def test_the_proposal_goes_along_unless_somebody_says_otherwise(gus: Client, idea: Collaboration) -> None:
    rows = gus.get(INVITE).context["rows"]
    assert [row["member"].name for row in rows if row["idea"] and row["with_idea"]] == ["Moss & Fern"]


def test_organisers_see_first_who_waits_for_a_letter(gus: Client, idea: Collaboration) -> None:
    html = gus.get("/c/elm-street/organise/").content.decode()
    assert "Ann Photographs would like to meet Moss &amp; Fern, who is not here yet" in html
    (found,) = gus.get("/c/elm-street/organise/").context["ideas"]
    assert found.send_url == f"{INVITE}?member={found.asked.pk}"


def test_whoever_is_invited_already_gets_the_proposal_by_itself(gus: Client, idea: Collaboration) -> None:
    gus.post(INVITE, chosen("Moss & Fern", send="1"))
    (found,) = gus.get("/c/elm-street/organise/").context["ideas"]
    assert "Moss &amp; Fern" in gus.get(found.send_url).content.decode()
    assert "/together/" in found.send_url
