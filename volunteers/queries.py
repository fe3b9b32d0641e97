"""Reads of volunteers and of their clearance; every list starts from a scope."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.db.models import (
    Count,
    Exists,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce, TruncDate
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from base.accounts.enums import Role
from base.accounts.models import Membership
from base.accounts.rules import has_role, works_with_people
from base.common.kept import TEN_MINUTES, kept_till_newer
from base.common.profiles import Missing
from base.organisations.models import Organisation
from base.places.search_text import found_in

from .enums import (
    COUNTING_RESULTS,
    ClearanceKind,
    ClearanceState,
    ConsentPurpose,
    DocumentKind,
    PreparedState,
    VolunteerState,
)
from .models import (
    Agreement,
    CentreDocument,
    ClearanceItem,
    ClearanceTerm,
    PreparedAgreement,
    StandardsReading,
    Volunteer,
    VolunteerConsent,
    VolunteerLanguage,
)

#: The sorts of the list page; a minus turns one around.
SORTS: Mapping[str, tuple[str, ...]] = {
    "name": ("first_name", "last_name", "number"),
    "-name": ("-first_name", "-last_name", "-number"),
    "label": ("number",),
    "-label": ("-number",),
    "place": ("place_name", "number"),
    "-place": ("-place_name", "-number"),
    "state": ("state", "number"),
    "-state": ("-state", "-number"),
    "applied": ("applied_on", "number"),
    "-applied": ("-applied_on", "-number"),
    "changed": ("changed_at", "pk"),
    "-changed": ("-changed_at", "-pk"),
}
WRITTEN_AFTER_DAYS = 30  # Act of 24 April 2003, art. 44(4): longer service asks for a written agreement


@dataclass(frozen=True)
class VolunteerFilter:
    """What a list is narrowed to; an empty part narrows nothing. `contacts`: names and phones are searched
    too, for those who may see them. `cleared` is about the day given to `narrowed`."""

    text: str = ""
    contacts: bool = False
    states: Collection[str] = ()
    offer: str = ""
    language: str = ""
    commune: str = ""
    cleared: bool | None = None


@dataclass(frozen=True)
class ClearanceLine:
    """How one kind of clearance stands on a day; `item` is the one that decides, else the latest, if any."""

    kind: ClearanceKind
    item: ClearanceItem | None
    state: ClearanceState
    valid_until: date | None


def volunteers_in_scope(membership: Membership | None) -> QuerySet[Volunteer]:
    """The centre's volunteers for those who work with people; a volunteer sees themselves; others nobody."""
    if membership is None:
        return Volunteer.objects.none()
    of_centre = Volunteer.objects.filter(centre=membership.organisation_id)
    if works_with_people(membership):
        return of_centre
    if has_role(Role.VOLUNTEER)(membership):
        return of_centre.filter(user=membership.user_id)
    return Volunteer.objects.none()


def narrowed(volunteers: QuerySet[Volunteer], wanted: VolunteerFilter, *, on: date) -> QuerySet[Volunteer]:
    """The volunteers of the list that fit the filter."""
    columns = ("search_text", "search_contact") if wanted.contacts else ("search_text",)
    volunteers = volunteers.filter(found_in(wanted.text, columns))
    if wanted.states:
        volunteers = volunteers.filter(state__in=wanted.states)
    if wanted.offer:
        volunteers = volunteers.filter(offers__has=wanted.offer)
    if wanted.language:
        spoken = VolunteerLanguage.objects.filter(volunteer=OuterRef("pk"), language=wanted.language)
        volunteers = volunteers.filter(Exists(spoken))
    if wanted.commune:
        volunteers = volunteers.filter(commune_code=wanted.commune)
    if wanted.cleared is not None:
        cleared = is_cleared(on)
        volunteers = volunteers.filter(cleared) if wanted.cleared else volunteers.exclude(cleared)
    return volunteers


def in_order(volunteers: QuerySet[Volunteer], sort: str) -> QuerySet[Volunteer]:
    """By one of SORTS; an unknown word means by name."""
    return volunteers.order_by(*SORTS.get(sort, SORTS["name"]))


def for_list(volunteers: QuerySet[Volunteer], *, on: date) -> QuerySet[Volunteer]:
    """With what a row of a list shows: `cleared`, `cleared_until` and languages, in two queries."""
    return with_clearance(volunteers, on=on).prefetch_related("languages")


def for_page(volunteers: QuerySet[Volunteer]) -> QuerySet[Volunteer]:
    """With everything the page of one volunteer shows."""
    return volunteers.select_related("centre", "user").prefetch_related(
        "languages",
        "trainings",
        "agreements",
        "clearance_items",
        "consents",
        "prepared_agreements__template",
        "standards_readings__document",
    )


def active_volunteers(centre: Organisation) -> QuerySet[Volunteer]:
    """Volunteers who can be matched: active, with consent in force."""
    given = VolunteerConsent.objects.filter(
        volunteer=OuterRef("pk"), purpose=ConsentPurpose.MATCHING, withdrawn_at=None
    )
    return centre.volunteers.filter(Exists(given), state=VolunteerState.ACTIVE)


