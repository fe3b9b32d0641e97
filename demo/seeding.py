"""The whole demo in one transaction, through the verbs, the same for the same seed."""

from dataclasses import dataclass
from typing import Final

from django.db import transaction

from base.accounts.domain.centres import create_centre
from base.accounts.domain.invitations import accept_as_new_user
from base.accounts.models import Membership
from base.audit.actor import Robot
from base.audit.domain.records import record
from base.audit.models import Record
from base.common.enums import Gender
from base.organisations.domain.organisations import OrganisationData
from base.organisations.enums import OrganisationKind
from base.organisations.models import Organisation
from base.places.languages import Level, Spoken
from mentors.domain.mentors import link_mentor
from volunteers.domain.volunteers import link_volunteer
from volunteers.models import Volunteer

from . import log_ins
from .cast import KRAKOW, NEIGHBOURS, WIELICZKA
from .chance import Chance, Person, place_at
from .desk import set_up_desk, work_at_desk
from .door import open_doors
from .employers import AtWork, settle_employers
from .families import settle_families
from .lists import leave_list_waiting
from .log_ins import LogIn, give_passwords, let_family_in, let_in
from .looking_after import care_of_its_own, look_after
from .meetings import tell_meetings
from .newcomers import bring_newcomers
from .past import volunteer_served
from .programmes import Programmes, enrol_families, enrol_volunteers, enrol_workplace, open_programmes
from .stipends import tell_money
from .story import tell_story
from .talks import tell_talks
from .volunteers import next_agreement, settle_volunteers
from .work import tell_work

SEEDED: Final = "demo.seeded"
ROBOT: Final = Robot("seed_demo")


@dataclass(frozen=True)
class Size:
    """How many of each: `families` as asked, the others in the proportion of 120 : 100 : 12."""

    families: int

    @property
    def volunteers(self) -> int:
        return max(2, round(self.families * 100 / 120))

    @property
    def employers(self) -> int:
        return max(1, round(self.families / 10))

    @property
    def employees(self) -> int:
        """Families, counted among them, that are one newly hired person."""
        return self.families // 5

    @property
    def partners(self) -> int:
        """Families, counted among them, that the partner serves."""
        return self.families // 6


def seeded_as() -> tuple[int, int] | None:
    """The size and seed of the demo in this database; None when there is none."""
    found = Record.objects.filter(act=SEEDED).values_list("details", flat=True).first()
    return (found["size"], found["seed"]) if found else None


@transaction.atomic
def seed(size: Size, seed: int) -> None:
    """Everybody and everything; all or nothing."""
    chance = Chance(seed)
    coordinator = _open_centre()
    colleague = let_in(log_ins.COLLEAGUE, at=coordinator.organisation, by=coordinator)
    partner = _open_partner()
    _open_first_day()
    centre, other = coordinator.organisation, partner.organisation
    programmes = open_programmes(centre, other, by=coordinator)

    own = size.families - size.employees - size.partners
    theirs = size.volunteers // 6
    families = settle_families(chance, centre, own, towns=KRAKOW, by=coordinator)
    volunteers = settle_volunteers(
        chance,
        centre,
        size.volunteers - theirs,
        towns=KRAKOW,
        by=coordinator,
        told={1: _played(log_ins.VOLUNTEER)},
    )
    at_work = settle_employers(
        chance, centre, size.employers, size.employees, towns=KRAKOW, by=coordinator,
        first=_played(log_ins.MENTOR),
    )  # fmt: skip
    partner_families = settle_families(chance, other, size.partners, towns=WIELICZKA, by=partner)
    partner_volunteers = settle_volunteers(chance, other, theirs, towns=WIELICZKA, by=partner, told={})

    enrol_families(programmes, families, shared=False, by=coordinator)
    enrol_volunteers(programmes, volunteers, shared=False, by=coordinator)
    enrol_workplace(programmes.workplace, at_work.mentors, at_work.employees, by=coordinator)
    enrol_families(programmes, partner_families, shared=True, by=partner)
    enrol_volunteers(programmes, partner_volunteers, shared=True, by=partner)

    for volunteer in [*volunteers, *partner_volunteers]:
        volunteer_served(volunteer)
    _let_others_in(centre, volunteers[0], at_work, by=coordinator)
    give_passwords()
    open_doors(chance, at_work.participations, by=coordinator)
    tell_story(programmes, families=size.families, by=coordinator)
    tell_meetings(chance, programmes.friendship, by=coordinator)
    tell_work(chance, programmes.workplace)
    tell_money(centre, at_work.participations, programmes.workplace)
    let_family_in(volunteers[0], by=coordinator)
    leave_list_waiting(centre, by=coordinator)
    _keep_desk(chance, programmes, coordinator, colleague)
    record(SEEDED, by=ROBOT, organisation_id=centre.pk, details={"size": size.families, "seed": seed})


