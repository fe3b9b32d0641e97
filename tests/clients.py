"""Browsers of the people in a test."""

import time

from django.test import Client

from base.accounts.middleware import SESSION_KEY
from base.accounts.models import Membership
from families.models import Household
from frontend.family import SESSION_KEY as FAMILY_KEY
from tests.factories.families import HouseholdAccessFactory


def client_of(membership: Membership | None) -> Client:
    """A client logged in under this membership; an anonymous one for None."""
    client = Client()
    if membership is not None:
        client.force_login(membership.user)
        session = client.session
        session[SESSION_KEY] = membership.pk
        session.save()
    return client


def client_of_family(household: Household, *, language: str = "en") -> Client:
    """The browser of a family that came in by its link and PIN a moment ago."""
    way_in = household.accesses.filter(revoked_at=None).first()
    way_in = way_in or HouseholdAccessFactory(household=household, language=language)
    client, now = Client(), time.time()
    session = client.session
    session[FAMILY_KEY] = {"way_in": way_in.pk, "since": now, "seen": now}
    session.save()
    return client
