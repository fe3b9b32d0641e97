"""What a text looks like, before anybody knows which column it stands in: a telephone, a day, a level.

These signs only help to tell columns apart; what a text means, the readers say.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

from stdnum.pl import nip, pesel

from base.places.folding import fold
from base.places.gazetteer_table import name_key, table
from intake.domain.readers.wording import words_in
from intake.domain.sheets.composites import CONTACT

from .lexicon import countries, language_of, tells_area, tells_trade

YES: Final = frozenset(
    words_in(
        "x tak 1 ✓ ✔ √ + v yes y t так да true prawda ☑ ✅ oczywiscie jak_najbardziej jest zgoda wyrazam"
    )
)
NO: Final = frozenset(words_in("nie - – — 0 no n false ні нет falsz ✗ ✘ ☐ ❌ nope"))
NOTHING: Final = frozenset(
    words_in(
        "brak - – — ? . / n/d nd n.d. b/d bd b.d. nie_dotyczy none n/a null nil brak_danych nie_podano "
        "не_має "
        "немає нет_данных"
    )
)
CODE: Final = re.compile(r"\d{2}[ –-]{0,3}\d{3}")
CODE_INSIDE: Final = re.compile(r"(?<!\d)\d{2}\s?[-–]\s?\d{3}(?!\d)")
PHONE: Final = re.compile(r"(?:\+|00)?[\d(][\d\s()./-]{6,18}\d(?:\.0)?")
MAIL: Final = re.compile(r"[^\s,;<>()/|]+@[^\s,;<>()/|]+\.[^\s,;<>()/|]+")
MONTHS: Final = (
    r"(?:sty|lut|mar|kwi|maj|cze|lip|sie|wrz|paz|lis|gru|jan|feb|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
)
DAY: Final = re.compile(
    r"\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})(?: ?r\.?)?|\d{4}[./-]\d{1,2}[./-]\d{1,2}"
    rf"|(?:\d{{1,2}}\.? )?{MONTHS}\.? \d{{4}}(?: ?r\.?)?"
)
STAMP: Final = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}[ T,]+\d{1,2}:\d{2}(?::\d{2})?.*")
YEAR_OF_DAY: Final = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
YEAR: Final = re.compile(r"(?:ur\.? ?)?(?:19|20)\d{2}(?: ?r\.?)?")
#: Every word of a text that tells ages, levels or ways of contact.
AGE_WORD: Final = re.compile(
    r"\d{1,2}(?:l|lat|lata|r|m)?|niemowle\w*|cork\w*|syn\w*|dzie\w*|dwoje|troje|lat|lata|rok|roku|roczek"
    r"|mies|miesi\w*|l|r|i|"
    r"oraz|and|years?|yo|months?|pol|sons?|daughters?|child\w*|m|cy|рок\w*|рік|год\w*|лет|син\w*|дочк\w*"
    r"|сын\w*"
)
KILOMETRES: Final = re.compile(r"(?:do |max\.? |ok\.? |~|up to )?\d{1,3}(?:\s?-\s?\d{1,3})? ?km\b.*")
CEFR: Final = r"[abcавс][0-2о]\+?"
LEVEL_WORD: Final = re.compile(
    rf"{CEFR}|ojcz\w*|biegl\w*|plynn\w*|komunikat\w*|kom|podstaw\w*|slab\w*|dob\w*|sredni\w*|zaawans\w*"
    rf"|poczatk\w*|"
    r"bardzo|bdb|db|native|fluent\w*|basic\w*|good|advanced|intermediate|beginner|elementary|upper|low|zna"
    r"|znam|poziom|"
    r"level|troche|rozumie\w*|mowi|w|mowie|pismie|pisze|czyta|рідн\w*|родно\w*|вільн\w*|свободно|немного"
    r"|трохи|добре|хорошо|"
    r"середн\w*|средн\w*|початков\w*"
)
DAY_NAME: Final = (
    r"pn|pon|poniedz\w*|wt|wto|wtor\w*|sr|sro|srod\w*|czw|czwart\w*|pt|piat\w*|sb|sob|sobot\w*|nd|ndz"
    r"|niedz\w*|"
    r"mon|mondays?|tue|tues|tuesdays?|wed|wednesdays?|thu|thur|thursdays?|fri|fridays?|sat|saturdays?|sun"
    r"|sundays?|"
    r"пн|понед\w*|вт|вівт\w*|вторник\w*|ср|серед\w*|среда|среду|чт|четвер\w*|пт|пятни\w*|субот\w*|суббот\w*"
    r"|неділ\w*|"
    r"воскрес\w*|нд|сб|вс"
)
PART_OF_DAY: Final = (
    r"rano|ranek|poran\w*|przedpolud\w*|przed poludniem|popolud\w*|po poludniu|wiecz\w*|wieczor\w*|mornings?|"
    r"afternoons?|evenings?|weekend\w*|codzien\w*|robocz\w*|w tygodniu|caly dzien|ранок|вранці|вечір|ввечері"
    r"|утром|"
    r"вечером|вихідні|выходные|щодня"
)
IS_DAY: Final = re.compile(rf"(?<!\w)(?:{DAY_NAME})(?!\w)")
IS_PART: Final = re.compile(rf"(?<!\w)(?:{PART_OF_DAY})(?!\w)")
HOURS: Final = re.compile(
    r"(?<!\w)(?:po|od|after|from|do|przed|before|till) (?:godz\.? ?)?\d{1,2}(?:[:.]\d{2})?(?![\d.:]|\w| ?km)"
    r"|(?<!\d)\d{1,2}(?:[:.]\d{2})? ?[-–] ?\d{1,2}[:.]\d{2}(?!\d)|(?<![\d:.,-])1\d ?[-–] ?(?:1\d"
    r"|2[0-4])(?![\d:.,-])"
)
STREET: Final = re.compile(
    r"(?:ul|al|os|pl|ulica|aleja|osiedle|plac|вул|ул|str|street)\b[. ].+"
    r"|[^\W\d][^\d,]{2,40} \d{1,4}[a-z]?(?: ?(?:/|m\.?|lok\.?) ?\d{1,4}[a-z]?)?"
)
GENDERS: Final = frozenset(
    words_in(
        "k m w f kobieta mezczyzna pani pan kob mez woman man female male zenska meska inna other жінка "
        "чоловік "
        "женщина мужчина ж ч м"
    )
)
WISHES: Final = re.compile(
    r"bez znaczenia|oboj\w+|dowoln\w+|no matter|any|nie ma znaczenia|wszystko jedno|(?:woli|tylko|raczej"
    r"|najlepiej|preferuj\w+"
    r"|only|prefers?) (?:kobiet\w*|mezczyzn\w*|pani\w*|pan\w*|woman|women|man|men)"
)
STRENGTHS: Final = re.compile(
    r"w miare mozliwosci|koniecznie|raczej|najlepiej|tylko|must|musi|prefer\w*|if possible|only so"
)
CHANNEL_WORD: Final = re.compile(
    r"telefon\w*|tel|sms\w*|e|e?mail\w*|poczt\w*|whats|app|whatsapp|viber|messenger|telegram|signal"
    r"|osobisc\w*|list\w*|phone|"
    r"call|text|message|wiadomosc\w*|letter|post|in|person|qr|kod|elektroniczna|телефон\w*|смс|lub|i|albo|or"
    r"|przez|by|a|an"
)
PAPER: Final = re.compile(r"[A-Z]{2} ?\d{6,7}|[A-Z]{3} ?\d{6}")
CAPITALISED: Final = re.compile(r"[^\W\d_][\w'’ʼ.-]*")
ABBREVIATED: Final = frozenset(
    words_in(
        "ang ros ukr pol niem fran franc hiszp wlos bialor arab tur gruz wietn ua uk ru en eng de pl by fr "
        "es ger rus"
    )
)
ITEM: Final = re.compile(r"[,;\n/|+&]|\s(?:i|oraz|and|та|і|и)\s")
LONG: Final = 60
LOOKED_AT: Final = 300  # of a text; what is longer is prose


@lru_cache(maxsize=50_000)
def signs_of(text: str) -> frozenset[str]:
    """Everything the text looks like, as codes: {"phone"}, {"whole", "child-age"}; a dash is {"nothing"}."""
    text = text[:LOOKED_AT]
    folded = " ".join(fold(text).split())
    if folded.replace(" ", "_") in NOTHING:
        return frozenset({"nothing", "no"} if folded in NO else {"nothing"})
    found = {name for name, sign in WHOLE_TEXTS.items() if sign.fullmatch(folded)}
    found |= {name for name, sign in EVERY_WORD.items() if every_word(sign, folded)}
    if not any(map(str.isdigit, folded)) and "niemow" not in folded:
        found.discard("ages")
    found |= _words(folded) | _numbers(folded, text) | _people_and_places(text, folded)
    if _is_card(text):
        found.add("card")
    if len(text) > LONG:
        found.add("long")
    return frozenset(found)


def shares(texts: Iterable[str]) -> dict[str, float]:
    """How many of the texts that say anything carry each sign, from 0 to 1; {} where none says anything."""
    counts: Counter[str] = Counter()
    total = 0
    for text in texts:
        if text and "nothing" not in (signs := signs_of(text)):
            total += 1
            counts.update(signs)
    return {sign: count / total for sign, count in counts.items()}


def share(texts: Sequence[str], wanted: Iterable[str]) -> float | None:
    """How many of the texts that say anything carry one of the signs; None where none says anything."""
    wanted = frozenset(wanted)
    told = [signs for text in texts if text and "nothing" not in (signs := signs_of(text))]
    return sum(not wanted.isdisjoint(signs) for signs in told) / len(told) if told else None


def is_counter(texts: Sequence[str]) -> bool:
    """Whether the texts only count the rows: 1, 2, 3 … with or without a point."""
    numbers = [text.rstrip(". )") for text in texts if text]
    if len(numbers) < 2 or not all(number.isdecimal() and len(number) < 7 for number in numbers):
        return False
    values = [int(number) for number in numbers]
    steps = [after - before for before, after in pairwise(values)]
    return values[0] <= 1 and sum(step == 1 for step in steps) >= 0.9 * len(steps)


def is_yes(text: str) -> bool:
    """A cross, a tick, a yes."""
    return fold(text).strip(" .!").replace(" ", "_") in YES


def is_no(text: str) -> bool:
    """A no, a dash, a nought, or nothing to say."""
    folded = fold(text).strip(" !").replace(" ", "_")
    return folded in NO or folded in NOTHING


def is_level(text: str) -> bool:
    """Whether the text (folded) is made of words of a level and no other."""
    return every_word(LEVEL_WORD, text)


def every_word(sign: re.Pattern[str], folded: str) -> bool:
    """Whether each word of the text is one of the pattern's."""
    words = re.findall(r"\w+\+?", folded)
    return bool(words) and all(sign.fullmatch(word) for word in words)


