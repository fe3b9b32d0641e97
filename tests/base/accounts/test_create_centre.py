"""manage.py create_centre."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from base.accounts.enums import Role
from base.accounts.models import Membership
from base.organisations.models import Organisation

pytestmark = pytest.mark.django_db


def create(*args: str) -> str:
    out = StringIO()
    call_command(
        "create_centre", "--key", "zlota", "--name", "Złota", "--email", "ada@example.org", *args, stdout=out
    )
    return out.getvalue()


def test_command_makes_a_centre_and_a_link_that_lets_its_administrator_in(settings):
    settings.SITE_URL = "https://splot.example.org/"
    printed = create("--post-code", "26-600", "--place", "Radom")
    link = re.search(r"https://splot\.example\.org(/\S+)", printed)[1]
    client = Client()
    assert client.get(link).status_code == 200
    assert Membership.objects.count() == 0
    client.post(link, {"name": "Ada", "password": "quiet-river-stone"})
    member = Membership.objects.get()
    assert (member.user.email, member.role, member.organisation.key) == (
        "ada@example.org",
        Role.ADMINISTRATOR,
        "zlota",
    )
    assert member.organisation.place_name == "Radom"
    assert client.get("/members/").status_code == 200


def test_command_says_no_in_words():
    create()
    with pytest.raises(CommandError, match="This key belongs to another organisation"):
        create()
    assert Organisation.objects.count() == 1


def test_command_names_an_unknown_place():
    with pytest.raises(CommandError):
        create("--post-code", "00-000")
    assert Organisation.objects.count() == 0
