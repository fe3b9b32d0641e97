"""The API of a helper's phone: volunteers and mentor-employees, about their own pairs; no page ever."""

from uuid import UUID, uuid4

from activities.domain.meetings import log_meeting
from matching.enums import PairSide
from tests.access.matrix import Row, everybody
from tests.factories.activities import at, draft, meeting_pair

NUMBER = UUID("5b3c0c8e-6a0e-4b9c-9f6d-0d6d5f0f7b11")


def helpers(status: int, *, otherwise: int = 403) -> dict[str, int]:
    """Helpers get in; who is not logged in gets 401 instead of a page; a family's own way in is none here."""
    return everybody(otherwise) | {
        "volunteer": status,
        "mentor": status,
        "anonymous": 401,
        "household": 401,
    }


def bobs(status: int, foreign: int) -> dict[str, int]:
    return helpers(foreign) | {"volunteer": status}


def log(cast) -> dict:
    pair = meeting_pair(cast.bob)
    return {"pair": str(pair.key), "start": at(days=-1).isoformat(), "minutes": 60, "activities": ["talk"]}


def sent_by_bob(cast) -> list:
    log_meeting(meeting_pair(cast.bob), entry_id=NUMBER, draft=draft(), side=PairSide.HELPER, by=cast.bob)
    return [NUMBER]


ROWS = [
    Row("api_roster", "GET", helpers(200)),
    Row("api_roster", "POST", helpers(405), json=True),
    Row("api_entries", "GET", helpers(405)),
    Row("api_entries", "POST", helpers(200), json=True, data=lambda cast: {"entries": []}),
    Row("api_entries", "POST", helpers(400), "without its list", json=True),
    Row("api_entries", "POST", helpers(415), "as a form", data=lambda cast: {"entries": "[]"}),
    Row("api_entry", "GET", bobs(200, 404), "of somebody", args=sent_by_bob),
    Row("api_entry", "GET", helpers(404), "unknown", args=lambda cast: [uuid4()]),
    Row("api_entry", "POST", helpers(405), args=lambda cast: [NUMBER], json=True),
    Row("api_entry", "PUT", bobs(201, 404), args=lambda cast: [uuid4()], data=log, json=True),
    Row("api_schema", "GET", everybody(200)),
    Row("api_schema", "POST", everybody(405), json=True),
]
