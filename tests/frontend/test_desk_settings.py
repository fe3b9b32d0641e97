"""What a centre sets: the home of settings, days off, staff, care of pairs, versions, and their history."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from activities.domain.care import set_care
from activities.domain.catalogue import add_activity, order_activities
from activities.models import CareRules
from activities.queries.care import care_of
from base.audit.domain.records import record
from base.audit.models import Record
from base.notices.domain.wording import set_wording
from base.organisations.domain.days_off import add_days_off
from base.organisations.domain.organisations import OrganisationData, revise_organisation
from base.organisations.domain.sites import add_site, revise_site
from base.organisations.models import DayOff
from base.places.gazetteer import resolve
from matching.domain.lives import revise_life
from matching.domain.programmes import revise_rules
from tests.clients import client_of
from tests.factories.accounts import MembershipFactory
from tests.factories.cast import told_cast
from tests.factories.matching import programme_of
from tests.factories.organisations import EmployerFactory, SiteFactory
from tests.frontend.people import queries_of, rows_of_csv, rows_of_xlsx

pytestmark = pytest.mark.django_db
HOME, DAYS, STAFF, HISTORY = (reverse(name) for name in ("settings", "days_off", "staff", "settings_history"))
CARE = {
    "source": "standards, point 7", "why": "many are busy in summer", "quiet_days": 20, "silent_days": 30,
    "contacts_first_month": 2, "contacts_a_month": 1, "end_notice_days": 30, "lapse_days": 30,
    "lapse_last_days": 7, "agreement_days": 30,
}  # fmt: skip


def day(number=0):
    return timezone.localdate() + timedelta(days=number)


@pytest.fixture
def cast():
    return told_cast()


@pytest.fixture
def alice(cast):
    return client_of(cast.alice)


def named(programme, name):
    programme.name = name
    programme.save()
    return programme


def titles(response):
    return [card.title for card in response.context["cards"]]


# --- home -------------------------------------------------------------------------------------------------


def test_coordinator_and_administrator_see_the_cards_that_are_theirs(cast, alice):
    common = ["Wording of messages", "Staff and languages", "Days off"]
    more = ["Our centre and its sites", "Documents", "Participation agreement", "Translations to review"]
    shown = [title for title in titles(alice.get(HOME)) if title not in ON_THE_WAY_IN]
    assert shown == [*common, "History of changes"]
    shown = [title for title in titles(client_of(cast.ada).get(HOME)) if title not in ON_THE_WAY_IN]
    assert shown == [*common, *more, "History of changes"]


#: Cards of the way in of newcomers, there once its pages are.
ON_THE_WAY_IN = ("Stages", "Papers", "Questions of a talk")


def test_home_tells_what_is_in_force_in_each_programme(cast, alice):
    own, shared = (
        named(programme_of(cast.centre), "A"),
        named(programme_of(cast.other_centre, cast.centre), "B"),
    )
    set_care(own, valid_from=day(), source="s", why="w", by=cast.alice, quiet_days=10)
    rows = alice.get(HOME).context["programmes"]
    assert [(row.programme, row.is_led, row.care.quiet_days) for row in rows] == [
        (own, True, 10),
        (shared, False, 14),
    ]
    assert [row.rules.programme_id for row in rows] == [own.pk, shared.pk]


def test_home_counts_queries_alike_for_one_and_three_programmes(cast, alice):
    programme_of(cast.centre)
    alice.get(HOME)
    one = queries_of(alice, HOME)
    for _ in range(2):
        programme_of(cast.centre)
    assert queries_of(alice, HOME) == one


# --- days off ---------------------------------------------------------------------------------------------


def test_days_are_added_shown_beside_public_holidays_and_removed(cast, alice):
    typed = {"first": day(7).isoformat(), "last": day(8).isoformat(), "name": "training"}
    assert alice.post(DAYS, typed).headers["Location"] == DAYS
    own = DayOff.objects.filter(organisation=cast.centre)
    assert [one.on for one in own] == [day(7), day(8)]
    page = alice.get(f"{DAYS}?year={day(7).year}")
    rows = [row for month in page.context["rows"] for row in month.rows]
    assert [row.day for row in rows] == sorted(row.day for row in rows)
    assert sum(row.own is not None for row in rows) == sum(one.on.year == day(7).year for one in own)
    assert (day(7).replace(month=1, day=1), None) in [(row.day, row.own) for row in rows]
    refused = alice.post(reverse("day_off_remove", args=[own[0].pk]))
    assert (refused.status_code, list(refused.context["removing"].errors)) == (422, ["why"])
    alice.post(reverse("day_off_remove", args=[own[0].pk]), {"why": "we work after all"})
    assert [one.on for one in own.all()] == [day(8)]


def test_wrong_days_are_told_beside_their_field(alice):
    response = alice.post(DAYS, {"first": day(3).isoformat(), "last": day(1).isoformat(), "name": "x"})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["last"])


@pytest.mark.parametrize("asked", ["", "1999", "99999", "x", "-1"])
def test_year_that_makes_no_sense_is_this_one(alice, asked):
    assert alice.get(f"{DAYS}?year={asked}").context["year"] == timezone.localdate().year


def test_days_off_count_queries_alike_for_one_and_three(cast, alice):
    add_days_off(cast.centre, first=day(1), name="x", by=cast.alice)
    one = queries_of(alice, DAYS)
    add_days_off(cast.centre, first=day(2), last=day(3), name="x", by=cast.alice)
    assert queries_of(alice, DAYS) == one


# --- staff ------------------------------------------------------------------------------------------------


def test_everybody_writes_their_own_site_and_languages(cast):
    site = SiteFactory(organisation=cast.centre)
    filip = client_of(cast.filip)
    url = reverse("staff_member", args=[cast.filip.pk])
    response = filip.post(
        url, {"site": site.pk, "languages": "ukraiński B2, polski ojczysty", "why": "new here"}
    )
    assert response.headers["Location"] == reverse("account")
    cast.filip.refresh_from_db()
    assert (cast.filip.site, cast.filip.languages.count()) == (site, 2)
    assert filip.get(url).context["form"].initial["site"] == site.pk


def test_site_of_another_centre_cannot_be_chosen(cast):
    url = reverse("staff_member", args=[cast.alice.pk])
    response = client_of(cast.alice).post(
        url, {"site": SiteFactory(organisation=cast.other_centre).pk, "why": "moved"}
    )
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["site"])


def test_staff_list_names_sites_and_languages_and_offers_only_what_one_may(cast, alice):
    shown = alice.get(STAFF).content.decode()
    own, ada = (reverse("staff_member", args=[one.pk]) for one in (cast.alice, cast.ada))
    assert (own in shown, ada in shown) == (True, False)
    assert [one.user.name for one in alice.get(STAFF, {"q": "fil"}).context["page"]] == ["Filip"]


def test_staff_count_queries_alike_for_few_and_more(cast, alice):
    few = queries_of(alice, STAFF)
    for _ in range(2):
        MembershipFactory(organisation=cast.centre).languages.create(language="uk", level=3)
    assert queries_of(alice, STAFF) == few


# --- rules of a programme ---------------------------------------------------------------------------------


def test_care_is_written_down_from_a_day_on(cast, alice):
    programme = programme_of(cast.centre)
    url = reverse("programme_care", args=[programme.pk])
    assert alice.get(url).context["form"].initial["quiet_days"] == 14
    assert alice.post(url, CARE | {"valid_from": day(2).isoformat()}).headers["Location"] == url
    assert (care_of(programme, on=day(2)).quiet_days, care_of(programme, on=day(1)).quiet_days) == (20, 14)
    [version] = alice.get(url).context["versions"]
    assert (version.state, version.source, version.who, version.why) == (
        "later", "standards, point 7", "Alice", "many are busy in summer",
    )  # fmt: skip
    changed = [(one.name, one.before, one.after) for one in version.changes]
    assert changed == [
        ("Days without a meeting until somebody asks", "14", "20"),
        ("Days without a meeting until it is urgent", "21", "30"),
    ]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"valid_from": "2020-01-01"}, "valid_from"), ({"why": ""}, "why"), ({"source": ""}, "source"),
        ({"silent_days": 20}, "silent_days"), ({"quiet_days": 999}, "quiet_days"),
    ],
)  # fmt: skip
def test_care_that_cannot_be_is_told_beside_its_field(cast, alice, wrong, field):
    url = reverse("programme_care", args=[programme_of(cast.centre).pk])
    response = alice.post(url, CARE | {"valid_from": day().isoformat()} | wrong)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert CareRules.objects.exclude(programme=None).count() == 0


def test_every_version_of_the_rules_is_read_with_its_days_source_and_reason(cast, alice):
    programme = programme_of(cast.centre)
    first = programme.rules.get()
    revise_rules(programme, source="Point 4", why="long ways", by=cast.alice, valid_from=day(3), max_km=12)
    versions = alice.get(reverse("programme_rules", args=[programme.pk])).context["versions"]
    assert [(one.valid_from, one.valid_to, one.state) for one in versions] == [
        (day(3), None, "later"),
        (first.valid_from, day(2), "now"),
    ]
    newest = versions[0]
    assert (newest.source, newest.who, newest.why) == ("Point 4", "Alice", "long ways")
    assert [(one.name, one.before, one.after) for one in newest.changes] == [
        ("Farthest apart, km", "30", "12")
    ]
    assert ("Farthest apart, km", "30") in versions[1].values


@pytest.mark.parametrize("name", ["programme_rules", "programme_care"])
def test_versions_count_queries_alike_for_one_and_three(cast, alice, name):
    programme = programme_of(cast.centre)
    url = reverse(name, args=[programme.pk])

    def change(number):
        told = {"source": "s", "why": "w", "by": cast.alice, "valid_from": day(number)}
        revise_rules(programme, **told, max_km=10 + number)
        set_care(programme, **told, quiet_days=5 + number)

    change(1)
    one = queries_of(alice, url)
    change(2)
    change(3)
    assert queries_of(alice, url) == one


# --- history ----------------------------------------------------------------------------------------------


@pytest.fixture
def changes(cast):
    """One change of each kind this page made, Ada's last; another centre's; and looks, which are none."""
    programme = named(programme_of(cast.centre), "Friendship")
    revise_life(programme, by=cast.alice, why="slower answers", answer_days=10)
    set_care(programme, valid_from=day(), source="s", why="quieter", by=cast.alice, quiet_days=10)
    words = {"subject": "x", "body": "y"}
    set_wording(cast.centre, "pair_over_family", "pl", **words, why="kinder", by=cast.alice)
    set_wording(cast.other_centre, "pair_over_family", "pl", **words, why="theirs", by=cast.carol)
    record("families.household.read", by=cast.alice)
    add_days_off(cast.centre, first=day(1), last=day(2), name="training", by=cast.ada)


def test_history_tells_who_changed_what_and_why(alice, changes):
    steps = alice.get(HISTORY).context["page"].object_list
    days = f"{day(1).day}"
    assert [(step.who, str(step.title), step.why) for step in steps] == [
        ("Ada", "Days off added", "training"),
        ("Alice", "Message reworded", "kinder"),
        ("Alice", "Care of pairs changed", "quieter"),
        ("Alice", "Life of pairs changed", "slower answers"),
    ]
    assert steps[0].about.startswith(days)
    assert (steps[1].about, steps[2].about) == ("A pair is over, to the family, Polish", "Friendship")
    assert [(one.name, one.before, one.after) for one in steps[2].changes] == [
        ("Days without a meeting until somebody asks", "14", "10")
    ]


@pytest.mark.parametrize(
    ("query", "whys"),
    [
        ({"kind": "wording"}, ["kinder"]), ({"kind": "care"}, ["quieter"]), ({"who": "Ada"}, ["training"]),
        ({"kind": "stranger", "since": "x"}, ["training", "kinder", "quieter", "slower answers"]),
        ({"since": "2999-01-01"}, []), ({"until": "2001-01-01"}, []),
        ({"since": str(timezone.localdate()), "kind": "programmes"}, ["slower answers"]),
    ],
)  # fmt: skip
def test_history_is_narrowed(alice, changes, query, whys):
    assert [step.why for step in alice.get(HISTORY, query).context["page"].object_list] == whys


def test_history_as_a_file_holds_what_is_shown(alice, changes):
    url = reverse("settings_history_export")
    rows = rows_of_csv(alice.get(url, {"kind": "care"}))
    assert [row[1:3] + row[5:] for row in rows[1:]] == [
        ["Alice", "Care of pairs changed", "Days without a meeting until somebody asks: 14 → 10", "quieter"]
    ]
    assert len(rows_of_xlsx(alice.get(url, {"format": "xlsx"}))) == 5
    assert Record.objects.filter(act="desk.history.exported").count() == 2


def test_reason_that_is_a_formula_is_defused(cast, alice):
    set_wording(cast.centre, "pair_over_family", "pl", subject="x", body="y", why="=1+1", by=cast.alice)
    [row] = rows_of_csv(alice.get(reverse("settings_history_export")))[1:]
    assert row[-1] == "'=1+1"


def test_employers_and_their_sites_are_no_settings_of_the_centre(cast, alice):
    place = resolve("26-600", "Radom")
    firm = EmployerFactory()
    revise_organisation(firm, data=OrganisationData("Another firm"), by=cast.alice)
    hall = add_site(firm, name="Hall", place=place, by=cast.alice)
    revise_site(hall, name="Shed", place=place, by=cast.alice)
    revise_organisation(
        cast.centre, data=OrganisationData("Centre A", phone="12 345"), why="moved", by=cast.ada
    )
    site = add_site(cast.centre, name="Branch", place=place, why="moved", by=cast.ada)
    revise_site(site, name="Office", place=place, why="moved", by=cast.ada)
    steps = alice.get(HISTORY).context["page"].object_list
    assert [(str(step.title), step.about, step.as_text) for step in steps] == [
        ("Site changed", "Office", "Name: Branch → Office"),
        ("Site added", "Branch", ""),
        ("Details of the centre changed", "Centre A", "Phone"),
    ]


def test_history_names_the_stage_or_paper_that_changed(cast, alice):
    record("desk.ways_in.stage_added", by=cast.alice, on=cast.centre, details={"stage": "First talk"})
    record("desk.ways_in.paper_kind_changed", by=cast.alice, on=cast.centre, details={"paper": "KRK"})
    steps = alice.get(HISTORY, {"kind": "way_in"}).context["page"].object_list
    assert [(str(step.title), step.about) for step in steps] == [
        ("Paper to expect changed", "KRK"),
        ("Stage added", "First talk"),
    ]


def test_history_names_activities_documents_and_steps_and_shows_no_key(cast, alice):
    programme = named(programme_of(cast.centre), "Friendship")
    add_activity(
        programme, words={"pl": "ogródek", "en": "gardening"}, picture="walk", why="x", by=cast.alice
    )
    order_activities(programme, codes=["walk"], why="x", by=cast.alice)
    steps = ["family", "helper", "first_meeting", "agreement"]
    revise_life(programme, by=cast.alice, why="agreements", steps=steps)
    about = {"kind": "standards", "version": "2026-02"}
    record("volunteers.document.set", by=cast.alice, on=cast.centre, details=about)
    told = [(one.about, one.as_text) for one in alice.get(HISTORY).context["page"].object_list]
    assert told[0] == ("Centre A, standards of child protection, 2026-02", "")
    assert told[1][0] == "Friendship"
    assert told[1][1].endswith("→ the family says yes, the helper says yes, the first meeting, the agreement")
    assert told[2:] == [("Friendship", ""), ("Friendship, gardening", "")]
    assert "own-1" not in alice.get(HISTORY).content.decode()


PLACE = {"place_postcode": "26-600", "place_name": "Radom"}
SETTINGS = [
    ("centre", {"name": "Centre A"}),
    ("site_add", {"name": "Branch", **PLACE}),
    ("staff_member", {"languages": "polski C1"}),
    ("stages", {"side": "families", "name": "Visit"}),
    ("paper_kinds", {"side": "families", "name": "Card"}),
    (
        "protocols",
        {
            "side": "families", "version": "1", "valid_from": "2099-01-01", "source": "Ours",
            "questions": "? Tak?",
        },
    ),
    ("activities", {"pl": "kino", "picture": "culture"}),
    ("activity", {"pl": "spacer", "picture": "walk"}),
    ("activity_order", {"to": "up"}),
    ("activity_shown", {"shown": "no"}),
]  # fmt: skip


@pytest.mark.parametrize(("setting", "typed"), SETTINGS)
def test_each_change_says_why_and_the_history_tells_it(cast, setting, typed):
    ada, programme = client_of(cast.ada), programme_of(cast.centre)
    about = {
        "staff_member": [cast.ada.pk],
        "activities": [programme.pk],
        "activity": [programme.pk, "walk"],
        "activity_order": [programme.pk, "walk"],
        "activity_shown": [programme.pk, "walk"],
    }
    url = reverse(setting, args=about.get(setting, []))
    before = len(ada.get(HISTORY).context["page"].object_list)
    silent = ada.post(url, typed)
    assert (silent.status_code, "Say why in a few words" in silent.content.decode()) == (422, True)
    assert ada.post(url, {**typed, "why": "the team asked"}).status_code == 302
    steps = ada.get(HISTORY).context["page"].object_list
    assert (len(steps), steps[0].why, steps[0].who) == (before + 1, "the team asked", "Ada")


def test_history_tells_languages_in_the_reader_s_own(cast, alice):
    alice.post(reverse("staff_member", args=[cast.alice.pk]), {"languages": "polski C1", "why": "a course"})
    [step] = alice.get(HISTORY).context["page"].object_list
    assert step.as_text == "Languages: – → Polish C1"


def test_history_counts_queries_alike_for_one_and_three(cast, alice):
    def change(colleague):
        alice_or_other = client_of(colleague)
        alice_or_other.post(
            reverse("staff_member", args=[colleague.pk]), {"languages": "polski C1", "why": "a course"}
        )

    change(cast.alice)
    one = queries_of(alice, HISTORY)
    for _ in range(2):
        change(MembershipFactory(organisation=cast.centre))
    assert queries_of(alice, HISTORY) == one
    abouts = [step.about for step in alice.get(HISTORY).context["page"].object_list]
    assert abouts[-1] == "Alice"
