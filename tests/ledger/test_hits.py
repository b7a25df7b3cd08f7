"""Raw hits and the daily figures made of them: each counted once, whatever is cut off and when."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hometeam.foundation import clock
from hometeam.ledger import actions
from hometeam.ledger.actions import folding, hits
from hometeam.ledger.models import FoldedHits, Visits
from tests.cast import Cast
from tests.foundation.rivals import environment_for, in_turn, race
from tests.ledger.following import link_of

DAY = date(2026, 11, 20)
links = st.integers(1, 2**64 - 1)
days = st.dates(hits.FIRST_DAY, date(2199, 1, 1))
visits = st.lists(st.tuples(links, days, st.booleans()), max_size=50)


def as_file(found: Sequence[tuple[int, date, bool]]) -> bytes:
    """What a process has written of these visits."""
    return b"".join(hits.record(link, on, is_first=is_first) for link, on, is_first in found)


@given(links, days, st.booleans())
def test_a_record_says_what_was_written(link: int, on: date, is_first: bool) -> None:
    raw = hits.record(link, on, is_first=is_first)
    assert len(raw) == hits.SIZE
    assert hits.read(raw) == (link, on, is_first)


@given(visits)
def test_the_figures_hold_every_visit(found: list[tuple[int, date, bool]]) -> None:
    figures = folding.figures(as_file(found))
    assert sum(count for count, _unique in figures.values()) == len(found)
    assert sum(unique for _count, unique in figures.values()) == sum(is_first for _link, _on, is_first in found)
    assert set(figures) == {(link, on) for link, on, _is_first in found}


@given(visits, st.integers(0, hits.SIZE - 1))
def test_a_record_that_was_cut_off_is_left_out(found: list[tuple[int, date, bool]], more: int) -> None:
    whole = as_file(found)
    assert folding.figures(whole + as_file([(7, DAY, True)])[:more]) == folding.figures(whole)


@given(visits, st.binary(min_size=hits.SIZE, max_size=hits.SIZE))
def test_a_damaged_record_spoils_nothing_else(found: list[tuple[int, date, bool]], noise: bytes) -> None:
    whole = as_file(found)
    if hits.read(noise) is None:
        assert folding.figures(noise + whole) == folding.figures(whole)


def test_a_page_of_zeros_which_a_power_cut_leaves_is_no_visit() -> None:
    assert folding.figures(bytes(4096)) == {}


def test_threads_write_whole_records_side_by_side(tmp_path: Path) -> None:
    log = hits.HitLog(lambda: tmp_path)
    record = hits.record(1, DAY, is_first=False)

    def visit() -> None:
        for _time in range(500):
            log.write(record)

    threads = [threading.Thread(target=visit) for _one in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    log.seal()
    assert b"".join(file.read_bytes() for file in tmp_path.iterdir()) == record * 2000


def test_a_file_that_has_grown_large_is_followed_by_a_new_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hits, "MOST_BYTES", 3 * hits.SIZE)
    log = hits.HitLog(lambda: tmp_path)
    for _time in range(7):
        log.write(hits.record(1, DAY, is_first=False))
    log.seal()
    assert sorted(file.stat().st_size // hits.SIZE for file in tmp_path.iterdir()) == [1, 3, 3]


def test_a_file_is_closed_after_its_time_without_another_visit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hits, "SEALED_AFTER", 0.01)
    log, others = hits.HitLog(lambda: tmp_path), set(threading.enumerate())
    log.write(hits.record(1, DAY, is_first=False))
    for timer in set(threading.enumerate()) - others:
        timer.join(5)
    assert log._file is None


def test_a_disk_that_took_half_a_record_gets_a_new_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = hits.HitLog(lambda: tmp_path)
    record = hits.record(1, DAY, is_first=False)
    write = os.write
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", lambda file, data: write(file, data[:5]))
        with pytest.raises(OSError, match="part"):
            log.write(record)
    log.write(record)
    log.seal()
    assert sum(len(list(hits.records(file.read_bytes()))) for file in tmp_path.iterdir()) == 1


def test_a_file_is_left_alone_while_its_process_writes_to_it(cast: Cast, own_hits: Path) -> None:
    hits.count_visit(link_id=link_of(cast.bo).pk, on=DAY, is_first=True)
    assert actions.fold_hits() == 0
    assert len(list(own_hits.iterdir())) == 1
    hits.LOG.seal()
    assert actions.fold_hits() == 1


def test_a_file_that_could_not_be_removed_is_not_counted_again(cast: Cast, own_hits: Path) -> None:
    data = as_file([(link_of(cast.bo).pk, DAY, True)])
    for _time in range(3):
        own_hits.mkdir(exist_ok=True)
        (own_hits / "1-aa.hits").write_bytes(data)
        actions.fold_hits()
    assert Visits.objects.get().count == 1


def test_visits_of_a_link_that_is_gone_go_nowhere(cast: Cast, own_hits: Path) -> None:
    link = link_of(cast.bo)
    own_hits.mkdir()
    (own_hits / "1-aa.hits").write_bytes(as_file([(link.pk, DAY, True), (link.pk + 1, DAY, True)]))
    actions.fold_hits()
    assert [(row.link, row.count) for row in Visits.objects.all()] == [(link, 1)]


def test_what_was_counted_is_remembered_for_as_long_as_the_file_may_still_be_there(cast: Cast, own_hits: Path) -> None:
    for name in ("1-aa.hits", "1-bb.hits"):
        FoldedHits.objects.create(name=name, folded_at=clock.now() - timedelta(days=2))
    own_hits.mkdir()
    (own_hits / "1-bb.hits").write_bytes(as_file([(1, DAY, True)]))
    actions.fold_hits()
    assert list(FoldedHits.objects.values_list("name", flat=True)) == ["1-bb.hits"]


SETTLE = """
from tests.cast import elm_street
from tests.ledger.following import link_of
print(link_of(elm_street().bo).pk)
"""
FOLD = """
import os, signal
from pathlib import Path
from hometeam.ledger import actions
from hometeam.ledger.actions import folding
def kill(*_args, **_how): os.kill(os.getpid(), signal.SIGKILL)
"""
CUT_OFF = {
    "before anything is stored": "folding.figures = kill",
    "before the figures are added": "folding.add = kill",
    "before they are stored for good": "add = folding.add; folding.add = lambda found: (add(found), kill())",
    "before the file is removed": "Path.unlink = kill",
}
TELL = """
from hometeam.ledger.models import Visits
print(sum(row.count for row in Visits.objects.all()), sum(row.unique for row in Visits.objects.all()))
"""


def settle(environment: dict[str, str]) -> int:
    """One link in the database that other processes use, and its number."""
    (settled,) = in_turn(SETTLE, environment=environment)
    return int(settled.said)


def write_files(folder: Path, link: int) -> None:
    """Three files of hits: 1,000 in all, a hundred of them first ones."""
    folder.mkdir(parents=True)
    for number, size in enumerate((1, 499, 500)):
        found = [(link, DAY + timedelta(days=at % 3), at % 10 == 0) for at in range(size)]
        (folder / f"1-{number}.hits").write_bytes(as_file(found))


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_killed_at_any_moment_and_run_again_each_hit_is_counted_once(tmp_path: Path) -> None:
    environment = environment_for(tmp_path)
    write_files(tmp_path / "hits", settle(environment))
    folding = [f"{FOLD}{killing}\nactions.fold_hits()" for killing in CUT_OFF.values()]
    all_lives = (*folding, f"{FOLD}actions.fold_hits()", TELL)
    *killed, whole, told = in_turn(*all_lives, environment=environment, loaded=FOLD)
    assert dict(zip(CUT_OFF, [one.code for one in killed], strict=True)) == dict.fromkeys(CUT_OFF, -signal.SIGKILL)
    assert whole.code == 0
    assert told.said.split() == ["1000", "101"]
    assert list((tmp_path / "hits").iterdir()) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_several_workers_at_once_count_each_hit_once(tmp_path: Path) -> None:
    environment = environment_for(tmp_path)
    write_files(tmp_path / "hits", settle(environment))
    fold = "from hometeam.ledger import actions\nprint(actions.fold_hits())"
    assert sum(int(said) for said in race(fold, runners=3, environment=environment)) == 1000
    (told,) = in_turn(TELL, environment=environment)
    assert told.said.split() == ["1000", "101"]
