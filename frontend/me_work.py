"""The page of a mentor-employee about themselves: their own yes, their languages, their hours."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from base.places.languages import languages_text
from frontend.forms import me as forms
from mentors.enums import ConsentPurpose, MentorState
from mentors.models import MentorConsent, MentorEmployee

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class WorkStep:
    """One question to a mentor: as `me_steps.OwnStep`, for what is theirs to tell."""

    key: str
    title: "StrOrPromise"
    form: type[forms.OwnForm]
    told: Callable[[MentorEmployee], str]
    template: str
    lead: "StrOrPromise" = ""


WORK_STEPS = {
    "languages": WorkStep(
        "languages", _("Which languages do you speak?"), forms.LanguagesForm,
        lambda one: languages_text(one.spoken), "me/steps/languages.html",
        lead=_("A new colleague is glad of simple words, too."),
    ),
    "week": WorkStep(
        "week", _("When can you mentor?"), forms.WeekForm, lambda one: str(one.week or ""),
        "me/steps/week.html",
        lead=_("At work or beside it: touch your shift, then take away what does not suit."),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class WorkTodo:
    """One thing a mentor does next for themselves."""

    what: "StrOrPromise"
    url: str


@dataclass(frozen=True)
class OwnConsent:
    """A yes that can be given on the page, and the one in force (None while there is none)."""

    purpose: ConsentPurpose
    given: MentorConsent | None


def own_consents(mentor: MentorEmployee) -> list[OwnConsent]:
    """Each purpose with what is in force of it."""
    given = {one.purpose: one for one in mentor.consents.all() if one.withdrawn_at is None}
    return [OwnConsent(purpose, given.get(purpose)) for purpose in ConsentPurpose]


def work_todos(mentor: MentorEmployee) -> list[WorkTodo]:
    """What keeps them from being matched and is theirs to do, in order."""
    if mentor.state == MentorState.LEFT:
        return []
    agreed = any(
        one.purpose == ConsentPurpose.MATCHING and one.withdrawn_at is None for one in mentor.consents.all()
    )
    found = (
        []
        if agreed
        else [WorkTodo(_("Say whether you want to mentor"), reverse("me_agree", args=["matching"]))]
    )
    if not mentor.spoken:
        found.append(WorkTodo(_("Tell us which languages you speak"), reverse("me_work", args=["languages"])))
    if not mentor.week:
        found.append(WorkTodo(_("Tell us when you can mentor"), reverse("me_work", args=["week"])))
    return found
