"""The room of volunteers."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class VolunteersConfig(AppConfig):
    """Volunteers and their clearance."""

    name = "volunteers"
    verbose_name = _("volunteers")

    def ready(self) -> None:
        post_migrate.connect(_ship_terms, sender=self, dispatch_uid="volunteers.ship_terms")


def _ship_terms(*, using: str, **_kwargs: Any) -> None:
    from django.db import connections

    from volunteers.domain.terms import ship_default_terms
    from volunteers.models import ClearanceTerm

    # A migration backwards takes the table away.
    if ClearanceTerm._meta.db_table in connections[using].introspection.table_names():
        ship_default_terms()
