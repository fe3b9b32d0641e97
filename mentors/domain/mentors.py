"""Registering, revising, pausing and seeing off mentor-employees."""

from datetime import datetime

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
from base.places.models import Located
from base.places.profiles import PLACE_FIELDS, write_languages, write_place
from base.places.search_text import searchable
from mentors.enums import ConsentPurpose, MentorState, ParticipationState
from mentors.events import MentorChanged, MentorStateChanged
from mentors.models import MentorConsent, MentorEmployee, Participation

from .mentor_data import PLAIN_FIELDS, MentorData, data_of, problems_of_mentor, tidy

__all__ = [
    "MentorData",
    "data_of",
    "give_consent",
    "link_mentor",
    "pause_mentor",
    "problems_of_mentor",
    "register_mentor",
    "resume_mentor",
    "revise_mentor",
    "see_off_mentor",
    "withdraw_consent",
]


#: The letter of the labels.
SERIES = "M"


@transaction.atomic
def register_mentor(participation: Participation, *, data: MentorData, by: Actor) -> MentorEmployee:
    """A new mentor-employee of the employer, under the centre's next label (M-12), active at once.

    The import key of one already here brings that one back, unchanged. ValidationError names fields as
    `problems_of_mentor` does; Refusal when the employer's part has ended.
    """
    centre = participation.centre
    lock_centre(centre)
    known = centre.mentor_employees.filter(import_key=data.import_key)
    if data.import_key and (mentor := known.first()):
        return mentor
    if participation.state == ParticipationState.ENDED:
        raise ended()
    data = tidy(data)
    refuse_problems(problems_of_mentor(data))
    number = next_number(centre, SERIES, centre.mentor_employees)
    mentor = MentorEmployee(
        centre=centre,
        participation=participation,
        number=number,
        label=f"{SERIES}-{number}",
        import_key=data.import_key,
    )
    write_mentor(mentor, data)
    mentor.save()
    write_languages(mentor.languages, data.languages)
    _tell("registered", mentor, by=by)
    return mentor


@transaction.atomic
def revise_mentor(
    mentor: MentorEmployee, *, data: MentorData, by: Actor, version: int | None = None
) -> MentorEmployee:
    """The mentor with all of `data`; an unchanged one is left untouched.

    `version` is the one the person saw: Refusal "stale" when somebody saved another meanwhile.
    ValidationError names fields as `problems_of_mentor` does.
    """
    lock_mentor(mentor)
    if version is not None and version != mentor.version:
        sentence = _("Somebody else changed this mentor meanwhile. Look at the new version, then save again.")
        raise Refusal(sentence, code="stale")
    data = tidy(data)
    refuse_problems(problems_of_mentor(data))
    changed = write_mentor(mentor, data)
    if write_languages(mentor.languages, data.languages):
        changed.append("languages")
    if changed:
        mentor.version += 1
        mentor.save()
        _tell("revised", mentor, by=by, details={"changed": changed})
    return mentor


@transaction.atomic
def link_mentor(mentor: MentorEmployee, *, user: User, by: Actor) -> MentorEmployee:
    """This user is this mentor-employee. Refusal when it is somebody else already."""
    lock_mentor(mentor)
    taken = MentorEmployee.objects.filter(centre=mentor.centre_id, user=user).exclude(pk=mentor.pk)
    if mentor.user_id not in (None, user.pk) or taken.exists():
        raise Refusal(_("This log-in or this mentor is linked to somebody else already."), code="linked")
    if mentor.user_id is None:
        mentor.user = user
        mentor.save(update_fields=["user"])
        _tell("linked", mentor, by=by, details={"user": user.pk})
    return mentor


@transaction.atomic
def pause_mentor(mentor: MentorEmployee, *, reason: str, by: Actor) -> MentorEmployee:
    """Not matched for a while."""
    return _move(mentor, MentorState.PAUSED, reason=said(reason), by=by)


@transaction.atomic
def resume_mentor(mentor: MentorEmployee, *, by: Actor) -> MentorEmployee:
    """Back from a pause, or after having left."""
    return _move(mentor, MentorState.ACTIVE, reason="", by=by)


@transaction.atomic
def see_off_mentor(mentor: MentorEmployee, *, reason: str, by: Actor) -> MentorEmployee:
    """The mentor-employee leaves the programme or the employer; everything stays on record."""
    return _move(mentor, MentorState.LEFT, reason=said(reason), by=by)


