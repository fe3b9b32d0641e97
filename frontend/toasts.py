"""Messages that can be taken back: a sentence, and where to post to undo it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.functional import Promise

UNDO = "undo:"


@dataclass(frozen=True)
class Toast:
    """A sentence for the person; `undo_url` is empty when there is nothing to take back."""

    text: str
    kind: str
    undo_url: str


def say(request: HttpRequest, text: str | Promise, *, undo_url: str = "") -> None:
    """Tells the person what was done, on the next page they see; with a button that posts to `undo_url`."""
    messages.success(request, str(text), extra_tags=f"{UNDO}{undo_url}" if undo_url else "")


def refuse(request: HttpRequest, text: str | Promise) -> None:
    """Tells the person why it was not done."""
    messages.warning(request, str(text))


def waiting_toasts(waiting: Iterable[Any]) -> list[Toast]:
    """The waiting messages of a request as toasts; reading them marks them as seen."""
    found = []
    for message in waiting:
        tags = (message.extra_tags or "").split()
        undo = next((tag.removeprefix(UNDO) for tag in tags if tag.startswith(UNDO)), "")
        found.append(Toast(text=str(message), kind=message.level_tag, undo_url=undo))
    return found
