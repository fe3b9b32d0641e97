"""Mentor-employees as a list tells of them: what Splot has, and what a newer list changes."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from base.audit.actor import Actor
from base.organisations.models import Organisation
from mentors.domain.bulk import revise_mentors
from mentors.domain.mentors import MentorData, data_of
from mentors.models import MentorEmployee

from . import common_columns as common
from .columns import Registered, Values
from .employers import employers_of
from .known_people import changed_fields, empty_of, people_labelled, told, values_of_person

PLAIN = (
    "first_name", "last_name", "gender", "phone", "email", "channel", "language", "languages", "job_title",
    "trade", "week", "room", "note",
)  # fmt: skip
EMPTY: Mapping[str, Any] = empty_of(MentorData, PLAIN)

STAYS = _(
    "{label} stays with the employer they were added at. See them off there, and add them anew at the other."
)


def values_of(centre: Organisation, labels: Collection[str] | None = None) -> dict[str, Values]:
    """What Splot has of these mentors (None: all of the centre), by label, as values of our columns."""
    return {one.label: told(_values(one)) for one in _mentors(centre, labels)}


def update_many(centre: Organisation, changes: Sequence[tuple[str, Values]], by: Actor) -> list[Registered]:
    """Change these columns of these mentors and nothing else; None as a value empties a column. Nobody
    changes their employer so: a mentor is one at one firm.

    ValidationError and Refusal as the verbs of the room raise them.
    """
    if any(values.get("employer") for _label, values in changes):
        _refuse_other_employers(centre, changes)
    newer = [(label, partial(revised_data, values=values)) for label, values in changes]
    revised = revise_mentors(centre, changes=newer, by=by)
    return [Registered(one.label, one.version) for one in revised]


def revised_data(mentor: MentorEmployee, values: Values) -> MentorData:
    """The mentor as they are, with these columns changed."""
    known = data_of(mentor)
    changed = changed_fields(values, EMPTY)
    data = replace(known, **changed, **common.revised_wish(known, values))
    return replace(data, channel=common.revised_channel(data, values))


def _refuse_other_employers(centre: Organisation, changes: Sequence[tuple[str, Values]]) -> None:
    employers = employers_of(centre)
    theirs = {
        one.label: one.participation_id for one in _mentors(centre, [label for label, _values in changes])
    }
    for label, values in changes:
        part = employers.find(values.get("employer") or "")
        if values.get("employer") and (part is None or part.pk != theirs.get(label)):
            sentence = format_lazy(STAYS, label=label)
            raise ValidationError({"employer": [ValidationError(sentence, code="employer")]})


def _mentors(centre: Organisation, labels: Collection[str] | None) -> Iterable[MentorEmployee]:
    known = centre.mentor_employees.select_related("participation__employer", "site")
    return people_labelled(known.prefetch_related("languages"), labels)


def _values(mentor: MentorEmployee) -> Values:
    return {
        **values_of_person(mentor),
        "employer": mentor.participation.employer.name,
        "first_name": mentor.first_name,
        "last_name": mentor.last_name,
        "gender": mentor.gender,
        "job_title": mentor.job_title,
        "trade": mentor.trade,
        "languages": tuple(mentor.spoken),
        "room": mentor.room,
    }
