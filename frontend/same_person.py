"""Who is here already: asked once before somebody new is saved, and answered by "somebody else"."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from base.places.folding import fold
from base.places.gazetteer import Place
from intake.domain.sameness.people import e164

#: How many are shown as who somebody may be.
MOST_TWINS = 5
#: The hidden field that names those who were shown and are somebody else.
APART = "apart"
FULL_NAME = ("first_name", "last_name")


@dataclass(frozen=True)
class Twin:
    """Somebody of the centre whom the one about to be saved may be, why, and their page."""

    pk: int
    name: str
    why: str
    url: str


class MayBeKnown(Exception):
    """Nothing is saved before a person has looked at these."""

    def __init__(self, twins: list[Twin]) -> None:
        super().__init__()
        self.twins = twins


def ask_who(
    people: QuerySet[Any],
    data: Any,
    *,
    sent: QueryDict,
    kind: str,
    name: str,
    fields: tuple[str, ...] = FULL_NAME,
) -> None:
    """MayBeKnown when somebody of `people` has the phone or e-mail of `data`, or this name at this post code,
    and the form sent does not say that all of them are somebody else. `kind` is the route of their page,
    `fields` are those of their name."""
    twins = _twins(people, data, kind=kind, name=fold(" ".join(name.split())), fields=fields)
    apart = set(sent.get(APART, "").split(","))
    if any(str(one.pk) not in apart for one in twins):
        raise MayBeKnown(twins)


def _twins(people: QuerySet[Any], data: Any, *, kind: str, name: str, fields: tuple[str, ...]) -> list[Twin]:
    phone, email = e164(data.phone), data.email.strip()
    found: dict[int, Twin] = {}

    def add(rows: Iterable[Any], why: str) -> None:
        for row in rows:
            who = f"{row.label} {getattr(row, 'full_name', '')}".strip()
            found.setdefault(row.pk, Twin(row.pk, who, why, reverse(kind, args=[row.pk])))

    if phone:
        add(people.filter(phone=phone).order_by("number")[:MOST_TWINS], _("has this phone."))
    if email:
        add(people.filter(email__iexact=email).order_by("number")[:MOST_TWINS], _("has this e-mail."))
    if isinstance(data.place, Place) and data.place.postcode and name:
        near = people.filter(postcode=data.place.postcode)
        alike = [pk for pk, theirs in _names(near, fields) if fold(" ".join(theirs.split())) == name]
        rows = near.filter(pk__in=alike).order_by("number")[:MOST_TWINS]
        add(rows, _("has this name and post code."))
    return list(found.values())[:MOST_TWINS]


def _names(people: QuerySet[Any], fields: tuple[str, ...]) -> list[tuple[int, str]]:
    return [(pk, " ".join(words)) for pk, *words in people.values_list("pk", *fields)]
