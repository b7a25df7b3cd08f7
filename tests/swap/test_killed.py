"""A search or a mending whose worker dies on the way, and is made again: each loop once, everybody told once."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.foundation.rivals import Ended, environment_for, in_turn

SETTLE = """
from tests.cast import elm_street
from tests.swap.rings import three
from hometeam.swap.models import Round
cast = elm_street()
three(cast)
Round.objects.create(community=cast.community, slot="night:one")
"""
BEGIN = """
import os, signal
from django.db import transaction
from hometeam.swap import actions
from hometeam.swap.actions import answering, looking, mending, proposing
from hometeam.swap.models import Loop, Round
def kill(*_args, **_how): os.kill(os.getpid(), signal.SIGKILL)
def then_kill(work): return lambda *args, **how: (work(*args, **how), kill())
"""
SEARCH_CUT_OFF = {
    "before the search": "looking.board_of = kill",
    "when it has found something": "looking.lock = kill",
    "in the middle of asking": "proposing.notices.tell_proposed = then_kill(proposing.notices.tell_proposed)",
    "before it is written for good": "Round.save = kill",
}
MEND_CUT_OFF = {
    "before another is looked for": "mending.board_of = kill",
    "before it is written": "mending.lock = kill",
    "in the middle of telling": "mending.notices.tell_proposed = then_kill(mending.notices.tell_proposed)",
}
REFUSE = """
from hometeam.members.models import Member
from hometeam.members.access import Viewer
cy = Member.objects.get(name="Cy Keeps Books")
loop = Loop.objects.get()
answering.mend_if_small = lambda loop: None
viewer = Viewer(cy.seats.get().person, loop.community, cy, is_organiser=False)
from tests.swap.rings import gives, needs
from tests.cast import Player
dee = Member.objects.get(name="Dee Designs")
player = Player(dee.seats.get().person, dee, loop.community)
gives(player, "bookkeeping"); needs(player, "bakery")
actions.say_no(viewer=viewer, loop=loop, what="give")
"""
TELL = """
from hometeam.foundation.models import Notice
from hometeam.swap.models import Leg, Loop, Round
ended = Round.objects.filter(ended_at__isnull=False).count()
print(ended, Loop.objects.count(), Leg.objects.count(), Notice.objects.count())
"""

LOOK = "actions.look(round_id=Round.objects.get().pk)"
MEND = "actions.mend(loop_id=Loop.objects.earliest('pk').pk)"
KILLED = -signal.SIGKILL


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_killed_anywhere_and_run_again_it_ends_the_same(tmp_path: Path) -> None:
    """One process after another, each followed by one that tells what is kept."""
    searching = [f"{BEGIN}{killing}\n{LOOK}" for killing in SEARCH_CUT_OFF.values()]
    mending = [f"{BEGIN}{killing}\n{MEND}" for killing in MEND_CUT_OFF.values()]
    lives = [SETTLE, *searching, f"{BEGIN}{LOOK}\n{LOOK}", f"{BEGIN}{REFUSE}", *mending, f"{BEGIN}{MEND}\n{MEND}"]
    all_views = "import hometeam.config.urls"
    codes = [code for life in lives for code in (life, TELL)]
    ended = in_turn(*codes, environment=environment_for(tmp_path), loaded=all_views)

    before, asked, again = "0 0 0 0", "1 1 3 3", "1 2 6 6"
    assert kept_after(ended) == [
        ("settled", 0, before),
        *((moment, KILLED, before) for moment in SEARCH_CUT_OFF),
        ("searched twice", 0, asked),
        ("refused", 0, asked),
        *((moment, KILLED, asked) for moment in MEND_CUT_OFF),
        ("mended twice", 0, again),
    ]


def kept_after(ended: list[Ended]) -> list[tuple[str, int, str]]:
    """Of each life its name, how it ended, and what the one behind it told."""
    names = ["settled", *SEARCH_CUT_OFF, "searched twice", "refused", *MEND_CUT_OFF, "mended twice"]
    assert all(told.code == 0 for told in ended[1::2])
    return [(name, life.code, told.said) for name, life, told in zip(names, ended[::2], ended[1::2], strict=True)]
