"""What a helper is asked: the offers that wait for their word, and a family or colleague in words."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from base.accounts.models import Membership
from base.common.enums import HelpArea
from base.places.languages import language_name
from frontend.facing import at_work_as, people_of
from matching.domain.life import waits_for
from matching.enums import UNANSWERED_PAIR_STATES, PairSide, PairState
from matching.models import Pair
from matching.queries import pairs_in_scope


@dataclass(frozen=True)
class Offered:
    """The other side as its helper may know it: no name, no address, nothing of where they come from."""

    pair: Pair
    label: str
    is_colleague: bool
    languages: str
    place: str
    hours: str
    needs: str
    has_children: bool
    answer_by: date | None


def told_pairs(membership: Membership) -> QuerySet[Pair]:
    """The helper's own open pairs they may know of: not while their coordinator can still undo the offer."""
    undoable = Q(state=PairState.OFFERED, undo_until__gt=timezone.now())
    return pairs_in_scope(membership).exclude(undoable)


def offers_of(membership: Membership) -> list[Pair]:
    """Of these, those that wait for the helper's answer, the one due first in front."""
    return [pair for pair in people_of(_unanswered(membership)) if waits_for_helper(pair)]


def count_offers(membership: Membership) -> int:
    """How many there are."""
    return sum(waits_for_helper(pair) for pair in _unanswered(membership))


def _unanswered(membership: Membership) -> QuerySet[Pair]:
    waiting = told_pairs(membership).filter(state__in=UNANSWERED_PAIR_STATES)
    return waiting.order_by("answer_by", "offered_at", "pk")


def waits_for_helper(pair: Pair) -> bool:
    """Whether the helper's word is the one that is due."""
    return waits_for(pair.steps_to_take, PairState(pair.state)) == PairSide.HELPER


def offered(pair: Pair) -> Offered:
    """The offer in words; of the place the commune, of the week what both have."""
    household, person, at_work = pair.seeker.household, pair.helper.person, pair.seeker.member is not None
    spoken = (
        household.spoken
        if pair.seeker.member is None
        else [row.spoken for row in pair.seeker.member.languages.all()]
    )
    ours = {one.language for one in person.spoken}
    shared = [one.language for one in spoken if one.language in ours]
    week = household.week & person.week
    # What a family needs at home is not for a colleague at work.
    needs = set() if at_work else set(household.needs)
    return Offered(
        pair=pair,
        label=household.label,
        is_colleague=at_work,
        languages=", ".join(language_name(code) for code in shared),
        place=_workplace(pair) if at_work else household.commune_name,
        hours=str(week) if week else "",
        needs=", ".join(str(area.label) for area in HelpArea if area in needs),
        has_children=bool(household.children) and not at_work,
        answer_by=pair.answer_by,
    )


def _workplace(pair: Pair) -> str:
    job = getattr(pair.seeker.member, "employment", None)
    return at_work_as(str(job.site or job.employer), job.get_shift_display()) if job else ""
