"""Who points to a row, in rooms that are not known here: asked of the models themselves."""

from collections.abc import Collection, Iterator, Sequence
from typing import TypeVar

from django.apps import apps
from django.db import models

#: Numbers in one question; a database takes only so many.
PART = 500

T = TypeVar("T")
Parts = Collection[type[models.Model]]


def parts_of(items: Sequence[T], size: int = PART) -> Iterator[Sequence[T]]:
    """The same items, so many at a time."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def pointed_at(model: type[models.Model], keys: Sequence[int], *, own: Parts) -> set[int]:
    """Which of these rows something points to, apart from the rows of their `own` models (members of a
    household) - and which of those something else points to."""
    found: set[int] = set()
    for path, pointing in _pointers(model, frozenset(own)):
        for some in parts_of(keys):
            rows = pointing._base_manager.filter(**{f"{path}__in": some})
            found.update(rows.order_by().values_list(path, flat=True).distinct())
    return found


def _pointers(
    model: type[models.Model], own: frozenset[type[models.Model]], path: str = ""
) -> Iterator[tuple[str, type[models.Model]]]:
    """Each foreign key of others that leads here, through own rows too: (path to the key, its model)."""
    for other in apps.get_models(include_auto_created=True):
        for key in other._meta.concrete_fields:
            if not key.is_relation or key.related_model is not model:
                continue
            way = f"{key.name}__{path}" if path else key.name
            if other in own:
                yield from _pointers(other, own - {other}, way)
            else:
                yield way, other
