"""Form fields that take what people type and give this room's values."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from base.places import gazetteer
from base.places.errors import UnreadableText
from base.places.languages import Spoken, languages_text, parse_languages
from base.places.week import Week


def _as_form_error(error: UnreadableText) -> ValidationError:
    return ValidationError(error.sentence, code="unreadable")


class WeekFormField(forms.CharField):
    """Text such as "pn-pt po 17, sob 10-14" in, a Week out; a refused text stays in its box."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("For example: Mon-Fri after 17, Sat 10-14."))
        super().__init__(**{"empty_value": Week.empty(), **kwargs})
        self.empty_values = [*self.empty_values, Week.empty()]

    def to_python(self, value: Any) -> Any:
        if isinstance(value, Week):
            return value
        text = super().to_python(value)
        try:
            return Week.parse(text) if isinstance(text, str) else Week.empty()
        except UnreadableText as error:
            raise _as_form_error(error) from error

    def run_validators(self, value: Any) -> None:
        """The validators of a text field look at texts; a Week has already been checked by its reader."""

    def prepare_value(self, value: Any) -> Any:
        return value.text() if isinstance(value, Week) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return _has_changed(self, initial or Week.empty(), data)


class LanguagesFormField(forms.CharField):
    """Text such as "ukraiński ojczysty, polski A2" in, a tuple of Spoken out."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("For example: Ukrainian native, Polish A2."))
        super().__init__(**{"empty_value": (), **kwargs})

    def to_python(self, value: Any) -> Any:
        if isinstance(value, tuple):
            return value
        text = super().to_python(value)
        try:
            return parse_languages(text) if text else ()
        except UnreadableText as error:
            raise _as_form_error(error) from error

    def run_validators(self, value: Any) -> None:
        """As for WeekFormField: the reader has checked the text."""

    def prepare_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else languages_text(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return _has_changed(self, tuple(Spoken(*spoken) for spoken in initial or ()), data)


def _has_changed(field: forms.CharField, initial: object, data: Any) -> bool:
    """Whether the text means something else than before; one that cannot be read is a change."""
    try:
        return bool(field.to_python(data) != initial)
    except ValidationError:
        return True


class PlaceWidget(forms.MultiWidget):
    """Two labelled boxes, `<name>_postcode` and `<name>_name`."""

    template_name = "places/place_widget.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        boxes: dict[str, forms.Widget | type[forms.Widget]] = {
            "postcode": forms.TextInput({"inputmode": "numeric", "autocomplete": "postal-code", "size": 8}),
            "name": forms.TextInput({"autocomplete": "address-level2"}),
        }
        super().__init__(boxes, attrs)

    def decompress(self, value: Any) -> list[str]:
        """From a gazetteer Place or a row that is Located."""
        if value is None:
            return ["", ""]
        return [value.postcode, value.name if isinstance(value, gazetteer.Place) else value.place_name]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for box, label in zip(context["widget"]["subwidgets"], (_("Post code"), _("Place")), strict=True):
            box["label"] = label
        return context


class PlaceFormField(forms.MultiValueField):
    """A post code, a name of a place, or better both in; a gazetteer Place (None when empty) out."""

    widget = PlaceWidget

    def __init__(self, **kwargs: Any) -> None:
        boxes = (forms.CharField(required=False), forms.CharField(required=False))
        super().__init__(boxes, **{"require_all_fields": False, **kwargs})

    def clean(self, value: Any) -> Any:
        """Spaces are no answer."""
        return super().clean([str(text or "").strip() for text in value or ()])

    def compress(self, data_list: Sequence[Any]) -> gazetteer.Place | None:
        if not data_list:
            return None
        try:
            return gazetteer.resolve(*data_list)
        except UnreadableText as error:
            raise _as_form_error(error) from error
