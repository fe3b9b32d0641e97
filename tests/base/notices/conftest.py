"""People to write to, and the centre that writes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from base.audit.actor import Robot
from base.notices.domain.outbox import Recipient, queue_notice
from base.notices.enums import Template
from base.organisations.models import Organisation


@pytest.fixture
def centre(db):
    return Organisation.objects.create(
        kind="centre", key="krk", name="Centrum Kraków", phone="12 345 67 89", email="biuro@centre.example"
    )


@pytest.fixture
def alice(centre):
    """Coordinates the centre."""
    return Robot("Alice", actor_id=1, actor_organisation_id=centre.pk)


@pytest.fixture
def bob():
    """Volunteers there and reads e-mail in Polish."""
    return Recipient("volunteers.volunteer", 12, "W-12", "email", "bob@example.org", "pl", "Bob Nowak")


@pytest.fixture
def family():
    """Has no e-mail and speaks Ukrainian."""
    return Recipient(
        "families.household", 417, "K-417", "phone_call", "+48 600 100 200", "uk", "Oksana Kowalenko"
    )


OFFER = {
    "label": "K-417",
    "place": "Kraków, Podgórze",
    "languages": ["uk", "pl"],
    "hours": "Mon 18:00-20:00",
    "can_log_in": True,
}
NEWS = {"languages": ["uk"], "hours": "Mon 18:00-20:00"}


@pytest.fixture
def offer(alice, bob):
    """Queue an offer to Bob, due now unless told otherwise; arguments of `queue_notice` can be replaced."""

    def queue(**changes):
        arguments = {
            "to": bob,
            "context": OFFER,
            "not_before": timezone.now() - timedelta(seconds=1),
            "subject": "pair:17",
            "by": alice,
        }
        return queue_notice(Template.PAIR_OFFERED_HELPER, **(arguments | changes))

    return queue


@pytest.fixture
def news(alice, family):
    """Queue news for the family."""

    def queue(**changes):
        arguments = {
            "to": family,
            "context": NEWS,
            "not_before": timezone.now() - timedelta(seconds=1),
            "subject": "pair:17",
            "by": alice,
        }
        return queue_notice(Template.PAIR_OFFERED_FAMILY, **(arguments | changes))

    return queue
