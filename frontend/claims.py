"""A claim as its page shows it: hours day by day, the computation, papers, people, what is in the way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import rules
from django.db.models import Max
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.enums import MeetingState
from frontend.drawings.month import MonthDrawing, draw_month
from frontend.meetings import length_words
from stipends.domain.accounts import account_in_force
from stipends.domain.computing import Span, Step, steps_from
from stipends.domain.coverage import Coverage
from stipends.domain.examination import examine, papers_missing, standing_papers
from stipends.domain.findings import Examination, Finding
from stipends.domain.hours import UNSETTLED, Hours, Stretch, held_hours
from stipends.enums import LIVE_CLAIM_STATES, OVER_CLAIM_STATES, Declaration, SupportKind
from stipends.models import Claim, LedgerEntry, Paper, PayoutAccount
from stipends.queries.papers import papers_to_use

from .claim_words import mentee_name, ordinal_month

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from base.accounts.models import Membership


#: Blocks that the list of papers and the form to sign tell themselves.
TOLD_IN_PLACE = ("paper_missing", "not_signed")


@dataclass(frozen=True)
class PaperLine:
    """What a rule demands, or what stands beside it, and the paper that is there (None: missing); `usable`
    is one that the firm put in for another claim of the month.
    """

    kind: str
    name: "StrOrPromise"
    paper: Paper | None = None
    usable: Paper | None = None


@dataclass(frozen=True)
class HoursLine:
    """One stretch that is paid for, with the meeting it is of."""

    day: date
    time: str
    length: str
    state: str
    is_confirmed: bool
    meeting_id: int


def once_held(claim: Claim) -> Hours:
    """The hours a claim that is over stood on at last: they were let go together."""
    last = claim.hours.aggregate(last=Max("released_at"))["last"]
    rows = list(claim.hours.filter(released_at=last).select_related("meeting"))
    meetings = {row.meeting_id: row.meeting for row in rows}
    stretches = tuple(Stretch(row.meeting_id, row.start, row.ends_at) for row in rows)
    return Hours(stretches, tuple(meetings.values()))


class ClaimTold:
    """Everything the page of one claim asks, looked up once; for the reader's eyes."""

    def __init__(self, claim: Claim, membership: "Membership") -> None:
        self.claim, self.membership = claim, membership

    # --- what counts ---

    @cached_property
    def examination(self) -> Examination:
        """How the claim stands now."""
        return examine(self.claim)

    @property
    def is_open(self) -> bool:
        """Whether the claimant still writes: then everything is as of now."""
        return self.claim.is_open

    @cached_property
    def hours(self) -> Hours:
        """Those it would be paid for now; once sent in, those it holds or, where it is over, held at last."""
        if self.is_open:
            return self.examination.hours
        return once_held(self.claim) if self.claim.state in OVER_CLAIM_STATES else held_hours(self.claim)

    @cached_property
    def coverage(self) -> Coverage:
        """Which days everything covers."""
        return self.examination.coverage

    @cached_property
    def span(self) -> Span | None:
        """The covered days: as of now, or as they were when it was sent in."""
        if self.is_open:
            return self.coverage.span
        first, last = self.claim.covered_from, self.claim.covered_to
        return Span(first, last) if first and last else None

    @cached_property
    def steps(self) -> Sequence[Step]:
        """The computation, step by step; the total is the last."""
        if self.is_open:
            return self.examination.computation.steps
        return steps_from(self.claim.computation)

    @property
    def total_grosze(self) -> int:
        """To pay."""
        return self.examination.computation.total_grosze if self.is_open else self.claim.total_grosze

    @property
    def minutes(self) -> int:
        """Of the log, that count."""
        return self.hours.minutes if self.is_open else self.claim.minutes

    @property
    def length(self) -> str:
        """The same as “14 h 30 min”."""
        return length_words(self.minutes)

    # --- what is in the way ---

    @cached_property
    def blocks(self) -> list[Finding]:
        """What has to be mended first; papers and the signature are asked for in their place."""
        return [one for one in self.examination.blocks if one.code not in TOLD_IN_PLACE]

    @property
    def warnings(self) -> Sequence[Finding]:
        """What somebody should look at."""
        return self.examination.warnings

    @property
    def can_be_sent(self) -> bool:
        """Whether nothing but the signature is missing."""
        return all(one.code == "not_signed" for one in self.examination.blocks)

    # --- the month ---

    @property
    def has_month(self) -> bool:
        """Whether it is paid for hours of a pair."""
        return self.claim.pair_id is not None

    @cached_property
    def month(self) -> MonthDrawing:
        """The calendar of the month."""
        span = self.span
        return draw_month(
            self.claim.month,
            self.hours.by_day,
            covered=(span.first, span.last) if span else None,
            asked=self.asked_days,
        )

    @cached_property
    def asked_days(self) -> set[date]:
        """Days with a meeting that does not count as it stands."""
        waiting = {*UNSETTLED, *([MeetingState.LOGGED] if self.claim.rule.only_confirmed else [])}
        return {timezone.localdate(one.start) for one in self.hours.meetings if one.state in waiting}

    @property
    def meetings_words(self) -> str:
        """“12 meetings, 14 h 30 min”."""
        count = len({stretch.meeting_id for stretch in self.hours.stretches})
        words = ngettext("%(count)d meeting", "%(count)d meetings", count) % {"count": count}
        return f"{words}, {self.length}"

    @property
    def confirmed_words(self) -> str:
        """How many of the meetings the new colleague has confirmed."""
        counted = {stretch.meeting_id for stretch in self.hours.stretches}
        states = [one.state for one in self.hours.meetings if one.pk in counted]
        confirmed = sum(1 for state in states if state == MeetingState.CONFIRMED)
        if not states:
            return _("The hours come from the mentor's log.")
        words = {"name": self.mentee_name, "count": confirmed, "all": len(states)}
        return _("The hours come from the mentor's log; %(name)s has confirmed %(count)d of %(all)d.") % words

    @cached_property
    def hours_lines(self) -> list[HoursLine]:
        """Every stretch with its day and times."""
        meetings = {one.pk: one for one in self.hours.meetings}
        lines = []
        for one in self.hours.stretches:
            start, end = timezone.localtime(one.start), timezone.localtime(one.ends_at)
            meeting = meetings[one.meeting_id]
            lines.append(
                HoursLine(
                    start.date(), f"{start:%H:%M}–{end:%H:%M}", length_words(one.minutes),
                    str(meeting.get_state_display()), meeting.state == MeetingState.CONFIRMED, meeting.pk,
                )
            )  # fmt: skip
        return lines

    # --- papers ---

    @cached_property
    def papers(self) -> list[PaperLine]:
        """Those demanded, what is missing first, then what else was put in."""
        links = self.claim.claim_papers.select_related("paper").defer("paper__body").order_by("pk")
        there = {link.paper.pk: link.paper for link in links if link.paper.withdrawn_at is None}
        if self.is_open:
            there |= {paper.pk: paper for paper in standing_papers(self.claim) if paper.pk not in there}
        found = [PaperLine(paper.kind, paper.get_kind_display(), paper) for paper in there.values()]
        kinds = papers_missing(self.claim)
        usable = (
            {paper.kind: paper for paper in papers_to_use(self.claim, kinds)}
            if kinds and self.is_open
            else {}
        )
        missing = [PaperLine(kind, kind.label, usable=usable.get(kind)) for kind in kinds]
        order = {kind: place for place, kind in enumerate(self.claim.rule.papers)}
        found.sort(key=lambda line: order.get(line.kind, len(order)))
        return [*missing, *found]

    @property
    def missing_papers(self) -> list[PaperLine]:
        """Those still to put in."""
        return [line for line in self.papers if line.paper is None]

    @property
    def demanded_count(self) -> int:
        """How many the rule demands."""
        return len(self.claim.rule.papers)

    @property
    def declared(self) -> list["StrOrPromise"]:
        """What the claimant has stated."""
        return [Declaration(code).label for code in self.claim.declarations]

    # --- people and money ---

    @property
    def mentor_name(self) -> str:
        """First name and surname: both sides of the claim may see it."""
        mentor = self.claim.pair.helper.mentor if self.claim.pair else None
        return mentor.full_name if mentor else ""

    @property
    def mentee_name(self) -> str:
        """The first name, as the employer knows it; else the label."""
        return mentee_name(self.claim.pair) if self.claim.pair else ""

    @property
    def lead(self) -> str:
        """Who met whom for how long; of a bill what it is for."""
        if self.claim.pair is None:
            return self.claim.subject
        names = {"mentor": self.mentor_name, "mentee": self.mentee_name, "length": self.length}
        return _("%(mentor)s and %(mentee)s: %(length)s in the log.") % names

    @cached_property
    def month_of_pair(self) -> str:
        """Which month of the pair this is."""
        count = Claim.objects.filter(
            pair=self.claim.pair_id, kind=SupportKind.MENTOR_ALLOWANCE, state__in=LIVE_CLAIM_STATES,
            month__lt=self.claim.month,
        ).count()  # fmt: skip
        return ordinal_month(count + 1, self.claim.rule.max_months)

    @cached_property
    def account(self) -> PayoutAccount | None:
        """Where it is paid: the one it was sent in with, or the firm's account in force now."""
        return self.claim.account or account_in_force(self.claim.participation)

    @cached_property
    def entries(self) -> list[LedgerEntry]:
        """What it moved in the ledger, for those who read the centre's money."""
        project = self.claim.rule.call.project
        if not rules.has_perm("stipends.view_money", self.membership, project):
            return []
        rows = self.claim.entries.select_related("debit", "credit", "batch").order_by("pk")
        return list(rows)
