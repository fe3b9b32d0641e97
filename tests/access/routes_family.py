"""The family's own pages, and the coordinator's page that makes the link to them."""

from django.utils import timezone

from activities.domain.planning import plan_meeting
from matching.enums import PairState
from tests.access.matrix import Row, actors, everybody, familys
from tests.factories.activities import MeetingFactory, at
from tests.factories.cast import family_of
from tests.factories.families import HouseholdAccessFactory, household_with
from tests.factories.matching import PairFactory, helper_of, programme_of, seeker_of
from tests.factories.workplace import workplace_pair


def own_family(cast):
    return [family_of(cast).pk]


def own_family_with_a_link(cast):
    family = family_of(cast)
    if not family.accesses.exists():
        HouseholdAccessFactory(household=family)
    return [family.pk]


def link_opened_before(cast):
    HouseholdAccessFactory(household=household_with(centre=cast.centre), token="t" * 43)
    return ["t" * 43]


def link_never_opened(cast):
    household = household_with(centre=cast.centre)
    HouseholdAccessFactory(household=household, token="n" * 43, opened_at=None, pin_hash="")
    return ["n" * 43]


def own_question(cast):
    question = family_of(cast).questions.create(about="call")
    return [question.household_id, question.pk]


def others_question(cast):
    question = household_with(centre=cast.other_centre).questions.create(about="call")
    return [family_of(cast).pk, question.pk]


def pair_of(cast, family, state):
    programme = programme_of(cast.centre)
    return PairFactory(
        seeker=seeker_of(programme, family), helper=helper_of(programme), state=state,
        undo_until=timezone.now(), active_since=timezone.localdate(),
    )  # fmt: skip


def offer(cast):
    return [pair_of(cast, family_of(cast), PairState.HELPER_ACCEPTED).key]


def others_offer(cast):
    return [pair_of(cast, household_with(centre=cast.centre), PairState.HELPER_ACCEPTED).key]


def own_pair(cast):
    return [pair_of(cast, family_of(cast), PairState.ACTIVE).key]


def own_colleague(cast):
    return [workplace_pair(cast, household=family_of(cast)).key]


def others_colleague(cast):
    return [workplace_pair(cast).key]


def ending_pair(cast):
    return [pair_of(cast, family_of(cast), PairState.CLOSING).key]


def own_meeting(cast):
    return [MeetingFactory(pair=pair_of(cast, family_of(cast), PairState.ACTIVE)).pk]


def others_meeting(cast):
    return [MeetingFactory(pair=pair_of(cast, household_with(centre=cast.centre), PairState.ACTIVE)).pk]


def own_plan(cast):
    pair = pair_of(cast, family_of(cast), PairState.ACTIVE)
    return [plan_meeting(pair, start=at(days=3), minutes=60, place="", by=cast.alice).key]


def others_plan(cast):
    pair = pair_of(cast, household_with(centre=cast.centre), PairState.ACTIVE)
    return [plan_meeting(pair, start=at(days=3), minutes=60, place="", by=cast.alice).key]


CONCERN = {"key": "6d8bb6f5-38a5-4bd2-9d6c-d8d5f4ee6de6", "words": "He shouted"}
PIN = {"pin": "271828"}
NEW_PIN = {"pin": "314159", "again": "314159"}

# --- who sees and who changes: written out once, by hand ---

OWN = actors(
    otherwise=403, administrator=200, coordinator=200, other_coordinator=404, other_administrator=404
)
OWN_ACT = OWN | {"administrator": 302, "coordinator": 302}
NOT_POSTED_TO = OWN | dict.fromkeys(
    ("administrator", "coordinator", "other_coordinator", "other_administrator"), 405
)

