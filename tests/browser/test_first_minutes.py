"""An organiser's first minutes: from the link on the terminal to a coffee that happened, in a real town, too."""

from __future__ import annotations

import pytest

from hometeam.foundation import jobs
from hometeam.members.actions import first_organiser_link
from hometeam.members.models import Member, Person
from tests.browser.chromium import DESK, PHONE, Opens
from tests.browser.mailbox import Mailbox, link_in
from tests.browser.visitors import ByHand
from tests.organise.lists import csv_of
from tests.real_data import real_data

# The live server's own database handling; every letter and job of a test leaves with it.
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ROWS = 500
TOWN = ("Bellingham", "WA", "98225")
STREET = (
    ("Moss & Fern", "florist", "3 Elm Street", *TOWN, ""),
    ("Light & Lens", "wedding photographer", "5 Elm Street", *TOWN, ""),
    ("Two Tiers", "wedding cakes", "7 Elm Street", *TOWN, ""),
    ("Straight Sums", "bookkeeping", "9 Elm Street", *TOWN, ""),
)


def comes_in_and_names(visitor: ByHand, town: str, region: str, country: str) -> None:
    """By the one-time link, to the question what the community is called."""
    visitor.goes_to(first_organiser_link())
    visitor.presses("Sign in")
    visitor.sees("Name your community")
    visitor.writes("What is your community called?", "Riverside")
    visitor.writes("Town", town)
    visitor.writes("State or province", region)
    visitor.writes("Country", country)
    visitor.presses("On to the members")
    visitor.sees("Riverside is here. Who belongs to it?")


def brings_in(visitor: ByHand, name: str, content: bytes) -> None:
    """A directory as it is: columns, preview, report."""
    visitor.follows("Bring in a spreadsheet")
    visitor.page.get_by_label("Your member list").set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": content}
    )
    visitor.presses("Look at the columns")
    visitor.sees("Which column is what?", "Nothing is written yet.")
    visitor.presses("Look through the rows")
    the_worker_has_a_turn(visitor)
    visitor.sees(f"What {name} would bring", "How the first of them would look")
    visitor.presses("Bring in ")
    the_worker_has_a_turn(visitor)
    visitor.sees(f"{name} is in", "Nobody has been written to.")


def the_worker_has_a_turn(visitor: ByHand) -> None:
    """Leaving the page stops nothing; back on it, the work is done."""
    here = visitor.page.url
    visitor.page.goto("about:blank")
    jobs.work_off()
    visitor.goes_to(here)


def acts_for(visitor: ByHand, member: Member) -> None:
    """Holds the pen for one of the shops."""
    visitor.goes_to(f"/c/riverside/people/{member.pk}")
    visitor.presses(f"Act for {member.name}")
    visitor.sees(f"You are acting for {member.name}.")


def proposes_a_coffee(visitor: ByHand, email: str) -> Member:
    """To whoever fits best, and is not here yet: the address is asked for in the form. Returns who it is."""
    visitor.goes_to("/c/riverside/fits")
    visitor.sees("Why for you")
    name = visitor.page.locator("article.suggestion h3").first.inner_text()
    visitor.follows(name)
    visitor.sees("Why you two")
    partner = Member.objects.get(pk=int(visitor.page.url.rpartition("/")[2]))
    visitor.follows(f"Propose something to {name}")
    visitor.follows("Something else")
    visitor.follows("Coffee together")
    visitor.writes("Where", "The Blue Door")
    visitor.writes("Their e-mail address", email)
    visitor.presses("Propose")
    visitor.sees("Sent.", f"It is with {name} now.")
    return partner


def the_other_side_says_yes(visitor: ByHand, mailbox: Mailbox, email: str) -> None:
    """One letter brings the proposal and the way in; one tap is the answer."""
    visitor.goes_to(link_in(mailbox.latest(email, "Coffee together"), "/answer/"))
    visitor.sees("All three are fine")
    visitor.presses("Yes")
    visitor.sees("It is agreed.")
    assert Person.objects.filter(email=email).exists()


def marks_it_done(visitor: ByHand) -> None:
    """From the promise on Today."""
    visitor.goes_to("/c/riverside/today")
    visitor.follows("Have coffee together")
    visitor.follows("It is done")
    visitor.presses("It is done")
    visitor.sees("Done.")


def seen_on_both_pages(visitor: ByHand, one: Member, other: Member) -> None:
    """What happened stands on the page of each, for the other."""
    for shown in (other, one):
        visitor.goes_to(f"/c/riverside/people/{shown.pk}")
        visitor.sees("Between you", f"{one.name} took the time for a coffee with {other.name}")
        if shown == other:
            acts_for(visitor, other)


def first_minutes(organiser: ByHand, other_side: ByHand, mailbox: Mailbox, shop: Member) -> None:
    """From a member who was brought in to a coffee that happened."""
    acts_for(organiser, shop)
    partner = proposes_a_coffee(organiser, "they@example.org")
    the_other_side_says_yes(other_side, mailbox, "they@example.org")
    marks_it_done(organiser)
    seen_on_both_pages(organiser, shop, partner)


def test_from_an_empty_house_to_a_coffee_that_happened(opens: Opens, mailbox: Mailbox) -> None:
    organiser = ByHand(opens(width=DESK))
    comes_in_and_names(organiser, "Bellingham", "WA", "US")
    brings_in(organiser, "members.csv", csv_of(*STREET))
    first_minutes(organiser, ByHand(opens(width=PHONE)), mailbox, Member.objects.get(name="Moss & Fern"))


def test_the_same_with_the_directory_of_a_real_town(opens: Opens, mailbox: Mailbox) -> None:
    lines = real_data("businesses/langley_bc_2022.csv").read_bytes().splitlines(keepends=True)
    organiser = ByHand(opens(width=PHONE))
    comes_in_and_names(organiser, "Langley", "BC", "CA")
    brings_in(organiser, "langley.csv", b"".join(lines[: ROWS + 1]))
    shop = Member.objects.filter(trade_words__icontains="restaurant").exclude(offers=None).earliest("pk")
    first_minutes(organiser, ByHand(opens(width=DESK)), mailbox, shop)
