"""Reads of families; every list starts from a scope."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from django.db.models import Count, Exists, Max, OuterRef, Prefetch, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.accounts.models import Membership
from base.accounts.queries import hash_token
from base.accounts.rules import is_employer, works_with_people
from base.common.enums import MINORS
from base.common.kept import TEN_MINUTES, kept_till_newer
from base.common.profiles import Missing
from base.organisations.models import Organisation
from base.places.search_text import found_in
from base.places.week import Week

from .enums import ConsentPurpose, HouseholdState, NamedState
from .models import (
    Employment,
    Household,
    HouseholdAccess,
    HouseholdConsent,
    Member,
    MemberLanguage,
    NamedColleague,
    PriorityInput,
)

#: The sorts of the list page; a minus turns one around.
SORTS: Mapping[str, tuple[str, ...]] = {
    "waiting": ("waiting_since", "number"),
    "-waiting": ("-waiting_since", "-number"),
    "label": ("number",),
    "-label": ("-number",),
    "place": ("place_name", "number"),
    "-place": ("-place_name", "-number"),
    "changed": ("changed_at", "pk"),
    "-changed": ("-changed_at", "-pk"),
}
CURRENT = Q(left_on=None)
MINOR = Q(age_band__in=MINORS)


@dataclass(frozen=True)
class HouseholdFilter:
    """What a list is narrowed to; an empty part narrows nothing. `contacts`: names and phones are searched
    too, for those who may see them."""

    text: str = ""
    contacts: bool = False
    states: Collection[str] = ()
    need: str = ""
    language: str = ""
    commune: str = ""
    children: bool | None = None
    waiting_over_days: int | None = None


def households_in_scope(membership: Membership | None) -> QuerySet[Household]:
    """The families of the membership's centre for those who work with people; nobody's for all others."""
    if membership is None or not works_with_people(membership):
        return Household.objects.none()
    return Household.objects.filter(centre=membership.organisation_id)


def employments_in_scope(membership: Membership | None) -> QuerySet[Employment]:
    """Jobs of the centre's families for those who work with people; an employer's own jobs for the employer.

    An employer's page shows of each only label, first name, job, site, shift, dates and languages.
    """
    employments = Employment.objects.select_related("member__household", "employer", "site")
    if membership is not None and works_with_people(membership):
        return employments.filter(member__household__centre=membership.organisation_id)
    if membership is not None and is_employer(membership):
        return employments.filter(employer=membership.organisation_id, member__left_on=None)
    return employments.none()


def employees_on(
    employments: QuerySet[Employment], *, employer: Organisation, centre: Organisation, on: date
) -> QuerySet[Employment]:
    """Who works for the employer on that day and is with the centre, with their languages, by first name."""
    there = Q(employer=employer, member__household__centre=centre, member__left_on=None, started_on__lte=on)
    employments = employments.filter(there, Q(contract_until=None) | Q(contract_until__gte=on))
    return (
        employments.exclude(member__household__state=HouseholdState.ARCHIVED)
        .prefetch_related("member__languages")
        .order_by("member__first_name", "pk")
    )


def named_in_scope(membership: Membership | None) -> QuerySet[NamedColleague]:
    """New colleagues named to the centre for those who work with people; an employer's own for the employer.

    An employer's page shows of each only first name, job, site, shift, dates, language and the state.
    """
    named = NamedColleague.objects.select_related("employer", "site", "household", "centre")
    if membership is not None and works_with_people(membership):
        return named.filter(centre=membership.organisation_id)
    if membership is not None and is_employer(membership):
        return named.filter(employer=membership.organisation_id)
    return named.none()


def named_on_page(
    membership: Membership | None, employer: Organisation, centre: Organisation
) -> list[NamedColleague]:
    """Those named by this employer to this centre who wait, the first named first; and for the employer also
    the last few who were not taken in. Who was taken in stands among its colleagues."""
    named = named_in_scope(membership).filter(employer=employer, centre=centre)
    waiting = list(named_waiting(named))
    if not is_employer(membership):
        return waiting
    gone = named.filter(state=NamedState.TURNED_DOWN)
    return [*waiting, *gone.order_by("-answered_at")[:MOST_TURNED_DOWN]]


#: Colleagues an employer is reminded of whom the centre did not take in.
MOST_TURNED_DOWN = 5


def named_waiting(named: QuerySet[NamedColleague]) -> QuerySet[NamedColleague]:
    """Those of whom the centre has not decided, the first named first."""
    return named.filter(state=NamedState.WAITING).order_by("named_at", "pk")


def who_named_may_be(named: NamedColleague) -> list[Household]:
    """Households of the centre that may be this person: the same phone or e-mail, or somebody of the first
    name who works, or worked, for the same employer; the surest first, ten at most."""
    own = named.centre.households.prefetch_related("members__employment")
    contact = Q()
    if named.phone:
        contact |= Q(phone=named.phone)
    if named.email:
        contact |= Q(email__iexact=named.email)
    sure = list(own.filter(contact).order_by("number")[:MOST_TWINS]) if contact else []
    hired = Q(
        members__first_name__iexact=named.first_name,
        members__left_on=None,
        members__employment__employer=named.employer_id,
    )
    alike = own.filter(hired).exclude(pk__in=[one.pk for one in sure]).distinct().order_by("number")
    return [*sure, *alike[: MOST_TWINS - len(sure)]]


#: Households shown as who a new colleague may be.
MOST_TWINS = 10


def narrowed(households: QuerySet[Household], wanted: HouseholdFilter) -> QuerySet[Household]:
    """The households of the list that fit the filter."""
    columns = ("search_text", "search_contact") if wanted.contacts else ("search_text",)
    households = households.filter(found_in(wanted.text, columns))
    if wanted.states:
        households = households.filter(state__in=wanted.states)
    if wanted.need:
        households = households.filter(needs__has=wanted.need)
    if wanted.language:
        speakers = MemberLanguage.objects.filter(
            ~Q(member__age_band__in=MINORS),
            member__household=OuterRef("pk"),
            member__left_on=None,
            language=wanted.language,
        )
        households = households.filter(Exists(speakers))
    if wanted.commune:
        households = households.filter(commune_code=wanted.commune)
    if wanted.children is not None:
        children = Exists(Member.objects.filter(CURRENT, MINOR, household=OuterRef("pk")))
        households = households.filter(children if wanted.children else ~children)
    if wanted.waiting_over_days is not None:
        day = timezone.localdate() - timedelta(days=wanted.waiting_over_days)
        households = households.filter(waiting_since__lt=day)
    return households


def in_order(households: QuerySet[Household], sort: str) -> QuerySet[Household]:
    """By one of SORTS; an unknown word means the longest waiting first."""
    return households.order_by(*SORTS.get(sort, SORTS["waiting"]))


def for_list(households: QuerySet[Household]) -> QuerySet[Household]:
    """With what a row of a list shows: `adult_count`, `child_count`, members and their languages.

    Three queries, however many rows.
    """
    present = Q(members__left_on=None)
    minor = Q(members__age_band__in=MINORS)
    return households.annotate(
        adult_count=Count("members", filter=present & ~minor),
        child_count=Count("members", filter=present & minor),
    ).prefetch_related(_members())


def for_page(households: QuerySet[Household]) -> QuerySet[Household]:
    """With everything the page of one household shows."""
    members = Member.objects.select_related("employment__employer", "employment__site")
    return households.select_related("centre").prefetch_related(
        Prefetch("members", members), "members__languages", "priority_inputs", "consents"
    )


def _members() -> Prefetch[str, QuerySet[Member], str]:
    return Prefetch("members", Member.objects.prefetch_related("languages"))


def waiting_families(centre: Organisation, *, at: date) -> QuerySet[Household]:
    """Families with us that agreed to be matched and wait on that day, the longest first.

    Which of them have a helper already is known in the room above.
    """
    return (
        with_consent(centre.households.all(), ConsentPurpose.MATCHING)
        .filter(state=HouseholdState.SERVED, waiting_since__lte=at)
        .order_by("waiting_since", "number")
    )


def with_consent(households: QuerySet[Household], purpose: ConsentPurpose) -> QuerySet[Household]:
    """Those whose consent for the purpose is in force now."""
    given = HouseholdConsent.objects.filter(household=OuterRef("pk"), purpose=purpose, withdrawn_at=None)
    return households.filter(Exists(given))


def with_children(households: QuerySet[Household]) -> QuerySet[Household]:
    """Annotated with `has_children`: somebody under eighteen belongs to the household now."""
    children = Member.objects.filter(CURRENT, MINOR, household=OuterRef("pk"))
    return households.annotate(has_children=Exists(children))


def best_languages(households: QuerySet[Household]) -> QuerySet[MemberLanguage, tuple[int, str, int]]:
    """(household id, language, best level among its adults), one row per household and language."""
    spoken = MemberLanguage.objects.filter(
        ~Q(member__age_band__in=MINORS), member__household__in=households, member__left_on=None
    )
    grouped = spoken.order_by().values("member__household", "language").annotate(best=Max("level"))
    return grouped.values_list("member__household", "language", "best")


def languages_spoken(households: QuerySet[Household]) -> list[str]:
    """Codes of the languages adults of these households speak, the most spoken first; for a filter."""
    spoken = MemberLanguage.objects.filter(
        ~Q(member__age_band__in=MINORS), member__household__in=households, member__left_on=None
    )
    counted = spoken.order_by().values("language").annotate(n=Count("pk"))
    return [row["language"] for row in counted.order_by("-n", "language")]


def languages_to_choose(membership: Membership) -> list[str]:
    """The same of the households in scope; counted anew once anybody's language was written down, else every
    ten minutes."""
    key = f"languages:family:{membership.pk}:{membership.role}"  # each their own: a scope may be a person's
    spoken = partial(languages_spoken, households_in_scope(membership))
    return kept_till_newer(key, MemberLanguage, spoken, seconds=TEN_MINUTES)


def communes_of(households: QuerySet[Household]) -> list[tuple[str, str]]:
    """(code, name) of the communes these households live in, by name; for a filter."""
    there = households.exclude(commune_code="").order_by("commune_name", "commune_code")
    return list(there.values_list("commune_code", "commune_name").distinct())


def by_import_key(centre: Organisation, key: str) -> Household | None:
    """The household this row of a list became; None when there is none or the key is empty."""
    return centre.households.filter(import_key=key).first() if key else None


def priorities_in_force(household: Household, *, on: date) -> QuerySet[PriorityInput]:
    """The reasons that count on that day."""
    return household.priority_inputs.filter(Q(until=None) | Q(until__gte=on))


def priority_sums(households: QuerySet[Household], *, on: date) -> QuerySet[Household, tuple[int, int]]:
    """(household id, what its reasons add on that day) for every household, 0 without a reason."""
    counts = Q(priority_inputs__until=None) | Q(priority_inputs__until__gte=on)
    added = Coalesce(Sum("priority_inputs__weight", filter=counts), 0)
    return households.order_by().annotate(added=added).values_list("pk", "added")


def what_is_missing(household: Household) -> list[Missing]:
    """What keeps this household from being matched, in the order of importance; empty when nothing does.

    Whether it is in a programme is known in the room above.
    """
    consents = [one for one in household.consents.all() if one.withdrawn_at is None]
    checks = (
        (
            any(one.purpose == ConsentPurpose.MATCHING for one in consents),
            Missing("consent", _("There is no consent for finding a helper yet.")),
        ),
        (
            bool(household.spoken),
            Missing("language", _("No adult's language is written down: nobody can be matched.")),
        ),
        (household.point is not None, Missing("place", _("We do not know where the family lives."))),
        (
            bool(household.week),
            Missing("week", _("No free hours are written down: no meeting can be found.")),
        ),
        (
            bool(household.needs) or household.wants_polish,
            Missing("needs", _("We do not know yet what the family needs.")),
        ),
    )
    return [missing for is_there, missing in checks if not is_there]


def is_complete() -> Q:
    """The condition, for a query of households, that `what_is_missing` of one is empty."""
    given = HouseholdConsent.objects.filter(
        household=OuterRef("pk"), purpose=ConsentPurpose.MATCHING, withdrawn_at=None
    )
    spoken = MemberLanguage.objects.filter(
        ~Q(member__age_band__in=MINORS), member__household=OuterRef("pk"), member__left_on=None
    )
    wants = Q(wants_polish=True) | ~Q(needs=frozenset())
    place = Q(latitude__isnull=False, longitude__isnull=False)
    return Q(wants, place, ~Q(week=Week.empty()), Exists(given), Exists(spoken))


def access_by_token(token: str) -> HouseholdAccess | None:
    """The way in of this link, whatever became of it; None when there is none."""
    return _accesses().filter(token_hash=hash_token(token)).first()


def access_by_id(pk: int) -> HouseholdAccess | None:
    """The way in a browser came by, with its household and centre; None when it is gone."""
    return _accesses().filter(pk=pk).first()


def access_of(household: Household) -> HouseholdAccess | None:
    """The link the family has now, open or too old; None when it has none."""
    return household.accesses.filter(revoked_at=None).first()


def _accesses() -> QuerySet[HouseholdAccess]:
    return HouseholdAccess.objects.select_related("household__centre")
