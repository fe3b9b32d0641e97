"""What every page is given: the way about, and the other memberships of the person."""

import time
from typing import Any

import rules
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from .navigation import ITEMS, Link, links
from .phone import owner_of


def shell(request: HttpRequest) -> dict[str, Any]:
    """`navigation` (list of links) and `other_memberships`, looked up only when shown; `phone_owner`,
    the opaque name of a helper's membership, "" for everybody else; `may_search`: the frame has a search box;
    `live_at`: when the page was made.
    """
    membership = getattr(request, "membership", None)
    if membership is None:
        return {"navigation": [], "other_memberships": [], "phone_owner": "", "may_search": False}

    def navigation() -> list[Link]:
        return links(ITEMS[membership.role], path=request.path, membership=membership)

    def others() -> list[Any]:
        theirs = membership.user.memberships.current().exclude(pk=membership.pk)
        return list(theirs.select_related("organisation"))

    return {
        "live_at": f"{time.time():.3f}",
        "navigation": SimpleLazyObject(navigation),
        "other_memberships": SimpleLazyObject(others),
        "phone_owner": owner_of(membership),
        "may_search": rules.has_perm("desk.use", membership),
    }
