"""Who else for a family, and at what price to everybody: exact, from the last run's outlook.

A price compares two best ways of matching all who were in the run, decided pairs standing: with this choice
made, and without it. Rules are looked at again as they are today.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone

from matching.domain.examination import Examination, examine_all
from matching.domain.outlooks import evidence_at_hand, helpers_in, outlook_of, row_in, seekers_in
from matching.domain.problems import ask_newcomer
from matching.models import Helper, Run, Seeker
from matching.queries import last_done_run
from matching.solver.network import NOBODY
from matching.solver.outlook import Choice, Price, suggest

MOST_SUGGESTED = 5
#: Looked at for so many suggestions: since the run some may have lost their room, or been ruled out.
MOST_LOOKED_AT = 15


@dataclass(frozen=True)
class Move:
    """A family whose helper would change by a choice; None stands for nobody."""

    seeker: Seeker
    before: Helper | None
    after: Helper | None


@dataclass(frozen=True)
class Priced:
    """A choice in terms of people; `price` is None where room cannot be made for it at any price.

    moves: the other families who would get another helper, or none.
    """

    points: int
    price: Price | None
    moves: tuple[Move, ...]

    @property
    def displaced(self) -> tuple[Move, ...]:
        """Families that would be without anybody."""
        return tuple(one for one in self.moves if one.after is None)


@dataclass(frozen=True)
class OtherHelper:
    """Somebody else for a family: what the rules say today, and what it would cost."""

    helper: Helper
    examination: Examination
    priced: Priced


@dataclass(frozen=True)
class Others:
    """Who else for a family, the cheapest first; `nobody` is the price of leaving it without anybody."""

    helpers: tuple[OtherHelper, ...]
    nobody: Priced | None


@dataclass(frozen=True)
class Suggested:
    """A helper for a family that came after the run: the pair's points and what everybody gains with it."""

    helper: Helper
    examination: Examination
    points: int
    gain: Price


def others_for(seeker: Seeker, run: Run, *, besides: Collection[Helper] = ()) -> Others | None:
    """The next best helpers of a family in a run; None where it was not in it, or its evidence is gone.

    `besides` are left out: those already on the page.
    """
    standing, row = outlook_of(run), row_in(run, seeker)
    if standing is None or row is None:
        return None
    outlook = standing.outlook
    choices = outlook.who_else(row, MOST_SUGGESTED + 1 + len(besides))
    nobody = None if outlook.helper_of(row) == NOBODY else outlook.price_of_nobody(row)
    people = _People.of(run, [*choices, nobody] if nobody else choices)
    left_out = {one.pk for one in besides}
    found = [
        one for one in choices if (it := people.helpers.get(one.helper)) is not None and it.pk not in left_out
    ][:MOST_SUGGESTED]
    helpers = [people.helpers[one.helper] for one in found]
    looked_at = examine_all(seeker, helpers) if helpers else []
    return Others(
        tuple(
            OtherHelper(helper, examination, people.priced(choice))
            for helper, examination, choice in zip(helpers, looked_at, found, strict=True)
        ),
        people.priced(nobody) if nobody else None,
    )


def price_of_pair(seeker: Seeker, helper: Helper) -> Priced | None:
    """What it costs everybody to make these two a pair, rules or not.

    None where the last run knew one of them not, or the family's pair stands already.
    """
    run = last_done_run(seeker.programme)
    standing = outlook_of(run) if run else None
    if run is None or standing is None:
        return None
    one, other = row_in(run, seeker), row_in(run, helper)
    if one is None or other is None or standing.outlook.stands(one):
        return None
    choice = standing.outlook.price_of_pair(one, other)
    return _People.of(run, [choice]).priced(choice)


def price_of_refusing(seeker: Seeker, run: Run) -> tuple[Helper | None, Priced] | None:
    """Whom the family would get instead (None: nobody), and what that costs; None without such a pair."""
    standing, row = outlook_of(run), row_in(run, seeker)
    choice = standing.outlook.price_of_refusing(row) if standing and row is not None else None
    if choice is None:
        return None
    people = _People.of(run, [choice])
    return people.helpers.get(choice.helper), people.priced(choice)


def suggestions_for(seeker: Seeker) -> tuple[Suggested, ...]:
    """The best helpers at once for a family that came after the last run; empty where it was in it.

    From the stored costs of room alone: nobody is matched anew. Whom the rules of today forbid is left out.
    """
    run = last_done_run(seeker.programme)
    if run is None or row_in(run, seeker) is not None:
        return ()
    evidence = evidence_at_hand(run)
    if evidence is None:
        return ()
    newcomer = ask_newcomer(seeker, evidence.problem, evidence.languages, on=timezone.localdate())
    if newcomer is None:
        return ()
    found = suggest(newcomer, evidence.result.scale, evidence.result.room_cost, MOST_LOOKED_AT)
    people = helpers_in(run, [one.helper for one in found])
    there = [one for one in found if one.helper in people]
    looked_at = examine_all(seeker, [people[one.helper] for one in there]) if there else []
    suggested = (
        Suggested(examination.helper, examination, one.points, one.gain)
        for one, examination in zip(there, looked_at, strict=True)
        if not examination.broken
    )
    return tuple(suggested)[:MOST_SUGGESTED]


@dataclass(frozen=True)
class _People:
    """Who stands behind the rows of some choices."""

    seekers: Mapping[int, Seeker]
    helpers: Mapping[int, Helper]

    @classmethod
    def of(cls, run: Run, choices: Iterable[Choice]) -> "_People":
        switches = [switch for choice in choices for switch in choice.switches]
        helpers = {row for one in switches for row in (one.before, one.after) if row != NOBODY}
        return cls(seekers_in(run, {one.seeker for one in switches}), helpers_in(run, helpers))

    def priced(self, choice: Choice) -> Priced:
        """A choice in terms of people; moves of the erased are left out."""
        moves = tuple(
            Move(self.seekers[one.seeker], self.helpers.get(one.before), self.helpers.get(one.after))
            for one in choice.switches[1:]
            if one.seeker in self.seekers
        )
        return Priced(choice.points, choice.price, moves)
