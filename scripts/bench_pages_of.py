"""The pages scripts/bench_pages.py asks: whatever the access matrix opens to administrators of a centre.

The pages in ABOUT are asked of the large centre's own rows; the rest as the matrix makes its objects. Some
lists are asked narrowed too. Files are not asked: their length is that of the list.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import CharField, Model, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse

from base.common.errors import Refusal

TODAY_MS: Final = 500
USUAL_MS: Final = 300
LIMITS: Final[Mapping[str, int]] = {"home": TODAY_MS}

#: Lists as people narrow them: route and query.
NARROWED: Final[Mapping[str, tuple[str, str]]] = {
    "families, searched": ("families", "?q=an"),
    "families, last page": ("families", "?page=2400"),
    "volunteers, searched": ("volunteers", "?q=now"),
    "pairs, searched": ("pairs", "?q=k-1"),
    "meetings, to look at": ("meetings", "?show=review"),
    "search, hits while typing": ("search_hits", "?q=now"),
    "search, two words": ("search", "?q=an+a"),
}


def _of(label: str, **where: Any) -> Callable[[], list[Any]]:
    def find() -> list[Any]:
        from django.apps import apps

        model: type[Model] = apps.get_model(label)
        rows = model._default_manager.filter(**where).order_by("pk")
        return [rows.values_list("pk", flat=True)[0]]

    return find


FAMILY = _of("families.Household", centre__key="bench")
VOLUNTEER = _of("volunteers.Volunteer", centre__key="bench")
PAIR = _of("matching.Pair", state="active", programme__key="bench")
PROGRAMME = _of("matching.Programme", key="bench")
#: Pages about one thing of the large centre.
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
#: No pages of the workbench: what a browser asks by itself, public pages, other people's own doors.
NO_PAGES: Final = frozenset(
    {
        "api_schema",
        "f_open",
        "invitation_accept",
        "join",
        "join_sent",
        "languages_preview",
        "log_shell",
        "manifest",
        "one_touch",
        "service_worker",
        "session",
        "style",  # for those who build, 404 elsewhere; its weight is tested in tests/e2e/test_style_page.py
        "survey_sent",
        "week_preview",
    }
)
#: Nobody of the large centre has a number above it.
FREE_NUMBERS: Final = 1_000_000
#: Files: their length is that of the list.
FILES: Final = ("_export", "_file", "_pdf", "_zip", "_paper", "_evidence", "_template", "people_sheet")


def is_page(route: str) -> bool:
    """Whether it is timed: neither a file nor one of NO_PAGES."""
    return route not in NO_PAGES and not route.endswith(FILES)


def addresses() -> Iterator[tuple[str, str, int]]:
    """(name, address, limit in ms) of every page; makes the few objects of the matrix, once a database."""
    from base.accounts.models import Membership
    from tests.access.test_matrix import rows

    ada = Membership.objects.select_related("organisation").get(user__email="bench@example.org")
    asked: set[str] = set()
    made: dict[Callable[..., Any], list[Any] | None] = {}
    left_out: list[str] = []
    for row in rows():
        if row.method != "GET" or row.expected["administrator"] != 200 or row.route in asked:
            continue
        asked.add(row.route)
        if is_page(row.route):
            if row.route in ABOUT:
                args: list[Any] | None = ABOUT[row.route]()
            else:
                if row.args not in made:
                    made[row.args] = _made(row, ada, len(made))
                args = made[row.args]
            if args is None:
                left_out.append(row.route)
                continue
            yield row.route, reverse(row.route, args=args), LIMITS.get(row.route, USUAL_MS)
    if left_out:
        print(f"not asked, their objects cannot be made twice in one centre: {', '.join(left_out)}")
    for title, (route, query) in NARROWED.items():
        yield title, reverse(route) + query, USUAL_MS
    for side in ("volunteers", "families"):
        for route in ("pipeline", "pipeline_list"):
            yield f"{route} of {side}", reverse(route, args=[side]), USUAL_MS


def _made(row: Any, ada: Any, count: int) -> list[Any] | None:
    """What the matrix makes for a row; it expects a cast of its own, and numbers nobody has."""
    from base.organisations.models import Organisation
    from tests.factories.accounts import UserFactory
    from tests.factories.cast import told_cast
    from tests.factories.families import HouseholdFactory
    from tests.factories.organisations import CentreFactory
    from tests.factories.volunteers import VolunteerFactory

    factories: tuple[Any, ...] = (HouseholdFactory, VolunteerFactory, UserFactory)
    organisations: Any = CentreFactory
    # Also in a database that was kept, where organisations were made for the rows asked before.
    there = Organisation.objects.count()
    organisations.reset_sequence(10 * there)
    for factory in factories:
        factory.reset_sequence(FREE_NUMBERS + 1_000 * (count + there))
    try:
        with transaction.atomic():
            past = Concat(Value("past-"), Cast("pk", CharField()))
            Organisation.objects.exclude(key="bench").update(key=past)
            found: list[Any] = row.args(replace(told_cast(), centre=ada.organisation, ada=ada, alice=ada))
            return found
    except (IntegrityError, ValidationError, Refusal):
        return None