ROWS = [
    Row("family_way_in", "GET", OWN, args=own_family),
    Row("family_way_in", "POST", NOT_POSTED_TO, args=own_family),
    Row("family_way_in_make", "GET", NOT_POSTED_TO, args=own_family),
    Row("family_way_in_make", "POST", OWN, "shows the link", args=own_family),
    Row("family_way_in_close", "GET", NOT_POSTED_TO, args=own_family),
    Row("family_way_in_close", "POST", OWN_ACT, args=own_family_with_a_link),
    Row("f_open", "GET", everybody(200), args=link_opened_before),
    Row("f_open", "GET", everybody(404), "with a made-up token", args=lambda cast: ["x" * 43]),
    Row("f_open", "POST", everybody(302), "with the PIN", args=link_opened_before, data=lambda cast: PIN),
    Row(
        "f_open", "POST", everybody(422), "with a wrong PIN", args=link_opened_before,
        data=lambda cast: {"pin": "000000"},
    ),
    Row("f_open", "POST", everybody(302), "first", args=link_never_opened, data=lambda cast: NEW_PIN),
    Row("f_open", "POST", everybody(302), "a language", args=link_opened_before,
        data=lambda cast: {"language": "uk"}),
    Row("f_wake", "GET", familys(200)),
    Row("f_wake", "POST", familys(302), data=lambda cast: PIN),
    Row("f_leave", "GET", everybody(405)),
    Row("f_leave", "POST", everybody(200)),
    Row("f_language", "GET", familys(405)),
    Row("f_language", "POST", familys(302), data=lambda cast: {"language": "uk"}),
    Row("family_question_answer", "GET", NOT_POSTED_TO, args=own_question),
    Row("family_question_answer", "POST", OWN_ACT, args=own_question),
    Row(
        "family_question_answer", "POST", OWN | {"administrator": 404, "coordinator": 404},
        "of another family", args=others_question,
    ),
    Row("f_about", "GET", familys(200)),
    Row("f_about", "POST", familys(405)),
    Row("f_step", "GET", familys(200), args=lambda cast: ["needs"]),
    Row("f_step", "GET", familys(404), "of no such name", args=lambda cast: ["money"]),
    Row("f_step", "POST", familys(302), args=lambda cast: ["needs"], data=lambda cast: {"needs": ["work"]}),
    Row("f_pair", "GET", familys(200), args=offer),
    Row("f_pair", "GET", familys(404), "of another family", args=others_offer),
    Row("f_pair", "POST", familys(405), args=offer),
    Row("f_first_weeks", "GET", familys(200), args=own_colleague),
    Row("f_first_weeks", "GET", familys(404), "of a pair not at work", args=own_pair),
    Row("f_first_weeks", "GET", familys(404), "of another family", args=others_colleague),
    Row(
        "f_first_weeks", "POST", familys(302), args=own_colleague,
        data=lambda cast: {"act": "tick", "code": "contract"},
    ),
    Row(
        "f_first_weeks", "POST", familys(404), "of another family", args=others_colleague,
        data=lambda cast: {"act": "tick", "code": "contract"},
    ),
    Row("f_answer", "GET", familys(405), args=offer),
    Row("f_answer", "POST", familys(302), "yes", args=offer, data=lambda cast: {"answer": "yes"}),
    Row("f_answer", "POST", familys(302), "not this time", args=offer),
    Row("f_answer", "POST", familys(404), "for another family", args=others_offer),
    Row("f_end", "GET", familys(200), args=own_pair),
    Row("f_end", "GET", familys(404), "of another family", args=others_offer),
    Row("f_end", "POST", familys(302), args=own_pair),
    Row("f_last_word", "GET", familys(405), args=ending_pair),
    Row("f_last_word", "POST", familys(302), args=ending_pair, data=lambda cast: {"rating": "5"}),
    Row("f_last_word", "POST", familys(404), "for another family", args=others_offer),
    Row("f_rest", "GET", familys(200)),
    Row("f_rest", "POST", familys(302)),
    Row("f_meetings", "GET", familys(200)),
    Row("f_meetings", "POST", familys(405)),
    Row("f_meeting", "GET", familys(200), args=own_meeting),
    Row("f_meeting", "GET", familys(404), "of another family", args=others_meeting),
    Row("f_meeting", "POST", familys(405), args=own_meeting),
    Row("f_confirm", "GET", familys(405), args=own_meeting),
    Row("f_confirm", "POST", familys(302), args=own_meeting),
    Row("f_confirm", "POST", familys(404), "of another family", args=others_meeting),
    Row("f_otherwise", "GET", familys(200), args=own_meeting),
    Row("f_otherwise", "POST", familys(302), args=own_meeting, data=lambda cast: {"happened": "no"}),
    Row("f_otherwise", "POST", familys(404), "of another family", args=others_meeting),
    Row("f_plan", "GET", familys(200), args=own_plan),
    Row("f_plan", "GET", familys(404), "of another family", args=others_plan),
    Row("f_plan", "POST", familys(422), "sent empty", args=own_plan),
    Row("f_call_off", "GET", familys(405), args=own_plan),
    Row("f_call_off", "POST", familys(302), args=own_plan),
    Row("f_call_off", "POST", familys(404), "of another family", args=others_plan),
    Row("f_help", "GET", familys(200)),
    Row("f_help", "POST", familys(302)),
    Row("f_concern", "GET", familys(200)),
    Row("f_concern", "POST", familys(200), data=lambda cast: CONCERN),
    Row("f_home", "GET", familys(200)),
    Row("f_home", "POST", familys(405)),
]  # fmt: skip
