"""Figures against the same counted slowly in Python: random centres, weeks in which the clocks change,
meetings at midnight, partners' people beside."""

import random
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activities.enums import PairHealth
from activities.models import Meeting
from activities.queries import assignment_of
from activities.queries.care import care_by_programme, with_health
from base.common.enums import AgeBand
from base.places.languages import Level, Spoken
from desk.queries.figures import Cut, pairs_by_health, waiting_times
from desk.queries.figures_places import Balance, balance_by_county, balance_by_language
from desk.queries.figures_weeks import Held, Matched, matched_by_week, meetings_by_week, weeks_of
from desk.queries.waiting import waits_on
from families.models import Household, HouseholdConsent
from matching.enums import OPEN_PAIR_STATES, UNANSWERED_PAIR_STATES, PairState
from matching.models import Helper, Pair, Programme, Seeker
from matching.queries import free_room
from matching.queries.pool import is_active_helper
from tests.factories.activities import MeetingFactory
from tests.factories.families import MemberFactory, MemberLanguageFactory, household_with
from tests.factories.matching import PairFactory, helper_of, programme_of, seeker_of
from tests.factories.mentors import ParticipationFactory, mentor_with
from tests.factories.volunteers import volunteer_with
from volunteers.models import VolunteerConsent

pytestmark = pytest.mark.django_db
WARSAW = ZoneInfo("Europe/Warsaw")
#: Wednesdays after the clocks went back (25 October 2026) and forward (28 March 2027).
AUTUMN, SPRING = date(2026, 10, 28), date(2027, 3, 31)
LONG_AGO = date(2020, 1, 1)
ALIVE = [PairState.ACTIVE, PairState.OFFERED, PairState.ACCEPTED, PairState.PAUSED, PairState.CLOSING]
GONE = [PairState.CLOSED, PairState.DECLINED, PairState.EXPIRED, PairState.UNDONE]
COUNTIES = ("126101", "120601", "246901", "")
EVERY = (
    waiting_times,
    pairs_by_health,
    matched_by_week,
    meetings_by_week,
    balance_by_language,
    balance_by_county,
)


