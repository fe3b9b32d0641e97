"""Today: ONE list over everything that can need care, a row for each person, pair or thing.

Many small sources (`care_pairs`, `care_people`, `care_work`) each give (kind, number, tier, day) and nothing
else; one statement puts them together, leaves out what is put off, says who has it, orders, counts and cuts
the page. The order: by tier, then by the day on which it was (or will be) due, then by kind (in the
order of CareKind) and number. What
a row says is read afterwards, for the rows of the page only.
"""

from collections import Counter, OrderedDict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from threading import Lock
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Value

from base.accounts.models import Membership
from desk.enums import CareKind, Tier
from matching.models import Pair

from .care_pairs import about_pairs, concerns
from .care_people import about_people, about_volunteers
from .care_work import about_firms, about_money, about_the_whole
from .watch import RANKS, Rows, Watch

PER_PAGE = 25


class Show(StrEnum):
    """Whose lines: everybody's that are not put off, my own, those put off."""

    ALL = "all"
    MINE = "mine"
    PUT_OFF = "off"


@dataclass(frozen=True)
class CareLine:
    """One row. `day`: when it was or will be due; `assignee`: the number of a membership."""

    kind: CareKind
    about: int
    tier: Tier
    day: date
    snooze: int | None = None
    assignee: int | None = None

    @property
    def key(self) -> str:
        """What it is put off and given by."""
        return f"{self.kind}:{self.about}"


@dataclass(frozen=True)
class CarePage:
    """One page of the list. `by_kind` counts what `show` shows, `by_show` everything; both over all pages."""

    lines: list[CareLine]
    number: int
    total: int
    by_kind: Mapping[CareKind, int] = field(default_factory=dict)
    by_show: Mapping[Show, int] = field(default_factory=dict)


