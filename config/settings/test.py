"""The suite: fast hashing, post in memory, SQLite in a file (or PostgreSQL by DATABASE_URL)."""

import os
import tempfile
from pathlib import Path

from .base import *
from .base import DATABASES, REST_FRAMEWORK

SECRET_KEY = "only-for-tests"  # noqa: S105
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
SPLOT_REQUIRE_MFA = False
SPLOT_STYLE_PAGE = True
LANGUAGE_CODE = "en"
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
ACCOUNT_RATE_LIMITS = False
REST_FRAMEWORK = {**REST_FRAMEWORK, "DEFAULT_THROTTLE_RATES": {"phone": None}}

# Whoever is killed in a test is a process, never the machine: nothing waits for the disk.
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        **SQLITE_OPTIONS,
        "init_command": SQLITE_OPTIONS["init_command"] + " PRAGMA synchronous=OFF;",
    }
    # A file, not memory: threads and processes of the lock tests need connections of their own. A file for
    # each run, so that two runs on one machine do not meet.
    DATABASES["default"]["TEST"] = {
        "NAME": str(Path(tempfile.gettempdir()) / f"splot-test-{os.getpid()}.sqlite3"),
    }
else:
    DATABASES["default"]["OPTIONS"]["options"] += " -c synchronous_commit=off"
    # A database is copied and dropped while nobody is connected; a server started by a test may keep its own.
    if not os.environ.get("SPLOT_TEST_POOL"):
        del DATABASES["default"]["OPTIONS"]["pool"]

# Pages speak English, whether or not `make demo` has compiled the catalogues here; a test that reads another
# language asks for the fixture `compiled`.
LOCALE_PATHS = []
