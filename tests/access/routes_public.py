"""Pages for everybody."""

from tests.access.matrix import Row, everybody

ROWS = [
    Row("credits", "GET", everybody(200)),
    Row("credits", "POST", everybody(200), "shows the same"),
    Row("style", "GET", everybody(200)),
    Row("style", "POST", everybody(200), "shows the same"),
]
