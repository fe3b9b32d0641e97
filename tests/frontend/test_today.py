"""The homes: what waits for each role."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from base.accounts.enums import Role
from base.accounts.models import Membership
from base.organisations.domain.days_off import add_days_off
from desk.domain.care import assign, put_off
from desk.enums import CareKind
from desk.queries.care import line_of
from frontend.done_today import done_today
from frontend.today import today_of
from tests.clients import client_of
from tests.factories.accounts import MembershipFactory
from tests.factories.families import HouseholdFactory
from tests.factories.intake import ready, row
from tests.factories.lists import imported
from tests.factories.matching import PairFactory, helper_of, programme_of, seeker_of
from tests.factories.volunteers import volunteer_with
from tests.frontend.matching import notice_of

pytestmark = pytest.mark.django_db


def figures(membership: Membership) -> dict[str, int | None]:
    return {figure.name: figure.value for figure in today_of(membership).figures}


def test_families_wait_at_their_own_centre_only(cast):
    ago = timezone.localdate() - timedelta(days=40)
    longest = HouseholdFactory(centre=cast.centre, waiting_since=ago)
    HouseholdFactory(centre=cast.centre)
    HouseholdFactory(centre=cast.other_centre, waiting_since=ago - timedelta(days=9))
    assert figures(cast.alice) == {
        "Families without a helper": 2,
        "Half of them have waited at least": 40,
        "Pairs that have begun to meet": 0,
        "Offers not answered yet": 0,
    }
    notes = [figure.note for figure in today_of(cast.alice).figures]
    assert notes == ["", f"longest: {longest.label}, 40 days", "", ""]


def test_a_list_that_waits_is_a_task(cast):
    ready(cast.centre, row())
    ready(cast.other_centre, row())
    imported(cast.centre, row(contact_name="Iryna Bondar", phone="600 100 301"))
    assert [task.what for task in today_of(cast.alice).tasks if task.icon == "import"] == [
        "1 list waits to be looked at"
    ]


def test_families_in_no_programme_are_a_task(cast):
    label = HouseholdFactory(centre=cast.centre).label
    assert [task.what for task in today_of(cast.alice).tasks] == [f"{label} is in no programme"]


def test_suspended_pairs_and_messages_to_hand_over_come_with_their_lists(cast):
    programme = programme_of(cast.centre)
    notice_of(cast.centre)
    seeker, helper = seeker_of(programme), helper_of(programme)
    pair = PairFactory(seeker=seeker, helper=helper, state="suspended", suspended_from="active")
    assert [(task.what, task.url) for task in today_of(cast.alice).tasks] == [
        (
            f"{seeker} and {helper.volunteer.first_name} ({helper.volunteer}) are suspended",
            f"/pairs/{pair.pk}/",
        ),
        ("1 message to read out or hand over", "/messages/?state=to_do"),
    ]


def test_empty_centre_is_quiet_for_the_coordinator(cast):
    today = today_of(cast.alice)
    assert (today.tasks, [figure.value for figure in today.figures]) == ([], [0, None, 0, 0])
    assert "Nothing waits for you" in client_of(cast.alice).get("/").content.decode()


def test_lonely_administrator_is_led_to_invite_others():
    ada = MembershipFactory(role=Role.ADMINISTRATOR, organisation__place=None)
    assert [task.act for task in today_of(ada).tasks] == ["Write it", "Invite"]


def test_home_counts_in_as_many_queries_for_one_family_as_for_three(cast):
    client = client_of(cast.alice)
    HouseholdFactory(centre=cast.centre)
    client.get("/")
    with CaptureQueriesContext(connection) as few:
        client.get("/")
    HouseholdFactory.create_batch(2, centre=cast.centre)
    with CaptureQueriesContext(connection) as many:
        client.get("/")
    assert len(many) == len(few)


@pytest.mark.parametrize(
    ("actor", "words"),
    [
        ("ada", "To do"),
        ("alice", "To do"),
        ("filip", "Families are not shown in this role."),
        ("bob", "Whom you help"),
        ("mirek", "Whom you help"),
        ("dana", "Your part in a programme is not written down yet."),
        ("olena", "You decide. You may say no and need not say why."),
    ],
)
def test_each_role_has_a_home_of_its_own(cast, actor, words):
    page = client_of(getattr(cast, actor)).get("/").content.decode()
    assert words in page
    assert f"Good to see you, {actor.title()}" in page


def test_homes_of_those_without_families_name_no_family(cast):
    label = HouseholdFactory(centre=cast.centre, label="K-98765").label
    for actor in (cast.filip, cast.bob, cast.mirek, cast.dana, cast.olena, cast.carol):
        assert label not in client_of(actor).get("/").content.decode()
    assert label in client_of(cast.alice).get("/").content.decode()


def test_checks_that_end_are_one_task_a_volunteer(cast):
    soon = timezone.localdate() + timedelta(days=10)
    first, second = volunteer_with(centre=cast.centre), volunteer_with(centre=cast.centre)
    first.clearance_items.update(valid_until=soon)
    second.clearance_items.filter(kind="krk").update(valid_until=soon)
    tasks = [task for task in today_of(cast.alice).tasks if task.icon == "shield"]
    assert [(task.url, "7 more items end soon." in task.why) for task in tasks] == [
        (f"/volunteers/{first.pk}/", True),
        (f"/volunteers/{second.pk}/", False),
    ]


def told_done(membership: Membership) -> list[tuple[str, list[tuple[str, str]]]]:
    return [(one.what, [(thing.label, thing.url) for thing in one.things]) for one in done_today(membership)]


def test_done_today_says_which_line_and_to_whom(cast):
    family = HouseholdFactory(centre=cast.centre)
    line = line_of(cast.alice, CareKind.OUTSIDE, family.pk)
    assert line is not None
    assign(line, to=cast.alice, by=cast.alice)
    put_off(line, until=timezone.localdate() + timedelta(days=1), reason="They travel.", by=cast.alice)
    what, url = f"{family.label} is in no programme", f"/today/outside/{family.pk}/"
    assert told_done(cast.alice) == [
        ("put a task off", [(what, url)]),
        ("gave a task to somebody", [(f"{what}, to Alice", url)]),
    ]
    assert told_done(cast.carol) == []


def test_done_today_names_changed_settings_with_their_pages(cast):
    day = timezone.localdate() + timedelta(days=3)
    add_days_off(cast.centre, first=day, last=day, name="Holiday", by=cast.alice)
    assert told_done(cast.alice) == [("changed a setting", [("Days off added", "/settings/days-off/")])]


def test_done_today_takes_as_many_queries_for_three_lines_as_for_one(cast):
    def put(count: int) -> int:
        for family in HouseholdFactory.create_batch(count, centre=cast.centre):
            line = line_of(cast.alice, CareKind.OUTSIDE, family.pk)
            assert line is not None
            put_off(line, until=timezone.localdate() + timedelta(days=1), reason="Later.", by=cast.alice)
        with CaptureQueriesContext(connection) as asked:
            done_today(cast.alice)
        return len(asked)

    assert put(1) == put(2)
