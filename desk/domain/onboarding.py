"""Moving newcomers along their way in: stages, owner, next step. The rooms of people keep their own rules."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from base.accounts.models import Membership
from base.audit.actor import Actor
from base.audit.domain.records import record
from base.common.errors import Refusal
from base.common.events import emit
from base.common.profiles import one_line
from desk.enums import Side
from desk.events import PipelineChanged
from desk.models import Onboarding, OnboardingMove, Stage
from desk.models.onboarding import LONGEST_STEP
from desk.queries.onboarding import Newcomer, is_taken_in, newcomer_of
from desk.queries.stages import stages_of
from desk.rules import uses_desk
from families.domain.households import lock_household
from families.models import Household
from volunteers.domain.volunteers import activate_volunteer, lock_volunteer, record_interview, start_training
from volunteers.enums import VolunteerState
from volunteers.models import Volunteer

from .ending import end_way

Person = Volunteer | Household

#: The way of a volunteer, in its order.
ORDER = (
    VolunteerState.APPLIED,
    VolunteerState.INTERVIEWED,
    VolunteerState.IN_TRAINING,
    VolunteerState.ACTIVE,
)


@transaction.atomic
def move_newcomer(
    person: Person, *, to: Stage, seen: int, version: int, by: Actor, on: date | None = None
) -> Onboarding:
    """The newcomer stands in this stage from today; one that stands for a state goes through the volunteers'
    own verb, whose refusals hold. The last stage ends the way.

    `seen` and `version`: the stage and the version the person saw; Refusal "stale" tells the newer ones.
    `on`: the day of the talk, where the stage stands for having been interviewed.
    """
    now = _standing(person)
    _refuse_stale(now, seen=seen, version=version)
    if to.pk == now.stage.pk:
        raise Refusal(format_lazy(_("{label} stands there already."), label=now.label), code="already")
    if to not in stages_of(person.centre_id, now.side).targets:
        raise Refusal(_("This stage is not one of the board any more."), code="unknown_stage")
    way = _way_of(person)
    if isinstance(person, Volunteer):
        _bring_to(person, VolunteerState(to.stands_for), way, on=on, by=by)
    return _write_move(way, now, to, by=by)


@transaction.atomic
def undo_move(person: Person, *, version: int, by: Actor) -> Onboarding:
    """The newcomer stands again where they stood before the last move, as long as nothing followed and the
    volunteers' room took no step. Refusal otherwise."""
    now = _standing(person)
    _refuse_stale(now, seen=now.stage.pk, version=version)
    way = _way_of(person)
    last = way.moves.select_related("from_stage", "to_stage").order_by("-pk").first()
    back = last.from_stage if last else None
    if (
        last is None
        or back is None
        or last.to_stage_id != now.stage.pk
        or back.stands_for != now.stage.stands_for
    ):
        sentence = _("This move cannot be undone: a step is on record that cannot be taken back.")
        raise Refusal(sentence, code="final")
    return _write_move(way, now, back, by=by)


@transaction.atomic
def reopen_family(household: Household, *, by: Actor) -> Onboarding:
    """A family said to be taken in is on the way again, in the stage it was in before."""
    lock_household(household)
    way = household.onboardings.exclude(finished_on=None).select_related("stage").first()
    if way is None:
        raise Refusal(format_lazy(_("{label} is on the way already."), label=household.label), code="already")
    if Household.objects.filter(is_taken_in(), pk=household.pk).exists():
        sentence = _("Nothing is missing and {label} is in a programme: there is no way left to go.")
        raise Refusal(format_lazy(sentence, label=household.label), code="taken_in")
    last = way.moves.order_by("-pk").first()
    way.stage_id = last.from_stage_id if last else None
    way.since = timezone.localdate() if way.stage_id else None
    way.finished_on = None
    return tell(way, "reopened", by=by)


@transaction.atomic
def set_next_step(person: Person, *, words: str, on: date | None, by: Actor) -> Onboarding:
    """What is done next, and by when; empty words mean nothing is planned. A day needs words."""
    words = one_line(words)
    if len(words) > LONGEST_STEP:
        raise ValidationError({"words": _("Say it in at most 200 characters.")})
    if on and not words:
        raise ValidationError({"words": _("Say what is to be done by then.")})
    _standing(person)
    way = _way_of(person)
    way.next_step, way.next_on = words, on
    return tell(way, "step_set", by=by)


