"""Which way each column of a line of headings is taken, once all of them are known: names in two columns,
levels beside their languages, the second column of a target that takes one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from intake.domain.readers.wording import turn_of
from intake.domain.sheets.columns import NOTE, SheetKind

from .guessing import AS_NOTE, CHECK, Guess
from .value_signs import share

#: Targets several columns may go to; of any other, a second column goes into the note.
JOINED: Final = frozenset(
    {NOTE, "languages", "level", "week", "needs", "offers", "children", "adults", "phone", "email"}
)
WHERE: Final = frozenset({"place_name", "whole_address", "postcode_place"})
LIKELY: Final = 0.6
SECOND: Final = replace(AS_NOTE, why="second")


@dataclass(frozen=True)
class Headings:
    """The line: headings, texts by column, and the guess each column has come to."""

    headings: Sequence[str]
    texts: Sequence[Sequence[str]]
    chosen: list[Guess]

    @property
    def told(self) -> set[str]:
        """Every target some column goes to."""
        return {guess.target for guess in self.chosen}

    def others(self, at: int, *targets: str) -> list[int]:
        """Positions of other columns that go to one of the targets."""
        return [place for place, one in enumerate(self.chosen) if place != at and one.target in targets]

    def holds_whole_names(self, at: int) -> bool:
        """Most texts of the column are two words that name somebody."""
        return (share(self.texts[at], {"name2"}) or 0) >= LIKELY


Rule = Callable[[Headings, int, Guess], Guess]


def choose(
    kind: SheetKind, headings: Sequence[str], texts: Sequence[Sequence[str]], ways: Sequence[Sequence[Guess]]
) -> list[Guess]:
    """One guess for each column; `ways` are the guesses of each, the likeliest first."""
    line = Headings(headings, texts, _each_once(kind, ways))
    for rule in RULES:
        for at, guess in enumerate(line.chosen):
            line.chosen[at] = rule(line, at, guess)
    return line.chosen


def _each_once(kind: SheetKind, ways: Sequence[Sequence[Guess]]) -> list[Guess]:
    """The likeliest way of each column, where no likelier column has taken its target."""
    chosen: dict[int, Guess] = {}
    taken: dict[str, int] = {}
    ranked = sorted(
        ((guess.rank, -at, -place) for at, guesses in enumerate(ways) for place, guess in enumerate(guesses)),
        reverse=True,
    )
    for _rank, before, lesser in ranked:
        at, place = -before, -lesser
        guess = ways[at][place]
        owned = _owned(kind, guess)
        if at in chosen or any(taken.get(name, at) != at for name in owned):
            continue
        if guess is AS_NOTE and any(other.rank >= LIKELY for other in ways[at][:place]):
            guess = SECOND
        chosen[at] = guess
        taken.update(dict.fromkeys(owned, at))
    return [chosen[at] for at in range(len(ways))]


def _owned(kind: SheetKind, guess: Guess) -> set[str]:
    """Columns nobody else may fill once this guess is taken."""
    names = {name for one in kind.composites if one.name in guess.targets for name in one.parts}
    return (names | set(guess.targets)) - JOINED


def _written_or_spoken(line: Headings, at: int, guess: Guess) -> Guess:
    """ "Język" alone is a spoken language, unless the spoken ones stand in another column."""
    if guess.why != "which-language":
        return guess
    target = "language" if line.others(at, "languages") else "languages"
    return guess if line.others(at, target) else replace(guess, targets=(target,))


def _joined(line: Headings, at: int, guess: Guess) -> Guess:
    """Columns for one target stand together where their headings are a row ("Język 1", "Język 2"), or each
    says its own part; what merely resembles the likeliest one is to be looked at."""
    others = line.others(at, guess.target)
    if guess.target not in JOINED - {NOTE, "level"} or not others or guess.why == "remembered":
        return guess
    if guess.lead:
        same = any(place < at and line.chosen[place].lead == guess.lead for place in others)
        return SECOND if same and guess.target == "languages" else guess
    if turn_of(line.headings[at]) and any(turn_of(line.headings[place]) for place in others):
        return guess
    if all((guess.rank, -at) > (line.chosen[place].rank, -place) for place in others):
        return guess
    return SECOND if guess.rank < LIKELY else replace(guess, confidence=CHECK, why="joined")


def _whole_name(line: Headings, at: int, guess: Guess) -> Guess:
    """A lonely column of first names or surnames may hold whole names."""
    whole = line.holds_whole_names(at)
    match guess.target:
        case "contact_first" if "contact_last" not in line.told:
            told = replace(guess, targets=("contact_name",))
            return replace(told, confidence=CHECK, why="values") if whole else told
        case "contact_last" if "contact_first" not in line.told:
            target = "contact_last_first" if whole else "contact_name"
            return replace(guess, targets=(target,), confidence=CHECK, why="alike")
        case "first_name" if "last_name" not in line.told and whole:
            return replace(guess, targets=("full_name",), confidence=CHECK, why="values")
        case "last_name" if "first_name" not in line.told:
            return replace(guess, targets=("name_last_first",), confidence=CHECK, why="alike")
    return guess


def _piece(line: Headings, at: int, guess: Guess) -> Guess:
    """A level needs a language, a house its street; a district alone is where they live."""
    match guess.target:
        case "level":
            return replace(guess, why="level-beside") if "languages" in line.told else AS_NOTE
        case "district" if not line.told & WHERE:
            return replace(guess, targets=("place_name",), confidence=CHECK, why="alike")
        case "house" | "flat" if not line.told & {"address", "whole_address", "place_name"}:
            return AS_NOTE
    return guess


def _count(line: Headings, at: int, guess: Guess) -> Guess:
    """How many children there are says nothing new beside their ages."""
    is_count = guess.target == "children" and guess.why == "count"
    return SECOND if is_count and line.others(at, "children", "family") else guess


RULES: Final[tuple[Rule, ...]] = (_written_or_spoken, _count, _joined, _whole_name, _piece)