class Town:
    """Two centres, a programme of one and one of both, and whatever the seed brings."""

    def __init__(self, cast, on: date, seed: int, *, size: int = 14) -> None:
        self.cast, self.on, self.chance = cast, on, random.Random(seed)
        rules = {"valid_from": LONG_AGO}
        self.own = programme_of(cast.centre, promise_days=30, max_room=2, min_level=Level.A2, **rules)
        self.shared = programme_of(cast.centre, cast.other_centre, promise_days=45, **rules)
        self.theirs = programme_of(cast.other_centre, promise_days=5, **rules)
        helpers = [self.helper() for _ in range(size)]
        for seeker in [self.family() for _ in range(2 * size)]:
            self.pair(seeker, helpers)

    def centre(self):
        return self.chance.choice([self.cast.centre, self.cast.centre, self.cast.other_centre])

    def programme(self, centre):
        return self.chance.choice([self.shared, self.own if centre == self.cast.centre else self.theirs])

    def spoken(self):
        codes = self.chance.sample(["uk", "ru", "pl", "vi"], self.chance.randint(1, 3))
        return tuple(Spoken(code, Level(self.chance.randint(0, 7))) for code in codes)

    def family(self) -> Seeker | None:
        chance, centre = self.chance, self.centre()
        home = household_with(
            centre=centre,
            languages=self.spoken(),
            state=chance.choice(["served", "served", "served", "archived"]),
            waiting_since=self.on - timedelta(days=chance.choice([0, 5, 6, 29, 30, 31, 45, 46, 200])),
            commune_code=chance.choice(COUNTIES),
        )
        for band in chance.sample([AgeBand.ADULT_26_40, AgeBand.CHILD_13_17], chance.randint(0, 2)):
            member = MemberFactory(household=home, is_contact=False, age_band=band)
            MemberLanguageFactory(member=member, language="ru", level=chance.choice([2, 3, 7]))
        if chance.random() < 0.2:
            HouseholdConsent.objects.filter(household=home).update(withdrawn_at=datetime.now(UTC))
        return seeker_of(self.programme(centre), home) if chance.random() < 0.85 else None

    def helper(self) -> Helper:
        chance, centre = self.chance, self.centre()
        person = volunteer_with(
            centre=centre,
            languages=self.spoken(),
            room=chance.randint(1, 3),
            state=chance.choice(["active", "active", "active", "paused"]),
            commune_code=chance.choice(COUNTIES),
        )
        if chance.random() < 0.2:
            VolunteerConsent.objects.filter(volunteer=person).update(withdrawn_at=datetime.now(UTC))
        place = helper_of(self.programme(centre), person)
        if place.programme != self.shared and chance.random() < 0.3:
            helper_of(self.shared, person)
        return place

    def pair(self, seeker: Seeker | None, helpers: list[Helper]) -> None:
        chance = self.chance
        fitting = [one for one in helpers if seeker is not None and one.programme_id == seeker.programme_id]
        # With children in the home the database would ask for clearance on days of the past too.
        children = seeker is not None and seeker.household.children
        if not fitting or children or chance.random() < 0.3:
            return
        helper = chance.choice(fitting)
        taken = Pair.objects.filter(helper__volunteer=helper.volunteer, state__in=OPEN_PAIR_STATES).count()
        open_ones = seeker.member_id is None and taken < helper.volunteer.room and chance.random() < 0.7
        since = self.on - timedelta(days=chance.randint(0, 80))
        pair = PairFactory(
            seeker=seeker,
            helper=helper,
            state=chance.choice(ALIVE if open_ones else GONE),
            offered_on=since,
            active_since=since,
        )
        for start in chance.sample(moments(self.on), chance.randint(0, 6)):
            MeetingFactory(
                pair=pair,
                start=start,
                minutes=chance.choice([5, 30, 45]),
                state=chance.choice(["logged", "confirmed", "disputed", "for_review", "withdrawn"]),
            )

    def cut(self, programme: Programme | None = None, weeks: int = 8) -> Cut:
        return Cut(self.cast.alice, self.on, weeks, programme)


def moments(on: date) -> list[datetime]:
    """The last minutes of Sundays and the first of Mondays in Warsaw, the hours around the clocks' change,
    and the minutes at which weeks would begin if they began in UTC."""
    found = []
    monday = on - timedelta(days=on.weekday())
    for back in range(9):
        day = monday - timedelta(weeks=back)
        zero = datetime.combine(day, time(), tzinfo=WARSAW).astimezone(UTC)
        found += [zero - timedelta(minutes=50), zero, zero + timedelta(minutes=46)]
        found += [datetime.combine(day, time(3, 10), tzinfo=UTC)]
    return found


def own_side(pair: Pair, cast) -> bool:
    return cast.centre in (pair.seeker.household.centre, pair.helper.volunteer.centre)


def own_pairs(town: Town, programme: Programme | None) -> list[Pair]:
    return [
        pair
        for pair in Pair.objects.all()
        if own_side(pair, town.cast) and (programme is None or pair.programme == programme)
    ]


def waiting_slowly(town: Town, programme: Programme | None) -> list[Household]:
    found = []
    for home in Household.objects.filter(centre=town.cast.centre, state="served"):
        places = list(home.seekers.filter(left_on=None))
        helped = [place for place in places if place.pairs.filter(state__in=OPEN_PAIR_STATES).exists()]
        if programme is None and not helped:
            found.append(home)
        agreed = home.consents.filter(withdrawn_at=None).exists()
        asking = [place for place in places if place not in helped and place.programme == programme]
        if programme is not None and agreed and asking:
            found.append(home)
    return found


