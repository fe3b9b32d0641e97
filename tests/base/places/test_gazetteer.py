"""Places by post code, by a few letters, and by what stands in a form."""

import subprocess
import sys
import time
from dataclasses import astuple
from pathlib import Path

import pytest

from base.places import gazetteer, gazetteer_table
from base.places.gazetteer import (
    UnknownPlace,
    by_postcode,
    clearly_meant,
    county_name,
    place_described,
    places_named,
    resolve,
    search,
    voivodeship_name,
)
from tests.pace import slowness

ROOT = Path(gazetteer.__file__).resolve().parents[2]


def names(places):
    return [str(place) for place in places]


def refused(postcode="", name=""):
    with pytest.raises(UnknownPlace) as caught:
        resolve(postcode, name)
    return str(caught.value), caught.value.suggestions


# --- the file ------------------------------------------------------------------------------------------


def test_file_is_small_and_whole():
    assert gazetteer_table.FILE.stat().st_size < 900_000
    data = gazetteer_table.table()
    assert len(data.postcodes) == 72_898
    assert len(set(data.postcodes)) == 20_299
    assert len(data.counties) == 380
    assert {code[:2] for code, _ in data.communes} == set(gazetteer.VOIVODESHIPS)


def test_points_all_lie_in_poland():
    data = gazetteer_table.table()
    assert 48.9 < min(data.latitudes) / 10_000 < max(data.latitudes) / 10_000 < 54.9
    assert 14.0 < min(data.longitudes) / 10_000 < max(data.longitudes) / 10_000 < 24.2


def test_names_are_polish():
    data = gazetteer_table.table()
    assert county_name("0217") == "strzeliński"
    assert county_name("143201") == "warszawski zachodni"
    assert county_name("1061") == "Łódź"
    assert voivodeship_name("1261") == "małopolskie"
    every_name = [*data.counties.values(), *(name for _, name in data.communes)]
    assert [name for name in every_name if "County" in name or "Warsaw" in name or "mina " in name] == []


def test_file_that_is_not_a_gazetteer_is_refused():
    with pytest.raises(ValueError, match="begins with"):
        gazetteer_table.Columns("\n".join(["something else"] * 9))


