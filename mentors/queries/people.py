"""Reads of employers' parts and mentor-employees; every list starts from a scope."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from base.accounts.enums import Role
from base.accounts.models import Membership
from base.accounts.rules import has_role, is_employer, is_finance, works_with_people
from base.common.profiles import Missing
from base.organisations.models import Organisation
from base.places.search_text import found_in
from mentors.enums import ConsentPurpose, MentorState, ParticipationState
from mentors.models import MentorConsent, MentorEmployee, MentorLanguage, Participation

#: The sorts of the list of mentors; a minus turns one around.
SORTS: Mapping[str, tuple[str, ...]] = {
    "name": ("first_name", "last_name", "number"),
    "-name": ("-first_name", "-last_name", "-number"),
    "label": ("number",),
    "-label": ("-number",),
    "employer": ("participation__employer__name", "number"),
    "-employer": ("-participation__employer__name", "-number"),
    "changed": ("changed_at", "pk"),
    "-changed": ("-changed_at", "-pk"),
}
#: The sorts of the list of employers.
PARTICIPATION_SORTS: Mapping[str, tuple[str, ...]] = {
    "name": ("employer__name", "pk"),
    "-name": ("-employer__name", "-pk"),
    "place": ("employer__place_name", "pk"),
    "-place": ("-employer__place_name", "-pk"),
    "mentors": ("mentor_count", "pk"),
    "-mentors": ("-mentor_count", "-pk"),
}


@dataclass(frozen=True)
class MentorFilter:
    """What a list is narrowed to; an empty part narrows nothing. `contacts`: names and phones are searched
    too, for those who may see them."""

    text: str = ""
    contacts: bool = False
    states: Collection[str] = ()
    trade: str = ""
    language: str = ""
    participation: int | None = None


def participations_in_scope(membership: Membership | None) -> QuerySet[Participation]:
    """The centre's employers for its staff; an employer's own parts for the employer; nobody's for others."""
    if membership is None:
        return Participation.objects.none()
    if works_with_people(membership) or is_finance(membership):
        return Participation.objects.filter(centre=membership.organisation_id)
    if is_employer(membership):
        return Participation.objects.filter(employer=membership.organisation_id)
    return Participation.objects.none()


def mentors_in_scope(membership: Membership | None) -> QuerySet[MentorEmployee]:
    """The centre's mentors for its staff; an employer's own for the employer; a mentor sees themselves."""
    if membership is None:
        return MentorEmployee.objects.none()
    if works_with_people(membership) or is_finance(membership):
        return MentorEmployee.objects.filter(centre=membership.organisation_id)
    of_firm = MentorEmployee.objects.filter(participation__employer=membership.organisation_id)
    if is_employer(membership):
        return of_firm
    if has_role(Role.MENTOR)(membership):
        return of_firm.filter(user=membership.user_id)
    return MentorEmployee.objects.none()


def narrowed(mentors: QuerySet[MentorEmployee], wanted: MentorFilter) -> QuerySet[MentorEmployee]:
    """The mentors of the list that fit the filter."""
    columns = ("search_text", "search_contact") if wanted.contacts else ("search_text",)
    mentors = mentors.filter(found_in(wanted.text, columns))
    if wanted.states:
        mentors = mentors.filter(state__in=wanted.states)
    if wanted.trade:
        mentors = mentors.filter(trade=wanted.trade)
    if wanted.language:
        spoken = MentorLanguage.objects.filter(mentor=OuterRef("pk"), language=wanted.language)
        mentors = mentors.filter(Exists(spoken))
    if wanted.participation is not None:
        mentors = mentors.filter(participation=wanted.participation)
    return mentors


def in_order(mentors: QuerySet[MentorEmployee], sort: str) -> QuerySet[MentorEmployee]:
    """By one of SORTS; an unknown word means by name."""
    return mentors.order_by(*SORTS.get(sort, SORTS["name"]))


def for_list(mentors: QuerySet[MentorEmployee]) -> QuerySet[MentorEmployee]:
    """With what a row of a list shows: employer, site and languages, in two queries."""
    return mentors.select_related("participation__employer", "site").prefetch_related("languages")


def for_page(mentors: QuerySet[MentorEmployee]) -> QuerySet[MentorEmployee]:
    """With everything the page of one mentor shows."""
    return mentors.select_related("centre", "participation__employer", "site", "user").prefetch_related(
        "languages", "consents"
    )


