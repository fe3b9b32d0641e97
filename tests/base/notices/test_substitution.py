"""Values are put into words in one pass; whatever they hold, nothing of it is ever looked at again."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.notices.domain.substitution import fill, fill_line, has_stray_braces, names_in

NAMES = st.text(string.ascii_lowercase[:6] + "_", min_size=1, max_size=6)
ANYTHING = st.text("{}%$<>\\&'\"ab_.!:0 \n\r\t\x00éш☃\u202e", max_size=16)
#: What makes str.format, %, Django and the shell do something.
HOSTILE = [
    "{label}", "{{label}}", "{label.__class__.__mro__}", "{0}", "{label!r:>99999999}", "%(label)s", "%n",
    "{% include 'secret.txt' %}", "{{ settings.SECRET_KEY }}", "{# a #}", "${label}", "\\g<0>", "\\1", "$0",
    "<script>alert(1)</script>", "=cmd|'/c calc'!A1", "\x00",
]  # fmt: skip


@given(st.dictionaries(NAMES, ANYTHING, max_size=5), st.lists(st.one_of(NAMES, ANYTHING), max_size=8))
def test_a_line_holds_its_own_text_and_its_values_in_order(values, pieces):
    """Cut the line at its placeholders: what is between stays as it is, each value stands for its name."""
    pieces = [piece.replace("{", "").replace("}", "") for piece in pieces]
    line = "".join(f"{{{piece}}}" if piece in values else piece for piece in pieces)
    told = "".join(" ".join(values[piece].split()) if piece in values else piece for piece in pieces)
    assert fill_line(line, values) == told


@given(ANYTHING, st.dictionaries(NAMES, ANYTHING))
def test_nothing_breaks_and_a_text_without_placeholders_stays(text, values):
    found = fill_line(text, values)
    if not names_in(text) & values.keys():
        assert found == text
    fill(text, values)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_value_is_put_in_as_it_reads(hostile):
    assert fill_line("of {label}, {place}", {"label": hostile, "place": "{label}"}) == (
        f"of {' '.join(hostile.split())}, {{label}}"
    )


@pytest.mark.parametrize("hostile", [one for one in HOSTILE if "{label}" not in one])
def test_hostile_words_stay_as_they_read(hostile):
    assert fill_line(hostile, {"label": "K-417"}) == hostile


def test_unknown_placeholder_stays_as_it_is():
    assert fill("Hello {stranger}", {"label": "K-417"}) == "Hello {stranger}"


def test_line_with_nothing_to_say_is_left_out_and_blank_lines_do_not_pile_up():
    words = "Good day,\n\n{place}\nWhere: {place}\n\n{hours}\n\n\n{label} waits."
    told = fill(words, {"place": "", "hours": "", "label": "K-417"})
    assert told == "Good day,\n\nK-417 waits."


def test_value_of_several_lines_is_one_line():
    assert fill("At {place}", {"place": "Park\r\nBcc: all@example.org"}) == "At Park Bcc: all@example.org"


@pytest.mark.parametrize(
    ("text", "stray"),
    [
        ("{label}", False), ("none", False), ("{label", True), ("label}", True), ("{{label}}", True),
        ("{Label}", True), ("{label.x}", True), ("{ label }", True), ("{}", True), ("{% x %}", True),
    ],
)  # fmt: skip
def test_braces_are_for_placeholders_only(text, stray):
    assert has_stray_braces(text) is stray
