"""The tests' settings: the real ones, with static files as they lie in the source, and data in a temporary folder."""

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

# Containers often forbid Python to keep what it has translated; then each process that a test starts would translate
# everything anew, which takes longer than most tests.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

os.environ["HOMETEAM_DATA"] = tempfile.mkdtemp(prefix="hometeam-tests-")
atexit.register(shutil.rmtree, os.environ["HOMETEAM_DATA"], ignore_errors=True)
os.environ.setdefault("HOMETEAM_SECRET_KEY", "a key that only tests use, long enough for every signer that asks")
for name in ("HOMETEAM_URL", "HOMETEAM_SMTP_URL", "HOMETEAM_MAIL_FROM", "HOMETEAM_DASK", "HOMETEAM_DEBUG"):
    os.environ.pop(name, None)

from hometeam.cli.words import make_words_ready  # noqa: E402
from hometeam.config.settings import *  # noqa: E402, F403
from hometeam.config.settings import MIDDLEWARE as REAL_MIDDLEWARE  # noqa: E402

# WhiteNoise serves collected files; tests have none to collect, and the live server finds them in the source.
MIDDLEWARE = [name for name in REAL_MIDDLEWARE if "whitenoise" not in name]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# All that tests of one checkout run with, made ready once.
LOCALE_PATHS = [Path(__file__).resolve().parent.parent / ".cache" / "words"]
make_words_ready(LOCALE_PATHS[0])