EVERY_WORD: Final = {"ages": AGE_WORD, "level": LEVEL_WORD, "channel": CHANNEL_WORD}
WHOLE_TEXTS: Final = {
    "code": CODE,
    "day": DAY,
    "stamp": STAMP,
    "km": KILOMETRES,
    "address": STREET,
    "wish": WISHES,
    "strength": STRENGTHS,
    "year": YEAR,
}


def _words(folded: str) -> set[str]:
    found = set()
    if is_yes(folded):
        found.add("yes")
    if is_no(folded):
        found.add("no")
    if folded.rstrip(".") in GENDERS:
        found.add("gender")
    if IS_DAY.search(folded) or IS_PART.search(folded):
        found.add("week")
    if HOURS.search(folded):
        found.add("hours")
    if folded in countries():
        found.add("country")
    items = [item.split() for item in ITEM.split(folded) if item.strip()]
    if items and len(items) <= 12:
        found |= _languages_in(items)
        if _share_of(items, tells_area) > 0.4:
            found.add("areas")
        if _share_of(items, tells_trade) > 0.4:
            found.add("trades")
    return found


def _languages_in(items: list[list[str]]) -> set[str]:
    named = leveled = 0
    for words in items:
        words = [word.strip(".:()-=") for word in words]
        named += any(language_of(word) or word in ABBREVIATED for word in words[:3])
        leveled += any(is_level(word) for word in words if word and not language_of(word))
    if named < 0.6 * len(items):
        return set()
    return {"language", "language-level"} if leveled else {"language"}


