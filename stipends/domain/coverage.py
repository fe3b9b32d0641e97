"""Which days of a month everything covers that has to: funding, agreement, contracts, appointment, pair."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from activities.queries import assignment_of
from families.models import Employment
from matching.models import Pair
from mentors.enums import ParticipationState
from mentors.models import MentorEmployee, Participation
from stipends.models import SupportRule

from .computing import Span, whole_month

#: What may cover days, in the order it is told.
PROJECT, CALL, RULE = "project", "call", "rule"
AGREEMENT, APPOINTMENT, EMPLOYMENT, ASSIGNMENT = "agreement", "appointment", "employment", "assignment"


@dataclass(frozen=True)
class Part:
    """One of those that must cover a day: its own days (None: no day at all) and those inside the month.

    An open end is `date.max`.
    """

    code: str
    days: Span | None
    inside: Span | None

    @property
    def words(self) -> str:
        """Its name, in the language active now."""
        return {
            PROJECT: _("the funded project"),
            CALL: _("the call for funding"),
            RULE: _("the rule of support"),
            AGREEMENT: _("the participation agreement"),
            APPOINTMENT: _("the employer's decision that names the mentor"),
            EMPLOYMENT: _("the new colleague's contract of employment"),
            ASSIGNMENT: _("the pair of mentor and new colleague"),
        }[self.code]

    @property
    def sentence(self) -> str:
        """Its days: “from 5 October 2026 to 4 October 2027”; what is missing where there are none."""
        if self.days is None:
            return {
                AGREEMENT: _("there is no agreement in force"),
                APPOINTMENT: _("the employer has not named this mentor yet"),
                EMPLOYMENT: _("no contract with this employer is written down"),
                ASSIGNMENT: _("the two were never brought together"),
            }.get(self.code, _("covers no day"))
        words = {"first": _told(self.days.first), "last": _told(self.days.last)}
        if self.days.first == date.min:
            return _("until %(last)s") % words
        if self.days.last == date.max:
            return _("since %(first)s") % words
        return _("from %(first)s to %(last)s") % words


@dataclass(frozen=True)
class Coverage:
    """The month, each part, and the days all of them have in common."""

    month: date
    parts: tuple[Part, ...]
    span: Span | None

    @property
    def is_whole(self) -> bool:
        """Whether every day of the month is covered."""
        return self.span == whole_month(self.month)

    @property
    def narrowing(self) -> tuple[Part, ...]:
        """The parts that do not cover the month whole."""
        return tuple(part for part in self.parts if part.inside != whole_month(self.month))


def coverage_of(
    participation: Participation, *, rule: SupportRule, month: date, pair: Pair | None = None
) -> Coverage:
    """The covered days of a month. Without a pair (a bill): of project, call, rule and agreement.

    No query beyond the rows given where `pair.steps` and the rows behind the pair have been read.
    """
    call, project = rule.call, rule.call.project
    days: list[tuple[str, Span | None]] = [
        (PROJECT, Span(project.starts_on, project.ends_on)),
        (CALL, Span(call.covers_from, call.covers_until)),
        (RULE, _span(rule.valid_from, rule.valid_to)),
        (AGREEMENT, agreement_days(participation)),
    ]
    if pair is not None:
        days += [
            (APPOINTMENT, appointment_days(pair.helper.mentor)),
            (EMPLOYMENT, employment_days(employment_of(pair), participation)),
            (ASSIGNMENT, assignment_days(pair)),
        ]
    return _coverage(month, days)


def _coverage(month: date, days: Sequence[tuple[str, Span | None]]) -> Coverage:
    whole = whole_month(month)
    parts = tuple(Part(code, span, whole.within(span)) for code, span in days)
    common: Span | None = whole
    for part in parts:
        common = common.within(part.days) if common is not None else None
    return Coverage(whole.first, parts, common)


def agreement_days(participation: Participation) -> Span | None:
    """Of the participation agreement; one that ended without a last day lasted until it was ended."""
    if participation.agreement_from is None or participation.state == ParticipationState.APPLIED:
        return None
    last = participation.agreement_until
    if last is None and participation.state == ParticipationState.ENDED:
        last = participation.state_since
    return _span(participation.agreement_from, last)


def appointment_days(mentor: MentorEmployee | None) -> Span | None:
    """From when to when the employer has named them a mentor."""
    if mentor is None or mentor.appointed_from is None:
        return None
    return _span(mentor.appointed_from, mentor.appointed_until)


def employment_of(pair: Pair) -> Employment | None:
    """The new colleague's job; None where none is written down."""
    member = pair.seeker.member
    return getattr(member, "employment", None) if member is not None else None


def employment_days(employment: Employment | None, participation: Participation) -> Span | None:
    """Of the new colleague's contract, when it is with this employer."""
    if employment is None or employment.employer_id != participation.employer_id:
        return None
    return _span(employment.started_on, employment.contract_until)


def assignment_days(pair: Pair) -> Span | None:
    """From the day both had said yes to the day the pair ended."""
    found = assignment_of(pair)
    if found is None:
        return None
    first = timezone.localdate(found.begins)
    last = timezone.localdate(found.ends) - timedelta(days=1) if found.ends is not None else None
    return _span(first, last)


def _span(first: date, last: date | None) -> Span | None:
    last = last or date.max
    return Span(first, last) if first <= last else None


def _told(day: date) -> str:
    return date_format(day, "DATE_FORMAT")
