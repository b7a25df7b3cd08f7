"""What the sample's members show of each other: kits with a drawn mark, and cards that lie somewhere."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from PIL import Image, ImageDraw

from hometeam.foundation import clock
from hometeam.foundation.lettering import draw, fitted, width
from hometeam.members import actions as members
from hometeam.members.access import Viewer
from hometeam.members.models import Community, Member
from hometeam.stage import actions as stage

SIDE = 640
COLOURS = ("#166fa5", "#5e7028", "#b23f6b", "#5f55b0", "#2e754d")


@dataclass(frozen=True, slots=True)
class Given:
    """What one person's business gives to those who speak of it."""

    person: str
    fifty_words: str
    dos: str
    donts: str
    shop_url: str = ""
    booking_url: str = ""


GIVEN = (
    Given(
        "Bo Lindqvist",
        "Bo's Bread bakes slow loaves on Elm Street: rye that keeps a week, seeded sourdough, and a cardamom bun on "
        "Saturdays that is gone by nine. The door opens at seven. Bo feeds the neighbourhood's potlucks too; ask two "
        "days ahead for a tray.",
        "Say Bo's Bread, with the apostrophe.\nTag the shop, not Bo.",
        "No prices; they change with the flour.",
        shop_url="https://bosbread.example/",
    ),
    Given(
        "Ann Okafor",
        "Ann Okafor photographs people who hate being photographed, in daylight and without telling anybody to smile. "
        "Portraits take an hour and a half, most of it talk. She also photographs what small shops make, so that it "
        "looks the way it feels in the hand.",
        "Name the photographer beside each picture.",
        "No filters over the pictures.\nNo pictures of clients without asking.",
        booking_url="https://annokafor.example/sessions",
    ),
    Given(
        "Maya Lind",
        "The Blue Door is the long table of Elm Street: soup at noon, good coffee all day, and nobody minds a laptop "
        "until the lunch rush. Thursday evenings there is music. Whole tables can be kept for a group; write to Maya.",
        "Mention the back entrance: it has no steps.",
        "Please no “best in town”.",
        shop_url="https://bluedoor.example/",
    ),
    Given(
        "Cy Marlowe",
        "Cy Marlowe keeps books for people who would rather do anything else. He begins with the shoebox as it is, and "
        "ends with one page a month that you can read. All of it online, and the first hour is for finding out whether "
        "you need him at all.",
        "Say that the first hour is free.",
        "",
        booking_url="https://cykeepsbooks.example/first-hour",
    ),
)
PUT_OUT = (
    ("Bo Lindqvist", "Ann Okafor", "counter", "Beside the till", 75, 1),
    ("Bo Lindqvist", "Ann Okafor", "receipt", "On the back of Saturday's receipts", 20, 3),
    ("Maya Lind", "Bo Lindqvist", "window", "In the window, next to the menu", 40, 6),
    ("Cy Marlowe", "Ann Okafor", "onboarding-pack", "In the welcome pack for new clients", 60, 6),
)
SAID = {
    "Ann Okafor": "My favourite portraits on this street are by Ann Okafor. Book her before the light goes.",
    "Bo Lindqvist": "The bread on our table is Bo's. The door opens at seven, two streets down.",
}


def show(community: Community, people: Mapping[str, Member], *, until: datetime) -> None:
    """Give some members a kit, and put out a few cards, at moments before the aware moment `until`."""
    for number, given in enumerate(GIVEN):
        with clock.telling(until - timedelta(days=79 - number)):
            _give(community, people[given.person], given, COLOURS[number % len(COLOURS)])
    for by, about, medium, place, days, months in PUT_OUT:
        with clock.telling(until - timedelta(days=days)):
            _put_out(_viewer(community, people[by]), people[about], (medium, SAID[about]), (place, months))


def _give(community: Community, member: Member, given: Given, colour: str) -> None:
    by = _viewer(community, member).actor
    values = {name: getattr(given, name) for name in ("fifty_words", "dos", "donts", "shop_url", "booking_url")}
    members.change_profile(by=by, member=member, group="kit", values=values)
    members.change_logo(by=by, member=member, file=_mark(member.name, colour))


def _put_out(viewer: Viewer, about: Member, card: tuple[str, str], lies: tuple[str, int]) -> None:
    made = stage.make_card(viewer=viewer, about=about, medium=card[0], words=card[1])
    since_on = clock.today(viewer.community.timezone)
    stage.place_card(
        viewer=viewer, card=made, place=lies[0], by_name=viewer.person.name, since_on=since_on, months=lies[1]
    )


def _mark(name: str, colour: str) -> io.BytesIO:
    """A logo as one would draw it on a bag: the initials in a ring."""
    canvas = Image.new("RGB", (SIDE, SIDE), "white")
    pen = ImageDraw.Draw(canvas)
    pen.ellipse((40, 40, SIDE - 40, SIDE - 40), outline=colour, width=26)
    letters = fitted("".join(word[0] for word in name.split()[:2]).upper(), "head", range(260, 99, -20), 420, 1)
    left = (SIDE - width(letters.lines[0], "head", letters.size)) / 2
    draw(pen, (left, SIDE / 2 - letters.size * 0.64), letters, colour)
    file = io.BytesIO()
    canvas.save(file, "PNG")
    return file


def _viewer(community: Community, member: Member) -> Viewer:
    return Viewer(member.seats.earliest("pk").person, community, member, is_organiser=False)
