"""Messages that can be taken back: a sentence, and where to post to undo it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.functional import Promise

UNDO, LOOK = "undo:", "look:"
#: The header of a request that a page made by itself.
UNASKED = "X-Unasked"


@dataclass(frozen=True)
class Toast:
    """A sentence for the person; empty `undo_url`: nothing to take back, `look_url`: nothing to see."""

    text: str
    kind: str
    undo_url: str
    look_url: str = ""


def is_seen(request: HttpRequest) -> bool:
    """Whether somebody will see the answer: a page they go to, or a part that something they did asks for.

    Not what a page fetches by itself, and not the page of errors that a browser gets unseen: for an icon, or
    for a socket where no sockets are. Browsers tell by Sec-Fetch-Mode; those that do not are believed.
    """
    headers = request.headers
    if UNASKED in headers or headers.get("Upgrade", "").lower() == "websocket":
        return False
    return "HX-Request" in headers or headers.get("Sec-Fetch-Mode", "navigate") == "navigate"


def say(request: HttpRequest, text: str | Promise, *, undo_url: str = "", look_url: str = "") -> None:
    """Tells the person what was done, on the next page they see; with a button that posts to `undo_url` and
    a link to `look_url`.
    """
    tags = [f"{UNDO}{undo_url}" if undo_url else "", f"{LOOK}{look_url}" if look_url else ""]
    messages.success(request, str(text), extra_tags=" ".join(filter(None, tags)))


def refuse(request: HttpRequest, text: str | Promise) -> None:
    """Tells the person why it was not done."""
    messages.warning(request, str(text))


def waiting_toasts(waiting: Iterable[Any]) -> list[Toast]:
    """The waiting messages of a request as toasts; reading them marks them as seen."""
    found = []
    for message in waiting:
        tags = (message.extra_tags or "").split()
        undo, look = _address(tags, UNDO), _address(tags, LOOK)
        found.append(Toast(text=str(message), kind=message.level_tag, undo_url=undo, look_url=look))
    return found


def _address(tags: Sequence[str], of: str) -> str:
    return next((tag.removeprefix(of) for tag in tags if tag.startswith(of)), "")
