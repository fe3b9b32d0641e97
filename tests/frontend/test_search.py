"""The search of the desk: its page, the first hits, its files; how many queries, and what never leaves."""

import pytest

from base.audit.models import Record
from tests.clients import client_of
from tests.factories.families import household_with
from tests.factories.volunteers import volunteer_with
from tests.frontend.activities import meeting_at
from tests.frontend.people import canary_family, queries_of, rows_of_csv, rows_of_xlsx, told

pytestmark = pytest.mark.django_db
PAGE, HITS, EXPORT = "/search/", "/search/hits/", "/search/export/"


@pytest.fixture
def alice(cast):
    return client_of(cast.alice)


def some(cast, count: int, first: int = 0) -> None:
    for at in range(first, first + count):
        household_with(centre=cast.centre, contact_name=f"Anna Kowalska {at}", place_name="Oświęcim")
        volunteer_with(centre=cast.centre, first_name="Anna", last_name="Nowak")


@pytest.mark.parametrize(
    "url", [f"{PAGE}?q=anna", f"{HITS}?q=anna", f"{EXPORT}?q=anna", f"{PAGE}?q=anna&kind=families"]
)
def test_search_takes_as_many_queries_for_three_as_for_one(cast, alice, url):
    some(cast, 1)
    alice.get(url)
    one = queries_of(alice, url)
    some(cast, 2, first=1)
    assert queries_of(alice, url) == one


def test_page_groups_what_it_finds_and_counts(cast, alice):
    some(cast, 9)
    groups = alice.get(f"{PAGE}?q=anna").context["groups"]
    assert [(group.kind, len(group.hits), group.count) for group in groups] == [
        ("families", 8, 9), ("volunteers", 8, 9),
    ]  # fmt: skip
    page = alice.get(f"{PAGE}?q=anna&kind=families").context["page"]
    assert (page.paginator.count, len(page.object_list), page.object_list[0].detail) == (9, 9, "Oświęcim")


def test_label_alone_brings_that_family_first_under_the_box(cast, alice):
    household_with(centre=cast.centre, number=41, label="K-41", place_name="Oświęcim")
    text = alice.get(f"{HITS}?q=k41").content.decode()
    assert (text.count('role="option"'), "K-41" in text, "Everything for “k41”" in text) == (2, True, True)
    assert alice.get(f"{HITS}?q=k").content.decode().strip() == ""


def test_page_says_what_to_do_when_nothing_fits(alice):
    assert "Nothing here begins like this" in alice.get(f"{PAGE}?q=nobody").content.decode()
    assert "Nothing here begins like this" in alice.get(f"{PAGE}?q=nobody&kind=pairs").content.decode()
    assert "Nothing here begins like this" not in alice.get(PAGE).content.decode()


@pytest.mark.parametrize(
    "text", ["%25", "_", "%27", "%22", "%5C", "%00", "<script>", "x" * 3000, "%F0%9F%92%A3", "%FF"]
)
@pytest.mark.parametrize("url", [PAGE, HITS, EXPORT])
def test_hostile_text_is_answered_like_any_other(cast, alice, url, text):
    some(cast, 1)
    answer = alice.get(f"{url}?q={text}&page=-1&kind=nobody")
    assert (answer.status_code, b"<script>x" in answer.content) == (200, False)


def test_hits_name_nobody_and_tell_no_contact(cast, alice):
    canary_family(cast.centre)
    for query in ("q=kanarkowa", "q=600555111", "q=canary", "q=kanarkowa&kind=families"):
        for url in (PAGE, HITS, f"{EXPORT}?format=xlsx&", EXPORT):
            answer = alice.get(f"{url}{'' if '?' in url else '?'}{query}")
            typed = {query.removeprefix("q=").split("&")[0]}
            assert {word for word in told(answer) if word.lower() not in typed} == set()
    assert rows_of_csv(alice.get(f"{EXPORT}?q=kanarkowa"))[1][0] == "Families"


def test_other_centre_finds_nothing_of_ours(cast):
    canary_family(cast.centre)
    carol = client_of(cast.carol)
    assert carol.get(f"{PAGE}?q=kanarkowa").context["groups"] == []
    assert len(rows_of_csv(carol.get(f"{EXPORT}?q=kanarkowa"))) == 1


def test_file_holds_the_hits_defused_and_is_on_record_without_the_text(cast, alice):
    volunteer_with(centre=cast.centre, number=7, label="W-7", first_name="=1+1", last_name="Nowak")
    for kind, read in (("csv", rows_of_csv), ("xlsx", rows_of_xlsx)):
        rows = [list(row) for row in read(alice.get(f"{EXPORT}?q=nowak&format={kind}"))]
        assert rows[1][:3] == ["Volunteers", "W-7", "'=1+1 Nowak"]
    record = Record.objects.filter(act="desk.search.exported").first()
    assert record.details == {"rows": 1, "format": "xlsx", "contacts": True, "filters": ["q"]}


def test_box_stands_on_pages_of_those_who_search_and_nobody_else(cast, alice):
    assert 'id="find"' in alice.get("/families/").content.decode()
    for stranger in (cast.filip, cast.dana):
        assert 'id="find"' not in client_of(stranger).get("/").content.decode()


@pytest.mark.parametrize("page", ["pairs", "meetings"])
def test_list_is_a_workbook_too_as_it_is_narrowed(cast, alice, page):
    meeting_at(cast.centre)
    meeting_at(cast.centre)
    for query, rows in (("", 3), ("?q=K-0", 1)):
        address = f"/{page}/export/{query}{'&' if query else '?'}format=xlsx"
        assert len(rows_of_xlsx(alice.get(address))) == rows
        assert f"/{page}/export/" in alice.get(f"/{page}/").content.decode()
    record = Record.objects.filter(act__endswith=f"{page}.exported").last()
    assert (record.details["format"], record.details["rows"]) == ("xlsx", 2)
