"""Forms of those who help about themselves, one question each."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from base.common.enums import AgeBand, ContactChannel, Gender, GenderWish, HelpArea, WishStrength
from base.common.profiles import one_line
from base.places.languages import Level, Spoken, language_choices
from base.places.week import Week
from volunteers.domain.oneself import print_of

from .people import NOT_SAID, DayField, place_field, written_languages
from .week_grid import SHOWN, Day, WeekGridField, days_of, slots_of, week_of, with_preset

#: Buttons that change the form and do not send it.
PRESET, MORE = "preset", "more"
MOST_LANGUAGES = 8
KM = (2, 5, 10, 15, 25, 40)
ROOMS = (1, 2, 3, 4)
OFTEN_ASKED = (ContactChannel.EMAIL, ContactChannel.SMS, ContactChannel.PHONE_CALL, ContactChannel.IN_PERSON)


class PauseForm(forms.Form):
    """Until when somebody rests; nothing asks why."""

    until = DayField(
        label=_("Until about when?"),
        required=False,
        help_text=_("Leave it empty if you do not know yet. You can come back on any day."),
    )


class OwnForm(forms.Form):
    """One question about oneself, of a volunteer or a mentor-employee. `fields_of` are the fields of the
    profile it writes, `seen` their print when the person began."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    fields_of: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        self.person = person
        self.meanwhile = False
        super().__init__(*args, **kwargs)

    @classmethod
    def beginning(cls, person: Any) -> dict[str, Any]:
        """What the form starts with."""
        return {name: getattr(person, name) for name in cls.fields_of} | {
            "seen": print_of(person, cls.fields_of)
        }

    def changes(self) -> Mapping[str, Any]:
        """What was answered, for `revise_oneself`."""
        return {name: self.cleaned_data[name] for name in self.fields_of}

    def see_version(self, _version: int) -> None:
        """From now on the person has been told what stands there now; their own answer stays in the form."""
        self.meanwhile = True
        self.data = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict once it is bound
        self.data["seen"] = print_of(self.person, self.fields_of)  # type: ignore[index]


class NameForm(OwnForm):
    """What somebody is called."""

    fields_of = ("first_name", "last_name")
    first_name = forms.CharField(
        label=_("First name"),
        max_length=60,
        widget=forms.TextInput({"autocomplete": "given-name"}),
        error_messages={"required": _("Write your first name.")},
    )
    last_name = forms.CharField(
        label=_("Surname"),
        max_length=80,
        required=False,
        widget=forms.TextInput({"autocomplete": "family-name"}),
        help_text=_("It stands in your agreement. Families see your first name only."),
    )


