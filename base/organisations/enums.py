"""Kinds and states of organisations."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OrganisationKind(TextChoices):
    CENTRE = "centre", _("integration centre")
    NGO = "ngo", _("non-governmental organisation")
    EMPLOYER = "employer", _("employer")
    INSTITUTION = "institution", _("public institution")


class OrganisationState(TextChoices):
    ACTIVE = "active", _("active")
    ARCHIVED = "archived", _("archived")
