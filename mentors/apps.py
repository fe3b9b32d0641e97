"""The room of employers' parts and their mentor-employees."""

from typing import TYPE_CHECKING, Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from base.common.events import subscribe

if TYPE_CHECKING:
    from base.accounts.events import MembershipBegan


class MentorsConfig(AppConfig):
    name = "mentors"
    verbose_name = _("mentor-employees")

    def ready(self) -> None:
        from base.accounts.events import MembershipBegan

        subscribe(MembershipBegan, _link_log_in)
        post_migrate.connect(_ship_text, sender=self, dispatch_uid="mentors.ship_text")


def _ship_text(*, using: str, **_kwargs: Any) -> None:
    from django.db import connections

    from mentors.domain.texts import ship_example_text
    from mentors.models import AgreementText

    # A migration backwards takes the table away.
    if AgreementText._meta.db_table in connections[using].introspection.table_names():
        ship_example_text()


def _link_log_in(event: "MembershipBegan") -> None:
    from base.accounts.enums import Role
    from base.accounts.models import Membership
    from mentors.domain.log_ins import link_by_address

    membership = Membership.objects.current().filter(pk=event.membership_id, role=Role.MENTOR).first()
    if membership is not None:
        link_by_address(membership, by=membership)
