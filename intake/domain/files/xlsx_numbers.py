"""Numbers of a workbook as a person sees them: days, hours, percent, post codes kept as 9402."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import lru_cache

Show = Callable[[float, bool], str]

#: What the numbers below 164 stand for where they are more than plain numbers (ECMA-376, 18.8.30).
BUILT_IN = {
    9: "0%", 10: "0.00%",
    14: "dd.mm.yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy",
    18: "h:mm", 19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss", 22: "dd.mm.yyyy h:mm",
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss",
    **dict.fromkeys((*range(27, 32), 36, *range(50, 59)), "dd.mm.yyyy"), 32: "h:mm", 33: "h:mm:ss",
    34: "h:mm", 35: "h:mm:ss",
}  # fmt: skip
#: Typed "wrzesień 2026" becomes the first day of the month; the day is the spreadsheet's invention.
MONTHS = (
    "styczeń", "luty", "marzec", "kwiecień", "maj", "czerwiec",
    "lipiec", "sierpień", "wrzesień", "październik", "listopad", "grudzień",
)  # fmt: skip
ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
#: Colours, languages, conditions, texts in quotes, signs that only take up room.
DRESS = re.compile(r"\[[^\]]*\]|\"[^\"]*\"|\\.|_.|\*.")
#: Digits told one by one, with signs between them: 00-000, 000 000 000, "+48 "000000000.
SIGN = re.compile(r"\\(.)|\"([^\"]*)\"|([0#])|([-+ ()/])")
TEMPLATE = re.compile(f"(?:{SIGN.pattern})+")
LAST_DAY = 2_958_465
LONGEST_FORMAT = 200


@lru_cache(maxsize=1024)
def shows(code: str) -> Show:
    """How a number of this format is shown; the flag says that days are counted from 1904."""
    section = code.split(";")[0][:LONGEST_FORMAT]
    if elapsed := ELAPSED.search(section):
        return _elapsed if elapsed[1].lower().startswith("h") else _plainly
    bare = DRESS.sub("", section).lower()
    if "general" in bare or "standard" in bare:
        return _plainly
    if re.search(r"[ydhs]|m{2,}", bare) and not re.search(
        r"[0#?]{2}", bare.replace(".00", "").replace(".0", "")
    ):
        return _moment(bare)
    if bare.rstrip().endswith("%"):
        return _percent
    return _template(section) or _plainly


def plain(value: float) -> str:
    """A number without an exponent, a needless point, or the dust of binary fractions: 600100200, 4.5."""
    if value.is_integer() and abs(value) < 1e17:
        return str(int(value))
    text = f"{value:.15g}"
    return f"{value:f}" if "e" in text and abs(value) < 1e17 else text


def _plainly(value: float, _from_1904: bool) -> str:
    return plain(value)


def _percent(value: float, _from_1904: bool) -> str:
    return plain(round(value * 100, 8)) + "%"


def _elapsed(value: float, _from_1904: bool) -> str:
    minutes = round(value * 24 * 60)
    return f"{minutes // 60}:{minutes % 60:02}" if 0 <= value < LAST_DAY else plain(value)


def _moment(bare: str) -> Show:
    has_day = bool(re.search(r"[yd]|m{3}", bare))
    has_hour = bool(re.search(r"[hs]", bare))
    is_month = has_day and "d" not in bare and "y" in bare

    def show(value: float, from_1904: bool) -> str:
        moment = _day(value, from_1904)
        if moment is None:
            return plain(value)
        hour = f"{moment:%H:%M}" if has_hour else ""
        if not has_day:
            return hour
        if value < 1:
            return hour or plain(value)
        if is_month and moment.day == 1:
            return f"{MONTHS[moment.month - 1]} {moment.year}" if "m" in bare else str(moment.year)
        day = f"{moment.day:02}.{moment.month:02}.{moment.year:04}"
        return f"{day} {hour}" if hour and hour != "00:00" else day

    return show


def _day(value: float, from_1904: bool) -> datetime | None:
    """The moment a number stands for: days from the end of 1899, with a 29 February 1900 there never was."""
    if not 0 <= value <= LAST_DAY:
        return None
    first = date(1904, 1, 1) if from_1904 else date(1899, 12, 30 if value >= 60 else 31)
    start = datetime(first.year, first.month, first.day)  # noqa: DTZ001 - a spreadsheet's days have no zone
    try:
        return start + timedelta(seconds=round(value * 86_400))
    except OverflowError:
        return None


def _template(section: str) -> Show | None:
    """A whole number put into the signs of the format, from its end; None when the format is no such one."""
    section = re.sub(r"\[[^\]]*\]", "", section)
    if not TEMPLATE.fullmatch(section) or "0" not in section or re.fullmatch(r"#*[ ,]?#*0", section):
        return None
    signs = [(digit, escaped or quoted or sign) for escaped, quoted, digit, sign in SIGN.findall(section)]
    first = next((place for place, (digit, _said) in enumerate(signs) if digit), -1)

    def show(value: float, _from_1904: bool) -> str:
        if value < 0 or not value.is_integer() or value >= 1e17:
            return plain(value)
        left = str(int(value))
        shown = ""
        for place in range(len(signs) - 1, -1, -1):
            digit, said = signs[place]
            if place == first:
                shown, left = (left or digit.replace("#", "")) + shown, ""
            elif digit:
                shown, left = (left[-1:] or digit.replace("#", "")) + shown, left[:-1]
            else:
                shown = said + shown
        return shown.strip()

    return show if first >= 0 else None
