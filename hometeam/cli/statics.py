"""Static files, gathered and compressed into the data folder once for each version of them."""

import hashlib
from importlib.metadata import version
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent


def collect() -> None:
    """Gathers the static files unless those of this version are there already. Needs Django set up."""
    from django.conf import settings
    from django.core.management import call_command

    stamp = Path(settings.STATIC_ROOT).with_name("static.stamp")
    wanted = fingerprint(PACKAGE)
    if stamp.exists() and stamp.read_text() == wanted:
        return
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(wanted)


def fingerprint(package: Path) -> str:
    """Changes whenever the version, or in a checkout any static file's size or time, changes."""
    digest = hashlib.sha256(version("hometeam").encode())
    for path in sorted(package.glob("*/static/**/*")):
        if path.is_file():
            told = path.stat()
            digest.update(f"{path.relative_to(package)} {told.st_size} {told.st_mtime_ns}\n".encode())
    return digest.hexdigest()
