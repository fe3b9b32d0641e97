"""What the page about oneself says of somebody who helps: what is known, what comes next."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from frontend.me_steps import STEPS, told_by
from frontend.me_work import work_todos
from frontend.resting import Helper
from mentors.models import MentorEmployee
from volunteers.enums import ClearanceState, PreparedState, VolunteerState
from volunteers.models import Agreement, PreparedAgreement, Volunteer
from volunteers.queries import ClearanceLine, clearance_of, missing_to_start, what_is_missing

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: The way of a volunteer, as the page draws it.
WAY = (
    VolunteerState.APPLIED,
    VolunteerState.INTERVIEWED,
    VolunteerState.IN_TRAINING,
    VolunteerState.ACTIVE,
)
#: What somebody tells themselves: code of `what_is_missing`, the step, the sentence.
OWN_PARTS = (
    ("language", "languages", _("Tell us which languages you speak")),
    ("place", "place", _("Tell us where you live")),
    ("week", "week", _("Tell us when you are free")),
    ("offers", "offers", _("Tell us what you can help with")),
)


@dataclass(frozen=True)
class Todo:
    """One thing that is still missing; `url` is empty where the centre does it. `why` says who and how."""

    what: "StrOrPromise"
    why: "StrOrPromise" = ""
    url: str = ""


@dataclass(frozen=True)
class WayStep:
    """One state of a volunteer's way: the day it was reached, whether it is done or now."""

    label: "StrOrPromise"
    day: date | None
    is_done: bool
    is_now: bool


@dataclass(frozen=True)
class About:
    """Everything the page tells of one person. What only volunteers have is empty for mentors."""

    is_volunteer: bool
    can_pause: bool
    is_paused: bool
    known: list[dict[str, Any]]
    todos: list[Todo]
    way: list[WayStep]
    lines: list[ClearanceLine]
    to_sign: PreparedAgreement | None
    to_countersign: PreparedAgreement | None
    agreements: list[Agreement]

    @property
    def in_order(self) -> int:
        """How many items of clearance count today."""
        return sum(line.state == ClearanceState.VALID for line in self.lines)


def about(person: Helper) -> About:
    """The page's content for this person; a volunteer comes from `for_page`."""
    if not isinstance(person, Volunteer):
        return About(
            False, person.state == "active", person.state == "paused", [], [], [], [], None, None, []
        )
    today = timezone.localdate()
    prepared = {one.state: one for one in reversed(person.prepared_agreements.all())}
    lines = clearance_of(person, on=today)
    return About(
        is_volunteer=True,
        can_pause=person.state == VolunteerState.ACTIVE,
        is_paused=person.state == VolunteerState.PAUSED,
        known=told_by(person),
        todos=list(_todos(person, lines, prepared.get(PreparedState.OFFERED), on=today)),
        way=_way(person),
        lines=lines,
        to_sign=prepared.get(PreparedState.OFFERED),
        to_countersign=prepared.get(PreparedState.SIGNED),
        agreements=list(person.agreements.all()),
    )


def next_of(person: Helper | None) -> Todo | None:
    """The one thing somebody who helps can do next for themselves, for their home; None when none is."""
    if isinstance(person, MentorEmployee):
        return next((Todo(one.what, url=one.url) for one in work_todos(person)), None)
    if not isinstance(person, Volunteer) or person.state == VolunteerState.LEFT:
        return None
    if person.prepared_agreements.filter(state=PreparedState.OFFERED).exists():
        return _to_sign()
    known = {
        "language": bool(person.spoken),
        "place": person.point is not None,
        "week": bool(person.week),
        "offers": bool(person.offers),
    }
    return next((_own(step, what) for code, step, what in OWN_PARTS if not known[code]), None)


def _to_sign() -> Todo:
    return Todo(_("Read your agreement and sign it"), url=reverse("me_agreement"))


def _own(step: str, what: "StrOrPromise") -> Todo:
    return Todo(what, url=reverse("me_step", args=[step]))


def _todos(
    person: Volunteer, lines: list[ClearanceLine], to_sign: PreparedAgreement | None, *, on: date
) -> Iterator[Todo]:
    """What is missing, what they do themselves first."""
    missing = {one.code for one in what_is_missing(person, on=on)}
    for code, step, what in OWN_PARTS:
        if code in missing:
            yield _own(step, what)
    if to_sign is not None:
        yield _to_sign()
    to_start = {one.code for one in missing_to_start(person)}
    centre = _("Your coordinator arranges it with you.")
    if "interview" in to_start:
        yield Todo(_("A talk with your coordinator"), centre)
    if "consent" in to_start:
        yield Todo(_("Your consent to be matched with families"), _("Your coordinator asks you for it."))
    if "training" in to_start:
        yield Todo(_("The training for volunteers"), centre)
    if "agreement" in missing and to_sign is None:
        yield Todo(_("The agreement"), _("Your coordinator prepares it; you sign it here."))
    if "clearance" in missing:
        yield Todo(_("Documents for meeting children"), _papers(lines), reverse("me_papers"))


def _papers(lines: list[ClearanceLine]) -> str:
    count = sum(line.state != ClearanceState.VALID for line in lines)
    return ngettext(
        "%(count)d is missing. Without it you can help families without children.",
        "%(count)d are missing. Without them you can help families without children.",
        count,
    ) % {"count": count}


def _way(person: Volunteer) -> list[WayStep]:
    days = {
        VolunteerState.APPLIED: person.applied_on,
        VolunteerState.INTERVIEWED: person.interviewed_on,
        VolunteerState.ACTIVE: person.serving_since,
    }
    now = VolunteerState.ACTIVE if person.state == VolunteerState.PAUSED else VolunteerState(person.state)
    at = WAY.index(now) if now in WAY else -1
    return [
        WayStep(
            state.label, days.get(state), position < at or now == state == VolunteerState.ACTIVE, now == state
        )
        for position, state in enumerate(WAY)
    ]


def first_unanswered(person: Volunteer) -> str:
    """The key of the first step nobody has answered yet; the first step when all are."""
    return next((step.key for step in STEPS if not step.told(person)), STEPS[0].key)
