"""Trainings of a centre, and who could be invited."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from base.accounts.models import Membership
from desk.enums import SEATED, PlaceState
from desk.models import TrainingPlace, TrainingSession
from desk.rules import uses_desk
from volunteers.models import Volunteer


def trainings_in_scope(membership: Membership | None) -> QuerySet[TrainingSession]:
    """The centre's trainings for those who work at its desk."""
    if membership is None or not uses_desk(membership):
        return TrainingSession.objects.none()
    return TrainingSession.objects.filter(organisation=membership.organisation_id)


def for_list(sessions: QuerySet[TrainingSession]) -> QuerySet[Any]:
    """Annotated with `invited`, `coming` (come or came) and `there` (were there); the next to come last."""
    return sessions.annotate(
        invited=Count("places"),
        coming=Count("places", filter=Q(places__state__in=SEATED)),
        there=Count("places", filter=Q(places__state=PlaceState.ATTENDED)),
    ).order_by("-start", "-pk")


def to_come(sessions: QuerySet[TrainingSession], *, now: datetime) -> QuerySet[TrainingSession]:
    """Those that have not begun and are not called off, the next first."""
    return sessions.filter(called_off_at=None, start__gt=now).order_by("start", "pk")


def not_invited(volunteers: QuerySet[Volunteer], session: TrainingSession) -> QuerySet[Volunteer]:
    """Those without a place at this training."""
    return volunteers.filter(~Exists(TrainingPlace.objects.filter(session=session, volunteer=OuterRef("pk"))))


def not_invited_to(volunteer: Volunteer, sessions: QuerySet[TrainingSession]) -> QuerySet[TrainingSession]:
    """Those of these trainings where the volunteer has no place."""
    return sessions.filter(~Exists(TrainingPlace.objects.filter(session=OuterRef("pk"), volunteer=volunteer)))


def places_of(session: TrainingSession) -> QuerySet[TrainingPlace]:
    """Who was invited, by label."""
    return session.places.select_related("volunteer").order_by("volunteer__number", "pk")
