"""Asking a server many things at once, from one thread, with little work of its own."""

from __future__ import annotations

import os
import selectors
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from hometeam.cli.up import THREADS

PATIENCE = 120
"""Seconds until a server has to answer: on a machine that is busy with other things, starting takes a while."""
TICKS = os.sysconf("SC_CLK_TCK")


def pour(port: int, requests: Sequence[bytes], total: int, connections: int = 16) -> int:
    """Send `total` requests, one after the other on each of the connections; returns how many answers came whole.

    Every answer has to begin with "HTTP/1.1 200" or "302" and to say its length. Raises SystemExit at any other.
    """
    chooser = selectors.DefaultSelector()
    sockets = [socket.create_connection(("127.0.0.1", port), timeout=10) for _one in range(connections)]
    sent = answered = 0
    for one in sockets:
        one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        one.sendall(requests[sent % len(requests)])
        sent += 1
        chooser.register(one, selectors.EVENT_READ)
    while answered < total:
        for key, _events in chooser.select():
            line: socket.socket = key.fileobj  # type: ignore[assignment]
            _read_one(line)
            answered += 1
            if sent < total:
                line.sendall(requests[sent % len(requests)])
                sent += 1
    for one in sockets:
        one.close()
    return answered


def _read_one(line: socket.socket) -> None:
    data = line.recv(65536)
    while (end := data.find(b"\r\n\r\n")) < 0:
        data += line.recv(65536)
    head = data[:end].lower()
    if not head.startswith((b"http/1.1 200", b"http/1.1 302")):
        raise SystemExit(f"unexpected: {data[:200]!r}")
    length = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0])
    missing = end + 4 + length - len(data)
    while missing > 0:
        missing -= len(line.recv(65536))


@contextmanager
def serving(application: str, workers: int = 2) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """Granian with an application on a free port, in a session of its own; ended on leaving."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    more = ["--workers", str(workers), "--blocking-threads", THREADS, "--no-ws", "--log-level", "error", application]
    server = subprocess.Popen([*command, *more], start_new_session=True)
    try:
        _wait_for(port)
        yield port, server
    finally:
        _end(server)


def _end(server: subprocess.Popen[bytes]) -> None:
    """Ask it to end; a server that is still starting its workers does not hear that, and is ended with all of them."""
    server.terminate()
    try:
        server.wait(20)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def _wait_for(port: int) -> None:
    for _try in range(PATIENCE * 10):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server does not start")


def cpu_of(pid: int) -> float:
    """CPU-seconds that a process and all that it has started have spent so far."""
    return sum(_cpu(one) for one in [pid, *_children(pid)])


def _children(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            found += [int(child), *_children(int(child))]
    return found


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS
