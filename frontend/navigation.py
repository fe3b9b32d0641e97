"""What stands in the side navigation, role by role. A page adds its line here when it is born."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from activities.queries import meetings_to_review
from activities.queries.talk import count_unread
from base.accounts.enums import Role
from base.notices.queries import to_hand_over
from frontend.claim_tasks import claims_waiting
from frontend.offered import count_offers
from matching.enums import ProposalState
from matching.queries import proposals_in_scope, unmatched_in_scope
from stipends.enums import ClaimState
from stipends.queries.payout import accounts_to_confirm
from stipends.queries.scopes import claims_in_scope
from stipends.rules import keeps_money

if TYPE_CHECKING:
    from base.accounts.models import Membership


@dataclass(frozen=True)
class Item:
    """A place one can go to: the name of its URL, its icon and its word; `count` is asked once per page."""

    url_name: str
    icon: str
    label: str | Promise
    count: "Callable[[Membership], int | None] | None" = None


@dataclass(frozen=True)
class Link:
    """An item on one page: `current` is "page" on the place itself, "true" beneath it, else empty."""

    url: str
    icon: str
    label: str | Promise
    count: int | None
    current: str


def proposals_count(membership: "Membership") -> int:
    """How many proposals wait for a decision."""
    return proposals_in_scope(membership).filter(state=ProposalState.OPEN).count()


def unmatched_count(membership: "Membership") -> int:
    """How many own families the last runs left without a helper."""
    return unmatched_in_scope(membership).count()


def meetings_count(membership: "Membership") -> int | None:
    """How many meetings are to be looked at; None when none is."""
    return meetings_to_review(membership).count() or None


def conversations_count(membership: "Membership") -> int | None:
    """How many conversations of pairs hold something new; None when none does."""
    return count_unread(membership) or None


def notices_count(membership: "Membership") -> int | None:
    """How many messages wait for somebody's hands; None when none does."""
    return to_hand_over(membership.organisation_id).count() or None


def accounts_count(membership: "Membership") -> int | None:
    """How many bank accounts wait for a second person; None when none does."""
    return accounts_to_confirm(membership).count() or None


def to_pay_count(membership: "Membership") -> int | None:
    """How many approved claims are in no payment batch yet; None when none is and for those who only read."""
    if not keeps_money(membership):
        return None
    return claims_in_scope(membership).filter(state=ClaimState.APPROVED).count() or None


def offers_count(membership: "Membership") -> int | None:
    """How many offers wait for the helper's own answer; None when none does."""
    return count_offers(membership) or None


def claims_count(membership: "Membership") -> int | None:
    """How many claims wait for this person: to write, to verify, to approve; None when none does."""
    return claims_waiting(membership).count() or None


HOME = Item("home", "today", _("Today"))
MEMBERS = Item("members", "users", _("Members"))
SETTINGS = Item("settings", "settings", _("Settings"))
PROPOSALS = Item("proposals", "swap", _("Proposals"), count=proposals_count)
NOT_MATCHED = Item("not_matched", "question", _("Not matched yet"), count=unmatched_count)
NEWCOMERS = Item("newcomers", "plus", _("Newcomers"))
RECRUITING = Item("recruiting", "search", _("Whom to look for"))
PAIRS = Item("pairs", "hand", _("Pairs"))
MEETINGS = Item("meetings", "calendar", _("Meetings"), count=meetings_count)
PICTURES = Item("pictures", "chart", _("Pictures"))
CONVERSATIONS = Item("conversations", "speech", _("Conversations"), count=conversations_count)
CONCERNS = Item("concerns", "shield", _("Concerns"))
PROGRAMMES = Item("programmes", "scales", _("Programmes"))
NOTICES = Item("notices", "mail", _("Messages"), count=notices_count)
FAMILIES = Item("families", "home", _("Families"))
VOLUNTEERS = Item("volunteers", "users", _("Volunteers"))
EMPLOYERS = Item("employers", "firm", _("Employers"))
OUR_PART = Item("employers", "firm", _("Our part"))
ACCOUNTS = Item("payout_accounts", "lock", _("Bank accounts"), count=accounts_count)
CLAIMS = Item("claims", "file", _("Claims"), count=claims_count)
IMPORTS = Item("imports", "import", _("Imported lists"))
PROJECTS = Item("projects", "coins", _("Funded projects"))
BATCHES = Item("batches", "transfer", _("Payments"), count=to_pay_count)
LEDGER = Item("ledger", "book", _("Ledger"))
ACCOUNT = Item("account", "person", _("My account"))
START = Item("home", "home", _("Home"))
LOG = Item("log", "pen", _("Log"))
OFFERS = Item("offers", "swap", pgettext_lazy("families offered to a helper", "Offers"), count=offers_count)
ME = Item("me", "person", _("Me"))

#: The bottom bar of those who meet people.
PHONE = (START, LOG, OFFERS, ME)

#: What those who work with people go to, in the order of their day.
DESK = (
    HOME,
    PROPOSALS,
    NOT_MATCHED,
    PAIRS,
    MEETINGS,
    CONVERSATIONS,
    NEWCOMERS,
    FAMILIES,
    VOLUNTEERS,
    RECRUITING,
    PICTURES,
    EMPLOYERS,
    CLAIMS,
    PROGRAMMES,
    NOTICES,
    IMPORTS,
)

#: What those who read the centre's money go to.
MONEY = (PROJECTS, BATCHES, LEDGER, ACCOUNTS)

ITEMS: Mapping[str, tuple[Item, ...]] = {
    Role.ADMINISTRATOR: (*DESK, CONCERNS, *MONEY, MEMBERS, SETTINGS),
    Role.COORDINATOR: (*DESK, SETTINGS),
    Role.FINANCE: (HOME, CLAIMS, EMPLOYERS, *MONEY, PROGRAMMES),
    Role.AUDITOR: (HOME, CLAIMS, *MONEY),
    Role.VOLUNTEER: PHONE,
    Role.MENTOR: PHONE,
    Role.EMPLOYER: (HOME, CLAIMS, OUR_PART),
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
