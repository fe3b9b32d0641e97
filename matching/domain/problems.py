"""The only translator from rows to a Problem: columns by `values_list`, arrays at once, no model instances.

Nothing about nationality, religion or status is read, and no name: people are the numbers of their places.
"""

import functools
import math
import operator
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
from django.db.models import Q, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from numpy.typing import NDArray

from base.common.errors import Refusal
from families.models import Household
from matching.domain.forbidden import Ids, Places, forbidden_pairs
from matching.domain.people import Side, read_helpers, read_seekers
from matching.enums import ProposalState, RunError, RunNote
from matching.models import Helper, Programme, ProgrammeRules, Proposal, Seeker
from matching.queries import active_helpers, room_beside_proposals, rules_on, waiting_seekers
from matching.solver import HardRule, Helpers, LanguagePurpose, Problem, Rules, Seekers, Weights
from matching.solver.constraints import broken_rules
from matching.solver.outlook import newcomer_problem
from matching.solver.tables import Tables

PRACTISED = "pl"
MOST_LABELS = 20  # named in one note
SLOT_MINUTES = 30

Note = dict[str, Any]


@dataclass(frozen=True)
class Question:
    """A problem, and what it takes to read its answer.

    languages: codes of the columns; notes: what to tell about the run; locked, dropped: numbers of the pinned
    proposals that are kept and of those that cannot be; rules: the rules used, as plain data; shown: numbers
    of all the proposals that stood open.
    """

    programme: Programme
    on: date
    problem: Problem
    languages: tuple[str, ...]
    rules: dict[str, Any]
    notes: tuple[Note, ...] = ()
    locked: frozenset[int] = frozenset()
    dropped: frozenset[int] = frozenset()
    shown: frozenset[int] = frozenset()


@dataclass(frozen=True)
class _Shown:
    """An open proposal, by numbers of places."""

    pk: int
    seeker: int
    helper: int
    pinned: bool


def ask(programme: Programme, *, on: date, rules: ProgrammeRules | None = None) -> Question:
    """The programme's question on a day, by the rules in force or by others that are tried.

    Refuses when there are no rules for the day.
    """
    rules = rules or _rules_in_force(programme, on)
    waiting, active = waiting_seekers(programme), active_helpers(programme)
    at = seekers_at(same_employer=rules.same_employer)
    seekers, helpers = waiting.filter(has_a_place(at)), active.filter(has_a_place(HELPERS_AT))
    asking, helping = _sides(seekers, helpers, rules, on=on)
    problem, languages = _problem(programme, rules, asking, helping)
    number = _Numbers(problem)
    proposals = programme.proposals.filter(state=ProposalState.OPEN).order_by("pk")
    shown = [_Shown(*row) for row in proposals.values_list("pk", "seeker_id", "helper_id", "pinned")]
    problem = replace(problem, previous=number.rows((one.seeker, one.helper) for one in shown))
    locked, broken = _pins(problem, number, [one for one in shown if one.pinned])
    return Question(
        programme=programme,
        on=on,
        problem=replace(problem, locks=number.rows((one.seeker, one.helper) for one in locked)),
        languages=languages,
        notes=(
            *_about_nobody(problem),
            *_about_places(waiting.exclude(has_a_place(at)), active),
            *_about_pins(broken),
        ),
        locked=frozenset(one.pk for one in locked),
        dropped=frozenset(one.pk for one in broken),
        rules=as_data(rules, programme),
        shown=frozenset(one.pk for one in shown),
    )


def ask_beside(
    programme: Programme,
    seekers: Collection[int],
    *,
    on: date,
    without: Q | None = None,
    losing: Collection[int] = (),
) -> Question:
    """The question of these places alone, by number, beside everything that stands; in the pool or not.

    A helper has only the room that open pairs and what is proposed to others leave; `without` are left out;
    those in `losing` are weighed as if their pair had just ended. Whose place is unknown is not in it.
    Refuses when there are no rules for the day.
    """
    rules = _rules_in_force(programme, on)
    at = seekers_at(same_employer=rules.same_employer)
    alone = Seeker.objects.filter(has_a_place(at), pk__in=seekers)
    helpers = active_helpers(programme).filter(has_a_place(HELPERS_AT))
    if without is not None:
        helpers = helpers.exclude(without)
    room = room_beside_proposals(rules.max_room, to=seekers)
    problem, languages = _problem(
        programme, rules, *_sides(alone, helpers, rules, on=on, room=room, losing=losing)
    )
    return Question(programme, on, problem, languages, as_data(rules, programme))


def ask_about(seeker: Seeker, helpers: Collection[Helper], *, on: date) -> Question:
    """The question of this place and these, as `ask_between`."""
    others = Helper.objects.filter(pk__in=[one.pk for one in helpers])
    return ask_between(seeker.programme, Seeker.objects.filter(pk=seeker.pk), others, on=on)


