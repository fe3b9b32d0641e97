"""What stands in the side navigation, role by role. A page adds its line here when it is born."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from base.accounts.enums import Role

if TYPE_CHECKING:
    from base.accounts.models import Membership


@dataclass(frozen=True)
class Item:
    """A place one can go to: the name of its URL, its icon and its word; `count` is asked once per page."""

    url_name: str
    icon: str
    label: str | Promise
    count: "Callable[[Membership], int] | None" = None


@dataclass(frozen=True)
class Link:
    """An item on one page: `current` is "page" on the place itself, "true" beneath it, else empty."""

    url: str
    icon: str
    label: str | Promise
    count: int | None
    current: str


HOME = Item("home", "today", _("Today"))
MEMBERS = Item("members", "users", _("Members"))
CENTRE = Item("settings", "settings", _("Our centre"))
FAMILIES = Item("families", "home", _("Families"))
VOLUNTEERS = Item("volunteers", "users", _("Volunteers"))
IMPORTS = Item("imports", "import", _("Lists in"))
ACCOUNT = Item("account", "person", _("My account"))

ITEMS: Mapping[str, tuple[Item, ...]] = {
    Role.ADMINISTRATOR: (HOME, FAMILIES, VOLUNTEERS, IMPORTS, MEMBERS, CENTRE),
    Role.COORDINATOR: (HOME, FAMILIES, VOLUNTEERS, IMPORTS),
    Role.FINANCE: (HOME,),
    Role.VOLUNTEER: (HOME, ACCOUNT),
    Role.MENTOR: (HOME, ACCOUNT),
    Role.EMPLOYER: (HOME,),
    Role.FAMILY: (HOME, ACCOUNT),
}


def links(items: Iterable[Item], *, path: str, membership: "Membership") -> list[Link]:
    """The items as links on the page at `path`; at most one of them, the deepest, is current."""
    places = [(item, reverse(item.url_name)) for item in items]
    home = reverse("home")
    above = [url for _item, url in places if path == url or (url != home and path.startswith(url))]
    here = max(above, key=len, default=None)
    return [
        Link(
            url=url,
            icon=item.icon,
            label=item.label,
            count=item.count(membership) if item.count else None,
            current=("page" if path == url else "true") if url == here else "",
        )
        for item, url in places
    ]
