"""Settings of a twin of the server that has forgotten the rules: each delivery gets a number of its own, and
nothing asks what it overlaps. For tests/activities/test_delivery.py alone."""

from uuid import uuid4

from django.apps import AppConfig

from config.settings.test import *  # noqa: F403 - as settings do
from config.settings.test import INSTALLED_APPS


class Forgetful(AppConfig):
    """Takes the rules out of the verb, in the process of the twin."""

    name = "tests.activities"
    label = "forgetful"

    def ready(self) -> None:
        from activities.domain import meetings

        write = meetings._write
        meetings._write = lambda pair, entry_id, *args, **kwargs: write(pair, uuid4(), *args, **kwargs)
        meetings.entry_by_id = lambda entry_id: None
        meetings.overlapping = lambda *args, **kwargs: []


INSTALLED_APPS = [*INSTALLED_APPS, "tests.activities.forgetful.Forgetful"]
