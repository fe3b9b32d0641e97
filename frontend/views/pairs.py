"""Pairs: the list and its file, one pair and its steps, and pairing by hand."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from activities.queries import BROUGHT_TOGETHER
from base.accounts.models import Membership
from base.audit.domain.records import record
from base.common.errors import Refusal
from frontend.access import SignedRequest, door
from frontend.aftermath import say_what_next
from frontend.byhand import ByHand
from frontend.differing import small_number
from frontend.doing import done
from frontend.exports import Column, export, files_of
from frontend.facing import face, name_of, people_of
from frontend.first_weeks import first_weeks_shown
from frontend.forms.contacts import ContactForm, NoteForm
from frontend.forms.matching import CloseForm, StepForm
from frontend.forms.pair_life import PairForm
from frontend.held import held_data
from frontend.paging import Option, SearchPaginator, paginate
from frontend.pair_life import ACTS
from frontend.pair_sources import sources_of
from frontend.pair_standing import standing_context
from frontend.timeline import SHOWS, timeline
from frontend.toasts import say
from matching.domain.decisions import pair_by_hand as pair_them
from matching.domain.moving import as_seen
from matching.domain.owed import ENDED_IN_GOOD_TIME
from matching.domain.pairs import close_pair, record_step, resume_pair, undo_pair
from matching.domain.replacements import what_next
from matching.enums import PairState, ProposalState
from matching.models import Pair
from matching.queries import PairFilter, narrowed_pairs, pairs_in_scope, programmes_in_scope

# --- the list ---------------------------------------------------------------------------------------------


@door("matching.view_pair")
@require_safe
def pairs(request: SignedRequest) -> HttpResponse:
    """Pairs with a side of the centre's own, narrowed as the address says."""
    wanted = _wanted(request)
    pages = SearchPaginator if wanted.text.strip() else Paginator
    page = paginate(request, narrowed_pairs(request.membership, wanted), pages=pages)
    page.object_list = [(one, name_of(one.helper, request.membership)) for one in page.object_list]
    programmes = programmes_in_scope(request.membership).order_by("name", "pk")
    context = {
        "page": page,
        "wanted": wanted,
        "states": _states(wanted.state),
        "programmes": [Option(str(one.pk), one.name) for one in programmes],
        "files": files_of(request),
        "today": timezone.localdate(),
    }
    return render(request, "pairs/list.html", context)


@door("matching.view_pair")
@require_safe
def pairs_export(request: SignedRequest) -> HttpResponse:
    """The same pairs as a file, by label."""
    rows = narrowed_pairs(request.membership, _wanted(request))
    return export(request, rows, COLUMNS, act="matching.pairs.exported", name=_("pairs"))


COLUMNS = (
    Column(gettext_lazy("Family"), lambda row: row.seeker.household.label),
    Column(gettext_lazy("Helper"), lambda row: row.helper.person.label),
    Column(gettext_lazy("Programme"), lambda row: row.programme.name),
    Column(gettext_lazy("State"), lambda row: row.get_state_display()),
    Column(gettext_lazy("Offered"), lambda row: row.offered_on),
    Column(gettext_lazy("Next step due"), lambda row: row.next_day),
    Column(gettext_lazy("Planned end"), lambda row: row.ends_on),
    Column(gettext_lazy("Closed"), lambda row: row.closed_on),
    Column(gettext_lazy("Points"), lambda row: row.points),
    Column(gettext_lazy("How it began"), lambda row: row.get_origin_display()),
)


def _states(asked: str) -> list[Option]:
    """What the list is narrowed to by a touch: the states one looks for, and the one that is asked for."""
    states = [
        Option("open", _("going on")),
        Option("unanswered", _("not answered yet")),
        Option("due", _("a step is due")),
        Option("begun", _("begun to meet")),
        *(Option(state.value, str(state.label)) for state in LOOKED_FOR),
        Option("ending", _("near the planned end")),
        Option("ended", _("ended")),
    ]
    if asked in PairState.values and asked not in LOOKED_FOR:
        states.append(Option(asked, str(PairState(asked).label)))
    return states


LOOKED_FOR = (PairState.ACTIVE, PairState.PAUSED, PairState.SUSPENDED, PairState.CLOSING)


def _wanted(request: SignedRequest) -> PairFilter:
    return PairFilter(
        text=request.GET.get("q", "")[:100],
        state=request.GET.get("state", ""),
        programme=request.GET.get("programme", ""),
    )


# --- one pair ---------------------------------------------------------------------------------------------