def _numbers(folded: str, text: str) -> set[str]:
    found = set()
    digits = re.sub(r"\D", "", folded)
    if MAIL.search(folded):
        found.add("mail")
        if len(digits) >= 9 and PHONE.search(MAIL.sub(" ", folded)):
            found.add("phone-mail")
    elif 7 <= len(digits.removeprefix("00")) <= 13 and PHONE.match(folded) and not _is_no_phone(folded):
        found.add("phone")
    if len(digits) == 10 and re.fullmatch(r"(?:pl)?[\d -]+", folded) and nip.is_valid(digits):
        found |= {"nip"}
        found -= {"phone"} if not folded.startswith("0") else set()
    if len(digits) == 11 and re.fullmatch(r"\d{11}|\d{6} \d{5}", folded) and pesel.is_valid(digits):
        found = {"pesel"}
    if PAPER.fullmatch(text.strip()):
        found.add("paper")
    if re.fullmatch(r"\d{1,3}(?:[.,]0)?|(?:max\.?|maks\.?|do) \d{1,2}", folded):
        found.add("whole")
        value = int(re.sub(r"\D.*", "", re.sub(r"^\D+", "", folded)))
        found.add("adult-age" if 18 <= value <= 100 else "child-age" if value < 18 else "large")
    elif re.fullmatch(r"(?:1[89]|[2-9]\d) ?(?:l\.?|lat|lata|years?|yo|років|лет)?", folded):
        found.add("adult-age")
    return found


