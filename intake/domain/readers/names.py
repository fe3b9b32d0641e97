"""Names of people, as lists write them."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from intake.domain.readers.understanding import NO_ANSWERS, Answers, Reader, Reading

from .asking import joined_notes
from .contacts import NUMBER, PHONE
from .emails import MAIL
from .words import is_nothing

BRACKET: Final = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*")
#: Said with every name and telling nothing.
POLITE: Final = re.compile(
    r"^(?:(?:(?-i:p\.)|pani|pan|państwo|panie|sz\.\s*p\.|mrs?\.?|ms\.?|miss|пані|пан|г-жа|г-н)\s+)+",
    re.IGNORECASE,
)
#: Told of a person beside the name: kept for the note.
TITLE: Final = re.compile(
    r"^((?:(?:dr|mgr|inż|inz|prof|hab|lek|med|ks|s|br|lic|adw)\.|(?:dr|mgr|inż|inz|prof|ks)\b)\s*)+(?=\S)",
    re.IGNORECASE,
)
SMALL: Final = frozenset({"de", "van", "von", "da", "di", "of", "el", "al", "bin", "ibn"})


def understand_name(text: str, answers: Answers) -> Reading:
    """A name, first name first where a comma tells the order ("Kowalczuk, Olena"), else in the order written.
    Names all in capitals or all in small letters get their capitals. Titles and words in brackets go to the
    note, a telephone or an e-mail beside the name to its own column (`also`)."""
    return _understood(unicodedata.normalize("NFC", text))


@lru_cache(maxsize=8192)
def _understood(text: str) -> Reading:
    if is_nothing(text):
        return Reading()
    notes = [note.strip() for note in BRACKET.findall(text)]
    bare = BRACKET.sub(" ", text)
    also, bare = _contacts(bare)
    bare = " ".join(bare.split()).strip(" ,;:-/")
    bare = POLITE.sub("", bare)
    if title := TITLE.match(bare):
        notes.insert(0, title[0])
        bare = bare[title.end() :]
    last, _comma, first = (part.strip() for part in bare.partition(","))
    first = POLITE.sub("", first)
    if first and len(last.split()) == 1 and first[0].isupper() and "," not in first:
        bare = f"{first} {last}"
    elif first:
        bare = last
        notes.append(first)
    name = _with_capitals(" ".join(bare.split()).strip(" ,"))
    return Reading(name or None, joined_notes(*notes), also=also)


def _contacts(text: str) -> tuple[dict[str, str], str]:
    """A telephone and an e-mail that stand beside the name, and the text without them."""
    also: dict[str, str] = {}
    if mail := MAIL.search(text):
        also["email"] = mail[0]
        text = text.replace(mail[0], " ")
    for match in NUMBER.finditer(text):
        reading = PHONE.understand(match[0], NO_ANSWERS)
        if reading.value and "phone" not in also:
            also["phone"] = reading.value
            text = re.sub(r"(?:tel\.?|kom\.?|nr)?\s*" + re.escape(match[0]), " ", text, flags=re.IGNORECASE)
    return also, text


def _with_capitals(name: str) -> str:
    """ "OLENA KOWAL-NOWAK" and "olena kowal-nowak" as "Olena Kowal-Nowak"; other names as written."""
    words = [word for word in re.findall(r"[^\W\d_]+", name) if len(word) > 2]
    shouted = bool(words) and all(word.isupper() for word in words)
    whispered = bool(words) and name == name.lower()
    if not (shouted or whispered):
        return " ".join(_calm(word) for word in name.split()) if len(words) > 1 else name
    return " ".join(_capital(word) for word in name.split())


def _calm(word: str) -> str:
    """One word shouted among others: "KOWALCZUK Olena"."""
    return _capital(word) if len(word) > 3 and word.isupper() else word


def _capital(word: str) -> str:
    small = word.lower()
    if small in SMALL:
        return small
    return "-".join(part[:1].upper() + part[1:] for part in small.split("-"))


NAME: Final = Reader(understand_name, str)
