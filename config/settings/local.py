"""The demo and development on one machine: SQLite, console post, no HTTPS. Never for real people's data."""

import os
import secrets

from .base import *
from .base import STATIC_ROOT, VAR_DIR

STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # inside VAR_DIR; its absence would be a warning


def _secret_key() -> str:
    """A key made once for this machine and kept outside the repository."""
    path = VAR_DIR / "secret_key"
    if not path.exists():
        path.write_text(secrets.token_urlsafe(50))
        path.chmod(0o600)
    return path.read_text().strip()


SECRET_KEY = _secret_key()
DEBUG = os.environ.get("DEBUG", "") == "1"
MORE_HOSTS = filter(None, os.environ.get("SPLOT_HOSTS", "").split(","))
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *MORE_HOSTS]
SPLOT_STYLE_PAGE = True
SPLOT_DEMO = True
SPLOT_REQUIRE_MFA = os.environ.get("SPLOT_REQUIRE_MFA", "") == "1"
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
