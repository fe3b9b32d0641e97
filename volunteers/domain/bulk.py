"""Many volunteers at once: a list that comes in, a newer one, and taking a list back. What takes time is made
ready before the transaction, which then only writes."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
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
from base.places.profiles import PLACE_FIELDS, write_languages, write_place
from base.places.search_text import searchable
from volunteers.enums import ClearanceKind, ClearanceResult, ConsentPurpose, VolunteerState
from volunteers.events import VolunteerChanged, VolunteersRegistered, VolunteersUnregistered
from volunteers.models import (
    ClearanceItem,
    ClearanceTerm,
    Training,
    Volunteer,
    VolunteerConsent,
    VolunteerLanguage,
)

from .clearance import months_later, no_term
from .volunteer_data import PLAIN_FIELDS, VolunteerData, problems_of_volunteer, tidy
from .volunteers import SERIES, write_volunteer
from .way_in import ON_PAPER, TRAINING_NAME, WayIn, given_at

BATCH = 500
#: What a list makes with a volunteer.
OWN_ROWS = (VolunteerLanguage, VolunteerConsent, Training, ClearanceItem)

REVISED_FIELDS = (
    *PLAIN_FIELDS, *PLACE_FIELDS, "applied_on", "search_text", "search_contact", "version", "changed_at",
)  # fmt: skip
#: What a newer list makes of a volunteer who is held.
Newer = Callable[[Volunteer], VolunteerData]


@dataclass(frozen=True)
class ReadyVolunteer:
    """A volunteer checked and made, without a number and not saved."""

    volunteer: Volunteer
    languages: tuple[VolunteerLanguage, ...]
    way: WayIn
    place_words: str


def ready_volunteer(
    data: VolunteerData,
    way: WayIn = WayIn(),  # noqa: B008 - frozen
    *,
    is_checked: bool = False,
) -> ReadyVolunteer:
    """The data checked and made a row, without the database. ValidationError as `register_volunteer`.

    `is_checked`: `problems_of_volunteer` has just found nothing wrong with it."""
    data = tidy(data)
    if not is_checked:
        refuse_problems(problems_of_volunteer(data))
    volunteer = Volunteer(
        import_key=data.import_key,
        applied_on=data.applied_on or timezone.localdate(),
        **{name: getattr(data, name) for name in PLAIN_FIELDS},
    )
    write_place(volunteer, data.place)
    volunteer.search_contact = searchable(
        volunteer.first_name, volunteer.last_name, volunteer.phone, volunteer.email
    )
    _go(volunteer, way)
    place_words = searchable(volunteer.postcode, volunteer.place_name, volunteer.commune_name)
    languages = (VolunteerLanguage(language=code, level=int(level)) for code, level in data.languages)
    return ReadyVolunteer(volunteer, tuple(languages), way, place_words)


@transaction.atomic
def register_volunteers(
    centre: Organisation, *, rows: Sequence[ReadyVolunteer], by: Actor
) -> list[Volunteer]:
    """What `register_volunteer` and `file_way_in` do for each row in order, told of as one event.

    The import key of a volunteer already here, or of an earlier row, brings that one back, unchanged.
    """
    lock_centre(centre)
    number = next_number(centre, SERIES, centre.volunteers)
    known = people_by_import_key(centre.volunteers.all(), (one.volunteer.import_key for one in rows))
    answer, fresh = [], []
    for one in rows:
        volunteer = one.volunteer
        if (already := known.get(volunteer.import_key)) is not None:
            answer.append(already)
            continue
        volunteer.pk, volunteer.centre, volunteer.number = None, centre, number
        volunteer.label = f"{SERIES}-{number}"
        volunteer.search_text = f"{searchable(volunteer.label)} {one.place_words}".strip()
        number += 1
        if volunteer.import_key:
            known[volunteer.import_key] = volunteer
        answer.append(volunteer)
        fresh.append(one)
    _save(centre, fresh, by)
    acts = (act for one in fresh for act in _acts(one))
    record_many(acts, by=by, organisation_id=centre.pk)
    if fresh:
        emit(VolunteersRegistered(centre.pk, tuple(one.volunteer.pk for one in fresh)))
    return answer


@transaction.atomic
def revise_volunteers(
    centre: Organisation, *, changes: Sequence[tuple[str, Newer]], by: Actor
) -> list[Volunteer]:
    """What `revise_volunteer` does for each of these labels, in order; the newer data is asked for when the
    volunteer is held. Refusal (code "gone") when one is not here."""
    lock_centre(centre)
    rows = centre.volunteers.select_for_update().prefetch_related("languages")
    held = people_by_label(rows, (label for label, _newer in changes))
    answer: dict[str, Volunteer] = {}
    revised, again = [], []
    for label, newer in changes:
        if label not in held:
            raise Refusal(format_lazy(_("{label} is not here any more."), label=label), code="gone")
        if label in answer:
            again.append((label, newer))
            continue
        volunteer = answer[label] = held[label]
        if changed := _revise(volunteer, newer(volunteer)):
            revised.append((volunteer, changed))
    Volunteer.objects.bulk_create(
        [volunteer for volunteer, _changed in revised],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["pk"],
        update_fields=REVISED_FIELDS,
    )
    acts = (Act("volunteers.volunteer.revised", one, {"changed": changed}) for one, changed in revised)
    record_many(acts, by=by, organisation_id=centre.pk)
    for volunteer, _changed in revised:
        emit(VolunteerChanged(volunteer.pk, centre.pk))
    later = revise_volunteers(centre, changes=again, by=by) if again else []
    newest = answer | {one.label: one for one in later}
    return [newest[label] for label, _newer in changes]


def _revise(volunteer: Volunteer, data: VolunteerData) -> list[str]:
    """Make the held row say this without saving it; names what changed."""
    data = tidy(data)
    refuse_problems(problems_of_volunteer(data))
    changed = write_volunteer(volunteer, data)
    if write_languages(volunteer.languages, data.languages):
        changed.append("languages")
    volunteer.version += bool(changed)
    return changed


def unused_volunteers(centre: Organisation, *, people: Sequence[tuple[str, int]]) -> dict[str, Volunteer]:
    """These volunteers, by label, held until the transaction ends, where nobody worked with any of them.

    InUse names those that are gone, have another version or a log-in, or that something was done to or
    points to, whichever room it is of.
    """
    rows = centre.volunteers.select_for_update()
    volunteers = people_by_label(rows, (label for label, _version in people))
    used = used_among(Volunteer, [one.pk for one in volunteers.values()], own=OWN_ROWS)
    left = {label for label, one in volunteers.items() if one.pk not in used and one.user_id is None}
    if in_use := [at for at, version in people if at not in left or volunteers[at].version != version]:
        raise InUse(in_use)
    return volunteers


@transaction.atomic
def unregister_volunteers(centre: Organisation, *, people: Sequence[tuple[str, int]], by: Actor) -> None:
    """Take back volunteers nobody worked with, by (label, version), as if never there; with the papers the
    list brought. Nobody else gets their label.

    InUse as `unused_volunteers` raises it; nothing is changed then.
    """
    lock_centre(centre)
    volunteers = unused_volunteers(centre, people=people)
    keys = [one.pk for one in volunteers.values()]
    keep_number(centre, SERIES, max((one.number for one in volunteers.values()), default=0))
    acts = (Act("volunteers.volunteer.unregistered", one) for one in volunteers.values())
    record_many(acts, by=by, organisation_id=centre.pk)
    for some in parts_of(keys):
        for rows_of in OWN_ROWS:
            rows_of.objects.filter(volunteer__in=some).delete()
        Volunteer.objects.filter(pk__in=some).delete()
    emit(VolunteersUnregistered(centre.pk, tuple(volunteers)))


def _go(volunteer: Volunteer, way: WayIn) -> None:
    """As far along as the way leads; each step is a version."""
    today = timezone.localdate()
    steps: list[VolunteerState] = []
    if way.interviewed_on:
        volunteer.interviewed_on = way.interviewed_on
        steps.append(VolunteerState.INTERVIEWED)
        if way.trained_on:
            steps.append(VolunteerState.IN_TRAINING)
    if way.is_whole:
        volunteer.serving_since = today
        steps.append(VolunteerState.ACTIVE)
    if steps:
        volunteer.state, volunteer.state_since = steps[-1], today
        volunteer.version += len(steps)


def _save(centre: Organisation, fresh: Sequence[ReadyVolunteer], by: Actor) -> None:
    Volunteer.objects.bulk_create([one.volunteer for one in fresh], batch_size=BATCH)
    for one in fresh:
        for language in one.languages:
            language.pk, language.volunteer = None, one.volunteer
    languages = [language for one in fresh for language in one.languages]
    VolunteerLanguage.objects.bulk_create(languages, batch_size=BATCH)
    VolunteerConsent.objects.bulk_create(_consents(fresh, by), batch_size=BATCH)
    ClearanceItem.objects.bulk_create(_items(centre, fresh, by), batch_size=BATCH)
    trained = [(one.volunteer, one.way.trained_on) for one in fresh if one.way.trained_on]
    trainings = [Training(volunteer=who, name=TRAINING_NAME, completed_on=day) for who, day in trained]
    Training.objects.bulk_create(trainings, batch_size=BATCH)


def _consents(fresh: Iterable[ReadyVolunteer], by: Actor) -> Iterator[VolunteerConsent]:
    for one in fresh:
        if one.way.consent_on:
            yield VolunteerConsent(
                volunteer=one.volunteer,
                purpose=ConsentPurpose.MATCHING,
                text_version=ON_PAPER,
                language=one.volunteer.language,
                given_at=given_at(one.way.consent_on),
                recorded_by_id=by.actor_id,
                recorded_by_label=by.actor_label,
            )


def _items(centre: Organisation, fresh: Iterable[ReadyVolunteer], by: Actor) -> Iterator[ClearanceItem]:
    terms = _Terms(centre)
    for one in fresh:
        for kind, day in one.way.checks.items():
            yield ClearanceItem(
                volunteer=one.volunteer,
                kind=kind,
                result=ClearanceResult.CLEAN,
                checked_on=day,
                valid_until=months_later(day, terms.months(kind, day)),
                checked_by_id=by.actor_id,
                checked_by_label=by.actor_label,
            )


class _Terms:
    """The terms of clearance of a centre, read once."""

    def __init__(self, centre: Organisation) -> None:
        rows = ClearanceTerm.objects.filter(Q(centre=centre) | Q(centre=None))
        # As `clearance_term` prefers them: the centre's own, then the newest.
        self.rows = sorted(rows, key=lambda row: (row.centre_id is None, -row.valid_from.toordinal()))

    def months(self, kind: ClearanceKind, on: date) -> int:
        """For how long a check of that day counts. ValidationError where no term is set."""
        for row in self.rows:
            if row.kind == kind and row.valid_from <= on and (row.valid_to is None or on <= row.valid_to):
                return row.months
        raise no_term()


def _acts(one: ReadyVolunteer) -> Iterator[Act]:
    """What the audit keeps of the row, in the order of the verbs."""
    who, way = one.volunteer, one.way
    yield Act("volunteers.volunteer.registered", who)
    if way.consent_on:
        purpose = {"purpose": str(ConsentPurpose.MATCHING), "text_version": ON_PAPER}
        yield Act("volunteers.consent.given", who, purpose)
    for kind, day in way.checks.items():
        yield Act("volunteers.clearance.recorded", who, {"kind": kind, "checked_on": day})
    if way.interviewed_on:
        yield Act("volunteers.volunteer.interviewed", who)
    if way.trained_on:
        if way.interviewed_on:
            yield Act("volunteers.volunteer.in_training", who)
        yield Act("volunteers.training.recorded", who)
    if way.is_whole:
        yield Act("volunteers.volunteer.active", who)
