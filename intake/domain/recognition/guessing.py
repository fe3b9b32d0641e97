"""What one column of a file most likely is, by its heading and its texts; `mapping` looks at them all."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from intake.domain.readers.wording import plain, turn_of, words_of
from intake.domain.sheets.columns import NOTE, SheetKind

from .fitting import ENOUGH, HARD, fit, signs_for, targets_by_values
from .heading_scores import EXACT, STRONG, Named, mentions_others, named_by, says
from .headings import PROBLEMS_HEADING
from .leads import area_lead, bound_lead, is_count_of_children, language_lead, week_lead
from .sensitive import TAKEN_OUT, scrub, sensitive_heading, sensitive_values
from .synonyms import OF_A_PERSON, UNCLEAR
from .value_signs import is_counter, share, shares

SURE, CHECK, NONE = "sure", "check", "none"
OWN_KEYS: Final = frozenset(plain(text) for text in PROBLEMS_HEADING)
COUNTERS: Final = frozenset(
    {"", "lp", "nr", "no", "id", "numer", "number", "poz", "pozycja", "row", "wiersz", "№", "номер"}
)
LIKELY: Final = 0.7
NAMED_AT_ALL: Final = 0.6
CLOCK: Final = re.compile(r"[012]?\d(?:[:.]\d\d){0,2}")
FROM_TO: Final = re.compile(r"[012]?\d(?:[:.]\d\d)? ?[-–] ?[012]?\d(?:[:.]\d\d)?")
#: Headings spreadsheets write where nobody does.
UNSAID: Final = ("kolumna", "column", "unnamed", "field", "pole")
#: "Name" may be the first name alone, beside a surname.
ONE_NAME: Final[Mapping[str, str]] = {"full_name": "first_name", "contact_name": "contact_first"}
#: Texts that tell what they are under any heading.
TELLING: Final = frozenset({"phone", "mail", "phone-mail", "code", "language-level", "card"})
ABOUT_ONE: Final = OF_A_PERSON | {"phone_email", "whole_address", "postcode_place"}


#: What is not clear about a heading such as "Data", by the target it may be.
QUESTIONS: Final[Mapping[str, str]] = {
    "waiting_since": "which-date",
    "applied_on": "which-date",
    "languages": "which-language",
    "language": "which-language",
    "age": "whose-age",
    "children": "whose-age",
}


@dataclass(frozen=True)
class Guess:
    """One way to take a column. `rank` compares guesses of one column and of several for one target."""

    targets: tuple[str, ...] = ()
    lead: str = ""
    confidence: str = CHECK
    why: str = "unknown"
    rank: float = 0.0
    sensitive: bool = False

    @property
    def target(self) -> str:
        """The only target, "" where there is none."""
        return self.targets[0] if self.targets else ""


AS_NOTE: Final = Guess((NOTE,), "", CHECK, "unknown", 0.1)


def guesses_of(
    kind: SheetKind, heading: str, texts: Sequence[str], remembered: Mapping[str, Any] | None
) -> list[Guess]:
    """Every way to take a column, the likeliest first; never empty."""
    key = plain(heading)
    if not key and not shares(texts) and not any(texts):
        return [Guess(confidence=NONE, why="empty")]
    if key in OWN_KEYS:
        return [Guess(confidence=SURE, why="problems", rank=2)]
    named = named_by(kind, heading)
    if code := _sensitive(heading, texts, named):
        return [Guess(confidence=SURE, why=code, rank=2, sensitive=True)]
    if remembered is not None and (guess := _remembered(kind, texts, remembered)):
        return [guess, AS_NOTE]
    if _counts_rows(heading, texts):
        return [Guess(confidence=SURE, why="counter", rank=2)]
    unclear = _unclear(kind, heading, texts)
    found = [
        *_by_lead(kind, heading, texts, named),
        *unclear,
        *_by_heading(kind, heading, texts, [one for one in named if one.target not in _targets(unclear)]),
        *_by_values(kind, heading, texts, named),
    ]
    found = [_refined(kind, heading, texts, guess) for guess in found]
    return [*_marked_near(_merged(found)), AS_NOTE]


def _targets(guesses: Sequence[Guess]) -> set[str]:
    return {guess.target for guess in guesses}


def _merged(found: Sequence[Guess]) -> list[Guess]:
    """One guess for each target, the likeliest first: as sure as the surest, as high as the highest."""
    best: dict[tuple[str, ...], Guess] = {}
    for guess in sorted(found, key=lambda one: (one.confidence != SURE, -one.rank)):
        first = best.setdefault(guess.targets, guess)
        best[guess.targets] = replace(first, rank=max(first.rank, guess.rank))
    return sorted(best.values(), key=lambda one: -one.rank)


def _sensitive(heading: str, texts: Sequence[str], named: Sequence[Named]) -> str:
    """A PESEL beside a name in one column does not take the name with it: the number alone is taken out."""
    is_known = bool(named) and named[0].score >= STRONG
    code = sensitive_values(heading, texts, is_known=is_known)
    if code or (named and named[0].score >= EXACT):
        return code
    code = sensitive_heading(heading)
    if code == "pesel" and named:
        rest = [scrub(text)[0].replace(TAKEN_OUT, " ").strip(" ,;:-") for text in texts]
        return code if (share(rest, {"name2", "phone"}) or 0) < ENOUGH else ""
    return code


def _remembered(kind: SheetKind, texts: Sequence[str], meaning: Mapping[str, Any]) -> Guess | None:
    """As the centre told the last time; to be looked at again where the texts are something else now."""
    targets = tuple(meaning.get("targets", ()))
    if not kind.targets.issuperset(targets):
        return None
    fits = all((part := fit(kind, target, texts)) is None or part > 0 for target in targets)
    return Guess(targets, str(meaning.get("lead", "")), SURE if fits else CHECK, "remembered", 1.5)


def _counts_rows(heading: str, texts: Sequence[str]) -> bool:
    words = "".join(words_of(heading))
    return words == "lp" or (words in COUNTERS and is_counter(texts))


def _by_lead(kind: SheetKind, heading: str, texts: Sequence[str], named: Sequence[Named]) -> list[Guess]:
    """One column for each language, weekday, area of help; the texts must be of such a column."""
    if named and named[0].score >= EXACT:
        return []
    marks = share(texts, {"yes", "no"})
    found = []
    if (lead := language_lead(heading)) and "languages" in kind.by_name:
        wanted = {"language"} if lead == "ojczysty" else {"level", "yes", "no", "language-level"}
        part = share(texts, wanted)
        if part is None or part >= ENOUGH:
            found.append(Guess(("languages",), lead, SURE if part else CHECK, "lead", 1.1))
    if (lead := bound_lead(heading)) and "week" in kind.by_name and _are_clocks(texts):
        found.append(Guess(("week",), lead, CHECK, "lead", 1.1))
    if (lead := week_lead(heading)) and not says(heading, "waiting_since"):
        part = share(texts, {"yes", "no", "week", "hours"}) if not _are_hours(texts) else 1.0
        if part is None or part >= ENOUGH:
            found.append(Guess(("week",), lead, SURE if part else CHECK, "lead", 1.1))
    helps = next((name for name in ("needs", "offers") if name in kind.by_name), "")
    # Kilometres of 1 under "Dojazd" are no ticks for getting around.
    is_other = named and named[0].score >= NAMED_AT_ALL and (fit(kind, named[0].target, texts) or 0) >= LIKELY
    if helps and not is_other and marks is not None and marks >= LIKELY and (lead := area_lead(heading)):
        found.append(Guess((helps,), lead, SURE, "lead", 0.97))
    if _counts_children(kind, heading, texts):
        found.append(Guess(("children",), "liczba dzieci", CHECK, "count", 1.1))
    return found


def _are_clocks(texts: Sequence[str]) -> bool:
    filled = [text.strip() for text in texts if text.strip()]
    return bool(filled) and all(CLOCK.fullmatch(text) for text in filled)


def _are_hours(texts: Sequence[str]) -> bool:
    """Whether a column under a weekday says from when to when: "6-14"."""
    filled = [text for text in texts if text.strip()]
    return bool(filled) and sum(bool(FROM_TO.fullmatch(text.strip())) for text in filled) >= LIKELY * len(
        filled
    )


def _counts_children(kind: SheetKind, heading: str, texts: Sequence[str]) -> bool:
    is_count = "children" in kind.by_name and is_count_of_children(heading)
    return is_count and (share(texts, {"whole"}) or 0) >= LIKELY


def _unclear(kind: SheetKind, heading: str, texts: Sequence[str]) -> list[Guess]:
    """A heading only its texts can explain: "Kontakt", "Adres", "Język"."""
    targets = [one for one in UNCLEAR.get(" ".join(words_of(heading)), ()) if one in kind.targets]
    if not targets or turn_of(heading):
        return []
    told = {target for target, _part in targets_by_values(kind, texts)}
    found: list[Guess] = []
    for target in targets:
        part = _share_of_adults(texts) if target == "age" else fit(kind, target, texts)
        is_told = target in told or (target == "age" and (part or 0) >= 0.9)
        if part == 0 and not is_told:
            continue
        clear = is_told and _is_clear(target, texts)
        rank = 1.0 if is_told else 0.5 if part is None else 0.6 + 0.3 * part - 0.01 * len(found)
        found.append(Guess((target,), "", SURE if clear else CHECK, _why_unclear(target, part, clear), rank))
    return found


def _share_of_adults(texts: Sequence[str]) -> float | None:
    return share(texts, {"adult-age", "year"})


def _is_clear(target: str, texts: Sequence[str]) -> bool:
    if target in {"languages", "language"}:
        return (share(texts, {"language-level"}) or 0) >= ENOUGH
    return target not in {"waiting_since", "applied_on"}


def _why_unclear(target: str, part: float | None, clear: bool) -> str:
    if clear:
        return "both"
    if why := QUESTIONS.get(target):
        return why
    return "near" if (part or 0) >= ENOUGH else "heading-only"


def _by_heading(kind: SheetKind, heading: str, texts: Sequence[str], named: Sequence[Named]) -> list[Guess]:
    found = []
    counted = _counts_children(kind, heading, texts)
    for one in named:
        part = fit(kind, one.target, texts)
        if one.target == "own_number" and plain(heading) in COUNTERS and share(texts, {"phone"}):
            continue
        if (counted and one.target == "children") or (part == 0 and one.target == "family"):
            continue
        strong = one.score >= STRONG
        rank = one.score * (0.55 + 0.45 * (0.75 if part is None else part))
        if one.score >= EXACT:
            sure = part is None or part >= 0.3
        elif part is None:
            sure = strong and not one.slips
        else:
            sure = part >= (ENOUGH if strong and not one.slips else LIKELY) and _is_telling(
                kind, one.target, strong
            )
        if sure:
            why = "heading" if part is None else "both"
        else:
            why = "alike" if one.slips or not strong else "heading-only"
        if strong or part is None or part >= 0.3:
            if part is None and one.score < 0.68:
                continue
            found.append(Guess((one.target,), "", SURE if sure else CHECK, why, rank))
    return found


def _is_telling(kind: SheetKind, target: str, strong: bool) -> bool:
    """Whether texts that fit make up for a heading that only partly does."""
    telling = HARD | {
        "language-level",
        "week",
        "wish",
        "gender",
        "km",
        "channel",
        "name2",
        "areas",
        "language",
    }
    return strong or not signs_for(kind, target).isdisjoint(telling)


def _by_values(kind: SheetKind, heading: str, texts: Sequence[str], named: Sequence[Named]) -> list[Guess]:
    """By its texts alone. A heading that says something we do not know is believed before texts that many
    columns may have; one that speaks of somebody else is not about this person."""
    is_headed = any(len(word) > 2 and not word.startswith(UNSAID) for word in words_of(heading))
    is_named = bool(named) and named[0].score >= STRONG
    others = mentions_others(kind, heading)
    found = []
    for place, (target, part) in enumerate(targets_by_values(kind, texts)):
        hard = not signs_for(kind, target).isdisjoint(TELLING)
        if (is_headed and not hard) or (others and target in ABOUT_ONE):
            continue
        rank = (0.7 if hard else 0.5) * part - 0.02 * place
        found.append(Guess((target,), "", CHECK, "differ" if is_named else "values", rank))
    return found


def _refined(kind: SheetKind, heading: str, texts: Sequence[str], guess: Guess) -> Guess:
    """The target that says the same more exactly: with a post code inside, the surname first."""
    target, better = guess.target, ""
    if target in ONE_NAME and plain(heading) in {"name", "imie"} and not share(texts, {"name2", "card"}):
        return replace(guess, targets=(ONE_NAME[target],), confidence=CHECK, why="values")
    found = shares(texts)
    if target in {"place_name", "address", "postcode"}:
        if found.get("whole-address", 0) >= ENOUGH:
            better = "whole_address" if "whole_address" in kind.targets else "postcode_place"
        elif found.get("code-place", 0) >= ENOUGH:
            better = "postcode_place"
    elif (target in {"phone", "email"} and min(found.get("phone", 0), found.get("mail", 0)) >= 0.15) or (
        target in {"phone", "email"} and found.get("phone-mail", 0) >= 0.15
    ):
        better = "phone_email"
    elif target in {"contact_name", "full_name"} and _surname_first(heading):
        better = "contact_last_first" if target == "contact_name" else "name_last_first"
    elif target == "age" and found.get("child-age", 0) >= ENOUGH and found.get("adult-age", 0) < 0.3:
        return replace(guess, targets=("children",), confidence=CHECK, why="whose-age")
    if better and better in kind.targets:
        named = next((one.parts for one in kind.composites if one.name == better), ())
        if len(named) > 1 and all(says(heading, name) for name in named):
            return replace(guess, targets=(better,), confidence=SURE, why="both")
        return replace(guess, targets=(better,))
    return guess


def _surname_first(heading: str) -> bool:
    words = words_of(heading)
    first = next((at for at, word in enumerate(words) if word.startswith(("imi", "first", "імя", "имя"))), 99)
    last = next(
        (
            at
            for at, word in enumerate(words)
            if word.startswith(("nazwisk", "surname", "last", "прізв", "фамил"))
        ),
        99,
    )
    return last < first < 99 or (first == 99 and bool({"піб", "фио"} & set(words)))


def _marked_near(found: list[Guess]) -> list[Guess]:
    """Where two ways are nearly as likely, the first one is to be looked at."""
    if len(found) > 1 and found[0].confidence == SURE and found[0].rank < 1.0:
        other = next((one for one in found[1:] if not _is_kin(found[0].target, one.target)), None)
        if other is not None and other.rank >= 0.93 * found[0].rank:
            return [replace(found[0], confidence=CHECK, why="near"), *found[1:]]
    return found


KIN: Final = (
    frozenset({"contact_name", "contact_first", "contact_last", "contact_last_first"}),
    frozenset({"full_name", "first_name", "last_name", "name_last_first"}),
    frozenset(
        {"address", "place_name", "whole_address", "postcode_place", "postcode", "house", "flat", "district"}
    ),
    frozenset({"phone", "email", "phone_email"}),
    frozenset({"languages", "level"}),
)


def _is_kin(one: str, other: str) -> bool:
    return any({one, other} <= group for group in KIN)
