"""The room of matching."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MatchingConfig(AppConfig):
    """Programmes, runs, proposals, decisions and pairs."""

    name = "matching"
    verbose_name = _("matching")

    def ready(self) -> None:
        from matching.domain.suspensions import listen

        listen()
