"""Wires the trigger mechanism around every migrate."""

from typing import Any

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class CommonConfig(AppConfig):
    """The ground floor."""

    name = "base.common"
    label = "common"
    verbose_name = _("Common ground")

    def ready(self) -> None:
        from base.common.checks import check_triggers

        # Sent once per app: listening to our own sender makes it once per migrate.
        pre_migrate.connect(_drop_triggers, sender=self, dispatch_uid="common.drop_triggers")
        post_migrate.connect(_create_triggers, sender=self, dispatch_uid="common.create_triggers")
        register(check_triggers, Tags.database)


def _drop_triggers(*, using: str, **_kwargs: Any) -> None:
    from base.common import triggers

    triggers.drop_all(connections[using])


def _create_triggers(*, using: str, **_kwargs: Any) -> None:
    from base.common import triggers

    triggers.create_all(connections[using])
