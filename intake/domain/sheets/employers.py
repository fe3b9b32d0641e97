"""The employers of a centre as lists of their mentors name them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from base.organisations.models import Organisation
from base.places.folding import fold, nearest
from mentors.models import Participation


@dataclass(frozen=True)
class Employers:
    """The centre's employers, to be found by name or NIP."""

    by_word: Mapping[str, Participation] = field(default_factory=dict)

    def find(self, text: str) -> Participation | None:
        """The employer meant, if the centre has it."""
        return self.by_word.get(_word(text)) or self.by_word.get(_digits(text))

    def names_like(self, text: str) -> list[str]:
        """Employers whose names look much the same."""
        names = {_word(part.employer.name): part.employer.name for part in self.by_word.values()}
        return [names[word] for word in nearest(_word(text), names)]


def employers_of(centre: Organisation) -> Employers:
    """Looked up once for all rows."""
    parts = Participation.objects.filter(centre=centre).select_related("employer", "centre").order_by("-pk")
    words = {_word(part.employer.name): part for part in parts}
    return Employers(words | {part.employer.nip: part for part in parts if part.employer.nip})


def _word(text: str) -> str:
    return " ".join(fold(text).replace(".", " ").replace(",", " ").split())


def _digits(text: str) -> str:
    digits = "".join(sign for sign in text if sign.isdigit())
    return digits if len(digits) == 10 else ""