@transaction.atomic
def give_to(person: Person, *, owner: Membership | None, by: Actor) -> Onboarding:
    """Who looks after this newcomer; None: everybody. Refusal for who does not work here."""
    _standing(person)
    if owner is not None and (owner.organisation_id != person.centre_id or not uses_desk(owner)):
        raise Refusal(_("Newcomers are looked after by coordinators of the centre."), code="not_here")
    way = _way_of(person)
    way.owner = owner
    return tell(way, "given", by=by)


# --- shared with the other files of this folder -----------------------------------------------------------


def way_of(person: Person) -> Onboarding:
    """The person's open way, made when there is none; locked with the person. Refusal when they are not on
    the way."""
    _standing(person)
    return _way_of(person)


def tell(way: Onboarding, act: str, *, by: Actor, details: dict[str, object] | None = None) -> Onboarding:
    """Save the way as a newer version, record the act and emit that it changed."""
    way.version += 1
    way.save()
    record(f"desk.onboarding.{act}", by=by, on=way, organisation_id=way.organisation_id, details=details)
    emit(PipelineChanged(way.organisation_id, way.pk))
    return way


def _standing(person: Person) -> Newcomer:
    """Lock the person; where they stand. Refusal when they are not on the way."""
    lock_person(person)
    now = newcomer_of(person, on=timezone.localdate())
    if now is None:
        raise not_on_the_way(person)
    return now


def not_on_the_way(person: Person) -> Refusal:
    """Only newcomers are moved along the way in."""
    sentence = _("{label} is not on the way in any more: {state}.")
    told = format_lazy(sentence, label=person.label, state=person.get_state_display())
    return Refusal(told, code="not_on_the_way")


def lock_person(person: Person) -> None:
    """The same object, fresh from its row, which is held until the transaction ends."""
    if isinstance(person, Volunteer):
        lock_volunteer(person)
    else:
        lock_household(person)


def _refuse_stale(now: Newcomer, *, seen: int, version: int) -> None:
    if (seen, version) != (now.stage.pk, now.version):
        sentence = _(
            "Somebody else was here meanwhile: {label} now stands in “{stage}”. Look again, then decide."
        )
        raise Refusal(format_lazy(sentence, label=now.label, stage=str(now.stage)), code="stale")


def _way_of(person: Person) -> Onboarding:
    side = Side.VOLUNTEERS if isinstance(person, Volunteer) else Side.FAMILIES
    which = {"volunteer": person} if side == Side.VOLUNTEERS else {"household": person}
    way, _made = Onboarding.objects.select_related("volunteer", "household").get_or_create(
        **which, finished_on=None, defaults={"organisation_id": person.centre_id}
    )
    # The locked person, not a second copy of the row.
    for name, one in which.items():
        setattr(way, name, one)
    return way


def _bring_to(
    volunteer: Volunteer, state: VolunteerState, way: Onboarding, *, on: date | None, by: Actor
) -> None:
    """Through the verb of the volunteers' room. Refusal where its way leads only forward."""
    now = VolunteerState(volunteer.state)
    if state == now:
        return
    if ORDER.index(state) < ORDER.index(now):
        sentence = _("This step is on record and is not taken back: {label} is now: {state}.")
        raise Refusal(format_lazy(sentence, label=volunteer.label, state=now.label), code="only_forward")
    if state == VolunteerState.INTERVIEWED:
        talk = way.interviews.exclude(closed_at=None).first()
        record_interview(volunteer, on=on or (talk.held_on if talk else timezone.localdate()), by=by)
    elif state == VolunteerState.IN_TRAINING:
        start_training(volunteer, by=by)
    else:
        activate_volunteer(volunteer, by=by)


def _write_move(way: Onboarding, now: Newcomer, to: Stage, *, by: Actor) -> Onboarding:
    way.stage, way.since = to, timezone.localdate()
    tell(way, "moved", by=by, details={"from": now.stage.label, "to": to.label})
    OnboardingMove.objects.create(
        onboarding=way,
        from_stage=now.stage,
        to_stage=to,
        days=now.days,
        by_id=by.actor_id,
        by_label=by.actor_label,
    )
    return end_way(way, by=by) if to.ends else way