LOAD = """
import resource, time
from base.places import gazetteer, gazetteer_table
from tests.pace import slowness
assert gazetteer_table.table.cache_info().currsize == 0
before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
gazetteer.search("krak")
print(time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def test_loading_happens_on_first_use_quickly_and_in_little_memory():
    done = subprocess.run([sys.executable, "-c", LOAD], cwd=ROOT, capture_output=True, text=True, check=True)
    seconds, kilobytes = map(float, done.stdout.split())
    assert seconds / slowness() < 1.5  # some 0.35 s on an idle core
    assert kilobytes < 50_000


# --- by post code --------------------------------------------------------------------------------------


def test_by_postcode_gives_the_place_whole():
    (place,) = by_postcode("30-619")
    assert astuple(place)[:8] == (
        *("30-619", "Kraków", "Kraków", "126101"),
        *("Kraków", "1261", "małopolskie", "12"),
    )
    assert (place.latitude, place.longitude) == pytest.approx((50.01, 19.96), abs=0.05)


@pytest.mark.parametrize("written", ["30619", "30 619", " 30-619 ", "30–619"])
def test_by_postcode_reads_every_way_to_write_it(written):
    assert names(by_postcode(written)) == ["30-619 Kraków"]


def test_by_postcode_gives_all_places_of_a_code():
    places = by_postcode("59-700")
    assert len(places) == 33
    assert {place.postcode for place in places} == {"59-700"}
    assert {"Golnice", "Bolesławiec"} <= {place.name for place in places}


@pytest.mark.parametrize("written", ["", "30-6", "99-999", "abc", "306190"])
def test_by_postcode_of_an_unknown_code_is_empty(written):
    assert by_postcode(written) == ()


# --- search --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("krakow", "Kraków"),
        ("KRAKÓW", "Kraków"),
        ("kra", "Kraków"),
        ("lodz", "Łódź"),
        ("bielsko biala", "Bielsko-Biała"),
        ("zakop", "34-500 Zakopane"),
        ("kalwaria zeb", "34-130 Kalwaria Zebrzydowska"),
    ],
)
def test_search_needs_no_diacritics_and_puts_the_best_first(typed, first):
    assert str(search(typed)[0]) == first


def test_search_puts_exact_names_before_beginnings_and_these_before_other_words():
    found = [gazetteer_table.name_key(place.name) for place in search("rudna", 200)]
    kinds = [0 if name == "rudna" else 1 if name.startswith("rudna") else 2 for name in found]
    assert kinds == sorted(kinds)
    assert set(kinds) == {0, 1, 2}


def test_search_finds_the_beginning_of_any_word():
    assert {place.name for place in search("zebrzydowska")} == {"Kalwaria Zebrzydowska"}


def test_search_gives_one_answer_per_name_and_commune():
    found = [(place.name, place.commune_code) for place in search("k", 500)]
    assert len(found) == len(set(found)) == 500


def test_search_of_a_city_gives_its_middle_without_a_post_code():
    city = search("wroclaw", 1)[0]
    assert (city.postcode, city.name, city.described) == ("", "Wrocław", "Wrocław (dolnośląskie)")
    assert (city.latitude, city.longitude) == pytest.approx((51.11, 17.03), abs=0.05)


@pytest.mark.parametrize("typed", ["30-6", "306", "30 6"])
def test_search_by_the_beginning_of_a_post_code(typed):
    assert names(search(typed, 3)) == ["30-601 Kraków", "30-602 Kraków", "30-603 Kraków"]


def test_search_by_post_code_and_name():
    assert names(search("59-7 golnice")) == ["59-700 Golnice"]


@pytest.mark.parametrize("typed", ["", "  ", "-", "306190", "xyzzy", "99-99"])
def test_search_without_an_answer_is_empty(typed):
    assert search(typed) == ()


def test_search_is_quick():
    data = gazetteer_table.table()
    typed = [
        data.keys[number][: 1 + number % 6] for number in range(0, len(data.keys), len(data.keys) // 160)
    ]
    typed += [f"{code:02d}-{code % 10}" for code in range(0, 99, 3)] + list("kspwbnz")
    took = []
    for text in typed[:200]:
        start = time.process_time()
        search(text)
        took.append(time.process_time() - start)
    assert len(took) == 200
    assert sorted(took)[189] / slowness() < 0.06  # under 20 ms on an idle core


# --- resolve -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("postcode", "name", "place"),
    [
        ("30619", "", "30-619 Kraków"),
        ("30 619", "kraków", "30-619 Kraków"),
        ("PL 30-619", "KRAKOW", "30-619 Kraków"),
        ("30-619", "Kraków - Podgórze", "30-619 Kraków"),
        ("59-700", "golnice", "59-700 Golnice"),
        ("", "Kraków", "Kraków"),
        ("", "Siedlce", "08-110 Siedlce"),
        ("", "Podgórze, Zgierz", None),
    ],
)
def test_resolve_finds_the_place_meant(postcode, name, place):
    if place is None:
        assert refused(postcode, name)[0] == "We do not know a place called “Podgórze, Zgierz”."
    else:
        assert str(resolve(postcode, name)) == place


def test_resolve_tells_places_of_one_name_apart_by_what_is_around():
    places = [place for place in search("podgorze", 50) if place.name == "Podgórze"]
    assert len(places) == 20
    assert resolve(name=f"Podgórze, {places[7].commune}") == places[7]


def test_resolve_takes_an_unknown_code_in_the_area_of_the_named_place():
    assert by_postcode("30-999") == ()
    place = resolve("30-999", "Kraków")
    assert (place.postcode, place.name, place.commune_code) == ("30-999", "Kraków", "126101")


def test_resolve_takes_the_town_of_the_post_office():
    assert "Siedlce" not in {place.name for place in by_postcode("08-103")}
    assert str(resolve("08-103", "Siedlce")) == "08-103 Siedlce"


@pytest.mark.parametrize(
    ("typed", "sentence", "suggestion"),
    [
        ("30-1O3", "30-1O3: the letter O instead of zero; 30-103?", "30-103"),
        ("3o-103", "3o-103: the letter O instead of zero; 30-103?", "30-103"),
        ("30-l03", "30-l03: a letter instead of the digit one; 30-103?", "30-103"),
        ("5075", "5075: a post code has five digits; 05-075?", "05-075"),
    ],
)
def test_resolve_explains_a_mistyped_code(typed, sentence, suggestion):
    assert refused(typed, "Kraków") == (sentence, (suggestion,))


@pytest.mark.parametrize("typed", ["abc", "306190", "12", "３０－６１９"])
def test_resolve_says_what_a_post_code_is(typed):
    assert refused(typed)[0] == f"“{typed}” is not a post code; it has five digits, such as 30-619."


def test_resolve_does_not_guess_between_two_places_in_the_area_of_an_unknown_code():
    nearby = {place.commune for place in search("07-4 dzbenin", 20)}
    assert (len(nearby), by_postcode("07-403")) == (2, ())
    assert refused("07-403", "Dzbenin")[0] == "We do not know the post code 07-403."


def test_resolve_suggests_codes_beside_an_unknown_one():
    assert refused("00-000") == (
        "We do not know the post code 00-000.",
        ("00-002 Warszawa", "00-003 Warszawa"),
    )
    assert refused("99-999", "Kraków") == ("We do not know the post code 99-999.", ())


def test_resolve_suggests_names_like_the_one_typed():
    sentence, suggestions = refused(name="Krakuw")
    assert sentence == "We do not know a place called “Krakuw”."
    assert suggestions[0] == "Kraków"
    assert refused(name="Zakopne")[1][0] == "34-500 Zakopane"


def test_resolve_refuses_a_name_of_several_places():
    sentence, suggestions = refused(name="Podgórze")
    assert sentence == "There are 20 places called “Podgórze”; add the post code."
    assert len(suggestions) == 5


def test_resolve_refuses_a_code_of_several_places():
    assert refused("59-700")[0] == "The post code 59-700 covers 33 places; write which one."


def test_resolve_refuses_a_name_that_is_elsewhere():
    assert refused("30-619", "Wieliczka") == ("30-619 is Kraków, not Wieliczka.", ("30-619 Kraków",))
    assert refused("59-700", "Golnise") == ("59-700 is Golnice, not Golnise.", ("59-700 Golnice",))


def test_resolve_refuses_nothing():
    assert refused(" ", " ")[0] == "Write a post code or the name of a place."
    assert refused("30-999", "")[0] == "We do not know the post code 30-999."


def test_sentence_adds_the_suggestions_it_does_not_name():
    with pytest.raises(UnknownPlace) as caught:
        resolve("30-1O3")
    assert caught.value.sentence == "30-1O3: the letter O instead of zero; 30-103?"
    with pytest.raises(UnknownPlace) as caught:
        resolve("00-000")
    assert caught.value.sentence == (
        "We do not know the post code 00-000. Did you mean: 00-002 Warszawa, 00-003 Warszawa?"
    )


# --- by name, and by how a place is told apart -----------------------------------------------------------


def test_places_named_are_all_of_the_name_largest_first():
    assert [place.described for place in places_named("zabierzow")] == [
        "Zabierzów (małopolskie)", "47-344 Zabierzów (Walce, opolskie)",
    ]  # fmt: skip
    assert names(places_named("Zabierzów", "opolskie")) == ["47-344 Zabierzów"]
    assert places_named("Tumska") == []


def test_clearly_meant_is_the_only_one_or_by_far_the_largest():
    assert str(clearly_meant("krakow")) == "Kraków"
    assert clearly_meant("Zabierzów") is None
    assert clearly_meant("Tumska") is None
    assert clearly_meant("") is None


@pytest.mark.parametrize("name", ["Kraków", "Nowa Wieś", "Zabierzów", "Golnice", "Słupia"])
def test_place_described_gives_the_place_back(name):
    for place in places_named(name):
        assert place_described(place.described) == place


@pytest.mark.parametrize(
    "text", ["Kraków", "31-103 Kraków", "Kraków (Nowa Huta)", "99-999 Kraków (małopolskie)", ""]
)
def test_place_described_of_any_other_text_is_none(text):
    assert place_described(text) is None
