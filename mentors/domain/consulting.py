"""What an employer says in the diagnostic survey, and what a consultation with it decides."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from base.audit.actor import Actor
from base.common.errors import Refusal
from base.common.profiles import FieldProblems, Problems, one_line, refuse_problems
from mentors.enums import Difficulty, ParticipationState, StaffBand, SupportKind
from mentors.models import Consultation, Participation, Survey
from mentors.queries.joining import newest_survey

from .participations import lock_participation, tell

MOST_WORDS = 2000
SURVEY_FIELDS = ("staff", "from_abroad", "to_hire", "jobs", "languages", "could_mentor", "words")


@dataclass(frozen=True)
class SurveyData:
    """The answers of a survey. Numbers are people; `difficulties` codes of Difficulty, `wanted` of
    SupportKind."""

    staff: str
    from_abroad: int
    to_hire: int
    jobs: str
    could_mentor: int
    languages: str = ""
    by_shifts: bool = False
    difficulties: Collection[str] = ()
    wanted: Collection[str] = ()
    words: str = ""


@dataclass(frozen=True)
class ConsultationData:
    """What was talked over: when, with whom, which kinds of support were decided, and what was agreed."""

    held_on: date
    consultant: str
    kinds: Collection[str]
    words: str


def problems_of_survey(data: SurveyData) -> FieldProblems:
    """What keeps these answers from being sent, by field."""
    problems = Problems()
    problems.check_fields(_survey(data), SURVEY_FIELDS)
    _check_length(problems, data.words, MOST_WORDS)
    if data.staff == StaffBand.MICRO and data.from_abroad > 9:
        problems.add("from_abroad", _("These are more people than you employ, as you wrote before."))
    if not data.wanted:
        problems.add("wanted", _("Choose at least one kind of support; it is decided in a talk."), "required")
    for name, known in (("difficulties", Difficulty), ("wanted", SupportKind)):
        if set(getattr(data, name)) - set(known.values):
            problems.add(name, _("Choose among the answers of the list."))
    return problems.by_field


@transaction.atomic
def send_survey(participation: Participation, *, data: SurveyData, by: Actor) -> Survey:
    """The employer's answers, from now on read by the centre; later ones are another survey, which counts.

    The same answers sent twice are one survey. ValidationError by field; Refusal when the part has ended.
    """
    _hold(participation)
    refuse_problems(problems_of_survey(data))
    survey, before = _survey(data), newest_survey(participation)
    if before is not None and _answers(before) == _answers(survey):
        return before
    survey.participation = participation
    survey.sent_by_id, survey.sent_by_label = by.actor_id, by.actor_label[:200]
    survey.save()
    tell("surveyed", participation, by=by, details={"survey": survey.pk})
    return survey


@transaction.atomic
def record_consultation(participation: Participation, *, data: ConsultationData, by: Actor) -> Consultation:
    """What a talk with the employer decided; it counts until another one is written down.

    ValidationError by field; Refusal when the part has ended.
    """
    _hold(participation)
    row = Consultation(
        participation=participation,
        survey=newest_survey(participation),
        held_on=data.held_on,
        consultant=one_line(data.consultant),
        kinds=[kind.value for kind in SupportKind if kind.value in data.kinds],
        words=data.words.strip(),
        recorded_by_id=by.actor_id,
        recorded_by_label=by.actor_label[:200],
    )
    problems = Problems()
    problems.check_fields(row, ("held_on", "consultant", "words"))
    _check_length(problems, row.words, MOST_WORDS)
    if data.held_on > timezone.localdate():
        problems.add("held_on", _("This day has not come yet."))
    if not row.kinds:
        problems.add("kinds", _("Choose at least one kind of support."), "required")
    refuse_problems(problems.by_field)
    row.save()
    tell("consulted", participation, by=by, details={"consultation": row.pk, "kinds": row.kinds})
    return row


def _check_length(problems: Problems, words: str, most: int) -> None:
    """Free words are not cut: too long a text is told."""
    if len(words) > most:
        problems.add("words", format_lazy(_("Say it in at most {most} characters."), most=most))


def _survey(data: SurveyData) -> Survey:
    return Survey(
        staff=data.staff,
        from_abroad=data.from_abroad,
        to_hire=data.to_hire,
        jobs=one_line(data.jobs),
        languages=one_line(data.languages),
        by_shifts=data.by_shifts,
        difficulties=[one.value for one in Difficulty if one.value in data.difficulties],
        wanted=[one.value for one in SupportKind if one.value in data.wanted],
        could_mentor=data.could_mentor,
        words=data.words.strip(),
    )


def _answers(survey: Survey) -> list[object]:
    names = (*SURVEY_FIELDS, "by_shifts", "difficulties", "wanted")
    return [getattr(survey, name) for name in names]


def _hold(participation: Participation) -> None:
    lock_participation(participation)
    if participation.state == ParticipationState.ENDED:
        raise Refusal(_("This employer's part has ended. Reopen it first."), code="ended")