def _keep_desk(
    chance: Chance, programmes: Programmes, coordinator: Membership, colleague: Membership
) -> None:
    """What the two coordinators of the centre see to, day by day."""
    administrator = log_ins.played_by(log_ins.ADMINISTRATOR)
    set_up_desk(coordinator.organisation, by=administrator, coordinator=coordinator, colleague=colleague)
    care_of_its_own(programmes.practice, by=coordinator)
    look_after(programmes.friendship, by=coordinator, and_by=colleague)
    tell_talks(chance, programmes.friendship, by=coordinator)
    bring_newcomers(coordinator.organisation, by=coordinator, and_by=colleague)
    work_at_desk(chance, by=coordinator, colleague=colleague)


def _open_centre() -> Membership:
    """The first centre, as create_centre makes it; returns its coordinator."""
    where = place_at("31-018", "Kraków")
    data = OrganisationData(
        name="Centrum Integracji Most w Krakowie",
        email="kontakt@demo.example",
        phone="+48601900001",
        place=where,
    )
    return _open(data, "demo", OrganisationKind.CENTRE, log_ins.ADMINISTRATOR, log_ins.COORDINATOR)


def _open_partner() -> Membership:
    """The partner of the ring of communes; returns its coordinator."""
    where = place_at("32-020", "Wieliczka")
    data = OrganisationData(
        name="Stowarzyszenie Wianek w Wieliczce",
        email="kontakt@wieliczka.example",
        phone="+48601900002",
        place=where,
    )
    return _open(data, "wieliczka", OrganisationKind.NGO, log_ins.PARTNER_ADMINISTRATOR, log_ins.PARTNER)


def _open_first_day() -> None:
    """A centre that begins today: nobody is in it but those who work there and one volunteer."""
    data = OrganisationData(
        name="Centrum Integracji w Tarnowie",
        email="kontakt@tarnow.example",
        phone="+48601900003",
        place=place_at("33-100", "Tarnów"),
    )
    administrator, coordinator = log_ins.FIRST_DAY_ADMINISTRATOR, log_ins.FIRST_DAY
    opened = _open(data, "tarnow", OrganisationKind.CENTRE, administrator, coordinator)
    let_in(log_ins.FIRST_DAY_VOLUNTEER, at=opened.organisation, by=opened)


def _open(
    data: OrganisationData, key: str, kind: OrganisationKind, first: LogIn, second: LogIn
) -> Membership:
    fresh = create_centre(data, key=key, administrator=first.email, kind=kind, by=ROBOT)
    administrator = accept_as_new_user(fresh.invitation, name=first.name)
    return let_in(second, at=administrator.organisation, by=administrator)


def _let_others_in(centre: Organisation, volunteer: Volunteer, at_work: AtWork, *, by: Membership) -> None:
    """The log-ins of those who are no staff, each tied to the person of the demo they play."""
    for one in (log_ins.FINANCE, log_ins.VERIFIER, log_ins.AUDITOR):
        let_in(one, at=centre, by=by)
    let_in(log_ins.FAMILY, at=centre, by=by)
    as_volunteer = let_in(log_ins.VOLUNTEER, at=centre, by=by)
    link_volunteer(volunteer, user=as_volunteer.user, by=by)
    next_agreement(volunteer, by=by)
    employer = at_work.participations[0].employer
    let_in(log_ins.EMPLOYER, at=employer, by=by)
    as_mentor = let_in(log_ins.MENTOR, at=employer, by=by)
    link_mentor(at_work.mentors[0], user=as_mentor.user, by=by)


def _played(one: LogIn) -> Person:
    """The person of the demo somebody logs in as; speaks enough for almost everybody."""
    first_name, surname = one.name.split()
    gender = Gender.WOMAN if first_name.endswith("a") else Gender.MAN
    spoken = (
        Spoken("pl", Level.NATIVE),
        Spoken("uk", Level.B2),
        Spoken("en", Level.B2),
        Spoken("ru", Level.B1),
    )
    return Person(first_name, surname, gender, NEIGHBOURS, spoken)
