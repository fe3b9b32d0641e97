"""Who may do what by role. The first argument of every predicate is the membership (None: nobody).

Rooms above build their own rules from these: `rules.add_perm("families.view_household", works_with_people)`.
"""

from typing import TYPE_CHECKING

import rules

from .enums import Role

if TYPE_CHECKING:
    from .models import Membership


def has_role(*roles: Role) -> rules.Predicate:
    """A predicate: a current membership in one of these roles."""

    def check(membership: "Membership | None") -> bool:
        return membership is not None and membership.ended_at is None and membership.role in roles

    return rules.predicate(check, name="has_role:" + ",".join(roles))


is_administrator = has_role(Role.ADMINISTRATOR)
works_with_people = has_role(Role.ADMINISTRATOR, Role.COORDINATOR)
is_finance = has_role(Role.FINANCE)
is_auditor = has_role(Role.AUDITOR)
is_employer = has_role(Role.EMPLOYER)
is_helper = has_role(Role.VOLUNTEER, Role.MENTOR)
is_staff_role = has_role(Role.ADMINISTRATOR, Role.COORDINATOR, Role.FINANCE, Role.AUDITOR)


@rules.predicate
def concerns_own_organisation(membership: "Membership | None", thing: object) -> bool:
    """`thing` (an organisation, or a row with `organisation_id`) is of the membership's organisation.

    True without a thing: the question is then about the role alone.
    """
    if membership is None:
        return False
    if thing is None:
        return True
    return getattr(thing, "organisation_id", getattr(thing, "pk", None)) == membership.organisation_id


@rules.predicate
def is_oneself(membership: "Membership | None", colleague: "Membership | None") -> bool:
    """The colleague is the membership itself."""
    return colleague is None or (membership is not None and colleague.pk == membership.pk)


rules.add_perm("accounts.manage_members", is_administrator & concerns_own_organisation)
#: Inviting volunteers, mentor-employees and employers' representatives; whom exactly is asked of their room.
rules.add_perm("accounts.invite_helper", works_with_people)
#: The pages of those who help about themselves.
rules.add_perm("accounts.help", is_helper)
#: Who works where and speaks what: seen by those who work with people, written by oneself or an
#: administrator.
rules.add_perm("accounts.view_staff", works_with_people)
rules.add_perm(
    "accounts.revise_staff", is_staff_role & (is_oneself | (is_administrator & concerns_own_organisation))
)
rules.add_perm("organisations.change_organisation", is_administrator & concerns_own_organisation)
rules.add_perm("audit.view_records", is_administrator)
rules.add_perm("accounts.view_translations", is_administrator)
