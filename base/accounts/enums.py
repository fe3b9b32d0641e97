"""Roles: what a person does at an organisation."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    ADMINISTRATOR = "administrator", _("administrator")
    COORDINATOR = "coordinator", _("coordinator")
    FINANCE = "finance", _("finance")
    VOLUNTEER = "volunteer", _("volunteer")
    MENTOR = "mentor", _("mentor-employee")
    EMPLOYER = "employer", _("employer")
    FAMILY = "family", _("family")


#: Roles that see other people's data and so must use a second factor.
STAFF_ROLES = frozenset({Role.ADMINISTRATOR, Role.COORDINATOR, Role.FINANCE})
