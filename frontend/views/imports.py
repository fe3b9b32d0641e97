"""Pages that bring lists in."""

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from base.audit.domain.records import record
from base.common.errors import Refusal
from frontend.access import SignedRequest, door
from frontend.exports import XLSX_TYPE
from frontend.forms.imports import UploadForm
from frontend.paging import paginate
from frontend.staged import chips, chosen_rows, headings_of, shown_row
from frontend.toasts import refuse, say
from intake.domain.sheets import SHEETS
from intake.domain.uploads import SameFile, discard_upload, request_import, stage_upload
from intake.domain.writing import rows_xlsx, template_csv, template_xlsx
from intake.enums import Kind
from intake.models import Upload
from intake.queries import bad_rows, counts_of_rows, rows_shown, uploads_in_scope
from intake.tasks import import_upload_task, judge_upload_task

FILE_NAMES = {
    Kind.FAMILIES: "splot-rodziny",
    Kind.VOLUNTEERS: "splot-wolontariusze",
    Kind.MENTORS: "splot-mentorzy",
}


@door("intake.import_people")
@require_safe
def imports(request: SignedRequest) -> HttpResponse:
    """Every list sent in here, the newest first."""
    return render(
        request, "imports/history.html", {"page": paginate(request, uploads_in_scope(request.membership))}
    )


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
            judge_upload_task.enqueue(upload.pk)
            return redirect("import_preview", upload.pk)
    return render(request, "imports/upload.html", {"form": form, "kinds": form.fields["kind"].choices})  # type: ignore[attr-defined]


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
    return _file(content, f"{FILE_NAMES[Kind(kind)]}.{ending}", content_type)


@door("intake.import_people")
@require_safe
def import_preview(request: SignedRequest, pk: int) -> HttpResponse:
    """One list: its progress while the background is at work, else its rows with every problem beside its
    cell, and what to do next."""
    upload = get_object_or_404(uploads_in_scope(request.membership), pk=pk)
    context: dict[str, object] = {"upload": upload, "left_out": _left_out(upload)}
    if not upload.is_busy:
        record("intake.upload.read", by=request.membership, on=upload)
        context |= _rows(request, upload)
    return render(request, "imports/preview.html", context)


@door("intake.import_people")
@require_POST
def import_start(request: SignedRequest, pk: int) -> HttpResponse:
    """The good rows go in, in the background."""
    upload = get_object_or_404(uploads_in_scope(request.membership), pk=pk)
    request_import(upload, by=request.membership)
    import_upload_task.enqueue(upload.pk, request.membership.pk)
    return redirect("import_preview", upload.pk)


@door("intake.import_people")
@require_POST
def import_discard(request: SignedRequest, pk: int) -> HttpResponse:
    """Nothing (more) of this list goes in; what stood in its rows is forgotten."""
    upload = get_object_or_404(uploads_in_scope(request.membership), pk=pk)
    discard_upload(upload, by=request.membership)
    say(request, _("The list is put away. What stood in its rows is deleted."))
    return redirect("imports")


@door("intake.import_people")
@require_safe
def import_rows(request: SignedRequest, pk: int) -> HttpResponse:
    """The rows to be mended as a file, with what is wrong with each."""
    upload = get_object_or_404(uploads_in_scope(request.membership), pk=pk)
    rows = list(bad_rows(upload))
    if not rows:
        raise Http404
    record("intake.upload.rows_exported", by=request.membership, on=upload, details={"rows": len(rows)})
    content = rows_xlsx(SHEETS[upload.kind], rows, upload.language)
    return _file(content, f"{FILE_NAMES[Kind(upload.kind)]}-{upload.label}.xlsx", XLSX_TYPE)


def _stage(request: SignedRequest, kind: Kind, file: UploadedFile) -> Upload:
    content = file.read(settings.SPLOT_UPLOAD_MAX_BYTES + 1)
    return stage_upload(
        request.membership.organisation,
        kind=kind,
        content=content,
        file_name=file.name or "",
        by=request.membership,
    )


def _rows(request: SignedRequest, upload: Upload) -> dict[str, object]:
    kind, language = SHEETS[upload.kind], get_language() or "pl"
    counts = counts_of_rows(upload)
    chosen = chosen_rows(request, upload, counts)
    page = paginate(request, rows_shown(upload, chosen))
    return {
        "page": page,
        "rows": [shown_row(row, kind, language) for row in page],
        "headings": headings_of(kind, language),
        "chips": chips(request, upload, counts, chosen),
        "good_words": ngettext("Import the %(n)d good row", "Import the %(n)d good rows", upload.good)
        % {"n": upload.good},
    }


def _left_out(upload: Upload) -> dict[str, list[dict[str, str]]]:
    """Columns nobody reads, by the reason; with the heading of ours that looks alike."""
    columns, language = SHEETS[upload.kind].by_name, get_language() or "pl"
    told: dict[str, list[dict[str, str]]] = {"unknown": [], "sensitive": []}
    for one in upload.left_out:
        nearest = columns[one["nearest"]].heading(language) if one.get("nearest") else ""
        told[one["reason"]].append({"heading": one["heading"], "nearest": nearest})
    return told


def _file(content: bytes, name: str, content_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
