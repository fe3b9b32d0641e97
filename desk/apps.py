"""The coordinators' desk."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    """What needs care today, who looks after it, ways in for newcomers, saved filters, acts on many."""

    name = "desk"
    verbose_name = _("desk")
