"""What is done with a whole list: import, stop, begin again, put away, take back."""

from http import HTTPStatus

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from base.audit.domain.records import record
from base.common.errors import Refusal
from frontend.access import SignedRequest, door
from frontend.exports import XLSX_TYPE
from frontend.toasts import say
from frontend.views.imports import FILE_NAMES, file_response, leads_back, own_upload
from intake.domain.importing import request_import
from intake.domain.outgoing.writing import rows_xlsx
from intake.domain.undoing import check_undo, request_undo
from intake.domain.uploads import cancel_upload, discard_upload, restart_reading
from intake.enums import Kind, Scope, UploadState
from intake.queries import bad_rows
from intake.tasks import import_upload_task, judge_upload_task, undo_upload_task


@door("intake.import_people")
@require_POST
@leads_back
def import_start(request: SignedRequest, pk: int) -> HttpResponse:
    """The good rows (or, with scope=all, all that can) go in, in the background."""
    upload = own_upload(request, pk)
    scope = Scope.ALL if request.POST.get("scope") == Scope.ALL else Scope.GOOD
    request_import(upload, scope=scope, by=request.membership)
    import_upload_task.enqueue(upload.pk, request.membership.pk)
    return redirect("import_preview", upload.pk)


@door("intake.import_people")
@require_POST
@leads_back
def import_cancel(request: SignedRequest, pk: int) -> HttpResponse:
    """The step that is on shall stop; nothing of it stays."""
    upload = own_upload(request, pk)
    cancel_upload(upload, by=request.membership)
    if upload.cancel_asked:
        say(request, _("It stops in a moment. Nothing of it stays."))
    return redirect("import_preview", upload.pk)


@door("intake.import_people")
@require_POST
@leads_back
def import_again(request: SignedRequest, pk: int) -> HttpResponse:
    """A step whose worker was killed goes on."""
    upload = own_upload(request, pk)
    if upload.state == UploadState.IMPORTING:
        request_import(upload, scope=Scope(upload.scope), by=request.membership)
        import_upload_task.enqueue(upload.pk, request.membership.pk)
    elif upload.state == UploadState.UNDOING:
        request_undo(upload, by=request.membership)
        undo_upload_task.enqueue(upload.pk, request.membership.pk)
    else:
        restart_reading(upload, by=request.membership)
        judge_upload_task.enqueue(upload.pk)
    return redirect("import_preview", upload.pk)


@door("intake.import_people")
@require_POST
@leads_back
def import_discard(request: SignedRequest, pk: int) -> HttpResponse:
    """Nothing (more) of this list goes in; what stood in its rows is forgotten."""
    upload = own_upload(request, pk)
    discard_upload(upload, by=request.membership)
    say(request, _("The list is put away. What stood in its rows is deleted."))
    return redirect("imports")


@door("intake.import_people")
@require_http_methods(["GET", "HEAD", "POST"])
@leads_back
def import_undo(request: SignedRequest, pk: int) -> HttpResponse:
    """What taking the whole import back will do, and doing it, in the background."""
    upload = own_upload(request, pk)
    if request.method != "POST" and upload.state not in (UploadState.DONE, UploadState.UNDOING):
        raise Http404
    try:
        if request.method == "POST":
            request_undo(upload, by=request.membership)
            undo_upload_task.enqueue(upload.pk, request.membership.pk)
            return redirect("import_preview", upload.pk)
        with transaction.atomic():
            check_undo(upload)
    except Refusal as refusal:
        if refusal.code == "state":
            raise
        status = HTTPStatus.CONFLICT if request.method == "POST" else HTTPStatus.OK
        context = {"upload": upload, "refusal": refusal.message}
        return render(request, "imports/undo.html", context, status=status)
    return render(request, "imports/undo.html", {"upload": upload, "refusal": ""})


@door("intake.import_people")
@require_safe
def import_rows(request: SignedRequest, pk: int) -> HttpResponse:
    """The rows to be mended as a file of the same form, with what is wrong with each."""
    upload = own_upload(request, pk)
    rows = list(bad_rows(upload))
    if not rows:
        raise Http404
    record("intake.upload.rows_exported", by=request.membership, on=upload, details={"rows": len(rows)})
    return file_response(
        rows_xlsx(upload, rows), f"{FILE_NAMES[Kind(upload.kind)]}-{upload.label}.xlsx", XLSX_TYPE
    )
