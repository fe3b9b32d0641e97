"""The room of stipends."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class StipendsConfig(AppConfig):
    """Funded projects, rules of support, claims, papers, the ledger, payment batches, de minimis aid."""

    name = "stipends"
    verbose_name = _("stipends")

    def ready(self) -> None:
        post_migrate.connect(_ship_limit, sender=self, dispatch_uid="stipends.ship_limit")


def _ship_limit(*, using: str, **_kwargs: Any) -> None:
    from django.db import connections

    from stipends.domain.aid import ship_aid_limit
    from stipends.models import AidLimit

    # A migration backwards takes the tables away.
    if AidLimit._meta.db_table in connections[using].introspection.table_names():
        ship_aid_limit()
