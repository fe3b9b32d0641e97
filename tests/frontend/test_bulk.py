"""Acts on many and saved filters on their pages: from a list to the preview, and what came of it."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from base.audit.models import Record
from desk.models import BulkAct, SavedFilter
from desk.tasks import perform_bulk_task
from families.models import Household
from frontend.bulk import name_of
from tests.clients import client_of
from tests.factories.families import household_with
from tests.factories.matching import programme_of
from tests.factories.volunteers import volunteer_with
from tests.frontend.people import CANARIES, canary_family, queries_of

pytestmark = pytest.mark.django_db
LIST, PREVIEW, DO = "/families/", "/many/families/", "/many/families/do/"


@pytest.fixture
def alice(cast):
    return client_of(cast.alice)


def hidden(text: str, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]*)"', text)[1]


def send(client, preview, **typed):
    text = preview.content.decode()
    return client.post(DO, {name: hidden(text, name) for name in ("act", "keys", "press")} | typed)


def test_rows_of_a_list_have_ticks_for_those_who_may(cast, alice):
    family = household_with(centre=cast.centre)
    text = alice.get(LIST).content.decode()
    assert f'name="chosen" value="{family.pk}"' in text
    assert [word in text for word in ("Put into a programme", "Archive", "or with the 1 there is")] == [
        True
    ] * 3
    assert 'id="bulk"' not in client_of(cast.dana).get("/mentors/").content.decode()


def test_all_that_fit_the_filters_are_previewed_and_done_by_the_worker(cast, alice):
    near, far = (household_with(centre=cast.centre, commune_code=code) for code in ("111111", "222222"))
    paused = household_with(centre=cast.centre, commune_code="111111", state="paused")
    preview = alice.get(f"{PREVIEW}?act=pause&all=1&commune=111111")
    foreseen = preview.context["preview"].foreseen
    assert ([row.pk for row in foreseen.touched], [row.pk for row, _why in foreseen.refused]) == (
        [near.pk], [paused.pk],
    )  # fmt: skip
    assert "Nobody is sent anything." in preview.content.decode()
    answer = send(alice, preview, reason="Summer holidays")
    act = BulkAct.objects.get()
    assert (answer.status_code, answer.url, act.keys) == (302, f"/many/{act.pk}/progress/", [near.pk])
    assert "hx-get" in alice.get(answer.url).content.decode()
    perform_bulk_task.call(act.pk)
    page = alice.get(answer.url).content.decode()
    assert ("1 done" in page, 'hx-trigger="live' in page) == (True, False)
    states = {row.pk: row.state for row in Household.objects.all()}
    assert states == {near.pk: "paused", far.pk: "served", paused.pk: "paused"}


def test_ticked_rows_alone_are_previewed_and_strangers_are_not(cast, alice):
    ours, other = household_with(centre=cast.centre), household_with(centre=cast.centre)
    theirs = household_with(centre=cast.other_centre)
    preview = alice.get(f"{PREVIEW}?act=archive&chosen={ours.pk}&chosen={theirs.pk}&chosen=x&chosen={10**30}")
    assert [row.pk for row in preview.context["preview"].foreseen.touched] == [ours.pk]
    assert other.label not in preview.content.decode()


def test_same_form_sent_twice_is_one_act(cast, alice):
    household_with(centre=cast.centre)
    preview = alice.get(f"{PREVIEW}?act=pause&all=1")
    first, second = (send(alice, preview, reason="Away") for _ in range(2))
    assert (first.url, BulkAct.objects.count()) == (second.url, 1)


def test_missing_reason_is_told_beside_its_field_and_nothing_is_asked(cast, alice):
    household_with(centre=cast.centre)
    answer = send(alice, alice.get(f"{PREVIEW}?act=pause&all=1"), reason=" ")
    assert (answer.status_code, answer.context["form"].errors) == (
        422,
        {"reason": ["Say why, in a few words."]},
    )
    assert BulkAct.objects.count() == 0


def test_programme_is_chosen_before_anybody_is_named(cast, alice):
    family = household_with(centre=cast.centre)
    programmes = [programme_of(cast.centre), programme_of(cast.centre)]
    first = alice.get(f"{PREVIEW}?act=join&all=1")
    assert "Choose first, then you see whom it touches." in first.content.decode()
    preview = alice.get(f"{PREVIEW}?act=join&all=1&to_programme={programmes[1].pk}")
    send(alice, preview, to_programme=str(programmes[1].pk))
    perform_bulk_task.call(BulkAct.objects.get().pk)
    assert [seeker.programme for seeker in family.seekers.all()] == [programmes[1]]


def test_too_many_lead_back_to_the_list_with_a_sentence(cast, alice, monkeypatch):
    for name in ("desk.domain.bulk.MOST", "frontend.bulk.MOST"):
        monkeypatch.setattr(name, 1)
    household_with(centre=cast.centre), household_with(centre=cast.centre)
    answer = alice.get(f"{PREVIEW}?act=pause&all=1&state=served", follow=True)
    assert answer.redirect_chain == [("/families/?state=served", 302)]
    assert "At most 1 at once" in answer.content.decode()


@pytest.mark.parametrize("url", [f"{PREVIEW}?act=pause&all=1", LIST, "/filters/"])
def test_page_takes_as_many_queries_for_three_as_for_one(cast, alice, url):
    def more(at: int) -> None:
        household_with(centre=cast.centre)
        SavedFilter.objects.create(owner=cast.alice, page="families", name=f"{at}", query=f"q={at}")

    more(1)
    alice.get(url)
    one = queries_of(alice, url)
    more(2), more(3)
    alice.get(url)  # the languages to choose from are counted once
    assert queries_of(alice, url) == one


def test_preview_and_page_tell_names_and_nothing_else_of_the_contact_and_it_is_on_record(cast, alice):
    canary_family(cast.centre)
    preview = alice.get(f"{PREVIEW}?act=pause&all=1")
    send(alice, preview, reason="Away")
    act = BulkAct.objects.get()
    Household.objects.update(state="archived")
    perform_bulk_task.call(act.pk)
    page = alice.get(f"/many/{act.pk}/progress/").content.decode()
    assert "An archived family cannot be paused." in page
    name, *rest = CANARIES
    assert [name in text for text in (preview.content.decode(), page)] == [True, True]
    told = [preview.content.decode(), page]
    assert [canary for canary in rest for text in told if canary in text] == []
    reads = Record.objects.filter(act="families.names.read")
    assert [(one.actor_label, one.details["people"]) for one in reads] == [("Alice", 1), ("Alice", 1)]
    kept = [str(one.details) for one in Record.objects.all()] + [str(act.refused)]
    assert [canary for canary in CANARIES for text in kept if canary in text] == []


def test_names_of_families_are_for_those_who_may_read_the_contact(cast):
    family = canary_family(cast.centre)
    assert [name_of(family, one) for one in (cast.alice, cast.filip)] == [family.contact_name, ""]
    volunteer = volunteer_with(centre=cast.centre, first_name="Ewa", last_name="Mazur")
    assert name_of(volunteer, cast.alice) == "Ewa Mazur"


def test_page_of_an_act_takes_as_many_queries_for_three_left_out_as_for_one(cast, alice):
    acts = []
    for count in (1, 3):
        families = [household_with(centre=cast.centre, state="archived") for _one in range(count)]
        refused = [{"label": one.label, "why": "x"} for one in families]
        acts.append(
            BulkAct.objects.create(
                press=uuid4(), organisation=cast.centre, asked_by=cast.alice, page="families", act="pause",
                keys=[one.pk for one in families], refused=refused, state="done", arguments={},
            )
        )  # fmt: skip
    one, three = (queries_of(alice, f"/many/{act.pk}/progress/") for act in acts)
    assert one == three


def test_messages_are_counted_by_how_they_leave(cast, alice):
    for channel, email in (("email", "a@example.org"), ("email", ""), ("phone_call", "b@example.org")):
        volunteer_with(centre=cast.centre, cleared=False, channel=channel, email=email)
    preview = alice.get("/many/volunteers/?act=papers&all=1")
    assert preview.context["preview"].messages == (1, 2)
    assert "1 message leaves by e-mail." in preview.content.decode()


def test_filters_are_kept_shown_opened_and_deleted(cast, alice):
    household_with(centre=cast.centre)
    kept = alice.post("/filters/families/keep/", {"name": "Long wait", "query": "waits=60&page=2&evil=1"})
    assert kept.url == "/families/?waits=60"
    text = alice.get(kept.url).content.decode()
    assert ('href="/families/?waits=60" aria-current="true"' in text, "Keep these filters" in text) == (
        True,
        False,
    )
    assert "Keep these filters" in alice.get("/families/?waits=90").content.decode()
    saved = SavedFilter.objects.get()
    assert "Long wait" not in client_of(cast.ada).get("/families/").content.decode()
    alice.post(f"/filters/{saved.pk}/", {"name": "Waits long", "shared": "1"})
    assert "Waits long" in client_of(cast.ada).get("/families/").content.decode()
    assert alice.post(f"/filters/{saved.pk}/", {"name": ""}).status_code == 422
    alice.post(f"/filters/{saved.pk}/delete/")
    assert "No filters kept yet" in alice.get("/filters/").content.decode()


@pytest.mark.parametrize("page", ["families", "volunteers", "mentors", "pairs", "meetings", "notices"])
def test_every_list_keeps_filters(cast, alice, page):
    SavedFilter.objects.create(owner=cast.alice, page=page, name="My own", query="state=x")
    url = reverse(page)
    assert f'href="{url}?state=x"' in alice.get(url).content.decode()


def test_preview_names_volunteers_as_their_list_does(cast, alice):
    volunteer_with(centre=cast.centre, first_name="Ewa", last_name="Mazur")
    assert "Ewa Mazur</a>" in alice.get("/many/volunteers/?act=pause&all=1").content.decode()
