"""The proposals desk: its list, what stands open beside it, and which comes next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from base.accounts.models import Membership
from frontend.facing import name_of
from frontend.paging import PER_PAGE, query_string
from matching.domain.sentences import number
from matching.enums import ProposalOrigin, ProposalState, RunState
from matching.models import Programme, Proposal, Run
from matching.queries import (
    PROPOSAL_SORTS,
    last_done_run,
    programmes_in_scope,
    proposals_in_scope,
    proposals_to_decide,
    replaced_by,
    rules_on,
)

KEPT = ("programme", "sort", "q")


@dataclass(frozen=True)
class Row:
    """A proposal in the list."""

    proposal: Proposal
    helper_name: str
    place: str
    days: int
    is_late: bool


@dataclass(frozen=True)
class Desk:
    """The list as the query asks for it; `proposal`, when one is open, is of the same programme."""

    membership: Membership
    query: QueryDict
    programme: Programme | None
    proposal: Proposal | None = None

    @property
    def sort(self) -> str:
        """By points unless another known sort is asked for."""
        asked = self.query.get("sort", "points")
        return asked if asked in PROPOSAL_SORTS else "points"

    @property
    def text(self) -> str:
        """What is searched for."""
        return self.query.get("q", "")[:100]

    @cached_property
    def programmes(self) -> list[Programme]:
        """Between which one can change."""
        return list(programmes_in_scope(self.membership).order_by("name", "pk"))

    @cached_property
    def numbers(self) -> list[int]:
        """Every proposal of the list, in its order."""
        return list(self.listed.values_list("pk", flat=True))

    @cached_property
    def listed(self) -> QuerySet[Proposal]:
        """The open proposals of the list."""
        if self.programme is None:
            return Proposal.objects.none()
        return proposals_to_decide(self.programme, self.membership, sort=self.sort, text=self.text)

    @cached_property
    def page(self) -> "Page[Any]":
        """The rows of the page asked for, else of the one with the open proposal."""
        pages = Paginator(self.numbers, PER_PAGE)
        asked = self.query.get("page")
        if not asked and self.place:
            asked = str((self.place - 1) // PER_PAGE + 1)
        page = pages.get_page(asked)
        found = {one.pk: one for one in self.listed.filter(pk__in=list(page.object_list))}
        late = timezone.localdate() - timedelta(days=self.promise_days)
        rows = [row_of(found[pk], self.membership, late=late) for pk in page.object_list if pk in found]
        shown: Page[Any] = page
        shown.object_list = rows
        return shown

    @cached_property
    def promise_days(self) -> int:
        """After how many days somebody has waited longer than promised."""
        rules = rules_on(self.programme, timezone.localdate()) if self.programme else None
        return rules.promise_days if rules else 60

    @cached_property
    def run(self) -> Run | None:
        """The run whose proposals stand."""
        return last_done_run(self.programme) if self.programme else None

    @property
    def state(self) -> str:
        """Which run stands and how many urgent proposals came after it: another one means news."""
        run = self.run
        urgent = run.proposals.filter(origin=ProposalOrigin.REPLACEMENT).count() if run else 0
        return f"{run.pk if run else 0}-{urgent}"

    @cached_property
    def place(self) -> int:
        """Where in the list the open proposal stands, from 1; 0 when it does not."""
        if self.proposal is None or self.proposal.pk not in self.numbers:
            return 0
        return self.numbers.index(self.proposal.pk) + 1

    @property
    def following(self) -> int | None:
        """The proposal to open once this one is decided: the next in the list, at its end the one before."""
        if not self.place:
            return self.numbers[0] if self.numbers else None
        others = self.numbers[self.place :] or self.numbers[: self.place - 1][-1:]
        return others[0] if others else None

    @property
    def kept(self) -> Mapping[str, str]:
        """What of the query stays from page to page."""
        return {name: str(self.query[name]) for name in KEPT if self.query.get(name)}

    @property
    def address(self) -> str:
        """The same as a query string, "" when empty."""
        changes = {name: None for name in self.query if name not in self.kept}
        found = query_string(self.query, **changes)
        return "" if found == "?" else found


def row_of(proposal: Proposal, membership: Membership, *, late: Any) -> Row:
    """A row; `late` is the day before which whoever waits has waited longer than promised."""
    household = proposal.seeker.household
    is_own = household.centre_id == membership.organisation_id
    return Row(
        proposal=proposal,
        helper_name=name_of(proposal.helper, membership),
        place=household.place_name if is_own else household.commune_name,
        days=(timezone.localdate() - household.waiting_since).days,
        is_late=household.waiting_since < late,
    )


def chosen_programme(membership: Membership, query: QueryDict) -> Programme | None:
    """The programme the query names, else the one with most to decide, else the first; None without any."""
    programmes = list(programmes_in_scope(membership).order_by("name", "pk"))
    asked = query.get("programme", "")
    named = next((one for one in programmes if str(one.pk) == asked or one.key == asked), None)
    if named is not None or not programmes:
        return named
    open_ones = proposals_in_scope(membership).filter(state=ProposalState.OPEN).order_by()
    waiting = list(open_ones.values_list("programme_id", flat=True))
    return max(programmes, key=lambda one: waiting.count(one.pk))


def told_certificate(run: Run) -> tuple[str, str]:
    """The proof of a run in two parts: what is proven, and its numbers. Empty when nothing is proven."""
    if run.state != RunState.DONE or run.gap is None:
        return "", ""
    seconds = sum(float(value) for value in run.seconds.values())
    proven = _("Proven best:") if run.gap == 0 else _("Checked:")
    numbers = _(
        "%(matched)d of %(seekers)d families have a proposal, gap %(gap)d, in %(seconds)s s on %(day)s. "
        "Nobody could have matched more of those who wait longest."
    ) % {
        "matched": run.matched,
        "seekers": run.seekers,
        "gap": run.gap,
        "seconds": number(round(seconds, 1)),
        "day": date_format(timezone.localtime(run.finished_at or run.requested_at), "j E, H:i"),
    }
    return proven, numbers


def told_alone() -> tuple[str, str]:
    """The same of an urgent proposal, which no run weighed against the others."""
    best = _("The best for this family among those with room now, worked out and checked for it alone.")
    others = _("Nobody else’s proposal was moved.")
    return _("Proposed at once:"), f"{best} {others}"


def told_urgent(proposal: Proposal) -> str:
    """Why a proposal is urgent: in whose place it stands."""
    ended = replaced_by(proposal)
    if ended is None or ended.closed_on is None:
        return _("urgent: in place of a proposal that fell through")
    return _("urgent: in place of a pair that ended on %(day)s") % {
        "day": date_format(ended.closed_on, "j E")
    }
