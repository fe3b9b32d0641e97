"""Pictures of supply and demand: by language, by county. No number from one to four is told in them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from base.places.counties import County, all_counties
from base.places.gazetteer import VOIVODESHIPS
from base.places.languages import language_name
from desk.queries.figures_places import Balance, balance_by_county, balance_by_language, level_needed
from desk.queries.small_cells import told as told_counts
from desk.queries.small_cells import told_of_whole
from frontend.drawings.columns import grouped
from frontend.drawings.mirror import Mirror, MirrorRow, draw_mirror, is_short
from frontend.drawings.shaded_map import ShadedMap, draw_shaded_map, main_voivodeships
from frontend.pictures import Asked, MapShows, Picture, PictureKey, Table, few, told

Counts = Mapping[str, int | None]
MOST_LANGUAGES: Final = 12
MOST_NAMED: Final = 4
#: From how many on a county has a shade, the darkest first.
STEPS: Final = ((30, "3"), (10, "2"), (1, "1"))


def helpers_word(asked: Asked) -> str:
    """Whom the counts of helpers are about."""
    return _("Mentors with room") if asked.cut.at_work else _("Volunteers with room")


def families_word() -> str:
    """Whom the counts of those who ask are about."""
    return _("Families without a helper")


def split(balances: Mapping[str, Balance]) -> tuple[dict[str, int], dict[str, int]]:
    """Those who ask and those who could help."""
    asking = {one: balance.families for one, balance in balances.items()}
    return asking, {one: balance.helpers for one, balance in balances.items()}


def gap_words(asked_for: int | None, there: int | None) -> str:
    """The difference in a word, as far as it may be told."""
    if asked_for is None or there is None:
        return few()
    gap = asked_for - there
    return f"+{grouped(gap)}" if gap > 0 else f"−{grouped(-gap)}" if gap else "0"


# --- languages --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class LanguageRow:
    """A language: both counts in words, and its bars."""

    name: str
    families: str
    helpers: str
    bars: MirrorRow


@dataclass(frozen=True)
class Languages:
    """The rows that are drawn, what heads either side, and how many more languages the table has."""

    rows: Sequence[LanguageRow]
    mirror: Mirror
    families_word: str
    helpers_word: str
    more: int


def languages(asked: Asked) -> Picture:
    """Families without a helper who speak a language, against helpers with room who speak it."""
    asking, helping = map(told_counts, split(balance_by_language(asked.cut)))
    codes = sorted(asking, key=lambda code: _most_asked(asking[code], helping[code], language_name(code)))
    drawn = [code for code in codes if asking[code] != 0][:MOST_LANGUAGES]
    mirror = draw_mirror([(asking[code], helping[code]) for code in drawn])
    rows = [
        LanguageRow(_capital(language_name(code)), _shown(asking[code]), _shown(helping[code]), bars)
        for code, bars in zip(drawn, mirror.rows, strict=True)
    ]
    table = Table(
        (gettext_lazy("Language"), families_word(), helpers_word(asked), gettext_lazy("More families")),
        [
            (
                _capital(language_name(code)),
                told(asking[code]),
                told(helping[code]),
                _yes_or_no(asking, helping, code),
            )
            for code in codes
        ],
    )
    drawing = Languages(rows, mirror, families_word(), helpers_word(asked), len(codes) - len(drawn))
    notes = [
        _(
            "Counted is who speaks the language at %(level)s or better. Any common language will do: who "
            "speaks two of them stands in both, and needs a helper in one of them only."
        )
        % {"level": level_needed(asked.cut).label},
        _few_note(),
    ]
    return Picture(
        PictureKey.LANGUAGES,
        _languages_words(asked, asking, helping),
        drawing if drawn else None,
        table,
        notes,
    )


def _most_asked(asked_for: int | None, there: int | None, name: str) -> tuple[int, int, str]:
    """The most asked for first; those that are not told stand together, by name."""
    return -(1 if asked_for is None else asked_for), -(1 if there is None else there), name


def _yes_or_no(asking: Counts, helping: Counts, code: str) -> str:
    return pgettext("more families than helpers", "yes") if is_short(asking[code], helping[code]) else ""


def _languages_words(asked: Asked, asking: Counts, helping: Counts) -> str:
    if not any(count != 0 for count in asking.values()):
        return _("No family waits for a helper.")
    lacking = [code for code in asking if is_short(asking[code], helping[code])]
    lacking.sort(key=lambda code: (helping[code] or 0) - (asking[code] or 0))
    if not lacking:
        return _("In no language is it known that more families wait than helpers have room.")
    named = _listed([language_name(code) for code in lacking[:MOST_NAMED]], len(lacking))
    return ngettext(
        "In %(count)d language more families wait than helpers have room: %(list)s.",
        "In %(count)d languages more families wait than helpers have room: %(list)s.",
        len(lacking),
    ) % {"count": len(lacking), "list": named}


# --- counties ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Counties:
    """The map, its legend (shade, words), and what it shows of what it can."""

    map: ShadedMap
    legend: Sequence[tuple[str, str]]
    shows: MapShows


def counties(asked: Asked) -> Picture:
    """Where families wait, where helpers have room, and where there are more of which."""
    found = balance_by_county(asked.cut)
    asking, helping = map(told_of_whole, split(found))
    known = {county.code: county for county in all_counties()}
    codes = sorted(found, key=lambda code: _most_asked(asking[code], helping[code], _folded(known.get(code))))
    names = _county_names([known[code] for code in codes if code in known])
    table = Table(
        (
            gettext_lazy("County"),
            families_word(),
            helpers_word(asked),
            gettext_lazy("Families more than helpers"),
        ),
        [
            (
                names.get(code, _("not known")),
                told(asking[code]),
                told(helping[code]),
                told(_gap(asking[code], helping[code])),
            )
            for code in codes
        ],
    )
    shades = {code: shade_of(asked.shows, asking[code], helping[code]) for code in codes}
    people = {code: sum(balance) for code, balance in found.items()}
    drawn = draw_shaded_map(shades, main_voivodeships(people), otherwise=("z", "0"))
    drawing = Counties(drawn, legend(asked), asked.shows)
    notes = [
        _("A helper is counted where they live, also when they would travel."),
        _("“Few” is one to four, or a little more where the number beside it would give one away."),
    ]
    return Picture(
        PictureKey.COUNTIES,
        _counties_words(asking, helping, names),
        drawing if drawn.areas else None,
        table,
        notes,
    )


def shade_of(shows: MapShows, asked_for: int | None, there: int | None) -> tuple[str, str]:
    """The shade of a county and what it says. "a1" to "a3": (more) families, "h1" to "h3": (more) helpers,
    "few", "z" for none, "e" for as many of both."""
    if shows == MapShows.GAP:
        words = gap_words(asked_for, there)
        if asked_for is None or there is None:
            return "few", words
        gap = asked_for - there
        if not gap:
            return ("e" if asked_for else "z"), words
        return ("a" if gap > 0 else "h") + _step(abs(gap)), words
    count, letter = (asked_for, "a") if shows == MapShows.DEMAND else (there, "h")
    if count is None:
        return "few", few()
    return (letter + _step(count) if count else "z"), grouped(count)


def _step(count: int) -> str:
    return next(step for least, step in STEPS if count >= least)


def legend(asked: Asked) -> list[tuple[str, str]]:
    """Shades and words, from most families to most helpers."""
    asks = [("a3", "30+"), ("a2", "10–29"), ("a1", "1–9")]
    helps = [("h1", "1–9"), ("h2", "10–29"), ("h3", "30+")]
    hidden = ("few", few())
    if asked.shows == MapShows.DEMAND:
        return [*asks[:2], ("a1", "5–9"), hidden, ("z", "0")]
    if asked.shows == MapShows.SUPPLY:
        return [("z", "0"), hidden, ("h1", "5–9"), *helps[1:]]
    more_families = [(shade, _("%(count)s more families") % {"count": words}) for shade, words in asks]
    more_helpers = [(shade, _("%(count)s more helpers") % {"count": words}) for shade, words in helps]
    return [*more_families, ("e", _("as many")), *more_helpers, hidden, ("z", _("nobody"))]


def _counties_words(asking: Counts, helping: Counts, names: Mapping[str, str]) -> str:
    if not any(count != 0 for count in asking.values()):
        return _("No family waits for a helper.")
    lacking = [code for code in names if (gap := _gap(asking[code], helping[code])) is not None and gap > 0]
    lacking.sort(key=lambda code: -(_gap(asking[code], helping[code]) or 0))
    if not lacking:
        return _("In no county is it known that more families wait than helpers have room.")
    named = _listed(
        [f"{names[code]} {gap_words(asking[code], helping[code])}" for code in lacking[:MOST_NAMED]],
        len(lacking),
    )
    return ngettext(
        "In %(count)d county more families wait than helpers have room: %(list)s.",
        "In %(count)d counties more families wait than helpers have room: %(list)s.",
        len(lacking),
    ) % {"count": len(lacking), "list": named}


def _gap(asked_for: int | None, there: int | None) -> int | None:
    return None if asked_for is None or there is None else asked_for - there


def _county_names(counties: Sequence[County]) -> dict[str, str]:
    """Titles, with the voivodeship where another county has the same."""
    alike = Counter(county.title for county in counties)
    return {
        county.code: county.title
        if alike[county.title] == 1
        else f"{county.title} ({VOIVODESHIPS[county.voivodeship_code]})"
        for county in counties
    }


def _folded(county: County | None) -> str:
    return county.name.casefold() if county else "\uffff"


# --- words ------------------------------------------------------------------------------------------------


def _few_note() -> str:
    return _("“Few” is one to four people: so small a number could tell who they are.")


def _listed(names: Sequence[str | Promise], whole: int) -> str:
    """The names, and that there are more."""
    listed = ", ".join(str(name) for name in names)
    return listed if whole <= len(names) else _("%(list)s and others") % {"list": listed}


def _shown(count: int | None) -> str:
    return few() if count is None else grouped(count)


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
