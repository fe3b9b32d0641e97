"""What every list of people shares: filters in the query string, a sort, pages, and the way to its files."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from frontend.exports import files_of
from frontend.paging import Option, chosen_sort, paginate, query_string

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Choices = Iterable[tuple[str, "StrOrPromise"]]


class FilterForm(forms.Form):
    """Filters as they stand in the query string; a value that makes no sense narrows nothing.

    `boxes` are shown as fields, `chips` (name, label of the group) as links.
    """

    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    boxes: Sequence[str] = ("q",)
    chips: Mapping[str, "StrOrPromise"] = {}

    def __init__(self, data: Mapping[str, Any], **choices: Choices) -> None:
        super().__init__(data)
        for name, options in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared so
            first = [("", _("all"))] if name in self.boxes else []
            field.choices = [*first, *options]
        self.full_clean()

    def chosen(self, name: str) -> str:
        """The filter's value, "" when it narrows nothing."""
        return str(self.cleaned_data.get(name) or "")

    def box_fields(self) -> list[forms.BoundField]:
        """The filters shown as fields, in their order."""
        return [self[name] for name in self.boxes]

    def chip_groups(self) -> list[tuple[str, "StrOrPromise", list[Option]]]:
        """(name, label, options) of every filter shown as chips."""
        groups = []
        for name, label in self.chips.items():
            choices: Any = self[name].field.widget.choices
            groups.append((name, label, [Option(str(value), word) for value, word in choices if value]))
        return groups


@dataclass(frozen=True)
class Listing:
    """One list as its page shows it. `kept` are filters that stand outside the form, `files` the exports."""

    page: "Page[Any]"
    filters: FilterForm
    sort: str
    kept: Sequence[tuple[str, str]]
    files: Sequence[tuple[str, str]]
    is_narrowed: bool

    @property
    def total(self) -> int:
        """How many rows there are on all pages."""
        return self.page.paginator.count


def sort_of(request: HttpRequest, sorts: Mapping[str, Any], default: str) -> str:
    """The sort the query asks for, when the list knows it."""
    return chosen_sort(request, [key for key in sorts if not key.startswith("-")], default)


def listing(
    request: HttpRequest,
    rows: QuerySet[Any],
    filters: FilterForm,
    *,
    sort: str,
    dress: Callable[[QuerySet[Any]], QuerySet[Any]] | None = None,
) -> Listing:
    """The page of these rows, already narrowed and sorted.

    `dress` adds what a row shows to the rows of this page only: with thousands of people, counting their
    households before the page is cut would be most of the work.
    """
    kept = [(name, filters.chosen(name)) for name in filters.chips if filters.chosen(name)]
    if "sort" in request.GET:
        kept.append(("sort", sort))
    is_narrowed = any(filters.chosen(name) for name in filters.fields)
    page = paginate(request, rows)
    if dress is not None:
        order = list(cast("QuerySet[Any]", page.object_list).values_list("pk", flat=True))
        dressed = dress(rows.model._default_manager.filter(pk__in=order))
        page.object_list = sorted(dressed, key=lambda row: order.index(row.pk))
    return Listing(page, filters, sort, kept, files_of(request), is_narrowed)


def show_list(request: HttpRequest, template: str, found: Listing, **context: Any) -> HttpResponse:
    """The list's page; for htmx the address stays the short one, without empty filters."""
    response = render(request, template, {"listing": found, **context})
    if request.headers.get("HX-Request"):
        bare = {key: None for key, value in request.GET.items() if not value}
        query = query_string(request.GET, **bare)
        response["HX-Push-Url"] = request.path + (query if query != "?" else "")
    return response
