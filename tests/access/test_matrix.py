"""The access matrix: what every actor gets from every route and method, as written by hand in routes_*.py."""

import importlib
import json
import pkgutil
from copy import deepcopy
from pathlib import Path

import pytest
import rules
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from tests import access
from tests.access.matrix import ACTORS, LOGIN, Row
from tests.clients import client_of, client_of_family
from tests.factories.cast import family_of, told_cast

#: Route prefixes of other people's making; their rule stands in test_foreign_routes.py.
FOREIGN = ("accounts/", "admin/")


def rows() -> list[Row]:
    names = [module.name for module in pkgutil.iter_modules([str(Path(access.__file__).parent)])]
    modules = [
        importlib.import_module(f"tests.access.{name}")
        for name in sorted(names)
        if name.startswith("routes_")
    ]
    return [row for module in modules for row in module.ROWS]


def own_routes(patterns=None, prefix="") -> dict[str, URLPattern]:
    found = {}
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        where = prefix + str(pattern.pattern)
        if where.startswith(FOREIGN):
            continue
        if isinstance(pattern, URLResolver):
            found |= own_routes(pattern.url_patterns, where)
        else:
            assert pattern.name, f"{where} has no name"
            found[pattern.name] = pattern
    return found


@pytest.fixture(scope="module")
def stage(django_db_setup, django_db_blocker):
    """The told cast and their cookies after the log-in, made once for all rows; what a row adds is undone."""
    with django_db_blocker.unblock():
        whole = transaction.atomic()
        whole.__enter__()
        cast = told_cast()
        cookies = {
            actor: client_of(cast.membership(actor)).cookies for actor in ACTORS if actor != "household"
        }
    yield cast, cookies
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        whole.__exit__(None, None, None)


def answer_to(row: Row, url: str, data, browser: Client):
    if row.json:
        response = browser.generic(row.method, url, json.dumps(data), "application/json")
    elif row.method == "POST":
        response = browser.post(url, data)
    else:
        response = browser.generic(row.method, url)
    location = response.headers.get("Location", "")
    return LOGIN if location.startswith(reverse(settings.LOGIN_URL)) else response.status_code


@pytest.mark.django_db
@pytest.mark.parametrize("row", rows(), ids=str)
def test_route_answers_each_actor_as_the_policy_says(row, stage):
    cast, cookies = deepcopy(stage)
    url = reverse(row.route, args=row.args(cast))
    answers = {}
    for actor in ACTORS:
        point = transaction.savepoint()
        # The household came in by its link and PIN.
        browser = client_of_family(family_of(cast)) if actor == "household" else Client()
        browser.cookies.update(cookies.get(actor, {}))
        answers[actor] = answer_to(row, url, row.data(cast), browser)
        transaction.savepoint_rollback(point)
    assert answers == dict(row.expected)


def test_every_route_has_rows_for_get_and_post():
    written = {(row.route, row.method) for row in rows()}
    needed = {(name, method) for name in own_routes() for method in ("GET", "POST")}
    assert needed - written == set()


def test_every_row_is_about_a_route_and_about_all_actors():
    known = own_routes()
    assert [str(row) for row in rows() if row.route not in known] == []
    assert [str(row) for row in rows() if set(row.expected) != set(ACTORS)] == []


def test_every_route_stands_behind_a_door():
    assert [name for name, route in own_routes().items() if not hasattr(route.callback, "door")] == []


def test_every_door_asks_for_a_permission_that_exists():
    marks = {name: route.callback.door.permission for name, route in own_routes().items()}
    assert [name for name, asked in marks.items() if asked and not rules.perm_exists(asked)] == []


def test_a_route_unknown_to_the_matrix_is_seen(settings):
    settings.ROOT_URLCONF = "tests.access.urls_with_a_stranger"
    assert "stranger" in own_routes()
    assert resolve("/stranger/").url_name == "stranger"