@door("matching.view_pair")
@require_safe
def pair(request: SignedRequest, pk: int) -> HttpResponse:
    """A pair: both sides, its steps, and what is told to whom; for htmx the part that changes."""
    return show(request, find(request.membership, pk))


def find(membership: Membership, pk: int) -> Pair:
    """A pair with a side of the membership's own, with all that its page shows."""
    rows = people_of(pairs_in_scope(membership)).select_related("proposal")
    rows = rows.prefetch_related("steps", "surveys")
    found: Pair = get_object_or_404(rows, pk=pk)
    return found


def show(
    request: SignedRequest,
    found: Pair,
    *,
    status: int = HTTPStatus.OK,
    acts: Mapping[str, PairForm] | None = None,
    **refused: Any,
) -> HttpResponse:
    """The page, or the part of it htmx asks for; a form or a sentence in `refused` was sent and not done, and
    so were forms in `acts`. Reading what coordinators wrote is on record."""
    part = PARTS.get(request.htmx.target or "")
    told = timeline(sources_of(found, request.membership), request.GET)
    context = {"pair": found, "timeline": told, "shows": SHOWS}
    if part != TIMELINE:
        context |= standing_context(found, request.membership, **(acts or {}))
    if part is None:
        context |= _people(found, request.membership)
    with transaction.atomic():
        if any(entry.words.text for entry in told.entries if entry.words.take_back):
            record("activities.pair.read", by=request.membership, on=found, organisation_id=_centre(found))
        return render(request, part or "pairs/page.html", {**context, **refused}, status=status)


TIMELINE = "pairs/timeline.html"
#: What htmx fetches anew by itself, by the id of the element.
PARTS = {"standing": "pairs/standing.html", "timeline": TIMELINE}


def _people(found: Pair, membership: Membership) -> dict[str, Any]:
    """Who the two are, and what is shown beside how it stands."""
    criteria = found.proposal.criteria if found.proposal else []
    return {
        "facing": face(membership, found, criteria, points=found.points),
        "first_weeks": first_weeks_shown(found) if found.stands_at in BROUGHT_TOGETHER else None,
        "contact_form": ContactForm(),
        "note_form": NoteForm(),
        "may_contact": found.state != PairState.UNDONE,
        "one_touch": [
            ("helper", _("Spoke with the helper today")),
            ("family", _("Spoke with the family today")),
        ],
    }


def _centre(found: Pair) -> int:
    return found.seeker.household.centre_id


@door("matching.record_step")
@require_POST
def pair_undo(request: SignedRequest, pk: int) -> HttpResponse:
    """Takes an approval back whole; back to the proposal when it is open again."""
    found = find(request.membership, pk)

    def undo() -> HttpResponse:
        undone = _as_seen(request, found, lambda: undo_pair(found, by=request.membership))
        say(request, _("Taken back. Nobody outside has heard of it."))
        proposal = undone.proposal
        if proposal is not None and proposal.state == ProposalState.OPEN:
            return redirect("proposal", proposal.pk)
        return redirect("pair", pk)

    return _or_told(request, pk, undo)


@door("matching.record_step")
@require_http_methods(["GET", "HEAD", "POST"])
def pair_step(request: SignedRequest, pk: int) -> HttpResponse:
    """Writes down an answer, the first meeting, or "not this time"."""
    found = find(request.membership, pk)
    if request.method != "POST":
        typed = held_data(request)
        return show(request, found, note=typed.get("note", "")) if typed else redirect("pair", pk)
    form = StepForm(request.POST)
    if not form.is_valid():
        return show(request, found, status=HTTPStatus.UNPROCESSABLE_ENTITY, told=_("Choose what happened."))

    def step() -> HttpResponse:
        by, typed = request.membership, form.cleaned_data
        stepped = _as_seen(request, found, lambda: record_step(found, by=by, **typed))
        if stepped.state == PairState.DECLINED:
            say_what_next(request, stepped.seeker, what_next(stepped.seeker), before=_("Not this time."))
        else:
            say(request, _("Written down."))
        return redirect("pair", pk)

    return _or_told(request, pk, step, note=form.cleaned_data["note"])


