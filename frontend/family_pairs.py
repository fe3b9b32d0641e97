"""A pair as its family sees it: a first name, what the two have in common, and what happens next.

Never a surname, a phone, an address, a note of anybody's, nor anything of another family.
"""

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from activities.queries import BROUGHT_TOGETHER, job_of
from activities.queries.talk import standing_of
from base.places.distance import great_circle_km
from base.places.languages import language_name
from base.places.week import Week
from families.models import Household
from matching.domain.life import TRANSITIONS, next_step, steps_done, waits_for
from matching.enums import (
    OPEN_PAIR_STATES,
    UNANSWERED_PAIR_STATES,
    LifeStep,
    PairSide,
    PairState,
    ProgrammeKind,
)
from matching.models import Pair
from matching.queries import asked_how_it_was, life_of, pairs_of_household
from mentors.models import MentorEmployee
from volunteers.models import Volunteer
from volunteers.queries import cleared_on

MOST_LANGUAGES = 4


@dataclass(frozen=True)
class Coming:
    """A step on the way, for the timeline: `state` is "" when done, "now" or "later"."""

    title: str
    who: str
    state: str
    when: None = None


@dataclass(frozen=True)
class FamilyPair:
    """One pair; everything is asked for when a page shows it."""

    pair: Pair
    household: Household

    @property
    def state(self) -> PairState:
        """Where it stands."""
        return PairState(self.pair.state)

    @property
    def person(self) -> Volunteer | MentorEmployee:
        """The helper; templates read nothing of them but through this class."""
        return self.pair.helper.person

    @property
    def name(self) -> str:
        """The first name, or the neutral label where none is written down."""
        return self.person.first_name or self.person.label

    @property
    def kind(self) -> str:
        """What the helper is."""
        if isinstance(self.person, MentorEmployee):
            return _("colleague at work")
        return pgettext("role", "volunteer")

    @property
    def is_at_work(self) -> bool:
        """Colleagues meet where they work; how far they live is nobody's business."""
        return self.pair.programme.kind == ProgrammeKind.WORKPLACE

    @property
    def shift(self) -> str:
        """When a mentor works, so that a colleague knows where to find them; "" for a volunteer."""
        return str(self.person.get_shift_display()) if isinstance(self.person, MentorEmployee) else ""

    @property
    def can_talk(self) -> bool:
        """Whether the two have a conversation, to write in or only to read."""
        return standing_of(self.pair, on=timezone.localdate()) is not None

    @property
    def has_first_weeks(self) -> bool:
        """Whether there is a list of the first weeks at the job, and the two were brought together."""
        return self.pair.stands_at in BROUGHT_TOGETHER and job_of(self.pair) is not None

    @cached_property
    def languages(self) -> list[str]:
        """Names of the languages both speak, the helper's best first."""
        ours = self._our_languages()
        return [language_name(one.language) for one in self.person.spoken if one.language in ours][
            :MOST_LANGUAGES
        ]

    @property
    def km(self) -> int | None:
        """How far apart they live, to the kilometre and never less than one."""
        here, there = self.household.point, self.person.point
        if self.is_at_work or here is None or there is None:
            return None
        return max(1, round(great_circle_km(*here, *there)))

    @property
    def hours(self) -> Week:
        """When both have time."""
        return self.household.week & self.person.week

    @cached_property
    def is_checked(self) -> bool:
        """Whether there are children at home and the helper is cleared to meet them today."""
        if not self.household.children or not isinstance(self.person, Volunteer):
            return False
        today = timezone.localdate()
        return cleared_on(Volunteer.objects.filter(pk=self.person.pk), on=today).exists()

    @property
    def asks(self) -> bool:
        """Whether the family's answer is due."""
        return self.state in UNANSWERED_PAIR_STATES and self._waits_for() == PairSide.FAMILY

    @property
    def has_answered(self) -> bool:
        """Whether the family said yes."""
        return LifeStep.FAMILY in steps_done(self.pair.steps_to_take, self.pair.stands_at)

    @property
    def helper_said_yes(self) -> bool:
        """Whether the helper answered first, and yes."""
        return LifeStep.HELPER in steps_done(self.pair.steps_to_take, self.pair.stands_at)

    @property
    def is_shown(self) -> bool:
        """Whether the family may know who it is: asked, agreed, or met and now at the end."""
        if self.state in OPEN_PAIR_STATES:
            return self.asks or self.has_answered
        return self.state == PairState.CLOSED and self.has_met

    @property
    def has_met(self) -> bool:
        """Whether the two have begun."""
        return bool(self.pair.first_met_on or self.pair.active_since)

    @property
    def is_meeting(self) -> bool:
        """Whether they meet now."""
        return self.state in (PairState.MET, PairState.AGREED, PairState.ACTIVE)

    @property
    def can_pause(self) -> bool:
        """Whether a pause can begin or be changed."""
        return self.state in (PairState.ACTIVE, PairState.PAUSED)

    @property
    def can_end(self) -> bool:
        """Whether the family can still end it."""
        after = TRANSITIONS[self.state]
        return not self.asks and bool({PairState.CLOSING, PairState.DECLINED} & after)

    @property
    def is_ending(self) -> bool:
        """Whether a last word can be asked for."""
        return self.state in (PairState.CLOSING, PairState.CLOSED) and self.has_met

    @property
    def says(self) -> str:
        """In one sentence what the state means for the family."""
        return _sentence(self)

    @property
    def coming(self) -> list[Coming]:
        """The programme's steps from here on, each with who acts."""
        steps = self.pair.steps_to_take
        done = steps_done(steps, self.pair.stands_at)
        due = next_step(steps, self.pair.stands_at)
        shown = [one for one in steps if one not in done]
        coming = [Coming(*self._words(one), "now" if one == due else "later") for one in shown]
        return [*coming, Coming(_("You meet as it suits you both"), "", "later")]

    def _waits_for(self) -> PairSide | None:
        return waits_for(self.pair.steps_to_take, self.state)

    def _our_languages(self) -> set[str]:
        member = self.pair.seeker.member
        if member is not None:
            return {row.language for row in member.languages.all()}
        return {one.language for one in self.household.spoken}

    def _words(self, step: LifeStep) -> tuple[str, str]:
        name = {"name": self.name}
        if step == LifeStep.HELPER:
            return _("%(name)s says yes") % name, ""
        if step == LifeStep.FAMILY:
            return _("You say yes"), _("or “not this time”")
        if step == LifeStep.FIRST_MEETING:
            together = life_of(self.pair.programme).coordinator_at_first_meeting
            who = _("your coordinator comes too") if together else _("your coordinator helps to arrange it")
            return _("The first meeting"), who
        return _("You both sign a short agreement"), _("your coordinator brings it")


