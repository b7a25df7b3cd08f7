"""The data folder: made for its owner's eyes only, with the secret key that signs links and sessions in it."""

import os
import secrets
import tempfile
from pathlib import Path

from hometeam.config.environment import data_folder, environ
from hometeam.foundation.verbs import Trouble


def open_folder() -> Path:
    """Makes the data folder and its key where they are missing; returns the folder. Raises Trouble."""
    folder = data_folder(environ())
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
        _keep_key(folder / "secret-key")
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise Trouble(
            f"the data folder {folder} cannot be written to ({why}); make it so, or name another with HOMETEAM_DATA."
        ) from error
    return folder


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
