"""The live socket: who may listen, from where, what they hear and say, and when it ends."""

import asyncio
import importlib
import json
import time

import pytest
from asgiref.sync import sync_to_async
from django.contrib.auth import get_user
from django.test import override_settings
from django.utils import timezone

from base.accounts.domain.members import end_membership
from base.accounts.models import Membership, User
from config import asgi
from frontend import gate as gates
from frontend import news
from frontend.consumers import MOST_CHARACTERS, MOST_MESSAGES, SESSION_ENDED, TOO_LARGE, TOO_MANY
from frontend.gate import Question, judge
from frontend.listeners import listener_of, marks_of
from frontend.origins import is_own_origin
from frontend.relay import relay, session_ended
from frontend.topics import Topic, desk_group, programme_group
from tests.clients import client_of
from tests.factories.accounts import MembershipFactory
from tests.factories.families import household_with
from tests.factories.matching import RunFactory, helper_of, programme_of, seeker_of
from tests.factories.volunteers import volunteer_with
from tests.frontend.matching import proposal_in
from tests.frontend.sockets import IN_MEMORY, Socket, cookie_of, in_serving_process, send, with_sockets

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _own_layer():
    with override_settings(CHANNEL_LAYERS=IN_MEMORY):
        yield


def is_let_in(membership: Membership | None, **where: bytes | None) -> bool:
    socket = Socket(cookie_of(membership), **where)

    async def scenario() -> bool:
        let_in = await socket.is_let_in()
        await socket.leave()
        return let_in

    return asyncio.run(scenario())


def woken(membership: Membership, *sent: tuple[str, Topic], meanwhile=None) -> list:
    """What the membership's socket sends to its page when these groups are woken."""
    socket = Socket(cookie_of(membership))

    async def do() -> list:
        if meanwhile is not None:
            await sync_to_async(meanwhile)()
        for group, topic in sent:
            await send(group, topic)
        return await socket.heard()

    return with_sockets(socket, do=do)


# --- the door ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("actor", "let_in"),
    [("coordinator", True), ("finance", True), ("volunteer", True), ("anonymous", False), ("ended", False)],
)
def test_socket_opens_to_a_current_membership_only(cast, actor, let_in):
    assert is_let_in(cast.membership(actor)) is let_in


def test_socket_stays_closed_to_another_origin(cast):
    answers = [
        is_let_in(cast.alice),
        is_let_in(cast.alice, origin=b"https://elsewhere.example"),
        is_let_in(cast.alice, origin=b"http://testserver.elsewhere.example"),
        is_let_in(cast.alice, origin=None),
        is_let_in(cast.alice, origin=b"null"),
    ]
    assert answers == [True, False, False, False, False]


def test_socket_stays_closed_to_a_host_that_is_not_ours(cast):
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        importlib.reload(asgi)  # the hosts are read when the application is built
        own = is_let_in(cast.alice)
        other = is_let_in(cast.alice, origin=b"http://rebound.example", host=b"rebound.example")
    importlib.reload(asgi)
    assert (own, other) == (True, False)


@pytest.mark.parametrize(
    ("origin", "host", "own"),
    [
        ("https://splot.pl", "splot.pl", True),
        ("https://splot.pl", "splot.pl:443", True),
        ("http://127.0.0.1:8000", "127.0.0.1:8000", True),
        ("http://127.0.0.1:8001", "127.0.0.1:8000", False),
        ("https://a.splot.pl", "splot.pl", False),
        ("https://splot.pl.evil.pl", "splot.pl", False),
        ("", "splot.pl", False),
        ("https://splot.pl:port", "splot.pl", False),
        ("file://", "", False),
    ],
)
def test_an_origin_is_own_when_its_address_is_the_same(origin, host, own):
    assert is_own_origin(origin, host) is own


# --- what is heard ----------------------------------------------------------------------------------------


def test_socket_tells_what_is_in_scope(cast):
    programme = programme_of(cast.centre)
    proposal = proposal_in(programme)
    topics = [Topic("proposal", proposal.pk), Topic("run", proposal.run_id)]
    group = programme_group(programme.pk)
    assert woken(cast.alice, *((group, topic) for topic in topics)) == [
        {"topic": f"proposal:{proposal.pk}"},
        {"topic": f"run:{proposal.run_id}"},
    ]


