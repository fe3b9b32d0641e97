"""Pairs and messages: the lists, one pair and its steps, pairing by hand, the outbox."""

import csv
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from base.audit.models import Record
from base.notices.domain.outbox import send_due
from base.notices.models import Notice
from base.places.week import Week
from matching.domain.decisions import approve_proposal
from matching.enums import PairState
from matching.models import Pair
from tests.clients import client_of
from tests.factories.matching import PairFactory, helper_of, programme_of, seeker_of
from tests.factories.volunteers import volunteer_with
from tests.frontend.matching import CANARY_NAME, notice_of, proposal_in

pytestmark = pytest.mark.django_db
LIST, EXPORT, HAND, MESSAGES = "/pairs/", "/pairs/export/", "/pairs/by-hand/", "/messages/"


@pytest.fixture
def alice(cast):
    return client_of(cast.alice)


@pytest.fixture
def programme(cast):
    return programme_of(cast.centre)


def pair_in(programme, **fields) -> Pair:
    return PairFactory(seeker=seeker_of(programme), helper=helper_of(programme), **fields)


def act(client, pair, route, **data):
    return client.post(reverse(route, args=[pair.pk]), data)


def shown(response) -> list[int]:
    return [pair.pk for pair, _name in response.context["page"].object_list]


def queries_of(client, url) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)


# --- pairs ------------------------------------------------------------------------------------------------


def test_list_is_narrowed_by_state_and_search(cast, alice, programme):
    offered, active = pair_in(programme), pair_in(programme, state=PairState.ACTIVE)
    closed = pair_in(programme, state=PairState.CLOSED)
    pair_in(programme_of(cast.other_centre))
    assert shown(alice.get(LIST)) == [closed.pk, active.pk, offered.pk]
    assert shown(alice.get(f"{LIST}?state=open")) == [active.pk, offered.pk]
    assert shown(alice.get(f"{LIST}?state=active")) == [active.pk]
    assert shown(alice.get(f"{LIST}?q={active.seeker.household.label}&state=active")) == [active.pk]
    assert shown(alice.get(f"{LIST}?programme={programme.pk}&state=closed")) == [closed.pk]


@pytest.mark.parametrize("url", [LIST, EXPORT, MESSAGES, HAND])
def test_lists_cost_the_same_with_one_row_and_with_three(cast, alice, programme, url):
    counts = []
    for more in (1, 2):
        for _ in range(more):
            pair_in(programme)
            notice_of(cast.centre)
            seeker_of(programme)
        counts.append(queries_of(alice, f"{url}?programme={programme.pk}"))
    assert counts[0] == counts[1]


def test_partners_helper_is_listed_and_exported_by_label(cast, alice):
    shared = programme_of(cast.centre, cast.other_centre)
    theirs = volunteer_with(centre=cast.other_centre, first_name=CANARY_NAME, label="W-77")
    pair = PairFactory(seeker=seeker_of(shared), helper=helper_of(shared, theirs))
    table = list(csv.reader(StringIO(alice.get(EXPORT).content.decode("utf-8-sig")), delimiter=";"))
    assert table[1][:2] == [pair.seeker.household.label, "W-77"]
    assert CANARY_NAME not in alice.get(LIST).content.decode()
    assert Record.objects.filter(act="matching.pairs.exported").count() == 1


def test_paired_partners_person_is_seen_whole(cast, alice):
    shared = programme_of(cast.centre, cast.other_centre)
    theirs = volunteer_with(centre=cast.other_centre, first_name=CANARY_NAME)
    pair = PairFactory(seeker=seeker_of(shared), helper=helper_of(shared, theirs))
    facing = alice.get(reverse("pair", args=[pair.pk])).context["facing"]
    assert (facing.helper.name, facing.helper.is_whole) == (f"{CANARY_NAME} ({theirs.label})", True)


def test_answers_are_written_down_step_by_step(alice, programme):
    pair = pair_in(programme)
    for step in ("helper_accepted", "accepted", "active"):
        assert act(alice, pair, "pair_step", to=step, note=f"told: {step}").status_code == 302
    response = alice.get(reverse("pair", args=[pair.pk]))
    changes = alice.get(f"{reverse('pair', args=[pair.pk])}?show=changes").context["timeline"].entries
    lines = [entry.words for entry in reversed(changes)]
    assert [(line.title, line.text) for line in lines] == [
        ("Helper accepted", "told: helper_accepted"),
        ("Both accepted", "told: accepted"),
        ("Meeting", "told: active"),
    ]
    assert response.context["way"][-1] == ("meeting", "now", timezone.localdate())


def test_a_step_out_of_turn_is_told_and_keeps_the_note(alice, programme):
    response = act(alice, pair_in(programme), "pair_step", to="active", note="They met by chance.")
    assert (response.status_code, response.context["note"]) == (409, "They met by chance.")
    assert str(response.context["told"]) == "“meeting” does not follow “offered”."


def test_closing_needs_a_reason(alice, programme):
    pair = pair_in(programme)
    refused = act(alice, pair, "pair_close", note="They moved.")
    assert (refused.status_code, "They moved." in refused.content.decode()) == (422, True)
    act(alice, pair, "pair_close", reason="moved", note="They moved.")
    pair.refresh_from_db()
    assert (pair.state, pair.close_reason) == (PairState.CLOSED, "moved")


