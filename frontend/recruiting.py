"""The recruiting board as one centre may see it: its lines in words, and where its own families wait."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from base.accounts.models import Membership
from base.places.gazetteer import commune
from frontend.desk import chosen_programme
from frontend.paging import Option
from matching.domain import profile_words as words
from matching.domain.recruiting import RECRUITING
from matching.models import Programme, Run
from matching.queries import at_work, last_done_run, programmes_in_scope, unmatched_of

OLD = timedelta(days=7)
FEW = 4  # lines beside another page

Pin = tuple[int, float, float, str]


@dataclass(frozen=True)
class Line:
    """One line of the board, numbered from 1."""

    number: int
    entry: Mapping[str, Any]
    patience_days: int

    @property
    def who(self) -> str:
        return words.languages_words(self.entry)

    @property
    def when(self) -> str:
        return words.time_words(self.entry)

    @property
    def other_times(self) -> str:
        return words.other_times_words(self.entry)

    @property
    def where(self) -> str:
        return words.place_words(self.entry)

    @property
    def around(self) -> str:
        return words.around_words(self.entry)

    @property
    def conditions(self) -> list[str]:
        return words.conditions(self.entry)

    @property
    def gain(self) -> str:
        return words.gain_words(self.entry["gain"], self.patience_days)

    @property
    def title(self) -> str:
        """The line in one breath, for a pin and a list of choices."""
        return f"{self.where}: {self.who}, {self.when}"

    @property
    def pin(self) -> "Pin":
        """Number, degrees and words, for the map of counties."""
        return self.number, self.entry["latitude"], self.entry["longitude"], self.title


@dataclass(frozen=True)
class Recruiting:
    """The board of a run for a membership; `programme` and `run` may be missing."""

    membership: Membership
    programme: Programme | None
    run: Run | None

    @classmethod
    def of(cls, membership: Membership, query: QueryDict) -> "Recruiting":
        """The board of the programme the query names, or of the one with most to decide."""
        programme = chosen_programme(membership, query)
        return cls(membership, programme, last_done_run(programme) if programme else None)

    @cached_property
    def programmes(self) -> list[Option]:
        """Between which one can change."""
        found = programmes_in_scope(self.membership).order_by("name", "pk")
        return [Option(str(one.pk), one.name) for one in found]

    @property
    def is_at_work(self) -> bool:
        """At work nobody is looked for: an employer names mentors from its own people."""
        return self.programme is not None and at_work(self.programme)

    @cached_property
    def board(self) -> Mapping[str, Any] | None:
        """What the run kept; None where it looked for nobody."""
        found: Mapping[str, Any] | None = self.run.findings.get(RECRUITING) if self.run else None
        return found

    @property
    def is_old(self) -> bool:
        """Whether so much may have changed that one should run again."""
        finished = self.run.finished_at if self.run else None
        return finished is not None and finished < timezone.now() - OLD

    @cached_property
    def lines(self) -> list[Line]:
        """The lines of places where families of the centre's own wait."""
        if self.board is None:
            return []
        entries = [one for one in self.board["entries"] if self._is_told(one)]
        return [
            Line(number, entry, self.board["patience_days"]) for number, entry in enumerate(entries, start=1)
        ]

    def _is_told(self, entry: Mapping[str, Any]) -> bool:
        return self.membership.organisation_id in entry["centres"]

    @property
    def few(self) -> list[Line]:
        """The first lines, for a narrow place."""
        return self.lines[:FEW]

    @cached_property
    def elsewhere(self) -> int:
        """Families that lines of other centres alone would bring a helper."""
        entries = self.board["entries"] if self.board else []
        mine = {line.number for line in self.lines}
        return sum(entry["gain"]["families"] for number, entry in enumerate(entries, 1) if number not in mine)

    @cached_property
    def gained(self) -> int:
        """Families with a helper if all people of the lines are found."""
        return sum(line.entry["gain"]["families"] for line in self.lines)

    @cached_property
    def people(self) -> int:
        """How many people the lines ask for."""
        return sum(line.entry["people"] for line in self.lines)

    @cached_property
    def by_county(self) -> Counter[str]:
        """TERYT county code → own families the run left without a helper who still wait."""
        if self.run is None:
            return Counter()
        own = unmatched_of(self.run, self.membership).order_by()
        codes = own.values_list("seeker__household__commune_code", flat=True)
        return Counter(code[:4] for code in codes if commune(code))

    @cached_property
    def waiting(self) -> int:
        """Own families the run left without a helper who still wait."""
        return unmatched_of(self.run, self.membership).count() if self.run else 0

    @property
    def pins(self) -> list[Pin]:
        """Where on the map each line is."""
        return [line.pin for line in self.lines]

    @property
    def pins_of_few(self) -> list[Pin]:
        """The same of the first lines."""
        return [line.pin for line in self.few]
