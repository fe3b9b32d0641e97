"""The page of one row: its cells to mend, and who it may be, side by side."""

from collections.abc import Mapping
from http import HTTPStatus

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from base.audit.domain.records import record
from base.common.errors import Refusal
from frontend.access import SignedRequest, door
from frontend.forms.imports import cells_changed
from frontend.imported import pages_of_people
from frontend.staged import OPEN_FATES, labels_of, sheet_names
from frontend.staged_questions import Failed
from frontend.staged_row import cells_to_mend
from frontend.toasts import refuse, say
from frontend.twins import beside_of
from frontend.views.imports import ANSWERS, leads_back, own_upload
from intake.domain.deciding import decide_row
from intake.domain.mending import leave_row, mend_cell, take_row
from intake.domain.sheets.kinds import SHEETS
from intake.enums import Fate, UploadState
from intake.models import StagedRow, Upload
from intake.tasks import judge_upload_task


@door("intake.import_people")
@require_safe
def import_row(request: SignedRequest, pk: int, row_pk: int) -> HttpResponse:
    """One row with all its cells, and each person it may be beside it."""
    return show_row(request, *own_row(request, pk, row_pk))


def show_row(
    request: SignedRequest,
    upload: Upload,
    row: StagedRow,
    *,
    failed: Failed | None = None,
    wrong: Mapping[str, str] | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """The page of a row; `failed` is an answer, `wrong` are cells (by our column, why) that could not be
    taken: what was typed stands there again."""
    record("intake.upload.read", by=request.membership, on=upload)
    kind, language = SHEETS[upload.kind], get_language() or "pl"
    people = pages_of_people(request.membership, upload, labels_of([row]))
    cells = cells_to_mend(upload, row, kind, language, request.POST if wrong else {}, wrong or {})
    ours = {column.heading(upload.language) for column in kind.columns}
    context = {
        "upload": upload,
        "row": row,
        "name": kind.name_of(row.cells),
        "sheet": sheet_names(upload).get(row.sheet, ""),
        "person": people.get(row.person_label, ""),
        "cells": [one for one in cells if not one.is_empty],
        "empty": [one for one in cells if one.is_empty],
        "kept": [(heading, text) for heading, text in row.kept.items() if heading not in ours],
        "beside": [] if row.fate == Fate.LEFT else beside_of(row, people),
        "is_open": upload.state == UploadState.READY and row.fate in OPEN_FATES,
        "is_left": row.fate == Fate.LEFT,
        "from_row": True,
        "failed": failed,
        **ANSWERS,
    }
    return render(request, "imports/row.html", context, status=status)


@door("intake.import_people")
@require_POST
@leads_back
def import_mend(request: SignedRequest, pk: int, row_pk: int) -> HttpResponse:
    """Cells written anew; where it is ticked, wherever else the same words stand."""
    upload, row = own_row(request, pk, row_pk)
    changed = cells_changed(request.POST, row, SHEETS[upload.kind])
    if not changed:
        refuse(request, _("Nothing in these cells was changed."))
        return redirect("import_row", upload.pk, row.pk)
    wrong = {}
    for column, text, alike in changed:
        try:
            mend_cell(row, column, text, alike=alike, by=request.membership)
        except ValidationError as error:
            wrong[column] = " ".join(error.messages)
    upload.refresh_from_db()
    read_on(upload)
    if wrong:
        row.refresh_from_db()
        return show_row(request, upload, row, wrong=wrong, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    words = ngettext("%(n)d cell written anew.", "%(n)d cells written anew.", len(changed))
    say(request, words % {"n": len(changed)})
    if upload.state != UploadState.READY:
        return redirect("import_preview", upload.pk)
    return redirect("import_row", upload.pk, row.pk)


@door("intake.import_people")
@require_POST
@leads_back
def import_decide(request: SignedRequest, pk: int, row_pk: int) -> HttpResponse:
    """The same person or not, and whose words count field by field."""
    upload, row = own_row(request, pk, row_pk)
    same = request.POST.get("same", "")
    take = {
        name.removeprefix("take-"): "ours" if value == "ours" else "file"
        for name, value in request.POST.items()
        if name.startswith("take-")
    }
    decide_row(row, same=same, take=take if same else {}, by=request.membership)
    upload.refresh_from_db()
    read_on(upload)
    say(request, _("Saved: the same person.") if same else _("Saved: two different people."))
    return back_to_list(request, upload, place=f"row-{row.pk}")


@door("intake.import_people")
@require_POST
@leads_back
def import_leave(request: SignedRequest, pk: int, row_pk: int) -> HttpResponse:
    """This row does not go in."""
    upload, row = own_row(request, pk, row_pk)
    leave_row(row, by=request.membership)
    say(request, _("Row %(number)d is left out.") % {"number": row.number})
    return back_to_list(request, upload, place=f"row-{row.pk}")


@door("intake.import_people")
@require_POST
@leads_back
def import_take(request: SignedRequest, pk: int, row_pk: int) -> HttpResponse:
    """A row that was left out is looked at again."""
    upload, row = own_row(request, pk, row_pk)
    take_row(row, by=request.membership)
    say(request, _("Row %(number)d is back.") % {"number": row.number})
    return back_to_list(request, upload, place=f"row-{row.pk}")


def own_row(request: SignedRequest, pk: int, row_pk: int) -> tuple[Upload, StagedRow]:
    """The list and one of its rows, whose words are still here; else 404, or a Refusal of an act."""
    upload = own_upload(request, pk)
    row = get_object_or_404(upload.rows.select_related("upload__centre"), pk=row_pk)
    if not row.texts:
        if request.method == "POST":
            raise Refusal(_("This list has moved on meanwhile. Here is where it stands."), code="state")
        raise Http404
    return upload, row


def read_on(upload: Upload) -> None:
    """Where there is much to read (again), the background does it."""
    if upload.state == UploadState.READING:
        judge_upload_task.enqueue(upload.pk)


def back_to_list(request: SignedRequest, upload: Upload, place: str = "") -> HttpResponse:
    """The list's page as it was: its filter and pages stand in the query of the address posted to."""
    query = request.GET.urlencode()
    address = reverse("import_preview", args=[upload.pk])
    return redirect(f"{address}{'?' if query else ''}{query}{'#' if place else ''}{place}")
