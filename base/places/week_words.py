"""The words of a week in Polish, English, Ukrainian and Russian: what is read and what is printed."""

import re
from typing import Final, NamedTuple

from babel import Locale

from base.places.locales import LOCALES

DAYS: Final = 7
SLOTS_A_DAY: Final = 48
ALL_DAYS: Final = tuple(range(DAYS))
WORKING_DAYS: Final = ALL_DAYS[:5]
WEEKEND: Final = ALL_DAYS[5:]

# What people mean by words instead of hours, in half hours since midnight. "po 17" ends with the day.
DAY_START: Final = 16
NOON: Final = 24
EVENING: Final = 34
DAY_END: Final = 42
WHOLE_DAY: Final = (DAY_START, DAY_END)
MORNING: Final = (DAY_START, NOON)
AFTERNOON: Final = (NOON, EVENING)
EVENINGS: Final = (EVENING, DAY_END)
DAY_AND_NIGHT: Final = (0, SLOTS_A_DAY)


class Span(NamedTuple):
    """Free time within one day: Monday is 0, half hours since midnight, `end` is not included."""

    day: int
    start: int
    end: int


def clock(half: int) -> str:
    """A half hour since midnight as people write it: 35 is "17:30"."""
    return f"{half // 2}:{half % 2 * 30:02d}"


class Words(NamedTuple):
    """What one language prints; the days are Monday to Sunday."""

    days: tuple[str, ...]
    every_day: str
    conjunction: str


def _cldr_days(locale: str, width: str) -> tuple[str, ...]:
    names = Locale.parse(locale).days["stand-alone"][width]
    return tuple(names[day] for day in ALL_DAYS)


PRINTED: Final = {
    # CLDR's "pon.", "wt." are longer than what stands in Polish calendars.
    "pl": Words(("pn", "wt", "śr", "czw", "pt", "sb", "nd"), "codziennie", "i"),
    "en": Words(_cldr_days("en", "abbreviated"), "every day", "and"),
    "uk": Words(_cldr_days("uk", "abbreviated"), "щодня", "і"),
    "ru": Words(_cldr_days("ru", "abbreviated"), "ежедневно", "и"),
}

