"""The room of volunteers."""

from typing import TYPE_CHECKING, Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from base.common.events import subscribe

if TYPE_CHECKING:
    from base.accounts.events import MembershipBegan


class VolunteersConfig(AppConfig):
    """Volunteers and their clearance."""

    name = "volunteers"
    verbose_name = _("volunteers")

    def ready(self) -> None:
        from base.accounts.events import MembershipBegan

        subscribe(MembershipBegan, _link_log_in)
        post_migrate.connect(_ship_terms, sender=self, dispatch_uid="volunteers.ship_terms")


def _ship_terms(*, using: str, **_kwargs: Any) -> None:
    from django.db import connections

    from volunteers.domain.documents import ship_example_documents
    from volunteers.domain.terms import ship_default_terms
    from volunteers.models import CentreDocument, ClearanceTerm

    # A migration backwards takes the tables away.
    tables = connections[using].introspection.table_names()
    if ClearanceTerm._meta.db_table in tables:
        ship_default_terms()
    if CentreDocument._meta.db_table in tables:
        ship_example_documents()


def _link_log_in(event: "MembershipBegan") -> None:
    from base.accounts.enums import Role
    from base.accounts.models import Membership
    from volunteers.domain.log_ins import link_by_address

    membership = Membership.objects.current().filter(pk=event.membership_id, role=Role.VOLUNTEER).first()
    if membership is not None:
        link_by_address(membership, by=membership)
