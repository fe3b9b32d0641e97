"""What a person tells about a list: which sheets, which columns, and what words mean."""

from http import HTTPStatus

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from base.common.errors import Refusal
from frontend.access import SignedRequest, door
from frontend.forms.imports import AnswerForm, SheetsForm
from frontend.staged_columns import columns_sent
from frontend.staged_questions import Failed
from frontend.toasts import refuse, say
from frontend.views.import_rows import back_to_list, read_on, show_row
from frontend.views.imports import leads_back, own_upload, show_upload
from intake.domain.answering import answer_question
from intake.domain.staging import choose_sheets, map_columns
from intake.domain.verdicts import question_key
from intake.enums import UploadState
from intake.models import Upload
from intake.queries import memory_of


@door("intake.import_people")
@require_POST
@leads_back
def import_sheets(request: SignedRequest, pk: int) -> HttpResponse:
    """The sheets that hold the people."""
    upload = own_upload(request, pk)
    form = SheetsForm(request.POST, count=len(upload.sheets))
    if not form.is_valid():
        refuse(request, _("Tick at least one sheet."))
        return redirect("import_preview", upload.pk)
    choose_sheets(upload, form.positions(), by=request.membership)
    read_on(upload)
    return redirect("import_preview", upload.pk)


@door("intake.import_people")
@require_POST
@leads_back
def import_columns(request: SignedRequest, pk: int) -> HttpResponse:
    """What each column of the file goes to; the list is read anew."""
    upload = own_upload(request, pk)
    sent = columns_sent(upload, request.POST)
    try:
        map_columns(upload, sent, by=request.membership)
    except Refusal as refusal:
        if upload.state not in (UploadState.COLUMNS, UploadState.READY):
            raise
        refuse(request, refusal.message)
        return show_upload(request, upload, sent=sent, status=HTTPStatus.CONFLICT)
    read_on(upload)
    return redirect("import_preview", upload.pk)


@door("intake.import_people")
@require_POST
@leads_back
def import_answer(request: SignedRequest, pk: int) -> HttpResponse:
    """What words mean, in all rows alike or in one only. An empty answer is told, and nothing happens."""
    upload = own_upload(request, pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        refuse(request, _("Write what it means, or choose one of the answers."))
        return back_to_list(request, upload)
    told = form.cleaned_data
    row = get_object_or_404(upload.rows, pk=told["row"]) if told["row"] else None
    try:
        settled = answer_question(
            upload,
            topic=told["topic"],
            said=told["said"],
            meant=told["meant"],
            row=row if told["only_here"] else None,
            by=request.membership,
        )
    except ValidationError as error:
        failed = Failed(told["topic"], told["said"], told["row"], told["meant"], " ".join(error.messages))
        if row is not None and told["from_row"]:
            return show_row(request, upload, row, failed=failed, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        return show_upload(request, upload, failed=failed, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    read_on(upload)
    if upload.state == UploadState.READY:
        words = ngettext("Settled in %(n)d row.", "Settled in %(n)d rows.", settled) % {"n": settled}
        say(request, words, undo_url="" if told["only_here"] else _unsaying(upload, told))
    if row is not None and told["from_row"] and upload.state == UploadState.READY:
        return redirect("import_row", upload.pk, row.pk)
    return back_to_list(request, upload, place=f"row-{row.pk}" if row else "questions")


def _unsaying(upload: Upload, told: dict[str, str]) -> str:
    """Where to take an answer back; empty where it was not remembered, because it names somebody."""
    topic, said = question_key(told["topic"], told["said"])
    answer = memory_of(upload.centre).answers.filter(topic=topic, said=said).first()
    return f"{reverse('import_forget_answer', args=[answer.pk])}?list={upload.pk}" if answer else ""