# Kinds of token and the patterns that make them, tried in this order on folded text (small letters, no
# diacritics, й is и). A pattern matches whole words only.
_DAY_WORDS: Final = (
    r"pn|pon|pnd|poni\w*|mon|mondays?|пн|пнд|пон|понед\w*",
    r"wt|wto|wtr|wtor\w*|tue|tues|tuesdays?|вт|втр|вів|вівт\w*|втор\w*",
    r"sr|sro|srd|srod\w*|wed|weds|wednesdays?|ср|срд|сер|серед\w*|сред\w*",
    r"cz|czw|czwar\w*|thu|thur|thurs|thursdays?|чт|чет|четв\w*",
    r"pt|ptk|pia|piat\w*|fri|fridays?|пт|птн|п['’ʼ]?ятн\w*",
    r"sb|so|sob|sobo\w*|sat|saturdays?|сб|суб|суб+от\w*",
    r"nd|ndz|nied|niedz|niedzi\w*|sun|sundays?|нд|нед|неділ\w*|вс|вск|воскр\w*",
)
#: Hours told by a word, "po siedemnastej".
_HOUR_WORDS: Final = tuple(
    ("noon", 2 * hour, rf"{word}(?:a|ej)")
    for hour, word in (
        *((8, "osm"), (9, "dziewiat"), (10, "dziesiat"), (11, "jedenast"), (12, "dwunast"), (13, "trzynast")),
        *((14, "czternast"), (15, "pietnast"), (16, "szesnast"), (17, "siedemnast"), (18, "osiemnast")),
        *((19, "dziewietnast"), (20, "dwudziest")),
    )
)
_PATTERNS: Final[tuple[tuple[str, object, str], ...]] = (
    ("hours", WHOLE_DAY, r"(?:przez )?caly dzien|cale dni\w*|calymi dniami|w ciagu dnia|all day(?: long)?"),
    ("hours", WHOLE_DAY, r"(?:the )?whole day|весь день|цілии день|od rana do wieczor\w*"),
    ("hours", MORNING, r"z rana|rano|rankami|rankiem|ranek|ranki|poran(?:ek|ki|kami)|przed ?poludni\w*"),
    ("hours", MORNING, r"dopoludni\w*|(?:in the )?mornings?|зранку|вранці|ранком|утром|по утрам"),
    ("hours", AFTERNOON, r"po ?poludni\w*|popol|ppol|po pol|(?:in the )?afternoons?|після обіду|после обеда"),
    ("hours", EVENINGS, r"wiecz|(?:pod )?wieczor\w*|(?:in the )?evenings?"),
    ("hours", EVENINGS, r"ввечері|увечері|щовечора|вечори|вечорами|вечером|вечерами|по вечерам"),
    ("hours", DAY_AND_NIGHT, r"(?:przez )?cala dobe|calodobowo|24/7"),
    ("hours", DAY_AND_NIGHT, r"around the clock|цілодобово|круглосуточно"),
    ("group", WEEKEND, r"week-?end\w*|(?:у |на |по )?вихідн(?:і|их|ими)|(?:в |по )?выходн(?:ые|ым)"),
    ("group", ALL_DAYS, r"kazd(?:y dzien|ego dnia)(?: tygodnia| w tygodniu)?|codziennie|codz|co dzien"),
    ("group", WORKING_DAYS, r"dni (?:robocze|rob|powszednie|pracujace)|dzien roboczy|(?:w )?robocze"),
    ("group", WORKING_DAYS, r"w(?: ciagu)? tygodni[au]|week ?days?|working days?"),
    ("group", WORKING_DAYS, r"(?:у |в )?будні|по буднях|по будням|будни|робочі дні|рабочие дни"),
    ("group", ALL_DAYS, r"(?:przez )?caly tydzien|wszystkie dni(?: tygodnia)?|every ?day|daily"),
    ("group", ALL_DAYS, r"(?:all|the whole|whole) week|any day|щодня|кожного дня|ежедневно|каждыи день"),
    *(("day", day, pattern) for day, pattern in enumerate(_DAY_WORDS)),
    ("noon", NOON, r"poludni\w*|noon|midday"),
    ("midnight", 0, r"polnoc\w*|midnight"),
    *_HOUR_WORDS,
    ("between", None, r"between|miedzy|pomiedzy|між|между"),
    ("from", None, r"od|from|з|від|с|от"),
    ("to", None, r"do|to|till?|until|a|до|по"),
    ("after", None, r"po|after|після|после"),
    ("before", None, r"przed|before|перед"),
    ("and", None, r"i|and|oraz|lub|albo|badz|or|та|і|и|або|чи|или"),
    ("filler", None, r"w|we|on|in|at|the|o|g|godz|godzin\w*|h|hrs|only|tylko|у|в|о|год|годин\w*|ч|час\w*"),
    ("filler", None, r"kazd(?:y|a|e|ego|ej)|every|each|dni|dzien|woln[aey]|dostepn[aey]|available|free"),
)
_TIME: Final = (
    r"(?P<time>(?:(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?|(?P<hour4>\d{1,2})(?P<minute4>\d{2}))"
    r"(?:\s?(?P<half>[ap])\.?m\b\.?|h\b|-?[stm]{0,2}(?:ej|a)\b)?)(?![\w]|[:.]\d)"
)
_MARKS: Final = r"(?P<dash>-)|(?P<comma>,)|(?P<break>[;\n|]+)|(?P<plus>[&+/])|(?P<mark>[.:()])"

_KINDS: Final = {f"k{number}": (kind, value) for number, (kind, value, _) in enumerate(_PATTERNS)}
_WHOLE_WORDS: Final = "|".join(f"(?P<k{n}>{pattern})" for n, (_, _, pattern) in enumerate(_PATTERNS))
TOKEN: Final = re.compile(
    rf"(?<!\w)(?:{_WHOLE_WORDS})(?!\w)|(?<!\w){_TIME}|{_MARKS}|(?P<space>\s+)|(?P<unknown>[^\s,;]+)"
)


def kind_of(match: re.Match[str]) -> tuple[str, object]:
    """Kind and value of a match of TOKEN: ("day", 0), ("hours", (16, 24)), ("time", None)."""
    if match["time"]:
        return "time", None
    group = str(match.lastgroup)
    return _KINDS.get(group, (group, None))


# For "did you mean": the words as a dictionary has them.
CORRECT_WORDS: Final = (
    *(name for locale in LOCALES for name in _cldr_days(locale, "wide")),
    *("rano", "wieczorem", "po południu", "codziennie", "weekendy", "dni robocze"),
    *("mornings", "afternoons", "evenings", "every day", "weekdays", "weekends", "after", "before"),
)
