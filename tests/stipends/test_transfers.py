"""The file for the bank: what is written into it, and what a second reading finds wrong in one."""

from datetime import date, datetime
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stipends.domain.transfers import (
    NAMESPACE,
    Transfer,
    TransferFile,
    amount,
    faults_of,
    reference,
    taken,
    transfers_in,
    written,
)
from tests.factories.ledger import PAYEE, PAYER

NS = {"p": NAMESPACE}


def transfer(**changes):
    given = {
        "reference": "W-26-10-014",
        "account": PAYEE,
        "holder": "Złota Huta 'Iskra' sp. z o.o.",
        "title": "W-26/10-014, 10/2026, ZP/12/2026",
        "grosze": 40_781,
    }
    return Transfer(**(given | changes))


def file_of(*transfers):
    return TransferFile(
        number="SPLOT-3-2026-001",
        made_at=datetime(2026, 11, 5, 12, 30, 15),
        execute_on=date(2026, 11, 5),
        payer="Centrum Integracji „Splot”",
        payer_account=PAYER,
        transfers=transfers or (transfer(), transfer(reference="W-26-10-015", grosze=5)),
    )


def test_a_file_says_who_pays_whom_how_much_and_for_what():
    root = ET.fromstring(written(file_of()))
    said = lambda path: [element.text for element in root.iterfind(path, NS)]  # noqa: E731
    assert root.tag == f"{{{NAMESPACE}}}Document"
    assert said(".//p:GrpHdr/p:NbOfTxs") == said(".//p:PmtInf/p:NbOfTxs") == ["2"]
    assert said(".//p:GrpHdr/p:CtrlSum") == said(".//p:PmtInf/p:CtrlSum") == ["407.86"]
    assert said(".//p:DbtrAcct/p:Id/p:IBAN") == [f"PL{PAYER}"]
    assert said(".//p:DbtrAgt//p:MmbId") == [PAYER[2:10]]
    assert said(".//p:InstdAmt") == ["407.81", "0.05"]
    assert [element.get("Ccy") for element in root.iterfind(".//p:InstdAmt", NS)] == ["PLN", "PLN"]
    assert said(".//p:CdtrAcct/p:Id/p:IBAN") == [f"PL{PAYEE}"] * 2
    assert said(".//p:ReqdExctnDt") == ["2026-11-05"]
    assert said(".//p:Dbtr/p:Nm") == ["Centrum Integracji 'Splot'"]


def test_a_file_is_the_same_for_the_same_content_and_reads_back():
    assert written(file_of()) == written(file_of())
    assert faults_of(written(file_of())) == []
    assert transfers_in(written(file_of())) == list(file_of().transfers)


@pytest.mark.parametrize(
    ("grosze", "text"), [(1, "0.01"), (10, "0.10"), (100, "1.00"), (123_456_789_012, "1234567890.12")]
)
def test_amounts_are_written_without_a_fraction_of_a_grosz(grosze, text):
    assert amount(grosze) == text


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ("Złota Huta sp. z o.o.", "Złota Huta sp. z o.o."),
        ("„Iskra” & Syn", "'Iskra' + Syn"),
        ("  dwie\n linie\t", "dwie linie"),
        ("Café Müller", "Cafe Muller"),
        ("Мрія", "...."),
        ("<b>&lt;", ".b.+lt."),
        ("", "."),
    ],
)
def test_texts_are_put_into_letters_that_banks_take(given, text):
    assert taken(given, 70) == text


@given(
    st.lists(
        st.tuples(st.text(max_size=200), st.text(max_size=300), st.integers(1, 10**13)),
        min_size=1,
        max_size=5,
    )
)
@settings(max_examples=200, deadline=None)
def test_whatever_a_holder_and_a_title_are_called_the_file_is_whole(rows):
    transfers = [
        transfer(
            reference=reference(f"{holder}{n}"[-35:]),
            holder=taken(holder, 70),
            title=taken(title, 140),
            grosze=grosze,
        )
        for n, (holder, title, grosze) in enumerate(rows)
    ]
    content = written(file_of(*transfers))
    assert faults_of(content) == []
    assert transfers_in(content) == transfers


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("<NbOfTxs>2", "<NbOfTxs>3", "NbOfTxs"),
        ("<CtrlSum>407.86", "<CtrlSum>407.87", "CtrlSum"),
        (">407.81<", ">407.82<", "CtrlSum"),
        (">0.05<", ">0.5<", "InstdAmt"),
        (">0.05<", ">-0.05<", "InstdAmt"),
        ('Ccy="PLN"', 'Ccy="EUR"', "InstdAmt"),
        ("<PmtMtd>TRF", "<PmtMtd>CHK", "PmtMtd"),
        ("<ChrgBr>SLEV</ChrgBr>", "", "ChrgBr is missing"),
        ("PL27114020", "PL27114021", "wrong check"),
        ("PL27114020", "DE27114020", "IBAN"),
        ("<EndToEndId>W-26-10-015", "<EndToEndId>W-26-10-014", "twice"),
        ("<EndToEndId>W-26-10-015", "<EndToEndId>/W-26-10-015", "EndToEndId"),
        ("<ReqdExctnDt>2026-11-05", "<ReqdExctnDt>5.11.2026", "ReqdExctnDt"),
        ("<Dbtr>", "<Cdtr/><Dbtr>", "out of place"),
        ("pain.001.001.03", "pain.001.001.09", "not a pain.001.001.03"),
        ("</Document>", "", "Document"),
        ("<Document", "<!DOCTYPE x><Document", "declares"),
    ],
)  # fmt: skip
def test_a_second_reading_finds_what_a_bank_would_refuse(old, new, told):
    content = written(file_of()).decode().replace(old, new).encode()
    faults = faults_of(content)
    assert faults
    assert any(told in fault for fault in faults), faults
    with pytest.raises(ValueError, match=r".+"):
        transfers_in(content)


def test_parts_out_of_order_are_found():
    content = written(file_of()).decode()
    start, end = content.index("<Amt>"), content.index("</Amt>") + len("</Amt>")
    moved = content[:start] + content[end:]
    moved = moved.replace("</RmtInf>", f"</RmtInf>{content[start:end]}", 1)
    assert any("missing" in fault for fault in faults_of(moved.encode()))
