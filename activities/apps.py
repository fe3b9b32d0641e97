"""The room of activities."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ActivitiesConfig(AppConfig):
    """Meetings and what both sides say of them, plans, calls for help, concerns, care, conversations."""

    name = "activities"
    verbose_name = _("activities")

    def ready(self) -> None:
        post_migrate.connect(_ship_care, sender=self, dispatch_uid="activities.ship_care")


def _ship_care(*, using: str, **_kwargs: Any) -> None:
    from django.db import connections

    from activities.domain.care import ship_common_care
    from activities.models import CareRules

    # A migration backwards takes the tables away.
    if CareRules._meta.db_table in connections[using].introspection.table_names():
        ship_common_care()
