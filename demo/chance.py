"""Drawing from the cast, the same for the same seed."""

import random
from functools import cache
from typing import Final, NamedTuple

from base.common.enums import AgeBand, Gender, HelpArea
from base.places.gazetteer import Place, by_postcode
from base.places.languages import Level, Spoken
from base.places.week import Week

from .cast import AFTERNOON, EVENING, MORNING, NEIGHBOURS, NEWCOMERS, SATURDAY, SUNDAY, Community, Towns

WOMEN_AMONG_NEWCOMERS: Final = 0.72
WOMEN_AMONG_VOLUNTEERS: Final = 0.75
NEIGHBOURS_AMONG_VOLUNTEERS: Final = 0.66
#: How often each need is named; what families ask for most comes first.
NEEDS: Final = {
    HelpArea.EVERYDAY_POLISH: 10, HelpArea.OFFICES_PAPERS: 8, HelpArea.SCHOOL: 7, HelpArea.COMPANY: 7,
    HelpArea.HEALTH_APPOINTMENTS: 6, HelpArea.CHILDREN_HOMEWORK: 5, HelpArea.FREE_TIME: 5, HelpArea.WORK: 4,
    HelpArea.GETTING_AROUND: 3, HelpArea.DIGITAL: 2, HelpArea.HOUSING: 2, HelpArea.POLISH_EXAM: 2,
}  # fmt: skip
CHILDREN: Final = (
    AgeBand.CHILD_0_2, AgeBand.CHILD_3_6, AgeBand.CHILD_7_9, AgeBand.CHILD_10_12, AgeBand.CHILD_13_17,
)  # fmt: skip


class Person(NamedTuple):
    """A drawn person: who, of which community, and what they speak."""

    first_name: str
    surname: str
    gender: Gender
    community: Community
    spoken: tuple[Spoken, ...]


class Chance:
    """The draws of one seeding, in an order that never changes."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)  # noqa: S311 - a story, not a secret
        self._phone = 0

    def phone(self) -> str:
        """The next telephone number; each is used once."""
        self._phone += 1
        return f"+48601{self._phone:06d}"

    def place(self, towns: Towns) -> Place:
        """One of these places, by weight."""
        _weight, code, name = self.rng.choices(towns, [town[0] for town in towns])[0]
        return place_at(code, name)

    def newcomer(self) -> Person:
        """Somebody who came from elsewhere and is learning Polish."""
        community = self.rng.choices(NEWCOMERS, [one.share for one in NEWCOMERS])[0]
        polish = self.rng.choices([Level.A0, Level.A1, Level.A2, Level.B1], [2, 4, 3, 2])[0]
        return self._person(community, polish, WOMEN_AMONG_NEWCOMERS)

    def volunteer(self) -> Person:
        """A neighbour, or somebody who came earlier and speaks Polish well by now."""
        if self.rng.random() < NEIGHBOURS_AMONG_VOLUNTEERS:
            return self.neighbour(WOMEN_AMONG_VOLUNTEERS)
        community = self.rng.choices(NEWCOMERS, [one.share for one in NEWCOMERS])[0]
        polish = self.rng.choices([Level.B2, Level.C1, Level.C2], [4, 4, 1])[0]
        return self._person(community, polish, WOMEN_AMONG_VOLUNTEERS)

    def neighbour(self, share_of_women: float) -> Person:
        """Somebody at home in Polish, who often speaks one more language."""
        person = self._person(NEIGHBOURS, Level.NATIVE, share_of_women)
        learned = self.rng.choices(["", "uk", "ru", "es"], [4, 3, 3, 1])[0]
        level = self.rng.choice([Level.B1, Level.B2, Level.C1])
        spoken = (*person.spoken, Spoken(learned, level)) if learned else person.spoken
        return person._replace(spoken=spoken)

    def _person(self, community: Community, polish: Level, share_of_women: float) -> Person:
        is_woman = self.rng.random() < share_of_women
        first = self.rng.choice(community.women if is_woman else community.men)
        surname = self.rng.choice(community.surnames)[0 if is_woman else 1]
        spoken = [Spoken(community.language, Level.NATIVE)]
        for language in community.also:
            if self.rng.random() < 0.6:
                spoken.append(Spoken(language, self.rng.choice([Level.A2, Level.B1, Level.B2, Level.C1])))
        if community.language != "pl":
            spoken.append(Spoken("pl", polish))
        gender = Gender.WOMAN if is_woman else Gender.MAN
        return Person(first, surname, gender, community, tuple(spoken))

    def week(self, *, most_days: int = 4) -> Week:
        """Some evenings, some mornings, half of them a part of the weekend."""
        spans = []
        for day in self.rng.sample(range(5), self.rng.randint(1, most_days)):
            start, end = self.rng.choice((EVENING, EVENING, MORNING, AFTERNOON))
            spans.append((day, start + self.rng.randint(0, 2), end - self.rng.randint(0, 2)))
        if self.rng.random() < 0.55:
            spans.append(self.rng.choice((SATURDAY, SATURDAY, SUNDAY)))
        return Week.from_spans(spans)

    def needs(self, most: int) -> frozenset[str]:
        """One to `most` areas, the usual ones more often."""
        drawn = self.rng.choices(list(NEEDS), list(NEEDS.values()), k=self.rng.randint(1, most))
        return frozenset(area.value for area in drawn)

    def children(self) -> list[AgeBand]:
        """The ages of the children of a household, maybe none."""
        return self.rng.choices(CHILDREN, k=self.rng.choices([0, 1, 2, 3], [3, 4, 3, 1])[0])


@cache
def place_at(code: str, name: str) -> Place:
    """The place of this name under this post code."""
    return next(place for place in by_postcode(code) if place.name == name)
