"""Form fields: text in, values out, and nothing typed is lost."""

import pytest
from django import forms
from django.utils import translation

from base.places.forms import LanguagesFormField, PlaceFormField, WeekFormField
from base.places.gazetteer import resolve
from base.places.languages import Level, Spoken
from base.places.week import Week

SPOKEN = (Spoken("uk", Level.NATIVE), Spoken("pl", Level.A2))


class PersonForm(forms.Form):
    week = WeekFormField()
    languages = LanguagesFormField()
    place = PlaceFormField()


class EmptyForm(forms.Form):
    week = WeekFormField(required=False)
    languages = LanguagesFormField(required=False)
    place = PlaceFormField(required=False)


GOOD = {
    "week": "pn-pt po 17",
    "languages": "ukraiński ojczysty, polski A2",
    "place_postcode": "30 619",
    "place_name": "krakow",
}


def test_form_gives_values():
    form = PersonForm(GOOD)
    assert form.is_valid()
    assert form.cleaned_data == {
        "week": Week.parse("pn-pt po 17"),
        "languages": SPOKEN,
        "place": resolve("30-619"),
    }


def test_form_keeps_what_was_typed_and_says_what_is_wrong():
    typed = {
        "week": "pn 17:15-19",
        "languages": "ukrainki B1",
        "place_postcode": "30-1O3",
        "place_name": "Kraków",
    }
    form = PersonForm(typed)
    assert form.errors == {
        "week": ["“17:15” is not on the half hour; the nearest are 17:00 and 17:30."],
        "languages": ["We do not know the language “ukrainki”. Did you mean: Ukrainian, Korean?"],
        "place": ["30-1O3: the letter O instead of zero; 30-103?"],
    }
    page = form.as_p()
    for text in typed.values():
        assert f'value="{text}"' in page


@pytest.mark.parametrize(
    "data", [{}, {"week": " ", "languages": " ", "place_postcode": " ", "place_name": ""}]
)
def test_form_asks_for_what_is_missing(data):
    required = ["This field is required."]
    assert PersonForm(data).errors == {"week": required, "languages": required, "place": required}


def test_form_takes_nothing_where_nothing_is_required():
    form = EmptyForm({})
    assert form.is_valid()
    assert form.cleaned_data == {"week": Week.empty(), "languages": (), "place": None}


def test_form_shows_values_as_text_of_the_page_and_sees_no_change():
    initial = {"week": Week.parse("pn-pt po 17"), "languages": SPOKEN, "place": resolve("30-619")}
    with translation.override("pl"):
        page = PersonForm(initial=initial).as_p()
    assert 'value="pn–pt 17:00–21:00"' in page
    assert 'value="ukraiński ojczysty, polski A2"' in page
    assert 'value="30-619"' in page
    unchanged = {
        "week": "Mon-Fri 17-21",
        "languages": "uk native, pl A2",
        "place_postcode": "30-619",
        "place_name": "Kraków",
    }
    assert PersonForm(unchanged, initial=initial).changed_data == []
    assert PersonForm({**unchanged, "week": "pn 8"}, initial=initial).changed_data == ["week"]
    assert PersonForm({**unchanged, "languages": "uk B2"}, initial=initial).changed_data == ["languages"]


def test_place_has_a_label_for_each_box():
    page = str(PersonForm()["place"])
    assert '<label for="id_place_0">Post code</label>' in page
    assert '<label for="id_place_1">Place</label>' in page


def test_place_takes_a_name_or_a_post_code_alone():
    field = PlaceFormField()
    assert str(field.clean(["", "Kraków"])) == "Kraków"
    assert str(field.clean(["30-619", ""])) == "30-619 Kraków"
