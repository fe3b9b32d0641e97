"""What Splot does not keep, whatever for: recognised by heading and by value, named, and left out.

A heading is looked at without what stands in brackets, since a bracket often says what not to write; numbers
of papers are looked for there too.
"""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from stdnum.exceptions import ValidationError
from stdnum.pl import pesel

from base.places.folding import fold
from intake.domain.readers.wording import APOSTROPHES

from .value_signs import YEAR_OF_DAY, shares, signs_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: Stands where a number was taken out of a text.
TAKEN_OUT: Final = "[PESEL]"
#: Stands where the number of a paper was taken out.
PAPER_OUT: Final = "[…]"
NUMBER_OF_PAPER: Final = re.compile(
    r"(\b(?:paszport|passport|dow[oó]d|dowodu|legitymacj|kart[aęy] pobytu|dokument|паспорт|посвідк)\w*"
    r"(?:[\s:#.(–-]|osobist\w*|biometryczn\w*|zagraniczn\w*|to[żz]samo[śs]ci|ukrai[ńn]sk\w*|nr|numer"
    r"|no|seri[ai](?: i)?|number|card|номер|серія|серия|№)*?)"
    r"(?<!\w)(?:[A-ZА-ЯІ]{1,3} ?\d{5,9}|\d{6,9})(?!\w)",
    re.IGNORECASE,
)
ELEVEN_DIGITS: Final = re.compile(r"(?<![\d+])\d(?:[ \xa0-]?\d){10}(?!\d)")
#: Eleven digits somebody calls a PESEL are one, though a digit of them may be wrong.
CALLED_SO: Final = re.compile(
    r"(\bpesel\w*\b[^\d\n;,]{0,20}?)(?<!\d)\d(?:[ \xa0-]?\d){10}(?!\d)", re.IGNORECASE
)
#: A telephone of Kraków with its country and no plus; hardly anybody was born in those ten days of 1948.
LANDLINE: Final = "4812"
PHONE_BEFORE: Final = re.compile(r"(?:\b(?:tel|kom|phone|mob|тел)\w*|\+)[\s.:]*$", re.IGNORECASE)
#: How people set the digits of a PESEL apart; "48 600 100 200" is a telephone, however its digits add up.
SPACED: Final = ([6, 5], [2, 2, 2, 5], [6, 3, 2], [2, 2, 2, 3, 2])
MOSTLY: Final = 0.5

