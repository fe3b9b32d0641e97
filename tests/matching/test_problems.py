"""From rows to a problem: who is in the pool, and what the solver is told of them."""

import dataclasses
from datetime import timedelta

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from base.common.enums import AgeBand, Gender, GenderWish, HelpArea, WishStrength
from base.common.errors import Refusal
from base.places.languages import Level, Spoken
from base.places.week import Week
from matching.domain.problems import ask
from matching.solver import HardRule, Helpers, Problem, Rules, Seekers, Weights
from matching.solver.constraints import HARD_RULES
from matching.solver.tables import Tables
from tests.factories.families import (
    EmploymentFactory,
    MemberFactory,
    MemberLanguageFactory,
    PriorityInputFactory,
    household_with,
)
from tests.factories.matching import (
    PairFactory,
    ProposalFactory,
    VetoFactory,
    helper_of,
    programme_of,
    seeker_of,
)
from tests.factories.mentors import ParticipationFactory, mentor_with
from tests.factories.organisations import CentreFactory, SiteFactory
from tests.factories.volunteers import clear, volunteer_with
from volunteers.models import ClearanceItem

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return programme_of(CentreFactory(key="centre-a"))


def asked(programme, on=None):
    return ask(programme, on=on or timezone.localdate())


def seekers_of(programme):
    return asked(programme).problem.seekers.id.tolist()


def rooms_of(programme):
    helpers = asked(programme).problem.helpers
    return dict(zip(helpers.id.tolist(), helpers.room.tolist(), strict=True))


def places(question, pairs):
    """Rows of pairs as (seeker place, helper place)."""
    seekers, helpers = question.problem.seekers.id, question.problem.helpers.id
    return [(int(seekers[s]), int(helpers[h])) for s, h in pairs.tolist()]


# --- nothing about origin, religion or status ---------------------------------------------------------


def test_problem_has_no_field_but_the_listed_ones():
    people = {
        "id", "person", "latitude", "longitude", "travel_km", "levels", "week", "life", "gender",
        "wish_gender", "wish_strength", "employer", "site", "trade",
    }  # fmt: skip
    kinds = (Seekers, Helpers, Rules, Weights, Problem)
    told = {kind: {one.name for one in dataclasses.fields(kind)} for kind in kinds}
    assert told == {
        Seekers: people | {"weight", "practises", "needs", "has_minors", "days_waited"},
        Helpers: people | {"room", "offers", "cleared", "available", "load"},
        Rules: {
            "weights", "max_km", "detour", "session_slots", "language_purpose", "min_speak_level",
            "practise_language", "min_practise_level", "same_gender", "contact_with_minors", "same_employer",
            "same_site", "full_at_hours",
        },
        Weights: {"language", "distance", "time", "needs", "life_stage", "gender", "trade", "load"},
        Problem: {"seekers", "helpers", "rules", "locks", "vetoes", "previous"},
    }  # fmt: skip


def test_translator_reads_no_name_address_or_note(programme):
    seeker_of(programme, children=1)
    helper_of(programme)

    with CaptureQueriesContext(connection) as queries:
        asked(programme)

    read = " ".join(query["sql"] for query in queries)
    for column in (
        "contact_name",
        "first_name",
        "last_name",
        "address",
        '"note"',
        "search_contact",
        "job_title",
    ):
        assert column not in read


# --- the pool -----------------------------------------------------------------------------------------


def test_pool_holds_who_waits(programme):
    ring, stranger = CentreFactory(), CentreFactory()
    programme.shares.create(centre=ring)
    waiting = [seeker_of(programme), seeker_of(programme, household_with(centre=ring))]
    seeker_of(programme, state="paused")
    seeker_of(programme, state="archived")
    seeker_of(programme, household_with(centre=stranger))
    left = seeker_of(programme)
    left.left_on = timezone.localdate()
    left.save()
    paired = seeker_of(programme)
    PairFactory(seeker=paired, helper=helper_of(programme))
    seeker_of(programme_of(programme.lead))

    assert seekers_of(programme) == [seeker.pk for seeker in waiting]


def test_family_waits_again_when_its_pair_is_closed(programme):
    seeker = seeker_of(programme)
    PairFactory(seeker=seeker, helper=helper_of(programme), state="closed", close_reason="moved")
    assert seekers_of(programme) == [seeker.pk]


