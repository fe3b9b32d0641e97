"""The coordinators' desk."""

from typing import TYPE_CHECKING, Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from base.common.events import subscribe

if TYPE_CHECKING:
    from families.events import HouseholdChanged, HouseholdStateChanged
    from matching.events import PlaceTaken
    from volunteers.events import VolunteerStateChanged


class DeskConfig(AppConfig):
    """What needs care today, who looks after it, ways in for newcomers, saved filters, acts on many."""

    name = "desk"
    verbose_name = _("desk")

    def ready(self) -> None:
        from families.events import HouseholdChanged, HouseholdStateChanged
        from matching.events import PlaceTaken
        from volunteers.events import VolunteerStateChanged

        post_migrate.connect(_ship_ways_in, sender=self, dispatch_uid="desk.ship_ways_in")
        subscribe(VolunteerStateChanged, _follow_volunteer)
        subscribe(HouseholdChanged, _follow_household)
        subscribe(HouseholdStateChanged, _follow_household)
        subscribe(PlaceTaken, _follow_place)


def _ship_ways_in(*, using: str, **_kwargs: Any) -> None:
    from django.db import connections

    from desk.domain.shipping import ship_ways_in
    from desk.models import InterviewProtocol, PaperKind, Stage

    # A migration backwards takes the tables away.
    tables = connections[using].introspection.table_names()
    if all(model._meta.db_table in tables for model in (Stage, PaperKind, InterviewProtocol)):
        ship_ways_in()


def _follow_volunteer(event: "VolunteerStateChanged") -> None:
    """Whoever starts or leaves elsewhere than on the board has ended the way in; open boards look again."""
    from base.audit.actor import SYSTEM
    from base.common.events import emit
    from desk.domain.ending import follow_volunteer
    from desk.events import PipelineChanged

    way = follow_volunteer(event.volunteer_id, by=SYSTEM)
    emit(PipelineChanged(event.centre_id, way or 0))


def _follow_household(event: "HouseholdChanged | HouseholdStateChanged") -> None:
    """A family about which nothing is missing any more may be in."""
    from base.audit.actor import SYSTEM
    from desk.domain.ending import follow_household

    follow_household(event.household_id, by=SYSTEM)


def _follow_place(event: "PlaceTaken") -> None:
    """And so may one that got its place in a programme."""
    from base.audit.actor import SYSTEM
    from desk.domain.ending import follow_household

    if event.household_id is not None:
        follow_household(event.household_id, by=SYSTEM)