def care_page(
    watch: Watch,
    *,
    show: Show = Show.ALL,
    kind: CareKind | None = None,
    number: int = 1,
    per_page: int = PER_PAGE,
) -> CarePage:
    """The page of this number, the last one if there are fewer. Counted and cut in one statement."""
    page = _read_page(watch, show, kind, max(number, 1), per_page)
    last = max(-(-page.total // per_page), 1)
    return page if page.number <= last else _read_page(watch, show, kind, last, per_page)


def urgency(line: CareLine) -> tuple[Tier, date, int, int]:
    """What the list is ordered by."""
    return line.tier, line.day, RANKS[line.kind], line.about


def line_of(membership: Membership, kind: CareKind, about: int) -> CareLine | None:
    """The line with this key as it stands today, put off or not; None when nothing of the kind is due."""
    watch, kinds = Watch.of(membership), {kind, GIVES_WAY.get(kind, kind)}
    of_kind = (rows.filter(line_about=about) for rows in sources(watch) if _kind_of(rows) in kinds)
    return next((one for one in _read(_together(watch, of_kind)) if one.kind == kind), None)


def lines_of(watch: Watch, keys: Collection[tuple[CareKind, int]]) -> list[CareLine]:
    """Those of these keys that stand today, put off or not; one query, none for no keys."""
    about: dict[CareKind, list[int]] = {}
    for kind, number in keys:
        about.setdefault(kind, []).append(number)
    if not about:
        return []
    parts = ((CareKind(_kind_of(rows)), rows) for rows in sources(watch))
    found = (rows.filter(line_about__in=about[kind]) for kind, rows in parts if kind in about)
    return _read(_together(watch, found))


def lines_about(membership: Membership, pair: Pair, *, on: date | None = None) -> list[CareLine]:
    """What is due about one pair and about its helper's papers, the most urgent first; put off or not."""
    return _read(_everything(Watch.of(membership, on=on, pair=pair)))


def sources(watch: Watch) -> Iterator[Rows]:
    """Every part of the union."""
    yield from about_pairs(watch)
    yield from about_volunteers(watch)
    if watch.pair is not None:
        return
    yield concerns(watch)
    yield from about_people(watch)
    yield from about_firms(watch)
    yield from about_money(watch)
    yield from about_the_whole(watch)


# --- the statement ----------------------------------------------------------------------------------------

#: Who stands in a line of the second kind needs none of the first: both are about the same row.
GIVES_WAY = {CareKind.WAITING: CareKind.LOST, CareKind.OUTSIDE: CareKind.NEW_FAMILY}
_GIVES_WAY = "AND NOT (line_kind = %s AND line_about IN (SELECT line_about FROM due WHERE line_kind = %s))"
#: Of what is told twice (a family waits in two programmes) the more urgent and the earlier stands. A line is
#: out of sight while it is put off and no more urgent than it was then.
_LINES = """
WITH every_line AS ({union}), due AS MATERIALIZED (
  SELECT line_kind, line_about, MIN(line_tier) AS line_tier, MIN(line_day) AS line_day,
    MIN(line_rank) AS line_rank
  FROM every_line GROUP BY line_kind, line_about
), lines AS MATERIALIZED (
  SELECT due.line_kind AS kind, due.line_about AS about, due.line_tier AS tier, due.line_day AS day,
    due.line_rank AS rank, snooze.id AS snooze, membership.id AS assignee
  FROM due
  LEFT JOIN desk_snooze AS snooze ON snooze.key = due.line_kind || ':' || due.line_about
    AND snooze.organisation_id = %s AND snooze.ended_at IS NULL AND snooze.until > %s
    AND snooze.tier <= due.line_tier
  LEFT JOIN desk_assignment AS given ON given.key = due.line_kind || ':' || due.line_about
    AND given.organisation_id = %s AND given.ended_at IS NULL
  LEFT JOIN accounts_membership AS membership ON membership.id = given.assignee_id
    AND membership.ended_at IS NULL
  WHERE 1 = 1 {gives_way}
)
"""
_COLUMNS = "kind, about, tier, day, snooze, assignee"
_ORDER = "ORDER BY tier, day, rank, about"
_WHERE = {
    Show.ALL: "snooze IS NULL",
    Show.MINE: "snooze IS NULL AND assignee = %s",
    Show.PUT_OFF: "snooze IS NOT NULL",
}
#: Rows of the page, then a row for each kind and whose it is, with how many there are.
_PAGE = """
SELECT * FROM (
  SELECT {columns}, 0 AS counted FROM lines WHERE {where} {order} LIMIT %s OFFSET %s
) AS page
UNION ALL
SELECT kind, NULL, NULL, NULL, CASE WHEN snooze IS NULL THEN NULL ELSE 1 END,
  CASE WHEN assignee = %s THEN 1 END, COUNT(*)
FROM lines GROUP BY 1, 5, 6
"""

#: A statement and its parameters.
Statement = tuple[str, list[Any]]
MOST_KNOWN = 64
_known: "OrderedDict[Hashable, Statement | None]" = OrderedDict()
_lock = Lock()


def _read_page(watch: Watch, show: Show, kind: CareKind | None, number: int, per_page: int) -> CarePage:
    given, me = _everything(watch), watch.membership.pk
    if given is None:
        return CarePage([], 1, 0)
    statement, params = given
    where = _WHERE[show]
    narrowed: list[int | str] = [me] if show == Show.MINE else []
    if kind is not None:
        where, narrowed = f"{where} AND kind = %s", [*narrowed, kind.value]
    statement += _PAGE.format(columns=_COLUMNS, where=where, order=_ORDER)
    with connection.cursor() as cursor:
        cursor.execute(statement, [*params, *narrowed, per_page, (number - 1) * per_page, me])
        rows = cursor.fetchall()
    shown = sorted((_line(row) for row in rows if not row[6]), key=urgency)
    by_kind: Counter[CareKind] = Counter()
    by_show: Counter[Show] = Counter()
    for one, _about, _tier, _day, put_off, mine, count in (row for row in rows if row[6]):
        shows = [Show.PUT_OFF] if put_off else [Show.ALL, Show.MINE] if mine else [Show.ALL]
        by_show.update(dict.fromkeys(shows, count))
        if show in shows:
            by_kind[CareKind(one)] += count
    total = by_show[show] if kind is None else by_kind[kind]
    return CarePage(shown, number, total, by_kind, by_show)


def _read(given: Statement | None) -> list[CareLine]:
    """All lines of some sources, put off or not, in their order."""
    if given is None:
        return []
    statement, params = given
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} SELECT {_COLUMNS} FROM lines {_ORDER}", params)  # noqa: S608 - constants
        return [_line(row) for row in cursor.fetchall()]


def _everything(watch: Watch) -> Statement | None:
    """All sources together. For one person, day and set of rules the words of the statement are always the
    same: they are put together once, which costs more than asking it of a small centre."""
    mark = watch.mark
    with _lock:
        if mark in _known:
            _known.move_to_end(mark)
            return _known[mark]
    made = _together(watch, sources(watch))
    with _lock:
        _known[mark] = made
        while len(_known) > MOST_KNOWN:
            _known.popitem(last=False)
    return made


def _together(watch: Watch, parts: Iterable[Rows]) -> Statement | None:
    """The sources as the beginning of a statement; None when none of them can give a line."""
    statements: list[str] = []
    params: list[Any] = []
    for part in parts:
        try:
            statement, of_part = part.query.sql_with_params()
        except EmptyResultSet:
            continue
        statements.append(statement)
        params.extend(of_part)
    if not statements:
        return None
    organisation = watch.membership.organisation_id
    statement = _LINES.format(
        union=" UNION ALL ".join(statements), gives_way=" ".join([_GIVES_WAY] * len(GIVES_WAY))
    )
    ways = (kind.value for way in GIVES_WAY.items() for kind in way)
    return statement, [*params, organisation, watch.on, organisation, *ways]


def _line(row: Sequence[Any]) -> CareLine:
    kind, about, tier, day, snooze, assignee = row[:6]
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return CareLine(CareKind(kind), about, Tier(tier), day, snooze, assignee)


def _kind_of(rows: Rows) -> str:
    kind = rows.query.annotations["line_kind"]
    assert isinstance(kind, Value)  # noqa: S101 - every source goes through `lines`
    return str(kind.value)
