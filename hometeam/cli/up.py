"""`hometeam up`: checks, prepares and then supervises the web server and the worker."""

from __future__ import annotations

import os
import socket
import sys
import time
from argparse import ArgumentParser, Namespace

from hometeam.cli.folder import open_folder
from hometeam.cli.prepare import prepared
from hometeam.cli.supervisor import Child, Supervisor
from hometeam.foundation.verbs import Trouble

READY_SECONDS = 60.0
THREADS = "16"
"""More than the processor needs: whoever sends something over a weak signal holds one until all of it is here."""
TOO_MANY_CRASHES = 3


def arguments(parser: ArgumentParser) -> None:
    """--host, --port, --demo."""
    parser.add_argument(
        "--host", default="127.0.0.1", help="the address to listen on (default: %(default)s, this machine only)"
    )
    parser.add_argument("--port", type=_port, default=8000, help="the port to listen on (default: %(default)s)")
    parser.add_argument("--demo", action="store_true", help="start with the living sample community")


def _port(words: str) -> int:
    port = int(words)
    if not 0 < port < 65536:
        raise ValueError
    return port


def up(args: Namespace) -> None:
    """Runs Hometeam until Ctrl-C or SIGTERM. Raises Trouble when it cannot start."""
    check_port(args.host, args.port)
    os.environ.setdefault("HOMETEAM_URL", local_url(args.host, args.port))
    open_folder()
    begun = prepared(demo=args.demo)
    supervisor = Supervisor(children(args.host, args.port, has_mailbox=begun.has_mailbox))
    supervisor.run(Opening(args.host, args.port, begun.greeting))
    _say("Hometeam has stopped.")


def children(host: str, port: int, *, has_mailbox: bool) -> list[Child]:
    """The web server, the worker, and the mailbox where one listens."""
    python = (sys.executable, "-m")
    web = ("granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--blocking-threads", THREADS)
    quiet = ("--log-level", "error", "--workers-kill-timeout", "5", "--no-ws")
    mailbox = [Child("mailbox", (*python, "hometeam", "mailbox"))] if has_mailbox else []
    return [
        Child("web server", (*python, *web, *quiet, "hometeam.config.wsgi:application")),
        Child("worker", (*python, "hometeam", "worker")),
        *mailbox,
    ]


def local_url(host: str, port: int) -> str:
    """The address by which this machine's own browser reaches us."""
    name = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


def check_port(host: str, port: int) -> None:
    """Raises Trouble when somebody else listens there, or when the address is not this machine's."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except PermissionError as error:
        raise Trouble(
            f"port {port} is for the system's own programs; choose another with --port, such as 8000."
        ) from error
    except OSError as error:
        if _answers(host, port):
            raise Trouble(
                f"port {port} is taken, perhaps by another Hometeam; stop that one, or choose another port: "
                f"hometeam up --port {port + 1 if port < 65535 else 8000}"
            ) from error
        raise Trouble(
            f"{host}:{port} cannot be used ({error.strerror or error}); choose another with --host and --port."
        ) from error


def _answers(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), timeout=1).close()
    except OSError:
        return False
    return True


class Opening:
    """Waits for the web server to answer, then greets, once; gives up when it keeps crashing before that."""

    def __init__(self, host: str, port: int, greeting: str) -> None:
        self.address = ("127.0.0.1" if host == "0.0.0.0" else host, port)  # noqa: S104
        self.greeting = greeting
        self.give_up_at = time.monotonic() + READY_SECONDS
        self.open = False

    def __call__(self, supervisor: Supervisor) -> None:
        if self.open:
            return
        if supervisor.children[0].process is not None and _answers(*self.address):
            self.open = True
            _say(self.greeting)
        elif supervisor.children[0].crashes >= TOO_MANY_CRASHES or time.monotonic() > self.give_up_at:
            raise Trouble("the web server does not start; the lines above say why.")


def _say(words: str) -> None:
    print(words, flush=True)  # noqa: T201
