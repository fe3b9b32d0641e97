"""What a page can show and hear of: a topic is a kind and a number, never a name."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from activities.queries import pairs_of_helper
from activities.rules import is_helper
from base.accounts.enums import STAFF_ROLES, Role
from base.accounts.models import Membership
from base.organisations.models import Organisation
from desk.models import BulkAct
from families.queries import households_in_scope
from matching.models import Pair, Programme
from matching.queries import pairs_in_scope, programmes_in_scope, proposals_in_scope, runs_in_scope
from matching.rules import does_matching
from mentors.queries import mentors_in_scope
from stipends.queries.scopes import claims_in_scope
from volunteers.queries import volunteers_in_scope

Scope = Callable[[Membership], QuerySet[Any]]


@dataclass(frozen=True)
class Topic:
    """ "run:3", "proposal:12", "pair:7", "talk:7" (a pair's), "proposals:5" and "help:5" (a programme's),
    "family:9", "volunteer:9", "mentor:9", "claim:4", "bulk:2", "care:1" and "pipeline:1" (an organisation's).
    """

    kind: str
    id: int

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"

    @classmethod
    def read(cls, text: object) -> "Topic | None":
        """The topic of these words; None when they are none."""
        kind, colon, number = str(text).partition(":")
        if not colon or kind not in SCOPES or not (number.isascii() and number.isdecimal()):
            return None
        return cls(kind, int(number)) if len(number) <= 18 else None


def _programmes(membership: Membership) -> QuerySet[Programme]:
    """Finance reads programmes too, but decides and answers nothing there."""
    found = programmes_in_scope(membership)
    return found if does_matching(membership) else found.none()


def _talks(membership: Membership) -> QuerySet[Pair]:
    """A conversation goes on after its pair has ended."""
    return pairs_of_helper(membership) if is_helper(membership) else pairs_in_scope(membership)


def _own_desk(membership: Membership) -> QuerySet[Organisation]:
    found = Organisation.objects.filter(pk=membership.organisation_id)
    return found if does_matching(membership) else found.none()


def _bulk_acts(membership: Membership) -> QuerySet[BulkAct]:
    found = BulkAct.objects.filter(organisation=membership.organisation_id)
    return found if does_matching(membership) else found.none()


#: Where a membership's own things of each kind are found.
SCOPES: dict[str, Scope] = {
    "run": runs_in_scope,
    "proposal": proposals_in_scope,
    "proposals": _programmes,
    "pair": pairs_in_scope,
    "help": _programmes,
    "family": households_in_scope,
    "volunteer": volunteers_in_scope,
    "mentor": mentors_in_scope,
    "claim": claims_in_scope,
    "care": _own_desk,
    "pipeline": _own_desk,
    "talk": _talks,
    "bulk": _bulk_acts,
}
#: Lists: who has one open "is here", who has a thing open "has this open".
LISTS = frozenset({"proposals", "help", "care", "pipeline"})


def is_in_scope(topic: Topic, membership: Membership) -> bool:
    """Whether this membership may know that the thing has changed."""
    return SCOPES[topic.kind](membership).filter(pk=topic.id).exists()


#: Roles whose scopes are those of their organisation, whoever they are; a helper's are their own.
OF_THE_ORGANISATION = STAFF_ROLES | {Role.EMPLOYER}


def sight_of(membership: Membership) -> tuple[int, str, int]:
    """What decides on a membership's scopes: two with the same see the same."""
    person = 0 if membership.role in OF_THE_ORGANISATION else membership.user_id
    return membership.organisation_id, membership.role, person


# --- who is woken -----------------------------------------------------------------------------------------


def programme_group(programme: int) -> str:
    """Those who match at one of the centres that share the programme."""
    return f"programme-{programme}"


def desk_group(organisation: int) -> str:
    """Those who work with people at a centre."""
    return f"desk-{organisation}"


def money_group(organisation: int) -> str:
    """Finance and auditors of a centre."""
    return f"money-{organisation}"


def firm_group(organisation: int) -> str:
    """Those who speak for an employer."""
    return f"firm-{organisation}"


def user_group(user: int) -> str:
    """One person, under whichever membership."""
    return f"user-{user}"


def open_group(organisation: int, topic: Topic) -> str:
    """Colleagues who have the thing open."""
    return f"open-{organisation}-{topic.kind}-{topic.id}"