def test_who_took_the_consent_back_is_not_matched(programme):
    seeker, helper = seeker_of(programme, consent=False), helper_of(programme, consent=False)
    assert (seekers_of(programme), list(rooms_of(programme))) == ([seeker.pk], [helper.pk])
    for person in (seeker.household, helper.volunteer):
        person.consents.create(
            purpose="matching", text_version="1", language="pl", given_at=timezone.now(),
            withdrawn_at=timezone.now(), recorded_by_label="Alice",
        )  # fmt: skip
    assert (seekers_of(programme), list(rooms_of(programme))) == ([], [])

    seeker.household.consents.create(
        purpose="matching",
        text_version="2",
        language="pl",
        given_at=timezone.now(),
        recorded_by_label="Alice",
    )

    assert seekers_of(programme) == [seeker.pk]


@pytest.mark.parametrize("state", ["applied", "interviewed", "in_training", "paused", "left"])
def test_only_active_volunteers_help(programme, state):
    active = helper_of(programme)
    helper_of(programme, state=state)
    helper_of(programme, volunteer_with(centre=CentreFactory()))
    assert list(rooms_of(programme)) == [active.pk]


def test_mentor_helps_while_both_they_and_their_employer_take_part():
    work = programme_of(kind="workplace", same_employer=True)
    taking_part = ParticipationFactory(centre=work.lead)
    active = helper_of(work, mentor_with(participation=taking_part))
    helper_of(work, mentor_with(participation=taking_part, state="paused"))
    helper_of(work, mentor_with(participation=ParticipationFactory(centre=work.lead, state="ended")))
    assert list(rooms_of(work)) == [active.pk]


def test_room_is_the_lesser_of_person_and_programme_less_open_pairs_anywhere(programme):
    other = programme_of(programme.lead)
    roomy = helper_of(programme, room=5)
    single = helper_of(programme)
    busy = helper_of(programme, room=2)
    elsewhere = helper_of(other, busy.volunteer)
    PairFactory(seeker=seeker_of(other), helper=elsewhere)
    PairFactory(seeker=seeker_of(other), helper=elsewhere, state="closed", close_reason="moved")
    full = helper_of(programme)
    PairFactory(seeker=seeker_of(programme), helper=full, state="suspended")

    assert rooms_of(programme) == {roomy.pk: 2, single.pk: 1, busy.pk: 1, full.pk: 0}


def test_load_counts_families_now_and_in_the_past_year(programme):
    helper = helper_of(programme, room=9)
    today = timezone.localdate()
    for fields in (
        {"state": "active"},
        {"state": "closed", "close_reason": "completed", "closed_on": today - timedelta(days=300)},
        {"state": "closed", "close_reason": "completed", "closed_on": today - timedelta(days=400)},
        {"state": "declined", "closed_on": today},
        {"state": "undone"},
    ):
        PairFactory(seeker=seeker_of(programme), helper=helper, **fields)
    assert asked(programme).problem.helpers.load.tolist() == [2]


def test_people_without_a_place_are_left_out_and_told(programme):
    seeker_of(programme, household_with(centre=programme.lead, place=None, label="K-900"))
    helper_of(programme, place=None, label="W-900")

    question = asked(programme)

    assert (len(question.problem.seekers), len(question.problem.helpers)) == (0, 0)
    assert question.notes == (
        {"code": "nobody_seeks"},
        {"code": "nobody_helps"},
        {"code": "no_place", "count": 2, "labels": ["K-900", "W-900"]},
    )


def test_programme_without_rules_for_the_day_is_refused(programme):
    with pytest.raises(Refusal) as refused:
        asked(programme, on=timezone.localdate() - timedelta(days=300))
    assert refused.value.code == "no_rules"


# --- what is told of a person -------------------------------------------------------------------------


def test_family_is_told_by_its_adults_contact_and_children(programme):
    household = household_with(
        centre=programme.lead,
        languages=(Spoken("uk", Level.NATIVE), Spoken("pl", Level.A1)),
        week=Week.parse("Mon 10-12"),
        needs=frozenset({HelpArea.EVERYDAY_POLISH, HelpArea.WORK}),
        wants_polish=True,
        waiting_since=timezone.localdate() - timedelta(days=40),
        travel_km=7,
        wish_gender=GenderWish.WOMAN,
        wish_strength=WishStrength.MUST,
    )
    partner = MemberFactory(household=household, gender=Gender.MAN, is_contact=False)
    MemberLanguageFactory(member=partner, language="pl", level=Level.B2)
    teenager = MemberFactory(household=household, age_band=AgeBand.CHILD_13_17, is_contact=False)
    MemberLanguageFactory(member=teenager, language="pl", level=Level.NATIVE)
    gone = MemberFactory(
        household=household, age_band=AgeBand.CHILD_0_2, is_contact=False, left_on=timezone.localdate()
    )
    MemberLanguageFactory(member=gone, language="en", level=Level.NATIVE)
    seeker_of(programme, household)

    question = asked(programme)

    seekers = question.problem.seekers
    assert question.languages == ("pl", "uk")
    assert seekers.levels.tolist() == [[Level.B2, Level.NATIVE]]
    assert (seekers.gender[0], seekers.wish_gender[0], seekers.wish_strength[0]) == (1, 1, 2)
    assert (seekers.has_minors[0], seekers.life[0]) == (True, 1 << AgeBand.values.index(AgeBand.CHILD_13_17))
    assert seekers.needs[0] == 1 << 0 | 1 << HelpArea.values.index(HelpArea.WORK)
    assert (seekers.practises[0], seekers.travel_km[0]) == (True, 7)
    assert seekers.week[0].tobytes() == household.week.to_bytes()
    assert (seekers.days_waited[0], seekers.weight[0]) == (40, 2)
    assert (seekers.latitude[0], seekers.longitude[0]) == (household.latitude, household.longitude)


