"""The short steps in which volunteers tell of themselves, and what each knows already, in words."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.template.defaultfilters import floatformat
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from base.common.enums import AgeBand, GenderWish
from base.places.languages import languages_text
from frontend.forms import me as forms
from frontend.templatetags.people import areas, language
from volunteers.models import Volunteer

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class OwnStep:
    """One question: its heading, its form, how it is drawn, and the answer so far in words ("" for none)."""

    key: str
    title: "StrOrPromise"
    word: "StrOrPromise"
    form: type[forms.OwnForm]
    told: Callable[[Volunteer], str]
    lead: "StrOrPromise" = ""
    template: str = "me/steps/fields.html"


def _reached(person: Volunteer) -> str:
    ways = [str(person.get_channel_display()), str(person.phone or ""), person.email]
    return ", ".join([*filter(None, ways), language(person.language)])


def _lives(person: Volunteer) -> str:
    return f"{person.postcode} {person.place_name}".strip()


def _week(person: Volunteer) -> str:
    if not person.week:
        return ""
    return gettext("%(hours)s h in a week") % {"hours": floatformat(person.week.hours, -1)}


def _ages(person: Volunteer) -> str:
    chosen = [str(age.label) for age in AgeBand if age in person.life_stages]
    return ", ".join(chosen) or gettext("all ages")


def _room(person: Volunteer) -> str:
    return ngettext("%(count)d family", "%(count)d families", person.room) % {"count": person.room}


def _wishes(person: Volunteer) -> str:
    if person.wish_gender == GenderWish.ANY:
        return pgettext("wish", "it does not matter")
    return f"{person.get_wish_gender_display()}, {person.get_wish_strength_display()}"


STEPS = (
    OwnStep("name", _("What is your name?"), _("Name"), forms.NameForm, lambda one: one.full_name),
    OwnStep("reach", _("How can we reach you?"), _("Contact"), forms.ReachForm, _reached),
    OwnStep(
        "languages", _("Which languages do you speak?"), _("Languages"), forms.LanguagesForm,
        lambda one: languages_text(one.spoken),
        lead=_("You need not be perfect: many families are glad of simple words."),
        template="me/steps/languages.html",
    ),
    OwnStep(
        "place", _("Where do you live?"), _("Place"), forms.PlaceForm, _lives,
        lead=_("We look for families near you. They do not learn where you live."),
        template="me/steps/place.html",
    ),
    OwnStep(
        "travel", _("How far can you travel?"), _("Travel"), forms.TravelForm,
        lambda one: f"{one.travel_km} km",
    ),
    OwnStep(
        "week", _("When are you free?"), _("Free hours"), forms.WeekForm, _week,
        lead=_("Touch the half hours you could meet at. Most people meet once a week for an hour or two."),
        template="me/steps/week.html",
    ),
    OwnStep(
        "offers", _("What can you help with?"), _("Help with"), forms.OffersForm,
        lambda one: ", ".join(map(str, areas(one.offers))), template="me/steps/offers.html",
    ),
    OwnStep("ages", _("Which ages are you at home with?"), _("Ages"), forms.AgesForm, _ages),
    OwnStep("room", _("How many families at a time?"), _("At a time"), forms.RoomForm, _room),
    OwnStep("wishes", _("Whom would you rather meet?"), _("Wishes"), forms.WishesForm, _wishes),
)  # fmt: skip
BY_KEY = {step.key: step for step in STEPS}


@dataclass(frozen=True)
class Place:
    """Where one is among the steps."""

    step: OwnStep
    number: int
    before: OwnStep | None
    after: OwnStep | None
    count: int = len(STEPS)


def place_of(key: str) -> Place | None:
    """The step of this key with its neighbours; None for an unknown one."""
    step = BY_KEY.get(key)
    if step is None:
        return None
    at = STEPS.index(step)
    return Place(step, at + 1, STEPS[at - 1] if at else None, STEPS[at + 1] if at + 1 < len(STEPS) else None)


def told_by(person: Volunteer) -> list[dict[str, Any]]:
    """What we know of somebody, step by step, in words."""
    return [{"step": step, "words": step.told(person)} for step in STEPS]
