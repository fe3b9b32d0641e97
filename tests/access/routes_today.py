"""One line of Today, what is decided about it, and the rules it follows: for those who work with people."""

from datetime import timedelta

from django.utils import timezone

from desk.domain.care import assign, put_off
from desk.enums import CareKind
from desk.queries.care import line_of
from tests.access.matrix import Row
from tests.access.routes_matching import NEVER, OWN_ACT, OWN_PAGE, PAGE
from tests.frontend.activities import pair_at


def suspended(cast):
    """A line of centre A: its pair is suspended."""
    return ["suspended", pair_at(cast.centre, state="suspended", suspended_from="active").pk]


def _line(cast):
    kind, pk = suspended(cast)
    return line_of(cast.ada, CareKind(kind), pk), [kind, pk]


def put_off_by_ada(cast):
    line, args = _line(cast)
    put_off(line, until=timezone.localdate() + timedelta(days=2), reason="Away", by=cast.ada)
    return args


def given_to_alice(cast):
    line, args = _line(cast)
    assign(line, to=cast.alice, by=cast.ada)
    return args


def in_two_days(cast):
    return {"until": (timezone.localdate() + timedelta(days=2)).isoformat(), "reason": "They are away"}


ROWS = [
    Row("today_rules", "GET", PAGE),
    Row("today_rules", "POST", NEVER),
    Row("care_line", "GET", OWN_PAGE, args=suspended),
    Row("care_line", "POST", NEVER, args=suspended),
    Row("care_put_off", "GET", NEVER, args=suspended),
    Row("care_put_off", "POST", OWN_ACT, args=suspended, data=in_two_days),
    Row("care_take_up", "GET", NEVER, args=suspended),
    Row("care_take_up", "POST", OWN_ACT, args=put_off_by_ada),
    Row("care_assign", "GET", NEVER, args=suspended),
    Row("care_assign", "POST", OWN_ACT, args=suspended, data=lambda cast: {"to": cast.alice.pk}),
    Row("care_give_back", "GET", NEVER, args=suspended),
    Row("care_give_back", "POST", OWN_ACT, args=given_to_alice),
]
