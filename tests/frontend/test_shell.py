"""The frame around every page: ways about, log-in, language, and what a page says when something is wrong."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import RequestDataTooBig
from django.db import connection
from django.http import Http404
from django.test import Client, RequestFactory, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import Resolver404, reverse

import frontend
from base.accounts.enums import Role
from base.accounts.middleware import SESSION_KEY
from base.accounts.models import Membership, User
from base.common.errors import Refusal
from base.organisations.enums import OrganisationKind
from base.organisations.models import Organisation
from frontend.navigation import HOME, ITEMS, Item, links
from frontend.views import errors

ROOM = Path(frontend.__file__).parent
FORBIDDEN = re.compile(r"""\sstyle=|\son[a-z]+=["']|<script(?![^>]*\ssrc=)|javascript:|hx-on|="https?:""")


@pytest.fixture
def agnieszka(db) -> User:
    return User.objects.create_user("agnieszka@example.org", name="Agnieszka", language="en")


@pytest.fixture
def centre(db) -> Organisation:
    return Organisation.objects.create(kind=OrganisationKind.CENTRE, key="krakow", name="Kraków")


@pytest.fixture
def coordinator(agnieszka, centre) -> Membership:
    return Membership.objects.create(user=agnieszka, organisation=centre, role=Role.COORDINATOR)


def anonymous(path: str = "/", **headers: str):
    request = RequestFactory().get(path, **headers)
    request.user = AnonymousUser()
    return request


# --- ways about -------------------------------------------------------------------------------------


def test_navigation_has_every_role_and_leads_only_where_pages_are():
    assert set(ITEMS) == set(Role.values)
    assert [item.url_name for items in ITEMS.values() for item in items if not reverse(item.url_name)] == []


def test_links_mark_the_page_and_the_place_above_it():
    items = (HOME, Item("credits", "book", "Thanks", count=lambda membership: 7))
    on_page = [link.current for link in links(items, path="/credits/", membership=None)]
    beneath = [link.current for link in links(items, path="/credits/data/", membership=None)]
    elsewhere = links(items, path="/style/", membership=None)
    assert (on_page, beneath) == (["", "page"], ["", "true"])
    assert [(link.url, link.current, link.count) for link in elsewhere] == [
        ("/", "", None),
        ("/credits/", "", 7),
    ]


def test_home_shows_who_one_is_and_where(client, coordinator):
    client.force_login(coordinator.user)
    page = client.get("/").content.decode()
    assert re.search(r"<b>Agnieszka</b>(</a>)? coordinator, Kraków", page)
    assert '<a href="/" aria-current="page">' in page


def test_the_frame_asks_the_same_number_of_queries_with_more_memberships(client, coordinator, centre):
    client.force_login(coordinator.user)
    Membership.objects.create(user=coordinator.user, organisation=centre, role=Role.FINANCE)
    client.get("/style/")
    with CaptureQueriesContext(connection) as with_two:
        client.get("/style/")
    Membership.objects.create(user=coordinator.user, organisation=centre, role=Role.VOLUNTEER)
    Membership.objects.create(user=coordinator.user, organisation=centre, role=Role.MENTOR)
    with CaptureQueriesContext(connection) as with_four:
        page = client.get("/style/").content.decode()
    assert len(with_four) == len(with_two)
    assert page.count('name="membership"') == 3


def test_switching_membership_takes_ones_own_only(client, coordinator, centre):
    other = Membership.objects.create(user=coordinator.user, organisation=centre, role=Role.FINANCE)
    carol = User.objects.create_user("carol@example.org", name="Carol")
    hers = Membership.objects.create(user=carol, organisation=centre, role=Role.ADMINISTRATOR)
    client.force_login(coordinator.user)
    answers = [client.post("/membership/", {"membership": pk}).status_code for pk in (other.pk, hers.pk, "x")]
    assert answers == [302, 404, 404]
    assert client.session[SESSION_KEY] == other.pk


# --- log-in and language ------------------------------------------------------------------------------


def test_session_tells_a_page_who_is_logged_in(client, agnieszka):
    assert client.get("/session/").status_code == 401
    client.force_login(agnieszka)
    answer = client.get("/session/")
    assert answer.json()["me"] == agnieszka.pk
    assert "no-store" in answer["Cache-Control"]


def test_the_token_of_the_session_opens_a_form_of_an_old_page(agnieszka, coordinator):
    client = Client(enforce_csrf_checks=True)
    client.force_login(agnieszka)
    refused = client.post("/language/", {"language": "uk"}).status_code
    token = client.get("/session/").json()["token"]
    taken = client.post("/language/", {"language": "uk", "csrfmiddlewaretoken": token}).status_code
    assert (refused, taken) == (403, 302)


def test_language_is_kept_for_the_person(client, agnieszka):
    client.force_login(agnieszka)
    answer = client.post("/language/", {"language": "uk", "next": "/credits/"})
    agnieszka.refresh_from_db()
    assert (answer.url, agnieszka.language) == ("/credits/", "uk")


@pytest.mark.django_db
def test_language_never_leads_to_another_site(client):
    answer = client.post("/language/", {"language": "pl", "next": "https://evil.example/"})
    assert answer.url == "/"


def test_language_nobody_speaks_is_refused_in_a_sentence(client, agnieszka):
    client.force_login(agnieszka)
    answer = client.post("/language/", {"language": "xx"})
    assert answer.status_code == 409
    assert "Splot does not speak this language yet." in answer.content.decode()


# --- when something went wrong --------------------------------------------------------------------------


def test_what_does_not_exist_and_what_is_not_yours_read_the_same():
    pages = [
        re.sub(r'value="\w{64}"|: "\w{64}"', "", errors.not_found(anonymous(), reason).content.decode())
        for reason in (Resolver404({"path": "nowhere/"}), Http404("No Household matches K-417."))
    ]
    assert pages[0] == pages[1]
    assert "it belongs to somebody else" in pages[0]


def test_an_unknown_address_is_answered_in_words(client, db):
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    assert "Nothing here for you" in answer.content.decode()


@pytest.mark.parametrize(
    ("view", "status"),
    [
        (lambda request: errors.bad_request(request, ValueError()), 400),
        (lambda request: errors.bad_request(request, RequestDataTooBig()), 413),
        (lambda request: errors.forbidden(request, PermissionError()), 403),
        (lambda request: errors.refused(request, Refusal("Somebody else decided already.")), 409),
        (lambda request: errors.too_many(request), 429),
        (lambda request: errors.csrf_failure(request), 403),
        (lambda request: errors.server_error(request), 500),
    ],
)
def test_error_pages_carry_their_number_and_a_way_home(view, status):
    answer = view(anonymous())
    page = answer.content.decode()
    assert answer.status_code == status
    assert f"Number for the helpdesk: {status}" in page
    assert '<a class="btn" href="/">' in page


def test_a_refusal_says_its_own_sentence():
    answer = errors.refused(anonymous(), Refusal("Somebody else decided already."))
    assert "<p>Somebody else decided already.</p>" in answer.content.decode()


def test_a_refused_fragment_lands_among_the_toasts():
    request = anonymous()
    request.htmx = True
    answer = errors.refused(request, Refusal("Somebody else decided already."))
    assert (answer.status_code, answer["HX-Retarget"], answer["HX-Reswap"]) == (409, "#toasts", "beforeend")
    assert "<html" not in answer.content.decode()


# --- what a page is made of -----------------------------------------------------------------------------


def test_style_page_is_closed_where_it_is_not_asked_for(client):
    with override_settings(SPLOT_STYLE_PAGE=False, DEBUG=False):
        assert client.get("/style/").status_code == 404


def test_style_page_holds_nothing_inline_and_nothing_foreign(client):
    assert FORBIDDEN.findall(client.get("/style/").content.decode()) == []


def test_templates_hold_nothing_inline():
    guilty = [
        (path.name, found)
        for path in (ROOM / "templates").rglob("*.html")
        if path.name != "credits.html"
        for found in FORBIDDEN.findall(path.read_text())
    ]
    assert guilty == []


def test_every_icon_named_in_a_template_is_in_the_sprite():
    sprite = set(re.findall(r'id="i-([a-z-]+)"', (ROOM / "static/icons/sprite.svg").read_text()))
    templates = [path.read_text() for path in (ROOM / "templates").rglob("*.html")]
    named = {name for text in templates for name in re.findall(r'{% icon "([a-z-]+)"', text)}
    named |= {item.icon for items in ITEMS.values() for item in items}
    assert named - sprite == set()


def test_modules_stay_small_and_import_nothing():
    modules = {path.name: path.read_text() for path in (ROOM / "static/js").glob("*.js")}
    assert {name for name, text in modules.items() if text.count("\n") >= 80} == set()
    assert {name for name, text in modules.items() if re.search(r"^import ", text, re.M)} == set()


def test_page_direction_follows_the_language(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ar"
    with override_settings(LANGUAGES=[("en", "English"), ("ar", "Arabic")]):
        page = client.get("/credits/").content.decode()
    assert '<html lang="ar" dir="rtl">' in page
