"""A search or a mending whose worker dies on the way, and is made again: each loop once, everybody told once."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.foundation.rivals import ROOT, environment_for

SETTLE = """
import django; django.setup()
from tests.cast import elm_street
from tests.swap.rings import three
from hometeam.swap.models import Round
cast = elm_street()
three(cast)
print(Round.objects.create(community=cast.community, slot="night:one").pk)
"""
BEGIN = """
import os, signal, django; django.setup()
from django.db import transaction
from hometeam.swap import actions
from hometeam.swap.actions import answering, mending, proposing, rounds
from hometeam.swap.models import Loop, Round
def kill(*_args, **_how): os.kill(os.getpid(), signal.SIGKILL)
def then_kill(work): return lambda *args, **how: (work(*args, **how), kill())
"""
SEARCH_CUT_OFF = {
    "before the search": "rounds.board_of = kill",
    "when it has found something": "rounds.lock = kill",
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
import django; django.setup()
from hometeam.foundation.models import Notice
from hometeam.swap.models import Leg, Loop, Round
ended = Round.objects.filter(ended_at__isnull=False).count()
print(ended, Loop.objects.count(), Leg.objects.count(), Notice.objects.count())
"""


def run(code: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Python in another process."""
    command = [sys.executable, "-c", code]
    return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


def sound(code: str, environment: dict[str, str]) -> str:
    done = run(code, environment)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_killed_anywhere_and_run_again_it_ends_the_same(tmp_path: Path) -> None:
    environment = environment_for(tmp_path)
    look = f"actions.look(round_id={int(sound(SETTLE, environment))})"
    for moment, killing in SEARCH_CUT_OFF.items():
        killed = run(f"{BEGIN}{killing}\n{look}", environment)
        assert killed.returncode == -signal.SIGKILL, (moment, killed.stderr)
        assert sound(TELL, environment) == "0 0 0 0", moment
    sound(f"{BEGIN}{look}\n{look}", environment)
    assert sound(TELL, environment) == "1 1 3 3"

    sound(f"{BEGIN}{REFUSE}", environment)
    mend = "actions.mend(loop_id=Loop.objects.earliest('pk').pk)"
    for moment, killing in MEND_CUT_OFF.items():
        killed = run(f"{BEGIN}{killing}\n{mend}", environment)
        assert killed.returncode == -signal.SIGKILL, (moment, killed.stderr)
        assert sound(TELL, environment) == "1 1 3 3", moment
    sound(f"{BEGIN}{mend}\n{mend}", environment)
    assert sound(TELL, environment) == "1 2 6 6"
