"""The data folder: made for its owner's eyes only, with the secret key that signs links and sessions in it."""

import contextlib
import fcntl
import os
import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path

from hometeam.config.environment import data_folder, environ
from hometeam.foundation.verbs import Trouble

KEY = "secret-key"


def open_folder() -> Path:
    """Makes the data folder and its key where they are missing; returns the folder, which is in use from now on, until
    this process ends. Raises Trouble.
    """
    folder = data_folder(environ())
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
        _keep_key(folder / KEY)
        handle = os.open(folder / KEY, os.O_RDONLY)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise Trouble(
            f"the data folder {folder} cannot be written to ({why}); make it so, or name another with HOMETEAM_DATA."
        ) from error
    with contextlib.suppress(OSError):  # some network drives know no locks
        fcntl.flock(handle, fcntl.LOCK_SH)
    return folder


@contextlib.contextmanager
def unused(folder: Path) -> Iterator[None]:
    """Inside, nobody else uses the data folder. Raises Trouble where somebody does: they would not notice that other
    data has come, and what they write would be lost.
    """
    if not (folder / KEY).exists():
        yield
        return
    with (folder / KEY).open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Trouble(f"Hometeam is running with {folder}; stop it first. Nothing was changed.") from error
        yield


def _keep_key(path: Path) -> None:
    """Writes a new key unless one is there. Two first starts at once end with one key: linking happens once."""
    if path.exists():
        return
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(50))
    try:
        os.link(name, path)
    except FileExistsError:
        pass
    finally:
        Path(name).unlink()
