"""The board of a run: whom to look for, kept as codes and counts that point to nobody."""

from datetime import timedelta

import pytest
from django.utils import timezone

from base.audit.actor import Robot
from base.common.enums import Gender
from base.places.gazetteer import commune, resolve
from base.places.week import Week
from matching.domain.problems import ask
from matching.domain.recruiting import PART_KM, grounds_of, middle
from matching.domain.runs import request_run
from matching.domain.work import perform_run
from matching.enums import ProgrammeKind, TimeBand
from matching.models import Run
from tests.factories.families import household_with
from tests.factories.matching import helper_of, programme_of, seeker_of
from tests.factories.organisations import CentreFactory
from tests.matching.workers import run_of

pytestmark = pytest.mark.django_db

KRAKOW = "126101"
#: In the west and in the east of Kraków, 13 km apart.
WEST, EAST = ("30-376", "Kraków"), ("31-901", "Kraków")


@pytest.fixture
def programme(db):
    return programme_of()


def board_of(programme):
    return run_of(programme).findings["recruiting"]


def grounds(programme):
    return grounds_of(ask(programme, on=timezone.localdate()))


def test_run_keeps_whom_to_look_for(programme):
    late = timezone.localdate() - timedelta(days=61)
    seeker_of(programme, week=Week.parse("sob 9-11"), waiting_since=late, children=1)
    seeker_of(programme, week=Week.parse("sob 9-11"))

    board = board_of(programme)

    assert (board["unmatched"], board["complete"], board["patience_days"]) == (2, True, 60)
    (entry,) = board["entries"]
    told = {
        name: entry[name] for name in ("commune", "side", "km", "languages", "times", "gender", "cleared")
    }
    assert told == {
        "commune": KRAKOW, "side": "", "km": 10.0, "languages": ["uk"], "times": ["saturday_morning"],
        "gender": "", "cleared": True,
    }  # fmt: skip
    assert (entry["people"], entry["confirmed"], entry["centres"]) == (2, True, [programme.lead_id])
    assert (entry["gain"]["families"], entry["gain"]["late"]) == (2, 1)
    assert (entry["first"]["families"], entry["first"]["late"]) == (1, 1)


def test_board_holds_codes_and_counts_only(programme):
    """Nothing of a family: neither its point, nor its number, nor its label."""
    seeker = seeker_of(programme)
    (entry,) = board_of(programme)["entries"]
    assert set(entry) == {
        "commune", "side", "latitude", "longitude", "km", "languages", "times", "cleared", "gender",
        "people", "gain", "first", "alone", "with_room_for_two", "confirmed", "centres",
    }  # fmt: skip
    home = (round(seeker.household.latitude, 4), round(seeker.household.longitude, 4))
    assert (entry["latitude"], entry["longitude"]) != home


def test_everybody_matched_leaves_an_empty_board(programme):
    seeker_of(programme)
    helper_of(programme)
    board = board_of(programme)
    assert (board["entries"], board["unmatched"], board["complete"]) == ([], 0, True)


def test_partner_centre_is_named_where_its_families_wait(db):
    lead, partner = CentreFactory(), CentreFactory()
    shared = programme_of(lead, partner)
    seeker_of(shared, household_with(centre=partner))
    (entry,) = board_of(shared)["entries"]
    assert entry["centres"] == [partner.pk]


def test_no_board_at_work():
    at_work = programme_of(kind=ProgrammeKind.WORKPLACE)
    assert grounds_of(ask(at_work, on=timezone.localdate())) is None
    assert "recruiting" not in run_of(at_work).findings


def test_a_man_is_asked_for_where_only_a_man_will_do(programme):
    seeker_of(programme, wish_gender=Gender.MAN, wish_strength="must")
    (entry,) = board_of(programme)["entries"]
    assert entry["gender"] == "man"


def test_large_communes_fall_into_parts_with_a_middle_of_their_own(programme):
    for place in (WEST, EAST, EAST):
        seeker_of(programme, place=resolve(*place))
    found = grounds(programme)
    assert [part.commune for part in found.parts] == [KRAKOW] * 2
    assert found.search.place[1] == found.search.place[2] != found.search.place[0]
    heart = commune(KRAKOW)
    west, east = (middle(part) for part in found.parts)
    assert west[1] < heart.longitude < east[1]
    assert abs(resolve(*EAST).latitude - east[0]) * 111.2 <= PART_KM / 2 + 0.1


def test_long_meetings_are_looked_for_on_whole_days(programme):
    assert TimeBand.SATURDAY_MORNING in grounds(programme).bands
    programme.rules.update(session_minutes=300)
    assert grounds(programme).bands == (TimeBand.WEEKDAYS, TimeBand.SATURDAY, TimeBand.SUNDAY)


def test_family_without_a_known_commune_is_left_out(programme):
    seeker = seeker_of(programme)
    type(seeker.household).objects.update(commune_code="")
    assert grounds(programme).search.place.tolist() == [-1]
    assert board_of(programme)["entries"] == []


def test_asking_where_to_look_takes_as_many_queries_for_three_as_for_one(
    programme, django_assert_num_queries
):
    seeker_of(programme)
    for _ in range(2):
        question = ask(programme, on=timezone.localdate())
        with django_assert_num_queries(1):
            grounds_of(question)
        seeker_of(programme)
        seeker_of(programme)


def test_run_in_a_child_keeps_the_board_too(programme):
    seeker_of(programme)
    perform_run(request_run(programme, by=Robot("test")).pk)
    assert len(Run.objects.get().findings["recruiting"]["entries"]) == 1
