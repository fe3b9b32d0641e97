"""manage.py seed_demo: made-up people to try everything with."""

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import translation

from base.organisations.models import Organisation
from demo.log_ins import FAMILY_PIN, FAMILY_TOKEN, LOG_INS, PASSWORD
from demo.seeding import Size, seed, seeded_as

LEAST, MOST = 10, 2000


class Command(BaseCommand):
    """Fills an empty database with the demo; one that holds it is left as it is."""

    help = "Fill an empty database with made-up people; a demo that is there already stays as it is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--size", type=int, default=120, help="how many families (120)")
        parser.add_argument(
            "--seed", type=int, default=2026, help="the same seed gives the same people (2026)"
        )

    def handle(self, **options: Any) -> None:
        self._refuse_where_people_are_real()
        asked = options["size"], options["seed"]
        if not LEAST <= asked[0] <= MOST:
            raise CommandError(f"A demo has from {LEAST} to {MOST} families.")
        there = seeded_as()
        if there is None:
            self._seed(*asked)
        elif there != asked:
            self.stdout.write(f"· a demo of {there[0]} families (seed {there[1]}) is here and stays as it is")
        self._print_log_ins()

    def _refuse_where_people_are_real(self) -> None:
        if not settings.SPLOT_DEMO:
            raise CommandError("This installation is no demo (SPLOT_DEMO is off): made-up people stay out.")
        if seeded_as() is None and Organisation.objects.exists():
            raise CommandError("This database already holds organisations. The demo wants an empty one.")

    def _seed(self, size: int, number: int) -> None:
        begun = time.monotonic()
        self.stdout.write(f"· making a demo of {size} families (seed {number}); a minute at most")
        with translation.override(settings.LANGUAGE_CODE):
            seed(Size(size), number)
        self.stdout.write(f"· done in {time.monotonic() - begun:.0f} s")

    def _print_log_ins(self) -> None:
        self.stdout.write("\nLog in as:")
        with translation.override("en"):
            for one in LOG_INS:
                self.stdout.write(f"  {one.email:34} {one.who}")
        self.stdout.write(f"  password for all: {PASSWORD}")
        way_in = settings.SITE_URL + reverse("f_open", args=[FAMILY_TOKEN])
        self.stdout.write(f"  a family: {way_in}, PIN {FAMILY_PIN}\n")
