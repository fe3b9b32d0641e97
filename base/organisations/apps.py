"""The room of legal bodies."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganisationsConfig(AppConfig):
    """Centres, NGOs, employers and institutions."""

    name = "base.organisations"
    label = "organisations"
    verbose_name = _("organisations")
