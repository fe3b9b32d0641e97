"""Pages that bring lists in: all of them, a new one, and one of them whatever state it is in."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from http import HTTPStatus
from typing import Any, Concatenate, ParamSpec, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from base.audit.domain.records import record
from base.common.errors import Refusal
from frontend.access import SignedRequest, door
from frontend.exports import XLSX_TYPE
from frontend.forms.imports import UploadForm
from frontend.history import told_history
from frontend.imported import pages_of_people
from frontend.paging import paginate
from frontend.staged import headings_of, labels_of, shown_rows
from frontend.staged_columns import columns_shown, mapping_of, missing_words
from frontend.staged_questions import Failed, questions_shown
from frontend.staged_sheets import hidden_sheets, left_lines, sheet_words, sheets_shown
from frontend.staged_words import chips, chosen_rows, heading_of, importing_words, tally
from frontend.toasts import refuse
from intake.domain.outgoing.writing import template_csv, template_xlsx
from intake.domain.readers.understanding import AS_NOTE, LEFT_OUT
from intake.domain.sheets.columns import SheetKind
from intake.domain.sheets.kinds import SHEETS
from intake.domain.staging import SameFile, stage_upload
from intake.enums import Fate, Kind, UploadState
from intake.models import Upload
from intake.queries import counts_of_rows, rows_shown, uploads_in_scope
from intake.tasks import judge_upload_task

P = ParamSpec("P")
Act = Callable[Concatenate[SignedRequest, int, P], HttpResponse]

#: Forms that answer a question, by their id.
ANSWERING = re.compile("(answer|own)-")
#: What every optional question can be answered with.
ANSWERS = {"as_note": AS_NOTE, "left_out": LEFT_OUT}
FILE_NAMES = {
    Kind.FAMILIES: "splot-rodziny",
    Kind.VOLUNTEERS: "splot-wolontariusze",
    Kind.MENTORS: "splot-mentorzy",
}


@door("intake.import_people")
@require_safe
def imports(request: SignedRequest) -> HttpResponse:
    """Every list sent in here, the newest first."""
    page = paginate(request, uploads_in_scope(request.membership))
    return render(request, "imports/history.html", {"page": page})


@door("intake.import_people")
@require_http_methods(["GET", "HEAD", "POST"])
def import_upload(request: SignedRequest) -> HttpResponse:
    """Takes a file; what cannot be read is told beside it. The rows are judged in the background."""
    form = UploadForm(request.POST or None, request.FILES or None, initial={"kind": request.GET.get("kind")})
    if request.method == "POST" and form.is_valid():
        try:
            upload = _stage(request, Kind(form.cleaned_data["kind"]), form.cleaned_data["file"])
        except SameFile as same:
            refuse(request, same.message)
            return redirect("import_preview", same.upload.pk)
        except Refusal as refusal:
            form.add_error("file", refusal.message)
        else:
            if upload.state == UploadState.READING:
                judge_upload_task.enqueue(upload.pk)
            return redirect("import_preview", upload.pk)
    kinds = form.fields["kind"].choices  # type: ignore[attr-defined]
    return render(request, "imports/upload.html", {"form": form, "kinds": kinds})


@door("intake.import_people")
@require_safe
def import_template(request: SignedRequest, kind: str, ending: str) -> HttpResponse:
    """An empty list with our headings, in Polish or (?language=en) in English."""
    write = {"xlsx": template_xlsx, "csv": template_csv}.get(ending)
    if kind not in SHEETS or write is None:
        raise Http404
    asked = request.GET.get("language") or get_language() or "pl"
    content = write(SHEETS[kind], "en" if asked.startswith("en") else "pl")
    content_type = XLSX_TYPE if ending == "xlsx" else "text/csv; charset=utf-8"
    return file_response(content, f"{FILE_NAMES[Kind(kind)]}.{ending}", content_type)


@door("intake.import_people")
@require_safe
def import_preview(request: SignedRequest, pk: int) -> HttpResponse:
    """One list: what has to be told first, its progress while the background is at work, its rows with every
    problem and question beside its cell, or what became of it; and what to do next."""
    return show_upload(request, own_upload(request, pk))


def leads_back(act: Act[P]) -> Act[P]:
    """An act on a list that is refused, because another tab or somebody else was quicker, leads back to the
    list as it is now, with the sentence of the refusal."""

    @wraps(act)
    def told(request: SignedRequest, pk: int, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return act(request, pk, *args, **kwargs)
        except Refusal as refusal:
            refuse(request, refusal.message)
            return redirect("import_preview", pk)

    return cast(Act[P], told)


def own_upload(request: SignedRequest, pk: int) -> Upload:
    """The list with this number, 404 unless it is of the membership's centre."""
    return get_object_or_404(uploads_in_scope(request.membership).select_related("centre"), pk=pk)


