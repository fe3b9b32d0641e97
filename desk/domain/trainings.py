"""Trainings: arranged, people invited, who came. Who was there has the training in the volunteers' room."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from base.audit.actor import Actor
from base.audit.domain.records import record
from base.common.errors import Refusal
from base.common.events import emit
from base.common.profiles import Problems, one_line, refuse_problems
from base.notices.domain.outbox import cancel_notices, queue_notice
from base.notices.enums import Template
from base.organisations.models import Organisation
from desk.enums import SEATED, PlaceState
from desk.events import PipelineChanged
from desk.models import ON_THE_WAY, TrainingPlace, TrainingSession
from volunteers.domain.papers import record_training
from volunteers.enums import VolunteerState
from volunteers.models import Volunteer

from .telling import WAIT, recipient_of

#: Who can be invited: those on the way, and those who help already.
WELCOME = (*ON_THE_WAY, VolunteerState.ACTIVE, VolunteerState.PAUSED)
#: How far back a training that was can be written down, and how far ahead one is arranged.
LONGEST_AGO, LONGEST_AHEAD = timedelta(days=365), timedelta(days=2 * 365)
#: What is checked of one, and what of it those who come have to know.
CHECKED = ("name", "minutes", "place", "room", "hours")
TOLD = frozenset({"start", "minutes", "place"})
#: What can be written before a training, and after.
BEFORE = (PlaceState.INVITED, PlaceState.COMES, PlaceState.DECLINED)
AFTER = (PlaceState.ATTENDED, PlaceState.MISSED)


@transaction.atomic
def arrange_training(
    centre: Organisation,
    *,
    name: str,
    start: datetime,
    minutes: int,
    place: str,
    hours: Decimal,
    by: Actor,
    room: int | None = None,
) -> TrainingSession:
    """A training of the centre, in the past too: people are trained before anybody writes it down.
    ValidationError by field, on `day` for one more than a year ago or two ahead."""
    row = TrainingSession(
        organisation=centre,
        name=one_line(name),
        start=start,
        minutes=minutes,
        place=one_line(place),
        room=room,
        hours=hours,
        by_id=by.actor_id,
        by_label=by.actor_label,
    )
    problems = Problems()
    problems.check_fields(row, CHECKED)
    if not timezone.now() - LONGEST_AGO <= start <= timezone.now() + LONGEST_AHEAD:
        problems.add("day", _("Choose a day within the last year or the next two."), "far")
    refuse_problems(problems.by_field)
    row.save()
    _tell(row, "arranged", by=by)
    return row


@transaction.atomic
def change_training(
    session: TrainingSession,
    *,
    name: str,
    start: datetime,
    minutes: int,
    place: str,
    hours: Decimal,
    by: Actor,
    room: int | None = None,
) -> TrainingSession:
    """Of a training to come, anything. Whoever is invited or comes keeps the place and is told of another
    time or place by a message that can be taken back for ten minutes; who has not heard yet is invited anew.

    ValidationError by field: on `day` for one that is over or more than two years ahead, on `room` for fewer
    than come. Refusal once it has begun: what it was is recorded with those who were there.
    """
    _lock(session)
    _refuse_called_off(session)
    if session.is_over:
        raise Refusal(_("This training has begun: it stays as it was."), code="begun")
    before = {field: getattr(session, field) for field in (*CHECKED, "start")}
    session.name, session.place = one_line(name), one_line(place)
    session.start, session.minutes, session.room, session.hours = start, minutes, room, hours
    problems = Problems()
    problems.check_fields(session, CHECKED)
    if not timezone.now() < start <= timezone.now() + LONGEST_AHEAD:
        problems.add("day", _("Choose a day from now on, within two years."), "far")
    if room is not None and session.places.filter(state__in=SEATED).count() > room:
        problems.add("room", _("More people than that come already."), "full")
    refuse_problems(problems.by_field)
    changed = [field for field, value in before.items() if getattr(session, field) != value]
    if changed:
        session.save()
        _tell(session, "changed", by=by, details={"fields": sorted(changed)})
    if TOLD & set(changed):
        _tell_of_change(session, by=by)
    return session


def _tell_of_change(session: TrainingSession, *, by: Actor) -> None:
    """Everybody who is invited or comes, each once and as it stands now."""
    places = session.places.filter(state__in=(PlaceState.INVITED, PlaceState.COMES))
    for place in places.select_related("volunteer"):
        has_heard = not cancel_notices(_subject(place), by=by)
        cancel_notices(_subject_of_change(place), by=by)
        template = Template.TRAINING_MOVED if has_heard else Template.TRAINING_INVITED
        subject = _subject_of_change(place) if has_heard else _subject(place)
        _write(template, place, session, subject=subject, by=by)


@transaction.atomic
def invite_to_training(
    session: TrainingSession, *, volunteers: Sequence[Volunteer], by: Actor
) -> list[TrainingPlace]:
    """Everybody named is invited by a message that can be taken back for ten minutes; who was invited before
    is not asked again. Refusal when it has begun, is called off, or somebody is not a volunteer of the centre
    who is on the way or serves."""
    _lock(session)
    _refuse_called_off(session)
    if session.is_over:
        raise Refusal(_("This training has begun: nobody can be invited to it any more."), code="begun")
    _refuse_unwelcome(session, volunteers)
    fresh = _seat(session, volunteers, by=by)
    for place in fresh:
        _write(Template.TRAINING_INVITED, place, session, subject=_subject(place), by=by)
    _tell(session, "invited", by=by, details={"people": len(fresh)})
    return fresh


@transaction.atomic
def add_who_was_there(
    session: TrainingSession, *, volunteers: Sequence[Volunteer], by: Actor
) -> list[TrainingPlace]:
    """Everybody named has a place at a training that has begun, without a message: then it is written down
    who was there. Refusal before it begins, when it is called off, or for whom nobody could invite."""
    _lock(session)
    _refuse_called_off(session)
    if not session.is_over:
        raise Refusal(_("The training has not begun yet."), code="not_begun")
    _refuse_unwelcome(session, volunteers)
    fresh = _seat(session, volunteers, by=by)
    _tell(session, "added", by=by, details={"people": len(fresh)})
    return fresh


@transaction.atomic
def take_invitations_back(session: TrainingSession, *, places: Sequence[int], by: Actor) -> int:
    """Those of these places nobody has heard of yet go, with their messages; returns how many."""
    _lock(session)
    gone = 0
    for place in session.places.filter(pk__in=places, state=PlaceState.INVITED):
        if cancel_notices(_subject(place), by=by):
            place.delete()
            gone += 1
    if gone:
        _tell(session, "taken_back", by=by, details={"people": gone})
    return gone


@transaction.atomic
def answer_place(place: TrainingPlace, *, state: PlaceState, by: Actor) -> TrainingPlace:
    """What came of the invitation. Before the training: comes or not, while there is room. From its start:
    who was there, which is recorded as a training of the volunteer and stays, or who was not."""
    session = _lock(place.session)
    place.refresh_from_db()
    _refuse_called_off(session)
    if place.state == PlaceState.ATTENDED and state != place.state:
        raise Refusal(_("The training is recorded with the volunteer and stays there."), code="recorded")
    if state in AFTER and not session.is_over:
        raise Refusal(_("The training has not begun yet."), code="not_begun")
    if state in BEFORE and session.is_over:
        raise Refusal(_("The training has begun: write down who was there."), code="begun")
    if state == PlaceState.COMES:
        _refuse_full(session, place)
    if state == PlaceState.ATTENDED and place.training_id is None:
        day = timezone.localtime(session.start).date()
        place.training = record_training(
            place.volunteer, name=session.name, completed_on=day, hours=session.hours, by=by
        )
    place.state, place.answered_at = state, timezone.now()
    place.save()
    _tell(session, "answered", by=by, details={"volunteer": place.volunteer_id, "state": str(state)})
    return place


@transaction.atomic
def call_training_off(session: TrainingSession, *, by: Actor) -> TrainingSession:
    """It does not take place; invitations that have not left are taken back. Refusal once it has begun."""
    _lock(session)
    if session.is_over:
        raise Refusal(_("This training has begun already."), code="begun")
    if session.called_off_at is None:
        session.called_off_at = timezone.now()
        session.save(update_fields=["called_off_at"])
        for place in session.places.all():
            cancel_notices(_subject(place), by=by)
            cancel_notices(_subject_of_change(place), by=by)
        _tell(session, "called_off", by=by)
    return session


def _refuse_unwelcome(session: TrainingSession, volunteers: Sequence[Volunteer]) -> None:
    for one in volunteers:
        if one.centre_id != session.organisation_id or one.state not in WELCOME:
            sentence = _("{label} cannot be invited: {state}.")
            told = format_lazy(sentence, label=one.label, state=one.get_state_display())
            raise Refusal(told, code="not_welcome")


def _seat(session: TrainingSession, volunteers: Sequence[Volunteer], *, by: Actor) -> list[TrainingPlace]:
    """Places for those who have none yet."""
    known = set(session.places.values_list("volunteer_id", flat=True))
    fresh = [
        TrainingPlace(session=session, volunteer=one, by_label=by.actor_label)
        for one in {one.pk: one for one in volunteers if one.pk not in known}.values()
    ]
    TrainingPlace.objects.bulk_create(fresh)
    return fresh


def _write(
    template: Template, place: TrainingPlace, session: TrainingSession, *, subject: str, by: Actor
) -> None:
    """To the volunteer of the place, in ten minutes."""
    queue_notice(
        template,
        to=recipient_of(place.volunteer),
        context={
            "name": session.name,
            "starts": session.start.isoformat(),
            "minutes": session.minutes,
            "place": session.place,
        },
        not_before=timezone.now() + WAIT,
        subject=subject,
        by=by,
        organisation_id=session.organisation_id,
    )


def _subject(place: TrainingPlace) -> str:
    return f"training:{place.session_id}:{place.volunteer_id}"


def _subject_of_change(place: TrainingPlace) -> str:
    return f"{_subject(place)}:moved"


def _lock(session: TrainingSession) -> TrainingSession:
    """The same object, fresh from its row, which is held until the transaction ends."""
    session.refresh_from_db(from_queryset=TrainingSession.objects.select_for_update())
    return session


def _refuse_called_off(session: TrainingSession) -> None:
    if session.called_off_at is not None:
        raise Refusal(_("This training was called off."), code="called_off")


def _refuse_full(session: TrainingSession, place: TrainingPlace) -> None:
    """Counted under the lock on the session."""
    if session.room is None or place.state in SEATED:
        return
    if session.places.filter(state__in=SEATED).count() >= session.room:
        raise Refusal(_("There is no room left at this training."), code="full")


def _tell(session: TrainingSession, act: str, *, by: Actor, details: dict[str, object] | None = None) -> None:
    record(
        f"desk.training.{act}", by=by, on=session, organisation_id=session.organisation_id, details=details
    )
    emit(PipelineChanged(session.organisation_id, 0))