#: Why a column is left out, by its code.
REASONS: Final[Mapping[str, "StrOrPromise"]] = {
    "pesel": _("Splot keeps no PESEL numbers: nothing in a pair depends on them."),
    "papers": _("Splot keeps no numbers of papers: nothing in a pair depends on them."),
    "birth": _("Splot keeps no dates of birth: an age is enough."),
    "origin": _("Splot keeps neither nationality nor origin: nobody is matched by them."),
    "status": _("Splot keeps no residence status: help does not depend on it."),
    "belief": _("Splot keeps neither religion nor views: nobody is matched by them."),
    "health": _("Splot keeps nothing about health or disability."),
    "intimate": _("Splot keeps nothing about anybody's private life."),
    "child-name": _("Splot keeps no names of children: their ages are enough."),
}
PAPERS: Final = (
    r"\bpaszport|\bpassport|\bdowo[dt]\w* (?:osob|tozsam)|\bdokument\w* (?:tozsam|podroz"
    r"|potwierdzaj\w* tozsam)"
    r"|\b(?:numer|nr|seria)\w*(?: i (?:numer|nr))? (?:dokument|dowod|paszport|karty pobytu|legitymac)"
    r"|\bseria i n(?:ume)?r|\b(?:document|id card|identity card) n|\bidentity (?:card|document)|\bdowod$"
    r"|\bnumer ubezpieczen|\bsocial security|\bssn\b|\brnokpp\b|\bрнокпп|\bіпн\b|\bинн\b"
    r"|\bіндивідуальн\w* податков"
    r"|\bпаспорт|\b(?:документ|посвідчення) (?:особи|личности)|\bудостоверени\w* личности|\biban\b"
    r"|\b(?:numer|nr) (?:konta bank|rachunk)|\bbank account"
)
PATTERNS: Final[Mapping[str, re.Pattern[str]]] = {
    code: re.compile(pattern)
    for code, pattern in {
        "pesel": r"\bpesel|\bпесел",
        "papers": PAPERS,
        "birth": (
            r"\bdat\w* ur(?:odz|\b)|\bdzien urodz|\burodziny\b|\burodzon|\bdate of birth|\bbirth ?da(?:y|te)"
            r"|\bd\.?o\.?b\b"
            r"|\bмісц\w* народ|\bmiejsc\w* ur|\bplace of birth|\bbirth ?place|\bдат\w* (?:народ|рожд)"
            r"|\bдень народ"
            r"|\bдень рожд|\bмест\w* рожд|^born$"
        ),
        "status": (
            r"\bkart\w* (?:stalego |czasowego )?pobyt|\bresidence (?:card|permit|status|title)"
            r"|\bpermit to stay"
            r"|\b(?:status|tytul|podstaw\w*|legaln\w*|rodzaj|cel|zezwoleni\w*|decyzj\w*|wnios\w*"
            r"|prawo)(?: na| o| do)? pobyt"
            r"|\bpobyt (?:stal|czasow|rezydent|toleran|humanit|legaln)|\bpobytow|^pobyt$|\bstatus (?:prawn"
            r"|ukr|migrac|imigr)"
            r"|\b(?:legal|immigration|migration|visa) status|\buchodz|\brefugee|\bochron\w* (?:czas|miedz"
            r"|uzup|subsyd)"
            r"|\b(?:temporary|international|subsidiary) protection|\basylum|\bazyl|\bwiz(?:a|y|ie|e|owy)\b"
            r"|\bvisa\b"
            r"|\bwork permit|\bzezwoleni\w* na prac|\bбіжен|\bбежен|\bтимчасов\w* захист|\bвременн\w* защит"
            r"|\b(?:вид|право) на (?:жител|прожив)|\bпосвідк|\bлегальн|\bкарт\w* (?:побит|побыт|поби)"
        ),
        "origin": (
            r"\bnarodow|\bobywatel|\bnationalit|\bcitizen|\bkraj\w* (?:pochodz|urodz|ojczyst)|\bpochodzeni"
            r"|\bskad pochodz"
            r"|\bcountry of (?:origin|birth)|\b(?:home|origin) country|\borigin\b|\betni|\bethnic|\brasa\b"
            r"|\brasow|\brace\b"
            r"|\bmniejszosc|\bminorit|\bгромадян|\bнаціональн|\bкраїн\w* (?:походж|народ)|\bпоходження"
            r"|\bгражданс"
            r"|\bнациональн|\bстран\w* (?:происх|рожд)|\bпроисхожд|\bетніч|\bэтнич|\bнародніст"
            r"|\bwhere are you from"
        ),
        "belief": (
            r"\breligi|\bwyznani|\bfaith\b|\bdenomination|\bwiara\b|\bwierzac|\bpoglad|\bpolityc|\bpolitic"
            r"|\bpartia\b"
            r"|\bswiatopoglad|\bzwiaz\w* zawodow|\btrade union|\bрелігі|\bрелиги|\bвіроспов|\bвероиспов"
            r"|\bполітич|\bполитич"
        ),
        "health": (
            r"\bzdrow|\bhealth|\bchorob|\bchory\b|\bchroni?czn|\bdisease|\billness|\bdiagno|\bdisab"
            r"|\bnie ?peln\w*spraw"
            r"|\borzeczeni|\binwalid|\balerg|\ballerg|\bciaz|\bpregnan|\bszczepi|\bvaccin|\bpsychi(?:atr"
            r"|czn)|\bpsychoterap"
            r"|\bdepres|\btraum|\buzaleznien|\baddict|\bprzyjmowan\w* lek|\blek(?:i|ow) (?:przyjm|na stal)"
            r"|\bmedication"
            r"|\bspecjaln\w* potrzeb|\bpotrzeb\w* specjaln|\bspecial needs|\bgrup\w* krwi|\bblood"
            r"|\bmedical (?:cond|hist|issue)"
            r"|\bbadani\w* lekar|\bstan (?:fizyczn|psych)|\bздоров|\bхвороб|\bболезн|\bінвалід|\bинвалид"
            r"|\bдіагноз|\bдиагноз"
            r"|\bвагітн|\bберемен|\bалергі|\bаллерг|\bautyz|\bautis"
        ),
        "intimate": (
            r"\borientac\w* (?:seks|psychoseks)|^orientacja$|\bseksualn|\bsexual|\bsex life|\bbiometr"
            r"|\bgenetyczn|\bgenetic"
            r"|\bсексуальн"
        ),
    }.items()
}
#: A column "Status" mostly tells how far a matter is; these values tell another thing.
STATUS: Final = re.compile(r"\bstatus\w*\b|\bстатус\w*\b")
STATUS_ALONE: Final = re.compile(r"(?:pesel )?ukr|укр|rezydent\w*|tolerowan\w*|(?:staly|czasowy) pobyt")
LONGEST_STATUS: Final = 60
#: Headings that sound like the above and are something else: where people are, an area of help, a register.
HARMLESS: Final = re.compile(
    r"\b(?:miejsc\w*|adres\w*) (?:obecneg\w* )?pobyt\w*|\b(?:sluzb|ochron|opiek|osrodk"
    r"|przychodn)\w* (?:zdrowi|zdrowot)\w*"
    r"|\bhealth ?(?:care|service|appointment|visit)\w*|\bwizyt\w*(?: \w+){0,2} (?:lekar\w*|zdrow\w*"
    r"|psycholog\w*|psychiatr\w*)"
    r"|\brok urodz\w*|\b(?:birth year|year of birth)|\brok ur\b|\borientac(?:yjn|j\w* zawod)\w*"
    r"|\brejestr\w*(?: \w+){0,5} seksualn\w*|\bsex\w* offend\w*"
    r"|\bniekaraln\w*(?: \w+){0,3} pochodz\w*|\bkaraln\w*(?: \w+){0,3} pochodz\w*|\brok\w* народж\w*"
    r"|\bрік народж\w*"
    r"|\bгод рожд\w*|\bsource of origin|\bpochodzenie (?:zgloszeni|kontakt|danych|informacji)\w*"
    r"|\b(?:spraw|pomoc|wsparci|formaln|wnios)\w*[:,]?(?: \w+){0,3} (?:pobyt|legaliz|karty pobyt)\w*"
)
NOT_TO_WRITE: Final = re.compile(
    r"\bnie (?:wpis|podaw|pisz)|\bprosimy nie|\bbez (?:danych|informacji)|\bplease no|\bdo not\b"
)
CHILD: Final = re.compile(
    r"\b(?:dziec\w*|syn\w*|cork\w*|child\w*|son|daughter|kids?|дит\w*|діте\w*|ребен\w*|дете\w*|детеи)\b"
)
NAMES: Final = re.compile(
    r"\b(?:imi(?:e|ona|enia)|nazwisk\w*|names?|імя|імена|имя|имена|прізвищ\w*|фамили\w*)\b"
)
WITH_AGES: Final = re.compile(r"\b(?:wiek\w*|lat\w*|ages?|rok|вік|возраст|рік|год)\b")
COUNTRY: Final = re.compile(r"\b(?:kraj\w*|country|skad|from|країна|звідки|страна|откуда)\b")

