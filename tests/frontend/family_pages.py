"""Every page a family can come to, with somebody in each situation: for tests that look at all of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from activities.domain.one_touch import token_for_meeting, token_for_plan
from activities.domain.planning import plan_meeting
from activities.domain.talk import hide_message
from activities.models import MeetingWord
from base.audit.domain.records import record
from base.places.week import Week
from families.models import Household
from frontend.family_steps import STEPS
from matching.enums import PairSide, PairState
from matching.models import Pair, PairLife
from tests.clients import client_of_family
from tests.factories.activities import MeetingFactory, at
from tests.factories.cast import Cast
from tests.factories.families import EmploymentFactory, HouseholdAccessFactory, household_with
from tests.factories.matching import PairFactory, helper_of, programme_of, seeker_of
from tests.factories.mentors import mentor_with
from tests.factories.talk import WRITERS, said
from tests.factories.volunteers import volunteer_with
from tests.factories.workplace import workplace_pair

#: Of helpers, of coordinators, and of another family: never on a family's page.
CANARIES = (
    "Tajemniczak", "600777888", "600 777 888", "tajemnica@example.org", "Uwaga-dla-koordynacji",
    "Notatka-pomocy", "Kanarkowa", "600555111", "600 555 111", "Zlotoptak", "canary@example.org",
)  # fmt: skip
OTHERS = {
    "contact_name": "Kanarkowa", "phone": "+48600555111", "address": "Zlotoptak 9",
    "email": "canary@example.org",
}  # fmt: skip


@dataclass(frozen=True)
class Page:
    """One page as one family sees it: its address, what is posted to it, and its answer."""

    name: str
    household: Household | None
    url: str
    posted: Mapping[str, Any] | None = None
    status: int = 200
    reader: Household | None = None  # of a message, whose language a page without a log-in speaks

    def answer(self, client: Client) -> Any:
        """What this browser gets."""
        response = client.get(self.url) if self.posted is None else client.post(self.url, self.posted)
        assert response.status_code == self.status, (self.name, response.status_code)
        return response

    def client(self, language: str) -> Client:
        """The family's own browser, or a stranger's, in this language."""
        if self.household is not None:
            self.household.accesses.update(language=language)
            return client_of_family(self.household, language=language)
        if self.reader is not None:
            Household.objects.filter(pk=self.reader.pk).update(language=language)
        client = Client(headers={"accept-language": language})
        client.cookies["django_language"] = language
        return client


def family_pages(cast: Cast) -> list[Page]:
    """Four families (new, asked, meeting, at the end) and a link, and every page they can see."""
    cast.centre.phone = "+48123456789"
    cast.centre.save()
    household_with(centre=cast.centre, **OTHERS)
    new = household_with(centre=cast.centre, consent=False, needs=frozenset(), week=Week.empty())
    asked, meets, ends, rests = (
        household_with(centre=cast.centre, children=1, note="Uwaga-dla-koordynacji") for _ in range(4)
    )
    rests.state = "paused"
    rests.save()
    by, scope = cast.alice, {"organisation_id": cast.centre.pk}
    record("families.household.read", by=by, on=asked, **scope)
    offer = _pair(cast, asked, PairState.HELPER_ACCEPTED)
    pair = _pair(cast, meets, PairState.ACTIVE)
    over = _pair(cast, ends, PairState.CLOSING)
    return [
        *_door(cast),
        *_steps(new, asked),
        *_of_the_pair(asked, offer, meets, pair, ends, over),
        *_meetings(cast, meets, pair),
        *_at_work(cast),
        *_talks(meets, pair, ends, over),
        Page("home, nothing told", new, reverse("f_home")),
        Page("home, resting", rests, reverse("f_home")),
        Page("about", asked, reverse("f_about")),
        Page("rest, looking", new, reverse("f_rest")),
        Page("rest, resting", rests, reverse("f_rest")),
        Page("help", meets, reverse("f_help")),
        Page("concern", meets, reverse("f_concern")),
        Page("concern, empty", meets, reverse("f_concern"), {"words": "", "key": KEY}, 422),
        Page("concern, told", meets, reverse("f_concern"), {"words": "…", "key": KEY}),
        Page("nothing", new, reverse("f_step", args=["money"]), status=404),
        Page("refused", new, reverse("f_step", args=["agree-sharing"]), {"answer": "back"}, 409),
    ]


KEY = "6d8bb6f5-38a5-4bd2-9d6c-d8d5f4ee6de6"


def _door(cast: Cast) -> list[Page]:
    HouseholdAccessFactory(household=household_with(centre=cast.centre), token="t" * 43)
    fresh = household_with(centre=cast.centre)
    HouseholdAccessFactory(household=fresh, token="n" * 43, opened_at=None, pin_hash="")
    known, new = reverse("f_open", args=["t" * 43]), reverse("f_open", args=["n" * 43])
    return [
        Page("link", None, known),
        Page("pin", None, known, {"go": "1"}),
        Page("pin, wrong", None, known, {"pin": "000001"}, 422),
        Page("pin, the first time", None, new, {"go": "1"}),
        Page("pin, easy", None, new, {"pin": "111111", "again": "111111"}, 422),
        Page("closed", None, reverse("f_home"), status=403),
        Page("left", None, reverse("f_leave"), {}),
    ]


def _steps(new: Household, asked: Household) -> list[Page]:
    urls = {step.key: reverse("f_step", args=[step.key]) for step in STEPS}
    return [
        *(Page(f"step {key}", new, url) for key, url in urls.items()),
        *(Page(f"step {key}, singly", asked, f"{url}?singly=1") for key, url in urls.items()),
        Page("step needs, empty", new, urls["needs"], {}, 422),
        Page("step languages, empty", new, urls["languages"], {"another": "ka"}, 422),
        Page("step week, wrong", new, urls["week"], {"from_0": "20:00", "to_0": "17:00"}, 422),
    ]


def _of_the_pair(
    asked: Household, offer: Pair, meets: Household, pair: Pair, ends: Household, over: Pair
) -> list[Page]:
    return [
        Page("home, asked", asked, reverse("f_home")),
        Page("offer", asked, reverse("f_pair", args=[offer.key])),
        Page("pair", meets, reverse("f_pair", args=[pair.key])),
        Page("end", meets, reverse("f_end", args=[pair.key])),
        Page("rest, meeting", meets, reverse("f_rest")),
        Page("last word", ends, reverse("f_pair", args=[over.key])),
        Page("last word, empty", ends, reverse("f_last_word", args=[over.key]), {}, 422),
    ]


def _at_work(cast: Cast) -> list[Page]:
    colleague = household_with(centre=cast.centre)
    mentor = mentor_with(
        participation__centre=cast.centre, first_name="Марек", last_name="Tajemniczak", shift="early",
        email="tajemnica@example.org", note="Uwaga-dla-koordynacji",
    )  # fmt: skip
    EmploymentFactory(
        member=colleague.members.get(is_contact=True), employer=mentor.participation.employer, shift="late"
    )
    pair = workplace_pair(cast, household=colleague, mentor=mentor)
    weeks = reverse("f_first_weeks", args=[pair.key])
    return [
        Page("home, at work", colleague, reverse("f_home")),
        Page("pair, at work", colleague, reverse("f_pair", args=[pair.key])),
        Page("first weeks", colleague, weeks),
        Page("first weeks, no such line", colleague, weeks, {"act": "tick", "code": "x"}, 409),
    ]


def _talks(meets: Household, pair: Pair, ends: Household, over: Pair) -> list[Page]:
    said(pair, PairSide.FAMILY, phrase="hello")
    theirs = said(pair, PairSide.HELPER, phrase="late_10")
    hide_message(said(pair, PairSide.HELPER, phrase="thanks"), by=WRITERS[PairSide.COORDINATOR])
    said(pair, PairSide.COORDINATOR, phrase="how_is_it")
    talk = reverse("f_talk", args=[pair.key])
    report = reverse("f_talk_report", args=[pair.key, theirs.pk])
    return [
        Page("talk", meets, talk),
        Page("talk, a number", meets, talk, {"words": "600 100 200", "key": KEY}, 422),
        Page("talk, nothing written", ends, reverse("f_talk", args=[over.key])),
        Page("talk, report", meets, report),
    ]


def _meetings(cast: Cast, meets: Household, pair: Pair) -> list[Page]:
    waits = MeetingFactory(pair=pair, note="Notatka-pomocy", activities=["talk", "walk", "playground"])
    agreed = MeetingFactory(pair=pair, start=at(days=-8), state="confirmed", note="Notatka-pomocy")
    MeetingWord.objects.create(meeting=agreed, side=PairSide.FAMILY, confirmed=True, by_label="K-1")
    for number, state in enumerate(("disputed", "for_review", "withdrawn", "logged")):
        MeetingFactory(pair=pair, start=at(days=-15 - number), state=state)
    plan = plan_meeting(pair, start=at(days=3), minutes=60, place="", by=cast.alice)
    was_it_so, did_you = (
        reverse("one_touch", args=[token])
        for token in (
            token_for_meeting(waits, side=PairSide.FAMILY),
            token_for_plan(plan, side=PairSide.FAMILY),
        )
    )
    otherwise, moved = reverse("f_otherwise", args=[waits.pk]), reverse("f_plan", args=[plan.key])
    return [
        Page("home, meeting", meets, reverse("f_home")),
        Page("meetings", meets, reverse("f_meetings")),
        Page("meeting", meets, reverse("f_meeting", args=[waits.pk])),
        Page("meeting, confirmed", meets, reverse("f_meeting", args=[agreed.pk])),
        Page("otherwise", meets, otherwise),
        Page("otherwise, empty", meets, otherwise, {}, 422),
        Page("otherwise, the same", meets, otherwise, {"happened": "yes"}, 422),
        Page("one touch, was it so", None, was_it_so, reader=meets),
        Page("one touch, did you meet", None, did_you, reader=meets),
        Page("one touch, wrong", None, was_it_so, {"answer": "other"}, 422, reader=meets),
        Page("plan", meets, moved),
        Page("plan, past", meets, moved, {"day": "2020-01-01", "hour": "10:00"}, 422),
    ]


def _pair(cast: Cast, household: Household, state: PairState) -> Pair:
    programme = programme_of(cast.centre)
    PairLife.objects.create(programme=programme, coordinator_at_first_meeting=True)
    volunteer = volunteer_with(
        centre=cast.centre, first_name="Марта", last_name="Tajemniczak", phone="+48600777888",
        email="tajemnica@example.org", note="Uwaga-dla-koordynacji",
    )  # fmt: skip
    today = timezone.localdate()
    met = {} if state == PairState.HELPER_ACCEPTED else {"active_since": today, "first_met_on": today}
    return PairFactory(
        seeker=seeker_of(programme, household), helper=helper_of(programme, volunteer), state=state,
        undo_until=timezone.now(), answer_by=today + timedelta(days=6), **met,
    )  # fmt: skip