@transaction.atomic
def give_consent(
    mentor: MentorEmployee,
    *,
    purpose: ConsentPurpose,
    text_version: str,
    language: str,
    by: Actor,
    given_at: datetime | None = None,
) -> MentorConsent:
    """Record what the mentor said yes to, in which words and language; `given_at` None is now.

    The same yes to the same words twice is one consent.
    """
    lock_mentor(mentor)
    now = timezone.now()
    if given_at and given_at > now:
        raise ValidationError({"given_at": _("A consent cannot come from the future.")})
    same = mentor.consents.filter(purpose=purpose, text_version=text_version, language=language)
    if known := same.filter(withdrawn_at=None).first():
        return known
    consent = mentor.consents.create(
        purpose=purpose,
        text_version=text_version,
        language=language,
        given_at=given_at or now,
        recorded_by_id=by.actor_id,
        recorded_by_label=by.actor_label,
    )
    _tell("consent_given", mentor, by=by, details={"purpose": str(purpose), "text_version": text_version})
    return consent


@transaction.atomic
def withdraw_consent(mentor: MentorEmployee, *, purpose: ConsentPurpose, by: Actor) -> MentorEmployee:
    """From now on the mentor no longer agrees to this; what was done before stays right."""
    lock_mentor(mentor)
    in_force = mentor.consents.filter(purpose=purpose, withdrawn_at=None)
    if not in_force.update(withdrawn_at=timezone.now()):
        raise Refusal(_("There is no such consent to withdraw."), code="no_consent")
    _tell("consent_withdrawn", mentor, by=by, details={"purpose": str(purpose)})
    return mentor


def ended() -> Refusal:
    """Nobody joins or comes back to a part that is over."""
    return Refusal(_("This employer's part has ended. Reopen it first."), code="ended")


def lock_mentor(mentor: MentorEmployee) -> MentorEmployee:
    """The same object, fresh from its row, which is held until the transaction ends."""
    mentor.refresh_from_db(from_queryset=MentorEmployee.objects.select_for_update())
    return mentor


_ALREADY = {
    MentorState.ACTIVE: _("{label} is active already."),
    MentorState.PAUSED: _("{label} is paused already."),
    MentorState.LEFT: _("{label} has left already."),
}


def refusal_of_move(mentor: MentorEmployee, to: MentorState) -> Refusal | None:
    """What the verb that brings a mentor there says against it as they stand; None when nothing."""
    if mentor.state == to:
        return Refusal(format_lazy(_ALREADY[to], label=mentor.label), code="already")
    if to == MentorState.PAUSED and mentor.state == MentorState.LEFT:
        return Refusal(_("Somebody who has left cannot take a pause."), code="left")
    if to == MentorState.ACTIVE and mentor.participation.state == ParticipationState.ENDED:
        return ended()
    return None


def _move(mentor: MentorEmployee, to: MentorState, *, reason: str, by: Actor) -> MentorEmployee:
    lock_mentor(mentor)
    if refusal := refusal_of_move(mentor, to):
        raise refusal
    mentor.state, mentor.state_reason = to, reason
    mentor.state_since = timezone.localdate()
    mentor.version += 1
    mentor.save()
    record(f"mentors.mentor.{to}", by=by, on=mentor, organisation_id=mentor.centre_id)
    emit(MentorStateChanged(mentor.pk, mentor.centre_id, to.value))
    return mentor


def _tell(act: str, mentor: MentorEmployee, *, by: Actor, details: dict[str, object] | None = None) -> None:
    record(f"mentors.mentor.{act}", by=by, on=mentor, organisation_id=mentor.centre_id, details=details)
    emit(MentorChanged(mentor.pk, mentor.centre_id))


def write_mentor(mentor: MentorEmployee, data: MentorData) -> list[str]:
    """Set what differs, and what lists find the mentor by; returns the names of the fields that did."""
    employer = mentor.participation.employer
    if data.site and data.site.organisation_id != employer.pk:
        sentence = _("This site belongs to another employer.")
        raise ValidationError({"site": [ValidationError(sentence, code="site")]})
    changed = write_fields(mentor, data, (*PLAIN_FIELDS, "site"))
    if write_place(mentor, data.place):
        changed.append("place")
    if mentor.point is None:
        _stand_at(mentor, data.site or employer)
    mentor.search_text = searchable(
        mentor.label, employer.name, mentor.job_title, mentor.place_name, mentor.commune_name
    )
    mentor.search_contact = searchable(mentor.first_name, mentor.last_name, mentor.phone, mentor.email)
    return changed


def _stand_at(mentor: MentorEmployee, workplace: Located) -> None:
    for name in PLACE_FIELDS:
        setattr(mentor, name, getattr(workplace, name))
