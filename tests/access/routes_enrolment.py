"""Whole lists into a programme at once."""

from tests.access.matrix import Row, actors
from tests.factories.matching import programme_of


def own_programme(cast):
    return [programme_of(cast.centre).pk]


ACT = actors(
    otherwise=403, administrator=302, coordinator=302, other_coordinator=404, other_administrator=404
)
ONLY_READ = {actor: 405 if answer in (302, 404) else answer for actor, answer in ACT.items()}

ROWS = [
    Row("programme_enrol", "GET", ONLY_READ, args=own_programme),
    Row(
        "programme_enrol", "POST", ACT, "programme", args=own_programme, data=lambda cast: {"side": "seekers"}
    ),
]
