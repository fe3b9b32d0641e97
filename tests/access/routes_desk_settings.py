"""What a centre sets: coordinators and administrators; what is the administrators' own stays theirs."""

from datetime import date

from django.utils import timezone

from base.notices.domain.wording import set_wording
from base.organisations.models import DayOff
from tests.access.matrix import Row, actors
from tests.access.routes_matching import NEVER, OWN_ACT, PAGE, desk
from tests.factories.matching import programme_of


def own_programme(cast):
    return [programme_of(cast.centre).pk]


def shared_programme(cast):
    return [programme_of(cast.other_centre, cast.centre).pk]


def own_day(cast):
    return [DayOff.objects.create(organisation=cast.centre, on=date(2030, 1, 2), name="fair").pk]


def own_words(cast):
    told = {"subject": "Meet {label}", "body": "{label}", "why": "shorter", "by": cast.alice}
    set_wording(cast.centre, "pair_offered_helper", "pl", **told)
    return OFFER


OFFER = ["pair_offered_helper", "pl"]
CARE = {
    "valid_from": "2099-01-01", "source": "standards", "why": "asked for", "quiet_days": 10,
    "silent_days": 20, "contacts_first_month": 2, "contacts_a_month": 1, "end_notice_days": 30,
    "lapse_days": 30, "lapse_last_days": 7, "agreement_days": 30,
}  # fmt: skip
DAY = {"first": "2027-01-04", "name": "training"}
WORDS = {"subject": "Meet {label}", "body": "{label} waits.", "why": "shorter", "seen": 0}

#: Money reads programmes and so their rules.
READ = desk(200, 404, finance=200)
READ_SHARED = desk(200, 200, finance=200)
#: Everybody their own; administrators colleagues' too.
MY_PAGE = actors(
    otherwise=403, administrator=200, coordinator=200, finance=403, other_coordinator=404,
    other_administrator=404,
)  # fmt: skip

ROWS = [
    Row("settings", "GET", PAGE),
    Row("settings", "POST", NEVER),
    Row("days_off", "GET", PAGE),
    Row("days_off", "POST", desk(302, 302), data=lambda cast: DAY | {"first": str(timezone.localdate())}),
    Row("days_off", "POST", desk(422, 422), "sent empty"),
    Row("day_off_remove", "GET", NEVER, args=own_day),
    Row("day_off_remove", "POST", OWN_ACT, args=own_day, data=lambda cast: {"why": "we work"}),
    Row("staff", "GET", PAGE),
    Row("staff", "POST", NEVER),
    Row(
        "staff_member", "GET", MY_PAGE | {"auditor": 403}, "Alice's, by herself and Ada",
        args=lambda cast: [cast.alice.pk],
    ),
    Row(
        "staff_member", "GET", MY_PAGE | {"coordinator": 403, "finance": 200, "auditor": 403},
        "Filip's, by himself and Ada", args=lambda cast: [cast.filip.pk],
    ),
    Row(
        "staff_member", "GET",
        actors(otherwise=403, administrator=404, coordinator=404, finance=404, auditor=404,
               other_coordinator=404, other_administrator=404),
        "of a volunteer, who is no staff", args=lambda cast: [cast.bob.pk],
    ),
    Row(
        "staff_member", "POST", MY_PAGE | {"administrator": 302, "coordinator": 302, "auditor": 403},
        args=lambda cast: [cast.alice.pk], data=lambda cast: {"languages": "polski C1", "why": "a course"},
    ),
    Row("wordings", "GET", PAGE),
    Row("wordings", "POST", NEVER),
    Row("wording", "GET", PAGE, args=lambda cast: OFFER),
    Row("wording", "GET", desk(404, 404), "of no message", args=lambda cast: ["stranger", "pl"]),
    Row("wording", "GET", desk(404, 404), "in no language", args=lambda cast: ["invitation", "xx"]),
    Row("wording", "POST", desk(302, 302), args=lambda cast: OFFER, data=lambda cast: WORDS),
    Row(
        "wording", "POST", desk(200, 200), "to look only", args=lambda cast: OFFER,
        data=lambda cast: WORDS | {"look": "1"},
    ),
    Row("wording_standard", "GET", NEVER, args=own_words),
    Row(
        "wording_standard", "POST", desk(302, 422), "own words of centre A", args=own_words,
        data=lambda cast: {"why": "confusing"},
    ),
    Row("settings_history", "GET", PAGE),
    Row("settings_history", "POST", NEVER),
    Row("settings_history_export", "GET", PAGE),
    Row("settings_history_export", "POST", NEVER),
    Row("programme_rules", "GET", READ, args=own_programme),
    Row("programme_rules", "GET", READ_SHARED, "of a shared programme", args=shared_programme),
    Row("programme_rules", "POST", NEVER | {"finance": 405}, args=own_programme),
    Row("programme_care", "GET", READ, args=own_programme),
    Row("programme_care", "GET", READ_SHARED, "of a shared programme", args=shared_programme),
    Row("programme_care", "POST", OWN_ACT | {"finance": 403}, args=own_programme, data=lambda cast: CARE),
    Row(
        "programme_care", "POST", desk(403, 302), "led by the other centre", args=shared_programme,
        data=lambda cast: CARE,
    ),
]  # fmt: skip
