"""The tests' settings: the real ones, with static files as they lie in the source, and data in a temporary folder."""

import atexit
import os
import shutil
import tempfile

os.environ["HOMETEAM_DATA"] = tempfile.mkdtemp(prefix="hometeam-tests-")
atexit.register(shutil.rmtree, os.environ["HOMETEAM_DATA"], ignore_errors=True)
os.environ.setdefault("HOMETEAM_SECRET_KEY", "a key that only tests use, long enough for every signer that asks")
for name in ("HOMETEAM_URL", "HOMETEAM_SMTP_URL", "HOMETEAM_MAIL_FROM", "HOMETEAM_DEBUG"):
    os.environ.pop(name, None)

from hometeam.config.settings import *  # noqa: E402, F403
from hometeam.config.settings import MIDDLEWARE as REAL_MIDDLEWARE  # noqa: E402

# WhiteNoise serves collected files; tests have none to collect, and the live server finds them in the source.
MIDDLEWARE = [name for name in REAL_MIDDLEWARE if "whitenoise" not in name]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
