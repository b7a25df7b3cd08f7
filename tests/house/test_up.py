"""`hometeam up`: one process tree that starts, keeps running and ends as a whole."""

import contextlib
import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.running import Running, eventually, free_port, lives, offspring, up
from tests.house.test_cli import hometeam
from tests.migrated import copy_to

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One data folder for all tests that end nothing, with a database that is made but empty."""
    folder = tmp_path_factory.mktemp("up") / "data"
    copy_to(folder / "hometeam.sqlite3")
    return folder


@pytest.fixture(scope="module")
def running(data: Path) -> Iterator[Running]:
    """A Hometeam that has greeted, for all tests that leave it running."""
    with up(data) as started:
        assert eventually(started.is_open), started.said
        yield started


@pytest.fixture
def ending(tmp_path: Path) -> Iterator[Running]:
    """A Hometeam that has greeted, for a test that ends it."""
    copy_to(tmp_path / "hometeam.sqlite3")
    with up(tmp_path) as started:
        assert eventually(started.is_open), started.said
        yield started


def test_a_new_installation_answers_and_offers_a_way_in(running: Running) -> None:
    """It starts empty; the printed link leads the first organiser on, to a page that answers."""
    assert running.link() != ""
    for path in ("/", running.link()):
        status, said = running.fetch(path)
        assert status == 200, said


def test_what_only_watches_over_the_others_holds_none_of_their_libraries(running: Running) -> None:
    """A small machine has no memory for a third Django."""
    held = Path(f"/proc/{running.process.pid}/maps").read_text()
    assert "numpy" not in held and "_sqlite3" not in held


def test_ctrl_c_stops_all_of_it(ending: Running) -> None:
    everything = offspring(ending.process.pid)
    assert len(everything) >= 2
    assert ending.stop() == 0
    assert [pid for pid in everything if lives(pid)] == []
    assert "Traceback" not in ending.said


def test_no_orphan_is_left_when_the_supervisor_is_killed(ending: Running) -> None:
    everything = offspring(ending.process.pid)
    os.kill(ending.process.pid, signal.SIGKILL)
    assert eventually(lambda: not any(lives(pid) for pid in everything))


@pytest.mark.parametrize("words", ["granian", "hometeam worker"])
def test_a_killed_child_is_started_again(running: Running, words: str) -> None:
    first = running.child(words)
    os.kill(first, signal.SIGKILL)
    assert eventually(lambda: running.child(words) not in (0, first)), running.said
    assert eventually(lambda: running.fetch("/")[0] == 200)


HALF_SENT = b"""POST /accounts/login/ HTTP/1.1\r
Host: 127.0.0.1\r
Cookie: csrftoken=cccccccccccccccccccccccccccccccc\r
Content-Type: application/x-www-form-urlencoded\r
Content-Length: 1000\r
\r
login="""


def test_phones_on_a_weak_signal_keep_nobody_else_waiting(running: Running) -> None:
    """What they send comes in drop by drop; six of them at once are no reason not to answer others."""
    with contextlib.ExitStack() as phones:
        for _phone in range(6):
            phone = phones.enter_context(socket.create_connection(("127.0.0.1", running.port)))
            phone.sendall(HALF_SENT)
        assert [running.fetch("/", patience=60)[0] for _time in range(3)] == [200] * 3


def test_static_files_come_compressed_and_may_be_kept_for_ever(running: Running) -> None:
    _, page = running.fetch("/")
    assert "/static/" in page, page
    sheet = page.split('rel="stylesheet"')[1].split('href="')[1].split('"')[0] if 'rel="stylesheet"' in page else ""
    assert sheet.startswith("/static/")
    status, said = running.fetch(sheet)
    assert status == 200, said


def test_a_taken_port_is_one_clear_sentence(data: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", free_port()))
        other.listen()
        said = hometeam("up", "--port", str(other.getsockname()[1]), data=data)
    assert said.returncode == 1
    assert said.stderr.startswith("hometeam: port ")
    assert said.stderr.count("\n") == 1


def test_a_port_that_is_none_is_wrong_usage(data: Path) -> None:
    assert hometeam("up", "--port", "70000", data=data).returncode == 2
