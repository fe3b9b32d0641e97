"""Registering and revising volunteers, and their way from application to leaving."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from base.accounts.models import User
from base.audit.actor import Actor
from base.audit.domain.records import record
from base.common.errors import Refusal
from base.common.events import emit
from base.common.profiles import refuse_problems, said, write_fields
from base.organisations.domain.centres import lock_centre
from base.organisations.domain.numbers import next_number
from base.organisations.models import Organisation
from base.places.profiles import write_languages, write_place
from base.places.search_text import searchable
from volunteers.enums import VolunteerState
from volunteers.events import VolunteerChanged, VolunteerStateChanged
from volunteers.models import Volunteer
from volunteers.queries import missing_to_start

from .volunteer_data import PLAIN_FIELDS, VolunteerData, data_of, problems_of_volunteer, tidy

__all__ = [
    "VolunteerData",
    "activate_volunteer",
    "data_of",
    "link_volunteer",
    "lock_volunteer",
    "pause_volunteer",
    "problems_of_volunteer",
    "readmit_volunteer",
    "record_interview",
    "register_volunteer",
    "resume_volunteer",
    "revise_volunteer",
    "see_off_volunteer",
    "start_training",
]


#: The letter of the labels.
SERIES = "W"


@transaction.atomic
def register_volunteer(centre: Organisation, *, data: VolunteerData, by: Actor) -> Volunteer:
    """A new volunteer of the centre under its next label (W-12), in the state applied.

    The import key of a volunteer already here brings that one back, unchanged. ValidationError names fields
    as `problems_of_volunteer` does; Refusal when the organisation registers no people.
    """
    lock_centre(centre)
    if data.import_key and (known := centre.volunteers.filter(import_key=data.import_key).first()):
        return known
    data = tidy(data)
    refuse_problems(problems_of_volunteer(data))
    number = next_number(centre, SERIES, centre.volunteers)
    volunteer = Volunteer(
        centre=centre, number=number, label=f"{SERIES}-{number}", import_key=data.import_key
    )
    write_volunteer(volunteer, data)
    volunteer.save()
    write_languages(volunteer.languages, data.languages)
    tell("volunteer.registered", volunteer, by=by)
    return volunteer


@transaction.atomic
def revise_volunteer(
    volunteer: Volunteer, *, data: VolunteerData, by: Actor, version: int | None = None
) -> Volunteer:
    """The volunteer with all of `data`; an unchanged one is left untouched.

    `version` is the one the person saw: Refusal "stale" when somebody saved another meanwhile.
    ValidationError names fields as `problems_of_volunteer` does.
    """
    lock_volunteer(volunteer)
    if version is not None and version != volunteer.version:
        sentence = _(
            "Somebody else changed this volunteer meanwhile. Look at the new version, then save again."
        )
        raise Refusal(sentence, code="stale")
    data = tidy(data)
    refuse_problems(problems_of_volunteer(data))
    changed = write_volunteer(volunteer, data)
    if write_languages(volunteer.languages, data.languages):
        changed.append("languages")
    if changed:
        volunteer.version += 1
        volunteer.save()
        tell("volunteer.revised", volunteer, by=by, details={"changed": changed})
    return volunteer


@transaction.atomic
def link_volunteer(volunteer: Volunteer, *, user: User, by: Actor) -> Volunteer:
    """This user is this volunteer: their own home shows it. Refusal when it is somebody else already."""
    lock_volunteer(volunteer)
    if volunteer.user_id not in (None, user.pk):
        raise Refusal(_("This volunteer has a log-in already."), code="linked")
    taken = Volunteer.objects.filter(centre=volunteer.centre_id, user=user).exclude(pk=volunteer.pk)
    if taken.exists():
        raise Refusal(_("This log-in belongs to another volunteer of the centre."), code="linked")
    if volunteer.user_id is None:
        volunteer.user = user
        volunteer.save(update_fields=["user"])
        tell("volunteer.linked", volunteer, by=by, details={"user": user.pk})
    return volunteer


@transaction.atomic
def record_interview(volunteer: Volunteer, *, on: date, by: Actor) -> Volunteer:
    """The face-to-face talk took place on that day."""
    if on > timezone.localdate():
        raise ValidationError({"on": _("This day has not come yet.")})
    _lock_in(volunteer, {VolunteerState.APPLIED}, _("An interview is recorded for people who applied."))
    volunteer.interviewed_on = on
    return _move(volunteer, VolunteerState.INTERVIEWED, by=by)


@transaction.atomic
def start_training(volunteer: Volunteer, *, by: Actor) -> Volunteer:
    """The volunteer began to be trained; what they complete is recorded as training."""
    _lock_in(volunteer, {VolunteerState.INTERVIEWED}, _("Training starts after the interview."))
    return _move(volunteer, VolunteerState.IN_TRAINING, by=by)


@transaction.atomic
def activate_volunteer(volunteer: Volunteer, *, by: Actor) -> Volunteer:
    """Ready to be matched. Refusal "missing" names what still has to be there (see `missing_to_start`)."""
    ready = {VolunteerState.INTERVIEWED, VolunteerState.IN_TRAINING}
    _lock_in(volunteer, ready, _("A volunteer starts after the interview and the training."))
    return _begin(volunteer, by=by)


@transaction.atomic
def pause_volunteer(volunteer: Volunteer, *, reason: str, by: Actor, until: date | None = None) -> Volunteer:
    """Not matched for a while; `until` is the day they think of coming back on, which happens by a verb."""
    reason = said(reason)
    if refusal := refusal_of_pause(lock_volunteer(volunteer)):
        raise refusal
    volunteer.paused_until = until
    return _move(volunteer, VolunteerState.PAUSED, reason=reason, by=by)


@transaction.atomic
def resume_volunteer(volunteer: Volunteer, *, by: Actor) -> Volunteer:
    """Back from a pause; the same has to be there as at the start."""
    if refusal := refusal_of_resuming(lock_volunteer(volunteer)):
        raise refusal
    return _begin(volunteer, by=by)


@transaction.atomic
def see_off_volunteer(volunteer: Volunteer, *, reason: str, by: Actor) -> Volunteer:
    """The volunteer leaves; everything stays on record."""
    reason = said(reason)
    others = set(VolunteerState) - {VolunteerState.LEFT}
    _lock_in(volunteer, others, _("This volunteer has left already."))
    return _move(volunteer, VolunteerState.LEFT, reason=reason, by=by)


@transaction.atomic
def readmit_volunteer(volunteer: Volunteer, *, by: Actor) -> Volunteer:
    """Somebody who left asks to come back: the way begins with a new talk, training is not lost."""
    _lock_in(volunteer, {VolunteerState.LEFT}, _("This volunteer has not left."))
    volunteer.applied_on = timezone.localdate()
    volunteer.interviewed_on = None
    volunteer.serving_since = None
    return _move(volunteer, VolunteerState.APPLIED, by=by)


def lock_volunteer(volunteer: Volunteer) -> Volunteer:
    """The same object, fresh from its row, which is held until the transaction ends."""
    volunteer.refresh_from_db(from_queryset=Volunteer.objects.select_for_update())
    return volunteer


def tell(act: str, volunteer: Volunteer, *, by: Actor, details: dict[str, object] | None = None) -> None:
    """Record the act and emit that the volunteer changed."""
    record(
        f"volunteers.{act}",
        by=by,
        on=volunteer,
        organisation_id=volunteer.centre_id,
        details=details,
    )
    emit(VolunteerChanged(volunteer.pk, volunteer.centre_id))


def refusal_of_pause(volunteer: Volunteer) -> Refusal | None:
    """What `pause_volunteer` says against it as the volunteer stands; None when nothing."""
    return _not_in(volunteer, {VolunteerState.ACTIVE}, _("Only an active volunteer can take a pause."))


def refusal_of_resuming(volunteer: Volunteer) -> Refusal | None:
    """What `resume_volunteer` says against it as the volunteer stands; None when nothing."""
    only = _("Only a paused volunteer can come back from a pause.")
    return _not_in(volunteer, {VolunteerState.PAUSED}, only) or _not_ready(volunteer)


def _lock_in(volunteer: Volunteer, states: set[VolunteerState], sentence: object) -> None:
    """Lock the volunteer. Refusal unless in one of these states: the sentence, and where they are now."""
    if refusal := _not_in(lock_volunteer(volunteer), states, sentence):
        raise refusal


def _not_in(volunteer: Volunteer, states: set[VolunteerState], sentence: object) -> Refusal | None:
    if volunteer.state in states:
        return None
    now = format_lazy(
        _("{sentence} {label} is now: {state}."),
        sentence=sentence,
        label=volunteer.label,
        state=VolunteerState(volunteer.state).label,
    )
    return Refusal(now, code="wrong_state")


def _not_ready(volunteer: Volunteer) -> Refusal | None:
    missing = missing_to_start(volunteer)
    return Refusal(" ".join(str(one.sentence) for one in missing), code="missing") if missing else None


def _begin(volunteer: Volunteer, *, by: Actor) -> Volunteer:
    if refusal := _not_ready(volunteer):
        raise refusal
    volunteer.serving_since = volunteer.serving_since or timezone.localdate()
    return _move(volunteer, VolunteerState.ACTIVE, by=by)


def _move(volunteer: Volunteer, to: VolunteerState, *, by: Actor, reason: str = "") -> Volunteer:
    volunteer.state, volunteer.state_reason = to, reason
    volunteer.state_since = timezone.localdate()
    if to != VolunteerState.PAUSED:
        volunteer.paused_until = None
    volunteer.version += 1
    volunteer.save()
    record(f"volunteers.volunteer.{to}", by=by, on=volunteer, organisation_id=volunteer.centre_id)
    emit(VolunteerStateChanged(volunteer.pk, volunteer.centre_id, to.value))
    return volunteer


def write_volunteer(volunteer: Volunteer, data: VolunteerData) -> list[str]:
    """Set what differs, and what lists find the volunteer by; returns the names of the fields that did."""
    changed = write_fields(volunteer, data, PLAIN_FIELDS)
    if data.applied_on and data.applied_on != volunteer.applied_on:
        volunteer.applied_on = data.applied_on
        changed.append("applied_on")
    if write_place(volunteer, data.place):
        changed.append("place")
    volunteer.search_text = searchable(
        volunteer.label, volunteer.postcode, volunteer.place_name, volunteer.commune_name
    )
    volunteer.search_contact = searchable(
        volunteer.first_name, volunteer.last_name, volunteer.phone, volunteer.email
    )
    return changed
