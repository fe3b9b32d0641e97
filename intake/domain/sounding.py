"""An index of names by their sound: ten thousand people are searched for one without a look at each."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from .likeness import GIVEN, Sounds, is_initial, shortened, words_alike


@dataclass
class Sounding:
    """Positions of people by the sounds of their names. A word leads to the words that may be the same, and
    each of these to whom it belongs."""

    people: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
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

    def near(self, name: Sounds) -> set[int]:
        """Positions of those whose name may be this one: a handful too many, hardly one too few."""
        found: set[int] = set()
        groups = []
        for word in _whole(name):
            self._learn(word)
            alike = [word, *self.neighbours[word]]
            groups.append((sum(len(self.people[one]) for one in alike), alike))
            for one in alike:
                found.update(self.initialled[one])
        groups.sort(key=lambda group: group[0])
        # Two words have to agree: whoever shares only the commonest one is no candidate.
        for _size, alike in groups[: max(1, len(groups) - 1)]:
            for one in alike:
                found.update(self.people[one])
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


def _whole(name: Sounds) -> list[str]:
    return [word for word in dict.fromkeys(name) if not is_initial(word)]
