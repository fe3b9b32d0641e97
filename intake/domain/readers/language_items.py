"""A text about languages taken apart: which words name a language, which say how well, which are only around.

Nothing is decided here and no word is lost: every part of the text stands in one item.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice, pairwise
from typing import Any, Final, NamedTuple

from base.places.language_forms import LONGEST_NAME, find_language, languages_like, words_of
from base.places.languages import Level, level_of

from .levels import Skill, skill_of
from .words import word_set

TOKEN: Final = re.compile(
    r"(?<!\w)(?P<level>[A-CАВС]\s?[.-]?\s?[0-2OО]|[a-cавс][0-2])(?!\w)\+?"
    r"|(?P<word>[^\W_]+(?:['’ʼ][^\W_]+)*\.?)|(?P<mark>[,;\n|&+/()\[\]?…]|\s[-–—]\s)"
)
#: "B1/2", "A1-2": a second level without its letter.
SECOND: Final = re.compile(r"[/-](?P<digit>[0-2])(?!\w)")
#: "polskiB1": a level written together with its language.
GLUED: Final = re.compile(r"(?<=[^\W\d_]{4})([A-C][0-2])(?!\w)")
MARKS: Final = {
    **dict.fromkeys(",;\n|&+", "break"), "/": "slash", **dict.fromkeys("([", "open"),
    **dict.fromkeys(")]", "close"), "?": "doubt", "…": "filler",
}  # fmt: skip
AND: Final = word_set("i oraz and та и і й")
OR: Final = word_set("lub albo or або или")
NOT: Final = word_set("nie brak bez no not none zero 0 не ні нема немає немае нет")
DOUBT: Final = word_set(
    "prawie niemal jak jakby near almost ponizej powyzej okolo ok chyba raczej min minimum max do od"
    " ponad moze mniej wiecej co najmniej conajmniej blisko nieco below above about maybe маиже почти"
    " примерно"
)
FILLERS: Final = word_set(
    "jezyk jezyka jezyku jezyki jezykow jez j lang language languages na poziomie poziom poziomu lvl"
    " level w we stopniu stopien po zna znam znaja znajomosc znajomosci mowi mowia mowiacy mowiaca"
    " rozmawia rozmawiam posluguje sie wlada tez takze rowniez dodatkowo jako the of in has ma speaks"
    " speak knows know also x tak yes мова мови мову мовою язык языка языки языком рівень уровень рівні"
    " на знає знае знаю говорить говорит розмовляе знает говорю владеет володіе по z ze cefr tylko only"
)
#: Words around a level that take nothing away from it; they are kept for the note.
HARMLESS: Final = word_set(
    "mowa mowie mowy pismo pismie pisze czyta slowie spoken written certyfikat certyfikatem certificate"
    " egzamin panstwowy panstwowego egzaminu zdany zdala zdal dom domu rodzinny urodzenia dziecinstwa"
    " szkoly studiach filolog filologia tlumacz tlumaczka lektor lektorka nauczyciel nauczycielka obcy"
    " obce pierwszy drugi glowny przysiegly przysiegla dokument potwierdzony potwierdzona at home mother"
    " father first second"
)
KINDS: Final = (
    ("and", AND),
    ("or", OR),
    ("not", NOT),
    ("doubt", DOUBT),
    ("filler", FILLERS),
    ("harmless", HARMLESS),
)
EDGES: Final = " \t\n/&+-–—:;,=|"
YEAR: Final = 4  # digits
LEAST_LIKE: Final = 5  # letters of a word that may be a language with a typing error


class Token(NamedTuple):
    """A piece of the text from `start` to `end`: its kind, and what it stands for."""

    kind: str
    start: int
    end: int
    meant: Any = None


Tokens = Sequence[Token]


@dataclass(frozen=True)
class Item:
    """What is said of one language or, without one, words around. `text` is its part of the cell.

    `code` is the language, `like` are codes where its name is not certain, `name` the words naming it.
    `strange` are words we do not know; `hint` what is told of the next language and perhaps of this one.
    """

    text: str
    name: str = ""
    code: str = ""
    like: tuple[str, ...] = ()
    levels: tuple[Level, ...] = ()
    skills: tuple[Skill, ...] = ()
    is_denied: bool = False
    is_doubtful: bool = False
    strange: tuple[str, ...] = ()
    is_harmless: bool = True
    hint: tuple[Level, ...] = ()
    is_shared: bool = False

    @property
    def names_one(self) -> bool:
        """Whether a language is named here, for certain or nearly."""
        return bool(self.code or self.like)

    @property
    def tells_level(self) -> bool:
        """Whether something is said of how well."""
        return bool(self.levels or self.skills)


@lru_cache(maxsize=65536)
def items_of(text: str) -> tuple[Item, ...]:
    """The items of a cell in the order of its words."""
    text = GLUED.sub(r" \1", unicodedata.normalize("NFC", text))
    groups: list[list[Token]] = []
    for segment in _segments(list(_tokens(text))):
        parts = list(_by_language(segment))
        if groups and len(parts) == 1 and _goes_on(groups[-1], parts[0]):
            groups[-1].extend(parts.pop())
        groups.extend(parts)
    items = [_item(text, group) for group in groups]
    following = [*groups[1:], []][: len(groups)]
    return tuple(
        _shared(text, item, group, after) if group[-1].kind == "slash" else item
        for item, group, after in zip(items, groups, following, strict=True)
    )


def _tokens(text: str) -> Iterator[Token]:
    matches = list(TOKEN.finditer(text))
    at = 0
    while at < len(matches):
        match = matches[at]
        if match["level"]:
            levels = list(_levels(text, match))
            yield from levels
            while at + 1 < len(matches) and matches[at + 1].start() < levels[-1].end:
                at += 1
        elif match["mark"]:
            if kind := MARKS.get(match["mark"]):
                yield Token(kind, match.start(), match.end())
        else:
            used, token = _phrase(text, matches[at : at + LONGEST_NAME + 1])
            at += used - 1
            yield token
        at += 1


def _levels(text: str, match: re.Match[str]) -> Iterator[Token]:
    letters = re.sub(r"[\s.+-]", "", match["level"])
    level = level_of(letters)
    yield Token("word" if level is None else "level", match.start(), match.end(), level)
    second = SECOND.match(text, match.end())
    if level is not None and second and int(second["digit"]) > int(Level(level).name[1]):
        yield Token("level", match.start(), second.end(), Level[Level(level).name[0] + second["digit"]])


def _phrase(text: str, matches: Sequence[re.Match[str]]) -> tuple[int, Token]:
    """The longest known phrase these matches begin with, and how many of them it takes."""
    start = matches[0].start()
    for count in range(LONGEST_NAME + 1, 0, -1):
        taken = matches[:count]
        if len(taken) < count or taken[-1]["mark"] not in (None, ")") or not _are_near(taken):
            continue
        end = taken[-1].end()
        if found := _known(text[start:end], is_one=count == 1):
            kind, meant = found
            return count, Token(kind, start, end, meant)
    return 1, Token("word", start, matches[0].end())


def _are_near(matches: Sequence[re.Match[str]]) -> bool:
    """Whether only brackets stand between the words of a phrase, and the ones opened are closed."""
    marks = "".join(match["mark"] or "" for match in matches)
    return marks in {"", "()"} and not any(match["level"] for match in matches)


def _known(phrase: str, *, is_one: bool) -> tuple[str, Any] | None:
    """What a phrase is: the small words first, then levels and names."""
    words = words_of(phrase)
    if "(" not in phrase:
        for kind, known in KINDS:
            if words in known:
                return kind, None
        if (level := level_of(words)) is not None:
            return "level", level
        if skill := skill_of(words):
            return "skill", skill
    if code := find_language(words, dotted=phrase.endswith("."), capitals=phrase.isupper()):
        return "language", (code, ())
    if not is_one:
        return None
    if words.isdecimal():
        return ("harmless" if len(words) == YEAR else "number"), None
    like = languages_like(words, cutoff=0.8) if len(words) >= LEAST_LIKE else ()
    return ("language", ("", like)) if like else None


def _segments(tokens: Tokens) -> Iterator[list[Token]]:
    """Parts set apart by commas and their like, and by "and" before a language or a level."""
    segment: list[Token] = []
    depth = 0
    for at, token in enumerate(tokens):
        depth += (token.kind == "open") - (token.kind == "close" and depth > 0)
        splits = token.kind == "break" or (token.kind == "and" and _goes_to_next(tokens, at))
        if splits and not depth:
            if segment:
                yield segment
            segment = []
        elif token.kind not in {"break", "and"}:
            segment.append(token)
    if segment:
        yield segment


def _goes_to_next(tokens: Tokens, at: int) -> bool:
    """Whether a language or a level follows the word at this place."""
    after = next((later.kind for later in islice(tokens, at + 1, None) if later.kind != "filler"), "")
    return after in {"language", "level", "skill"}


def _by_language(segment: list[Token]) -> Iterator[list[Token]]:
    """A part for each language named in the segment; what is told of how well stands behind its language, or
    before it where the segment begins with it."""
    places = [at for at, token in enumerate(segment) if token.kind == "language"]
    if len(places) < 2:
        yield segment
        return
    told = [token.kind for token in segment if token.kind in {"language", "level", "skill", "not"}]
    cuts = [_cut_after(segment, at) if told[0] != "language" else _cut_before(segment, at) for at in places]
    edges = cuts[:-1] if told[0] != "language" else cuts[1:]
    for start, end in pairwise([0, *edges, len(segment)]):
        if start < end:
            yield segment[start:end]


def _cut_before(segment: Tokens, at: int) -> int:
    while at > 0 and segment[at - 1].kind in {"filler", "not", "open", "number"}:
        at -= 1
    return at


def _cut_after(segment: Tokens, at: int) -> int:
    at += 1
    while at < len(segment) and segment[at].kind in {"close", "slash"}:
        at += 1
    return at


def _goes_on(before: Tokens, after: Tokens) -> bool:
    """Whether a part only tells how well the language before is spoken: "polski, B1", "…, nie mówi"."""
    kinds = {token.kind for token in after}
    return (
        any(token.kind == "language" for token in before)
        and bool(kinds & {"level", "skill", "not"})
        and not kinds & {"language", "word", "number", "or"}
    )


def _item(text: str, group: Tokens) -> Item:
    first = group[0].start
    last = max(token.end for token in group)
    code, like, name = "", (), ""
    for token in group:
        if token.kind == "language":
            (code, like), name = token.meant, text[token.start : token.end]
    numbering = group[0] if group[0].kind == "number" and name else None
    strange = [token for token in group if token.kind in {"word", "number", "or"} and token is not numbering]
    return Item(
        text=text[first:last].strip(EDGES).removesuffix("("),
        name=name,
        code=code,
        like=like,
        levels=tuple(dict.fromkeys(token.meant for token in group if token.kind == "level")),
        skills=tuple(dict.fromkeys(token.meant for token in group if token.kind == "skill")),
        is_denied=any(token.kind == "not" for token in group),
        is_doubtful=any(token.kind == "doubt" for token in group),
        strange=tuple(text[token.start : token.end] for token in strange),
        is_harmless=not any(token.kind == "harmless" for token in group),
    )


def _shared(text: str, item: Item, group: Tokens, after: Tokens) -> Item:
    """A language before a stroke: what is told behind it is perhaps told of both."""
    levels = [token.meant for token in after if token.kind == "level"]
    levels += [level for token in after if token.kind == "skill" for level in token.meant.likely]
    if item.tells_level or not item.names_one or not levels:
        return item
    whole = text[group[0].start : max(token.end for token in after)].strip(EDGES)
    return replace(item, text=whole, hint=tuple(levels), is_shared=True)