def test_priority_counts_written_reasons(programme):
    household = household_with(centre=programme.lead)
    PriorityInputFactory(household=household, weight=2)
    PriorityInputFactory(household=household, weight=2, until=timezone.localdate() - timedelta(days=1))
    seeker_of(programme, household)
    pressed = household_with(centre=programme.lead)
    PriorityInputFactory(household=pressed, kind="deadline", until=timezone.localdate())
    seeker_of(programme, pressed)
    assert asked(programme).problem.seekers.weight.tolist() == [3, 5]


def test_family_without_children_or_contact_is_told_by_its_adults(programme):
    household = household_with(centre=programme.lead)
    household.members.update(is_contact=False, gender=Gender.MAN)
    seeker_of(programme, household)
    mixed = household_with(centre=programme.lead)
    mixed.members.update(is_contact=False)
    MemberFactory(household=mixed, gender=Gender.MAN, is_contact=False)
    seeker_of(programme, mixed)

    seekers = asked(programme).problem.seekers

    assert seekers.gender.tolist() == [2, 0]
    assert seekers.has_minors.tolist() == [False, False]
    assert seekers.life.tolist() == [1 << AgeBand.values.index(AgeBand.ADULT_26_40)] * 2


def test_volunteer_is_told_by_their_profile(programme):
    volunteer = volunteer_with(
        centre=programme.lead,
        gender=Gender.MAN,
        offers=frozenset({HelpArea.SCHOOL}),
        life_stages=frozenset({AgeBand.CHILD_0_2, AgeBand.CHILD_7_9}),
        travel_km=4,
        wish_gender=GenderWish.MAN,
        wish_strength=WishStrength.PREFER,
    )
    helper_of(programme, volunteer)

    helpers = asked(programme).problem.helpers

    assert (helpers.gender[0], helpers.wish_gender[0], helpers.wish_strength[0]) == (2, 2, 1)
    assert (helpers.offers[0], helpers.life[0], helpers.travel_km[0]) == (0b10, 0b101, 4)
    assert helpers.week[0].tobytes() == volunteer.week.to_bytes()
    assert (helpers.person[0], helpers.employer[0], helpers.trade[0]) == (-1, -1, -1)


def test_clearance_is_that_of_the_day(programme):
    today = timezone.localdate()
    _never, now, ending = (helper_of(programme, cleared=False) for _ in range(3))
    clear(now.volunteer)
    clear(ending.volunteer, checked_on=today - timedelta(days=10), valid_until=today)
    assert asked(programme).problem.helpers.cleared.tolist() == [False, True, True]

    tomorrow = ask(programme, on=today + timedelta(days=1)).problem.helpers
    assert tomorrow.cleared.tolist() == [False, True, False]

    ClearanceItem.objects.filter(volunteer=now.volunteer, kind="training").update(revoked_on=today)
    assert asked(programme).problem.helpers.cleared.tolist() == [False, False, True]


def test_volunteer_is_not_their_own_family(programme):
    seeker = seeker_of(programme, phone="+48600100200", email="olena@example.org")
    helper_of(programme, phone="+48600100200")
    helper_of(programme, email="Olena@Example.org")
    helper_of(programme)

    question = asked(programme)

    assert question.problem.seekers.person.tolist() == [seeker.household_id]
    assert question.problem.helpers.person.tolist() == [seeker.household_id, seeker.household_id, -1]


