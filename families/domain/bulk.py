"""Many households at once: a list that comes in, and taking it back. What takes time is made ready before the
transaction, which then only writes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from django.db import transaction
from django.db.models import Prefetch, Q, QuerySet
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
from base.places.profiles import PLACE_FIELDS, write_place
from base.places.search_text import searchable
from families.events import ChildRecorded, HouseholdChanged, HouseholdsRegistered, HouseholdsUnregistered
from families.models import Household, Member, MemberLanguage

from .household_data import (
    MEMBER_FIELDS,
    PLAIN_FIELDS,
    HouseholdData,
    MemberData,
    member_data_of,
    problems_of_household,
    tidy,
)
from .households import SERIES, with_everybody, write_household, write_members

BATCH = 500
#: Who left so lately and is told of again is the same person: a list was corrected, or taken back.
COMING_BACK = timedelta(days=14)
#: What registering a household makes with it.
OWN_ROWS = (Member, MemberLanguage)
REVISED_FIELDS = (
    *PLAIN_FIELDS, *PLACE_FIELDS, "waiting_since", "search_text", "search_contact", "version", "changed_at",
)  # fmt: skip
#: What a newer list makes of a household that is held.
Newer = Callable[[Household], HouseholdData]


@dataclass(frozen=True)
class ReadyHousehold:
    """A household checked and made, without a number and not saved; members as the verb saves them, the
    contact last."""

    household: Household
    members: tuple[tuple[Member, tuple[MemberLanguage, ...]], ...]
    place_words: str


def ready_household(data: HouseholdData, *, is_checked: bool = False) -> ReadyHousehold:
    """The data checked and made a row, without the database. ValidationError as `register_household`.

    `is_checked`: `problems_of_household` has just found nothing wrong with it."""
    data = tidy(data)
    if not is_checked:
        refuse_problems(problems_of_household(data))
    household = Household(
        import_key=data.import_key,
        waiting_since=data.waiting_since or timezone.localdate(),
        **{name: getattr(data, name) for name in PLAIN_FIELDS},
    )
    write_place(household, data.place)
    in_order = sorted(data.members, key=lambda one: one.is_contact)
    household.search_contact = searchable(
        household.contact_name, *_names(data.members), household.phone, household.email
    )
    place_words = searchable(household.postcode, household.place_name, household.commune_name)
    return ReadyHousehold(household, tuple(_ready_member(one) for one in in_order), place_words)


@transaction.atomic
def register_households(
    centre: Organisation, *, rows: Sequence[HouseholdData | ReadyHousehold], by: Actor
) -> list[Household]:
    """What `register_household` does for each row in order, told of as one event.

    The import key of a household already here, or of an earlier row, brings that one back, unchanged.
    """
    ready = [row if isinstance(row, ReadyHousehold) else ready_household(row) for row in rows]
    lock_centre(centre)
    number = next_number(centre, SERIES, centre.households)
    known = people_by_import_key(centre.households.all(), (one.household.import_key for one in ready))
    answer, fresh = [], []
    for one in ready:
        household = one.household
        if (already := known.get(household.import_key)) is not None:
            answer.append(already)
            continue
        household.pk, household.centre, household.number = None, centre, number
        household.label = f"{SERIES}-{number}"
        household.search_text = f"{searchable(household.label)} {one.place_words}".strip()
        number += 1
        if household.import_key:
            known[household.import_key] = household
        answer.append(household)
        fresh.append(one)
    _save(fresh)
    _record("registered", [(one.household, {"members": len(one.members)}) for one in fresh], centre, by)
    if fresh:
        emit(HouseholdsRegistered(centre.pk, tuple(one.household.pk for one in fresh)))
    return answer


@transaction.atomic
def revise_households(
    centre: Organisation, *, changes: Sequence[tuple[str, Newer]], by: Actor
) -> list[Household]:
    """What `revise_household` does for each of these labels, in order; the newer data is asked for when the
    household is held. Refusal (code "gone") when one is not here."""
    lock_centre(centre)
    held = people_by_label(_to_revise(centre), (label for label, _newer in changes))
    answer: dict[str, Household] = {}
    revised, again = [], []
    for label, newer in changes:
        if label not in held:
            raise Refusal(format_lazy(_("{label} is not here any more."), label=label), code="gone")
        if label in answer:
            again.append((label, newer))
            continue
        household = answer[label] = held[label]
        if changed := _revise(household, newer(household)):
            revised.append((household, {"changed": changed}))
    Household.objects.bulk_create(
        [household for household, _details in revised],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["pk"],
        update_fields=REVISED_FIELDS,
    )
    _record("revised", revised, centre, by)
    for household, _details in revised:
        emit(HouseholdChanged(household.pk, centre.pk))
    later = revise_households(centre, changes=again, by=by) if again else []
    newest = answer | {one.label: one for one in later}
    return [newest[label] for label, _newer in changes]


def _to_revise(centre: Organisation) -> QuerySet[Household]:
    lately = Q(left_on=None) | Q(left_on__gte=timezone.localdate() - COMING_BACK)
    members = Member.objects.filter(lately).prefetch_related("languages")
    return centre.households.select_for_update().prefetch_related(Prefetch("members", members))


def _revise(household: Household, data: HouseholdData) -> list[str]:
    """Make the held row say this, members and all, without saving the row itself; names what changed."""
    data, back = _welcomed_back(household, tidy(data))
    data = with_everybody(household, data)
    refuse_problems(problems_of_household(data))
    changed = write_household(household, data)
    for member in back:
        member.save(update_fields=["left_on"])
        if member.is_minor:
            emit(ChildRecorded(household.pk, member.pk))
    if write_members(household, data) or back:
        changed.append("members")
    if changed:
        household.version += 1
        household.search_text = searchable(
            household.label, household.postcode, household.place_name, household.commune_name
        )
        household.search_contact = searchable(
            household.contact_name, *_names(data.members), household.phone, household.email
        )
    return changed


def _welcomed_back(household: Household, data: HouseholdData) -> tuple[HouseholdData, list[Member]]:
    """The data with those who left lately and are told of again, by age alone, as who they were; and them."""
    day = timezone.localdate() - COMING_BACK
    away = [one for one in household.members.all() if one.left_on is not None and one.left_on >= day]
    back, members = [], []
    for told in data.members:
        who = next((one for one in away if told == MemberData(age_band=one.age_band)), None)
        if who is not None:
            away.remove(who)
            who.left_on = None
            back.append(who)
            told = member_data_of(who)
        members.append(told)
    return replace(data, members=tuple(members)), back


def unused_households(centre: Organisation, *, people: Sequence[tuple[str, int]]) -> dict[str, Household]:
    """These households, by label, held until the transaction ends, where nobody worked with any of them.

    InUse names those that are gone, have another version, or that something was done to or points to,
    whichever room it is of.
    """
    rows = centre.households.select_for_update()
    households = people_by_label(rows, (label for label, _version in people))
    used = used_among(Household, [one.pk for one in households.values()], own=OWN_ROWS)
    left = {label for label, one in households.items() if one.pk not in used}
    if in_use := [at for at, version in people if at not in left or households[at].version != version]:
        raise InUse(in_use)
    return households


@transaction.atomic
def unregister_households(centre: Organisation, *, people: Sequence[tuple[str, int]], by: Actor) -> None:
    """Take back households nobody used, by (label, version), as if never there; nobody else gets their label.

    InUse as `unused_households` raises it; nothing is changed then.
    """
    lock_centre(centre)
    households = unused_households(centre, people=people)
    keys = [one.pk for one in households.values()]
    keep_number(centre, SERIES, max((one.number for one in households.values()), default=0))
    _record("unregistered", [(one, {}) for one in households.values()], centre, by)
    for some in parts_of(keys):
        MemberLanguage.objects.filter(member__household__in=some).delete()
        Member.objects.filter(household__in=some).delete()
        Household.objects.filter(pk__in=some).delete()
    emit(HouseholdsUnregistered(centre.pk, tuple(households)))


def _names(members: Iterable[MemberData]) -> list[str]:
    """As the database gives them: the contact first, whoever is new last."""
    in_order = sorted(members, key=lambda one: (not one.is_contact, one.id is None, one.id or 0))
    return [one.first_name for one in in_order]


def _ready_member(data: MemberData) -> tuple[Member, tuple[MemberLanguage, ...]]:
    member = Member(**{name: getattr(data, name) for name in MEMBER_FIELDS})
    return member, tuple(MemberLanguage(language=code, level=int(level)) for code, level in data.languages)


def _save(fresh: Sequence[ReadyHousehold]) -> None:
    Household.objects.bulk_create([one.household for one in fresh], batch_size=BATCH)
    members, languages = [], []
    for one in fresh:
        for member, _spoken in one.members:
            member.pk, member.household = None, one.household
            members.append(member)
    Member.objects.bulk_create(members, batch_size=BATCH)
    for one in fresh:
        for member, spoken in one.members:
            for language in spoken:
                language.pk, language.member = None, member
                languages.append(language)
    MemberLanguage.objects.bulk_create(languages, batch_size=BATCH)


def _record(
    act: str, about: Sequence[tuple[Household, Mapping[str, object]]], centre: Organisation, by: Actor
) -> None:
    acts = (Act(f"families.household.{act}", household, details) for household, details in about)
    record_many(acts, by=by, organisation_id=centre.pk)
