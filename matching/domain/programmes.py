"""Programmes: making one, revising its rules, sharing its pool, and who takes part."""

from datetime import date, timedelta
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from base.audit.actor import Actor
from base.audit.domain.records import differences, record
from base.common.errors import Refusal
from base.common.events import emit
from base.organisations.enums import OrganisationKind
from base.organisations.models import Organisation
from families.enums import HouseholdState
from families.models import Household, Member
from matching.domain.lives import begin_life
from matching.domain.rulebook import DEFAULT_RULES, check_rules, known, values_of
from matching.enums import OPEN_PAIR_STATES, ProgrammeKind, ProgrammeState, ProposalState
from matching.events import PlaceTaken
from matching.models import Helper, Programme, ProgrammeCentre, ProgrammeRules, Seeker
from matching.queries import rules_on
from mentors.enums import MentorState
from mentors.models import MentorEmployee
from volunteers.enums import VolunteerState
from volunteers.models import Volunteer

Place = TypeVar("Place", Seeker, Helper)


# --- the programme ----------------------------------------------------------------------------------


@transaction.atomic
def create_programme(
    lead: Organisation,
    *,
    key: str,
    name: str,
    kind: ProgrammeKind | str,
    by: Actor,
    source: str = "",
    valid_from: date | None = None,
    **rules: Any,
) -> Programme:
    """A programme led by a centre or an NGO, which shares it first, with rules from `valid_from` (today).

    What `rules` leave open comes from DEFAULT_RULES of the kind, how its pairs live from USUAL_LIVES.
    ValidationError names the fields of the programme or its rules that cannot be.
    """
    _refuse_other_kinds(lead)
    kind = ProgrammeKind(kind)
    programme = Programme(
        key=key, name=name, kind=kind, lead=lead, contact_with_minors=kind != ProgrammeKind.WORKPLACE
    )
    programme.full_clean()
    programme.save()
    ProgrammeCentre.objects.create(programme=programme, centre=lead)
    row = ProgrammeRules(
        programme=programme,
        valid_from=valid_from or timezone.localdate(),
        source=source or _("set up by %(name)s") % {"name": by.actor_label},
        checked_by=by.actor_label,
        **{**DEFAULT_RULES[kind], **known(rules)},
    )
    check_rules(row)
    row.save()
    begin_life(programme)
    record(
        "matching.programme.create",
        by=by,
        on=programme,
        organisation_id=lead.pk,
        details={"kind": kind.value},
    )
    return programme


@transaction.atomic
def revise_rules(
    programme: Programme,
    *,
    source: str,
    by: Actor,
    valid_from: date | None = None,
    why: str = "",
    **changes: Any,
) -> ProgrammeRules:
    """New rules from a day on, today at the earliest: those in force before, with `changes`; `why` is for the
    history.

    A revision from the day on which a row already begins replaces that row; runs keep the rules they used.
    ValidationError names the fields that cannot be.
    """
    start = valid_from or timezone.localdate()
    if start < timezone.localdate():
        past = _("Rules cannot change in the past. Choose today or a later day.")
        raise ValidationError({"valid_from": past})
    _lock(programme)
    before = rules_on(programme, start) or programme.rules.order_by("valid_from").first()
    row = programme.rules.filter(valid_from=start).first() or ProgrammeRules(
        programme=programme, valid_from=start
    )
    held = values_of(before, programme)
    for name, value in {**held, **known(changes)}.items():
        setattr(row, name, value)
    row.source, row.checked_by = source, by.actor_label
    later = programme.rules.filter(valid_from__gt=start).order_by("valid_from").first()
    row.valid_to = later.valid_from - timedelta(days=1) if later else None
    programme.rules.filter(valid_from__lt=start).exclude(valid_to__lt=start).update(
        valid_to=start - timedelta(days=1)
    )
    check_rules(row)
    row.save()
    record(
        "matching.rules.revise",
        by=by,
        on=programme,
        organisation_id=programme.lead_id,
        details={
            "from": start.isoformat(),
            "changes": sorted(changes),
            "values": differences(held, changes),
            "source": source,
            "why": why,
        },
    )
    return row


