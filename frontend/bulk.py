"""Acts on many as their pages show them: what the list offers, the preview, what came of it."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import rules
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from base.accounts.enums import Role
from base.accounts.models import Membership
from base.common.enums import ContactChannel
from desk.domain.bulk import MOST, Foreseen, foresee, kind_of, programmes_for, too_many
from desk.domain.bulk_acts import BulkKind, Given
from desk.enums import ListPage
from desk.models import BulkAct
from families.models import Household
from frontend.forms.bulk import BulkForm
from frontend.views.families import chosen_families
from frontend.views.mentors import chosen_mentors
from frontend.views.volunteers import chosen_volunteers
from matching.enums import ProgrammeKind, ProgrammeState
from matching.models import Programme

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from frontend.access import SignedRequest

#: How many are named on the preview and on the page of what came of it.
NAMED = 50
LONGEST_NUMBER = 18
CONTACT = "families.view_household_contact"
#: Rows of a list as its address narrows them, and the page of one.
CHOSEN: Mapping[str, Callable[["SignedRequest"], QuerySet[Any]]] = {
    ListPage.FAMILIES: chosen_families,
    ListPage.VOLUNTEERS: chosen_volunteers,
    ListPage.MENTORS: chosen_mentors,
}
ROUTES = {ListPage.FAMILIES: "family", ListPage.VOLUNTEERS: "volunteer", ListPage.MENTORS: "mentor"}
#: What belongs to the act in the query; all else are the list's filters.
OWN_KEYS = ("act", "all", "chosen", "to_programme", "to_owner", "page")


@dataclass(frozen=True)
class Named:
    """Somebody an act is about: label, name as far as one may know it, the page, why they are left out."""

    label: str
    name: str
    url: str = ""
    why: "StrOrPromise" = ""


def name_of(row: Any, membership: Membership) -> str:
    """Beside the label: of a family the person we talk to, for those who may read the contact."""
    if isinstance(row, Household):
        return row.contact_name if rules.has_perm(CONTACT, membership) else ""
    return str(row.full_name)


def left_out(bulk: BulkAct, kind: BulkKind, membership: Membership) -> list[Named]:
    """The first of those an act left out, with the names of those who are still here, in one query."""
    told = bulk.refused[:NAMED]
    rows = kind.rows(membership).filter(label__in=[one["label"] for one in told]) if told else []
    names = {row.label: name_of(row, membership) for row in rows}
    return [Named(one["label"], names.get(one["label"], ""), why=one["why"]) for one in told]


@dataclass(frozen=True)
class Preview:
    """One act on the rows chosen, before it is done. `keys` come from the list or from a form sent before."""

    membership: Membership
    page: ListPage
    act: str
    kind: BulkKind
    asked: QueryDict
    keys: Sequence[int]

    @cached_property
    def given(self) -> Given:
        """What the act is told, as far as it is chosen."""
        programme = _named(self.programmes, self.asked.get("to_programme", ""), alone=True)
        owner = _named(self.colleagues, self.asked.get("to_owner", ""))
        return Given(reason=self.asked.get("reason", ""), programme=programme, owner=owner)

    @cached_property
    def is_chosen(self) -> bool:
        """Whether everything is chosen on which it depends whom it touches."""
        needs_programme = "programme" in self.kind.asks and self.given.programme is None
        needs_owner = "owner" in self.kind.asks and self.given.owner is None
        return not (needs_programme or needs_owner)

    @cached_property
    def programmes(self) -> list[Programme]:
        """Into which these people can be put."""
        if "programme" not in self.kind.asks:
            return []
        at_work = self.page == ListPage.MENTORS
        known = programmes_for(self.membership).exclude(state=ProgrammeState.ENDED)
        return [one for one in known if (one.kind == ProgrammeKind.WORKPLACE) == at_work]

    @cached_property
    def colleagues(self) -> list[Membership]:
        """Who can look after newcomers."""
        if "owner" not in self.kind.asks:
            return []
        current = self.membership.organisation.memberships.current()
        staff = current.filter(role__in=(Role.ADMINISTRATOR, Role.COORDINATOR)).select_related("user")
        return list(staff.order_by("user__name", "pk"))

    @cached_property
    def foreseen(self) -> Foreseen:
        """Whom it would touch, and whom not."""
        return foresee(self.kind, self.keys, self.given, membership=self.membership)

    @property
    def touched(self) -> list["Named"]:
        """The first of them, with their pages."""
        return [
            Named(row.label, name_of(row, self.membership), reverse(ROUTES[self.page], args=[row.pk]))
            for row in self.foreseen.touched[:NAMED]
        ]

    @property
    def refused(self) -> list["Named"]:
        """The first of those left out, with the sentence."""
        return [
            Named(row.label, name_of(row, self.membership), why=refusal.message)
            for row, refusal in self.foreseen.refused[:NAMED]
        ]

    @cached_property
    def messages(self) -> tuple[int, int]:
        """How many messages leave by themselves, and how many wait for somebody's hands."""
        if not self.kind.tells:
            return 0, 0
        touched = self.foreseen.touched
        own = sum(1 for row in touched if ContactChannel(row.channel).leaves_by_itself and row.email)
        return own, len(touched) - own

    @property
    def form(self) -> BulkForm:
        """What is sent to do it; `press` makes it one act however often it is sent."""
        keys = ",".join(str(row.pk) for row in self.foreseen.touched) if self.is_chosen else ""
        return BulkForm(self.kind.asks, initial={"keys": keys, "press": uuid.uuid4().hex, "act": self.act})

    @property
    def kept(self) -> list[tuple[str, str]]:
        """The query that brought one here, for a form that asks again with another choice."""
        own = ("to_programme", "to_owner", "csrfmiddlewaretoken", "press")
        return [(key, one) for key, values in self.asked.lists() if key not in own for one in values]


def preview_of(request: "SignedRequest", page: ListPage) -> Preview | None:
    """The preview the address asks for; None when the list has no such act. Refusal beyond MOST."""
    act = request.GET.get("act", "")
    kind = kind_of(page, act)
    if kind is None:
        return None
    keys = _all_of(request, page) if request.GET.get("all") else numbers(request.GET.getlist("chosen"))
    return Preview(request.membership, page, act, kind, request.GET, keys)


def _all_of(request: "SignedRequest", page: ListPage) -> list[int]:
    rows = CHOSEN[page](request).order_by()
    keys = list(rows.values_list("pk", flat=True)[: MOST + 1])
    if len(keys) > MOST:
        raise too_many()
    return keys


def numbers(texts: Sequence[str]) -> list[int]:
    """Those that are numbers a row can have."""
    return [int(one) for one in texts if one.isdecimal() and one.isascii() and len(one) <= LONGEST_NUMBER]


def list_address(page: ListPage, query: QueryDict) -> str:
    """Back to the list as it was narrowed."""
    kept = query.copy()
    for key in (*OWN_KEYS, "keys", "press", "reason", "csrfmiddlewaretoken", "draft_owner"):
        kept.pop(key, None)
    return f"{reverse(page.value)}?{kept.urlencode()}" if kept else reverse(page.value)


def _named(rows: Sequence[Any], asked: str, *, alone: bool = False) -> Any:
    found = next((one for one in rows if str(one.pk) == asked), None)
    return rows[0] if found is None and alone and len(rows) == 1 else found


#: What stands on the page of an act, by its state.
TOLD = {
    "requested": _("It waits for its turn and begins in a moment."),
    "running": _("You can leave this page: it goes on by itself."),
    "done": _("It is done."),
    "failed": _("It came to a halt. What is done stays done; the rest can be taken up again."),
}
