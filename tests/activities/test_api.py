"""The API of a helper's phone over HTTP, as the schema tells it."""

import json
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from activities.api.doors import PhoneThrottle
from activities.api.errors import handle
from activities.domain.meetings import erase_entry
from activities.models import Entry, Meeting
from matching.enums import PairState
from tests.clients import client_of
from tests.factories.activities import at, meeting_pair

pytestmark = pytest.mark.django_db

ENTRIES = "/api/v1/entries/"


def entry(of, **fields):
    return {
        "id": str(uuid4()),
        "pair": str(of.key),
        "start": at(days=-1).isoformat(),
        "minutes": 60,
        "activities": ["talk", "walk"],
        "took_part": ["adult"],
        "mood": 3,
        "note": "",
        "help": False,
        "device_at": at(hours=-2).isoformat(),
        **fields,
    }


def send(client, *entries, **fields):
    batch = {"sent_at": timezone.now().isoformat(), "entries": list(entries), **fields}
    return client.post(ENTRIES, json.dumps(batch), "application/json")


def put(client, number, content):
    return client.put(f"{ENTRIES}{number}/", json.dumps(content), "application/json")


def statuses(response):
    return [(answer["id"], answer["status"]) for answer in response.json()["answers"]]


def test_batch_answers_each_entry_and_a_bad_one_stops_no_other(cast):
    pair, client = meeting_pair(cast.bob), client_of(cast.bob)
    good, later = entry(pair), entry(pair, start=at(days=-2).isoformat())
    bad = [entry(pair, minutes="long"), entry(pair, minutes=9000), entry(pair, mood=7), "what", {"id": "x"}]
    response = send(client, good, *bad, later)
    assert response.status_code == 200
    assert [status for _id, status in statuses(response)] == [201, 422, 422, 422, 422, 422, 201]
    assert Meeting.objects.count() == 2
    assert response["Cache-Control"] == "no-store, private"
    told = response.json()["answers"][2]
    assert told["errors"] == {"minutes": ["A meeting lasts from 5 minutes to 12 hours."]}


def test_answer_is_the_same_when_the_reply_was_lost(cast):
    pair, client = meeting_pair(cast.bob), client_of(cast.bob)
    sent = entry(pair)
    first, second = send(client, sent), send(client, sent)
    assert first.json()["answers"] == second.json()["answers"]
    assert first.json()["answers"][0] == {
        "id": sent["id"],
        "status": 201,
        "outcome": "made",
        "sentence": "The meeting is written down.",
        "differences": [],
        "errors": {},
        "clock_off_seconds": None,
    }


def test_somebody_elses_pair_is_not_found(cast):
    own, foreign = meeting_pair(cast.bob), meeting_pair()
    sent = [entry(foreign), entry(own), entry(own, pair=str(uuid4()))]
    assert [status for _id, status in statuses(send(client_of(cast.bob), *sent))] == [404, 201, 404]
    assert Meeting.objects.get().pair == own


def test_other_content_under_a_number_differs_and_erased_is_gone(cast):
    pair, client = meeting_pair(cast.bob), client_of(cast.bob)
    sent = entry(pair)
    send(client, sent)
    (answer,) = send(client, sent | {"minutes": 45}).json()["answers"]
    assert (answer["status"], answer["differences"]) == (
        409,
        [{"field": "minutes", "yours": 45, "ours": 60}],
    )
    erase_entry(Entry.objects.get(), by=cast.bob)
    assert statuses(send(client, sent)) == [(sent["id"], 410)]
    assert put(client, sent["id"], sent).status_code == 410
    assert client.get(f"{ENTRIES}{sent['id']}/").status_code == 410


def test_one_entry_by_its_address_answers_with_its_status(cast):
    pair, client = meeting_pair(cast.bob), client_of(cast.bob)
    sent = entry(pair)
    number = sent.pop("id")
    for _again in range(2):
        assert put(client, number, sent).status_code == 201
    assert put(client, number, sent | {"minutes": 45}).status_code == 409
    assert put(client, uuid4(), sent | {"minutes": "long"}).status_code == 422
    assert put(client, uuid4(), ["what"]).status_code == 422
    assert put(client, uuid4(), sent | {"pair": str(uuid4())}).status_code == 404
    told = client.get(f"{ENTRIES}{number}/").json()
    assert (told["outcome"], told["meeting"]["state"], told["content"]["minutes"]) == ("made", "logged", 60)


def test_naive_time_is_asked_for_its_offset(cast):
    told = send(client_of(cast.bob), entry(meeting_pair(cast.bob), start="2026-10-25T02:30:00"))
    assert "offset" in told.json()["answers"][0]["errors"]["start"][0]


