"""Meetings at the coordinators' desk: the list and its file, one with both sides, what is settled."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_POST, require_safe

from activities.domain.changing import is_writer, may_change
from activities.domain.meetings import confirm_meeting, say_otherwise, withdraw_meeting
from activities.domain.settling import otherwise_word, settle_as
from activities.enums import OPEN_MEETING_STATES, MeetingState, Mood
from activities.models import Meeting
from activities.queries import meetings_in_scope
from activities.queries.desk import MeetingFilter, activity_words, narrowed_meetings
from base.accounts.models import Membership
from base.audit.domain.records import record
from base.common.errors import Refusal
from frontend.access import SignedRequest, door
from frontend.doing import done_in_time
from frontend.exports import Column, export, files_of
from frontend.facing import name_of
from frontend.forms.activities import ConfirmForm, OtherwiseForm, SettleForm
from frontend.meetings import (
    SIDE_WORDS,
    STATE_LOOKS,
    activities_text,
    compared,
    has_note,
    length_words,
    mood_word,
    periods,
    sent_entries,
    sides_of,
    told_history,
    told_meetings,
)
from frontend.paging import LongPaginator, Option, paginate, query_string
from frontend.toasts import say
from matching.enums import PairSide
from matching.models import Pair
from matching.queries import pairs_in_scope, programmes_in_scope

# --- the list ---------------------------------------------------------------------------------------------


@door("activities.view_meeting")
@require_safe
def meetings(request: SignedRequest) -> HttpResponse:
    """Meetings of pairs with a side of the centre's own, narrowed as the address says."""
    wanted = _wanted(request)
    page = paginate(request, narrowed_meetings(request.membership, wanted), pages=LongPaginator)
    page.object_list = told_meetings(list(page.object_list), request.membership)
    programmes = programmes_in_scope(request.membership).order_by("name", "pk")
    context = {
        "page": page,
        "wanted": wanted,
        "is_narrowed": wanted != MeetingFilter(),
        "kept": [(key, request.GET[key]) for key in KEPT if request.GET.get(key)],
        "of_pair": _named_pair(request.membership, wanted),
        "shows": [Option("review", _("to look at")), Option("help", _("asks for help"))],
        "states": [Option(*choice) for choice in MeetingState.choices],
        "programmes": [Option(str(one.pk), one.name) for one in programmes],
        "periods": [Option(key, word) for key, (word, _from, _to) in periods(timezone.localdate()).items()],
        "files": files_of(request),
        "without_pair": query_string(request.GET, page=None, pair=None),
    }
    return render(request, "meetings/list.html", context)


KEPT = ("show", "state", "programme", "period", "pair")
LONGEST_NUMBER = 18


def _wanted(request: SignedRequest) -> MeetingFilter:
    known = periods(timezone.localdate())
    _word, since, until = known.get(request.GET.get("period", ""), ("", None, None))
    return MeetingFilter(
        text=request.GET.get("q", "")[:100],
        show=request.GET.get("show", ""),
        state=request.GET.get("state", ""),
        programme=_number(request, "programme"),
        pair=_number(request, "pair"),
        since=since,
        until=until,
    )


def _number(request: SignedRequest, name: str) -> int | None:
    """A number of the address; none where it makes no sense or no row could have it."""
    asked = request.GET.get(name, "")
    return int(asked) if asked.isdecimal() and len(asked) <= LONGEST_NUMBER else None


def _named_pair(membership: Membership, wanted: MeetingFilter) -> str:
    """The pair the list is narrowed to, as a list names it."""
    if wanted.pair is None:
        return ""
    rows = pairs_in_scope(membership).select_related(
        "seeker__household", "helper__volunteer", "helper__mentor"
    )
    pair = rows.filter(pk=wanted.pair).first()
    return f"{pair.seeker.household.label}, {name_of(pair.helper, membership)}" if pair else ""


@door("activities.view_meeting")
@require_safe
def meetings_export(request: SignedRequest) -> HttpResponse:
    """The same meetings as a file: by label, without notes."""
    rows = narrowed_meetings(request.membership, _wanted(request))
    words = activity_words(programmes_in_scope(request.membership).values_list("pk", flat=True))
    did = Column(
        _("What they did"), lambda row: activities_text(row.activities, words[row.pair.programme_id])
    )
    name = pgettext("name of a file", "meetings")
    return export(request, rows, (*COLUMNS, did, *MOODS), act="activities.meetings.exported", name=name)


def _mood_of(meeting: Meeting, side: PairSide) -> str:
    if meeting.side == side:
        return mood_word(meeting.mood)
    return next((mood_word(word.mood) for word in meeting.words.all() if word.side == side), "")


COLUMNS = (
    Column(gettext_lazy("Family"), lambda row: row.pair.seeker.household.label),
    Column(gettext_lazy("Helper"), lambda row: row.pair.helper.person.label),
    Column(gettext_lazy("Programme"), lambda row: row.pair.programme.name),
    Column(gettext_lazy("Day"), lambda row: timezone.localtime(row.start).date()),
    Column(gettext_lazy("Start"), lambda row: f"{timezone.localtime(row.start):%H:%M}"),
    Column(gettext_lazy("Minutes"), lambda row: row.minutes),
    Column(gettext_lazy("State"), lambda row: row.get_state_display()),
    Column(gettext_lazy("Written by the side of"), lambda row: str(SIDE_WORDS[row.side])),
)
MOODS = (
    Column(gettext_lazy("The helper: how it was"), lambda row: _mood_of(row, PairSide.HELPER)),
    Column(gettext_lazy("The family: how it was"), lambda row: _mood_of(row, PairSide.FAMILY)),
)


