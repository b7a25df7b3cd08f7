"""Jobs run once, on time, and again when their worker was killed."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, transaction
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from hometeam.foundation import clock, jobs, journal, sessions
from hometeam.foundation.jobs import reaper, timetable, workers
from hometeam.foundation.jobs.reaper import MAX_TRIES
from hometeam.foundation.models import Event, Heartbeat, ScheduledRun
from hometeam.foundation.sessions import SessionStore
from tests.foundation.rivals import ROOT, environment_for

GONE = "0000000000000000:1:elsewhere"


@jobs.task
def leave_a_mark(number: int) -> None:
    """A job that can be seen to have run."""
    journal.note(actor=journal.NOBODY, verb="test.marked", object_label="test.thing", object_id=number)


@jobs.task
def stumble() -> None:
    """A job that fails."""
    raise RuntimeError("on purpose")


def marks() -> list[int]:
    return list(Event.objects.filter(verb="test.marked").values_list("object_id", flat=True))


@pytest.mark.django_db
def test_a_job_runs_once() -> None:
    leave_a_mark.enqueue(1)
    assert jobs.work_off() == 1
    assert jobs.work_off() == 0
    assert marks() == [1]


@pytest.mark.django_db
def test_a_job_enqueued_in_a_transaction_that_is_rolled_back_never_was() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        leave_a_mark.enqueue(1)
        raise RuntimeError
    assert jobs.work_off() == 0


@pytest.mark.django_db
def test_a_job_that_fails_does_not_hold_up_the_next() -> None:
    stumble.enqueue()
    leave_a_mark.enqueue(2)
    assert jobs.work_off() == 2
    assert marks() == [2]
    assert DBTaskResult.objects.failed().count() == 1


@pytest.mark.django_db
def test_a_slot_is_taken_once_by_however_many_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[datetime] = []
    one = timetable.Schedule("test.often", timedelta(minutes=5), ran.append)
    monkeypatch.setattr(timetable, "schedules", lambda: {"test.often": one})
    moment = clock.now()
    assert jobs.run_due(moment) == ["test.often"]
    assert jobs.run_due(moment) == []
    jobs.work_off()
    assert len(ran) == 1
    assert ScheduledRun.objects.get().finished_at is not None


@pytest.mark.django_db
def test_the_next_slot_is_a_new_one(monkeypatch: pytest.MonkeyPatch) -> None:
    one = timetable.Schedule("test.often", timedelta(minutes=5), lambda now: None)
    monkeypatch.setattr(timetable, "schedules", lambda: {"test.often": one})
    moment = clock.now()
    assert jobs.run_due(moment) == jobs.run_due(moment + timedelta(minutes=5)) == ["test.often"]
    assert jobs.run_due(moment + timedelta(minutes=5)) == []


def test_two_schedules_cannot_share_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timetable, "_registry", {})
    jobs.schedule("test.taken", every=timedelta(hours=1))(lambda now: None)
    with pytest.raises(ValueError, match=r"test\.taken"):
        jobs.schedule("test.taken", every=timedelta(hours=1))(print)


def test_every_room_is_asked_for_its_schedules() -> None:
    assert {"foundation.sweep_outbox", "foundation.daily_letters", "foundation.tidy"} <= set(jobs.schedules())


def claimed_by(worker_id: str, *, tries: int = 1, minutes_ago: int = 60) -> Any:
    """A job that a worker took and never finished."""
    leave_a_mark.enqueue(3)
    job = DBTaskResult.objects.get()
    job.status = TaskResultStatus.RUNNING
    job.worker_ids = [worker_id] * tries
    job.started_at = clock.now() - timedelta(minutes=minutes_ago)
    job.save()
    return job


@pytest.mark.django_db
def test_a_job_of_a_dead_worker_is_run_again() -> None:
    claimed_by(GONE)
    assert jobs.reap(clock.now()) == 1
    jobs.work_off()
    assert marks() == [3]


@pytest.mark.django_db
def test_a_job_of_a_worker_that_still_beats_is_left_alone() -> None:
    claimed_by(GONE)
    workers.beat(GONE, clock.now())
    assert jobs.reap(clock.now()) == 0


@pytest.mark.django_db
def test_a_job_of_a_living_process_here_is_left_alone_even_without_a_beat() -> None:
    claimed_by(workers.new_worker_id(), minutes_ago=5)
    assert jobs.reap(clock.now()) == 0


@pytest.mark.django_db
def test_a_job_of_a_process_that_ended_here_is_taken_back_at_once() -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    here = workers.new_worker_id().split(":")[0]
    claimed_by(f"{here}:{ended.pid}:x", minutes_ago=0)
    assert jobs.reap(clock.now()) == 1


@pytest.mark.django_db
def test_a_job_that_kills_its_worker_each_time_is_given_up_and_the_journal_says_so() -> None:
    job = claimed_by(GONE, tries=MAX_TRIES)
    assert jobs.reap(clock.now()) == 1
    job.refresh_from_db()
    assert job.status == TaskResultStatus.FAILED
    assert journal.since(0, verbs=["foundation.job_given_up"]).get().data["id"] == str(job.pk)


@jobs.task
def lose_the_database() -> None:
    """A job in whose midst the database restarts."""
    raise OperationalError("terminating connection due to administrator command")


@pytest.mark.django_db
def test_a_job_that_the_database_cut_off_is_run_again_a_few_times() -> None:
    lose_the_database.enqueue()
    for tries in range(1, MAX_TRIES + 1):
        assert jobs.work_off() == 1
        assert DBTaskResult.objects.failed().count() == (tries == MAX_TRIES)
        DBTaskResult.objects.update(run_after=clock.now())
    assert jobs.work_off() == 0


@pytest.mark.django_db
def test_a_job_whose_end_could_not_be_written_is_taken_back_by_the_worker_that_had_it() -> None:
    me = workers.new_worker_id()
    claimed_by(me, minutes_ago=0)
    assert jobs.reap(clock.now(), idle=workers.new_worker_id()) == 0
    assert jobs.reap(clock.now(), idle=me) == 1


@pytest.mark.django_db
def test_jobs_that_are_over_are_forgotten_and_those_to_do_are_not() -> None:
    leave_a_mark.enqueue(1)
    stumble.enqueue()
    jobs.work_off()
    leave_a_mark.enqueue(2)
    assert reaper.forget_old(clock.now() + timedelta(hours=23)) == 0
    assert reaper.forget_old(clock.now() + timedelta(days=29)) == 1
    assert reaper.forget_old(clock.now() + timedelta(days=31)) == 1
    assert DBTaskResult.objects.ready().count() == 1


@pytest.mark.django_db
def test_what_no_cookie_stands_for_any_more_is_forgotten() -> None:
    kept = SessionStore()
    kept.create()
    assert sessions.forget_old(clock.now()) == 0
    assert sessions.forget_old(clock.now() + timedelta(days=61)) == 1


@pytest.mark.django_db
def test_old_heartbeats_are_forgotten() -> None:
    workers.beat("a:1:x", clock.now() - timedelta(days=2))
    workers.beat("b:1:x", clock.now())
    assert workers.forget_old(clock.now()) == 1
    assert Heartbeat.objects.get().worker_id == "b:1:x"


@contextmanager
def a_worker(environment: dict[str, str], *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """A worker in a process of its own, which is gone afterwards whatever happens."""
    command = [sys.executable, "-c", "import tests.foundation.slow_jobs as s; s.main()", *arguments]
    with subprocess.Popen(command, env=environment, cwd=ROOT) as process:
        try:
            yield process
        finally:
            process.kill()


def wait_for(found: Any, seconds: float = 300) -> Any:
    """The first true answer of `found`, asked again and again."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if answer := found():
            return answer
        time.sleep(0.1)
    raise AssertionError("waited in vain")


@pytest.mark.django_db(transaction=True)
def test_a_job_whose_worker_is_killed_runs_again_and_its_effect_happens_once(tmp_path: Path) -> None:
    """A real worker, a real SIGKILL, a file for a database, a second worker."""
    environment = environment_for(tmp_path)
    begun, ended = tmp_path / "begun", tmp_path / "ended"
    with a_worker(environment, "enqueue", str(begun), str(ended)) as first:
        wait_for(begun.exists)
        first.send_signal(signal.SIGKILL)
        first.wait()
    assert not ended.exists()

    with a_worker(environment, "work") as second:
        wait_for(ended.exists)
        second.send_signal(signal.SIGTERM)
        assert second.wait(timeout=300) == 0
    assert begun.read_text() == "begun begun "
    assert ended.read_text() == "ended "


@pytest.mark.django_db
def test_an_idle_worker_writes_nothing(django_assert_num_queries: Any) -> None:
    """Looking for work must not hold the one write lock that SQLite has."""
    from hometeam.foundation.jobs.loop import run_one, runner

    with django_assert_num_queries(1) as seen:
        assert not run_one(runner("me"))
    assert seen.captured_queries[0]["sql"].startswith("SELECT")
