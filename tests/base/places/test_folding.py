"""Words made comparable."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.places.folding import fold, nearest


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Święty Łukasz", "swiety lukasz"),
        ("ŻÓŁĆ – Zażółć", "zolc - zazolc"),
        ("s\u0301roda", "sroda"),
        ("Київ", "киів"),
        ("30\xa0619", "30 619"),
        ("İstanbul", "istanbul"),
    ],
)
def test_fold_makes_words_comparable(text, folded):
    assert fold(text) == folded


@given(st.text("aąŁż\u0301İßйΰ–\xa0 ", max_size=20))
def test_fold_keeps_positions(text):
    assert len(fold(text)) == len(unicodedata.normalize("NFC", text))


def test_nearest_gives_the_likest_first_and_nothing_unlike():
    known = ["czwartek", "czwartki", "wtorek", "niedziela"]
    assert nearest("czwatrek", known)[0] == "czwartek"
    assert nearest("czwatrek", known, limit=1) == ["czwartek"]
    assert nearest("xyz", known) == []
