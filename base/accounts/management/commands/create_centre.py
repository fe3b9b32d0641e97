"""manage.py create_centre: an empty installation's way in."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from base.accounts.domain.centres import create_centre
from base.audit.actor import Robot
from base.common.errors import Refusal
from base.organisations.domain.organisations import OrganisationData
from base.organisations.enums import OrganisationKind
from base.places.gazetteer import UnknownPlace, resolve


class Command(BaseCommand):
    """Makes the centre and prints, once, the link that invites its first administrator."""

    help = (
        "Make a centre and invite its first administrator. The link is printed once and works for 72 hours."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--key", required=True, help="short name used in commands and addresses: zlota-huta"
        )
        parser.add_argument("--name", required=True, help="the centre's full name")
        parser.add_argument("--email", required=True, help="the first administrator's address")
        parser.add_argument("--post-code", default="", help="where the centre is: 26-600")
        parser.add_argument("--place", default="", help="its name, where one post code covers several")
        parser.add_argument(
            "--ngo", action="store_true", help="a non-governmental organisation, not a centre"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            where = options["post_code"], options["place"]
            place = resolve(*where) if any(where) else None
            fresh = create_centre(
                OrganisationData(name=options["name"], place=place),
                key=options["key"],
                administrator=options["email"],
                kind=OrganisationKind.NGO if options["ngo"] else OrganisationKind.CENTRE,
                by=Robot("create_centre"),
            )
        except (Refusal, UnknownPlace) as error:
            raise CommandError(str(error)) from error
        link = settings.SITE_URL.rstrip("/") + reverse("invitation_accept", args=[fresh.token])
        self.stdout.write(f"{fresh.invitation.organisation} is made.")
        self.stdout.write(f"{fresh.invitation.email} can come in for 72 hours, once, by this link:")
        self.stdout.write(link)