def by_import_key(centre: Organisation, key: str) -> Volunteer | None:
    """The volunteer this row of a list became; None when there is none or the key is empty."""
    return centre.volunteers.filter(import_key=key).first() if key else None


def languages_spoken(volunteers: QuerySet[Volunteer]) -> list[str]:
    """Codes of the languages these volunteers speak, the most spoken first; for a filter."""
    spoken = VolunteerLanguage.objects.filter(volunteer__in=volunteers).order_by()
    counted = spoken.values("language").annotate(n=Count("pk")).order_by("-n", "language")
    return [row["language"] for row in counted]


def languages_to_choose(membership: Membership) -> list[str]:
    """The same of the volunteers in scope; counted anew once anybody's language was written down, else every
    ten minutes."""
    key = (
        f"languages:volunteer:{membership.pk}:{membership.role}"  # each their own: a scope may be a person's
    )
    spoken = partial(languages_spoken, volunteers_in_scope(membership))
    return kept_till_newer(key, VolunteerLanguage, spoken, seconds=TEN_MINUTES)


def communes_of(volunteers: QuerySet[Volunteer]) -> list[tuple[str, str]]:
    """(code, name) of the communes these volunteers live in, by name; for a filter."""
    there = volunteers.exclude(commune_code="").order_by("commune_name", "commune_code")
    return list(there.values_list("commune_code", "commune_name").distinct())


# --- clearance --------------------------------------------------------------------------------------------


def checks_known(on: date) -> QuerySet[ClearanceItem]:
    """Items checked by that day and not revoked by then."""
    return ClearanceItem.objects.filter(Q(revoked_on=None) | Q(revoked_on__gt=on), checked_on__lte=on)


def counting_items(on: date) -> QuerySet[ClearanceItem]:
    """Items that count on that day (see ClearanceItem), at most one of a kind for each volunteer."""
    newer = checks_known(on).filter(
        Q(checked_on__gt=OuterRef("checked_on"))
        | Q(checked_on=OuterRef("checked_on"), pk__gt=OuterRef("pk")),
        volunteer=OuterRef("volunteer"),
        kind=OuterRef("kind"),
    )
    return checks_known(on).filter(~Exists(newer), result__in=COUNTING_RESULTS, valid_until__gte=on)


def with_clearance(volunteers: QuerySet[Volunteer], *, on: date) -> QuerySet[Volunteer]:
    """Annotated with `cleared` (an item of every kind counts on that day) and `cleared_until` (the last day
    all of them do; of meaning only when cleared)."""
    until = _counting_of_volunteer(on).annotate(until=Min("valid_until")).values("until")
    return volunteers.annotate(cleared=is_cleared(on), cleared_until=Subquery(until))


def cleared_on(volunteers: QuerySet[Volunteer], *, on: date) -> QuerySet[Volunteer]:
    """Those who may meet children on that day."""
    return volunteers.filter(is_cleared(on))


def is_cleared(on: date) -> "Exact[Any]":
    """The condition that an item of every kind counts on that day, for a query of volunteers."""
    kinds = Subquery(_counting_of_volunteer(on).annotate(n=Count("pk")).values("n"))
    return Exact(Coalesce(kinds, 0), len(ClearanceKind))


def _counting_of_volunteer(on: date) -> QuerySet[ClearanceItem, Any]:
    return counting_items(on).filter(volunteer=OuterRef("pk")).order_by().values("volunteer")


def clearance_of(volunteer: Volunteer, *, on: date) -> list[ClearanceLine]:
    """How each kind of clearance stands on that day, in the order of the Act; reads the items once."""
    items = sorted(
        (item for item in volunteer.clearance_items.all() if item.checked_on <= on),
        key=lambda item: (item.checked_on, item.pk),
        reverse=True,
    )
    return [_line(kind, [item for item in items if item.kind == kind], on) for kind in ClearanceKind]


def _line(kind: ClearanceKind, newest_first: list[ClearanceItem], on: date) -> ClearanceLine:
    known = [item for item in newest_first if item.revoked_on is None or item.revoked_on > on]
    if not newest_first:
        return ClearanceLine(kind, None, ClearanceState.MISSING, None)
    if not known:
        return ClearanceLine(kind, newest_first[0], ClearanceState.REVOKED, None)
    decides = known[0]
    if decides.result not in COUNTING_RESULTS:
        return ClearanceLine(kind, decides, ClearanceState.NOT_CLEAN, None)
    state = ClearanceState.VALID if decides.valid_until >= on else ClearanceState.LAPSED
    return ClearanceLine(kind, decides, state, decides.valid_until)


def clearances_lapsing(centre: Organisation, *, within_days: int, on: date) -> QuerySet[ClearanceItem]:
    """Items that count on that day and end within so many days, the soonest first.

    Only of volunteers who serve or take a pause.
    """
    return (
        counting_items(on)
        .filter(
            volunteer__centre=centre,
            volunteer__state__in=(VolunteerState.ACTIVE, VolunteerState.PAUSED),
            valid_until__lte=on + timedelta(days=within_days),
        )
        .select_related("volunteer")
        .order_by("valid_until", "volunteer__number", "kind")
    )


