"""Many mentor-employees at once: a list that comes in, a newer one, and taking a list back. What takes time
is made ready before the transaction, which then only writes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from base.audit.actor import Actor
from base.audit.domain.records import Act, record_many
from base.common.errors import InUse, Refusal
from base.common.events import emit
from base.common.profiles import refuse_problems
from base.common.related import parts_of
from base.notices.queries import used_among
from base.organisations.domain.centres import lock_centre
from base.organisations.domain.numbers import keep_number, next_number
from base.organisations.models import Organisation
from base.organisations.queries import people_by_import_key, people_by_label
from base.places.profiles import PLACE_FIELDS, write_languages
from base.places.search_text import searchable
from mentors.enums import ParticipationState
from mentors.events import MentorChanged, MentorsRegistered, MentorsUnregistered
from mentors.models import MentorEmployee, MentorLanguage, Participation

from .mentor_data import PLAIN_FIELDS, MentorData, problems_of_mentor, tidy
from .mentors import SERIES, ended, write_mentor

BATCH = 500
#: What registering a mentor makes with them.
OWN_ROWS = (MentorLanguage,)

REVISED_FIELDS = (
    *PLAIN_FIELDS, *PLACE_FIELDS, "site", "search_text", "search_contact", "version", "changed_at",
)  # fmt: skip
#: What a newer list makes of a mentor who is held.
Newer = Callable[[MentorEmployee], MentorData]


@dataclass(frozen=True)
class ReadyMentor:
    """A mentor checked and made, without a number and not saved; `words` are what the list finds them by
    after the label."""

    mentor: MentorEmployee
    languages: tuple[MentorLanguage, ...]
    words: str


def ready_mentor(participation: Participation, data: MentorData, *, is_checked: bool = False) -> ReadyMentor:
    """The data checked and made a row, without the database (the participation comes with its employer).

    ValidationError as `register_mentor`. `is_checked`: `problems_of_mentor` has just found nothing wrong.
    """
    data = tidy(data)
    if not is_checked:
        refuse_problems(problems_of_mentor(data))
    mentor = MentorEmployee(participation=participation, import_key=data.import_key)
    write_mentor(mentor, data)
    languages = (MentorLanguage(language=code, level=int(level)) for code, level in data.languages)
    return ReadyMentor(mentor, tuple(languages), mentor.search_text)


@transaction.atomic
def register_mentors(centre: Organisation, *, rows: Sequence[ReadyMentor], by: Actor) -> list[MentorEmployee]:
    """What `register_mentor` does for each row in order, told of as one event.

    The import key of a mentor already here, or of an earlier row, brings that one back, unchanged. Refusal
    when an employer's part has ended meanwhile.
    """
    lock_centre(centre)
    number = next_number(centre, SERIES, centre.mentor_employees)
    known = people_by_import_key(centre.mentor_employees.all(), (one.mentor.import_key for one in rows))
    over = set(
        Participation.objects.filter(centre=centre, state=ParticipationState.ENDED).values_list(
            "pk", flat=True
        )
    )
    answer, fresh = [], []
    for one in rows:
        mentor = one.mentor
        if (already := known.get(mentor.import_key)) is not None:
            answer.append(already)
            continue
        if mentor.participation_id in over:
            raise ended()
        mentor.pk, mentor.centre, mentor.number = None, centre, number
        mentor.label = f"{SERIES}-{number}"
        mentor.search_text = f"{searchable(mentor.label)} {one.words}".strip()
        number += 1
        if mentor.import_key:
            known[mentor.import_key] = mentor
        answer.append(mentor)
        fresh.append(one)
    MentorEmployee.objects.bulk_create([one.mentor for one in fresh], batch_size=BATCH)
    for one in fresh:
        for language in one.languages:
            language.pk, language.mentor = None, one.mentor
    languages = [language for one in fresh for language in one.languages]
    MentorLanguage.objects.bulk_create(languages, batch_size=BATCH)
    acts = (Act("mentors.mentor.registered", one.mentor) for one in fresh)
    record_many(acts, by=by, organisation_id=centre.pk)
    if fresh:
        emit(MentorsRegistered(centre.pk, tuple(one.mentor.pk for one in fresh)))
    return answer


@transaction.atomic
def revise_mentors(
    centre: Organisation, *, changes: Sequence[tuple[str, Newer]], by: Actor
) -> list[MentorEmployee]:
    """What `revise_mentor` does for each of these labels, in order; the newer data is asked for when the
    mentor is held. Refusal (code "gone") when one is not here."""
    lock_centre(centre)
    rows = centre.mentor_employees.select_for_update(of=("self",)).prefetch_related("languages")
    rows = rows.select_related("participation__employer", "site")
    held = people_by_label(rows, (label for label, _newer in changes))
    answer: dict[str, MentorEmployee] = {}
    revised, again = [], []
    for label, newer in changes:
        if label not in held:
            raise Refusal(format_lazy(_("{label} is not here any more."), label=label), code="gone")
        if label in answer:
            again.append((label, newer))
            continue
        mentor = answer[label] = held[label]
        if changed := _revise(mentor, newer(mentor)):
            revised.append((mentor, changed))
    MentorEmployee.objects.bulk_create(
        [mentor for mentor, _changed in revised],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["pk"],
        update_fields=REVISED_FIELDS,
    )
    acts = (Act("mentors.mentor.revised", one, {"changed": changed}) for one, changed in revised)
    record_many(acts, by=by, organisation_id=centre.pk)
    for mentor, _changed in revised:
        emit(MentorChanged(mentor.pk, centre.pk))
    later = revise_mentors(centre, changes=again, by=by) if again else []
    newest = answer | {one.label: one for one in later}
    return [newest[label] for label, _newer in changes]


def _revise(mentor: MentorEmployee, data: MentorData) -> list[str]:
    """Make the held row say this without saving it; names what changed."""
    data = tidy(data)
    refuse_problems(problems_of_mentor(data))
    changed = write_mentor(mentor, data)
    if write_languages(mentor.languages, data.languages):
        changed.append("languages")
    mentor.version += bool(changed)
    return changed


def unused_mentors(centre: Organisation, *, people: Sequence[tuple[str, int]]) -> dict[str, MentorEmployee]:
    """These mentors, by label, held until the transaction ends, where nobody worked with any of them.

    InUse names those that are gone, have another version or a log-in, or that something was done to or
    points to, whichever room it is of.
    """
    rows = centre.mentor_employees.select_for_update()
    mentors = people_by_label(rows, (label for label, _version in people))
    used = used_among(MentorEmployee, [one.pk for one in mentors.values()], own=OWN_ROWS)
    left = {label for label, one in mentors.items() if one.pk not in used and one.user_id is None}
    if in_use := [at for at, version in people if at not in left or mentors[at].version != version]:
        raise InUse(in_use)
    return mentors


@transaction.atomic
def unregister_mentors(centre: Organisation, *, people: Sequence[tuple[str, int]], by: Actor) -> None:
    """Take back mentors nobody worked with, by (label, version), as if never there; nobody else gets their
    label.

    InUse as `unused_mentors` raises it; nothing is changed then.
    """
    lock_centre(centre)
    mentors = unused_mentors(centre, people=people)
    keys = [one.pk for one in mentors.values()]
    keep_number(centre, SERIES, max((one.number for one in mentors.values()), default=0))
    acts = (Act("mentors.mentor.unregistered", one) for one in mentors.values())
    record_many(acts, by=by, organisation_id=centre.pk)
    for some in parts_of(keys):
        MentorLanguage.objects.filter(mentor__in=some).delete()
        MentorEmployee.objects.filter(pk__in=some).delete()
    emit(MentorsUnregistered(centre.pk, tuple(mentors)))
