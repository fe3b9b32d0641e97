"""How a pair stands: its state and health, what is due, what can be written down, what comes after it."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from activities.enums import PairHealth
from activities.models import CareRules
from activities.queries import care_by_programme, with_health
from base.accounts.models import Membership
from frontend.aftermath import next_of_pair
from frontend.facing import name_of
from frontend.forms.matching import CloseForm
from frontend.forms.pair_life import PairForm
from frontend.pair_due import SIDES, due_lines, rematch_of
from frontend.pair_life import life_context
from frontend.pair_meetings import meetings_on_page
from matching.models import Pair

#: How a badge tells of the two healths that need somebody.
LOOKS = {PairHealth.QUIET: "wait", PairHealth.SILENT: "stop"}


def standing_context(pair: Pair, membership: Membership, **typed: PairForm) -> dict[str, Any]:
    """For pairs/standing.html; `typed` are forms that were sent and not done, by their act."""
    meetings = meetings_on_page(pair, membership)
    care = care_by_programme([pair.programme_id], on=timezone.localdate())
    health = _health(pair, care)
    said = {survey.side: survey for survey in pair.surveys.all()}
    life = life_context(pair, **typed)
    asked = "survey" in life["acts"]
    return {
        **life,
        "helper_name": name_of(pair.helper, membership),
        "meetings": meetings,
        "due_lines": due_lines(pair, meetings, care[pair.programme_id], centre=membership.organisation_id),
        "health": PairHealth(health).label if health in LOOKS else "",
        "health_look": LOOKS.get(PairHealth(health), "") if health else "",
        "words_of_both": [(side, side.label, said.get(side.value)) for side in SIDES]
        if asked or said
        else [],
        "minutes": max(int((pair.undo_until - timezone.now()).total_seconds() // 60) + 1, 0),
        "close_form": CloseForm(),
        "next": next_of_pair(pair, membership),
        "rematch": rematch_of(pair, membership),
    }


def _health(pair: Pair, rules: Mapping[int, CareRules]) -> str:
    today = timezone.localdate()
    found = with_health(Pair.objects.filter(pk=pair.pk), rules, on=today)
    health: str = found.values_list("health", flat=True).get()  # type: ignore[misc]  # annotated
    return health
