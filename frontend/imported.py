"""From labels in a list to the pages of people, and to files of people in the same form."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from base.accounts.models import Membership
from families.queries import households_in_scope
from intake.enums import Kind
from intake.models import Upload
from mentors.queries import mentors_in_scope
from volunteers.queries import volunteers_in_scope


@dataclass(frozen=True)
class Where:
    """Where people of one kind are found, and the names of their list and page."""

    in_scope: Callable[[Membership], QuerySet[Any]]
    list: str
    page: str


WHERE: Mapping[str, Where] = {
    Kind.FAMILIES: Where(households_in_scope, "families", "family"),
    Kind.VOLUNTEERS: Where(volunteers_in_scope, "volunteers", "volunteer"),
    Kind.MENTORS: Where(mentors_in_scope, "mentors", "mentor"),
}


def pages_of_people(membership: Membership, upload: Upload, labels: Collection[str]) -> dict[str, str]:
    """The address of each person's page by label; whoever is out of scope has none."""
    if not labels:
        return {}
    where = WHERE[upload.kind]
    people = where.in_scope(membership).filter(centre=upload.centre_id, label__in=labels)
    return {label: reverse(where.page, args=[pk]) for label, pk in people.values_list("label", "pk")}
