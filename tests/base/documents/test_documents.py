"""Words of documents and their setting as PDF: pieces, fields, digests, and nothing typed run as code."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from base.common.errors import Refusal
from base.documents.blocks import Block, blocks_of, filled
from base.documents.typesetting import day_in_polish, digest_of, moment_in_polish, typeset

SOURCE = """#let told = json(bytes(sys.inputs.told))
#set document(title: told.title)
#set text(lang: "pl")
#told.words
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "one.typ"
    path.write_text(SOURCE)
    return path


def test_blocks_are_read_as_people_write_them():
    body = "# T\n\n## H\r\n\r\n1. a\n2. b\n\n\n[ ] c\n\n[]d"
    assert blocks_of(body) == (
        Block("title", "T"), Block("heading", "H"), Block("text", "1. a\n2. b"), Block("choice", "c"),
        Block("text", "[]d"),
    )  # fmt: skip


def test_value_is_never_read_as_a_field():
    found = filled(
        (Block("text", "{wolontariusz} {zakres} {inne}"),), {"wolontariusz": "{zakres}", "zakres": "z"}
    )
    assert found[0].text == "{zakres} z {inne}"


def test_what_is_typed_is_set_and_never_run(source):
    code = '#panic("x") #import "@preview/x:1.0.0" $x$ *b* // k \\ ] } "'
    assert typeset(source, {"title": code, "words": code}).startswith(b"%PDF-1.7")


def test_letters_without_a_face_are_refused_in_the_callers_words(source):
    with pytest.raises(Refusal, match="no face") as refused:
        typeset(source, {"title": "x", "words": "王小明"}, unprintable="no face")
    assert refused.value.code == "unprintable"


def test_same_data_is_the_same_bytes(source):
    data = {"title": "x", "words": "Zażółć"}
    assert digest_of(typeset(source, data)) == digest_of(typeset(source, data))


def test_days_and_moments_are_told_in_polish_and_polish_time():
    assert day_in_polish(date(2026, 11, 29)) == "29 listopada 2026"
    told = moment_in_polish(datetime(2026, 7, 1, 22, 5, 9, tzinfo=UTC))
    assert told == "2 lipca 2026, 00:05:09 czasu polskiego"