def ask_between(
    programme: Programme, seekers: QuerySet[Seeker], helpers: QuerySet[Helper], *, on: date
) -> Question:
    """The question of these places of a programme, in the pool or not (then helpers are not `available`).

    Both sides stand in the order of their numbers. Whose place is unknown is taken to live with the first of
    the other side. Refuses when there are no rules for the day.
    """
    rules = _rules_in_force(programme, on)
    asking, helping = _sides(seekers, helpers, rules, on=on)
    among = active_helpers(programme).filter(pk__in=helpers.order_by().values("pk"))
    active = set(among.values_list("pk", flat=True))
    available = [pk in active for pk in helping.columns["id"].tolist()]
    problem, languages = _problem(
        programme,
        rules,
        replace(asking, columns={**asking.columns, **_placed(asking, helping)}),
        replace(helping, columns={**helping.columns, **_placed(helping, asking), "available": available}),
    )
    return Question(programme, on, problem, languages, as_data(rules, programme))


def ask_newcomer(seeker: Seeker, like: Problem, languages: Sequence[str], *, on: date) -> Problem | None:
    """The question of a place that came after a run: this one with the run's own helpers, by its rules.

    like, languages: the run's problem and the codes of its columns; None while the place is not known. Who is
    whose employer, site or family is not told by numbers of a run: all are left out.
    """
    rules = _rules_in_force(seeker.programme, on)
    here = has_a_place(seekers_at(same_employer=rules.same_employer))
    side = read_seekers(Seeker.objects.filter(here, pk=seeker.pk), rules, on=on)
    if not len(side.columns["id"]):
        return None
    known = replace(side, spoken=[one for one in side.spoken if one[1] in languages])
    unknown = {"person": [-1], "employer": [-1], "site": [-1]}
    seekers = Seekers(**{**side.columns, **unknown}, levels=known.levels(languages))
    return newcomer_problem(like, seekers)


def _rules_in_force(programme: Programme, on: date) -> ProgrammeRules:
    rules = rules_on(programme, on)
    if rules is None:
        raise Refusal(RunError.NO_RULES.label, RunError.NO_RULES)
    return rules


def _sides(
    seekers: QuerySet[Seeker],
    helpers: QuerySet[Helper],
    rules: ProgrammeRules,
    *,
    on: date,
    room: Combinable | None = None,
    losing: Collection[int] = (),
) -> tuple[Side, Side]:
    households = Household.objects.filter(pk__in=seekers.order_by().values("household"))
    helping = read_helpers(helpers, rules, on=on, asking=households, room=room)
    return read_seekers(seekers, rules, on=on, losing=losing), helping


def _placed(side: Side, other: Side) -> dict[str, NDArray[np.float64]]:
    """The degrees of each person, else of the first of the other side, else anywhere."""
    return {
        name: np.nan_to_num(np.where(np.isnan(own := side.columns[name]), _first(other.columns[name]), own))
        for name in ("latitude", "longitude")
    }


def _first(degrees: NDArray[np.float64]) -> float:
    return float(degrees[0]) if len(degrees) else math.nan


def _problem(
    programme: Programme, rules: ProgrammeRules, asking: Side, helping: Side
) -> tuple[Problem, tuple[str, ...]]:
    """The two sides, the rules and who must not meet; and the languages of its columns."""
    languages = tuple(sorted({PRACTISED} | asking.languages() | helping.languages()))
    places = Places(asking.places.seekers, helping.places.helpers)
    forbidden = forbidden_pairs(programme, places, not_the_supervisor=rules.not_the_supervisor)
    problem = Problem(
        seekers=Seekers(**asking.columns, levels=asking.levels(languages)),
        helpers=Helpers(**helping.columns, levels=helping.levels(languages)),
        rules=_limits(programme, rules, languages),
    )
    return replace(problem, vetoes=_Numbers(problem).rows(forbidden)), languages


def _limits(programme: Programme, rules: ProgrammeRules, languages: Sequence[str]) -> Rules:
    return Rules(
        weights=Weights(**{one.name: getattr(rules, f"weight_{one.name}") for one in fields(Weights)}),
        max_km=float(rules.max_km),
        detour=float(rules.detour),
        session_slots=math.ceil(rules.session_minutes / SLOT_MINUTES),
        language_purpose=LanguagePurpose(rules.language_purpose),
        min_speak_level=rules.min_level,
        practise_language=languages.index(PRACTISED),
        same_gender=rules.same_gender,
        contact_with_minors=programme.contact_with_minors,
        same_employer=rules.same_employer,
        same_site=rules.same_site,
        full_at_hours=float(rules.full_hours),
    )


