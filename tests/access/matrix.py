"""The language of the access matrix.

Each `routes_<subject>.py` in this folder holds `ROWS`, written by hand from the policy: one Row per route,
method and object, and what each actor gets. Every route needs rows for GET and for POST.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.factories.cast import Cast

ACTORS = (
    "anonymous",
    "administrator",
    "coordinator",
    "finance",
    "auditor",
    "volunteer",
    "mentor",
    "employer",
    "family",
    "other_coordinator",
    "other_administrator",
    "ended",
    "household",
)

#: Sent to the log-in page.
LOGIN = "login"

Answer = int | str


@dataclass(frozen=True)
class Row:
    """A request and what each actor is answered: a status, or LOGIN.

    `args` are asked once and `data` anew for every actor, with the told cast; what an actor changes is undone
    before the next one. `json`: the data go as JSON, not as a form.
    """

    route: str
    method: str
    expected: Mapping[str, Answer]
    about: str = ""
    args: Callable[[Cast], list[Any]] = lambda cast: []
    data: Callable[[Cast], dict[str, Any]] = lambda cast: {}
    json: bool = False

    def __str__(self) -> str:
        return " ".join(filter(None, [self.method, self.route, self.about]))


def familys(answer: Answer, *, otherwise: Answer = 403) -> dict[str, Answer]:
    """A page of the family's own: open to a family that came in by link and PIN, closed to everybody else."""
    return everybody(otherwise) | {"household": answer}


def everybody(answer: Answer) -> dict[str, Answer]:
    """The same for all actors."""
    return dict.fromkeys(ACTORS, answer)


def actors(*, otherwise: Answer, **differing: Answer) -> dict[str, Answer]:
    """A page behind a door: the anonymous go to the log-in, as does a family that came in by its own link; an
    ended role gets 403; the rest as told."""
    unknown = set(differing) - set(ACTORS)
    assert not unknown, f"no such actors: {unknown}"
    return {**everybody(otherwise), "anonymous": LOGIN, "household": LOGIN, "ended": 403, **differing}
