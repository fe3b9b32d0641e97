"""Talks by a set protocol: begun, answered question by question, closed with an outcome."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.audit.actor import Actor
from base.common.errors import Refusal
from desk.enums import AnswerKind, Outcome
from desk.models import Interview, InterviewProtocol, Onboarding, Question
from desk.models.interviews import LONGEST_ANSWER
from volunteers.domain.volunteers import record_interview
from volunteers.enums import VolunteerState

from .onboarding import Person, tell, way_of

SCALE = range(1, 6)


@transaction.atomic
def begin_talk(person: Person, *, protocol: InterviewProtocol, on: date, by: Actor) -> Interview:
    """An open talk by this protocol; the one that is open already is that one. Nobody talks in the future."""
    _refuse_future(on)
    way = way_of(person)
    if known := way.interviews.filter(closed_at=None).first():
        return known
    if protocol.side != way.side or protocol.organisation_id not in (None, way.organisation_id):
        raise Refusal(_("This protocol is not one of this centre's."), code="not_here")
    talk = way.interviews.create(protocol=protocol, held_on=on, by_id=by.actor_id, by_label=by.actor_label)
    tell(way, "talk_begun", by=by)
    return talk


@transaction.atomic
def answer_talk(talk: Interview, *, answers: Mapping[str, Any], by: Actor) -> Interview:
    """Keep these answers beside those kept before; an empty one takes an answer back. ValidationError by the
    question's code. Refusal when the talk is closed."""
    _lock_open(talk)
    talk.answers = {**talk.answers, **_checked(talk, answers)}
    talk.answers = {code: value for code, value in talk.answers.items() if value not in (None, "")}
    talk.save(update_fields=["answers"])
    return talk


@transaction.atomic
def close_talk(
    talk: Interview,
    *,
    outcome: Outcome,
    note: str,
    on: date,
    by: Actor,
    answers: Mapping[str, Any] | None = None,
) -> Interview:
    """The talk took place on that day and came to this; from now on it stays as it is.

    A volunteer who applied is interviewed by it, by the volunteers' own verb.
    """
    _refuse_future(on)
    way = _lock_open(talk)
    if answers:
        answer_talk(talk, answers=answers, by=by)
    note = note.strip()
    if len(note) > LONGEST_ANSWER:
        raise ValidationError({"note": _("Say it in at most 1000 characters.")})
    talk.outcome, talk.note, talk.held_on = outcome, note, on
    talk.closed_at = timezone.now()
    talk.by_id, talk.by_label = by.actor_id, by.actor_label
    talk.save()
    if way.volunteer is not None and way.volunteer.state == VolunteerState.APPLIED:
        record_interview(way.volunteer, on=on, by=by)
    tell(way, "talk_closed", by=by, details={"outcome": str(outcome)})
    return talk


@transaction.atomic
def drop_talk(talk: Interview, *, by: Actor) -> None:
    """A talk begun by mistake, with its answers, is gone; one that is closed stays."""
    way = _lock_open(talk)
    talk.delete()
    tell(way, "talk_dropped", by=by)


def _lock_open(talk: Interview) -> Onboarding:
    """Lock the person and the talk. Refusal when it is closed, or its way is over."""
    way = way_of(talk.onboarding.person)
    talk.refresh_from_db()
    if talk.closed_at is not None or talk.onboarding_id != way.pk:
        raise Refusal(_("This talk is closed: what was said stays as it was written."), code="closed")
    return way


def _checked(talk: Interview, answers: Mapping[str, Any]) -> dict[str, Any]:
    asked = {one.code: one for one in talk.protocol.asked()}
    problems = {}
    checked = {}
    for code, value in answers.items():
        question = asked.get(code)
        if question is None:
            problems[code] = _("This question is not one of the protocol.")
        elif not _fits(question, value):
            problems[code] = _("This answer does not fit the question.")
        else:
            checked[code] = value.strip() if isinstance(value, str) else value
    if problems:
        raise ValidationError(problems)
    return checked


def _fits(question: Question, value: Any) -> bool:
    if value is None or value == "":
        return True
    if question.kind == AnswerKind.YES_NO:
        return isinstance(value, bool)
    if question.kind == AnswerKind.SCALE:
        return isinstance(value, int) and not isinstance(value, bool) and value in SCALE
    return isinstance(value, str) and len(value) <= LONGEST_ANSWER


def _refuse_future(on: date) -> None:
    if on > timezone.localdate():
        raise ValidationError({"on": _("This day has not come yet.")})
