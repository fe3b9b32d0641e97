"""Browsers of the people in a test."""

from django.test import Client

from base.accounts.middleware import SESSION_KEY
from base.accounts.models import Membership


def client_of(membership: Membership | None) -> Client:
    """A client logged in under this membership; an anonymous one for None."""
    client = Client()
    if membership is not None:
        client.force_login(membership.user)
        session = client.session
        session[SESSION_KEY] = membership.pk
        session.save()
    return client
