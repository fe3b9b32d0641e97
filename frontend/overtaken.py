"""A form that a colleague has overtaken: field by field, what is saved now and what was typed here."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.db import models
from django.utils.translation import gettext as _

from base.audit.queries import history_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: Longer words are cut: the whole stands in the field below.
MOST_CHARACTERS = 160


@dataclass(frozen=True)
class Difference:
    """One field: what is saved now, and what was typed, in words."""

    label: "StrOrPromise"
    now: str
    typed: str


@dataclass(frozen=True)
class Overtaken:
    """Who saved last and when, and every field in which that differs from what was typed."""

    who: str
    when: datetime | None
    differences: tuple[Difference, ...]


def overtaken(form: forms.Form, rows: Any, person: models.Model) -> Overtaken:
    """Of a form that was sent; its `initial` is what is saved now. `rows`: the formset inside it, or None."""
    last = history_of(person).filter(act__endswith=".revised").first()
    found = [*_fields(form), *(_rows(rows) if rows is not None else ())]
    return Overtaken(last.actor_label if last else "", last.at if last else None, tuple(found))


def _fields(form: forms.Form) -> Iterator[Difference]:
    for name in form.changed_data:
        bound = form[name]
        if not bound.is_hidden:
            yield Difference(
                bound.label, words(bound.field, bound.initial), words(bound.field, bound.value())
            )


def _rows(rows: Any) -> Iterator[Difference]:
    if rows.has_changed():
        told = [one.initial.get("first_name") or _("somebody") for one in rows.initial_forms]
        typed = [
            one["first_name"].value() or _("somebody")
            for one in rows.forms
            if one.has_changed() or one.initial
        ]
        yield Difference(_("Who they are"), ", ".join(told), ", ".join(typed))


def words(field: forms.Field, value: Any) -> str:
    """A value as the form shows it: choices by their names, yes and no, the rest as it is written."""
    if isinstance(field, forms.BooleanField):
        return _("yes") if value and value != "False" else _("no")
    if isinstance(value, (list, tuple, set, frozenset)):
        return ", ".join(filter(None, (words(field, one) for one in value))) or "–"
    choices = dict(_flat(getattr(field, "choices", ())))
    text = str(choices.get(str(value), "" if value is None else value)).strip()
    return f"{text[:MOST_CHARACTERS]}…" if len(text) > MOST_CHARACTERS else text or "–"


def _flat(choices: Iterable[Any]) -> Iterator[tuple[str, str]]:
    for value, label in choices:
        if isinstance(label, (list, tuple)):
            yield from _flat(label)
        else:
            yield str(value), str(label)
