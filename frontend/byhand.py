"""Pairing by hand: who was chosen so far, whom one can choose, and what the rules say of the two."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import QueryDict

from base.accounts.models import Membership
from frontend.candidates import Families, Helpers
from frontend.facing import Facing, face, name_of
from frontend.rivals import by_hand
from matching.domain.choices import (
    OtherHelper,
    Priced,
    Suggested,
    others_for,
    price_of_pair,
    suggestions_for,
)
from matching.domain.evidence import BrokenEvidence
from matching.domain.examination import Examination, examine
from matching.domain.price_sentences import ToldPrice, facts, told_gain, told_price
from matching.models import Helper, Programme, Seeker
from matching.queries import (
    choosable_helpers,
    choosable_seekers,
    last_done_run,
    programmes_in_scope,
)


@dataclass(frozen=True)
class Suggestion:
    """A helper who would do, in one line, and where the two are looked at together."""

    name: str
    says: str
    url: str


@dataclass(frozen=True)
class Match:
    """Two places, for `face`."""

    seeker: Seeker
    helper: Helper


@dataclass(frozen=True)
class ByHand:
    """What the query chose; whatever is out of scope was not chosen."""

    membership: Membership
    asked: QueryDict

    @cached_property
    def programmes(self) -> list[Programme]:
        """Where one can pair."""
        return list(programmes_in_scope(self.membership).order_by("name", "pk"))

    @cached_property
    def programme(self) -> Programme | None:
        """The chosen one, or the only one."""
        named = next((one for one in self.programmes if str(one.pk) == self.asked.get("programme")), None)
        return named or (self.programmes[0] if len(self.programmes) == 1 else None)

    @cached_property
    def seeker(self) -> Seeker | None:
        """The chosen family's place."""
        found: Seeker | None = self._chosen(choosable_seekers, "seeker", SEEKER)
        return found

    @cached_property
    def helper(self) -> Helper | None:
        """The chosen helper's place."""
        found: Helper | None = self._chosen(choosable_helpers, "helper", HELPER)
        return found

    @cached_property
    def families(self) -> Families | None:
        """Families to choose: those that suit the helper best first, while only a helper is chosen."""
        if self.programme is None:
            return None
        beside = None if self.seeker else self.helper
        return Families(self.membership, self.programme, self.asked, self.seeker, beside)

    @cached_property
    def helpers(self) -> Helpers | None:
        """Helpers to choose: those that suit the family best first, once one is chosen."""
        if self.programme is None:
            return None
        return Helpers(self.membership, self.programme, self.asked, self.helper, self.seeker)

    @cached_property
    def examination(self) -> Examination | None:
        """Every rule, passed or not, once both are chosen."""
        return examine(self.seeker, self.helper) if self.seeker and self.helper else None

    @cached_property
    def facing(self) -> Facing | None:
        """The two side by side."""
        if self.examination is None or self.seeker is None or self.helper is None:
            return None
        match = Match(self.seeker, self.helper)
        broken = [one.code for one in self.examination.broken]
        return face(self.membership, match, self.examination.criteria, broken=broken)

    @cached_property
    def price(self) -> Priced | None:
        """What it would cost everybody, and who would be moved; None where the last run cannot say."""
        if self.seeker is None or self.helper is None:
            return None
        try:
            return price_of_pair(self.seeker, self.helper)
        except BrokenEvidence:
            return None

    @property
    def told_price(self) -> ToldPrice | None:
        """The price in words."""
        return told_price(self.price) if self.price else None

    @property
    def moved(self) -> list[tuple[str, str]]:
        """Families that would get another helper, or nobody: their label, and who it would be."""
        moves = self.price.moves if self.price else ()
        return [
            (one.seeker.household.label, name_of(one.after, self.membership) if one.after else "")
            for one in moves
        ]

    @cached_property
    def suggested(self) -> list[Suggestion]:
        """Who would be best for everybody, while no helper is chosen: at once also for a family that has just
        come, from the last run's stored costs."""
        if self.seeker is None or self.helper is not None:
            return []
        try:
            found = [self._suggestion(one, told_gain(one.gain)) for one in suggestions_for(self.seeker)]
            run = last_done_run(self.seeker.programme)
            others = others_for(self.seeker, run) if run and not found else None
        except BrokenEvidence:
            return []
        priced = [one for one in others.helpers if not one.examination.broken] if others else []
        found += [self._suggestion(one, told_price(one.priced).word) for one in priced]
        return [one for one in found if one is not None]

    @property
    def despite(self) -> list[str]:
        """Circumstances that were ticked."""
        return self.asked.getlist("despite")

    def _chosen(self, choosable: Any, name: str, people: tuple[str, ...]) -> Any:
        asked = self.asked.get(name, "")
        if self.programme is None or not asked.isdecimal():
            return None
        rows = choosable(self.programme, self.membership).select_related("programme", *people)
        return rows.filter(pk=asked).first()

    def _suggestion(self, one: Suggested | OtherHelper, word: str) -> Suggestion | None:
        """One's own helper only: a partner's is the partner's to pair."""
        if self.seeker is None or one.helper.person.centre_id != self.membership.organisation_id:
            return None
        says = f"{facts(one.examination)}; {word}"
        return Suggestion(name_of(one.helper, self.membership), says, by_hand(self.seeker, one.helper))


SEEKER = ("household__centre", "member__employment__employer", "member__employment__site")
HELPER = (
    "volunteer__centre",
    "mentor__centre",
    "mentor__site",
    "mentor__participation__employer",
)