@transaction.atomic
def change_state(programme: Programme, *, to: ProgrammeState | str, by: Actor) -> Programme:
    """Pause, take up again or end it. Paused and ended programmes are not matched; their pairs go on."""
    programme = _lock(programme)
    programme.state = ProgrammeState(to)
    programme.save(update_fields=["state"])
    record(f"matching.programme.{programme.state}", by=by, on=programme, organisation_id=programme.lead_id)
    return programme


@transaction.atomic
def rename_programme(programme: Programme, *, name: str, by: Actor) -> Programme:
    """Another name for people to read; the key stays."""
    programme = _lock(programme)
    told = differences({"name": programme.name}, {"name": name})
    programme.name = name
    programme.full_clean()
    programme.save(update_fields=["name"])
    record(
        "matching.programme.rename",
        by=by,
        on=programme,
        organisation_id=programme.lead_id,
        details={"values": told},
    )
    return programme


@transaction.atomic
def share_with(programme: Programme, centre: Organisation, *, by: Actor) -> ProgrammeCentre:
    """One pool with another centre; sharing twice is once."""
    _refuse_other_kinds(centre)
    share, new = ProgrammeCentre.objects.get_or_create(programme=programme, centre=centre)
    if new:
        record(
            "matching.programme.share",
            by=by,
            on=programme,
            organisation_id=programme.lead_id,
            details={"centre": centre.key},
        )
    return share


# --- who takes part ---------------------------------------------------------------------------------


def enrol_household(
    programme: Programme, household: Household, *, by: Actor, member: Member | None = None
) -> Seeker:
    """A family's place in the programme; at work, one employed adult's.

    Refuses a family of a centre that does not share the programme, an archived one, and a second place.
    """
    if refusal := refusal_to_household(programme, household):
        raise refusal
    _refuse_wrong_member(programme, household, member)
    return _enrol(Seeker(programme=programme, household=household, member=member), household.label, by=by)


def enrol_volunteer(programme: Programme, volunteer: Volunteer, *, by: Actor) -> Helper:
    """A volunteer's place in the programme; they are matched once they are active."""
    if refusal := refusal_to_volunteer(programme, volunteer):
        raise refusal
    return _enrol(Helper(programme=programme, volunteer=volunteer), volunteer.label, by=by)


def enrol_mentor(programme: Programme, mentor: MentorEmployee, *, by: Actor) -> Helper:
    """A mentor-employee's place in the programme; they are matched while their employer takes part."""
    if refusal := refusal_to_mentor(programme, mentor):
        raise refusal
    return _enrol(Helper(programme=programme, mentor=mentor), mentor.label, by=by)


def refusal_to_household(programme: Programme, household: Household) -> Refusal | None:
    """What `enrol_household` says against the family as it stands, but for a place it has already
    (`already_there`); no query where the programme's shares are prefetched."""
    if refusal := _ended(programme) or _stranger(programme, household.centre_id, household.label):
        return refusal
    if household.state == HouseholdState.ARCHIVED:
        return Refusal(_("%(label)s is archived.") % {"label": household.label}, "archived")
    return None


def refusal_to_volunteer(programme: Programme, volunteer: Volunteer) -> Refusal | None:
    """The same of `enrol_volunteer`."""
    if refusal := _ended(programme):
        return refusal
    if programme.kind == ProgrammeKind.WORKPLACE:
        return Refusal(_("At work, employees mentor their colleagues; volunteers help families."), "kind")
    if refusal := _stranger(programme, volunteer.centre_id, volunteer.label):
        return refusal
    if volunteer.state == VolunteerState.LEFT:
        return Refusal(_("%(label)s has left.") % {"label": volunteer.label}, "left")
    return None


def refusal_to_mentor(programme: Programme, mentor: MentorEmployee) -> Refusal | None:
    """The same of `enrol_mentor`."""
    if refusal := _ended(programme):
        return refusal
    if programme.kind != ProgrammeKind.WORKPLACE:
        return Refusal(_("Mentor-employees help at work only; choose a workplace programme."), "kind")
    if refusal := _stranger(programme, mentor.centre_id, mentor.label):
        return refusal
    if mentor.state == MentorState.LEFT:
        return Refusal(_("%(label)s has left.") % {"label": mentor.label}, "left")
    return None


