"""What the bench of pages leaves out is no page, and what it names exists."""

from scripts.bench_pages_of import ABOUT, NARROWED, NO_PAGES, is_page
from tests.access.test_matrix import own_routes


def test_list_names_routes_that_exist():
    named = {*ABOUT, *NO_PAGES, *(route for route, _query in NARROWED.values())}
    assert sorted(named - own_routes().keys()) == []


def test_pages_are_timed_and_files_are_not():
    told = {
        route: is_page(route) for route in ("home", "pair", "families_export", "claim_pack_zip", "f_open")
    }
    assert told == {
        "home": True, "pair": True, "families_export": False, "claim_pack_zip": False, "f_open": False,
    }  # fmt: skip
