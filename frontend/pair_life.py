"""The life of one pair as its page tells it: the way, what is due and by when, what can be written down."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frontend.forms.pair_life import AgreedForm, ClosingForm, MetForm, PairForm, PauseForm, SurveyForm
from matching.domain.life import following, next_step, states_of
from matching.domain.pairs import (
    answer_survey,
    begin_closing,
    hold_first_meeting,
    pause_pair,
    sign_pair_agreement,
)
from matching.enums import LifeStep, PairSide, PairState
from matching.models import Pair, PairLife, PairStep
from matching.queries import life_of

#: What is written down of what somebody said, by the step that is due.
ANSWER_WORDS = {
    LifeStep.HELPER: gettext_lazy("The helper said yes"),
    LifeStep.FAMILY: gettext_lazy("The family said yes"),
}
STEP_WORDS = {
    LifeStep.HELPER: gettext_lazy("The helper says yes"),
    LifeStep.FAMILY: gettext_lazy("The family says yes"),
    LifeStep.FIRST_MEETING: gettext_lazy("They meet for the first time"),
    LifeStep.AGREEMENT: gettext_lazy("Both sign the agreement"),
}


class Stage(NamedTuple):
    """A state on the way to meeting; look: "done", "now" or ""."""

    word: str
    look: str
    day: date | None = None


@dataclass(frozen=True)
class Due:
    """What comes next in a sentence, and its last day."""

    text: str
    until: date | None = None
    more: str = ""

    @property
    def is_late(self) -> bool:
        """Whether the last day has passed."""
        return self.until is not None and self.until < timezone.localdate()


@dataclass(frozen=True)
class PairAct:
    """Something written down in a form of its own."""

    form: type[PairForm]
    verb: Callable[..., Any]
    told: str | Promise


ACTS = {
    "met": PairAct(MetForm, hold_first_meeting, gettext_lazy("The first meeting is written down.")),
    "agreed": PairAct(AgreedForm, sign_pair_agreement, gettext_lazy("The agreement is written down.")),
    "pause": PairAct(PauseForm, pause_pair, gettext_lazy("The pair pauses. It goes on by itself.")),
    "closing": PairAct(
        ClosingForm, begin_closing, gettext_lazy("No more meetings. Close the pair once you spoke with both.")
    ),
    "survey": PairAct(SurveyForm, answer_survey, gettext_lazy("Thank you, it is written down.")),
}


def life_context(pair: Pair, **typed: PairForm) -> dict[str, Any]:
    """What the page tells of the pair's life; `typed` are forms that were sent and not done, by their act."""
    state = PairState(pair.state)
    step, then = next_step(pair.steps_to_take, state), following(pair.steps_to_take, state)
    life = life_of(pair.programme)
    return {
        "way": told_way(pair),
        "due": told_due(pair, life),
        "answer": (then[0], ANSWER_WORDS[step]) if step in ANSWER_WORDS else None,
        "may_decline": PairState.DECLINED in then,
        "acts": {name: typed.get(name) or ACTS[name].form(pair=pair) for name in possible_acts(pair)},
        "typed": set(typed),
        "facts": list(told_facts(pair)),
    }


def possible_acts(pair: Pair) -> Iterator[str]:
    """Which of ACTS make sense now; the verbs decide again."""
    match next_step(pair.steps_to_take, PairState(pair.state)):
        case LifeStep.FIRST_MEETING:
            yield "met"
        case LifeStep.AGREEMENT:
            yield "agreed"
    if pair.state in (PairState.ACTIVE, PairState.PAUSED):
        yield "pause"
    if pair.state in (PairState.ACTIVE, PairState.PAUSED, PairState.SUSPENDED):
        yield "closing"
    if pair.state in (PairState.CLOSING, PairState.CLOSED) and (pair.active_since or pair.first_met_on):
        yield "survey"


def told_way(pair: Pair) -> list[Stage]:
    """The states on the way to meeting, in this pair's order; empty when it went another way."""
    way, state = states_of(pair.steps_to_take), pair.stands_at
    days = {step.state: step.on or timezone.localdate(step.at) for step in reversed(list(pair.steps.all()))}
    if state in (PairState.PAUSED, PairState.CLOSING):
        state = PairState.ACTIVE
    if state not in way:
        return []
    here = way.index(state)
    return [
        Stage(
            str(one.label),
            "done" if place < here else "now" if place == here else "",
            days.get(one) if place <= here else None,
        )
        for place, one in enumerate(way)
    ]


def told_due(pair: Pair, life: PairLife) -> Due | None:
    """What is next, and by when; None when nothing is."""
    match next_step(pair.steps_to_take, PairState(pair.state)):
        case LifeStep.HELPER:
            return Due(_("We wait for the helper's answer."), pair.answer_by)
        case LifeStep.FAMILY:
            return Due(_("We wait for the family's answer."), pair.answer_by)
        case LifeStep.FIRST_MEETING:
            along = _("A coordinator comes along.") if life.coordinator_at_first_meeting else ""
            return Due(_("Their first meeting is to be held."), pair.due_on, along)
        case LifeStep.AGREEMENT:
            return Due(_("Both are to sign the agreement."), pair.due_on)
    if pair.state == PairState.ACTIVE and pair.ends_on:
        return Due(_("They meet. The pair comes to its planned end."), pair.ends_on)
    if pair.state == PairState.PAUSED and pair.paused_until:
        return Due(_("They do not meet for now and go on by themselves."), pair.paused_until)
    if pair.state == PairState.CLOSING:
        return Due(_("No more meetings. Speak with both, then close the pair."))
    return None


def told_facts(pair: Pair) -> Iterator[tuple[str, str]]:
    """The days of the pair, as pairs of name and value."""

    def day(value: date | None) -> str:
        return date_format(value, "DATE_FORMAT") if value else ""

    yield _("Offered"), day(pair.offered_on)
    if pair.first_met_on:
        there = _either(pair.first_met_with_coordinator, _("with a coordinator"), _("without a coordinator"))
        yield _("First meeting"), ", ".join(filter(None, [day(pair.first_met_on), there]))
    if pair.agreed_on:
        yield _("Agreement signed"), day(pair.agreed_on)
    if pair.active_since:
        yield _("Meeting since"), day(pair.active_since)
    if pair.ends_on:
        yield _("Planned end"), day(pair.ends_on)
    if pair.closed_on:
        early = _either(pair.closed_early, _("before its planned end"), _("not before its planned end"))
        yield _("Ended"), ", ".join(filter(None, [day(pair.closed_on), early]))


def _either(told: bool | None, yes: str, no: str) -> str:
    """Nothing where nobody said."""
    if told is None:
        return ""
    return yes if told else no


def told_step(step: PairStep) -> str:
    """A line of the timeline: the state, its day where it is another, whose word it was."""
    title = str(step.get_state_display())
    if step.on and step.state == PairState.PAUSED:
        title = _("paused until %(day)s") % {"day": date_format(step.on, "DATE_FORMAT")}
    elif step.on and step.on != timezone.localdate(step.at):
        title = f"{title} ({date_format(step.on, 'DATE_FORMAT')})"
    ended = (PairState.DECLINED, PairState.EXPIRED, PairState.CLOSING)
    if step.state in ended and step.side in (PairSide.HELPER, PairSide.FAMILY):
        title = f"{title} ({step.get_side_display()})"
    return title


def told_life(life: PairLife) -> list[str]:
    """The steps of a programme in words, from the offer on."""
    return [_("A pair is offered"), *(str(STEP_WORDS[LifeStep(step)]) for step in life.steps), _("They meet")]
