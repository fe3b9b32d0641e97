"""What a centre's own lists taught: its headings and its words, each of which can be forgotten."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from frontend.access import SignedRequest, door
from frontend.paging import paginate
from frontend.staged_columns import targets_said
from frontend.toasts import say
from frontend.views.import_rows import read_on
from frontend.views.imports import ANSWERS
from intake.domain.memory import forget_answer, forget_heading
from intake.domain.recognition.mapping import target_choices
from intake.domain.sheets.kinds import SHEETS
from intake.enums import Kind
from intake.models import KnownHeading
from intake.queries import memory_of, uploads_in_scope


@door("intake.import_people")
@require_safe
def import_memory(request: SignedRequest) -> HttpResponse:
    """Headings and answers of the centre, by the page."""
    memory = memory_of(request.membership.organisation)
    shown = paginate(request, memory.headings, name="headings")
    context = {
        "headings": shown,
        "meanings": [(heading, _meaning(heading)) for heading in shown],
        "answers": paginate(request, memory.answers),
        **ANSWERS,
    }
    return render(request, "imports/memory.html", context)


@door("intake.import_people")
@require_POST
def import_forget_heading(request: SignedRequest, pk: int) -> HttpResponse:
    """The next list with this heading is guessed afresh."""
    headings = memory_of(request.membership.organisation).headings
    forget_heading(get_object_or_404(headings, pk=pk), by=request.membership)
    say(request, _("Forgotten. The next list is read without it."))
    return redirect("import_memory")


@door("intake.import_people")
@require_POST
def import_forget_answer(request: SignedRequest, pk: int) -> HttpResponse:
    """These words are asked about again, in the lists that wait too; back to the list of ?list= where the
    answer was given."""
    answers = memory_of(request.membership.organisation).answers
    for upload in forget_answer(get_object_or_404(answers, pk=pk), by=request.membership):
        read_on(upload)
    say(request, _("Forgotten. These words are asked about again."))
    given = request.GET.get("list", "")
    if given.isdecimal() and (one := uploads_in_scope(request.membership).filter(pk=given).first()):
        return redirect(f"{reverse('import_preview', args=[one.pk])}#questions")
    return redirect("import_memory")


def _meaning(heading: KnownHeading) -> str:
    """Where the column goes, in words."""
    targets = heading.meaning.get("targets", [])
    if not targets:
        return _("left out")
    groups = target_choices(SHEETS[Kind(heading.kind)], get_language() or "pl")
    return ", ".join(targets_said(groups, targets))
