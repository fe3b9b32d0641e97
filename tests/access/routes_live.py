"""Who may ask what has changed: everybody with a current role, each of their own things."""

from tests.access.matrix import Row, actors

ROWS = [
    Row("live_now", "GET", actors(otherwise=200)),
    Row("live_now", "POST", actors(otherwise=405)),
]