def test_socket_says_nothing_of_others_whoever_wakes_it(cast):
    shared, foreign = programme_of(cast.centre, cast.other_centre), programme_of(cast.other_centre)
    theirs = proposal_in(
        shared,
        seeker=seeker_of(shared, household_with(centre=cast.other_centre)),
        helper=helper_of(shared, volunteer_with(centre=cast.other_centre)),
    )
    run = RunFactory(programme=foreign)
    group = desk_group(cast.centre.pk)
    topics = [Topic("proposal", theirs.pk), Topic("run", run.pk), Topic("care", cast.other_centre.pk)]
    assert woken(cast.alice, *((group, topic) for topic in topics)) == []


def test_a_message_is_checked_at_the_moment_it_leaves(cast):
    family = household_with(centre=cast.centre)

    def move() -> None:
        family.centre = cast.other_centre
        family.save()

    told = (desk_group(cast.centre.pk), Topic("family", family.pk))
    assert woken(cast.alice, told) == [{"topic": f"family:{family.pk}"}]
    assert woken(cast.alice, told, meanwhile=move) == []


def test_socket_closes_when_the_membership_ends(cast):
    def end() -> None:
        Membership.objects.filter(pk=cast.alice.pk).update(ended_at=timezone.now())

    told = (desk_group(cast.centre.pk), Topic("care", cast.centre.pk))
    assert woken(cast.alice, told, meanwhile=end) == [SESSION_ENDED]


def test_many_sockets_are_judged_with_the_queries_of_one(cast, django_assert_num_queries):
    family = household_with(centre=cast.centre)
    topics = (Topic("family", family.pk),)
    keys = [client_of(cast.alice).session.session_key for _one in range(3)]
    listeners = [listener_of(key) for key in keys]
    for count in (1, 3):
        with django_assert_num_queries(3):
            answers = judge([Question(one, topics) for one in listeners[:count]])
        assert [answer.heard for answer in answers] == [topics] * count


# --- what was missed --------------------------------------------------------------------------------------


def heard_at_once(cookie: bytes, since: str) -> list:
    socket = Socket(cookie, since=since)

    async def scenario() -> list:
        assert await socket.is_let_in()
        heard = await socket.heard()
        await socket.leave()
        return heard

    return asyncio.run(scenario())


def test_a_page_that_comes_back_hears_what_it_missed_and_may_know(cast):
    own, theirs = household_with(centre=cast.centre), household_with(centre=cast.other_centre)
    before = str(time.time())
    for family in (own, theirs, own):
        relay(Topic("family", family.pk), [desk_group(family.centre_id)])
    relay(Topic("family", theirs.pk), [desk_group(cast.centre.pk)])
    told = heard_at_once(cookie_of(cast.alice), before)
    assert told == [{"topic": f"family:{own.pk}"}]


def test_a_page_that_was_away_too_long_fetches_everything(cast):
    cookie = cookie_of(cast.alice)
    asked = [str(time.time() - news.KEPT_SECONDS), "", "yesterday"]
    assert [heard_at_once(cookie, since) for since in asked] == [[{"all": True}]] * 3


def test_news_that_are_gone_are_not_taken_for_none(monkeypatch):
    now = time.time()
    news.note(now, "family:1", ["desk-1"])
    assert news.missed(now, ["desk-1"]) == ["family:1"]
    assert news.missed(now, ["desk-2"]) == []
    assert news.missed(now - news.KEPT_SECONDS, ["desk-1"]) is None
    monkeypatch.setattr(news, "_began", now + 60)  # this process knows nothing of the time before
    assert news.missed(now, ["desk-1"]) is None


# --- what a page says -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "closed"),
    [
        (["x" * (MOST_CHARACTERS + 1)], [TOO_LARGE]),
        (['{"open": []}'] * (MOST_MESSAGES + 1), [TOO_MANY]),
        (['{"open": []}'] * MOST_MESSAGES, []),
        (["nonsense", "[]", '{"open": 3}', '{"open": ["secrets:1", "pair:x", 7, null]}'], []),
    ],
)
def test_a_page_may_say_little_and_seldom(cast, said, closed):
    socket = Socket(cookie_of(cast.alice))

    async def do() -> list:
        for text in said:
            await socket.say(text)
        return await socket.heard()

    assert with_sockets(socket, do=do) == closed


# --- the end ----------------------------------------------------------------------------------------------


def closed_within(cookies: list[bytes], happen, seconds: float = 5) -> list:
    """What each socket says after this has happened, until it is quiet for so long."""
    sockets = [Socket(one) for one in cookies]

    async def do() -> list:
        await in_serving_process(happen)
        return [await one.heard(seconds if number == 0 else 0.3) for number, one in enumerate(sockets)]

    return with_sockets(*sockets, do=do)


