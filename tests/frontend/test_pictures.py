"""Pictures as pages and files: what they find, what they never tell, filters, cost, the record of a file."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from base.audit.models import Record
from base.places.languages import Level, Spoken
from frontend.gallery import AT_ONCE
from frontend.picture_places import gap_words, legend, shade_of
from frontend.picture_weeks import months
from frontend.pictures import Asked, MapShows, PictureKey
from tests.clients import client_of
from tests.factories.activities import MeetingFactory, at
from tests.factories.families import household_with
from tests.factories.matching import PairFactory, helper_of, programme_of, seeker_of
from tests.factories.volunteers import volunteer_with

pytestmark = pytest.mark.django_db
PAGE = "/pictures/"
UKRAINIAN, VIETNAMESE = (Spoken("uk", Level.NATIVE),), (Spoken("vi", Level.NATIVE),)


@pytest.fixture
def alice(cast):
    return client_of(cast.alice)


def one(key: str, tail: str = "") -> str:
    return f"{PAGE}{key}/{tail}"


def picture(client, key: str, tail: str = ""):
    """The picture as its page is given it."""
    ((_key, made),) = client.get(one(key, tail)).context["pictures"]
    return made


def lines(client, key: str, tail: str = "") -> list[str]:
    return client.get(one(key, "export/") + tail).content.decode("utf-8-sig").splitlines()


def families(cast, count: int, *, days: int = 10, programme=None, **fields) -> None:
    for _more in range(count):
        since = timezone.localdate() - timedelta(days=days)
        home = household_with(centre=cast.centre, waiting_since=since, **fields)
        if programme is not None:
            seeker_of(programme, home)


def active_pair(programme, *, days: int = 30, **fields):
    since = timezone.localdate() - timedelta(days=days)
    return PairFactory(
        seeker=seeker_of(programme), helper=helper_of(programme), state="active",
        offered_on=since, active_since=since, **fields,
    )  # fmt: skip


# --- what they find ---------------------------------------------------------------------------------------


def test_waiting_says_the_half_and_who_waits_longer_than_promised(cast, alice):
    programme = programme_of(cast.centre, promise_days=60)
    families(cast, 3, days=20, programme=programme)
    families(cast, 2, days=61, programme=programme)
    found = picture(alice, "waiting")
    assert found.finding == (
        "Half of 5 families have waited 20 days or longer. 2 have waited longer than the promised 60 days."
    )
    assert [mark.word.text for mark in found.drawing.marks] == ["promised: 60 days"]
    assert lines(alice, "waiting")[0] == "Days of waiting;Families;Longer than promised"
    assert [line for line in lines(alice, "waiting") if not line.endswith(";0;0")][1:] == [
        "16–20;3;0",
        "61–65;2;2",
    ]


def test_nobody_and_one_are_said_as_people_say_it(cast, alice):
    assert picture(alice, "waiting").finding == "No family waits for a helper."
    assert picture(alice, "waiting").drawing is None
    families(cast, 1, days=1)
    assert picture(alice, "waiting").finding == "One family has waited for 1 day."
    for key in ("matched", "health", "meetings"):
        assert picture(alice, key).drawing is None


def test_pairs_meetings_and_health_are_told_with_their_averages(cast, alice):
    programme = programme_of(cast.centre)
    pair = active_pair(programme)
    MeetingFactory(pair=pair, start=at(days=-8), minutes=90)
    MeetingFactory(pair=active_pair(programme), start=at(days=-9), minutes=30)
    active_pair(programme)
    assert picture(alice, "matched").finding.startswith(
        "3 pairs were brought together in the last 26 weeks, 0.1 a week. In the last four whole weeks: 0."
    )
    assert picture(alice, "meetings").finding.startswith(
        "2 meetings in the last 26 weeks, 0.1 a week: 2 hours together."
    )
    assert picture(alice, "health").finding == (
        "2 of 3 open pairs meet as they should. 1 has not met for too long, 1 of them silent."
    )
    assert "Meets;2" in [line.capitalize() for line in lines(alice, "health")]


def test_every_programme_has_a_drawing_and_a_column_of_its_own(cast, alice):
    first, second = programme_of(cast.centre), programme_of(cast.centre)
    for programme in (first, second, second):
        active_pair(programme)
    found = picture(alice, "matched")
    assert [panel.title for panel in found.drawing] == ["", second.name, first.name]
    assert {panel.drawing.ticks[-1].text for panel in found.drawing[1:]} == {"2"}
    assert lines(alice, "matched")[0].split(";") == [
        "Week from", "Brought together", "Not answered yet", "Came to nothing", second.name, first.name
    ]  # fmt: skip
    alone = picture(alice, "matched", f"?programme={first.pk}")
    assert [panel.title for panel in alone.drawing] == [""]
    assert sum(row[1] for row in alone.table.rows) == 1


# --- filters ----------------------------------------------------------------------------------------------


def test_the_address_says_what_is_cut_out(cast, alice):
    programme = programme_of(cast.centre)
    other = programme_of(cast.other_centre)
    asked = alice.get(f"{PAGE}?programme={programme.pk}&weeks=52&map=supply").context["asked"]
    assert (asked.cut.programme, asked.cut.weeks, asked.shows) == (programme, 52, MapShows.SUPPLY)
    for query in (f"programme={other.pk}", "programme=x", "weeks=7", "map=gold", ""):
        asked = alice.get(f"{PAGE}?{query}").context["asked"]
        assert (asked.cut.programme, asked.cut.weeks, asked.shows) == (None, 26, MapShows.GAP)


def test_page_brings_the_first_and_asks_for_the_others(cast, alice):
    programme = programme_of(cast.centre)
    page = alice.get(f"{PAGE}?programme={programme.pk}")
    made = [key for key, told in page.context["pictures"] if told]
    assert (made, [key for key, _told in page.context["pictures"]]) == (list(AT_ONCE), list(PictureKey))
    text = page.content.decode()
    coming = re.findall(r'hx-get="([^"]+)" hx-trigger="load"', text)
    assert coming == [
        f"/pictures/{key}/?programme={programme.pk}" for key in PictureKey if key not in AT_ONCE
    ]
    for url in coming:
        fragment = alice.get(url, HTTP_HX_REQUEST="true").content.decode()
        assert fragment.lstrip().startswith("<section")
        assert "<html" not in fragment
        assert "<h1>" in alice.get(url).content.decode()


def test_the_day_and_the_cut_stand_on_the_page_to_print(cast, alice):
    programme = programme_of(cast.centre)
    text = alice.get(f"{PAGE}?programme={programme.pk}&weeks=52").content.decode()
    lead = re.search(r'<p class="lead">(.*?)</p>', text, re.DOTALL).group(1)
    day = timezone.localtime()
    assert lead.startswith(f"{programme.name}, the last 52 weeks")
    assert f"{day.day} {day:%B} {day.year}" in lead


# --- what they never tell ---------------------------------------------------------------------------------


def test_small_counts_of_languages_are_told_nowhere(cast, alice):
    families(cast, 6, languages=UKRAINIAN)
    families(cast, 3, languages=VIETNAMESE)
    programme = programme_of(cast.centre)
    for _more in range(4):
        helper_of(programme, volunteer_with(centre=cast.centre, languages=UKRAINIAN))
    assert picture(alice, "languages").finding == (
        "In 2 languages more families wait than helpers have room: Ukrainian, Vietnamese."
    )
    assert lines(alice, "languages")[1:] == ["Ukrainian;6;few;yes", "Vietnamese;few;0;yes"]
    before = alice.get(one("languages"), HTTP_HX_REQUEST="true").content
    families(cast, 1, languages=VIETNAMESE)
    helper_of(
        programme, volunteer_with(centre=cast.centre, languages=UKRAINIAN)
    ).volunteer.languages.all().delete()
    assert alice.get(one("languages"), HTTP_HX_REQUEST="true").content == before


def test_small_counts_of_counties_are_told_nowhere_nor_can_be_worked_out(cast, alice):
    families(cast, 12, commune_code="126101")
    families(cast, 7, commune_code="120601")
    families(cast, 2, commune_code="126301")
    for shows in MapShows:
        page = alice.get(one("counties", f"?map={shows}")).content.decode()
        told = dict(re.findall(r"<title>([^:<]+): ([^<]+)</title>", page))
        assert told["Tarnów"] == "0" if shows == MapShows.SUPPLY else told["Tarnów"] == "few"
        assert told["powiat krakowski"] == ("0" if shows == MapShows.SUPPLY else "few")
    assert lines(alice, "counties")[1:] == [
        "Kraków;12;0;12", "powiat krakowski;few;0;few", "Tarnów;few;0;few"
    ]  # fmt: skip
    assert "12 families wait" not in picture(alice, "counties").finding
    assert picture(alice, "counties").finding == (
        "In 1 county more families wait than helpers have room: Kraków +12."
    )


@pytest.mark.parametrize(
    ("shows", "asked", "there", "shade"),
    [
        (MapShows.GAP, 30, 0, "a3"),
        (MapShows.GAP, 12, 2, "a2"),
        (MapShows.GAP, 6, 5, "a1"),
        (MapShows.GAP, 5, 5, "e"),
        (MapShows.GAP, 0, 0, "z"),
        (MapShows.GAP, 5, 40, "h3"),
        (MapShows.GAP, None, 40, "few"),
        (MapShows.GAP, 40, None, "few"),
        (MapShows.DEMAND, 10, 99, "a2"),
        (MapShows.DEMAND, None, 0, "few"),
        (MapShows.SUPPLY, 99, 5, "h1"),
        (MapShows.SUPPLY, 99, 0, "z"),
    ],
)
def test_a_county_is_shaded_by_what_may_be_told(cast, shows, asked, there, shade):
    assert shade_of(shows, asked, there)[0] == shade
    query = {"map": shows.value}
    known = {one for one, _words in legend(Asked.of(cast.alice, query))}
    assert shade in known


def test_the_difference_is_written_with_its_sign():
    assert [gap_words(*two) for two in ((9, 5), (5, 9), (5, 5), (None, 5))] == ["+4", "−4", "0", "few"]


# --- files, cost, words -----------------------------------------------------------------------------------


def test_files_are_on_record_and_run_no_formula(cast, alice):
    first = programme_of(cast.centre)
    first.name = "=cmd|'/c calc'!A1"
    first.save()
    for programme in (first, programme_of(cast.centre)):
        active_pair(programme)
    heading = lines(alice, "matched", "?weeks=52&programme=")[0]
    assert heading.split(";")[4] == f"'{first.name}"
    record = Record.objects.get(act="desk.picture_matched.exported")
    assert (record.actor_label, record.details["rows"], record.details["filters"]) == ("Alice", 52, ["weeks"])


@pytest.mark.parametrize("key", PictureKey.values)
def test_a_picture_costs_the_same_with_one_and_with_three(cast, alice, key):
    programme = programme_of(cast.centre)
    families(cast, 1, programme=programme)
    MeetingFactory(pair=active_pair(programme), start=at(days=-2))
    before = queries_of(alice, one(key))
    families(cast, 2, programme=programme)
    for days in (3, 4):
        MeetingFactory(pair=active_pair(programme), start=at(days=-days))
    assert queries_of(alice, one(key)) == before


def queries_of(client, url) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)


@pytest.mark.parametrize("key", PictureKey.values)
def test_a_picture_has_words_a_table_and_a_file(cast, alice, key):
    programme = programme_of(cast.centre)
    families(cast, 6, programme=programme, commune_code="126101")
    MeetingFactory(pair=active_pair(programme), start=at(days=-2))
    text = alice.get(one(key)).content.decode()
    assert picture(alice, key).finding in text.replace("&#x27;", "'")
    assert "The same as a table" in text
    assert f'href="/pictures/{key}/export/?format=csv"' in text
    assert " style=" not in text
    rows = [line.split(";") for line in lines(alice, key)]
    assert {len(row) for row in rows} == {len(rows[0])}
    assert len(rows) - 1 == len(picture(alice, key).table.rows)


def test_months_stand_at_the_week_with_their_first_day():
    monday = timezone.localdate().replace(year=2026, month=11, day=30)
    with translation.override("en"):
        weeks = [monday + timedelta(weeks=week) for week in range(6)]
        assert months(weeks) == [(0.0, "Dec"), (4.0, "Jan 2027")]
