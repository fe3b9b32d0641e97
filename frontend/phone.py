"""What the installable pages are made of: whose device it is, the files it keeps, and their version."""

import hashlib
import json
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import translation
from django.utils.crypto import salted_hmac

from base.accounts.models import Membership
from base.accounts.rules import is_helper

SHELL = "phone/shell.html"
#: Everything a phone page loads; nothing here is about anybody.
STYLES = ("tokens", "base", "layout", "utilities", "phone")
COMPONENTS = ("frame", "marks", "sheets", "lists", "forms")
MODULES = (
    "app",
    "clock",
    "draft",
    "form",
    "log",
    "logout",
    "queue",
    "roster",
    "send",
    "store",
    "waiting",
    "words",
)
ICONS = ("sprite.svg", "pictures.svg", "splot.svg")
#: What the service worker is put together from, in this order; it has no modules of its own in every browser.
WORKER = ("store", "queue", "send", "worker")


def owner_of(membership: Membership | None) -> str:
    """An opaque name of a helper's membership: what a device keeps is sent as nobody else; "" for others."""
    if not is_helper(membership):
        return ""
    assert membership is not None  # noqa: S101 - a helper has one
    return salted_hmac("frontend.phone.owner", str(membership.pk)).hexdigest()[:24]


def files() -> list[str]:
    """The static files a phone keeps, by their paths."""
    return [
        *(f"css/{name}.css" for name in STYLES),
        *(f"css/components/{name}.css" for name in COMPONENTS),
        *(f"js/phone/{name}.js" for name in MODULES),
        *("js/toast.js", "js/dialog.js"),
        *(f"icons/{name}" for name in ICONS),
    ]


def shell_page() -> str:
    """The page a phone shows without a connection, in the language in force: the same for everybody."""
    return render_to_string(SHELL)


@lru_cache(maxsize=1)
def version() -> str:
    """Changes whenever a file a phone keeps, the worker or the offline page does."""
    told = hashlib.sha256()
    for path in (*files(), "js/phone/worker.js"):
        told.update(static(path).encode())
        told.update(_content(path))
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            told.update(shell_page().encode())
    return told.hexdigest()[:16]


def worker_script() -> str:
    """The service worker: its modules in one classic script, after the version and the addresses it keeps."""
    addresses = [static(path) for path in files()]
    head = f"const VERSION = {json.dumps(version())};\nconst FILES = {json.dumps(addresses)};\n"
    return head + _joined(_content(f"js/phone/{name}.js").decode() for name in WORKER)


def _joined(modules: Iterable[str]) -> str:
    """Modules that share no names as one script: without their imports and the word "export"."""
    joined = "\n".join(modules)
    without_imports = re.sub(r"^import [^;]*;\n", "", joined, flags=re.MULTILINE)
    return re.sub(r"^export ", "", without_imports, flags=re.MULTILINE)


def _content(path: str) -> bytes:
    found = finders.find(path)
    assert isinstance(found, str), f"{path} is missing"  # noqa: S101 - our own files
    return Path(found).read_bytes()
