"""System checks of the ground floor; `manage.py check --database default --fail-level WARNING` runs them."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Warning
from django.db import connections

from base.common.triggers import missing_triggers


def check_triggers(*, databases: Sequence[str] | None = None, **_kwargs: Any) -> list[CheckMessage]:
    """One warning per database that lacks a trigger.

    A warning and no error: `migrate` runs the same checks first, and `migrate` brings the trigger back.
    """
    return [
        Warning(
            f"The database {alias!r} lacks the triggers {', '.join(missing)}.",
            hint="Run manage.py migrate: it rebuilds all of them.",
            id="common.W001",
        )
        for alias in databases or ()
        if (missing := missing_triggers(connections[alias]))
    ]