class _Numbers:
    """From the numbers of places to the rows of a problem."""

    def __init__(self, problem: Problem) -> None:
        self.seekers = {pk: row for row, pk in enumerate(problem.seekers.id.tolist())}
        self.helpers = {pk: row for row, pk in enumerate(problem.helpers.id.tolist())}

    def rows(self, pairs: Iterable[Ids]) -> NDArray[np.int64]:
        """int64 (k, 2) of the pairs whose two sides are both in the problem."""
        found = [
            (self.seekers[seeker], self.helpers[helper])
            for seeker, helper in pairs
            if seeker in self.seekers and helper in self.helpers
        ]
        return np.array(found, dtype=np.int64).reshape(-1, 2)


# --- pins ---------------------------------------------------------------------------------------------


def _pins(
    problem: Problem, number: _Numbers, pinned: Sequence[_Shown]
) -> tuple[list[_Shown], dict[_Shown, HardRule]]:
    """The pins that can be kept, and those that cannot with the first rule against each."""
    present = [one for one in pinned if one.seeker in number.seekers and one.helper in number.helpers]
    broken = {one: HardRule.AVAILABLE for one in pinned if one not in present}
    rows = number.rows((one.seeker, one.helper) for one in present)
    taken: Counter[int] = Counter()
    locked = []
    for one, breaks, helper in zip(
        present, broken_rules(Tables.of(problem), rows[:, 0], rows[:, 1]), rows[:, 1].tolist(), strict=True
    ):
        against = [rule for rule, broke in zip(HardRule, breaks, strict=True) if broke]
        if not against and taken[helper] >= problem.helpers.room[helper]:
            against = [HardRule.ROOM]
        if against:
            broken[one] = against[0]
        else:
            taken[helper] += 1
            locked.append(one)
    return locked, broken


# --- notes --------------------------------------------------------------------------------------------


def _about_nobody(problem: Problem) -> Iterator[Note]:
    if not len(problem.seekers):
        yield {"code": RunNote.NOBODY_SEEKS.value}
    if not problem.helpers.room.any():
        yield {"code": RunNote.NOBODY_HELPS.value}


def _about_pins(broken: Mapping[_Shown, HardRule]) -> Iterator[Note]:
    if not broken:
        return
    labels = labels_of(Proposal.objects.filter(pk__in=[one.pk for one in broken]))
    for one, rule in broken.items():
        seeker, helper = labels[one.pk]
        yield {"code": RunNote.PIN_DROPPED.value, "seeker": seeker, "helper": helper, "rule": rule.value}


def _about_places(nowhere: QuerySet[Seeker], active: QuerySet[Helper]) -> Iterator[Note]:
    lost = list(nowhere.values_list("household__label", flat=True))
    helpers = active.exclude(has_a_place(HELPERS_AT))
    lost += helpers.values_list(Coalesce("volunteer__label", "mentor__label"), flat=True)
    if lost:
        yield {"code": RunNote.NO_PLACE.value, "count": len(lost), "labels": sorted(lost)[:MOST_LABELS]}


def labels_of(proposals: QuerySet[Proposal]) -> dict[int, tuple[str, str]]:
    """Number of a proposal → the neutral labels of its two sides."""
    helper = Coalesce("helper__volunteer__label", "helper__mentor__label")
    return {
        pk: (one, other) for pk, one, other in proposals.values_list("pk", "seeker__household__label", helper)
    }


def seekers_at(*, same_employer: bool) -> tuple[str, ...]:
    """Where to look for the point of a seeker: at work where they work, else where they live."""
    work = ("member__employment__site", "member__employment__employer") if same_employer else ()
    return (*work, "household")


#: Where to look for the point of a helper.
HELPERS_AT = ("volunteer", "mentor", "mentor__site", "mentor__participation__employer")


def has_a_place(paths: Iterable[str]) -> Q:
    """The condition that the point of any of these is known."""
    known = [Q(**{f"{path}__latitude__isnull": False, f"{path}__longitude__isnull": False}) for path in paths]
    return functools.reduce(operator.or_, known)


def as_data(rules: ProgrammeRules, programme: Programme) -> dict[str, Any]:
    """The rules as a run keeps them: plain values by field."""
    names = [one.name for one in rules._meta.fields if one.name not in ("id", "programme", "checked_by")]
    kept = {name: _plain(getattr(rules, name)) for name in names}
    return {**kept, "contact_with_minors": programme.contact_with_minors}


def from_data(data: Mapping[str, Any], languages: Sequence[str]) -> Rules:
    """The solver's rules from what a run kept of them: the way back from `as_data`."""
    kept = {name: value for name, value in data.items() if name != "contact_with_minors"}
    programme = Programme(contact_with_minors=data["contact_with_minors"])
    return _limits(programme, ProgrammeRules(**kept), languages)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, date) else value
