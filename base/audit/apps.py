"""The record of acts and of looks at sensitive pages."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    """Who did or read what, kept for good."""

    name = "base.audit"
    label = "audit"
    verbose_name = _("Audit")
