"""What Splot has of people, in the words of a sheet: for comparing with a file, and for giving files out."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import MISSING, Field, fields
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from base.places.models import Located

from .columns import Column, Values

#: People read at a time: a database takes only so many words in one question.
PART = 500
OWN_NUMBER = "n:"

M = TypeVar("M", bound=Model)


def people_labelled(people: "QuerySet[M]", labels: Collection[str] | None) -> Iterator[M]:
    """Those of the queryset with these neutral labels, everybody for None; a part at a time, each once."""
    if labels is None:
        yield from people.order_by("number").iterator(chunk_size=PART)
        return
    wanted = sorted(set(labels))
    for start in range(0, len(wanted), PART):
        yield from people.filter(label__in=wanted[start : start + PART]).order_by("number")


def told(values: Mapping[str, Any]) -> Values:
    """Without what is not known: an empty text, list or week says nothing."""
    return {name: value for name, value in values.items() if value not in (None, "", (), frozenset())}


def values_of_person(person: Any) -> Values:
    """What every kind of list tells of somebody, by our columns; texts as in the row, codes as readers give
    them."""
    return {
        "splot_label": person.label,
        "own_number": own_number(person.import_key),
        "phone": person.phone.as_e164 if person.phone else "",
        "email": person.email,
        "channel": person.channel,
        "language": person.language,
        "week": person.week or None,
        "wish_gender": person.wish_gender,
        "wish_strength": person.wish_strength,
        "note": person.note,
    }


def values_of_place(person: Located) -> Values:
    """Where somebody lives."""
    return {"postcode": person.postcode, "place_name": person.place_name}


def own_number(import_key: str) -> str:
    """The centre's own number behind an import key, in capitals: keys hold it folded."""
    return import_key.removeprefix(OWN_NUMBER).upper() if import_key.startswith(OWN_NUMBER) else ""


def cells_of_people(columns: Iterable[Column], values: Mapping[str, Values]) -> dict[str, dict[str, str]]:
    """The same people as texts of the sheet, by label and column, in the active language."""
    readers = {column.name: column.reader for column in columns}
    return {
        label: {name: readers[name].show(value) for name, value in known.items() if name in readers}
        for label, known in values.items()
    }


def empty_of(data: Any, names: Collection[str]) -> Values:
    """What each of these fields of a dataclass holds when nothing is told; "" where something must be."""
    return {one.name: _default(one) for one in fields(data) if one.name in names}


def changed_fields(values: Mapping[str, Any], empty: Mapping[str, Any]) -> Values:
    """What a newer row says of these fields; None empties one."""
    return {
        name: nothing if values[name] is None else values[name]
        for name, nothing in empty.items()
        if name in values
    }


def _default(one: "Field[Any]") -> Any:
    if one.default_factory is not MISSING:
        return one.default_factory()
    return "" if one.default is MISSING else one.default
