"""The room of stipends."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StipendsConfig(AppConfig):
    """Funded projects, rules of support, claims, papers, the ledger, payment batches, de minimis aid."""

    name = "stipends"
    verbose_name = _("stipends")
