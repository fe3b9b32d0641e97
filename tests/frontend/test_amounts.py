"""Money as people type it."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation

from frontend.forms.amounts import ZlotyField


@pytest.mark.parametrize(
    ("typed", "grosze"),
    [
        ("407,81", 40781),
        ("407.81", 40781),
        ("1 234,5 zł", 123450),
        ("1\u00a0234\u202f567 PLN", 123456700),
        ("0,01", 1),
        ("500", 50000),
        ("123456789012,99", 12345678901299),
        ("", None),
    ],
)
def test_amount_is_understood_to_the_grosz(typed, grosze):
    assert ZlotyField(required=False).clean(typed) == grosze


@pytest.mark.parametrize(
    "typed", ["-5", "1,234", "5,", "1e3", "NaN", "1,2,3", "piec", "٣", "1.234,56", "1234567890123"]
)
def test_what_is_no_amount_is_refused(typed):
    with pytest.raises(ValidationError) as caught:
        ZlotyField().clean(typed)
    assert "1 234,56" in caught.value.messages[0]


def test_field_shows_grosze_as_written_and_keeps_what_was_typed():
    class Form(forms.Form):
        total = ZlotyField()

    with translation.override("pl"):
        assert 'value="1\u00a0234,56"' in str(Form(initial={"total": 123456})["total"])
    assert 'value="five"' in str(Form({"total": "five"})["total"])
