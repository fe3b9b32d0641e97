"""Any two places looked at: the same answer as a run gives, rule by rule, in words."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from base.audit.actor import SYSTEM
from base.common.errors import Refusal
from base.places.languages import Level, Spoken
from base.places.week import Week
from matching.domain.examination import examine, examine_all
from matching.domain.problems import ask
from matching.domain.runs import request_run
from matching.domain.work import perform_run
from matching.models import Proposal
from matching.solver import HardRule
from tests.factories.families import EmploymentFactory, household_with
from tests.factories.matching import PairFactory, VetoFactory, helper_of, programme_of, seeker_of
from tests.factories.mentors import mentor_with
from tests.factories.volunteers import volunteer_with

pytestmark = pytest.mark.django_db
EVERY_RULE = ["waiting", "one_helper", *(rule.value for rule in HardRule)]


@pytest.fixture
def programme():
    return programme_of()


def broken(examination):
    return {one.code: one.sentence for one in examination.broken}


def test_examination_agrees_with_the_run_in_points_and_criteria(programme):
    seeker_of(programme, children=1)
    helper_of(programme, languages=(Spoken("pl", Level.C1), Spoken("uk", Level.B2)))
    perform_run(request_run(programme, by=SYSTEM).pk)
    proposal = Proposal.objects.get()

    examination = examine(proposal.seeker, proposal.helper)

    assert examination.criteria == proposal.criteria
    assert (examination.points, examination.broken) == (proposal.points, ())
    assert [one.code for one in examination.findings] == EVERY_RULE
    examination.refuse_unless_allowed()


def test_findings_say_in_words_what_is_kept(programme):
    seeker, helper = seeker_of(programme), helper_of(programme)
    family, name = seeker.household.label, helper.person.label
    assert [one.sentence for one in examine(seeker, helper).findings] == [
        f"{family} waits in this programme.",
        f"{family} has no helper in this programme yet.",
        f"{name} is active in this programme.",
        "They share a language at the level the programme asks.",
        "0 km apart; the limit is 10 km.",
        "No must about a woman or a man is in the way.",
        "Nothing is missing for contact with children.",
        "The programme's rule about employers is kept.",
        "The programme's rule about sites is kept.",
        f"{name} is not from this family.",
        "They share time for a whole meeting: 15 hours a week in all.",
        "Nobody ruled these two out.",
        f"{name} has room.",
    ]


def test_two_strangers_break_what_they_break_and_nothing_else(programme):
    seeker = seeker_of(programme, travel_km=0, week=Week.parse("pn 8-9"))
    helper = helper_of(
        programme,
        travel_km=0,
        week=Week.parse("wt 8-9"),
        languages=(Spoken("de", Level.NATIVE),),
        latitude=51.0,
    )
    examination = examine(seeker, helper)
    km = next(one["values"]["km"] for one in examination.criteria if one["code"] == "distance")
    assert broken(examination) == {
        "language": "There is no shared language at the level the programme asks.",
        "distance": f"They live {km:g} km apart; the limit is 0 km.",
        "time": "There is no time in the week at which both are free for a whole meeting.",
    }
    assert examination.circumstances == ("language", "distance", "time")
    assert examination.forbidden == ()
    assert examination.named(("time", "gender", "nonsense")) == {"time"}
    examination.refuse_unless_allowed(despite=examination.circumstances)


def test_same_gender_of_the_programme_is_no_circumstance():
    programme = programme_of(same_gender=True)
    examination = examine(seeker_of(programme), helper_of(programme, gender="man"))
    assert broken(examination) == {"gender": "A woman or a man is a must here, and it is not met."}
    assert examination.circumstances == ()


def test_person_whose_place_is_unknown_can_be_paired_knowingly(programme):
    seeker, helper = seeker_of(programme, place=None), helper_of(programme)
    examination = examine(seeker, helper)
    assert broken(examination) == {
        "distance": f"We do not know where {seeker.household.label} lives.",
    }
    assert "distance" not in [one["code"] for one in examination.criteria]
    examination.refuse_unless_allowed(despite=("distance",))
    with pytest.raises(Refusal) as caught:
        examination.refuse_unless_allowed()
    assert caught.value.code == "distance"


def test_two_people_whose_places_are_unknown_are_both_named(programme):
    seeker, helper = seeker_of(programme, place=None), helper_of(programme, place=None)
    labels = f"{seeker.household.label}, {helper.person.label}"
    assert broken(examine(seeker, helper)) == {"distance": f"We do not know where {labels} lives."}


def test_family_with_a_helper_is_said_once_and_not_as_not_waiting(programme):
    seeker = seeker_of(programme)
    PairFactory(seeker=seeker, helper=helper_of(programme))
    assert broken(examine(seeker, helper_of(programme))) == {
        "one_helper": f"{seeker.household.label} already has a helper in this programme."
    }


def test_helper_who_is_the_family_itself_is_found_by_the_phone(programme):
    household = household_with(centre=programme.lead)
    twin = volunteer_with(centre=programme.lead, phone=household.phone)
    examination = examine(seeker_of(programme, household), helper_of(programme, twin))
    assert broken(examination) == {"other_person": "Nobody can be their own family's helper."}


def test_veto_room_and_pause_are_told_together(programme):
    seeker, helper = seeker_of(programme), helper_of(programme, state="paused")
    PairFactory(seeker=seeker_of(programme), helper=helper)
    VetoFactory(seeker=seeker, helper=helper)
    assert list(broken(examine(seeker, helper))) == ["available", "veto", "room"]


def test_workplace_asks_for_one_employer_and_no_clearance():
    programme = programme_of(kind="workplace", same_employer=True)
    mentor = mentor_with(centre=programme.lead, participation__centre=programme.lead)
    employment = EmploymentFactory(
        member__household=household_with(centre=programme.lead, children=1, week=Week.parse("pn-pt 6-14")),
        member__is_contact=False,
        employer=mentor.participation.employer,
    )
    employment.member.languages.create(language="pl", level=Level.B1)
    seeker = seeker_of(programme, employment.member.household, employment.member)
    assert broken(examine(seeker, helper_of(programme, mentor))) == {}
    stranger = mentor_with(centre=programme.lead, participation__centre=programme.lead)
    assert broken(examine(seeker, helper_of(programme, stranger))) == {
        "employer": "They do not work for the same employer."
    }


def test_where_no_employer_is_shared_only_the_home_is_a_place():
    programme = programme_of(kind="workplace", same_employer=False)
    household = household_with(centre=programme.lead, place=None)
    job = EmploymentFactory(member__household=household, member__is_contact=False)
    assert job.employer.latitude is not None
    seeker = seeker_of(programme, household, job.member)
    mentor = mentor_with(centre=programme.lead, participation__centre=programme.lead)
    sentence = f"We do not know where {household.label} lives."
    assert broken(examine(seeker, helper_of(programme, mentor)))["distance"] == sentence
    question = ask(programme, on=timezone.localdate())
    assert list(question.problem.seekers.id) == []
    assert {"code": "no_place", "count": 1, "labels": [household.label]} in question.notes


def test_examination_without_rules_for_the_day_is_refused(programme):
    programme.rules.all().delete()
    with pytest.raises(Refusal) as caught:
        examine(seeker_of(programme), helper_of(programme))
    assert caught.value.code == "no_rules"


def test_many_helpers_are_examined_in_their_order_with_the_queries_of_one(
    programme, django_assert_num_queries
):
    seeker = seeker_of(programme)
    helpers = [helper_of(programme) for _ in range(3)][::-1]
    with CaptureQueriesContext(connection) as alone:
        one = examine_all(seeker, helpers[:1])
    with django_assert_num_queries(len(alone)):
        found = examine_all(seeker, helpers)
    assert [each.helper for each in found] == helpers
    assert found[0] == one[0]