def pairs_shown(household: Household) -> list[FamilyPair]:
    """The open pairs whose helper the family may know, those that ask first."""
    rows = pairs_of_household(household).filter(state__in=OPEN_PAIR_STATES)
    found = [FamilyPair(pair, household) for pair in _with_people(rows)]
    return sorted((one for one in found if one.is_shown), key=lambda one: not one.asks)


def pairs_to_say_of(household: Household) -> list[FamilyPair]:
    """Pairs that ended lately of which the family has not said yet how it was."""
    ended = pairs_of_household(household).filter(state=PairState.CLOSED)
    rows = asked_how_it_was(ended, PairSide.FAMILY, on=timezone.localdate())
    return [FamilyPair(pair, household) for pair in rows]


def someone_is_asked(household: Household) -> bool:
    """Whether a helper thinks about an offer of which the family may not know whom."""
    rows = pairs_of_household(household).filter(state__in=UNANSWERED_PAIR_STATES)
    return any(not FamilyPair(pair, household).is_shown for pair in rows)


def find_pair(household: Household, key: UUID) -> FamilyPair:
    """The family's own pair, as far as it may know of it; else not found."""
    found = FamilyPair(get_object_or_404(_with_people(pairs_of_household(household)), key=key), household)
    if not found.is_shown:
        raise Http404
    return found


def find_talking_pair(household: Household, key: UUID) -> FamilyPair:
    """The family's own pair once both have said yes, ended ones too; else not found."""
    found = FamilyPair(get_object_or_404(_with_people(pairs_of_household(household)), key=key), household)
    if not found.can_talk:
        raise Http404
    return found


def _with_people(rows: QuerySet[Pair]) -> QuerySet[Pair]:
    return rows.select_related(
        "programme", "seeker__household", "seeker__member__employment", "helper__volunteer", "helper__mentor"
    ).prefetch_related(
        "seeker__member__languages", "helper__volunteer__languages", "helper__mentor__languages"
    )


def _sentence(shown: FamilyPair) -> str:
    name = {"name": shown.name}
    if shown.asks:
        if shown.pair.answer_by:
            day = date_format(shown.pair.answer_by, "j E")
            return _("We wait for your answer. You have time until %(day)s.") % {"day": day}
        return _("We wait for your answer.")
    match shown.state:
        case PairState.FAMILY_ACCEPTED:
            return _("You said yes. Now %(name)s is asked.") % name
        case PairState.ACCEPTED:
            return _("You both said yes. Your coordinator calls you about the first meeting.")
        case PairState.MET | PairState.AGREED | PairState.ACTIVE:
            return _("You meet each other.")
        case PairState.PAUSED:
            until = shown.pair.paused_until
            if until is None:
                return _("You have a pause.")
            return _("You have a pause until %(day)s.") % {"day": date_format(until, "j E")}
        case PairState.SUSPENDED:
            return _(
                "Please do not meet now. Something must be checked first. Your coordinator will call you."
            )
        case PairState.CLOSING:
            return _("This comes to its end. Your coordinator will call you.")
        case _:
            return _("This has ended. Thank you for the time together.")
