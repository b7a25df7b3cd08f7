"""The environment, read: where data lives, which database, which mail server, at which address people reach us."""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit


class BadSetting(Exception):
    """A setting cannot be used as it is; the message is one sentence that says which and why."""


SQLITE_OPTIONS = {
    # With SQLite's own defaults, one write in thirteen failed at sixteen clients; with these, none at 1,700 a second.
    "transaction_mode": "IMMEDIATE",
    "timeout": 10,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
}


def data_folder(environ: Mapping[str, str]) -> Path:
    """Where Hometeam keeps its data: HOMETEAM_DATA, else where the XDG base directories put a program's data."""
    if chosen := environ.get("HOMETEAM_DATA"):
        return Path(chosen).expanduser().absolute()
    share = environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(share) / "hometeam"


def secret_key(environ: Mapping[str, str], data: Path) -> str:
    """HOMETEAM_SECRET_KEY, else the key kept in the data folder, else one that lasts as long as this process.

    `hometeam up` and every command with a database keep a key in the data folder first; the last is for checks only.
    """
    if chosen := environ.get("HOMETEAM_SECRET_KEY"):
        return chosen
    try:
        return (data / "secret-key").read_text().strip() or secrets.token_urlsafe(50)
    except OSError:
        return secrets.token_urlsafe(50)


def database(url: str, data: Path) -> dict[str, Any]:
    """Django's settings for one database.

    `url` is "" (SQLite in the data folder), "sqlite:///relative.sqlite3", "sqlite:////absolute.sqlite3" or
    "postgresql://user:password@host:port/name?sslmode=require" (`host` in the query names a socket's folder).
    Raises BadSetting.
    """
    parts = urlsplit(url)
    if parts.scheme in ("", "sqlite"):
        name = Path(unquote(parts.path[1:])) if url else data / "hometeam.sqlite3"
        return _sqlite(name)
    if parts.scheme in ("postgres", "postgresql"):
        query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": query.pop("host", parts.hostname or ""),
            "PORT": str(parts.port or query.pop("port", "")),
            "CONN_MAX_AGE": None,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": query,
        }
    raise BadSetting(f"DATABASE_URL starts with “{parts.scheme}:”; use postgresql:// or sqlite://, or leave it out.")


def _sqlite(name: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "CONN_MAX_AGE": None,
        "OPTIONS": dict(SQLITE_OPTIONS),
    }


def dask(address: str) -> str:
    """Where a Dask scheduler answers, such as "tcp://10.0.0.5:8786", or "" for nowhere. Raises BadSetting."""
    parts = urlsplit(address)
    if address and not (parts.scheme in ("tcp", "tls") and parts.hostname and parts.port):
        raise BadSetting("HOMETEAM_DASK must look like tcp://10.0.0.5:8786 or tls://10.0.0.5:8786.")
    return address


@dataclass(frozen=True)
class Mail:
    """How letters leave: through a mail server, or, while none is named, as files in a folder."""

    backend: str
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = field(default="", repr=False)
    starttls: bool = False
    tls: bool = False


def mail(url: str) -> Mail:
    """How letters leave, from "smtp://user:password@host:587", "smtps://host:465" or "" (kept as files).

    `smtp` changes to an encrypted line (STARTTLS) unless the URL ends in "?starttls=no". Raises BadSetting.
    """
    if not url:
        return Mail("django.core.mail.backends.filebased.EmailBackend")
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise BadSetting("HOMETEAM_SMTP_URL must look like smtp://user:password@mail.example.org:587 or smtps://….")
    tls = parts.scheme == "smtps"
    return Mail(
        "django.core.mail.backends.smtp.EmailBackend",
        host=parts.hostname,
        port=parts.port or (465 if tls else 587),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starttls=not tls and parse_qs(parts.query).get("starttls", ["yes"])[-1] != "no",
        tls=tls,
    )


@dataclass(frozen=True)
class Mailbox:
    """The mailbox that letters are forwarded to, where we listen for them ourselves, if we do, and the name under which
    the mail server before us writes whom it vouches for.
    """

    local: str = ""
    host: str = ""
    listen_host: str = ""
    listen_port: int = 0
    lmtp: bool = False
    vouched_by: str = ""


def mailbox(address: str, listen: str, vouched_by: str = "") -> Mailbox:
    """From "newsletter@example.org", "smtp://0.0.0.0:2525" or "lmtp://127.0.0.1:8024", and a mail server's name such as
    "mx.example.org". Raises BadSetting.
    """
    local, at, host = address.strip().lower().partition("@")
    if address and not (at and local and host and "+" not in local and len(local) <= 16):
        raise BadSetting("HOMETEAM_MAILBOX must look like newsletter@example.org, its name of 16 letters at most.")
    parts = urlsplit(listen)
    if listen and (parts.scheme not in ("smtp", "lmtp") or not parts.hostname or not parts.port):
        raise BadSetting("HOMETEAM_MAILBOX_LISTEN must look like smtp://0.0.0.0:2525 or lmtp://127.0.0.1:8024.")
    if listen and not address:
        raise BadSetting("HOMETEAM_MAILBOX_LISTEN needs HOMETEAM_MAILBOX, the address that letters come to.")
    server = vouched_by.strip().lower()
    if server and not re.fullmatch(r"[a-z0-9._-]+", server):
        raise BadSetting("HOMETEAM_MAILBOX_VOUCHED_BY must be a mail server's name, such as mx.example.org.")
    return Mailbox(local, host, parts.hostname or "", parts.port or 0, parts.scheme == "lmtp", server)


@dataclass(frozen=True)
class Address:
    """The address at which people reach this Hometeam."""

    url: str
    host: str
    https: bool

    @property
    def allowed_hosts(self) -> list[str]:
        """The names by which a browser may call us: the public one, and this machine's own for its operator."""
        return list(dict.fromkeys([self.host, "127.0.0.1", "localhost", "[::1]"]))


def address(url: str) -> Address:
    """The public address from HOMETEAM_URL, such as "https://hometeam.example.org". Raises BadSetting."""
    parts = urlsplit(url or "http://127.0.0.1:8000")
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/"):
        raise BadSetting("HOMETEAM_URL must look like https://hometeam.example.org, without a path.")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return Address(f"{parts.scheme}://{parts.netloc}", host, parts.scheme == "https")


def environ() -> Mapping[str, str]:
    """The process's environment; one name for it, so that nothing else in the house reads it."""
    return os.environ