def _is_card(text: str) -> bool:
    """A name with a telephone or an e-mail beside it."""
    rest, contacts = CONTACT.subn(" ", text)
    words = rest.strip(" ,;").split()
    named = 2 <= len(words) <= 4 and all(CAPITALISED.fullmatch(word.strip(",")) for word in words)
    return bool(contacts) and named and all(word[0].isupper() for word in words)


def _is_no_phone(folded: str) -> bool:
    return any(sign.match(folded) for sign in (DAY, STAMP, CODE_INSIDE))


def _people_and_places(text: str, folded: str) -> set[str]:
    found = set()
    if CODE_INSIDE.search(text):
        rest = CODE_INSIDE.sub(" ", text).strip(" ,;-")
        if rest and not CODE.fullmatch(folded):
            found.add(
                "code-place" if not any(map(str.isdigit, rest)) and "," not in rest else "whole-address"
            )
    elif "," in text and any(STREET.fullmatch(part.strip()) for part in folded.split(",")):
        found.add("whole-address")
    if not any(map(str.isdigit, text)) and "@" not in text:
        if _is_place(text):
            found.add("place")
        words = text.replace(",", " ").split()
        if (
            all(CAPITALISED.fullmatch(word) and word[0].isupper() for word in words)
            and "language" not in found
        ):
            found |= {"name1"} if len(words) == 1 else {"name2"} if len(words) <= 4 else set()
    return found


def _is_place(text: str) -> bool:
    for part in (text, *re.split(r"[-–,/(]", text)[:1]):
        key = name_key(part.strip(" ."))
        if len(key) > 2 and any(True for _name in table().names_equal(key)):
            return True
    return False


def _share_of(items: list[list[str]], tells: Callable[[str], bool]) -> float:
    return sum(any(tells(word.strip(".()")) for word in words) for words in items) / len(items)
