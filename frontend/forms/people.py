"""What the forms about families, volunteers and mentors share."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.common.enums import ContactChannel, GenderWish, WishStrength
from base.places.forms import LanguagesFormField, PlaceFormField, WeekFormField
from base.places.languages import language_name
from base.places.models import Located

from .steps import SteppedForm

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PREVIEW = {"hx-trigger": "input changed delay:400ms", "hx-target": "next .preview", "autocomplete": "off"}
SUGGEST = {
    "hx-get": reverse_lazy("places_search"),
    "hx-trigger": "input changed delay:250ms",
    "hx-target": "next .suggestions",
    "role": "combobox",
    "aria-expanded": "false",
    "aria-autocomplete": "list",
    "autocomplete": "off",
}
NOT_SAID: tuple[str, "StrOrPromise"] = ("", _("not said"))


class DayInput(forms.DateInput):
    """The browser's own field for a day."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day, from the browser's own field or typed as people write it."""

    widget = DayInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d", "%d.%m.%Y", "%d-%m-%Y"], **kwargs)


def languages_field(**kwargs: Any) -> LanguagesFormField:
    """Languages as text; what was understood shows below while one types."""
    widget = forms.TextInput({**PREVIEW, "hx-get": reverse_lazy("languages_preview")})
    field = LanguagesFormField(widget=widget, **kwargs)
    field.preview = "languages"  # type: ignore[attr-defined]  # read by the template
    return field


def week_field(kind: str, **kwargs: Any) -> WeekFormField:
    """Free hours as text, drawn below while one types; kind is the thread: "seeker" or "helper"."""
    address = reverse_lazy("week_preview", args=[kind])
    widget = forms.TextInput({**PREVIEW, "hx-get": address, "data-phrases": ""})
    field = WeekFormField(widget=widget, **kwargs)
    field.preview, field.kind = "week", kind  # type: ignore[attr-defined]  # read by the template
    return field


def place_field(**kwargs: Any) -> PlaceFormField:
    """Post code and place, with suggestions while one types."""
    kwargs.setdefault(
        "help_text", _("Write the beginning of a post code or a name and choose from the list.")
    )
    field = PlaceFormField(**kwargs)
    for box, part in zip(field.widget.widgets, ("postcode", "name"), strict=True):
        box.attrs.update(SUGGEST | {"data-place": part})
    field.preview = "place"  # type: ignore[attr-defined]  # read by the template
    return field


def written_languages(known: str = "") -> list[tuple[str, str]]:
    """Languages our messages are written in, and one more when a person has it already."""
    codes = [code for code, _name in settings.LANGUAGES]
    return [(code, language_name(code)) for code in [*codes, *([known] if known not in (*codes, "") else [])]]


class ProfileForm(SteppedForm):
    """How to reach somebody, where and when, and whom they wish for."""

    phone = forms.CharField(
        label=_("Phone"), max_length=32, required=False, widget=forms.TextInput({"inputmode": "tel"})
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    channel = forms.ChoiceField(label=_("How do we reach them?"), choices=ContactChannel.choices)
    language = forms.ChoiceField(label=_("Language we write in"))
    place = place_field(label=_("Where do they live?"), required=False)
    wish_gender = forms.ChoiceField(
        label=_("Would they rather meet a woman or a man?"),
        choices=GenderWish.choices,
        initial=GenderWish.ANY,
    )
    wish_strength = forms.ChoiceField(
        label=_("How strong is this wish?"), choices=WishStrength.choices, initial=WishStrength.NONE
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = self.fields["language"]
        assert isinstance(language, forms.ChoiceField)  # noqa: S101 - declared above
        language.choices = written_languages(self.initial.get("language", ""))


def initial_of(data: object, row: Located, names: Iterable[str]) -> dict[str, Any]:
    """A form's beginning: the data's own values, and the row where a place is shown."""
    return {name: row if name == "place" else getattr(data, name) for name in names}


class MoveForm(forms.Form):
    """A change of state: the reason or the day it asks for."""

    reason = forms.CharField(label=_("Why?"), max_length=200, required=False)
    on = DayField(label=_("On which day?"), required=False, initial=timezone.localdate)


class LastDayForm(forms.Form):
    """The day something ends."""

    last_day = DayField(label=_("Last day"), initial=timezone.localdate)


class ConsentForm(forms.Form):
    """What somebody said yes to, in which words."""

    purpose = forms.ChoiceField(label=_("To what?"))
    text_version = forms.CharField(
        label=_("Version of the text"),
        max_length=40,
        help_text=_("As printed at the foot of the form, such as 2026-01."),
    )
    language = forms.ChoiceField(label=_("Language of the text"))

    def __init__(self, *args: Any, purposes: Iterable[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        purpose, language = self.fields["purpose"], self.fields["language"]
        assert isinstance(purpose, forms.ChoiceField)  # noqa: S101 - declared above
        assert isinstance(language, forms.ChoiceField)  # noqa: S101 - declared above
        purpose.choices, language.choices = list(purposes), written_languages()


class JoinForm(forms.Form):
    """Which programme to join; at work the choice names the person too ("7-12")."""

    place = forms.ChoiceField(label=_("Programme"))

    def __init__(self, *args: Any, places: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["place"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = list(places)


def day_or_none(value: object) -> date | None:
    """A cleaned day; None when the field was left empty."""
    return value if isinstance(value, date) else None
