"""The room of employers' parts and their mentor-employees."""

from typing import TYPE_CHECKING

from django.apps import AppConfig
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


def _link_log_in(event: "MembershipBegan") -> None:
    from base.accounts.enums import Role
    from base.accounts.models import Membership
    from mentors.domain.log_ins import link_by_address

    membership = Membership.objects.current().filter(pk=event.membership_id, role=Role.MENTOR).first()
    if membership is not None:
        link_by_address(membership, by=membership)
