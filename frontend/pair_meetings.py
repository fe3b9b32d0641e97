"""What the page of a pair shows of its meetings: figures, plans, calls for help."""

from typing import Any

from activities.queries import BROUGHT_TOGETHER, figures_of, meetings_of_pair
from activities.queries.desk import plans_to_come
from activities.queries.plans import help_calls_in_scope
from base.accounts.models import Membership
from frontend.meetings import SIDE_WORDS, length_words
from matching.enums import PairState
from matching.models import Pair

NOT_PLANNING = (PairState.PAUSED, PairState.CLOSING)


def meetings_on_page(pair: Pair, membership: Membership) -> dict[str, Any]:
    """For pairs/meetings.html. A pair that was never brought together has nothing to show."""
    figures = figures_of(meetings_of_pair(pair))
    is_met = bool(figures.meetings or figures.to_look_at)
    calls = help_calls_in_scope(membership).filter(pair=pair)
    return {
        "figures": figures,
        "hours": length_words(figures.minutes),
        "plans": [(plan, length_words(plan.minutes)) for plan in plans_to_come(pair)],
        "calls": [(call, SIDE_WORDS[call.side]) for call in calls],
        "may_plan": pair.state in BROUGHT_TOGETHER and pair.state not in NOT_PLANNING,
        "is_shown": is_met or pair.state in BROUGHT_TOGETHER or pair.state == PairState.SUSPENDED,
    }
