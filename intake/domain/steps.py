"""What every step of a list shares: its lock, its turn, its progress, its counts."""

from typing import Any, Final

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.common.errors import Refusal
from intake.enums import Fate, UploadState
from intake.models import Upload

#: How a row is emptied of what people wrote; what became of it stays.
BLANK: Final[dict[str, Any]] = {
    "texts": [],
    "flaws": {},
    "mended": {},
    "answers": [],
    "cells": {},
    "problems": {},
    "warnings": {},
    "readings": {},
    "kept": {},
    "traits": {},
    "twins": [],
    "decision": {},
    "differences": {},
}
COUNTED: Final = ("good", "bad", "asked", "changed", "repeated", "imported", "updated", "left")


class Stopped(Exception):
    """The step was cancelled, or is another worker's turn: nothing more of it may be written."""


def lock_upload(upload: Upload) -> None:
    """Its row, read anew and held until the transaction ends: first of all locks a verb takes."""
    upload.refresh_from_db(from_queryset=Upload.objects.select_for_update())


def expect(upload: Upload, *states: UploadState) -> None:
    """Refusal (code "state") when the list is not that far, or further already."""
    if upload.state in states:
        return
    if upload.is_busy:
        raise Refusal(_("This list is being worked on just now. Wait until that is done."), code="state")
    raise Refusal(_("This list has moved on meanwhile. Here is where it stands."), code="state")


def begin(upload: Upload, state: UploadState) -> None:
    """Under the lock: the step begins, and a worker left over from an earlier one stops."""
    upload.state, upload.worked, upload.cancel_asked = state, 0, False
    upload.turn += 1
    upload.touched_at = timezone.now()
    upload.save()


def advance(upload: Upload, worked: int) -> None:
    """Tell how far the step has come. Stopped when it was cancelled, or is not this worker's turn.

    Written first in a transaction it also keeps the list for this worker until the end of it."""
    mine = Upload.objects.filter(pk=upload.pk, state=upload.state, turn=upload.turn, cancel_asked=False)
    if not mine.update(worked=worked, touched_at=timezone.now()):
        raise Stopped
    upload.worked = worked


def counts_by_fate(upload: Upload) -> dict[str, int]:
    """How many rows there are of each fate, as the fields of an upload are named."""
    counted = dict(upload.rows.values_list("fate").annotate(n=Count("pk")).order_by())
    return {name: counted.get(Fate(name), 0) for name in COUNTED}


def count_rows(upload: Upload) -> None:
    """Under the lock: set what was counted (the caller saves)."""
    for name, count in counts_by_fate(upload).items():
        setattr(upload, name, count)


def blank_upload(upload: Upload) -> None:
    """Under the lock: what people wrote goes, of every row; what became of them stays."""
    upload.questions.all().delete()
    upload.rows.update(**BLANK, before={}, needs_look=False)
    blank_heads(upload)
    upload.blanked_at = timezone.now()
    upload.save()


def blank_heads(upload: Upload) -> None:
    """Samples, titles and answers go; headings, meanings, names of sheets stay. The caller saves."""
    upload.columns = [column | {"samples": []} for column in upload.columns]
    upload.sheets = [
        sheet | {"left": [one | {"text": ""} for one in sheet["left"]]} for sheet in upload.sheets
    ]
    upload.answers, upload.recalled = [], []
