"""The room of activities."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActivitiesConfig(AppConfig):
    """Meetings and what both sides say of them, plans, calls for help, concerns."""

    name = "activities"
    verbose_name = _("activities")