def show_upload(
    request: SignedRequest,
    upload: Upload,
    *,
    sent: Sequence[Mapping[str, Any]] = (),
    failed: Failed | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """The page of a list; `sent` are columns a person chose, `failed` an answer, that could not be taken."""
    context: dict[str, Any] = {
        "upload": upload,
        "heading": heading_of(upload),
        "sheet_words": sheet_words(upload),
        "failed": failed,
    }
    if not upload.is_busy:
        record("intake.upload.read", by=request.membership, on=upload)
        context |= _told(request, upload, sent)
        context["heading"] = heading_of(upload, knows_columns=not context.get("missing"))
    return render(request, "imports/preview.html", context, status=status)


def file_response(content: bytes, name: str, content_type: str) -> HttpResponse:
    """A file to keep on a disk and in no cache."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Cache-Control"] = "no-store"
    return response


def _stage(request: SignedRequest, kind: Kind, file: UploadedFile) -> Upload:
    content = file.read(settings.SPLOT_UPLOAD_MAX_BYTES + 1)
    return stage_upload(
        request.membership.organisation,
        kind=kind,
        content=content,
        file_name=file.name or "",
        by=request.membership,
    )


def _told(request: SignedRequest, upload: Upload, sent: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What the page of this state shows."""
    kind, language = SHEETS[upload.kind], get_language() or "pl"
    if upload.state == UploadState.SHEETS:
        return {"sheets": sheets_shown(upload)}
    columns = columns_shown(upload, kind, language, sent)
    context = {"columns": columns, "left": left_lines(upload), "hidden": hidden_sheets(upload)}
    if upload.state == UploadState.COLUMNS:
        return context | {"missing": missing_words(upload, kind, language)}
    context |= {"mapping": mapping_of(upload, columns.groups)}
    if upload.state == UploadState.READY:
        context |= {"importing": importing_words(upload), **_questions(request, upload, kind, language)}
    else:
        context |= {"history": told_history(upload)}
    return context | _rows(request, upload)


def _questions(request: SignedRequest, upload: Upload, kind: SheetKind, language: str) -> dict[str, Any]:
    page, asked = questions_shown(request, upload, kind, language)
    answered = request.htmx and ANSWERING.match(request.htmx.trigger or "")
    # An answer takes its card away; the focus goes to the next one.
    return {"questions": page, "asked": asked, "is_answered": bool(answered), **ANSWERS}


def _rows(request: SignedRequest, upload: Upload) -> dict[str, Any]:
    kind, language = SHEETS[upload.kind], get_language() or "pl"
    counts = counts_of_rows(upload)
    chosen = chosen_rows(request, upload, counts)
    page = paginate(request, rows_shown(upload, chosen))
    people = pages_of_people(request.membership, upload, labels_of(page.object_list))
    return {
        "tally": tally(upload, counts),
        "page": page,
        "rows": shown_rows(upload, list(page.object_list), kind, language, people),
        "headings": headings_of(kind, language),
        "chips": chips(request, upload, counts, chosen),
        "has_words": any(row.cells for row in page),
        "to_correct": counts[Fate.BAD] + counts[Fate.ASKED],
    }
