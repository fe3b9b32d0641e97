"""What a family writes on its own pages."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from activities.models.incidents import LONGEST_CONCERN
from base.common.enums import GenderWish, HelpArea, WishStrength
from base.places.languages import Level, Spoken, language_choices, language_name
from base.places.week import Week
from families.domain.access import PIN_DIGITS
from families.domain.questions import LONGEST_QUESTION
from frontend.free_time import PARTS, DayShown, days_of, week_from

if TYPE_CHECKING:
    from activities.models import Meeting

DIGITS = {"inputmode": "numeric", "autocomplete": "off", "maxlength": PIN_DIGITS, "pattern": "[0-9]*"}


def pin_field(**kwargs: object) -> forms.CharField:
    """Six digits, hidden while they are typed; the phone shows its digits."""
    return forms.CharField(
        widget=forms.PasswordInput(DIGITS),
        strip=True,
        error_messages={"required": _("Write the six digits.")},
        **kwargs,  # type: ignore[arg-type]  # the field's own words
    )


class PinForm(forms.Form):
    """The PIN of a link that was opened before."""

    pin = pin_field(label=_("Your PIN, six digits"))


class NewPinForm(forms.Form):
    """The PIN a family chooses at the first opening."""

    pin = pin_field(label=_("A new PIN, six digits"), help_text=_("For example a date that only you know."))
    again = pin_field(label=_("The same PIN once more"))


# --- about oneself ----------------------------------------------------------------------------------------


class NeedsForm(forms.Form):
    """What would help, as pictures with words."""

    needs = forms.MultipleChoiceField(
        label=_("What would help you?"),
        choices=HelpArea.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Choose as many as you like."),
    )
    wants_polish = forms.BooleanField(label=_("We want to practise Polish"), required=False)

    def clean(self) -> dict[str, Any]:
        """Nothing chosen is no answer."""
        typed: dict[str, Any] = super().clean() or {}
        if not typed.get("needs") and not typed.get("wants_polish"):
            self.add_error("needs", _("Choose at least one picture."))
        return typed


#: How well, in words everybody knows; each stands for the level a careful coordinator would write.
HOW_WELL: tuple[tuple[str, Any], ...] = (
    ("", pgettext_lazy("how well one speaks", "not at all")),
    (str(Level.A1.value), pgettext_lazy("how well one speaks", "a few words")),
    (str(Level.B1.value), pgettext_lazy("how well one speaks", "quite well")),
    (str(Level.C1.value), pgettext_lazy("how well one speaks", "very well")),
    (str(Level.NATIVE.value), pgettext_lazy("how well one speaks", "it is my language")),
)
ALWAYS_ASKED = ("uk", "ru", "pl", "en")


def nearest_words(level: int | None) -> str:
    """The choice that says a level: the highest that promises no more."""
    values = [int(value) for value, _words in HOW_WELL if value]
    if level is None:
        return ""
    return str(max((value for value in values if value <= level), default=values[0]))


class LanguagesForm(forms.Form):
    """What the person we talk to speaks. A level that is not touched stays exactly as it was."""

    another = forms.ChoiceField(label=_("Another language"), required=False)
    another_level = forms.ChoiceField(label=_("How well?"), choices=HOW_WELL, required=False)

    def __init__(self, *args: Any, known: Iterable[Spoken], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {one.language: int(one.level) for one in known}
        self.codes = [*ALWAYS_ASKED, *(code for code in self.known if code not in ALWAYS_ASKED)]
        for code in self.codes:
            self.fields[f"speaks_{code}"] = forms.ChoiceField(
                label=language_name(code),
                choices=HOW_WELL,
                required=False,
                initial=nearest_words(self.known.get(code)),
            )
        another = self.fields["another"]
        assert isinstance(another, forms.ChoiceField)  # noqa: S101 - declared above
        others = [(code, name) for code, name in language_choices() if code not in self.codes]
        another.choices = [("", pgettext_lazy("another language", "none")), *others]
        self.order_fields([f"speaks_{code}" for code in self.codes])

    def clean(self) -> dict[str, Any]:
        """At least one language, and of another one how well."""
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("another") and not typed.get("another_level"):
            self.add_error("another_level", _("Choose how well you speak it."))
        if not self.errors and not self.spoken():
            self.add_error(None, _("Choose at least one language."))
        return typed

    def spoken(self) -> tuple[Spoken, ...]:
        """What was chosen."""
        found = []
        for code in self.codes:
            chosen = self.cleaned_data[f"speaks_{code}"]
            if chosen:
                untouched = chosen == nearest_words(self.known.get(code))
                found.append(Spoken(code, Level(self.known[code] if untouched else int(chosen))))
        if self.cleaned_data["another"]:
            found.append(Spoken(self.cleaned_data["another"], Level(int(self.cleaned_data["another_level"]))))
        return tuple(found)


class FreeTimeForm(forms.Form):
    """A week by days and parts of a day, or by hours; a day that is not touched keeps its exact hours."""

    def __init__(self, *args: Any, week: Week, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.week = week
        self.days: list[DayShown] = days_of(week)
        for day in self.days:
            self.fields[f"parts_{day.number}"] = forms.MultipleChoiceField(
                choices=[(part.key, part.word) for part in PARTS], required=False
            )
            for end in ("from", "to"):
                self.fields[f"{end}_{day.number}"] = forms.TimeField(
                    required=False, error_messages={"invalid": _("Write the hour like 17:30.")}
                )

    def clean(self) -> dict[str, Any]:
        """Hours come in twos, in their order."""
        typed: dict[str, Any] = super().clean() or {}
        for day in self.days:
            start, end = typed.get(f"from_{day.number}"), typed.get(f"to_{day.number}")
            if (start is None) != (end is None) or (start and end and start >= end):
                text = _("%(day)s: write from which hour to which hour.") % {"day": day.name}
                self.add_error(f"from_{day.number}", text)
        return typed

    def chosen(self) -> Week:
        """The week that was told."""
        return week_from(self.week, self.days, self.cleaned_data)

    def shown(self) -> list[DayShown]:
        """The days as they were posted, else as they are kept."""
        return [day.as_posted(self.data) for day in self.days] if self.is_bound else self.days


class WishesForm(forms.Form):
    """Whom the family would rather meet, and how strongly."""

    wish_gender = forms.ChoiceField(
        label=_("Who should help you?"), choices=GenderWish.choices, widget=forms.RadioSelect
    )
    wish_strength = forms.ChoiceField(
        label=_("How important is this?"),
        choices=[
            (WishStrength.PREFER.value, WishStrength.PREFER.label),
            (WishStrength.MUST.value, WishStrength.MUST.label),
        ],
        widget=forms.RadioSelect,
        required=False,
        help_text=_("With “only so” you may wait longer."),
    )

    def wish(self) -> dict[str, str]:
        """Both halves of the wish: no strength without a gender, none left out with one."""
        gender = self.cleaned_data["wish_gender"]
        if gender == GenderWish.ANY:
            return {"wish_gender": gender, "wish_strength": WishStrength.NONE.value}
        strength = self.cleaned_data["wish_strength"] or WishStrength.PREFER.value
        return {"wish_gender": gender, "wish_strength": strength}


class WordsForm(forms.Form):
    """A few words to the centre."""

    words = forms.CharField(
        label=_("In a few words"),
        max_length=LONGEST_QUESTION,
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("You may write in your own language."),
    )


# --- a pair and its meetings ------------------------------------------------------------------------------

WEEKS = (("2", _("2 weeks")), ("4", _("4 weeks")), ("8", _("8 weeks")))


class PauseForm(forms.Form):
    """How long a pause lasts."""

    weeks = forms.ChoiceField(label=_("For how long?"), choices=WEEKS, widget=forms.RadioSelect)


class LastWordForm(forms.Form):
    """How it was to meet, from 1 to 5, and whether the family would do it again."""

    rating = forms.TypedChoiceField(
        label=_("How was it for you?"),
        choices=(
            (1, pgettext_lazy("how it was", "very hard")),
            (2, pgettext_lazy("how it was", "hard")),
            (3, pgettext_lazy("how it was", "all right")),
            (4, pgettext_lazy("how it was", "good")),
            (5, pgettext_lazy("how it was", "very good")),
        ),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one answer.")},
    )
    again = forms.ChoiceField(
        label=_("Would you like to meet a helper again?"),
        choices=(("yes", _("Yes")), ("no", _("No")), ("", _("I do not know"))),
        widget=forms.RadioSelect,
        required=False,
    )

    def word(self) -> dict[str, Any]:
        """For the verb."""
        again = {"yes": True, "no": False}.get(self.cleaned_data["again"])
        return {"rating": self.cleaned_data["rating"], "again": again}


class LastWordOfHelperForm(LastWordForm):
    """The same, asked of a helper."""

    again = forms.ChoiceField(
        label=_("Would you like to help somebody again?"),
        choices=(("yes", _("Yes")), ("no", _("No")), ("", _("I do not know"))),
        widget=forms.RadioSelect,
        required=False,
    )


class WhenForm(forms.Form):
    """A day and an hour."""

    day = forms.DateField(
        label=_("Day"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Choose the day."), "invalid": _("Choose the day.")},
    )
    hour = forms.TimeField(
        label=_("Hour"),
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        error_messages={
            "required": _("Write the hour like 17:30."),
            "invalid": _("Write the hour like 17:30."),
        },
    )

    def start(self) -> datetime:
        """The moment, by the clocks of Poland."""
        return local_moment(self.cleaned_data["day"], self.cleaned_data["hour"])


class OtherwiseForm(WhenForm):
    """How the meeting really was."""

    happened = forms.ChoiceField(
        label=_("How was it really?"),
        choices=(
            ("no", _("We did not meet")),
            ("yes", _("We met, but at another time or for another length")),
        ),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one answer.")},
    )
    minutes = forms.IntegerField(label=_("How long, in minutes?"), required=False, min_value=5, max_value=720)
    field_order = ("happened", "day", "hour", "minutes")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].required = self.fields["hour"].required = False

    def told(self, meeting: "Meeting") -> dict[str, Any]:
        """For the verb: only what differs from what was written down."""
        typed = self.cleaned_data
        if typed["happened"] == "no":
            return {"happened": False}
        start = self.start() if typed.get("day") and typed.get("hour") else meeting.start
        minutes = typed.get("minutes")
        return {
            "happened": True,
            "start": start if start != meeting.start else None,
            "minutes": minutes if minutes != meeting.minutes else None,
        }


class ConcernForm(forms.Form):
    """A concern, in the family's own words; `key` makes a second sending harmless."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("What happened?"),
        max_length=LONGEST_CONCERN,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("You may write in your own language."),
        error_messages={"required": _("Write a few words about what happened.")},
    )


def local_moment(day: date, hour: time) -> datetime:
    """A day and an hour as one moment by the clocks of Poland."""
    return datetime.combine(day, hour, tzinfo=timezone.get_default_timezone())