LIVING: Final = re.compile(r"\b(?:zamieszk|pobyt|mieszka|resid|live|living|прожив|житель)")


def sensitive_heading(heading: str) -> str:
    """The code of what a heading asks for that Splot does not keep; "" for any other heading."""
    text = " ".join(fold(APOSTROPHES.sub("", heading)).replace("_", " ").split())
    if NOT_TO_WRITE.search(text):
        text = NOT_TO_WRITE.split(text)[0]
    outside = HARMLESS.sub(" ", re.sub(r"\([^)]*(?:\)|$)", " ", text)).strip(" :;,.?*")
    inside = " ".join(re.findall(r"\(([^)]*)", text))
    for code, pattern in PATTERNS.items():
        if pattern.search(outside) or (code in {"pesel", "papers"} and pattern.search(inside)):
            return code if not (code == "birth" and WITH_AGES.search(outside)) else ""
    if CHILD.search(outside) and NAMES.search(outside) and not WITH_AGES.search(outside):
        return "child-name"
    return ""


def sensitive_values(heading: str, texts: Sequence[str], *, is_known: bool) -> str:
    """The code of what the texts of a column are that Splot does not keep; "" for any others. `is_known`:
    the heading says what the column is, so that only the surest signs count against it."""
    found = shares(texts)
    if found.get("pesel", 0) >= MOSTLY:
        return "pesel"
    if is_known:
        return ""
    if found.get("paper", 0) >= MOSTLY:
        return "papers"
    if _tells_status(heading, texts, found):
        return "status"
    if LIVING.search(fold(heading)):
        return ""
    asks_country = COUNTRY.search(fold(heading)) is not None
    if found.get("country", 0) >= (0.4 if asks_country else 0.8) and "place" not in _mostly(found, 0.8):
        return "origin"
    return "birth" if found.get("day", 0) >= 0.8 and _long_ago(texts) else ""


