"""What a family tells about itself, one question on a page: in this order the first time, singly later."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from base.audit.actor import Actor
from base.common.enums import HelpArea, WishStrength
from base.places.languages import Level, Spoken
from families.domain.consent_texts import ConsentText, consent_text
from families.domain.households import data_of, revise_household
from families.domain.questions import ask_centre
from families.enums import ConsentPurpose, QuestionAbout
from families.models import Household, HouseholdConsent, Member
from frontend.forms.family import FreeTimeForm, LanguagesForm, NeedsForm, WishesForm, WordsForm


@dataclass(frozen=True)
class StepPage:
    """One question: its words, its form from the household and what was posted, and what saving does.

    `purpose` is set for a consent, which has no form but buttons.
    """

    key: str
    icon: str
    title: str | Promise
    make: Callable[[Household, QueryDict | None], forms.Form]
    save: Callable[[Household, Any, Actor], object]
    is_told: Callable[[Household], bool]
    lead: str | Promise = ""
    purpose: ConsentPurpose | None = None

    @property
    def template(self) -> str:
        """Consents share one."""
        return "f/steps/consent.html" if self.purpose else f"f/steps/{self.key}.html"


#: A picture for each need; a picture never stands without its word.
PICTURES = {
    HelpArea.EVERYDAY_POLISH: "speech",
    HelpArea.SCHOOL: "school",
    HelpArea.OFFICES_PAPERS: "file",
    HelpArea.HEALTH_APPOINTMENTS: "doctor",
    HelpArea.WORK: "firm",
    HelpArea.COMPANY: "users",
    HelpArea.FREE_TIME: "sun",
    HelpArea.HOUSING: "home",
    HelpArea.CHILDREN_HOMEWORK: "pen",
    HelpArea.DIGITAL: "screen",
    HelpArea.GETTING_AROUND: "tram",
    HelpArea.POLISH_EXAM: "exam",
}


def contact_of(household: Household) -> Member:
    """The person we talk to."""
    return next(member for member in household.current_members if member.is_contact)


def spoken_by(member: Member) -> list[Spoken]:
    """The member's languages, the best first."""
    return [Spoken(row.language, Level(row.level)) for row in member.languages.all()]


def consent_in_force(household: Household, purpose: ConsentPurpose) -> HouseholdConsent | None:
    """What the family said yes to and has not taken back."""
    given = (one for one in household.consents.all() if one.purpose == purpose and one.withdrawn_at is None)
    return next(given, None)


def shown_text(purpose: ConsentPurpose, language: str) -> ConsentText:
    """The words of today."""
    return consent_text(purpose, language=language, on=timezone.localdate())


def _needs(household: Household, posted: QueryDict | None) -> forms.Form:
    return NeedsForm(posted, initial={"needs": household.needs, "wants_polish": household.wants_polish})


def _save_needs(household: Household, form: NeedsForm, by: Actor) -> object:
    typed = form.cleaned_data
    return _revise(household, by, needs=frozenset(typed["needs"]), wants_polish=typed["wants_polish"])


def _languages(household: Household, posted: QueryDict | None) -> forms.Form:
    return LanguagesForm(posted, known=spoken_by(contact_of(household)))


def _save_languages(household: Household, form: LanguagesForm, by: Actor) -> object:
    data, contact = data_of(household), contact_of(household)
    members = tuple(
        replace(one, languages=form.spoken()) if one.id == contact.pk else one for one in data.members
    )
    return _revise(household, by, members=members)


def _week(household: Household, posted: QueryDict | None) -> forms.Form:
    return FreeTimeForm(posted, week=household.week)


def _save_week(household: Household, form: FreeTimeForm, by: Actor) -> object:
    return _revise(household, by, week=form.chosen())


def _wishes(household: Household, posted: QueryDict | None) -> forms.Form:
    strength = household.wish_strength
    initial = {
        "wish_gender": household.wish_gender,
        "wish_strength": WishStrength.PREFER if strength == WishStrength.NONE else strength,
    }
    return WishesForm(posted, initial=initial)


def _save_wishes(household: Household, form: WishesForm, by: Actor) -> object:
    return _revise(household, by, **form.wish())


def _words(household: Household, posted: QueryDict | None) -> forms.Form:
    return WordsForm(posted)


def _save_home(household: Household, form: WordsForm, by: Actor) -> object:
    """Members are the coordinators' to change: children ask for clearance. The family says what is wrong."""
    words = form.cleaned_data["words"]
    return ask_centre(household, about=QuestionAbout.MEMBERS, words=words, by=by) if words else None


def _revise(household: Household, by: Actor, **changes: Any) -> Household:
    return revise_household(household, data=replace(data_of(household), **changes), by=by)


def _nothing(household: Household, form: forms.Form, by: Actor) -> object:
    return None


def _agree(purpose: ConsentPurpose, icon: str, title: str | Promise) -> StepPage:
    return StepPage(
        f"agree-{purpose.value}", icon, title, _words, _nothing,
        lambda household: consent_in_force(household, purpose) is not None,
        purpose=purpose,
    )  # fmt: skip


STEPS = (
    StepPage(
        "needs", "hand", _("What would help you?"), _needs, _save_needs,
        lambda household: bool(household.needs or household.wants_polish),
    ),
    StepPage(
        "home", "users", _("Who is at home"), _words, _save_home, lambda household: True,
        _("With children, we propose only people who were checked."),
    ),
    StepPage(
        "languages", "speech", _("Your languages"), _languages, _save_languages,
        lambda household: bool(household.spoken),
        _("We look for a person who speaks with you."),
    ),
    StepPage(
        "week", "clock", _("When do you have time?"), _week, _save_week,
        lambda household: bool(household.week),
        _("Touch every time when you could meet. More is better."),
    ),
    StepPage(
        "wishes", "person", _("Your wish"), _wishes, _save_wishes, lambda household: True,
        _("You need not wish for anything."),
    ),
    _agree(ConsentPurpose.MATCHING, "search", _("May we look for a person?")),
    _agree(ConsentPurpose.CONTACT, "message", _("May we write to you?")),
    _agree(ConsentPurpose.SHARING, "globe", _("May other centres look too?")),
)  # fmt: skip

BY_KEY = {step.key: step for step in STEPS}
#: Without these nobody can be found; the others may stay as they are.
NEEDED = ("needs", "languages", "week", "agree-matching")


def after(step: StepPage) -> StepPage | None:
    """The next question; None after the last."""
    place = STEPS.index(step)
    return STEPS[place + 1] if place + 1 < len(STEPS) else None


def before(step: StepPage) -> StepPage | None:
    """The question before; None at the first."""
    place = STEPS.index(step)
    return STEPS[place - 1] if place else None


def still_to_tell(household: Household) -> list[StepPage]:
    """What keeps us from looking, in the order of the questions."""
    return [BY_KEY[key] for key in NEEDED if not BY_KEY[key].is_told(household)]
