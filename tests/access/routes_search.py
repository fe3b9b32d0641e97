"""Search, saved filters, acts on many."""

from tests.access.matrix import Row
from tests.access.routes_people import ONLY_READ, STAFF_PAGE

ROWS = [
    Row("search", "GET", STAFF_PAGE),
    Row("search", "POST", ONLY_READ),
    Row("search_hits", "GET", STAFF_PAGE),
    Row("search_hits", "POST", ONLY_READ),
    Row("search_export", "GET", STAFF_PAGE),
    Row("search_export", "POST", ONLY_READ),
]
