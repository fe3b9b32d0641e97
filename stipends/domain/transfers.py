"""The file a bank takes: ISO 20022 pain.001.001.03, transfers in zlotys between Polish accounts.

Pure: what goes in is text and grosze, what comes out is bytes. `faults_of` reads a file anew, without the
part that wrote it: order and number of its elements, lengths, patterns, counts and sums. The elements, their
order and their types are those of the message's schema (urn:iso:std:iso:20022:tech:xsd:pain.001.001.03).
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from xml.etree import ElementTree as ET

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.03"
CURRENCY = "PLN"
#: Letters banks take in Poland: those of SEPA and the Polish ones.
_TAKEN = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ĄąĆćĘęŁłŃńÓóŚśŹźŻż]")
_INSTEAD = str.maketrans(
    {"„": "'", "”": "'", "“": "'", "’": "'", '"': "'", "–": "-", "—": "-", "&": "+", "_": "-"}
)
LONGEST_NAME = 70  # the schema has room for 140, banks read 70
LONGEST_TITLE = 140


@dataclass(frozen=True)
class Transfer:
    """One payment: 26 digits of an NRB, and texts as `taken` leaves them."""

    reference: str
    account: str
    holder: str
    title: str
    grosze: int


@dataclass(frozen=True)
class TransferFile:
    """What the file says of the whole; `number` is at most 35 signs and never used twice."""

    number: str
    made_at: datetime
    execute_on: date
    payer: str
    payer_account: str
    transfers: Sequence[Transfer]

    @property
    def total_grosze(self) -> int:
        """What leaves the payer's account."""
        return sum(one.grosze for one in self.transfers)


def taken(text: str, longest: int) -> str:
    """A text in letters that banks take, of at most so many signs; other letters by their nearest, or “.”."""
    nearest = []
    for sign in " ".join(text.translate(_INSTEAD).split()):
        if _TAKEN.match(sign):
            plain = unicodedata.normalize("NFKD", sign).encode("ascii", "ignore").decode()
            sign = _TAKEN.sub(".", plain) or "."
        nearest.append(sign)
    return "".join(nearest)[:longest].strip() or "."


def reference(text: str) -> str:
    """A reference of at most 35 signs, without the slashes that banks refuse there."""
    return re.sub(r"[^A-Za-z0-9.-]+", "-", text).strip("-")[:35].strip("-") or "-"


def written(file: TransferFile) -> bytes:
    """The file; the same for the same content, to the byte."""
    root = ET.Element("Document", xmlns=NAMESPACE)
    initiation = _inside(root, "CstmrCdtTrfInitn")
    count, total = str(len(file.transfers)), amount(file.total_grosze)
    header = _inside(initiation, "GrpHdr")
    _inside(header, "MsgId", file.number)
    _inside(header, "CreDtTm", file.made_at.replace(microsecond=0, tzinfo=None).isoformat())
    _inside(header, "NbOfTxs", count)
    _inside(header, "CtrlSum", total)
    _inside(_inside(header, "InitgPty"), "Nm", taken(file.payer, LONGEST_NAME))
    payment = _inside(initiation, "PmtInf")
    _inside(payment, "PmtInfId", file.number)
    _inside(payment, "PmtMtd", "TRF")
    _inside(payment, "BtchBookg", "false")
    _inside(payment, "NbOfTxs", count)
    _inside(payment, "CtrlSum", total)
    _inside(payment, "ReqdExctnDt", file.execute_on.isoformat())
    _inside(_inside(payment, "Dbtr"), "Nm", taken(file.payer, LONGEST_NAME))
    _account(payment, "DbtrAcct", file.payer_account, currency=True)
    _bank(payment, "DbtrAgt", file.payer_account)
    _inside(payment, "ChrgBr", "SLEV")
    for one in file.transfers:
        transfer = _inside(payment, "CdtTrfTxInf")
        _inside(_inside(transfer, "PmtId"), "EndToEndId", one.reference)
        _inside(_inside(transfer, "Amt"), "InstdAmt", amount(one.grosze)).set("Ccy", CURRENCY)
        _bank(transfer, "CdtrAgt", one.account)
        _inside(_inside(transfer, "Cdtr"), "Nm", one.holder)
        _account(transfer, "CdtrAcct", one.account)
        _inside(_inside(transfer, "RmtInf"), "Ustrd", one.title)
    ET.indent(root)
    content: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return content + b"\n"


def amount(grosze: int) -> str:
    """123456 as 1234.56."""
    return f"{grosze // 100}.{grosze % 100:02}"


def transfers_in(content: bytes) -> list[Transfer]:
    """The transfers of a file as they stand in it; ValueError when it is no such file."""
    if faults := faults_of(content):
        raise ValueError("; ".join(faults))
    return [
        Transfer(
            reference=_text(one, "PmtId/EndToEndId"),
            account=_text(one, "CdtrAcct/Id/IBAN")[2:],
            holder=_text(one, "Cdtr/Nm"),
            title=_text(one, "RmtInf/Ustrd"),
            grosze=_grosze(_text(one, "Amt/InstdAmt")),
        )
        for one in ET.fromstring(content).iter(_full("CdtTrfTxInf"))  # noqa: S314 - a file of our own
    ]


# --- writing ------------------------------------------------------------------------------------------


def _inside(parent: ET.Element, name: str, text: str | None = None) -> ET.Element:
    element = ET.SubElement(parent, name)
    element.text = text
    return element


def _account(parent: ET.Element, name: str, number: str, *, currency: bool = False) -> None:
    account = _inside(parent, name)
    _inside(_inside(account, "Id"), "IBAN", f"PL{number}")
    if currency:
        _inside(account, "Ccy", CURRENCY)