def clearance_term(centre_id: int, kind: ClearanceKind, *, on: date) -> ClearanceTerm | None:
    """The term in force on that day: the centre's own, else the common one."""
    terms = ClearanceTerm.objects.in_force(on).filter(Q(centre=centre_id) | Q(centre=None), kind=kind)
    return terms.order_by(F("centre").asc(nulls_last=True), "-valid_from").first()


# --- what is missing --------------------------------------------------------------------------------------


def missing_to_start(volunteer: Volunteer) -> list[Missing]:
    """What has to be there before somebody is active: consent, a talk, a training (MENTOR, 5th ed.)."""
    consents = [one for one in volunteer.consents.all() if one.withdrawn_at is None]
    checks = (
        (
            any(one.purpose == ConsentPurpose.MATCHING for one in consents),
            Missing("consent", _("There is no consent for being matched with families yet.")),
        ),
        (volunteer.interviewed_on is not None, Missing("interview", _("The interview is not recorded yet."))),
        (bool(volunteer.trainings.all()), Missing("training", _("No completed training is recorded yet."))),
    )
    return [missing for is_there, missing in checks if not is_there]


def what_is_missing(volunteer: Volunteer, *, on: date) -> list[Missing]:
    """What keeps this volunteer from being matched, or will soon; empty when nothing does."""
    cleared = all(line.state == ClearanceState.VALID for line in clearance_of(volunteer, on=on))
    checks = (
        (
            bool(volunteer.spoken),
            Missing("language", _("No language is written down: nobody can be matched.")),
        ),
        (volunteer.point is not None, Missing("place", _("We do not know where this person lives."))),
        (
            bool(volunteer.week),
            Missing("week", _("No free hours are written down: no meeting can be found.")),
        ),
        (bool(volunteer.offers), Missing("offers", _("We do not know yet what this person can help with."))),
        (
            not _needs_agreement(volunteer, on),
            Missing("agreement", _("Service over 30 days asks for a written agreement.")),
        ),
        (cleared, Missing("clearance", _("Without full clearance only families without children."))),
    )
    return missing_to_start(volunteer) + [missing for is_there, missing in checks if not is_there]


def _needs_agreement(volunteer: Volunteer, on: date) -> bool:
    if volunteer.serving_since is None or on < volunteer.serving_since + timedelta(days=WRITTEN_AFTER_DAYS):
        return False
    return not any(
        agreement.valid_from <= on and (agreement.valid_until is None or agreement.valid_until >= on)
        for agreement in volunteer.agreements.all()
    )


def agreements_due(centre: Organisation, *, on: date, ahead_days: int = 0) -> QuerySet[Volunteer]:
    """Active volunteers who on that day (or so many days later) serve beyond 30 days with no agreement."""
    started_by = on + timedelta(days=ahead_days - WRITTEN_AFTER_DAYS)
    in_force = Agreement.objects.filter(
        Q(valid_until=None) | Q(valid_until__gte=on), volunteer=OuterRef("pk"), valid_from__lte=on
    )
    due = centre.volunteers.filter(
        ~Exists(in_force), state=VolunteerState.ACTIVE, serving_since__lte=started_by
    )
    return due.order_by("serving_since", "number")


# --- documents to read and to sign ------------------------------------------------------------------------


def document_in_force(centre_id: int, kind: DocumentKind, *, on: date) -> CentreDocument | None:
    """The words in force on that day: the centre's own, else the common ones; None when there are none."""
    known = CentreDocument.objects.in_force(on).filter(Q(centre=centre_id) | Q(centre=None), kind=kind)
    return known.order_by(F("centre").asc(nulls_last=True), "-valid_from", "-pk").first()


def documents_of(centre: Organisation) -> QuerySet[CentreDocument]:
    """Every version the centre can use, its own and the common ones, the newest first."""
    known = CentreDocument.objects.filter(Q(centre=centre) | Q(centre=None))
    return known.order_by("kind", F("centre").asc(nulls_last=True), "-valid_from", "-pk")


def agreements_to_countersign(centre: Organisation) -> QuerySet[PreparedAgreement]:
    """Signed by the volunteer and waiting for the centre, the oldest first."""
    waiting = PreparedAgreement.objects.filter(volunteer__centre=centre, state=PreparedState.SIGNED)
    return waiting.select_related("volunteer").order_by("pk")


def readings_to_record(centre: Organisation) -> QuerySet[Volunteer]:
    """Volunteers who say to have read the standards since the newest check of it was recorded."""
    recorded = ClearanceItem.objects.filter(
        volunteer=OuterRef("volunteer"),
        kind=ClearanceKind.STANDARDS_READ,
        revoked_on=None,
        checked_on__gte=OuterRef("read_on"),
    )
    readings = StandardsReading.objects.annotate(read_on=TruncDate("read_at"))
    waiting = readings.filter(~Exists(recorded), volunteer=OuterRef("pk"))
    return centre.volunteers.filter(Exists(waiting)).order_by("number")
