"""An index of names by their sound: ten thousand people are searched for one without a look at each."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations, product

from .likeness import GIVEN, Sounds, is_initial, shortened, words_alike


@dataclass
class Sounding:
    """Positions of people by the sounds of their names. A word leads to the words that may be the same, and
    each of these to whom it belongs."""

    people: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    #: By two of their words: names made of common words are many, few of them share two.
    pairs: defaultdict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(list))
    #: Those whose name stands beside an initial, by its whole words.
    initialled: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    neighbours: dict[str, list[str]] = field(default_factory=dict)
    by_part: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, name: Sounds, at: int) -> None:
        """Somebody of this name stands at this position."""
        whole = _whole(name)
        for word in whole:
            self._learn(word)
            self.people[word].append(at)
            if len(whole) < len(name):
                self.initialled[word].append(at)
        for pair in combinations(whole, 2):
            self.pairs[_pair(*pair)].append(at)

    def near(self, name: Sounds) -> set[int]:
        """Positions of those whose name may be this one: two of its words have to agree, or one with what
        stands beside an initial; a few too many, none too few."""
        found: set[int] = set()
        whole = _whole(name)
        groups = []
        for word in whole:
            self._learn(word)
            groups.append([word, *self.neighbours[word]])
        if len(groups) == 1:
            for one in groups[0]:
                found.update(self.people.get(one, ()))
        for group in groups:
            for one in group:
                found.update(self.initialled.get(one, ()))
        for first, second in combinations(groups, 2):
            for pair in product(first, second):
                found.update(self.pairs.get(_pair(*pair), ()))
        return found

    def _learn(self, word: str) -> None:
        if word in self.neighbours:
            return
        parts = _parts(word)
        others = {other for part in parts for other in self.by_part[part] if words_alike(word, other)}
        self.neighbours[word] = sorted(others)
        for other in others:
            self.neighbours[other].append(word)
        for part in parts:
            self.by_part[part].append(word)


def _parts(word: str) -> Iterable[str]:
    """What words that may be the same share: a shortened form, or the given name they are forms of."""
    parts = {word, *shortened(word)} if len(word) > 2 else {word}
    return parts | {f"={GIVEN[word]}"} if word in GIVEN else parts


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def _whole(name: Sounds) -> list[str]:
    return [word for word in dict.fromkeys(name) if not is_initial(word)]
