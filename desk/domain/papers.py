"""Papers of newcomers: received, taken back, asked for."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from base.audit.actor import Actor
from base.audit.domain.records import record
from base.common.errors import Refusal
from base.common.events import emit
from base.notices.domain.outbox import queue_notice
from base.notices.domain.rendering import language_for
from base.notices.enums import Template
from base.notices.models import Notice
from desk.enums import Side
from desk.events import PipelineChanged
from desk.models import Paper, PaperKind
from desk.queries.papers import papers_of
from desk.queries.stages import paper_kinds_of
from volunteers.domain.clearance import months_later
from volunteers.models import Volunteer

from .onboarding import Person, lock_person, tell, way_of
from .telling import WAIT, recipient_of


@transaction.atomic
def receive_paper(
    person: Person, *, kind: PaperKind, received_on: date, by: Actor, valid_until: date | None = None
) -> Paper:
    """The paper is there. Without `valid_until` it counts for as long as its kind says. Twice is once."""
    lock_person(person)
    _refuse_foreign(person, kind)
    if received_on > timezone.localdate():
        raise ValidationError({"received_on": _("This day has not come yet.")})
    if valid_until is None and kind.months:
        valid_until = months_later(received_on, kind.months)
    if valid_until and valid_until < received_on:
        raise ValidationError({"valid_until": _("It cannot lapse before it was received.")})
    told = {"kind": kind, "received_on": received_on, "valid_until": valid_until}
    if known := person.papers.filter(taken_back_at=None, **told).first():
        return known
    paper = person.papers.create(**told, by_id=by.actor_id, by_label=by.actor_label)
    _tell(person, "paper.received", kind, by=by)
    return paper


@transaction.atomic
def take_paper_back(paper: Paper, *, by: Actor) -> Paper:
    """It was written down by mistake, or given back; twice is once."""
    person = paper.volunteer or paper.household
    assert person is not None  # noqa: S101 - one of the two, by CHECK
    lock_person(person)
    paper.refresh_from_db()
    if paper.taken_back_at is None:
        paper.taken_back_at = timezone.now()
        paper.save(update_fields=["taken_back_at"])
        _tell(person, "paper.taken_back", paper.kind, by=by)
    return paper


@transaction.atomic
def ask_for_papers(volunteer: Volunteer, *, by: Actor) -> Notice:
    """Write to the volunteer which papers are lacking, in their language. Refusal when none is, or when the
    same message waits already."""
    way = way_of(volunteer)
    language = language_for(volunteer.language)
    with translation.override(language):
        lacking = [str(one.name) for one in papers_of(volunteer, on=timezone.localdate()) if one.is_lacking]
    if not lacking:
        raise Refusal(_("Nothing is missing: there is nothing to ask for."), code="nothing_missing")
    subject = f"papers:{way.pk}"
    if Notice.objects.filter(subject=subject, created_at__gt=timezone.now() - timedelta(hours=1)).exists():
        raise Refusal(_("They were asked within the last hour."), code="asked_already")
    notice = queue_notice(
        Template.PAPERS_ASKED,
        to=recipient_of(volunteer),
        context={"papers": ", ".join(lacking)},
        not_before=timezone.now() + WAIT,
        subject=subject,
        by=by,
        organisation_id=volunteer.centre_id,
    )
    tell(way, "papers_asked", by=by, details={"papers": len(lacking)})
    return notice


def _refuse_foreign(person: Person, kind: PaperKind) -> None:
    side = Side.VOLUNTEERS if isinstance(person, Volunteer) else Side.FAMILIES
    if kind not in paper_kinds_of(person.centre_id, side):
        raise Refusal(_("This paper is not one the centre asks for."), code="not_here")


def _tell(person: Person, act: str, kind: PaperKind, *, by: Actor) -> None:
    record(f"desk.{act}", by=by, on=person, organisation_id=person.centre_id, details={"paper": kind.label})
    emit(PipelineChanged(person.centre_id, 0))
