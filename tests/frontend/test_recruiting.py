"""The recruiting board and its advert: what is shown to whom, and what is never said."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from base.places.gazetteer import resolve
from base.places.week import Week
from matching.enums import ProgrammeKind
from matching.models import Run
from tests.clients import client_of
from tests.factories.families import household_with
from tests.factories.matching import helper_of, programme_of, seeker_of
from tests.frontend.matching import done_run
from tests.matching.workers import run_of

pytestmark = pytest.mark.django_db
PAGE = reverse("recruiting")


@pytest.fixture
def alice(cast):
    return client_of(cast.alice)


@pytest.fixture
def programme(cast):
    return programme_of(cast.centre)


def words(response) -> str:
    return " ".join(response.content.decode().split())


def lines(response) -> list[tuple[str, str, str, int]]:
    return [
        (one.who, one.when, one.where, one.entry["gain"]["families"])
        for one in response.context["board"].lines
    ]


def advert_of(run, query="language=en") -> str:
    return f"{reverse('recruiting_advert', args=[run.pk])}?{query}"


def test_board_tells_whom_where_and_when(alice, programme):
    late = timezone.localdate() - timedelta(days=61)
    seeker_of(programme, children=1, week=Week.parse("sob 9-11"), waiting_since=late)
    seeker_of(programme, week=Week.parse("sob 9-11"))
    run_of(programme)

    response = alice.get(PAGE)

    assert lines(response) == [("Ukrainian", "Saturday morning", "Kraków", 2)]
    (line,) = response.context["board"].lines
    assert (line.conditions, line.gain) == (
        ["cleared for work with children"], "families, 1 of them waiting over 60 days",
    )  # fmt: skip
    told = words(response)
    assert "and 10 km around" in told
    assert "There is work for 2 such people." in told
    assert "confirmed by matching again" in told


def test_other_times_and_languages_that_would_do_are_told(alice, programme):
    seeker_of(programme, week=Week.parse("sob 9-11, ndz 9-11"))
    run_of(programme)
    (line,) = alice.get(PAGE).context["board"].lines
    assert {line.when, line.other_times} == {"Saturday morning", "Sunday morning"}


def test_map_counts_own_families_only(cast, alice):
    shared = programme_of(cast.centre, cast.other_centre)
    seeker_of(shared)
    seeker_of(shared, household_with(centre=cast.other_centre))
    run_of(shared)
    board = alice.get(PAGE).context["board"]
    assert board.by_county == {"1261": 1}
    assert [(pin[0], pin[3]) for pin in board.pins] == [(1, board.lines[0].title)]


def test_line_for_families_of_another_centre_is_a_total_only(cast, alice):
    shared = programme_of(cast.centre, cast.other_centre)
    nowy_sacz = resolve("33-300", "Nowy Sącz")
    household = household_with(centre=cast.other_centre)
    household.set_place(nowy_sacz)
    household.save()
    seeker_of(shared, household)
    run = run_of(shared)

    response = alice.get(PAGE)

    assert lines(response) == []
    assert response.context["board"].elsewhere == 1
    assert "Nowy Sącz" not in words(response)
    assert "for 1 family of other centres" in words(response)
    assert "Nowy Sącz" not in words(alice.get(advert_of(run)))
    assert [one[2] for one in lines(client_of(cast.carol).get(PAGE))] == ["Nowy Sącz"]


def test_nothing_on_the_board_names_a_family(alice, programme):
    household = seeker_of(programme, children=1).household
    run = run_of(programme)
    told = words(alice.get(PAGE)) + words(alice.get(advert_of(run)))
    assert household.label not in told
    assert household.contact_name not in told


# --- nothing to show --------------------------------------------------------------------------------------


def test_without_a_programme_it_leads_to_the_programmes(alice):
    assert "No programme yet" in words(alice.get(PAGE))


def test_before_the_first_run_it_says_so(alice, programme):
    assert "Nothing was matched yet" in words(alice.get(PAGE))


def test_run_from_before_the_board_asks_for_another(alice, programme):
    done_run(programme)
    assert "The last run did not look for this" in words(alice.get(PAGE))


def test_nobody_without_a_helper_means_nobody_to_recruit(alice, programme):
    seeker_of(programme)
    helper_of(programme)
    run_of(programme)
    assert "Nobody is without a helper" in words(alice.get(PAGE))


def test_families_of_whom_too_little_is_known_are_not_forgotten(alice, programme):
    seeker_of(programme, week=Week.empty())
    run_of(programme)
    assert "No profile would help now" in words(alice.get(PAGE))


def test_at_work_nobody_is_looked_for(cast, alice):
    run_of(programme_of(cast.centre, kind=ProgrammeKind.WORKPLACE))
    assert "At work, nobody is looked for" in words(alice.get(PAGE))


def test_old_run_says_so(alice, programme):
    seeker_of(programme)
    run = run_of(programme)
    assert "more than a week old" not in words(alice.get(PAGE))
    Run.objects.filter(pk=run.pk).update(finished_at=timezone.now() - timedelta(days=8))
    assert "more than a week old" in words(alice.get(PAGE))


# --- the advert -------------------------------------------------------------------------------------------


def test_advert_says_what_is_wanted_and_whom_to_call(cast, alice, programme):
    cast.centre.email = "centre@example.org"
    cast.centre.save()
    seeker_of(programme, children=1, week=Week.parse("sob 9-11"))
    text = alice.get(advert_of(run_of(programme))).context["text"]
    assert text == (
        "We are looking for volunteers\n\n"
        "You get to know one family who is new here: a talk, a walk, homework, "
        "the first letter from school.\n\n"
        "- Language: Ukrainian, spoken well\n"
        "- Time: Saturday morning\n"
        "- Place: Kraków, and 10 km around\n\n"
        "Meetings: once a week, 60 minutes.\n\n"
        "We train you, and a coordinator is there for you all the time. "
        "You would meet children, so by law we check registers first; we help with the papers.\n\n"
        f"Write or call us:\n{cast.centre.name}\ncentre@example.org\n"
        + (f"{cast.centre.phone}\n" if cast.centre.phone else "")
    )


def test_advert_is_for_one_line_or_all(alice, programme):
    seeker_of(programme, week=Week.parse("sob 9-11"))
    seeker_of(programme, week=Week.parse("ndz 9-11"))
    run = run_of(programme)
    everything = alice.get(advert_of(run)).context["text"]
    one = alice.get(advert_of(run, "language=en&line=2")).context["text"]
    assert (everything.count("- Time:"), one.count("- Time:")) == (2, 1)
    assert alice.get(advert_of(run, "language=en&line=x")).context["text"] == everything


def test_advert_is_polish_unless_english_is_asked_for(alice, programme):
    seeker_of(programme)
    run = run_of(programme)
    assert "ukraiński" in alice.get(advert_of(run, "language=xx")).context["text"]


def test_pages_take_as_many_queries_for_three_families_as_for_one(alice, programme):
    seeker_of(programme, week=Week.parse("sob 9-11"))
    counts = []
    for week in ("ndz 9-11", "pn 9-11"):
        run = run_of(programme)
        for url in (PAGE, advert_of(run)):
            alice.get(url)
            with CaptureQueriesContext(connection) as captured:
                alice.get(url)
            counts.append(len(captured))
        seeker_of(programme, week=Week.parse(week))
    assert counts[:2] == counts[2:]
