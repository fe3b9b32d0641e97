"""What is due next of a pair besides its next step: each with its day, whether late, and its one act."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.models import CareRules
from activities.queries.contacts import contact_duty_of
from base.accounts.models import Membership
from base.organisations.queries import late_from, next_working_day
from frontend.aftermath import by_hand
from frontend.facing import name_of
from frontend.meetings import SIDE_WORDS, when_words
from matching.enums import CloseReason, PairSide, PairState
from matching.models import Pair
from matching.queries import free_room_of, rules_on, waiting_seekers

SIDES = (PairSide.HELPER, PairSide.FAMILY)


@dataclass(frozen=True)
class DueLine:
    """One thing to do: a sentence, when, and where the act is."""

    icon: str
    text: str
    act: str
    url: str
    until: date | None = None
    more: str = ""
    look: str = ""

    @property
    def is_late(self) -> bool:
        """Whether its last day has passed."""
        return self.until is not None and self.until < timezone.localdate()


def due_lines(pair: Pair, meetings: dict[str, Any], care: CareRules, *, centre: int) -> list[DueLine]:
    """What is to do, the most urgent first; `meetings` is what the page shows of them anyway, `centre` whose
    days off count, as on its Today."""
    lines = [
        *_calls(meetings),
        *_to_look_at(pair, meetings),
        *_contact(pair, care, centre),
        *_planned(pair, meetings),
    ]
    return lines + list(_surveys(pair))


def _calls(meetings: dict[str, Any]) -> Iterator[DueLine]:
    for call, side in meetings["calls"]:
        text = _("%(side)s asks for help.") % {"side": side}
        since = date_format(timezone.localtime(call.made_at), "j E, H:i")
        more = _("Since %(when)s.") % {"when": since}
        yield DueLine("help", text, _("Answer"), reverse("help_calls"), more=more, look="stop")


def _to_look_at(pair: Pair, meetings: dict[str, Any]) -> Iterator[DueLine]:
    if count := meetings["figures"].to_look_at:
        text = ngettext("%(count)d meeting to look at.", "%(count)d meetings to look at.", count)
        url = f"{reverse('meetings')}?pair={pair.pk}&show=review"
        yield DueLine("eye", text % {"count": count}, _("Look at it"), url, look="wait")


def _contact(pair: Pair, care: CareRules, centre: int) -> Iterator[DueLine]:
    """Asked as of the same day as Today asks, so that the two agree on who is late."""
    as_of = late_from(centre, timezone.localdate())
    duty = contact_duty_of(pair, care, on=as_of)
    if duty is None:
        return
    told = {"done": duty.done, "asked": duty.asked, "day": date_format(duty.since, "j E")}
    runs = duty.since == timezone.localdate().replace(day=1)
    sentence = _("%(done)d of %(asked)d this month.") if runs else _("%(done)d of %(asked)d since %(day)s.")
    more = sentence % told if duty.asked else ""
    until = next_working_day(centre, duty.due_on)
    yield DueLine("phone", _("A word with one of them."), _("Write it down"), "#contact", until, more)


def _planned(pair: Pair, meetings: dict[str, Any]) -> Iterator[DueLine]:
    for plan, length in meetings["plans"][:1]:
        sentence = (
            _("They meet on %(when)s.") if pair.is_open else _("Still planned for %(when)s: call it off.")
        )
        text = sentence % {"when": when_words(plan.start)}
        more = ", ".join(filter(None, [length, plan.place]))
        yield DueLine(
            "calendar", text, _("Move or call off"), reverse("plan_move", args=[plan.pk]), more=more
        )
    if not meetings["plans"] and meetings["may_plan"]:
        url = reverse("pair_plan", args=[pair.pk])
        yield DueLine("calendar", _("No meeting is planned."), _("Plan a meeting"), url)


def _surveys(pair: Pair) -> Iterator[DueLine]:
    """Each side is asked on its own pages; who has not answered yet is asked by phone."""
    if not asks_how_it_was(pair):
        return
    answered = {survey.side for survey in pair.surveys.all()}
    for side in SIDES:
        if side not in answered:
            text = _("%(side)s has not said yet how it was.") % {"side": SIDE_WORDS[side]}
            yield DueLine("speech", text, _("Write down what they said"), "#survey")


def asks_how_it_was(pair: Pair) -> bool:
    """Whether both are asked: two who have met and come to their end, unless it ended for safety."""
    is_over = pair.state in (PairState.CLOSING, PairState.CLOSED)
    return (
        is_over and bool(pair.active_since or pair.first_met_on) and pair.close_reason != CloseReason.SAFETY
    )


@dataclass(frozen=True)
class Rematch:
    """What may come after a pair for each of the two: sentences, and where to go and look; "" for nowhere."""

    family: str
    family_url: str
    helper: str
    helper_url: str


def rematch_of(pair: Pair, membership: Membership) -> Rematch | None:
    """For a pair that ended: the family may be matched anew, and the helper has room again."""
    if pair.closed_on is None or pair.is_open:
        return None
    waits = waiting_seekers(pair.programme).filter(pk=pair.seeker_id).exists()
    own = pair.seeker.household.centre_id == membership.organisation_id
    family, url = "", ""
    if waits and own:
        label = {"family": pair.seeker.household.label}
        family = _("%(family)s waits for a new helper.") % label
        url = by_hand(pair.seeker)
    rules = rules_on(pair.programme, timezone.localdate())
    room = free_room_of(pair.helper, most=rules.max_room if rules else 1)
    told = {"helper": name_of(pair.helper, membership), "count": room}
    helper = ngettext(
        "%(helper)s has room again: for %(count)d.", "%(helper)s has room again: for %(count)d.", room
    )
    look = f"{reverse('pair_by_hand')}?programme={pair.programme_id}&helper={pair.helper_id}"
    return Rematch(family, url, helper % told if room else "", look if room else "")