def test_at_work_the_member_their_job_and_its_place_count():
    work = programme_of(kind="workplace", same_employer=True, max_km=25)
    part = ParticipationFactory(centre=work.lead)
    household = household_with(centre=work.lead, travel_km=0)
    wife = household.members.get()
    husband = MemberFactory(household=household, gender=Gender.MAN, is_contact=False)
    MemberLanguageFactory(member=husband, language="en", level=Level.B1)
    hall = SiteFactory(organisation=part.employer)
    EmploymentFactory(member=wife, employer=part.employer, site=hall, trade="cleaning")
    EmploymentFactory(
        member=husband, employer=part.employer, contract_until=timezone.localdate() - timedelta(days=1)
    )
    seeker_of(work, household, wife)
    seeker_of(work, household, husband)
    helper_of(work, mentor_with(participation=part, place=None))

    question = asked(work)

    seekers, helpers = question.problem.seekers, question.problem.helpers
    assert question.languages == ("en", "pl", "uk")
    assert seekers.levels.tolist() == [[-1, Level.A2, Level.NATIVE], [Level.B1, -1, -1]]
    assert seekers.gender.tolist() == [1, 2]
    assert seekers.employer.tolist() == [part.employer_id, -1]
    assert seekers.latitude.tolist() == [hall.latitude, part.employer.latitude]
    assert (seekers.travel_km.tolist(), helpers.travel_km.tolist()) == ([20_100, 20_100], [20_100])
    assert Tables.of(question.problem).seeker.reach_m.tolist() == [25_000, 25_000]
    assert (helpers.employer.tolist(), helpers.latitude.tolist()) == (
        [part.employer_id],
        [part.employer.latitude],
    )
    assert question.problem.rules.same_employer
    assert not question.problem.rules.same_site


@pytest.mark.parametrize("rule", [True, False])
def test_at_one_site_only_where_the_programme_says_so(rule):
    work = programme_of(kind="workplace", same_employer=True, same_site=rule)
    part = ParticipationFactory(centre=work.lead)
    hall, yard = SiteFactory(organisation=part.employer), SiteFactory(organisation=part.employer)
    left = timezone.localdate() - timedelta(days=1)
    for site, until in ((hall, None), (yard, None), (None, None), (hall, left)):
        household = household_with(centre=work.lead)
        worker = household.members.get()
        EmploymentFactory(member=worker, employer=part.employer, site=site, contract_until=until)
        seeker_of(work, household, worker)
    for site in (hall, yard, None):
        helper_of(work, mentor_with(participation=part, site=site))

    problem = asked(work).problem

    assert problem.rules.same_site is rule
    at_hall, at_yard, at_the_address = problem.helpers.site.tolist()
    assert problem.seekers.site.tolist() == [at_hall, at_yard, at_the_address, -1]
    assert len({at_hall, at_yard, at_the_address}) == 3
    tables = Tables.of(problem)
    rows, columns = np.divmod(np.arange(12), 3)
    allowed = HARD_RULES[HardRule.SITE](tables, rows, columns).reshape(4, 3).tolist()
    if rule:
        assert allowed == [[True, False, False], [False, True, False], [False, False, True], [False] * 3]
    else:
        assert allowed == [[True] * 3] * 4


def test_a_firms_own_address_is_not_a_site_of_the_same_number():
    work = programme_of(kind="workplace", same_employer=True, same_site=True)
    part = ParticipationFactory(centre=work.lead)
    site = SiteFactory(organisation=part.employer, pk=part.employer_id)
    helper_of(work, mentor_with(participation=part, site=site))
    helper_of(work, mentor_with(participation=part, site=None))

    one, other = asked(work).problem.helpers.site.tolist()

    assert one != other


# --- pairs already decided about ------------------------------------------------------------------------


def test_vetoes_declined_and_closed_with_cause_are_forbidden(programme):
    seeker, other = seeker_of(programme), seeker_of(programme)
    said_no, declined, unsafe, moved, allowed = (helper_of(programme, room=9) for _ in range(5))
    VetoFactory(seeker=seeker, helper=said_no)
    VetoFactory(seeker=seeker, helper=allowed, lifted_at=timezone.now())
    PairFactory(seeker=seeker, helper=declined, state="declined")
    PairFactory(seeker=seeker, helper=unsafe, state="closed", close_reason="safety")
    PairFactory(seeker=seeker, helper=moved, state="closed", close_reason="moved")

    question = asked(programme)

    assert sorted(places(question, question.problem.vetoes)) == [
        (seeker.pk, said_no.pk),
        (seeker.pk, declined.pk),
        (seeker.pk, unsafe.pk),
    ]
    assert other.pk in question.problem.seekers.id