# --- one meeting ------------------------------------------------------------------------------------------


@door("activities.view_meeting")
@require_safe
def meeting(request: SignedRequest, pk: int) -> HttpResponse:
    """One meeting with both sides; reading what somebody wrote freely is on record."""
    return show(request, find(request.membership, pk))


def find(membership: Membership, pk: int) -> Meeting:
    """A meeting of a pair with a side of the membership's own."""
    rows = meetings_in_scope(membership).prefetch_related("words", "changes", "help_calls")
    return get_object_or_404(rows, pk=pk)


@transaction.atomic
def show(
    request: SignedRequest, found: Meeting, *, status: int = HTTPStatus.OK, **refused: Any
) -> HttpResponse:
    """The page; a sentence in `refused` tells what was not done."""
    calls = list(found.help_calls.all())
    if has_note(found) or any(call.words or call.answer for call in calls):
        centre = found.pair.seeker.household.centre_id
        record("activities.meeting.read", by=request.membership, on=found, organisation_id=centre)
    words = activity_words([found.pair.programme_id])[found.pair.programme_id]
    word = otherwise_word(found)
    is_open = found.state in OPEN_MEETING_STATES
    context = {
        "meeting": found,
        "pair": found.pair,
        "helper_name": name_of(found.pair.helper, request.membership),
        "length": length_words(found.minutes),
        "look": STATE_LOOKS.get(MeetingState(found.state), ""),
        "sides": sides_of(found),
        "compared": compared(found, words),
        "entries": sent_entries(found),
        "history": told_history(found, words),
        "calls": [(call, SIDE_WORDS[call.side]) for call in calls],
        "is_open": is_open,
        "needs_settling": found.state in (MeetingState.DISPUTED, MeetingState.FOR_REVIEW),
        "word": word,
        "writer": SIDE_WORDS[found.side],
        "other": SIDE_WORDS[other_side(found)],
        "may_confirm": is_open and not list(found.words.all()),
        "may_take_back": may_change(found, by=request.membership),
        "is_own": is_writer(found, by=request.membership),
        "moods": Mood.choices,
        "otherwise": OtherwiseForm.of(found),
    }
    return render(request, "meetings/page.html", {**context, **refused}, status=status)


def other_side(meeting: Meeting) -> PairSide:
    """Whose word is asked for: the family's, unless it wrote the meeting down itself."""
    return PairSide.HELPER if meeting.side == PairSide.FAMILY else PairSide.FAMILY


@door("activities.settle_meeting")
@require_POST
def meeting_settle(request: SignedRequest, pk: int) -> HttpResponse:
    """After asking both: as written, as the other side says, or not held."""
    found = find(request.membership, pk)
    form = SettleForm(request.POST)
    if not form.is_valid():
        return show(
            request, found, status=HTTPStatus.UNPROCESSABLE_ENTITY, told=_("Choose how it is to count.")
        )

    def settle() -> str:
        settle_as(found, by=request.membership, **form.cleaned_data)
        return _("Settled. Both versions stay in the history.")

    return _done_or_told(request, pk, settle)


@door("activities.settle_meeting")
@require_POST
def meeting_confirm(request: SignedRequest, pk: int) -> HttpResponse:
    """What the other side said on the phone: it was so."""
    found = find(request.membership, pk)
    form = ConfirmForm(request.POST)
    mood = form.cleaned_data["mood"] if form.is_valid() else None

    def confirm() -> str:
        confirm_meeting(found, side=other_side(found), by=request.membership, mood=mood)
        return _("Written down: both say it was so.")

    return _done_or_told(request, pk, confirm)


@door("activities.settle_meeting")
@require_POST
def meeting_otherwise(request: SignedRequest, pk: int) -> HttpResponse:
    """What the other side said on the phone: it was otherwise. Settling comes after."""
    found = find(request.membership, pk)
    form = OtherwiseForm.of(found, request.POST)

    def tell() -> None:
        say_otherwise(found, side=other_side(found), by=request.membership, **form.for_verb(found))

    if form.is_valid() and done_in_time(form, tell):
        say(request, _("Written down. Now say how it is to count."))
        return redirect("meeting", pk)
    fresh = find(request.membership, pk)
    return show(request, fresh, status=HTTPStatus.UNPROCESSABLE_ENTITY, otherwise=form)


@door("activities.settle_meeting")
@require_POST
def meeting_withdraw(request: SignedRequest, pk: int) -> HttpResponse:
    """Takes back what this coordinator wrote down by mistake."""
    found = find(request.membership, pk)

    def withdraw() -> str:
        withdraw_meeting(found, by=request.membership)
        return _("Taken back. Its time is free again.")

    return _done_or_told(request, pk, withdraw)


def _done_or_told(request: SignedRequest, pk: int, act: Callable[[], str]) -> HttpResponse:
    """Back to the meeting; refused, the meeting as it stands now with the sentence, 409."""
    try:
        say(request, act())
    except (Refusal, ValidationError) as refusal:
        told = refusal.message if isinstance(refusal, Refusal) else " ".join(refusal.messages)
        return show(request, find(request.membership, pk), status=HTTPStatus.CONFLICT, told=told)
    return redirect("meeting", pk)


def pair_of(membership: Membership, pk: int) -> Pair:
    """A pair with a side of the membership's own, with what the forms about its meetings show."""
    rows = pairs_in_scope(membership).select_related(
        "programme", "seeker__household__centre", "helper__volunteer__centre", "helper__mentor__centre"
    )
    return get_object_or_404(rows, pk=pk)
