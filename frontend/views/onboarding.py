"""Ways in: the boards of volunteers and families, the same as lists, and moving somebody on."""

from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from base.common.errors import Refusal
from desk.domain.onboarding import move_newcomer, reopen_family, undo_move
from desk.enums import Side
from desk.models import Onboarding, Stage
from desk.queries.onboarding import SORTS, Cards, board
from families.models import Household
from frontend.access import SignedRequest, door
from frontend.exports import Column, export
from frontend.forms.onboarding import MoveForm, PipelineFilter, PipelineListFilter
from frontend.listing import listing, show_list, sort_of
from frontend.onboarding import SIDES, Person, asked, kept_query, person_of, side_of
from frontend.toasts import say
from frontend.views import newcomer as page

BOARD = "board"


@door("desk.use")
@require_safe
def newcomers_home(request: SignedRequest) -> HttpResponse:
    """To the board of volunteers, where most newcomers stand."""
    return redirect("pipeline", Side.VOLUNTEERS)


@door("desk.use")
@require_safe
def pipeline(request: SignedRequest, side: str) -> HttpResponse:
    """The board of one side: a column for each stage, those there longest first."""
    return _show_board(request, side_of(side), request.GET)


def _show_board(
    request: SignedRequest, side: Side, query: QueryDict, *, status: int = HTTPStatus.OK, **context: Any
) -> HttpResponse:
    found = asked(request.membership, side, query, PipelineFilter, on=timezone.localdate())
    columns = board(found.rows, found.stages, on=found.on)
    shown = {
        "side": side,
        "board": columns,
        "at_card": any(
            card.pk == context.get("refused") for column in columns.columns for card in column.cards
        ),
        "stages": found.stages,
        "filters": found.filters,
        "kept": [(name, found.filters.chosen(name)) for name in found.filters.chips],
        "is_narrowed": any(found.filters.chosen(name) for name in found.filters.fields),
        "moved": query.get("moved", ""),
        "query": kept_query(request) if query is request.GET else "",
        "topic": f"pipeline:{request.membership.organisation_id}",
        "sides": SIDES,
        "today": found.on,
    }
    return render(request, "onboarding/board.html", {**shown, **context}, status=status)


@door("desk.use")
@require_safe
def pipeline_list(request: SignedRequest, side: str) -> HttpResponse:
    """The same newcomers as a list, sorted and in pages."""
    found = asked(request.membership, side_of(side), request.GET, PipelineListFilter, on=timezone.localdate())
    sort = sort_of(request, SORTS, "since")
    shown = listing(request, found.rows.order_by(*SORTS[sort]), found.filters, sort=sort)
    shown.page.object_list = Cards(found.stages, on=found.on).of(shown.page.object_list)  # type: ignore[arg-type]
    context = {
        "side": found.side,
        "sides": SIDES,
        "export_url": reverse("pipeline_export", args=[found.side]),
        "today": found.on,
    }
    return show_list(request, "onboarding/list.html", shown, **context)


@door("desk.use")
@require_safe
def pipeline_export(request: SignedRequest, side: str) -> HttpResponse:
    """The list as a file: by label, without names."""
    found = asked(request.membership, side_of(side), request.GET, PipelineListFilter, on=timezone.localdate())
    rows = found.rows.order_by(*SORTS[sort_of(request, SORTS, "since")])
    cards = Cards(found.stages, on=found.on).of(rows)
    return export(request, cards, COLUMNS, act="desk.onboarding.exported", name=_("newcomers"))


COLUMNS = (
    Column(gettext_lazy("Label"), lambda row: row.label),
    Column(gettext_lazy("Stage"), lambda row: str(row.stage)),
    Column(gettext_lazy("Since"), lambda row: row.since),
    Column(gettext_lazy("Days"), lambda row: row.days),
    Column(gettext_lazy("Overdue"), lambda row: _("yes") if row.is_late else _("no")),
    Column(gettext_lazy("Looked after by"), lambda row: row.owner_name),
    Column(gettext_lazy("Next step"), lambda row: row.step),
    Column(gettext_lazy("By when"), lambda row: row.step_on),
)


# --- moving -----------------------------------------------------------------------------------------------


@door("desk.use")
@require_POST
def newcomer_move(request: SignedRequest, side: str, pk: int) -> HttpResponse:
    """Moves somebody to a stage; back to the board, or to their page, which then shows what was refused."""
    which = side_of(side)
    person = person_of(request.membership, which, pk)
    form = MoveForm(request.POST)
    if not form.is_valid():
        return _not_moved(request, which, person, _("Choose a stage."), HTTPStatus.UNPROCESSABLE_ENTITY)
    typed = form.cleaned_data
    to = get_object_or_404(Stage, pk=typed.pop("stage"))
    try:
        way = move_newcomer(person, to=to, by=request.membership, **typed)
    except Refusal as refusal:
        return _not_moved(request, which, person, refusal.message, HTTPStatus.CONFLICT)
    except ValidationError as error:
        told = " ".join(error.messages)
        return _not_moved(request, which, person, told, HTTPStatus.UNPROCESSABLE_ENTITY)
    _say_moved(request, which, person, way, to)
    return _back(request, which, person)


def _say_moved(request: SignedRequest, side: Side, person: Person, way: Onboarding, to: Stage) -> None:
    told = _("%(label)s: %(stage)s.") % {"label": person.label, "stage": to}
    if way.finished_on is None:
        say(request, told, undo_url=reverse("newcomer_undo", args=[side, person.pk, way.version]))
    elif side == Side.FAMILIES:
        say(request, told, undo_url=reverse("newcomer_reopen", args=[side, person.pk]))
    else:
        say(request, told, look_url=reverse("volunteer", args=[person.pk]))


def _back(request: SignedRequest, side: Side, person: Person) -> HttpResponse:
    if request.POST.get("from") != BOARD:
        return redirect("newcomer", side, person.pk)
    query = QueryDict(request.POST.get("query", "")[:500].removeprefix("?"), mutable=True)
    query["moved"] = str(person.pk)
    return redirect(f"{reverse('pipeline', args=[side])}?{urlencode(sorted(query.items()))}")


def _not_moved(request: SignedRequest, side: Side, person: Person, told: str, status: int) -> HttpResponse:
    if request.POST.get("from") != BOARD:
        return page.show(request, side, person.pk, status=status, told=told)
    query = QueryDict(request.POST.get("query", "")[:500].removeprefix("?"))
    return _show_board(request, side, query, status=status, told=told, refused=person.pk)


@door("desk.use")
@require_POST
def newcomer_undo(request: SignedRequest, side: str, pk: int, version: int) -> HttpResponse:
    """Takes the last move back, when nothing followed."""
    which = side_of(side)
    person = person_of(request.membership, which, pk)
    way = undo_move(person, version=version, by=request.membership)
    say(request, _("%(label)s: %(stage)s.") % {"label": person.label, "stage": way.stage})
    return redirect("pipeline", which)


@door("desk.use")
@require_POST
def newcomer_reopen(request: SignedRequest, side: str, pk: int) -> HttpResponse:
    """A family said to be taken in is on the way again."""
    which = side_of(side)
    person = person_of(request.membership, which, pk)
    if not isinstance(person, Household):
        raise Refusal(_("A volunteer comes back on their own page."), code="not_here")
    reopen_family(person, by=request.membership)
    say(request, _("%(label)s is on the way again.") % {"label": person.label})
    return redirect("newcomer", which, pk)