def test_undo_too_late_is_told(alice, programme):
    pair = pair_in(programme, undo_until=timezone.now())
    response = act(alice, pair, "pair_undo")
    assert (response.status_code, str(response.context["told"])[:33]) == (
        409,
        "It is too late to undo this: the ",
    )


def test_pair_shows_the_minutes_left_and_its_messages(cast, alice, programme):
    pair = approve_proposal(proposal_in(programme), by=cast.alice)
    response = alice.get(reverse("pair", args=[pair.pk]))
    messages = alice.get(f"{reverse('pair', args=[pair.pk])}?show=messages").context["timeline"].entries
    assert (response.context["minutes"], len(messages)) == (10, 2)


def test_suspended_pair_cannot_go_on_without_clearance(cast, alice, programme):
    helper = helper_of(programme, volunteer_with(centre=cast.centre, cleared=False))
    seeker = seeker_of(programme, children=1)
    pair = PairFactory(seeker=seeker, helper=helper, state="suspended", suspended_from="active")
    response = act(alice, pair, "pair_resume")
    pair.refresh_from_db()
    assert (response.status_code, pair.state) == (409, PairState.SUSPENDED)


# --- by hand ----------------------------------------------------------------------------------------------


def test_by_hand_shows_every_rule_and_asks_for_what_is_overridden(cast, alice, programme):
    seeker = seeker_of(programme, week=Week.parse("Mon 8-10"))
    helper = helper_of(programme, volunteer_with(centre=cast.centre, week=Week.parse("Tue 8-10")))
    chosen = {"programme": programme.pk, "seeker": seeker.pk, "helper": helper.pk}
    examination = alice.get(HAND, chosen).context["hand"].examination
    assert (examination.circumstances, len(examination.findings)) == (("time",), 13)
    refused = alice.post(HAND, {**chosen, "note": "Tuesdays off soon."})
    assert (refused.status_code, Pair.objects.count()) == (409, 0)
    assert "Tuesdays off soon." in refused.content.decode()
    made = alice.post(HAND, {**chosen, "despite": ["time"], "note": "Tuesdays off soon."})
    pair = Pair.objects.get()
    assert (made.headers["Location"], pair.origin) == (reverse("pair", args=[pair.pk]), "by_hand")


def test_by_hand_never_overrides_what_protects_children(cast, alice, programme):
    seeker = seeker_of(programme, children=1)
    helper = helper_of(programme, volunteer_with(centre=cast.centre, cleared=False))
    chosen = {"programme": programme.pk, "seeker": seeker.pk, "helper": helper.pk}
    page = alice.get(HAND, chosen)
    assert ("cannot be paired" in page.content.decode(), "Pair them" in page.content.decode()) == (
        True,
        False,
    )
    response = alice.post(HAND, {**chosen, "despite": ["minors", "time", "distance"]})
    assert (response.status_code, Pair.objects.count()) == (409, 0)


def test_by_hand_offers_own_people_only(cast, alice):
    shared = programme_of(cast.centre, cast.other_centre)
    theirs = helper_of(shared, volunteer_with(centre=cast.other_centre, first_name=CANARY_NAME))
    own = helper_of(shared)
    response = alice.get(HAND, {"programme": shared.pk, "helper": theirs.pk})
    hand = response.context["hand"]
    assert (list(hand.helpers.page), hand.helper) == ([own.pk], None)
    assert CANARY_NAME not in response.content.decode()


# --- messages ---------------------------------------------------------------------------------------------


def test_messages_to_hand_over_come_with_their_text_and_are_ticked_off(cast, alice):
    notice = notice_of(cast.centre)
    url = reverse("notice", args=[notice.pk])
    page = alice.get(url)
    assert (page.context["words"].language, "K-1" in page.content.decode()) == ("en", True)
    assert Record.objects.filter(act="notices.notice.read").count() == 1
    alice.post(reverse("notice_hand_over", args=[notice.pk]))
    notice.refresh_from_db()
    again = alice.post(reverse("notice_hand_over", args=[notice.pk]))
    assert (notice.state, again.status_code) == ("handed_over", 409)


def test_messages_are_narrowed_by_state(cast, alice):
    waiting, told = notice_of(cast.centre, state="waiting"), notice_of(cast.centre)
    notice_of(cast.other_centre)
    listed = [
        [one.notice.pk for one in alice.get(MESSAGES + query).context["listing"].page]
        for query in ("", "?state=to_do")
    ]
    assert listed == [[told.pk, waiting.pk], [told.pk]]


def test_message_taken_back_says_so(cast, alice, programme):
    pair = approve_proposal(proposal_in(programme), by=cast.alice)
    act(alice, pair, "pair_undo")
    notice = Notice.objects.filter(subject=f"pair:{pair.pk}").first()
    assert "taken back" in alice.get(reverse("notice", args=[notice.pk])).content.decode()
    assert send_due(timezone.now()) == 0


def test_list_takes_a_number_of_no_programme_for_none(alice):
    assert alice.get("/pairs/", {"programme": "9" * 40}).status_code == 200