def _bank(parent: ET.Element, name: str, number: str) -> None:
    """A bank by the eight digits of its number in the account: code PLKNR of the external code sets."""
    member = _inside(_inside(_inside(parent, name), "FinInstnId"), "ClrSysMmbId")
    _inside(_inside(member, "ClrSysId"), "Cd", "PLKNR")
    _inside(member, "MmbId", number[2:10])


# --- reading anew -------------------------------------------------------------------------------------

_ID = r"[A-Za-z0-9.](?:[A-Za-z0-9 .\-]{0,33}[A-Za-z0-9.])?|-"
_SUM = r"[0-9]{1,15}\.[0-9]{2}"
_NAME = r"[^\x00-\x1f<>]{1,70}"
_IBAN = r"PL[0-9]{26}"

#: An element: its children in order (name, fewest, most, what it is), or the pattern of its text.
Shape = str | tuple[tuple[str, int, int, "Shape"], ...]


def _one(name: str, shape: Shape) -> tuple[str, int, int, Shape]:
    return name, 1, 1, shape


_BANK: Shape = (
    _one(
        "FinInstnId",
        (_one("ClrSysMmbId", (_one("ClrSysId", (_one("Cd", "PLKNR"),)), _one("MmbId", r"[0-9]{8}"))),),
    ),
)
_ACCOUNT: Shape = (_one("Id", (_one("IBAN", _IBAN),)),)
_TRANSFER: Shape = (
    _one("PmtId", (_one("EndToEndId", _ID),)),
    _one("Amt", (_one("InstdAmt", _SUM),)),
    _one("CdtrAgt", _BANK),
    _one("Cdtr", (_one("Nm", _NAME),)),
    _one("CdtrAcct", _ACCOUNT),
    _one("RmtInf", (_one("Ustrd", r"[^\x00-\x1f<>]{1,140}"),)),
)
_DOCUMENT: Shape = (
    _one(
        "CstmrCdtTrfInitn",
        (
            _one(
                "GrpHdr",
                (
                    _one("MsgId", _ID),
                    _one("CreDtTm", r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d"),
                    _one("NbOfTxs", r"[0-9]{1,15}"),
                    _one("CtrlSum", _SUM),
                    _one("InitgPty", (_one("Nm", _NAME),)),
                ),
            ),
            _one(
                "PmtInf",
                (
                    _one("PmtInfId", _ID),
                    _one("PmtMtd", "TRF"),
                    _one("BtchBookg", "true|false"),
                    _one("NbOfTxs", r"[0-9]{1,15}"),
                    _one("CtrlSum", _SUM),
                    _one("ReqdExctnDt", r"\d{4}-\d\d-\d\d"),
                    _one("Dbtr", (_one("Nm", _NAME),)),
                    _one("DbtrAcct", (*_ACCOUNT, _one("Ccy", CURRENCY))),
                    _one("DbtrAgt", _BANK),
                    _one("ChrgBr", "SLEV"),
                    ("CdtTrfTxInf", 1, 100_000, _TRANSFER),
                ),
            ),
        ),
    ),
)


def faults_of(content: bytes) -> list[str]:
    """What a bank would not take of the file; empty when all is well. Each names the place in the file."""
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        return ["Document: declares what does not belong here"]
    try:
        root = ET.fromstring(content)  # noqa: S314 - no declarations, and a file of our own
    except ET.ParseError as error:
        return [f"Document: {error}"]
    if root.tag != _full("Document"):
        return [f"{root.tag}: not a pain.001.001.03"]
    faults = _compare(root, _DOCUMENT, "Document")
    return faults or [*_miscounted(root), *_repeated(root)]


def _full(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _text(element: ET.Element, path: str) -> str:
    return element.findtext("/".join(_full(name) for name in path.split("/")), "")


def _grosze(text: str) -> int:
    return int(text.replace(".", ""))


def _compare(element: ET.Element, shape: Shape, place: str) -> list[str]:
    if isinstance(shape, str):
        if len(element) or not re.fullmatch(shape, element.text or ""):
            return [f"{place}: {element.text!r} is not taken here"]
        if place.endswith("InstdAmt") and element.get("Ccy") != CURRENCY:
            return [f"{place}: not in {CURRENCY}"]
        return []
    faults, children = [], list(element)
    for name, fewest, most, inner in shape:
        found = 0
        while children and children[0].tag == _full(name) and found < most:
            found += 1
            faults += _compare(children.pop(0), inner, f"{place}/{name}[{found}]".replace("[1]", ""))
        if found < fewest:
            faults.append(f"{place}: {name} is missing")
    return faults + [f"{place}: {child.tag.removeprefix(_full(''))} is out of place" for child in children]


def _miscounted(root: ET.Element) -> list[str]:
    amounts = [_grosze(element.text or "") for element in root.iter(_full("InstdAmt"))]
    faults = [
        f"{name}: {element.text}, not {said}"
        for name, said in (("NbOfTxs", str(len(amounts))), ("CtrlSum", amount(sum(amounts))))
        for element in root.iter(_full(name))
        if element.text != said
    ]
    if not all(amounts):
        faults.append("InstdAmt: a transfer of nothing")
    return faults + [
        f"IBAN: {element.text} has a wrong check"
        for element in root.iter(_full("IBAN"))
        if not _checks(element.text or "")
    ]


def _repeated(root: ET.Element) -> list[str]:
    said = [element.text for element in root.iter(_full("EndToEndId"))]
    return [f"EndToEndId: {text} twice" for text in sorted({t for t in said if t and said.count(t) > 1})]


def _checks(iban: str) -> bool:
    """ISO 13616: the number with its country and check at the end leaves 1 over 97 (PL is 2521)."""
    return int(f"{iban[4:]}2521{iban[2:4]}") % 97 == 1
