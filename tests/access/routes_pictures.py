"""Pictures and their files: those who match people at a centre, each of their own; nobody else comes in."""

from tests.access.matrix import Row, actors

DESK = {"administrator": 200, "coordinator": 200, "other_coordinator": 200, "other_administrator": 200}
PAGE = actors(otherwise=403, **DESK)
NEVER = actors(otherwise=403, **dict.fromkeys(DESK, 405))
UNKNOWN = actors(otherwise=403, **dict.fromkeys(DESK, 404))

ROWS = [
    Row("pictures", "GET", PAGE),
    Row("pictures", "POST", NEVER),
    Row("picture", "GET", PAGE, args=lambda cast: ["counties"]),
    Row("picture", "GET", PAGE, "of meetings", args=lambda cast: ["meetings"]),
    Row("picture", "GET", PAGE, "of languages", args=lambda cast: ["languages"]),
    Row("picture", "GET", PAGE, "of health", args=lambda cast: ["health"]),
    Row("picture", "GET", UNKNOWN, "of none that there is", args=lambda cast: ["gold"]),
    Row("picture", "POST", NEVER, args=lambda cast: ["counties"]),
    Row("picture_export", "GET", PAGE, args=lambda cast: ["waiting"]),
    Row("picture_export", "GET", UNKNOWN, "of none that there is", args=lambda cast: ["gold"]),
    Row("picture_export", "POST", NEVER, args=lambda cast: ["waiting"]),
]
