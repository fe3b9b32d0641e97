"""Amounts as people read them."""

from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation

from frontend.templatetags.money import amount, zl


@pytest.mark.parametrize(
    ("grosze", "polish"),
    [
        (0, "0,00 zł"),
        (1, "0,01 zł"),
        (40781, "407,81 zł"),
        (99_999, "999,99 zł"),
        (123_456, "1 234,56 zł"),
        (1_999_853_295, "19 998 532,95 zł"),
        (-5, "−0,05 zł"),
        (-123_456, "−1 234,56 zł"),
        # Above 2**53: a float would have lost the last grosz.
        (9_007_199_254_740_993, "90 071 992 547 409,93 zł"),
    ],
)
def test_amount_is_written_as_in_poland(grosze, polish):
    with translation.override("pl"):
        assert zl(grosze) == polish.replace(" ", "\u00a0")


def test_amount_has_the_decimal_sign_of_the_language():
    with translation.override("en"):
        assert zl(123_456) == "1\u00a0234.56\u00a0zł"


@pytest.mark.parametrize("unknown", [None, "", "40781", 407.81, Decimal("407.81"), True])
def test_what_is_no_whole_number_of_grosze_is_never_shown_as_money(unknown):
    assert (zl(unknown), amount(unknown)) == ("–", "")


def test_amount_stands_in_a_template_without_breaks():
    with translation.override("uk"):
        shown = Template("{% load money %}{{ total|zl }}, {{ total|amount }}").render(
            Context({"total": 100_000})
        )
    assert shown == "1\u00a0000,00\u00a0zł, 1\u00a0000,00"
