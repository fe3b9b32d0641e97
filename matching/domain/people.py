"""Seekers and helpers of a programme as columns of numbers: the translator's two sides."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from django.db.models import BinaryField, ExpressionWrapper, F, Q, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from numpy.typing import NDArray

from base.common.enums import MINORS, Gender, GenderWish, Trade, WishStrength
from base.common.fields import mask
from families.models import Household, Member, MemberLanguage, PriorityInput
from families.queries import best_languages
from matching.domain.forbidden import Places, same_people
from matching.domain.owed import owed_among
from matching.domain.priority import counts_beside, presses, priority_weights
from matching.enums import PairState
from matching.models import Helper, Pair, ProgrammeRules, Seeker
from matching.queries import OPEN, free_room, pairs_of_person
from matching.solver import Strength
from matching.solver.problem import MOST_KM
from mentors.models import MentorEmployee, MentorLanguage
from volunteers.models import Volunteer, VolunteerLanguage
from volunteers.queries import cleared_on

GENDERS: Mapping[str, int] = {Gender.WOMAN: 1, Gender.MAN: 2}
WISHES: Mapping[str, int] = {GenderWish.WOMAN: 1, GenderWish.MAN: 2}
STRENGTHS: Mapping[str, int] = {WishStrength.PREFER: Strength.PREFER, WishStrength.MUST: Strength.MUST}
TRADES = {trade: number for number, trade in enumerate(Trade.values)}
AGE_BITS = Volunteer._meta.get_field("life_stages").bits
WEEK_BYTES = 42
YEAR = timedelta(days=365)
#: Of those who have no limit of their own: at work only the programme's counts.
ANYWHERE_KM = int(MOST_KM)

Columns = dict[str, Any]


@dataclass(frozen=True)
class Side:
    """Columns for `Seekers` or `Helpers` but for the levels; `spoken` has (row, language, level)."""

    columns: Mapping[str, Any]
    spoken: Sequence[tuple[int, str, int]]
    places: Places

    def languages(self) -> set[str]:
        """The codes anybody here speaks."""
        return {language for _, language, _ in self.spoken}

    def levels(self, codes: Sequence[str]) -> NDArray[np.int8]:
        """int8 (n, L): the best level of each row in each language, -1 for none."""
        column = {code: number for number, code in enumerate(codes)}
        levels = np.full((len(self.columns["id"]), len(codes)), -1, dtype=np.int8)
        if self.spoken:
            rows, languages, values = zip(*self.spoken, strict=True)
            np.maximum.at(
                levels, (rows, [column[code] for code in languages]), np.array(values, dtype=np.int8)
            )
        return levels


# --- those who ask ------------------------------------------------------------------------------------


def read_seekers(
    seekers: QuerySet[Seeker], rules: ProgrammeRules, *, on: date, losing: Collection[int] = ()
) -> Side:
    """One row per place, by its number. Those in `losing` are weighed as if their pair had just ended.

    A family speaks the best of its adults' languages and has the gender of its contact person; its stage of
    life is its children's ages, without children its adults'. Who asks for a mentor at work stands for
    themselves, and where they work counts instead of where they live.
    """
    at_work = rules.same_employer
    read = _read(
        seekers.order_by("pk"),
        id="pk",
        household="household_id",
        member="member_id",
        latitude=_workplace("latitude") if at_work else "household__latitude",
        longitude=_workplace("longitude") if at_work else "household__longitude",
        travel_km="household__travel_km",
        week=_raw("household__week"),
        needs=mask("household__needs"),
        practises="household__wants_polish",
        wish_gender="household__wish_gender",
        wish_strength="household__wish_strength",
        waiting_since="household__waiting_since",
        employer="member__employment__employer_id",
        site="member__employment__site_id",
        contract_until="member__employment__contract_until",
        trade="member__employment__trade",
    )
    read["employer"] = [
        None if last is not None and last < on else employer
        for employer, last in zip(read["employer"], read["contract_until"], strict=True)
    ]
    households = Household.objects.filter(pk__in=seekers.order_by().values("household"))
    rows = _Rows.of(read)
    days = np.array([max((on - day).days, 0) for day in read["waiting_since"]], dtype=np.int64)
    columns = {
        **_shared(read),
        **_who_they_are(households, rows),
        "person": read["household"],
        "travel_km": [ANYWHERE_KM] * len(rows) if at_work else read["travel_km"],
        "weight": _weights(households, rows, days, rules, on=on, losing=np.isin(read["id"], list(losing))),
        "practises": np.array(read["practises"], dtype=np.bool_),
        "needs": np.array(read["needs"], dtype=np.uint64),
        "days_waited": days,
    }
    people = zip(read["household"], read["member"], strict=True)
    return Side(
        columns, _spoken_at_home(households, rows), Places(dict(zip(read["id"], people, strict=True)), {})
    )


@dataclass(frozen=True)
class _Rows:
    """In which row a family, or one of its members who asks alone, stands; `all_of` a household, both."""

    family: Mapping[int, int]
    alone: Mapping[int, int]
    all_of: Mapping[int, Sequence[int]]
    places_alone: Sequence[int]
    count: int

    @classmethod
    def of(cls, read: Columns) -> "_Rows":
        family: dict[int, int] = {}
        alone: dict[int, int] = {}
        all_of: dict[int, list[int]] = {}
        for row, (household, member) in enumerate(zip(read["household"], read["member"], strict=True)):
            all_of.setdefault(household, []).append(row)
            if member is None:
                family[household] = row
            else:
                alone[member] = row
        places_alone = [read["id"][row] for row in alone.values()]
        return cls(family, alone, all_of, places_alone, len(read["id"]))

    def __len__(self) -> int:
        return self.count


def _who_they_are(households: QuerySet[Household], rows: _Rows) -> Columns:
    """Columns has_minors, life and gender, from the members."""
    minors, contact = np.zeros(len(rows), np.bool_), np.full(len(rows), -1, np.int8)
    children, adults = np.zeros(len(rows), np.uint64), np.zeros(len(rows), np.uint64)
    adult_genders = np.zeros(len(rows), np.int8)
    members = Member.objects.filter(household__in=households, left_on=None).order_by()
    for household, pk, gender, age, is_contact in members.values_list(
        "household_id", "pk", "gender", "age_band", "is_contact"
    ):
        code = GENDERS.get(gender, 0)
        if (row := rows.alone.get(pk)) is not None:
            adults[row], contact[row] = AGE_BITS[age], code
        if (row := rows.family.get(household)) is None:
            continue
        if age in MINORS:
            minors[row] = True
            children[row] |= np.uint64(AGE_BITS[age])
        else:
            adults[row] |= np.uint64(AGE_BITS[age])
            adult_genders[row] |= 1 << code
        if is_contact:
            contact[row] = code
    # Where nobody is marked as the contact, adults of one gender leave no doubt.
    assumed = np.select([adult_genders == 2, adult_genders == 4], [1, 2], 0)
    return {
        "has_minors": minors,
        "life": np.where(children > 0, children, adults),
        "gender": np.where(contact >= 0, contact, assumed),
    }


def _spoken_at_home(households: QuerySet[Household], rows: _Rows) -> list[tuple[int, str, int]]:
    """Of adults only: children are not asked to interpret."""
    found = [
        (rows.family[household], language, level)
        for household, language, level in best_languages(households)
        if household in rows.family
    ]
    if rows.alone:
        own = MemberLanguage.objects.filter(member__seekers__in=rows.places_alone).order_by()
        found += [
            (rows.alone[member], code, level) for member, code, level in own.values_list(*SPOKEN_BY_MEMBER)
        ]
    return found


SPOKEN_BY_MEMBER = ("member_id", "language", "level")


def _weights(
    households: QuerySet[Household],
    rows: _Rows,
    days: NDArray[np.int64],
    rules: ProgrammeRules,
    *,
    on: date,
    losing: NDArray[np.bool_],
) -> NDArray[np.int64]:
    extra, deadline = np.zeros(len(rows), np.int64), np.zeros(len(rows), np.bool_)
    owed = losing.copy()
    ended = Pair.objects.filter(programme=rules.programme_id, seeker__household__in=households)
    for _programme, household, member in owed_among(ended, on=on):
        asking = rows.family.get(household) if member is None else rows.alone.get(member)
        if asking is not None:
            owed[asking] = True
    inputs = PriorityInput.objects.filter(
        Q(until=None) | Q(until__gte=on), household__in=households
    ).order_by()
    for household, kind, weight, until in inputs.values_list("household_id", "kind", "weight", "until"):
        pressing = presses(kind, until, on=on, promise_days=rules.promise_days)
        for row in rows.all_of.get(household, ()):
            if pressing:
                deadline[row] = True
            elif counts_beside(kind, owed=bool(owed[row])):
                extra[row] += weight
    return priority_weights(days, extra, deadline, owed, promise_days=rules.promise_days)


def _workplace(degrees: str) -> Coalesce:
    job = "member__employment"
    return Coalesce(f"{job}__site__{degrees}", f"{job}__employer__{degrees}", f"household__{degrees}")


# --- those who help -----------------------------------------------------------------------------------


def read_helpers(
    helpers: QuerySet[Helper],
    rules: ProgrammeRules,
    *,
    on: date,
    asking: QuerySet[Household],
    room: Combinable | None = None,
) -> Side:
    """One row per place, by its number; also those whose room is taken, so that a funnel can say so.

    A mentor's place is where they work, else where the employer is; `asking` are families that might be their
    own; `room` what counts as room, all that open pairs leave when None.
    """
    read = _read(
        helpers.order_by("pk"),
        id="pk",
        volunteer="volunteer_id",
        mentor="mentor_id",
        latitude=_helpers_place("latitude"),
        longitude=_helpers_place("longitude"),
        travel_km=Coalesce("volunteer__travel_km", ANYWHERE_KM),
        # Each half has its own converter; the bytes are the same.
        week_volunteer=_raw("volunteer__week"),
        week_mentor=_raw("mentor__week"),
        life=mask("volunteer__life_stages"),
        offers=mask("volunteer__offers"),
        gender=Coalesce("volunteer__gender", "mentor__gender"),
        wish_gender=Coalesce("volunteer__wish_gender", "mentor__wish_gender"),
        wish_strength=Coalesce("volunteer__wish_strength", "mentor__wish_strength"),
        employer="mentor__participation__employer_id",
        site="mentor__site_id",
        trade="mentor__trade",
        room=free_room(rules.max_room) if room is None else room,
        load=pairs_of_person(OPEN | Q(state=PairState.CLOSED, closed_on__gte=on - YEAR)),
    )
    read["week"] = [
        one or other for one, other in zip(read["week_volunteer"], read["week_mentor"], strict=True)
    ]
    volunteers = Volunteer.objects.filter(pk__in=helpers.order_by().values("volunteer")).order_by()
    mentors = MentorEmployee.objects.filter(pk__in=helpers.order_by().values("mentor")).order_by()
    cleared = set(cleared_on(volunteers, on=on).values_list("pk", flat=True))
    homes = same_people(asking, volunteers)
    homes_of_mentors = same_people(asking, mentors)
    people = list(zip(read["volunteer"], read["mentor"], strict=True))
    columns = {
        **_shared(read),
        "person": [homes.get(one, -1) if one else homes_of_mentors.get(other, -1) for one, other in people],
        "travel_km": read["travel_km"],
        "life": np.array([life or 0 for life in read["life"]], dtype=np.uint64),
        "gender": _numbers(read["gender"], GENDERS),
        "room": read["room"],
        "offers": np.array([offers or 0 for offers in read["offers"]], dtype=np.uint64),
        "cleared": np.array([one in cleared for one in read["volunteer"]], dtype=np.bool_),
        "available": np.ones(len(people), dtype=np.bool_),
        "load": read["load"],
    }
    row_of = {person: row for row, person in enumerate(people)}
    spoken = [
        (row_of[person], language, level)
        for person, language, level in _spoken_by_helpers(volunteers, mentors)
        if person in row_of
    ]
    return Side(columns, spoken, Places({}, dict(zip(read["id"], people, strict=True))))


def _spoken_by_helpers(
    volunteers: QuerySet[Volunteer], mentors: QuerySet[MentorEmployee]
) -> list[tuple[tuple[int | None, int | None], str, int]]:
    told = VolunteerLanguage.objects.filter(volunteer__in=volunteers).order_by()
    found: list[tuple[tuple[int | None, int | None], str, int]] = [
        ((person, None), language, level)
        for person, language, level in told.values_list("volunteer_id", "language", "level")
    ]
    of_mentors = MentorLanguage.objects.filter(mentor__in=mentors).order_by()
    found += [
        ((None, person), language, level)
        for person, language, level in of_mentors.values_list("mentor_id", "language", "level")
    ]
    return found


def _helpers_place(degrees: str) -> Coalesce:
    mentor = f"mentor__{degrees}"
    site, employer = f"mentor__site__{degrees}", f"mentor__participation__employer__{degrees}"
    return Coalesce(f"volunteer__{degrees}", mentor, site, employer)


# --- columns ------------------------------------------------------------------------------------------


def _read(rows: QuerySet[Any], **columns: str | Combinable) -> Columns:
    """One query: the columns by name, empty ones when there are no rows."""
    values = list(rows.values_list(*columns.values()))
    found = zip(*values, strict=True) if values else ([] for _ in columns)
    return dict(zip(columns, found, strict=True))


def _shared(read: Columns) -> Columns:
    """What both sides have, in the solver's numbers."""
    week = np.frombuffer(b"".join(read["week"]), dtype=np.uint8).reshape(-1, WEEK_BYTES)
    return {
        "id": np.array(read["id"], dtype=np.int64),
        "latitude": np.array(read["latitude"], dtype=np.float64),
        "longitude": np.array(read["longitude"], dtype=np.float64),
        "week": week,
        "wish_gender": _numbers(read["wish_gender"], WISHES),
        "wish_strength": _numbers(read["wish_strength"], STRENGTHS),
        "employer": [-1 if one is None else one for one in read["employer"]],
        "site": [_workplace_number(*one) for one in zip(read["employer"], read["site"], strict=True)],
        "trade": _numbers(read["trade"], TRADES, missing=-1),
    }


def _workplace_number(employer: int | None, site: int | None) -> int:
    """One number for one place of work; who has no site written down works at the employer's address."""
    if employer is None:
        return -1
    return 2 * employer if site is None else 2 * site + 1


def _numbers(codes: Sequence[Any], numbers: Mapping[Any, int], *, missing: int = 0) -> NDArray[np.int64]:
    return np.array([numbers.get(code, missing) for code in codes], dtype=np.int64)


def _raw(path: str) -> Combinable:
    """The 42 bytes of a week, without making a Week of each."""
    return ExpressionWrapper(F(path), output_field=BinaryField())
