"""Many coordinators approve at the same moment, in their browsers, on the real server."""

import sys
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar

import pytest
from django.db import connection, transaction
from django.urls import reverse

from base.accounts.models import Membership
from base.notices.models import Notice
from matching.domain.examination import examine
from matching.models import Decision, Pair, Proposal
from tests.factories.accounts import PASSWORD, MembershipFactory
from tests.factories.matching import ProposalFactory, helper_of, programme_of, seeker_of
from tests.servers import serving_the_test_database

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]
ROOM = 5


class Browser:
    """Logged in as one coordinator; keeps cookies, follows nothing."""

    def __init__(self, address: str, membership: Membership) -> None:
        self.address = address
        self.cookies = CookieJar()
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self.cookies), _FollowsNothing()
        )
        self.get("/accounts/login/")
        status, _ = self.post("/accounts/login/", login=membership.user.email, password=PASSWORD)
        assert status == 302

    def get(self, path: str) -> tuple[int, str]:
        return self._ask(urllib.request.Request(self.address + path))

    def post(self, path: str, **fields: str) -> tuple[int, str]:
        token = next(one.value for one in self.cookies if one.name == "csrftoken")
        body = urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": token}).encode()
        return self._ask(urllib.request.Request(self.address + path, data=body))

    def _ask(self, request: urllib.request.Request) -> tuple[int, str]:
        try:
            with self.opener.open(request, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as answer:
            return answer.code, answer.read().decode()


class _FollowsNothing(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: object) -> None:
        return None


@pytest.mark.parametrize(("count", "people"), [(24, 12), pytest.param(200, 20, marks=pytest.mark.heavy)])
def test_many_requests_for_a_room_of_five_make_five_pairs(count, people):
    with transaction.atomic():
        programme = programme_of(max_room=ROOM)
        helper = helper_of(programme, room=ROOM)
        seekers = [seeker_of(programme) for _ in range(count)]
        told_of_all = examine(seekers[0], helper).criteria
        proposals = [
            ProposalFactory(seeker=seeker, helper=helper, criteria=told_of_all) for seeker in seekers
        ]
        coordinators = [MembershipFactory(organisation=programme.lead) for _ in range(people)]
    start = threading.Barrier(people)
    answers: Counter = Counter()
    told: set[str] = set()

    def work(number: int) -> None:
        browser = Browser(address, coordinators[number])
        start.wait(timeout=60)
        for one in proposals[number::people]:
            path = reverse("proposal_decide", args=[one.pk])
            status, page = browser.post(path, act="approve", version="1")
            answers[status] += 1
            if status == 409:
                told.add("has no room left" if "has no room left" in page else page)

    with serving_the_test_database() as address, ThreadPoolExecutor(people) as browsers:
        list(browsers.map(work, range(people)))

    sys.stdout.write(f"{connection.vendor}: {count} requests, room {ROOM}: {dict(answers)}\n")
    assert answers == {302: ROOM, 409: count - ROOM}
    assert told == {"has no room left"}
    assert Pair.objects.filter(state="offered").count() == ROOM
    assert Notice.objects.filter(state="waiting").count() == 2 * ROOM
    assert Decision.objects.count() == Proposal.objects.filter(state="approved").count() == ROOM
