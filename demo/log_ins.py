"""Who can log in to the demo. The password is no secret: it opens made-up people on one machine only."""

from typing import Final, NamedTuple

from django.contrib.auth.hashers import make_password
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from base.accounts.domain.invitations import accept_as_new_user, invite_member
from base.accounts.enums import Role
from base.accounts.models import Membership, User
from base.accounts.queries import hash_token
from base.audit.actor import Actor
from base.organisations.models import Organisation
from families.domain.access import choose_pin, invite_household
from families.models import HouseholdAccess
from matching.enums import OPEN_PAIR_STATES
from matching.models import Pair
from volunteers.models import Volunteer

PASSWORD: Final = "splot-demo-2026"  # noqa: S105 - printed for everybody, see above

#: The way in of one made-up family, as its letter would tell it.
FAMILY_TOKEN: Final = "the-way-in-of-a-made-up-family-of-this-demo"  # noqa: S105 - printed for everybody too
FAMILY_PIN: Final = "417029"


class LogIn(NamedTuple):
    """One way into the demo: `who` says it in words."""

    role: Role
    email: str
    name: str
    who: Promise


COORDINATOR: Final = LogIn(
    Role.COORDINATOR, "coordinator@demo.example", "Anna Zielińska", _("coordinator in Kraków")
)
COLLEAGUE: Final = LogIn(
    Role.COORDINATOR, "coordinator2@demo.example", "Iryna Bondar", _("a second coordinator in Kraków")
)
ADMINISTRATOR: Final = LogIn(
    Role.ADMINISTRATOR, "administrator@demo.example", "Marek Wójcik", _("administrator in Kraków")
)
FINANCE: Final = LogIn(
    Role.FINANCE, "finance@demo.example", "Teresa Pawlik", _("finance in Kraków: approves claims and pays")
)
VERIFIER: Final = LogIn(
    Role.FINANCE, "verifier@demo.example", "Kamil Dudek", _("finance in Kraków: verifies claims")
)
AUDITOR: Final = LogIn(Role.AUDITOR, "auditor@demo.example", "Ludwika Sowa", _("auditor in Kraków"))
VOLUNTEER: Final = LogIn(Role.VOLUNTEER, "volunteer@demo.example", "Ewa Mazur", _("volunteer"))
MENTOR: Final = LogIn(Role.MENTOR, "mentor@demo.example", "Jakub Baran", _("mentor-employee"))
EMPLOYER: Final = LogIn(Role.EMPLOYER, "employer@demo.example", "Dorota Ryś", _("employer"))
FAMILY: Final = LogIn(Role.FAMILY, "family@demo.example", "Olena Kowalenko", _("family"))
PARTNER: Final = LogIn(
    Role.COORDINATOR, "coordinator@wieliczka.example", "Piotr Górski", _("coordinator in Wieliczka")
)
PARTNER_ADMINISTRATOR: Final = LogIn(
    Role.ADMINISTRATOR, "administrator@wieliczka.example", "Halina Sikora", _("administrator in Wieliczka")
)

FIRST_DAY: Final = LogIn(
    Role.COORDINATOR,
    "coordinator@tarnow.example",
    "Ewelina Żak",
    _("coordinator in Tarnów, on day one"),
)
FIRST_DAY_ADMINISTRATOR: Final = LogIn(
    Role.ADMINISTRATOR, "administrator@tarnow.example", "Adam Ryba", _("administrator in Tarnów")
)
FIRST_DAY_VOLUNTEER: Final = LogIn(
    Role.VOLUNTEER, "volunteer@tarnow.example", "Maja Lis", _("volunteer in Tarnów, without a family yet")
)

#: In the order in which they are shown.
LOG_INS: Final = (
    COORDINATOR, COLLEAGUE, ADMINISTRATOR, FINANCE, VERIFIER, AUDITOR, VOLUNTEER, MENTOR, EMPLOYER, FAMILY,
    PARTNER, PARTNER_ADMINISTRATOR, FIRST_DAY, FIRST_DAY_ADMINISTRATOR, FIRST_DAY_VOLUNTEER,
)  # fmt: skip


def let_in(one: LogIn, *, at: Organisation, by: Actor) -> Membership:
    """Invite them, and accept for them; the password comes with `give_passwords`."""
    fresh = invite_member(at, email=one.email, role=one.role, name=one.name, by=by)
    return accept_as_new_user(fresh.invitation, name=one.name)


def played_by(one: LogIn) -> Membership:
    """The membership behind a log-in of the demo."""
    return Membership.objects.current().select_related("user", "organisation").get(user__email=one.email)


def give_passwords() -> None:
    """The one password for all, hashed once: hashing is slow on purpose."""
    User.objects.filter(email__in=[one.email for one in LOG_INS]).update(password=make_password(PASSWORD))


def let_family_in(volunteer: Volunteer, *, by: Actor) -> None:
    """The family whom this volunteer helps comes in by a link everybody knows."""
    pair = Pair.objects.filter(helper__volunteer=volunteer, state__in=OPEN_PAIR_STATES).first()
    if pair is None:
        return
    access = invite_household(pair.seeker.household, by=by).access
    choose_pin(access, pin=FAMILY_PIN, again=FAMILY_PIN)
    HouseholdAccess.objects.filter(pk=access.pk).update(token_hash=hash_token(FAMILY_TOKEN))