class ReachForm(OwnForm):
    """How somebody wishes to be reached."""

    fields_of = ("phone", "email", "channel", "language")
    channel = forms.ChoiceField(label=_("How shall we write to you?"), widget=forms.RadioSelect)
    phone = forms.CharField(
        label=_("Phone"),
        max_length=32,
        required=False,
        widget=forms.TextInput({"inputmode": "tel", "autocomplete": "tel"}),
    )
    email = forms.EmailField(
        label=_("E-mail"), required=False, widget=forms.EmailInput({"autocomplete": "email"})
    )
    language = forms.ChoiceField(label=_("In which language?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "language", written_languages(self.person.language))
        asked = [one for one in ContactChannel if one in OFTEN_ASKED or one == self.person.channel]
        _choices(self, "channel", [(one.value, one.label) for one in asked])

    @classmethod
    def beginning(cls, person: Any) -> dict[str, Any]:
        return super().beginning(person) | {"phone": str(person.phone or "")}


class LanguagesForm(OwnForm):
    """The languages somebody speaks, each with a level in words; empty rows are nothing."""

    fields_of = ("languages",)
    LEVELS = (
        (Level.NATIVE, _("my mother tongue")),
        (Level.C2, _("as well as a mother tongue (C2)")),
        (Level.C1, _("fluently (C1)")),
        (Level.B2, _("well, about most things (B2)")),
        (Level.B1, _("about everyday things (B1)")),
        (Level.A2, _("simply (A2)")),
        (Level.A1, _("a little (A1)")),
        (Level.A0, _("I have just begun (A0)")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = len(self.person.spoken)
        typed = sum(1 for name in self.data if name.startswith("language_"))
        self.rows = min(MOST_LANGUAGES, max(known + 1, 2, typed + (1 if MORE in self.data else 0)))
        codes = [("", _("choose a language")), *language_choices()]
        for row in range(self.rows):
            number = {"number": row + 1}
            self.fields[f"language_{row}"] = forms.ChoiceField(
                label=_("Language %(number)s") % number, choices=codes, required=False
            )
            self.fields[f"level_{row}"] = forms.TypedChoiceField(
                label=_("How well, language %(number)s") % number,
                choices=[("", _("how well?")), *((level.value, word) for level, word in self.LEVELS)],
                required=False,
                coerce=lambda value: Level(int(value)),
                empty_value=None,
            )

    @classmethod
    def beginning(cls, person: Any) -> dict[str, Any]:
        found: dict[str, Any] = {"seen": print_of(person, cls.fields_of)}
        for row, (code, level) in enumerate(person.spoken[:MOST_LANGUAGES]):
            found |= {f"language_{row}": code, f"level_{row}": int(level)}
        return found

    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The rows as they are drawn: a language and its level."""
        return [(self[f"language_{row}"], self[f"level_{row}"]) for row in range(self.rows)]

    @property
    def has_more(self) -> bool:
        """Whether one more row fits."""
        return self.rows < MOST_LANGUAGES

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        spoken = []
        for row in range(self.rows):
            code, level = typed.get(f"language_{row}"), typed.get(f"level_{row}")
            if code and level is None:
                self.add_error(f"level_{row}", _("How well do you speak it?"))
            elif code and level is not None:
                spoken.append(Spoken(code, level))
        if len({one.language for one in spoken}) < len(spoken):
            self.add_error(None, _("One language is chosen twice."))
        return typed | {"languages": tuple(spoken)}


class PlaceForm(OwnForm):
    """Where somebody lives, down to the post code."""

    fields_of = ("place",)
    place = place_field(
        label=_("Post code and place"),
        help_text=_("Write the beginning and choose from the list. We need no street."),
        error_messages={"required": _("Write where you live: a post code or a place.")},
    )

    @classmethod
    def beginning(cls, person: Any) -> dict[str, Any]:
        where = person if person.point is not None else None
        return {"place": where, "seen": print_of(person, cls.fields_of)}


class TravelForm(OwnForm):
    """How far somebody travels."""

    fields_of = ("travel_km",)
    travel_km = forms.TypedChoiceField(
        label=_("How far can you travel to a meeting?"), widget=forms.RadioSelect, coerce=int
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A distance a coordinator wrote stays among the choices.
        known = sorted({*KM, self.person.travel_km})
        _choices(self, "travel_km", [(str(km), f"{km} km") for km in known])


class WeekForm(OwnForm):
    """When somebody is free. Hours before 7 and after 22 that were written elsewhere stay as they are."""

    fields_of = ("week",)
    week = WeekGridField(label=_("When are you free?"), required=False)

    def __init__(self, data: QueryDict | None = None, *args: Any, **kwargs: Any) -> None:
        if data is not None and PRESET in data:
            data = data.copy()
            week = with_preset(_readable(data.getlist("week")), str(data[PRESET]))
            data.setlist("week", [str(slot) for slot in slots_of(week)])
        super().__init__(data, *args, **kwargs)

    @property
    def outside(self) -> Week:
        """Hours the grid does not show."""
        known: Week = self.person.week
        return known - SHOWN

    def days(self) -> list[Day]:
        """The grid as it is drawn."""
        value = self["week"].value()
        return days_of(value if isinstance(value, Week) else _readable(value or ()))

    def changes(self) -> Mapping[str, Any]:
        return {"week": (self.cleaned_data["week"] & SHOWN) | self.outside}


class OffersForm(OwnForm):
    """What somebody can help with."""

    fields_of = ("offers",)
    offers = forms.MultipleChoiceField(
        label=_("What can you help with?"),
        choices=HelpArea.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )

    @classmethod
    def beginning(cls, person: Any) -> dict[str, Any]:
        return super().beginning(person) | {"offers": sorted(person.offers)}

    def changes(self) -> Mapping[str, Any]:
        return {"offers": frozenset(self.cleaned_data["offers"])}


class AgesForm(OwnForm):
    """With which ages somebody is at home."""

    fields_of = ("life_stages",)
    life_stages = forms.MultipleChoiceField(
        label=_("Which ages are you at home with?"),
        choices=AgeBand.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("If it makes no difference to you, leave all of them empty."),
    )

    @classmethod
    def beginning(cls, person: Any) -> dict[str, Any]:
        return super().beginning(person) | {"life_stages": sorted(person.life_stages)}

    def changes(self) -> Mapping[str, Any]:
        return {"life_stages": frozenset(self.cleaned_data["life_stages"])}


class RoomForm(OwnForm):
    """How many families somebody helps at a time."""

    fields_of = ("room",)
    room = forms.TypedChoiceField(
        label=_("How many families at a time?"),
        widget=forms.RadioSelect,
        coerce=int,
        help_text=_("One is plenty for a beginning."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "room", [(str(room), str(room)) for room in sorted({*ROOMS, self.person.room})])


class WishesForm(OwnForm):
    """Whom somebody would rather help, and what families may wish of them."""

    fields_of = ("wish_gender", "wish_strength", "gender")
    WISHES: ClassVar = (
        (f"{GenderWish.ANY} {WishStrength.NONE}", _("It does not matter")),
        (f"{GenderWish.WOMAN} {WishStrength.PREFER}", _("A woman, if possible")),
        (f"{GenderWish.MAN} {WishStrength.PREFER}", _("A man, if possible")),
        (f"{GenderWish.WOMAN} {WishStrength.MUST}", _("Only a woman")),
        (f"{GenderWish.MAN} {WishStrength.MUST}", _("Only a man")),
    )
    wish = forms.ChoiceField(label=_("Whom would you rather meet?"), choices=WISHES, widget=forms.RadioSelect)
    gender = forms.ChoiceField(
        label=_("And you are"),
        choices=[NOT_SAID, *Gender.choices],
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Asked only because some families wish to meet a woman or a man."),
    )

    @classmethod
    def beginning(cls, person: Any) -> dict[str, Any]:
        wish = f"{person.wish_gender} {person.wish_strength}"
        return super().beginning(person) | {"wish": wish}

    def changes(self) -> Mapping[str, Any]:
        gender, strength = self.cleaned_data["wish"].split()
        return {"wish_gender": gender, "wish_strength": strength, "gender": self.cleaned_data["gender"]}


class SignForm(forms.Form):
    """The signature under an agreement: the full name, two ticks, and one more if wished."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    waives_travel_costs = forms.BooleanField(
        label=_("I do not want my travel costs paid back (optional; see the last paragraph)"), required=False
    )
    is_adult = forms.BooleanField(label=_("I am 18 or older"), required=False)
    agrees = forms.BooleanField(label=_("I have read the agreement and agree to it"), required=False)
    typed_name = forms.CharField(
        label=_("Sign with your first name and surname"),
        max_length=200,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def clean_typed_name(self) -> str:
        return one_line(self.cleaned_data["typed_name"])


class ReadForm(forms.Form):
    """The word that somebody has read the standards, in the version they were shown."""

    version = forms.CharField(widget=forms.HiddenInput, required=False)
    has_read = forms.BooleanField(
        label=_("I have read the standards and will keep to them"),
        error_messages={"required": _("Tick it when you have read the standards.")},
    )


def _choices(form: forms.Form, name: str, choices: list[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared in the form
    field.choices = choices


def _readable(values: Any) -> Week:
    """The week of the numbers that are numbers of half hours."""
    numbers = [int(one) for one in values if str(one).isdecimal()]
    return week_of(one for one in numbers if one < 336)
