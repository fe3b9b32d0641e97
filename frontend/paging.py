"""What lists share: pages, sorting, and query strings that stay the same for the same state."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise, cached_property

PER_PAGE = 25
MOST_COUNTED = 10_000


@dataclass(frozen=True)
class Option:
    """One filter: its value in the query string, its word, and how many rows it would leave."""

    value: str
    label: str | Promise
    count: int | None = None


class LongPaginator(Paginator[Any]):
    """Pages of a list that may be very long: it counts and shows MOST_COUNTED rows, and says that there are
    more. Counting a million rows takes longer than anybody reads on."""

    @cached_property
    def is_cut(self) -> bool:
        """Whether there are more rows than it shows."""
        return self._found > MOST_COUNTED

    @cached_property
    def count(self) -> int:
        """The rows it shows."""
        return min(self._found, MOST_COUNTED)

    @cached_property
    def _found(self) -> int:
        rows = cast("QuerySet[Any]", self.object_list)
        return rows[: MOST_COUNTED + 1].count()


class SearchPaginator(Paginator[Any]):
    """Pages of a search. To find takes longest: the numbers of all that fit are read once and counted, and of
    a page its rows are read by their numbers."""

    @cached_property
    def _numbers(self) -> list[int]:
        return list(cast("QuerySet[Any]", self.object_list).values_list("pk", flat=True))

    @cached_property
    def count(self) -> int:
        """How many fit."""
        return len(self._numbers)

    def page(self, number: int | str) -> Page[Any]:
        """The rows of one page, in the order of the list."""
        page = super().page(number)
        first = (page.number - 1) * self.per_page
        numbers = self._numbers[first : first + self.per_page]
        page.object_list = cast("QuerySet[Any]", self.object_list).filter(pk__in=numbers)
        return page


def paginate(
    request: HttpRequest,
    rows: QuerySet[Any] | Sequence[Any],
    per_page: int = PER_PAGE,
    *,
    name: str = "page",
    pages: type[Paginator[Any]] = Paginator,
    known: int | None = None,
) -> "Page[Any]":
    """The page that ?page= asks for; a number that makes no sense gives the first, one too high the last.
    A second list on the same page has a `name` of its own in the query. `known`: how many rows there are,
    where the page has counted them already."""
    paginator = pages(rows, per_page)
    if known is not None:
        vars(paginator)["count"] = known
    return paginator.get_page(request.GET.get(name))


def chosen_sort(request: HttpRequest, allowed: Sequence[str], default: str) -> str:
    """The sort that ?sort= asks for ("name" or "-name"), when its key is allowed; else the default."""
    asked = request.GET.get("sort", "")
    return asked if asked.removeprefix("-") in allowed else default


def query_string(query: QueryDict, **changes: object) -> str:
    """The query with changes made (None removes a key), keys in order of the alphabet: "?a=1&b=2", or "?"."""
    merged = query.copy()
    for key, value in changes.items():
        if value is None:
            merged.pop(key, None)
        else:
            merged[key] = str(value)
    ordered = QueryDict(mutable=True)
    for key in sorted(merged):
        ordered.setlist(key, merged.getlist(key))
    return f"?{ordered.urlencode()}"