def test_log_out_closes_the_sockets_of_that_session_at_once(cast, monkeypatch):
    monkeypatch.setattr(gates, "CHECK_SECONDS", 60)  # by the event alone
    here, elsewhere = client_of(cast.alice), cookie_of(cast.alice)
    cookie = f"sessionid={here.cookies['sessionid'].value}".encode()
    assert closed_within([cookie, elsewhere], here.logout, 0.5) == [[SESSION_ENDED], []]


def test_deactivation_and_a_changed_password_close_at_once(cast, monkeypatch):
    monkeypatch.setattr(gates, "CHECK_SECONDS", 60)

    def deactivate() -> None:
        user = User.objects.get(pk=cast.alice.user_id)
        user.is_active = False
        user.save()

    def change_password() -> None:
        user = User.objects.get(pk=cast.ada.user_id)
        user.set_password("another-warm-thread")
        user.save()

    assert closed_within([cookie_of(cast.alice), cookie_of(cast.ada)], deactivate, 0.5) == [
        [SESSION_ENDED],
        [],
    ]
    assert closed_within([cookie_of(cast.ada)], change_password, 0.5) == [[SESSION_ENDED]]


def test_the_end_of_a_role_closes_at_once(cast, monkeypatch):
    monkeypatch.setattr(gates, "CHECK_SECONDS", 60)
    told = closed_within(
        [cookie_of(cast.alice), cookie_of(cast.ada)], lambda: end_membership(cast.alice, by=cast.ada), 0.5
    )
    assert told == [[SESSION_ENDED], []]


def test_switching_the_role_closes_at_once_and_nobody_elses(cast, monkeypatch):
    monkeypatch.setattr(gates, "CHECK_SECONDS", 60)
    other = MembershipFactory(user=cast.alice.user, organisation=cast.other_centre, role="coordinator")
    client = client_of(cast.alice)
    cookie = f"sessionid={client.cookies['sessionid'].value}".encode()

    def switch() -> None:
        client.post("/membership/", {"membership": other.pk})

    assert closed_within([cookie, cookie_of(cast.alice)], switch, 0.5) == [[SESSION_ENDED], []]


def test_what_another_process_ended_closes_at_the_next_look(cast, monkeypatch):
    monkeypatch.setattr(gates, "CHECK_SECONDS", 0.1)

    def end_silently() -> None:
        Membership.objects.filter(pk=cast.alice.pk).update(ended_at=timezone.now())

    def change_role_silently() -> None:
        Membership.objects.filter(pk=cast.ada.pk).update(role="auditor")

    assert closed_within([cookie_of(cast.alice)], end_silently, 1) == [[SESSION_ENDED]]
    assert closed_within([cookie_of(cast.ada)], change_role_silently, 1) == [[SESSION_ENDED]]


def test_an_ended_session_of_somebody_elses_name_closes_nothing(cast):
    def name_it() -> None:
        session_ended(cast.alice.user_id, "not-this-session")

    assert closed_within([cookie_of(cast.alice)], name_it, 0.5) == [[]]


def test_listener_ends_with_the_log_out(cast):
    client = client_of(cast.alice)
    key = client.session.session_key
    before = listener_of(key)
    client.logout()
    assert (before.membership, get_user(client).is_authenticated) == (cast.alice, False)
    assert (listener_of(key), listener_of(None), listener_of("nobody")) == (None, None, None)
    assert marks_of([before]) == [None]


def test_listener_ends_with_a_changed_password(cast):
    key = client_of(cast.alice).session.session_key
    cast.alice.user.set_password("another-warm-thread")
    cast.alice.user.save()
    assert listener_of(key) is None


@override_settings(SPLOT_REQUIRE_MFA=True)
def test_listener_needs_the_second_step(cast):
    key = client_of(cast.alice).session.session_key
    assert listener_of(key) is None


def test_what_is_kept_in_a_session_ends_nothing(cast):
    client = client_of(cast.alice)
    before = listener_of(client.session.session_key)
    session = client.session
    session["note"] = "something else"
    session.save()
    (answer,) = judge([Question(before)])
    assert (answer.listener.membership, answer.listener.mark == before.mark) == (cast.alice, False)


def test_messages_are_topics_and_times_only(cast):
    family = household_with(centre=cast.centre)
    socket = Socket(cookie_of(cast.alice))

    async def do() -> dict:
        await send(desk_group(cast.centre.pk), Topic("family", family.pk))
        return json.loads((await socket.receive_output(timeout=5))["text"])

    assert set(with_sockets(socket, do=do)) == {"topic", "at"}
