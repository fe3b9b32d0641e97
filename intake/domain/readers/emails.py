"""E-mail addresses, as people write them."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from intake.domain.readers.understanding import Answers, Question, Reading

from .asking import joined_notes, options_of, settled
from .words import is_nothing

MAIL: Final = re.compile(r"[^\s,;:<>()/|\"„”]+@[^\s,;:<>()/|@\"„”]+\.[^\s,;:<>()/|@\"„”.]+(?:\.[^\W\d]+)*")
LABEL: Final = re.compile(
    r"(?<![\w@.])(?:mailto:|(?:e-?mail|mail|adres|poczta|имейл|пошта)\s*[:=]|(?:e-?mail|mail)\s)\s*",
    re.IGNORECASE,
)
AT: Final = re.compile(
    r"\s*[(\[{]\s*(?:at|@|malpa|małpa)\s*[)\]}]\s*|\s+(?:at|małpa|malpa)\s+", re.IGNORECASE
)
DOT: Final = re.compile(r"\s*[(\[{]\s*(?:dot|kropka|\.)\s*[)\]}]\s*|\s+(?:dot|kropka)\s+", re.IGNORECASE)
#: Where most people have their mail: one letter off is asked about.
KNOWN: Final = (
    *("gmail.com", "hotmail.com", "outlook.com", "yahoo.com", "icloud.com", "interia.pl", "onet.pl"),
    *(
        "poczta.onet.pl",
        "poczta.fm",
        "wp.pl",
        "o2.pl",
        "op.pl",
        "tlen.pl",
        "ukr.net",
        "proton.me",
        "live.com",
    ),
    *("protonmail.com", "gazeta.pl", "vp.pl", "onet.eu", "interia.eu", "mail.com", "ymail.com"),
    *(
        "gmx.com",
        "mail.ru",
        "yandex.ru",
        "i.ua",
        "meta.ua",
        "email.com",
        "outlook.pl",
        "hotmail.pl",
        "yahoo.pl",
        "me.com",
    ),
)
LONG_ENOUGH = 7  # of shorter names one letter makes another provider: wp.pl, op.pl, o2.pl
ENDINGS: Final = {
    "con": "com",
    "cm": "com",
    "ocm": "com",
    "comm": "com",
    "cpm": "com",
    "vom": "com",
    "lp": "pl",
}


def understand_email(text: str, answers: Answers) -> Reading:
    """An address, or a question of the topic "email" with the address it most likely is. The first address is
    taken, others and words go to the note; a telephone goes to its own column (`also`)."""
    text = unicodedata.normalize("NFC", text).strip()
    found = _understood(text)
    if not found.questions:
        return found
    reading = settled(found.questions[0], answers, _certain, note=found.note)
    return Reading(reading.value, reading.note, reading.questions, {**found.also, **reading.also})


@lru_cache(maxsize=8192)
def _understood(text: str) -> Reading:
    if is_nothing(text):
        return Reading()
    bare = LABEL.sub("", re.sub(r"\s*@\s*", "@", re.sub(r"[\u200b\ufeff]", "", text)))
    mails = [mail.strip(".'") for mail in MAIL.findall(bare)]
    if not mails:
        return _without(text, bare)
    mail, *others = dict.fromkeys(_tidy(mail) for mail in mails)
    rest = re.split(r"[,;/|\n()<>]+", MAIL.sub(",", bare))
    note = joined_notes(*others, *(" ".join(part.split()).strip(" .:-<>\"„”'") for part in rest))
    before = bare[: bare.index(mails[0])]
    if re.search(r"[\w.]\s+$", before) and not others:
        glued = re.sub(r"\s+", "", f"{before}{mail}")
        return Reading(questions=(_question(text, [mail, *([glued] if _is_valid(glued) else [])]),))
    if not _is_valid(mail):
        return Reading(note=note, questions=(_question(mail, []),))
    if likely := _likely_domain(mail):
        return Reading(note=note, questions=(_question(mail, [likely, mail]),))
    return Reading(mail, note)


def _tidy(mail: str) -> str:
    """The name as typed, the domain in small letters."""
    name, _at, domain = mail.rpartition("@")
    return f"{name}@{domain.lower()}"


def _is_valid(mail: str) -> bool:
    try:
        validate_email(mail)
    except ValidationError:
        return False
    return True


def _question(said: str, likely: list[str]) -> Question:
    sentence = (
        _("“{said}”: is this the e-mail address?") if likely else _("“{said}” is not an e-mail address.")
    )
    return Question("email", said, format_lazy(sentence, said=said), options_of(likely))


def _without(text: str, bare: str) -> Reading:
    """No address as it should be: one spelled out, one with a comma or a space, or a telephone."""
    spelled = re.sub(r"\s*@\s*", "@", DOT.sub(".", AT.sub("@", bare)))
    for mended in (spelled, re.sub(r"\s+", "", spelled), re.sub(r"\s*,\s*", ".", spelled)):
        mail = _tidy(mended.strip(" .,;<>"))
        if "@" in mail and _is_valid(mail):
            return Reading(questions=(_question(text, [_likely_domain(mail) or mail]),))
    name, _at, domain = spelled.rpartition("@")
    if name and (provider := next((one for one in KNOWN if one.split(".")[0] == domain.lower()), "")):
        return Reading(questions=(_question(text, [f"{name}@{provider}"]),))
    if "@" not in spelled:
        number = re.sub(r"[\s().\-]", "", text)
        if re.fullmatch(r"(?:\+|00)?\d{9,13}", number) and (phone := _phone(number)):
            return Reading(also={"phone": phone})
        if not re.search(r"[@\d]|\w\.\w", text):
            return Reading(note=text)
    return Reading(questions=(_question(text, []),))


def _phone(number: str) -> str | None:
    try:
        parsed = phonenumbers.parse(re.sub(r"^00", "+", number), "PL")
    except phonenumbers.NumberParseException:
        return None
    valid = phonenumbers.is_valid_number(parsed)
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164) if valid else None


def _likely_domain(mail: str) -> str:
    """The address with a well-known domain one letter away; "" where the domain is fine."""
    name, _at, domain = mail.rpartition("@")
    if domain in KNOWN:
        return ""
    first, _dot, last = domain.rpartition(".")
    if last in ENDINGS:
        return _likely_domain(f"{name}@{first}.{ENDINGS[last]}") or f"{name}@{first}.{ENDINGS[last]}"
    near = [known for known in KNOWN if len(known) >= LONG_ENOUGH and _one_off(domain, known)]
    return f"{name}@{near[0]}" if near else ""


def _one_off(one: str, other: str) -> bool:
    """One letter more, less, changed, or two turned round."""
    if abs(len(one) - len(other)) > 1:
        return False
    at = next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    a, b = one[at:], other[at:]
    return a[1:] == b or a == b[1:] or a[1:] == b[1:] or (a[:2] == b[:2][::-1] and a[2:] == b[2:])


def _certain(meant: str) -> Reading | None:
    mail = _tidy(meant.strip())
    return Reading(mail) if _is_valid(mail) else None
