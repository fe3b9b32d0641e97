"""Talks and their protocols."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet

from base.accounts.models import Membership
from desk.enums import Side
from desk.models import Interview, InterviewProtocol, Question, Reference
from desk.rules import uses_desk
from families.queries import households_in_scope
from volunteers.queries import volunteers_in_scope


@dataclass(frozen=True)
class Answered:
    """A question and what was said; value: None while unanswered."""

    question: Question
    value: Any


def protocol_in_force(organisation_id: int, side: Side, *, on: date) -> InterviewProtocol | None:
    """The centre's own of that day, else the common one; None when there is none."""
    known = InterviewProtocol.objects.in_force(on).filter(
        Q(organisation=organisation_id) | Q(organisation=None), side=side
    )
    return known.order_by(F("organisation").asc(nulls_last=True), "-valid_from", "-pk").first()


def protocols_of(organisation_id: int) -> QuerySet[InterviewProtocol]:
    """Every version the centre can use, its own first, the newest first."""
    known = InterviewProtocol.objects.filter(Q(organisation=organisation_id) | Q(organisation=None))
    return known.order_by("side", F("organisation").asc(nulls_last=True), "-valid_from", "-pk")


def talks_in_scope(membership: Membership | None) -> QuerySet[Interview]:
    """Talks with the centre's newcomers, for those who work at the desk."""
    if membership is None or not uses_desk(membership):
        return Interview.objects.none()
    rows = Interview.objects.filter(_of_people(membership))
    return rows.select_related("onboarding__volunteer", "onboarding__household", "protocol")


def references_in_scope(membership: Membership | None) -> QuerySet[Reference]:
    """References of the centre's newcomers, for those who work at the desk."""
    if membership is None or not uses_desk(membership):
        return Reference.objects.none()
    rows = Reference.objects.filter(_of_people(membership))
    return rows.select_related("onboarding__volunteer", "onboarding__household")


def _of_people(membership: Membership) -> Q:
    return Q(onboarding__volunteer__in=volunteers_in_scope(membership)) | Q(
        onboarding__household__in=households_in_scope(membership)
    )


def answered(talk: Interview) -> list[Answered]:
    """Every question of the talk in its order, with its answer."""
    return [Answered(one, talk.answers.get(one.code)) for one in talk.protocol.asked()]


def next_unanswered(talk: Interview, *, after: str = "") -> str:
    """The code of the first question without an answer, looked for after `after` and then from the top; ""
    when all are answered."""
    codes = [one.code for one in talk.protocol.asked()]
    start = codes.index(after) + 1 if after in codes else 0
    return next((code for code in codes[start:] + codes[:start] if code not in talk.answers), "")
