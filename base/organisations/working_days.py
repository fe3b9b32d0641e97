"""Which days an organisation works: not at weekends, on Poland's public holidays or on its own days off.

Public holidays: Act of 18 January 1951 on days free from work (24 December since 2025), as the library
`holidays` keeps them. Saturday counts as free, as for deadlines (Code of Administrative Procedure,
art. 57 § 4).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

import holidays
from django.utils import translation

COUNTRY: Final = "PL"
SATURDAY: Final = 5
#: Languages in which the library names the days; others read them in Polish.
NAMED_IN: Final = {"pl": "pl", "en": "en_US", "uk": "uk"}
#: Nobody is closed for longer: a search for the next working day ends here.
LONGEST_REST: Final = 120


@dataclass(frozen=True)
class Calendar:
    """An organisation's own days off, read once; asked as often as one likes."""

    days_off: frozenset[date]

    def works_on(self, day: date) -> bool:
        """Whether the organisation is open."""
        return day.weekday() < SATURDAY and day not in self.days_off and not is_public_holiday(day)

    def next(self, day: date) -> date:
        """The day itself when the organisation works on it, else the first one after it on which it does."""
        for later in range(LONGEST_REST):
            if self.works_on(found := day + timedelta(days=later)):
                return found
        return day

    def late_from(self, on: date) -> date:
        """As of which day one asks on `on` what is late: something due on a day off is not late before the
        next working day is over."""
        for earlier in range(1, LONGEST_REST):
            if self.works_on(found := on - timedelta(days=earlier)):
                return found + timedelta(days=1)
        return on


def calendar(days_off: Iterable[date] = ()) -> Calendar:
    """With these days off beside weekends and public holidays."""
    return Calendar(frozenset(days_off))


def is_public_holiday(day: date) -> bool:
    """Whether the law makes it a free day in all of Poland."""
    return day in _of_year(day.year, "pl")


def public_holidays(year: int) -> list[tuple[date, str]]:
    """Poland's public holidays of a year with their names in the active language, in order."""
    language = (translation.get_language() or "pl").split("-")[0]
    return sorted(_of_year(year, NAMED_IN.get(language, "pl")).items())


@lru_cache(maxsize=64)
def _of_year(year: int, language: str) -> dict[date, str]:
    return dict(holidays.country_holidays(COUNTRY, years=year, language=language))
