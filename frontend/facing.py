"""Two people side by side, as far as this membership may see them: what the loom and its evidence show."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from base.accounts.models import Membership
from base.common.enums import HelpArea
from base.places.languages import Level, Spoken, language_name
from base.places.models import Located
from base.places.week import Week
from families.models import Household
from matching.domain.sentences import CRITERIA, Criterion, number, sentence
from matching.models import Helper, Proposal, Seeker
from matching.queries import Sight, free_room_of, rules_on, visible_fields
from mentors.models import MentorEmployee
from volunteers.enums import ClearanceState
from volunteers.models import Volunteer
from volunteers.queries import clearance_of

MOST_LANGUAGES = 5
#: What may be said of a partner centre's person: it follows from languages, week and distance alone.
TOLD_OF_PARTNERS = frozenset({Criterion.LANGUAGE, Criterion.DISTANCE, Criterion.TIME})


@dataclass(frozen=True)
class Chip:
    """A language with its level; `shared` when the other one speaks it too."""

    code: str
    level: int
    shared: bool


@dataclass(frozen=True)
class Side:
    """One of the two; of a partner centre's person (not `is_whole`) only label, languages, commune, week."""

    label: str
    name: str
    role: str
    url: str
    is_whole: bool
    chips: list[Chip]
    place: str
    place_note: str
    week: Week
    areas: str
    areas_note: str
    minors: str
    minors_note: str
    located: Located


@dataclass(frozen=True)
class Says:
    """One criterion: its name, what it says, and its points."""

    name: str
    says: str
    points: int
    most: int


@dataclass(frozen=True)
class Facing:
    """The two, what they have in common, and the points. Empty texts where nothing is known or told."""

    seeker: Side
    helper: Side
    language: str
    km: str
    km_value: float | None
    hours: str
    areas: str
    minors_ok: bool
    reach_km: float | None
    criteria: list[Says]
    points: int
    most: int
    shows_map: bool
    broken: frozenset[str] = frozenset()

    @property
    def are_whole(self) -> bool:
        """Whether both may be seen whole."""
        return self.seeker.is_whole and self.helper.is_whole

    @property
    def has_minors(self) -> bool:
        """Whether there are children at home, as far as it may be told."""
        return bool(self.seeker.minors)


def name_of(helper: Helper, membership: Membership) -> str:
    """How a helper is called wherever staff read of them: own people as Jakub (W-12), partners' by label."""
    person = helper.person
    return called(person) if person.centre_id == membership.organisation_id else person.label


def called(person: Volunteer | MentorEmployee) -> str:
    """Jakub (W-12): enough to tell two of one name apart without the surname, which no list tells."""
    return f"{person.first_name} ({person.label})"


