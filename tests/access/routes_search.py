"""Search, saved filters, acts on many."""

import uuid

from desk.models import BulkAct, SavedFilter
from tests.access.matrix import Row
from tests.access.routes_people import ONLY_READ, OWN_ACT, OWN_PAGE, STAFF_ACT, STAFF_PAGE, own_family

NO_LIST = STAFF_PAGE | dict.fromkeys(
    ("administrator", "coordinator", "other_coordinator", "other_administrator"), 404
)
SENTENCE = {actor: 422 if answer == 200 else answer for actor, answer in STAFF_PAGE.items()}
NOT_OWNER = OWN_ACT | {"administrator": 409, "coordinator": 302}


def kept(cast):
    return [
        SavedFilter.objects.create(
            owner=cast.alice, page="families", name="Ours", query="q=x", shared=True
        ).pk
    ]


def own_act(cast):
    act = BulkAct.objects.create(
        organisation=cast.centre, asked_by=cast.alice, page="families", act="resume", keys=own_family(cast),
        press=uuid.uuid4().hex, state="failed",
    )  # fmt: skip
    return [act.pk]


def asking(cast):
    return {"act": "pause", "keys": str(own_family(cast)[0]), "reason": "Holidays", "press": uuid.uuid4().hex}


ROWS = [
    Row("search", "GET", STAFF_PAGE),
    Row("search", "POST", ONLY_READ),
    Row("search_hits", "GET", STAFF_PAGE),
    Row("search_hits", "POST", ONLY_READ),
    Row("search_export", "GET", STAFF_PAGE),
    Row("search_export", "POST", ONLY_READ),
    Row("filters", "GET", STAFF_PAGE),
    Row("filters", "POST", ONLY_READ),
    Row("filter_keep", "GET", ONLY_READ, args=lambda cast: ["families"]),
    Row(
        "filter_keep", "POST", STAFF_ACT, args=lambda cast: ["families"],
        data=lambda cast: {"name": "Long wait", "query": "waits=60"},
    ),
    Row("filter_keep", "POST", NO_LIST, "of no list", args=lambda cast: ["nothing"]),
    Row("filter_change", "GET", ONLY_READ, args=kept),
    Row("filter_change", "POST", NOT_OWNER, args=kept, data=lambda cast: {"name": "Other"}),
    Row("filter_delete", "GET", ONLY_READ, args=kept),
    Row("filter_delete", "POST", OWN_ACT, args=kept),
    Row("bulk_preview", "GET", NO_LIST, "without an act", args=lambda cast: ["families"]),
    Row("bulk_preview", "GET", NO_LIST, "of a list without acts", args=lambda cast: ["pairs"]),
    Row("bulk_preview", "POST", ONLY_READ, args=lambda cast: ["families"]),
    Row("bulk_start", "GET", ONLY_READ, args=lambda cast: ["families"]),
    Row(
        "bulk_start", "POST", STAFF_ACT | {"other_coordinator": 422, "other_administrator": 422},
        args=lambda cast: ["families"], data=asking,
    ),
    Row(
        "bulk_start", "POST", SENTENCE, "of nobody",
        args=lambda cast: ["families"], data=lambda cast: asking(cast) | {"keys": ""},
    ),
    Row("bulk", "GET", OWN_PAGE, args=own_act),
    Row("bulk", "POST", ONLY_READ, args=own_act),
    Row("bulk_resume", "GET", ONLY_READ, args=own_act),
    Row("bulk_resume", "POST", OWN_ACT, args=own_act),
]  # fmt: skip
