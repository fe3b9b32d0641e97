"""How pairs are looked after: the common rules we ship."""

from datetime import date
from typing import Final

from activities.models import CareRules

COMMON_FROM: Final = date(2003, 6, 29)
COMMON_SOURCE: Final = (
    "example: Elements of Effective Practice for Mentoring (contacts, silence); written agreement: "
    "ustawa z 24.04.2003, art. 44 ust. 4 (more than 30 days)"
)


def ship_common_care() -> bool:
    """Add the common rules where there are none; whether it did. Runs after migrate."""
    _rules, made = CareRules.objects.get_or_create(
        programme=None, defaults={"valid_from": COMMON_FROM, "source": COMMON_SOURCE}
    )
    return made
