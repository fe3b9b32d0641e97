"""What an employer can claim now: months that are over, of pairs that met, with nothing claimed yet."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from activities.enums import MeetingState
from activities.models import Meeting
from matching.enums import ProgrammeKind
from matching.models import Pair
from mentors.models import Participation
from stipends.enums import LIVE_CLAIM_STATES, OPEN_CLAIM_STATES, SupportKind
from stipends.models import Claim, ClaimedHours, SupportRule

from .claims import best_rule, rules_of
from .computing import Span, whole_month
from .coverage import assignment_days, coverage_of
from .hours import Times, hours_of, times_of
from .months import first_day, months_between


@dataclass(frozen=True)
class ClaimableMonth:
    """A month of a pair that can be claimed until `claim_by`; `claim` where it is begun or sent back."""

    pair: Pair
    month: date
    rule: SupportRule
    covered: Span | None
    minutes: int
    claim: Claim | None

    @property
    def claim_by(self) -> date:
        """The last day to submit it."""
        if self.claim is not None:
            return self.claim.claim_by
        return whole_month(self.month).last + timedelta(days=self.rule.claim_days)


def claimable_months(participation: Participation, *, on: date | None = None) -> list[ClaimableMonth]:
    """Months the employer can claim or correct on a day (today), the most urgent first.

    Seven queries, however many pairs. A month without hours, past its last day, or beyond the most months
    of its pair is left out unless it was begun.
    """
    on = on or timezone.localdate()
    rules = rules_of(participation.centre, SupportKind.MENTOR_ALLOWANCE)
    claims = _claims(participation)
    begun = [one.month for one in claims if one.state in OPEN_CLAIM_STATES]
    longest = max((rule.claim_days for rule in rules), default=0)
    months = months_between(
        min([first_day(on - timedelta(days=longest + 31)), *begun]), first_day(on) - timedelta(days=1)
    )
    pairs = _pairs(participation, months)
    meetings = _meetings(pairs, months)
    taken = _taken(pairs, months)
    known = {(claim.pair_id, claim.month): claim for claim in claims}
    done: dict[int | None, set[date]] = defaultdict(set)
    for held in claims:
        if held.state not in OPEN_CLAIM_STATES:
            done[held.pair_id].add(held.month)
    found: list[ClaimableMonth] = []
    for pair in pairs:
        for month in months:
            claim = known.get((pair.pk, month))
            if claim is not None and claim.state not in OPEN_CLAIM_STATES:
                continue
            rule = (
                claim.rule if claim is not None else best_rule(rules, participation, month=month, pair=pair)
            )
            if rule is None:
                continue
            covered = coverage_of(participation, rule=rule, month=month, pair=pair).span
            hours = hours_of(
                pair,
                covered=covered,
                month=month,
                only_confirmed=rule.only_confirmed,
                meetings=meetings[pair.pk],
                taken=taken[pair.helper.mentor_id],
            )
            one = ClaimableMonth(pair, month, rule, covered, hours.minutes, claim)
            if claim is None and (
                one.claim_by < on or not hours.minutes or len(done[pair.pk]) >= rule.max_months
            ):
                continue
            found.append(one)
    return sorted(found, key=lambda one: (one.claim_by, one.month, one.pair.pk))


def _claims(participation: Participation) -> list[Claim]:
    found = Claim.objects.filter(
        participation=participation, kind=SupportKind.MENTOR_ALLOWANCE, state__in=LIVE_CLAIM_STATES
    )
    return list(found.select_related("rule__call__project", "rule__line").defer("computation"))


def _pairs(participation: Participation, months: Sequence[date]) -> list[Pair]:
    """The pairs of the firm's mentors that were together on some day of these months."""
    found = Pair.objects.filter(
        helper__mentor__participation=participation, programme__kind=ProgrammeKind.WORKPLACE
    )
    found = found.select_related(
        "programme", "helper__mentor", "seeker__household", "seeker__member__employment"
    ).prefetch_related("steps")
    if not months:
        return []
    window = Span(months[0], whole_month(months[-1]).last)
    return [pair for pair in found.order_by("pk") if window.within(assignment_days(pair)) is not None]


def _meetings(pairs: Sequence[Pair], months: Sequence[date]) -> Mapping[int, list[Meeting]]:
    found: dict[int, list[Meeting]] = defaultdict(list)
    if pairs and months:
        rows = Meeting.objects.filter(
            pair__in=[pair.pk for pair in pairs],
            start__lt=times_of(months[-1])[1],
            ends_at__gt=times_of(months[0])[0],
        ).exclude(state=MeetingState.WITHDRAWN)
        for row in rows.order_by("start", "pk"):
            found[row.pair_id].append(row)
    return found


def _taken(pairs: Sequence[Pair], months: Sequence[date]) -> Mapping[int | None, list[Times]]:
    """By mentor: when they are paid already. The claim page knows those of other employers' parts too."""
    mentors = {pair.helper.mentor for pair in pairs if pair.helper.mentor is not None}
    of_key: dict[str, list[int]] = defaultdict(list)
    for mentor in mentors:
        of_key[f"mentor:{mentor.pk}"].append(mentor.pk)
        if mentor.user_id is not None:
            of_key[f"user:{mentor.user_id}"].append(mentor.pk)
    found: dict[int | None, list[Times]] = defaultdict(list)
    if of_key and months:
        rows = ClaimedHours.objects.filter(
            mentor_key__in=of_key,
            released_at=None,
            start__lt=times_of(months[-1])[1],
            ends_at__gt=times_of(months[0])[0],
        )
        for key, start, end in rows.order_by("start").values_list("mentor_key", "start", "ends_at"):
            for mentor_id in of_key[key]:
                found[mentor_id].append((start, end))
    return found
