"""The pages scripts/bench_pages.py asks: all that those who work with people open, by the names of routes.

tests/scripts/test_bench_pages.py compares this list with the access matrix: a page that answers a coordinator
and stands in neither PAGES nor ELSEWHERE fails the suite.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from django.db.models import Model
from django.urls import NoReverseMatch, reverse

TODAY_MS: Final = 500
USUAL_MS: Final = 300

#: Lists and pages without an object, with a query string where it makes the page heavier.
PLAIN: Final[Mapping[str, str]] = {
    "home": "",
    "account": "",
    "meetings": "",
    "help_calls": "",
    "concerns": "",
    "documents": "",
    "members": "",
    "invite": "",
    "settings": "",
    "site_add": "",
    "claims": "",
    "employers": "",
    "employer_add": "",
    "mentors": "",
    "imports": "",
    "import_upload": "",
    "import_memory": "",
    "applications": "",
    "part_texts": "",
    "programmes": "",
    "programme_add": "",
    "proposals": "",
    "recruiting": "",
    "pair_by_hand": "",
    "not_matched": "",
    "pairs": "",
    "notices": "",
    "projects": "",
    "ledger": "",
    "batches": "",
    "payout_accounts": "",
    "families": "",
    "family_add": "",
    "volunteers": "",
    "volunteer_add": "",
    "translations": "",
    "credits": "",
}
#: The same lists as people narrow them.
NARROWED: Final[Mapping[str, tuple[str, str]]] = {
    "families, searched": ("families", "?q=an"),
    "families, last page": ("families", "?page=2400"),
    "volunteers, searched": ("volunteers", "?q=now"),
    "pairs, searched": ("pairs", "?q=k-1"),
    "meetings, to look at": ("meetings", "?show=review"),
}


def _first(model: type[Model], **where: Any) -> int:
    found = model._default_manager.filter(**where).order_by("pk").values_list("pk", flat=True).first()
    if found is None:
        raise LookupError(model._meta.label)
    return int(found)


def _of(label: str, **where: Any) -> Callable[[], list[Any]]:
    def find() -> list[Any]:
        from django.apps import apps

        return [_first(apps.get_model(label), **where)]

    return find


FAMILY = _of("families.Household")
VOLUNTEER = _of("volunteers.Volunteer")
PAIR = _of("matching.Pair", state="active")
PROGRAMME = _of("matching.Programme")
#: Pages about one thing.
ABOUT: Final[Mapping[str, Callable[[], list[Any]]]] = {
    "meeting": _of("activities.Meeting"),
    "pair_log": PAIR,
    "pair_plan": PAIR,
    "activities": PROGRAMME,
    "concern_report": FAMILY,
    "family_way_in": FAMILY,
    "programme": PROGRAMME,
    "programme_edit": PROGRAMME,
    "programme_life": PROGRAMME,
    "programme_limits": PROGRAMME,
    "run": _of("matching.Run"),
    "proposal": _of("matching.Proposal"),
    "pair": PAIR,
    "notice": _of("notices.Notice"),
    "family": FAMILY,
    "family_edit": FAMILY,
    "volunteer": VOLUNTEER,
    "volunteer_edit": VOLUNTEER,
    "volunteer_goodbye": VOLUNTEER,
}
#: Asked by other benches or not at all, and why.
ELSEWHERE: Final[Mapping[str, str]] = {}


def addresses() -> Iterator[tuple[str, str, int]]:
    """(name, address, limit in ms) of every page this installation has."""
    for name, query in PLAIN.items():
        yield name, reverse(name) + query, TODAY_MS if name == "home" else USUAL_MS
    for title, (name, query) in NARROWED.items():
        yield title, reverse(name) + query, USUAL_MS
    for name, find in ABOUT.items():
        try:
            yield name, reverse(name, args=find()), USUAL_MS
        except (LookupError, NoReverseMatch) as missing:
            raise SystemExit(f"{name}: {missing}") from missing
