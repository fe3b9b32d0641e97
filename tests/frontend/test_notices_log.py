"""The log of every notice: what went to whom, how, and whether it arrived."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from base.audit.models import Record
from base.notices.models import Delivery
from tests.clients import client_of
from tests.factories.cast import told_cast
from tests.frontend.activities import meeting_at, pair_at
from tests.frontend.matching import notice_of
from tests.frontend.people import queries_of, rows_of_csv, rows_of_xlsx

pytestmark = pytest.mark.django_db
DONE = {"ended_at": timezone.now()}
LOG, FILE = reverse("notices"), reverse("notices_export")


@pytest.fixture
def cast():
    return told_cast()


@pytest.fixture
def alice(cast):
    return client_of(cast.alice)


def to(centre, label, **fields):
    return notice_of(centre, recipient_label=label, **fields)


def tried(notice, *, ok=False, detail="ConnectionRefusedError"):
    return Delivery.objects.create(notice=notice, channel=notice.channel, ok=ok, detail=detail)


def labels(client, query=None):
    page = client.get(LOG, query or {}).context["listing"].page
    return [one.notice.recipient_label for one in page.object_list]


@pytest.fixture
def some(cast):
    """Four of the centre's own, the newest last, and one of another's."""
    long_ago = timezone.now() - timedelta(days=40)
    to(cast.centre, "K-1", created_at=long_ago, state="sent", channel="email", ended_at=long_ago)
    to(cast.centre, "K-12", template="pair_over_family", context={}, channel="letter")
    to(cast.centre, "W-1", state="waiting")
    to(cast.centre, "Złota Huta", state="failed", channel="email")
    to(cast.other_centre, "K-1")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["Złota Huta", "W-1", "K-12", "K-1"]),
        ({"q": "K-1"}, ["K-1"]),
        ({"q": "k-12"}, ["K-12"]),
        ({"q": "hut"}, ["Złota Huta"]),
        ({"template": "pair_over_family"}, ["K-12"]),
        ({"channel": "email"}, ["Złota Huta", "K-1"]),
        ({"state": "to_do"}, ["K-12", "Złota Huta"]),
        ({"state": "failed"}, ["Złota Huta"]),
        ({"state": "waiting", "channel": "email"}, []),
        ({"since": str(timezone.localdate())}, ["Złota Huta", "W-1", "K-12"]),
        ({"until": str(timezone.localdate() - timedelta(days=30))}, ["K-1"]),
        ({"state": "x", "since": "x", "pair": "x", "template": "x"}, ["Złota Huta", "W-1", "K-12", "K-1"]),
    ],
)
def test_log_is_narrowed_by_label_message_way_state_and_day(alice, some, query, found):
    assert labels(alice, query) == found


def test_log_of_a_pair_holds_what_is_about_it_and_its_meetings(cast, alice):
    pair, other = pair_at(cast.centre), pair_at(cast.centre)
    meeting = meeting_at(cast.centre, pair)
    for subject in (f"pair:{pair.pk}", f"reminder:{pair.pk}", f"meeting:{meeting.pk}"):
        to(cast.centre, subject, subject=subject)
    to(cast.centre, "other", subject=f"pair:{other.pk}")
    shown = labels(alice, {"pair": pair.pk})
    assert shown == [f"meeting:{meeting.pk}", f"reminder:{pair.pk}", f"pair:{pair.pk}"]


def test_pair_of_another_centre_narrows_nothing(cast, alice):
    theirs = pair_at(cast.other_centre)
    to(cast.centre, "K-1")
    response = alice.get(LOG, {"pair": theirs.pk})
    assert (response.context["pair"], labels(alice, {"pair": theirs.pk})) == (None, ["K-1"])


@pytest.mark.parametrize(
    ("fields", "attempts", "words"),
    [
        (DONE | {"state": "sent"}, [{"ok": True, "detail": ""}], "taken by the mail server"),
        (DONE | {"state": "handed_over"}, [{"ok": True, "detail": "Alice"}], "Alice told them"),
        ({"state": "failed"}, [{}, {}], "tried 2 times: the mail server did not answer"),
        ({"state": "waiting"}, [{"detail": "KeyError"}], "tried 1 time: something went wrong on the way"),
        ({"state": "waiting"}, [], "leaves after"),
        ({"state": "to_hand_over"}, [], "waits for somebody to tell them"),
        (DONE | {"state": "cancelled"}, [], "nobody heard it"),
    ],
)  # fmt: skip
def test_log_tells_whether_it_arrived(cast, alice, fields, attempts, words):
    notice = to(cast.centre, "K-1", channel="email", **fields)
    for attempt in attempts:
        tried(notice, **attempt)
    [told] = alice.get(LOG).context["listing"].page.object_list
    assert told.how.startswith(words)


def test_page_of_a_notice_shows_each_attempt_in_order(cast, alice):
    notice = to(cast.centre, "K-1", channel="email", state="sent", ended_at=timezone.now())
    tried(notice, detail="SMTPRecipientsRefused")
    tried(notice, ok=True, detail="")
    attempts = alice.get(reverse("notice", args=[notice.pk])).context["attempts"]
    assert [(one.ok, one.words) for one in attempts] == [
        (False, "did not leave: the mail server knows no such address"),
        (True, "taken by the mail server"),
    ]


def test_log_tells_no_address_and_no_contents(cast, alice):
    to(
        cast.centre, "K-1", address="canary@example.org", recipient_name="Kanarkowa", channel="email",
        context={"label": "K-1", "helper_label": "W-1", "reason": "kanarek"},
    )  # fmt: skip
    ada = client_of(cast.ada)
    shown = alice.get(LOG).content + ada.get(FILE).content
    assert [word for word in (b"canary@", b"Kanarkowa", b"kanarek") if word in shown] == []
    sheet = str(rows_of_xlsx(ada.get(FILE, {"format": "xlsx"})))
    assert [word for word in ("canary@", "Kanarkowa", "kanarek") if word in sheet] == []


def test_log_as_a_file_is_for_administrators_and_holds_what_is_shown(cast, some):
    response = client_of(cast.ada).get(FILE, {"channel": "email"})
    assert [row[:3] for row in rows_of_csv(response)[1:]] == [
        ["A pair is suspended", "Złota Huta", "E-mail"],
        ["A pair is suspended", "K-1", "E-mail"],
    ]
    [found] = Record.objects.filter(act="notices.log.exported")
    assert found.details == {"rows": 2, "format": "csv", "contacts": False, "filters": ["channel"]}


def test_way_to_the_file_is_shown_to_those_who_may_take_it(cast, alice, some):
    shown = [FILE.encode() in client.get(LOG).content for client in (alice, client_of(cast.ada))]
    assert shown == [False, True]


def test_log_counts_queries_alike_for_one_and_three(cast, alice):
    tried(to(cast.centre, "K-1"))
    one = queries_of(alice, LOG)
    for _ in range(2):
        tried(to(cast.centre, "K-2"))
    assert queries_of(alice, LOG) == one