def late_slowly(town: Town, home: Household, programme: Programme | None) -> bool:
    promises = {town.own.pk: 30, town.shared.pk: 45}
    asked = [one.programme_id for one in home.seekers.all()] if programme is None else [programme.pk]
    return any((town.on - home.waiting_since).days > promises[pk] for pk in asked)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def helpers_slowly(town: Town, programme: Programme | None) -> set:
    """The volunteers of own places that matching itself finds active and with room."""
    most = 20 if programme is None else programme.rules.get().max_room
    places = Helper.objects.filter(is_active_helper(), volunteer__centre=town.cast.centre)
    places = places if programme is None else places.filter(programme=programme)
    return {one.volunteer for one in places.annotate(room=free_room(most)) if one.room > 0}


@pytest.fixture(params=[(AUTUMN, 1), (AUTUMN, 2), (SPRING, 3), (SPRING, 4)], ids=str)
def town(request, cast):
    on, seed = request.param
    return Town(cast, on, seed)


def programmes_of(town: Town) -> list[Programme | None]:
    return [None, town.own, town.shared]


def test_waiting_times_are_those_counted_one_by_one(town):
    for programme in programmes_of(town):
        found = waiting_times(town.cut(programme))
        waiting = waiting_slowly(town, programme)
        days = [(town.on - home.waiting_since).days for home in waiting]
        late = [(town.on - home.waiting_since).days for home in waiting if late_slowly(town, home, programme)]
        assert (found.by_days, found.late_by_days) == (Counter(days), Counter(late))
        assert found.promises == ((30, 45) if programme is None else (programme.rules.get().promise_days,))
        if days:
            if programme is None:
                (today,) = waits_on(town.cast.alice, [town.on])
                assert (today.by_days, today.median) == (Counter(days), found.median)
            longer = sum(day >= found.median for day in days)
            assert 2 * longer >= len(days) > 2 * sum(day > found.median for day in days)


def test_pairs_by_week_are_those_counted_one_by_one(town):
    for programme in programmes_of(town):
        cut = town.cut(programme)
        pairs = [one for one in own_pairs(town, programme) if one.state != PairState.UNDONE]
        found = matched_by_week(cut)
        for week in weeks_of(cut):
            of_week = [one for one in pairs if monday_of(one.offered_on) == week]
            open_ones = [one for one in of_week if one.stands_at in UNANSWERED_PAIR_STATES]
            met = [one for one in of_week if one not in open_ones and assignment_of(one) is not None]
            together = [one for one in met if one.state not in (PairState.DECLINED, PairState.EXPIRED)]
            nothing = len(of_week) - len(open_ones) - len(together)
            assert found.whole[week] == Matched(len(together), len(open_ones), nothing)
            for other in (town.own, town.shared):
                told = found.by_programme.get(other.pk, {}).get(week, Matched(0, 0, 0)).offers
                assert told == sum(one.programme == other for one in of_week)


def test_meetings_by_week_are_those_counted_one_by_one_in_warsaw(town):
    for programme in programmes_of(town):
        cut = town.cut(programme)
        expected = {week: [0, 0] for week in weeks_of(cut)}
        pairs = own_pairs(town, programme)
        for meeting in Meeting.objects.filter(pair__in=pairs, state__in=("logged", "confirmed")):
            day = meeting.start.astimezone(WARSAW).date()
            if monday_of(day) in expected and day <= town.on:
                expected[monday_of(day)][0] += 1
                expected[monday_of(day)][1] += meeting.minutes
        assert meetings_by_week(cut) == {week: Held(*told) for week, told in expected.items()}


def test_pairs_by_health_are_those_the_one_definition_names(town):
    for programme in programmes_of(town):
        open_ones = [one.pk for one in own_pairs(town, programme) if one.state in OPEN_PAIR_STATES]
        rules = care_by_programme([town.own.pk, town.shared.pk, town.theirs.pk], on=town.on)
        told = with_health(Pair.objects.filter(pk__in=open_ones), rules, on=town.on)
        expected = Counter(told.values_list("health", flat=True))
        found = pairs_by_health(town.cut(programme))
        assert found == {one: expected[one.value] for one in PairHealth}


