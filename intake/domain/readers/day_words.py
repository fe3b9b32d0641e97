"""Words about days of the calendar: months, what stands around a date, and what tells of no day at all.

Patterns are for folded text (`base.places.folding.fold`)."""

import re
from typing import Final

_MONTHS: Final = (
    r"stycz\w*|sty|january|jan|січ\w*|январ\w*",
    r"lut\w*|february|feb|лют\w*|феврал\w*",
    r"marc\w*|marzec|mar|march|берез\w*|март\w*",
    r"kwie\w*|kwi|april|apr|квіт\w*|апрел\w*",
    r"maj\w*|may|трав\w*|ма[яи]",
    r"czerw(?!o)\w*|cze|june|jun|черв\w*|июн\w*",
    r"lip\w*|july|jul|лип\w*|июл\w*",
    r"sierp\w*|sie|august|aug|серп\w*|август\w*",
    r"wrze\w*|wrz|september|sept?|верес\w*|сентябр\w*",
    r"pazdz\w*|paz|october|oct|жовт\w*|октябр\w*",
    r"listopad\w*|lis|november|nov|листопад\w*|ноябр\w*",
    r"grud\w*|gru|december|dec|груд\w*|декабр\w*",
)
_ROMAN: Final = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
MONTH_WORD: Final = "|".join(f"(?:{words})" for words in _MONTHS)
ROMAN_WORD: Final = "|".join(sorted(_ROMAN, key=len, reverse=True))

#: What may stand before and behind a date without changing it.
BEFORE: Final = re.compile(
    r"^(?:(?:od|z|ze|w|we|dnia|dn|dniu|data|from|since|on|z dnia|od dnia|z dn|w dniu|с|від|от|з"
    r"|(?:pon|wt|sr|czw|pt|sob|niedz|pn|nd|sb|poniedzialek|wtorek|srod[ay]|czwartek|piatek|sobota|niedziela"
    r"|mon|tue|wed|thu|fri|sat|sun)\w*)[.,:]?\s+)+"
)
BEHIND: Final = re.compile(
    r"(?:\s*,?\s*(?:r|rok|roku|року|года|year)\.?)?"
    r"(?:[T\s,]+(?:(?:o\s+)?(?:godz(?:ina|inie)?\.?\s*|at\s+)?\d{1,2}[:.]\d{2}(?::\d{2}(?:[.,]\d+)?)?)"
    r"(?:\s*[ap]\.?m\.?)?\s*(?:z|(?:gmt|utc|cet|cest)?\s*(?:[+-]\d{1,2}(?::?\d{2})?)?))?\s*$",
    re.IGNORECASE,
)
#: No day, and nothing to ask: it has not happened, has no end, or is not known.
NO_DAY: Final = re.compile(
    r"(?:w trakcie|w toku|trwa|bezterminow\w+|bezterm|indefinite(?:ly)?|umowion[aeyi]|(?:za)?planowan\w+"
    r"|w planie|nie|nie ma|nie bylo|brak|jeszcze nie|no|none|not yet|pending|in progress|oczekuj\w+|czeka\w*"
    r"|do (?:uzupelnienia|zrobienia|ustalenia|umowienia|podpisania|doniesienia|wyslania)|doniesie|zlozy"
    r"|zlozono wniosek|wniosek zlozony|wyslan\w+|nie dotyczy|n/d|nd|odmowa|rezygnacja|ні|нет|немає"
    r"|безстроково|бессрочно)[.!]?"
)
#: It is there, but on which day is not told.
DONE: Final = re.compile(
    r"(?:jest|tak|ok|ma|sa|posiada|x+|\+|✓|✔|v|1|t|y|yes|done|zlozon[aeyo]|podpisan[aeyo]|zrobion[aeyo]"
    r"|odbyt[aeyo]|zaliczon[aeyo]|dostarczon[aeyo]|sprawdzon[aeyo]|aktualn[aey]|wazn[aey]|w teczce"
    r"|w dokumentach|так|да|є|есть)"
    r"[.!]?"
)


def month_of(word: str) -> int:
    """The number of a month by its folded name, its beginning or in Roman numerals; 0 for any other word."""
    for number, words in enumerate(_MONTHS, start=1):
        if re.fullmatch(words, word):
            return number
    return _ROMAN.index(word) + 1 if word in _ROMAN else 0