def is_sensitive_text(text: str) -> bool:
    """Whether a PESEL or the number of a paper stands anywhere in the text."""
    return scrub(text)[1]


def scrub(text: str) -> tuple[str, bool]:
    """The text with every PESEL and every number called that of a paper replaced by a sign, and whether there
    was one. Eleven digits count where they begin with a day of birth, written in one or as people set a PESEL
    apart, though the last may be wrong: no telephone, no NIP."""
    digits = sum(map(str.isdigit, text))
    if digits < 5:
        return text, False
    found = NUMBER_OF_PAPER.sub(lambda match: match[1] + PAPER_OUT, text)
    if digits >= 11:
        found = CALLED_SO.sub(lambda match: match[1] + TAKEN_OUT, found)
        found = ELEVEN_DIGITS.sub(lambda match: match[0] if _may_stay(match) else TAKEN_OUT, found)
    return found, found != text


def _may_stay(match: re.Match[str]) -> bool:
    """Whether eleven digits are something else than a PESEL."""
    groups = [group for group in re.split(r"[ \xa0-]", match[0]) if group]
    digits = "".join(groups)
    try:
        born = pesel.get_birth_date(digits)
    except ValidationError:
        return True
    if not 1900 <= born.year <= timezone.localdate().year:
        return True
    if pesel.is_valid(digits):
        return digits.startswith(LANDLINE) if len(groups) == 1 else not _is_spaced(groups)
    # With a wrong digit it is one unless it may be a telephone, of another country too.
    is_phone = (
        digits.startswith((LANDLINE, "79")) or PHONE_BEFORE.search(match.string[: match.start()]) is not None
    )
    return is_phone or [len(group) for group in groups] not in ([11], [6, 5])


def _is_spaced(groups: Sequence[str]) -> bool:
    return [len(group) for group in groups] in SPACED or all(len(group) == 1 for group in groups)


def _tells_status(heading: str, texts: Sequence[str], found: Mapping[str, float]) -> bool:
    """Whether the values are words of a residence status. Those of an area of help are no such thing; a lone
    "UKR" is one only where the heading asks for a status."""
    asks = STATUS.search(fold(heading)) is not None
    if not asks and found.get("areas", 0) >= MOSTLY:
        return False
    told = [text for text in texts if text and "nothing" not in signs_of(text)]
    count = sum(_is_status(text, asked=asks) for text in told)
    return count >= (1 if asks else 2) and count >= (0.3 if asks else 0.8) * len(told)


def _is_status(text: str, *, asked: bool) -> bool:
    if len(text) > LONGEST_STATUS:
        return False
    folded = " ".join(fold(text).split()).strip(" .,;")
    return sensitive_heading(text) == "status" or (asked and STATUS_ALONE.fullmatch(folded) is not None)


def _mostly(found: Mapping[str, float], least: float) -> set[str]:
    return {sign for sign, part in found.items() if part >= least}


def _long_ago(texts: Sequence[str]) -> bool:
    """Days people are born on: most of them before 2012 and spread over decades."""
    years = [
        int(found[0]) for text in texts if "day" in signs_of(text) and (found := YEAR_OF_DAY.search(text))
    ]
    old = [year for year in years if year < 2012]
    return len(old) >= 3 and len(old) >= 0.6 * len(years) and max(years) - min(years) >= 5