@door("matching.record_step")
@require_http_methods(["GET", "HEAD", "POST"])
def pair_close(request: SignedRequest, pk: int) -> HttpResponse:
    """Ends a pair; its helper has room again."""
    found = find(request.membership, pk)
    if request.method != "POST":
        typed = held_data(request)
        return (
            show(request, found, closing=True, close_form=CloseForm(typed)) if typed else redirect("pair", pk)
        )
    form = CloseForm(request.POST)
    if not form.is_valid():
        return show(request, found, status=HTTPStatus.UNPROCESSABLE_ENTITY, closing=True, close_form=form)

    def close() -> HttpResponse:
        by, typed = request.membership, form.cleaned_data
        closed = _as_seen(request, found, lambda: close_pair(found, by=by, **typed))
        told = _("The pair is closed. The helper has room again.")
        if closed.close_reason in ENDED_IN_GOOD_TIME:
            say(request, told)
        else:
            say_what_next(request, closed.seeker, what_next(closed.seeker), before=told)
        return redirect("pair", pk)

    return _or_told(request, pk, close)


@door("matching.record_step")
@require_POST
def pair_resume(request: SignedRequest, pk: int) -> HttpResponse:
    """Lets a suspended or paused pair go on; the database refuses while clearance is missing."""
    found = find(request.membership, pk)

    def resume() -> HttpResponse:
        _as_seen(request, found, lambda: resume_pair(found, by=request.membership))
        say(request, _("The pair goes on where it stood."))
        return redirect("pair", pk)

    return _or_told(request, pk, resume)


@door("matching.record_step")
@require_http_methods(["GET", "HEAD", "POST"])
def pair_act(request: SignedRequest, pk: int, act: str) -> HttpResponse:
    """Writes down what has a form of its own: first meeting, agreement, pause, an end wished, survey."""
    found = find(request.membership, pk)
    if act not in ACTS:
        raise Http404
    if request.method != "POST":
        typed = held_data(request)
        form = ACTS[act].form(typed, pair=found)
        return show(request, found, acts={act: form}) if typed else redirect("pair", pk)
    form = ACTS[act].form(request.POST, pair=found)
    by = request.membership

    def act_on_it() -> object:
        return _as_seen(request, found, lambda: ACTS[act].verb(found, by=by, **form.cleaned_data))

    if form.is_valid() and done(form, act_on_it):
        say(request, str(ACTS[act].told))
        return redirect("pair", pk)
    fresh = find(request.membership, pk)
    told = " ".join(str(sentence) for sentence in form.non_field_errors())
    status = HTTPStatus.CONFLICT if told else HTTPStatus.UNPROCESSABLE_ENTITY
    return show(request, fresh, status=status, acts={act: form}, told=told)


def _as_seen(request: SignedRequest, found: Pair, verb: Callable[[], Any]) -> Any:
    """What the verb does; Refusal when a colleague has moved the pair since this page was made."""
    return as_seen(found, small_number(request.POST.get("version", "")), verb)


def _or_told(request: SignedRequest, pk: int, act: Callable[[], HttpResponse], **typed: Any) -> HttpResponse:
    """What the act answers; refused, the pair as it stands now with the sentence, 409."""
    try:
        return act()
    except Refusal as refusal:
        fresh = find(request.membership, pk)
        return show(request, fresh, status=HTTPStatus.CONFLICT, told=refusal.message, **typed)


# --- by hand ----------------------------------------------------------------------------------------------


@door("matching.decide_proposal")
@require_http_methods(["GET", "HEAD", "POST"])
def pair_by_hand(request: SignedRequest) -> HttpResponse:
    """Choose a programme, a family, a helper; see every rule; pair them, circumstances overridden."""
    asked = request.POST if request.method == "POST" else held_data(request) or request.GET
    by_hand = ByHand(request.membership, asked)
    if request.method == "GET":
        return render(request, "pairs/by_hand.html", {"hand": by_hand})
    if by_hand.seeker is None or by_hand.helper is None:
        told = _("Choose a family and a helper first.")
        return render(request, "pairs/by_hand.html", {"hand": by_hand, "told": told}, status=422)
    try:
        made = pair_them(
            by_hand.seeker,
            by_hand.helper,
            by=request.membership,
            despite=asked.getlist("despite"),
            note=asked.get("note", ""),
        )
    except Refusal as refusal:
        fresh = {"hand": ByHand(request.membership, asked), "told": refusal.message}
        return render(request, "pairs/by_hand.html", fresh, status=HTTPStatus.CONFLICT)
    words = _("%(family)s and %(helper)s are a pair on offer. They are told in ten minutes.")
    names = {"family": made.seeker.household.label, "helper": name_of(made.helper, request.membership)}
    say(request, words % names, undo_url=reverse("pair_undo", args=[made.pk]))
    return redirect("pair", made.pk)
