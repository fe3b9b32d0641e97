"""Who can look after something: those who work with people at one's own centre."""

from django.db.models import QuerySet

from base.accounts.enums import Role
from base.accounts.models import Membership
from base.accounts.queries import members_in_scope


def colleagues(membership: Membership) -> QuerySet[Membership]:
    """Administrators and coordinators of the same centre, oneself too, by name."""
    return members_in_scope(membership).filter(role__in=(Role.ADMINISTRATOR, Role.COORDINATOR))
