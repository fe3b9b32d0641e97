"""What open pages ask: what has changed, and whether a form has been overtaken; each of their own things."""

from tests.access.matrix import Row, actors
from tests.factories.families import household_with


def own_family(cast):
    return [f"family:{household_with(centre=cast.centre).pk}", 1]


ROWS = [
    Row("live_now", "GET", actors(otherwise=200)),
    Row("live_now", "POST", actors(otherwise=405)),
    Row("edited", "GET", actors(otherwise=404, administrator=200, coordinator=200), args=own_family),
    Row("edited", "POST", actors(otherwise=405), args=own_family),
]
