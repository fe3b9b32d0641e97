"""The told cast of the access tests: who is who at centre A, and who looks in from outside."""

from dataclasses import dataclass

from django.utils import timezone

from base.accounts.enums import Role
from base.accounts.models import Membership
from base.organisations.models import Organisation
from families.models import Household
from tests.factories.accounts import MembershipFactory
from tests.factories.families import household_with
from tests.factories.organisations import CentreFactory, EmployerFactory


@dataclass(frozen=True)
class Cast:
    """Ada administers centre A, Alice coordinates it, Filip keeps its finances, Tymon audits it, Bob
    volunteers there, Olena's family is served there. Dana is the employer, Mirek a mentor-employee of her
    firm. Carol coordinates centre B, Cezary administers it. Ewa coordinated centre A until a moment ago."""

    centre: Organisation
    other_centre: Organisation
    firm: Organisation
    ada: Membership
    alice: Membership
    filip: Membership
    tymon: Membership
    bob: Membership
    mirek: Membership
    dana: Membership
    olena: Membership
    carol: Membership
    cezary: Membership
    ewa: Membership

    def membership(self, actor: str) -> Membership | None:
        """Who plays the actor of the access matrix; None for the anonymous one."""
        if actor == "anonymous":
            return None
        return {
            "administrator": self.ada,
            "coordinator": self.alice,
            "finance": self.filip,
            "auditor": self.tymon,
            "volunteer": self.bob,
            "mentor": self.mirek,
            "employer": self.dana,
            "family": self.olena,
            "other_coordinator": self.carol,
            "other_administrator": self.cezary,
            "ended": self.ewa,
        }[actor]


def family_of(cast: Cast) -> Household:
    """K-417 of centre A, the family behind the actor "household": made when first asked for."""
    known = Household.objects.filter(centre=cast.centre, label="K-417").first()
    return known or household_with(centre=cast.centre, number=417, label="K-417")


def told_cast() -> Cast:
    """The cast, freshly made."""
    centre = CentreFactory(key="centre-a", name="Centre A")
    other_centre = CentreFactory(key="centre-b", name="Centre B")
    firm = EmployerFactory(key="dana-and-co", name="Dana and Co")

    def plays(name: str, organisation: Organisation, role: Role, **kwargs: object) -> Membership:
        return MembershipFactory(user__name=name, organisation=organisation, role=role, **kwargs)

    return Cast(
        centre=centre,
        other_centre=other_centre,
        firm=firm,
        ada=plays("Ada", centre, Role.ADMINISTRATOR),
        alice=plays("Alice", centre, Role.COORDINATOR),
        filip=plays("Filip", centre, Role.FINANCE),
        tymon=plays("Tymon", centre, Role.AUDITOR),
        bob=plays("Bob", centre, Role.VOLUNTEER),
        mirek=plays("Mirek", firm, Role.MENTOR),
        dana=plays("Dana", firm, Role.EMPLOYER),
        olena=plays("Olena", centre, Role.FAMILY),
        carol=plays("Carol", other_centre, Role.COORDINATOR),
        cezary=plays("Cezary", other_centre, Role.ADMINISTRATOR),
        ewa=plays("Ewa", centre, Role.COORDINATOR, ended_at=timezone.now()),
    )