def people_of(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The rows with all that `face` reads of their seeker and helper."""
    return rows.select_related(
        "programme",
        "seeker__programme",
        "seeker__household__centre",
        "seeker__member__employment__employer",
        "seeker__member__employment__site",
        "helper__volunteer__centre",
        "helper__mentor__centre",
        "helper__mentor__site",
        "helper__mentor__participation__employer",
    ).prefetch_related(
        "seeker__household__members__languages",
        "seeker__member__languages",
        "helper__volunteer__languages",
        "helper__volunteer__clearance_items",
        "helper__mentor__languages",
    )


def face(
    membership: Membership,
    match: Any,
    criteria: Sequence[Mapping[str, Any]],
    *,
    points: int | None = None,
    broken: Collection[str] = (),
) -> Facing:
    """`match` has a seeker and a helper of one programme; `broken` are codes of rules they do not keep."""
    seeker, helper = match.seeker, match.helper
    household, person = seeker.household, helper.person
    seeker_whole = visible_fields(membership, household) is Sight.WHOLE
    helper_whole = visible_fields(membership, person) is Sight.WHOLE
    values = {one["code"]: one["values"] for one in criteria}
    theirs, ours = _spoken(seeker), person.spoken
    needs = values.get(Criterion.NEEDS)
    km = values.get(Criterion.DISTANCE, {}).get("km")
    language = values.get(Criterion.LANGUAGE, {}).get("language", "")
    both = seeker_whole and helper_whole
    side, minors_ok = _helper_side(helper, ours, _codes(theirs), whole=helper_whole, asked=seeker_whole)
    return Facing(
        seeker=_seeker_side(seeker, theirs, _codes(ours), whole=seeker_whole),
        helper=side,
        language=language_name(language) if language else "",
        km="" if km is None else number(km),
        km_value=km,
        hours=number((household.week & person.week).hours),
        areas=_counted(needs) if needs and both else "",
        minors_ok=minors_ok,
        reach_km=_reach(household, person) if both else None,
        criteria=[_says(one, match, both=both) for one in criteria],
        points=sum(one["points"] for one in criteria) if points is None else points,
        most=sum(one["max"] for one in criteria),
        shows_map=both and seeker.member is None and km is not None,
        broken=frozenset(broken),
    )


def _says(criterion: Mapping[str, Any], match: Proposal, *, both: bool) -> Says:
    code = criterion["code"]
    told = both or code in TOLD_OF_PARTNERS
    words = (
        sentence(criterion, match)
        if told
        else _("Counted. The partner centre tells more once they are a pair.")
    )
    return Says(str(CRITERIA[code]), words, criterion["points"], criterion["max"])


def _counted(needs: Mapping[str, Any]) -> str:
    if not needs["asked"]:
        return _("no needs named")
    return _("%(shared)d of %(asked)d") % {"shared": len(needs["shared"]), "asked": len(needs["asked"])}


# --- the one who waits ------------------------------------------------------------------------------------


def _seeker_side(seeker: Seeker, spoken: Iterable[Spoken], others: set[str], *, whole: bool) -> Side:
    household = seeker.household
    days = (timezone.localdate() - household.waiting_since).days
    waits = ngettext("waits %(days)d day", "waits %(days)d days", days) % {"days": days}
    at_work = seeker.member is not None
    kind = _("new colleague") if at_work else _("family")
    children = [] if at_work else household.children
    return Side(
        label=household.label,
        name=household.label,
        role=f"{kind}, {waits}" if whole else _("family of %(centre)s") % {"centre": household.centre},
        url=page_of("family", household.pk) if whole else "",
        is_whole=whole,
        chips=_chips(spoken, others),
        place=(_workplace(seeker) if at_work else household.place_name) if whole else household.commune_name,
        place_note=_familys_way(seeker) if whole else "",
        week=household.week,
        areas=_areas(household.needs) if whole else "",
        areas_note=_("would like to practise Polish") if whole and household.wants_polish else "",
        minors=_children(len(children)) if whole and children else "",
        minors_note=", ".join(str(one.get_age_band_display()) for one in children) if whole else "",
        located=household,
    )


def _spoken(seeker: Seeker) -> list[Spoken]:
    if seeker.member is None:
        return seeker.household.spoken
    return [Spoken(row.language, Level(row.level)) for row in seeker.member.languages.all()]


def _workplace(seeker: Seeker) -> str:
    job = getattr(seeker.member, "employment", None)
    return str(job.site or job.employer) if job else seeker.household.place_name


def _familys_way(seeker: Seeker) -> str:
    job = getattr(seeker.member, "employment", None)
    if job is not None:
        return at_work_as(job.job_title, job.get_shift_display())
    if not seeker.household.travel_km:
        return _("meets near home")
    return _("travels up to %(km)s km") % {"km": number(seeker.household.travel_km)}


def at_work_as(job_title: str, shift: str) -> str:
    """Welder, early shift; the job alone where no shift is written down."""
    return ", ".join(filter(None, [job_title, shift]))


def _children(count: int) -> str:
    return ngettext("%(count)d child", "%(count)d children", count) % {"count": count}


# --- the one who helps ------------------------------------------------------------------------------------


def _helper_side(
    helper: Helper, spoken: Iterable[Spoken], others: set[str], *, whole: bool, asked: bool
) -> tuple[Side, bool]:
    person = helper.person
    cleared, words = _clearance(person) if whole else (asked, "")
    is_volunteer = isinstance(person, Volunteer)
    side = Side(
        label=person.label,
        name=called(person) if whole else person.label,
        role=_helpers_role(helper) if whole else _("helper of %(centre)s") % {"centre": person.centre},
        url=page_of("volunteer" if is_volunteer else "mentor", person.pk) if whole else "",
        is_whole=whole,
        chips=_chips(spoken, others),
        place=_helpers_place(person) if whole else person.commune_name,
        place_note=_helpers_way(person) if whole else "",
        week=person.week,
        areas=_areas(person.offers) if whole and isinstance(person, Volunteer) else "",
        areas_note="",
        minors="",
        minors_note=words,
        located=person,
    )
    return side, cleared


def _helpers_role(helper: Helper) -> str:
    rules = rules_on(helper.programme, timezone.localdate())
    free = free_room_of(helper, most=rules.max_room if rules else 1)
    kind = _("volunteer") if helper.volunteer_id else _("mentor")
    room = _("has room") if free else _("has no room left")
    return f"{kind}, {room}"


def _helpers_place(person: Volunteer | MentorEmployee) -> str:
    if isinstance(person, MentorEmployee):
        return str(person.site or person.participation.employer)
    return person.place_name


def _helpers_way(person: Volunteer | MentorEmployee) -> str:
    if isinstance(person, MentorEmployee):
        return at_work_as(person.job_title, person.get_shift_display())
    return _("travels up to %(km)s km") % {"km": number(person.travel_km)}


def _clearance(person: Volunteer | MentorEmployee) -> tuple[bool, str]:
    if isinstance(person, MentorEmployee):
        return False, _("no clearance on record")
    lines = clearance_of(person, on=timezone.localdate())
    ends = [line.valid_until for line in lines if line.state == ClearanceState.VALID and line.valid_until]
    if len(ends) < len(lines):
        return False, _("clearance is not complete")
    return True, _("valid until %(day)s") % {"day": date_format(min(ends), "DATE_FORMAT")}


def _reach(household: Household, person: Volunteer | MentorEmployee) -> float | None:
    return float(person.travel_km) if isinstance(person, Volunteer) else None


def page_of(name: str, *args: object) -> str:
    """The address of a page, empty while this installation has no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


# --- both -------------------------------------------------------------------------------------------------


def _codes(spoken: Iterable[Spoken]) -> set[str]:
    return {one.language for one in spoken}


def _chips(spoken: Iterable[Spoken], others: set[str]) -> list[Chip]:
    """The shared ones first, so that a long list hides none of them."""
    chips = [Chip(one.language, one.level, one.language in others) for one in spoken]
    return sorted(chips, key=lambda chip: not chip.shared)[:MOST_LANGUAGES]


def _areas(codes: Iterable[str]) -> str:
    chosen = set(codes)
    return ", ".join(str(area.label) for area in HelpArea if area in chosen)
