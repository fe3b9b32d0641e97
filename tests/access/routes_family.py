"""The family's own pages, and the coordinator's page that makes the link to them."""

from tests.access.matrix import Row, actors, everybody, familys
from tests.factories.cast import family_of
from tests.factories.families import HouseholdAccessFactory, household_with


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
    Row("f_home", "GET", familys(200)),
    Row("f_home", "POST", familys(405)),
]  # fmt: skip