def already_there(programme: Programme, label: str) -> Refusal:
    """Nobody has two places in one programme."""
    words = _("%(label)s is already in “%(programme)s”.") % {"label": label, "programme": programme}
    return Refusal(words, "already_there")


@transaction.atomic
def leave_programme(place: Seeker | Helper, *, by: Actor) -> None:
    """End a place today; its open proposals are withdrawn. Refuses while a pair is open; twice is once."""
    # The proposals first, as in every decision (pairs.py): nobody waits for the other in a circle.
    standing = place.proposals.filter(state=ProposalState.OPEN).order_by("pk")
    list(standing.select_for_update(of=("self",)).values_list("pk"))
    place = type(place)._default_manager.select_for_update(of=("self",)).get(pk=place.pk)
    if place.left_on is not None:
        return
    if place.pairs.filter(state__in=OPEN_PAIR_STATES).exists():
        raise Refusal(_("%(label)s has a pair here. Close it first.") % {"label": label_of(place)}, "paired")
    place.left_on = timezone.localdate()
    place.save(update_fields=["left_on"])
    place.proposals.filter(state=ProposalState.OPEN).update(
        state=ProposalState.WITHDRAWN, version=F("version") + 1
    )
    record(f"matching.{place._meta.model_name}.leave", by=by, on=place, organisation_id=centre_id_of(place))


def label_of(place: Seeker | Helper) -> str:
    """The neutral label: K-417, W-12, M-3."""
    return place.household.label if isinstance(place, Seeker) else place.person.label


def centre_id_of(place: Seeker | Helper) -> int:
    """The centre whose person this is."""
    return place.household.centre_id if isinstance(place, Seeker) else place.person.centre_id


@transaction.atomic
def _enrol(place: Place, label: str, *, by: Actor) -> Place:
    try:
        with transaction.atomic():
            place.save(force_insert=True)
    except IntegrityError as error:
        raise already_there(place.programme, label) from error
    record(
        f"matching.{place._meta.model_name}.join",
        by=by,
        on=place,
        organisation_id=centre_id_of(place),
        details={"programme": place.programme.key},
    )
    emit(PlaceTaken(place.programme_id, place.household_id if isinstance(place, Seeker) else None))
    return place


def _refuse_wrong_member(programme: Programme, household: Household, member: Member | None) -> None:
    at_work = programme.kind == ProgrammeKind.WORKPLACE
    if member is None:
        if at_work:
            raise Refusal(_("At work one person is mentored: choose who of the family."), "member")
        return
    if not at_work:
        raise Refusal(_("In this programme the whole family takes part, not one person."), "member")
    if member.household_id != household.pk or member.left_on is not None:
        raise Refusal(_("This person does not belong to %(label)s.") % {"label": household.label}, "member")
    if member.is_minor or not hasattr(member, "employment"):
        raise Refusal(_("Only an adult with a job can have a mentor at work."), "member")


def _ended(programme: Programme) -> Refusal | None:
    if programme.state != ProgrammeState.ENDED:
        return None
    return Refusal(_("“%(programme)s” has ended.") % {"programme": programme}, "ended")


def _stranger(programme: Programme, centre_id: int, label: str) -> Refusal | None:
    if any(share.centre_id == centre_id for share in programme.shares.all()):
        return None
    return Refusal(
        _("%(label)s belongs to a centre that does not share “%(programme)s”.")
        % {"label": label, "programme": programme},
        "centre",
    )


def _refuse_other_kinds(organisation: Organisation) -> None:
    if organisation.kind not in (OrganisationKind.CENTRE, OrganisationKind.NGO):
        raise Refusal(_("Only a centre or a non-governmental organisation runs programmes."), "kind")


def _lock(programme: Programme) -> Programme:
    return Programme.objects.select_for_update().get(pk=programme.pk)
