"""Roles: what a person does at an organisation."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from base.organisations.enums import OrganisationKind


class Role(TextChoices):
    ADMINISTRATOR = "administrator", _("administrator")
    COORDINATOR = "coordinator", _("coordinator")
    FINANCE = "finance", _("finance")
    AUDITOR = "auditor", _("auditor")
    VOLUNTEER = "volunteer", pgettext_lazy("role", "volunteer")
    MENTOR = "mentor", _("mentor-employee")
    EMPLOYER = "employer", _("employer")
    FAMILY = "family", _("family")


#: Roles that see other people's data and so must use a second factor.
STAFF_ROLES = frozenset({Role.ADMINISTRATOR, Role.COORDINATOR, Role.FINANCE, Role.AUDITOR})

_WITH_PEOPLE = (
    Role.ADMINISTRATOR,
    Role.COORDINATOR,
    Role.FINANCE,
    Role.AUDITOR,
    Role.VOLUNTEER,
    Role.FAMILY,
)

#: Which roles exist at which kind of organisation, in the order a form offers them.
ROLES_AT: Mapping[str, tuple[Role, ...]] = {
    OrganisationKind.CENTRE: _WITH_PEOPLE,
    OrganisationKind.NGO: _WITH_PEOPLE,
    OrganisationKind.EMPLOYER: (Role.EMPLOYER, Role.MENTOR),
    OrganisationKind.INSTITUTION: (Role.ADMINISTRATOR, Role.FINANCE),
}