def test_wrong_clock_is_told(cast):
    ahead = at(days=1).isoformat()
    response = send(client_of(cast.bob), entry(meeting_pair(cast.bob)), sent_at=ahead)
    (answer,) = response.json()["answers"]
    assert (answer["outcome"], answer["clock_off_seconds"] > 80_000) == ("for_review", True)
    assert "clock" in answer["sentence"]


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        ("{", "application/json", 400),
        ("[" * 50_000, "application/json", 400),
        ("[]", "application/json", 400),
        ('{"entries": {}}', "application/json", 400),
        ('{"entries": [], "sent_at": "yesterday"}', "application/json", 400),
        (json.dumps({"entries": [{}] * 51}), "application/json", 400),
        (json.dumps({"entries": ["x" * 300_000]}), "application/json", 413),
        ("entries=1", "application/x-www-form-urlencoded", 415),
    ],
)
def test_bad_request_gets_a_sentence(cast, body, kind, status):
    response = client_of(cast.bob).post(ENTRIES, body, kind)
    assert (response.status_code, bool(response.json()["sentence"])) == (status, True)


def test_logged_out_phone_is_told_so_and_nothing_is_cached(client):
    response = client.post(ENTRIES, "{}", "application/json")
    assert (response.status_code, response["Cache-Control"]) == (401, "no-store, private")
    assert "stays on this phone" in response.json()["sentence"]


def test_roster_tells_labels_and_nothing_of_who_they_are(cast):
    pair = meeting_pair(cast.bob, ends_on=timezone.localdate())
    household = pair.seeker.household
    told = client_of(cast.bob).get("/api/v1/roster/").json()
    (line,) = told["pairs"]
    assert (line["key"], line["label"], line["state"]) == (str(pair.key), household.label, PairState.ACTIVE)
    assert told["catalogue"]["talk"] == {"word": "talk", "picture": "speech"}
    assert told["moods"]["4"] == "great"
    for secret in (household.contact_name, str(household.phone), household.address, household.email):
        assert not secret or secret not in json.dumps(told)


def test_schema_is_whole(client, capsys):
    schema = SchemaGenerator().get_schema(request=None, public=True)
    assert capsys.readouterr().err == ""
    assert set(schema["paths"]) == {"/api/v1/roster/", ENTRIES, f"{ENTRIES}{{entry_id}}/"}
    assert client.get(reverse("api_schema")).json()["info"]["title"] == "Splot"


junk = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec=None, categories=None), max_size=20)
    | st.sampled_from(["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59Z", "2026-03-29T02:30:00+01:00"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
FIELDS = ["id", "pair", "start", "minutes", "activities", "took_part", "mood", "note", "help", "device_at"]


@pytest.fixture
def phone(cast):
    """Bob's own pair, and his phone, which gets a 500 as an answer."""
    client = client_of(cast.bob)
    client.raise_request_exception = False
    return meeting_pair(cast.bob), client


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    changes=st.dictionaries(st.sampled_from(FIELDS), junk, max_size=4),
    around=st.dictionaries(st.sampled_from(["sent_at", "entries", "more"]), junk, max_size=1),
)
def test_whatever_is_sent_nothing_breaks(phone, changes, around):
    pair, client = phone
    batch = {"sent_at": at().isoformat(), "entries": [entry(pair) | changes], **around}
    for response in (
        client.post(ENTRIES, json.dumps(batch), "application/json"),
        put(client, uuid4(), entry(pair) | changes),
        client.post(ENTRIES, json.dumps(changes), "application/json"),
    ):
        assert response.status_code < 500, (response.status_code, batch)
        response.json()


def test_too_many_requests_are_told_when_to_come_back(cast, monkeypatch):
    cache.clear()
    monkeypatch.setattr(PhoneThrottle, "rate", "2/min", raising=False)
    client = client_of(cast.bob)
    answers = [client.get("/api/v1/roster/") for _time in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[-1]["Retry-After"]) > 0
    assert "tried again" in answers[-1].json()["sentence"]
    cache.clear()


def test_database_without_a_turn_asks_to_try_again():
    answer = handle(OperationalError("database is locked"), {})
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "Nothing is lost" in answer.data["sentence"]


def test_entry_needs_the_csrf_token(cast):
    client = Client(enforce_csrf_checks=True)
    client.cookies = client_of(cast.bob).cookies
    response = send(client, entry(meeting_pair(cast.bob)))
    assert (response.status_code, Entry.objects.count()) == (403, 0)
    assert response.json()["sentence"]