def test_balance_by_language_is_that_counted_one_by_one(town):
    for programme in programmes_of(town):
        level = Level.B1 if programme is None else programme.rules.get().min_level
        asking: Counter[str] = Counter()
        for home in waiting_slowly(town, programme):
            asking.update(spoken.language for spoken in home.spoken if spoken.level >= level)
        helping: Counter[str] = Counter()
        for person in helpers_slowly(town, programme):
            helping.update(spoken.language for spoken in person.spoken if spoken.level >= level)
        expected = {code: Balance(asking[code], helping[code]) for code in {*asking, *helping}}
        assert balance_by_language(town.cut(programme)) == expected


def test_balance_by_county_is_that_counted_one_by_one(town):
    for programme in programmes_of(town):
        asking = Counter(home.commune_code[:4] for home in waiting_slowly(town, programme))
        helping = Counter(person.commune_code[:4] for person in helpers_slowly(town, programme))
        expected = {code: Balance(asking[code], helping[code]) for code in {*asking, *helping}}
        assert balance_by_county(town.cut(programme)) == expected


def test_at_work_mentors_stand_against_colleagues(cast):
    firm = ParticipationFactory(centre=cast.centre)
    work = programme_of(cast.centre, kind="workplace", valid_from=LONG_AGO)
    asking = household_with(centre=cast.centre, commune_code="126101")
    seeker_of(work, asking, asking.members.get())
    free, full, unasked = (
        mentor_with(participation=firm, centre=cast.centre, commune_code="126101", room=1) for _ in range(3)
    )
    unasked.consents.all().delete()
    type(unasked).objects.filter(pk=unasked.pk).update(named_by_employer=True)
    places = [helper_of(work, one) for one in (free, full, unasked)]
    home = household_with(centre=cast.centre)
    PairFactory(seeker=seeker_of(work, home, home.members.get()), helper=places[1], state="active")
    volunteer_with(centre=cast.centre, commune_code="126101")
    cut = Cut(cast.alice, AUTUMN, 26, work)
    assert balance_by_county(cut) == {"1261": Balance(1, 1)}
    assert balance_by_language(cut)["uk"] == Balance(1, 0)


def test_empty_weeks_are_zeros_and_there_are_as_many_as_asked(cast):
    cut = Cut(cast.alice, SPRING, 52)
    weeks = weeks_of(cut)
    assert (len(weeks), weeks[-1], {day.weekday() for day in weeks}) == (52, date(2027, 3, 29), {0})
    assert set(meetings_by_week(cut).values()) == {Held(0, 0)}
    assert set(matched_by_week(cut).whole.values()) == {Matched(0, 0, 0)}
    assert waiting_times(cut).median == 0


def test_nobody_of_the_other_centre_is_counted(cast):
    theirs = programme_of(cast.other_centre, cast.centre, valid_from=LONG_AGO)
    pair = PairFactory(
        seeker=seeker_of(theirs),
        helper=helper_of(theirs),
        state="active",
        offered_on=AUTUMN,
        active_since=AUTUMN,
    )
    MeetingFactory(pair=pair, start=datetime(2026, 10, 27, 12, tzinfo=UTC))
    seeker_of(theirs)
    helper_of(theirs)
    cut = Cut(cast.alice, AUTUMN, 26)
    assert waiting_times(cut).total == 0
    assert sum(pairs_by_health(cut).values()) == 0
    assert set(matched_by_week(cut).whole.values()) == {Matched(0, 0, 0)}
    assert set(meetings_by_week(cut).values()) == {Held(0, 0)}
    assert (balance_by_language(cut), balance_by_county(cut)) == ({}, {})


@pytest.mark.parametrize("figure", EVERY, ids=lambda figure: figure.__name__)
def test_figures_cost_the_same_with_few_and_with_many(cast, figure):
    few = Town(cast, AUTUMN, 5, size=2)
    before = queries_of(lambda: figure(few.cut()))
    many = Town(cast, AUTUMN, 6, size=6)
    assert queries_of(lambda: figure(many.cut())) == before <= 3
    assert queries_of(lambda: figure(many.cut(many.own))) <= 3


def queries_of(act) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)