def participations_for_list(
    participations: QuerySet[Participation], *, text: str = "", states: Collection[str] = (), sort: str = ""
) -> QuerySet[Participation]:
    """Found, narrowed and sorted, with the employer and `mentor_count` (active ones)."""
    participations = participations.filter(found_in(text, ["search_text"]))
    if states:
        participations = participations.filter(state__in=states)
    active = Q(mentors__state=MentorState.ACTIVE)
    return (
        participations.select_related("employer")
        .annotate(mentor_count=Count("mentors", filter=active))
        .order_by(*PARTICIPATION_SORTS.get(sort, PARTICIPATION_SORTS["name"]))
    )


def active_mentors(centre: Organisation) -> QuerySet[MentorEmployee]:
    """Mentors who can be matched: active, with consent in force, of an employer whose part has not ended."""
    given = MentorConsent.objects.filter(
        mentor=OuterRef("pk"), purpose=ConsentPurpose.MATCHING, withdrawn_at=None
    )
    active = centre.mentor_employees.filter(Exists(given), state=MentorState.ACTIVE)
    return active.exclude(participation__state=ParticipationState.ENDED)


def with_agreement(mentors: QuerySet[MentorEmployee]) -> QuerySet[MentorEmployee]:
    """Annotated with `has_agreed`: their own consent to be matched is in force."""
    given = MentorConsent.objects.filter(
        mentor=OuterRef("pk"), purpose=ConsentPurpose.MATCHING, withdrawn_at=None
    )
    return mentors.annotate(has_agreed=Exists(given))


def by_import_key(centre: Organisation, key: str) -> MentorEmployee | None:
    """The mentor this row of a list became; None when there is none or the key is empty."""
    return centre.mentor_employees.filter(import_key=key).first() if key else None


def participation_by_import_key(centre: Organisation, key: str) -> Participation | None:
    """The part this row of a list or filled-in form became; None when there is none or the key is empty."""
    return centre.employer_participations.filter(import_key=key).first() if key else None


def participation_of(centre: Organisation, employer: Organisation) -> Participation | None:
    """The employer's part at this centre; None when it takes no part."""
    return Participation.objects.filter(centre=centre, employer=employer).first()


def who_mentor_may_be(mentor: MentorEmployee) -> list[MentorEmployee]:
    """Other mentors of the centre who may be the same person: the same address or phone, or the same first
    name and surname; ten at most."""
    alike = Q()
    if mentor.email:
        alike |= Q(email__iexact=mentor.email)
    if mentor.phone:
        alike |= Q(phone=mentor.phone)
    if mentor.last_name:
        alike |= Q(first_name__iexact=mentor.first_name, last_name__iexact=mentor.last_name)
    if not alike:
        return []
    others = MentorEmployee.objects.filter(alike, centre=mentor.centre_id).exclude(pk=mentor.pk)
    return list(others.select_related("participation__employer").order_by("number")[:MOST_TWINS])


#: Mentors shown as who another may be.
MOST_TWINS = 10


def languages_spoken(mentors: QuerySet[MentorEmployee]) -> list[str]:
    """Codes of the languages these mentors speak, the most spoken first; for a filter."""
    spoken = MentorLanguage.objects.filter(mentor__in=mentors).order_by()
    counted = spoken.values("language").annotate(n=Count("pk")).order_by("-n", "language")
    return [row["language"] for row in counted]


def what_part_misses(participation: Participation) -> list[Missing]:
    """What keeps this employer's part from working; empty when nothing does, or when the part has ended."""
    if participation.state == ParticipationState.ENDED:
        return []
    checks = (
        (
            participation.state == ParticipationState.ACTIVE,
            Missing("agreement", _("No participation agreement in force is written down.")),
        ),
        (
            participation.mentors.filter(state=MentorState.ACTIVE).exists(),
            Missing("mentors", _("Nobody of this employer mentors new colleagues yet.")),
        ),
    )
    return [missing for is_there, missing in checks if not is_there]


def what_is_missing(mentor: MentorEmployee) -> list[Missing]:
    """What keeps this mentor from being matched; empty when nothing does."""
    consents = [one for one in mentor.consents.all() if one.withdrawn_at is None]
    checks = (
        (
            any(one.purpose == ConsentPurpose.MATCHING for one in consents),
            Missing("consent", _("There is no consent for being matched with new colleagues yet.")),
        ),
        (bool(mentor.spoken), Missing("language", _("No language is written down: nobody can be matched."))),
        (bool(mentor.week), Missing("week", _("No free hours are written down: no meeting can be found."))),
        (
            mentor.participation.state == ParticipationState.ACTIVE,
            Missing("agreement", _("The employer's participation agreement is not signed.")),
        ),
    )
    return [missing for is_there, missing in checks if not is_there]
