"""Words about what Splot does not keep, inside a note or another free text: what somebody is ill with,
believes, comes from. A part of a text that holds such words is named: a person says what becomes of it.

Words of help, work and places ("wizyty u lekarza", "szkoła katolicka", "pracowała z uchodźcami") are none.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from base.places.folding import fold

PARTS: Final = re.compile(r"([,;\n]+\s*|(?<![uU]r)[.!?]\s+|\s[-–—]\s)")
PAPER: Final = re.compile(r"(?<!\w)(?:[A-Z]{2} ?\d{6,7}|[A-Z]{3} ?\d{6})(?!\w)")
#: A heading under which such a number is no paper of anybody.
NUMBERED: Final = re.compile(r"\b(?:nr|numer\w*|number|no|id|kod|code|номер)\b")
HEALTH: Final = (
    r"\bchoruj|\bchor(?:y|a|e|ego|ej|ych)\b|\bchorob|\bprzewlekl|\bcukrzy|\bnowotwor|\brak(?:a|iem)?\b"
    r"|\bonkolog|\bpadaczk|\bepilep|\bastm[aey]|\bautyz|\bautyst|\basperger|\badhd\b|\bniewidom|\bniedowidz"
    r"|\bniedoslysz|\bnieslysz|\bgluch(?:y|a|e|ego|ej|oniem\w*)\b|\bnie ?pelnospr|\binwalid|\borzeczeni\w* o"
    r"|\bna wozku\b|\bdepresj|\bptsd\b|\btraum|\balergi|\b(?:w )?ciaz(?:a|y|e)\b|\buzaleznieni(?:e|a|em)\b"
    r"|\bhiv\b|\bschizofren|\bzespol\w* downa|\bzawal\w*|\bpo (?:udarze|operacji|wylewie)\b|\binsulin"
    r"|\bdiagnoz|\bleczy sie|\bprzyjmuje leki|\bdiabet|\bdisab|\bblind\b|\bdeaf\b|\bpregnan|\bwheelchair"
    r"|\basthma|\bcancer\b|\bautis|\ballerg|\billness|\bdisease|\bsick\b|\bхвор|\bдіабет|\bдиабет|\bінвалід"
    r"|\bинвалид|\bвагітн|\bберемен|\bслеп(?:ои|ая)\b|\bсліп(?:ии|а)\b|\bглух|\bалергі|\bаллерг|\bдепресі"
    r"|\bдепресси|\bонкол|\bаутиз|\bболеет|\bболезн"
)
ORIGIN: Final = (
    r"\bobywatel(?:ka|ki|ke|ce|em|stw\w*|a|e|i|u|owi)?\b|\bnarodowosc|\bpochodzi z\b|\bz pochodzenia\b"
    r"|\bpochodzeni(?:e|a) (?:etnicz|romsk|ukrain|bialorus|rosyj|czeczen|tatar)|\brom(?:ka|ow|owie|ski\w*)\b"
    r"|\bukrain(?:ka|ki|ke|iec|ca|cy|cem)\b|\bbialorusin\w*|\brosjan(?:in|ka|ki|ie)\w*|\bgruzin(?:ka|i|ki)?\b"
    r"|\bczeczen(?:ka|i|ki)?\b|\bnationality|\bcitizen(?:ship)? of\b|\boriginally from\b|\bgypsy\b"
    r"|\bгромадян(?:ин|ка|ки|ство)|\bгражд(?:анин|анк|анств)|\bнаціональн|\bнациональн|\bромка\b"
)
BELIEF: Final = (
    r"\bprawoslawn|\bkatoli[ck]|\bgrekokatol|\bmuzulman|\bislam|\bprotestan|\bewangeli|\bwyznaw|\bwyznani"
    r"|\bwierzac(?:y|a|ych)\b|\bswiadk\w* jehow|\bbaptyst|\bzielonoswiat|\breligi|\bateist|\bbuddyst"
    r"|\bzyd(?:owk\w*|zi|em)\b|\borthodox|\bcatholic|\bmuslim|\bjewish\b|\bправославн|\bмусульман|\bкатоли"
    r"|\bіудеи|\bиудеи|\bвіруюч|\bверующ"
)
STATUS: Final = (
    r"\buchodz|\brefugee|\bochron\w* (?:czas|miedz|uzup|subsyd)|\bkart\w* (?:stalego |czasowego )?pobyt"
    r"|\bpobyt (?:stal|czasow|toleran|humanit|nielegal)|\b(?:stal|czasow)\w* pobyt\b|\bazyl\w*|\basylum"
    r"|\b(?:status|pesel) ukr\b|\bwiz(?:a|y|e|ie)\b|\bnielegaln|\bresidence (?:card|permit)"
    r"|\b(?:temporary|international|subsidiary) protection|\bбіжен|\bбежен|\bтимчасов\w* захист"
    r"|\bвременн\w* защит|\bпосвідк|\bвид на жител|\bкарт\w* (?:побит|побыт)"
)
BIRTH: Final = (
    r"\b(?:ur|urodz\w*|born|dob|нар|род)\.?(?: dnia)?[: ]{0,2}\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})(?!\d)"
)
INTIMATE: Final = (
    r"\borientac\w* (?:homo|bi|seks)|\blesbijk|\bgej(?:em)?\b|\blgbt|\bhomoseks|\bbiseks|\btransplc"
)
#: By the codes of `sensitive.REASONS`.
WORDS: Final[Mapping[str, re.Pattern[str]]] = {
    "health": re.compile(HEALTH),
    "status": re.compile(STATUS),
    "origin": re.compile(ORIGIN),
    "belief": re.compile(BELIEF),
    "birth": re.compile(BIRTH),
    "intimate": re.compile(INTIMATE),
}
ANY: Final = re.compile("|".join(pattern.pattern for pattern in WORDS.values()))
#: Help somebody needs or gives, and the names of places, are said in the same words.
HELP: Final = re.compile(
    r"\b(?:pomoc|pomag|pomoz|pomoz|wsparci|wspiera|spraw|formaln|wnios|wizyt|prac(?:a|owa|uj|y)|wolontari"
    r"|doswiadcz|opiek|zajec|help|work(?:s|ed|ing)?\b|experience|support|допомог|помощ|працю|работ)\w*:?"
    r"(?: (?!ma\b|jest\b|choruj)[\w/]+){0,3} (?:uchodz|refugee|nie ?peln|chor|autyz|autys|disab|kart|pobyt"
    r"|azyl|ochron|obywatel|onkolog|uzalezn|wiz|leg|біжен|бежен|карт|інвалід|инвалид)\w*"
    r"(?: (?:pobytu|czasow\w*|miedzynarod\w*|stal\w*))?"
    r"|\b(?:przed)?(?:szkol|parafi|cerkwi|cerkiew|kosciol|lekcj|akcj|uniwersytet|klub|zwiaz|siostr|school"
    r"|church)\w*(?: \w+)? (?:katoli|prawoslaw|religi|islam|ewangel|protest|greko|catholic)\w*"
    r"|\b(?:catholic|orthodox) (?:school|church)\w*|\bcaritas\w*|\bgluch(?:y|ego) telefon\w*"
    r"|\b(?:poradni\w*|biur\w*|bud\w*|wydzial\w*|urzad|spraw\w*|inicjatyw\w*) obywatel\w*"
    r"|\b(?:nie choruj\w*|bez alergi\w*|zdrow\w*)"
)


@dataclass(frozen=True)
class Private:
    """Parts of a text about one thing Splot does not keep: the code of its reason, and the parts."""

    code: str
    parts: tuple[str, ...]


@lru_cache(maxsize=4_096)
def private_words(text: str, heading: str = "") -> tuple[Private, ...]:
    """The parts of a free text that seem to be about what Splot does not keep, by what it is about; `heading`
    is what it stands under, "" for a note."""
    found: dict[str, list[str]] = {}
    has_paper = PAPER.search(text) is not None and not NUMBERED.search(fold(heading))
    if not has_paper and not ANY.search(fold(text)):
        return ()
    for part in PARTS.split(text)[::2]:
        folded = HELP.sub(" ", " ".join(fold(part).split()))
        code = next((code for code, words in WORDS.items() if words.search(folded)), "")
        if not code and has_paper and PAPER.search(part):
            code = "papers"
        if code:
            found.setdefault(code, []).append(part.strip())
    return tuple(Private(code, tuple(parts)) for code, parts in found.items())


def without_parts(text: str, left_out: tuple[str, ...]) -> str:
    """The text without these parts of it."""
    pieces = PARTS.split(text)
    kept = ""
    for at in range(0, len(pieces), 2):
        if pieces[at].strip() in left_out:
            continue
        kept += pieces[at] + (pieces[at + 1] if at + 1 < len(pieces) else "")
    return kept.strip(" ,;\n-–—")