def test_vetoes_hold_for_people_who_left_and_came_back(programme):
    seeker, helper = seeker_of(programme), helper_of(programme)
    VetoFactory(seeker=seeker, helper=helper)
    for place in (seeker, helper):
        place.left_on = timezone.localdate()
        place.save()
    back, again = seeker_of(programme, seeker.household), helper_of(programme, helper.volunteer)

    question = asked(programme)

    assert places(question, question.problem.vetoes) == [(back.pk, again.pk)]


def test_pair_closed_for_safety_is_forbidden_in_every_programme(programme):
    other = programme_of(programme.lead)
    seeker, helper = seeker_of(other), helper_of(other)
    PairFactory(seeker=seeker, helper=helper, state="closed", close_reason="safety")
    here, there = seeker_of(programme, seeker.household), helper_of(programme, helper.volunteer)

    question = asked(programme)

    assert places(question, question.problem.vetoes) == [(here.pk, there.pk)]


@pytest.mark.parametrize("rule", [True, False])
def test_supervisor_does_not_mentor_where_the_programme_says_so(rule):
    work = programme_of(kind="workplace", same_employer=True, not_the_supervisor=rule)
    part, other = ParticipationFactory(centre=work.lead), ParticipationFactory(centre=work.lead)
    household = household_with(centre=work.lead)
    worker = household.members.get()
    EmploymentFactory(member=worker, employer=part.employer, supervisor_label="M-7")
    seeker = seeker_of(work, household, worker)
    boss = helper_of(work, mentor_with(participation=part, number=7))
    helper_of(work, mentor_with(participation=part, number=8))
    helper_of(work, mentor_with(participation=other, number=9, label="M-7 "))

    question = asked(work)

    assert places(question, question.problem.vetoes) == ([(seeker.pk, boss.pk)] if rule else [])


def test_open_proposals_are_shown_before_and_pins_are_locks(programme):
    loose, pinned, refused = (seeker_of(programme) for _ in range(3))
    helper = helper_of(programme, room=2)
    ProposalFactory(seeker=loose, helper=helper)
    pin = ProposalFactory(seeker=pinned, helper=helper, pinned=True)
    ProposalFactory(seeker=refused, helper=helper, state="refused", pinned=True)

    question = asked(programme)

    assert sorted(places(question, question.problem.previous)) == [
        (loose.pk, helper.pk),
        (pinned.pk, helper.pk),
    ]
    assert places(question, question.problem.locks) == [(pinned.pk, helper.pk)]
    assert (question.locked, question.dropped, question.notes) == ({pin.pk}, set(), ())


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        ("available", {"state": "paused"}),
        ("time", {"week": Week.parse("Sun 3-4")}),
        ("gender", {"gender": Gender.MAN}),
        ("minors", {"cleared": False}),
        ("language", {"languages": (Spoken("vi", Level.NATIVE),)}),
    ],
)
def test_pin_that_cannot_be_is_dropped_and_told(programme, rule, change):
    seeker = seeker_of(
        programme, label="K-5", children=1, wish_gender=GenderWish.WOMAN, wish_strength=WishStrength.MUST
    )
    helper = helper_of(programme, label="W-5", **change)
    pin = ProposalFactory(seeker=seeker, helper=helper, pinned=True)

    question = asked(programme)

    assert (question.locked, question.dropped) == (frozenset(), {pin.pk})
    told = [note for note in question.notes if note["code"] == "pin_dropped"]
    assert told == [{"code": "pin_dropped", "seeker": "K-5", "helper": "W-5", "rule": rule}]


def test_pins_beyond_the_room_are_dropped_the_latest_first(programme):
    helper = helper_of(programme, room=1)
    first, second = (
        ProposalFactory(seeker=seeker_of(programme), helper=helper, pinned=True) for _ in range(2)
    )

    question = asked(programme)

    assert (question.locked, question.dropped) == ({first.pk}, {second.pk})
    assert question.notes[-1]["rule"] == "room"


# --- cost ---------------------------------------------------------------------------------------------


def test_question_costs_as_many_queries_for_one_as_for_three(programme):
    def grow():
        seeker, helper = seeker_of(programme, children=1), helper_of(programme)
        ProposalFactory(seeker=seeker, helper=helper, pinned=True)
        PriorityInputFactory(household=seeker.household)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            asked(programme)
        return len(queries)

    grow()
    one = cost()
    grow()
    grow()
    assert cost() == one
    assert one <= 24


def test_rules_are_kept_as_plain_data(programme):
    question = asked(programme)
    assert question.rules["max_km"] == 30
    assert question.rules["detour"] == 1.3
    assert question.rules["valid_to"] is None
    assert question.problem.rules.session_slots == 2
    assert np.array_equal(question.problem.locks, np.empty((0, 2)))
