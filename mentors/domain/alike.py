"""Whether two firms may be one: by NIP, by REGON, by a similar name. Hints for a person, who decides."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from base.organisations.enums import OrganisationKind
from base.organisations.models import Organisation
from base.organisations.queries import organisation_by_nip
from base.places.folding import fold
from mentors.enums import ApplicationState
from mentors.models import Application, Participation

#: Words of a legal form: they make no two firms alike.
_FORMS: Final = re.compile(
    r"\b(sp(olka|ka)?|z|o|ograniczona|odpowiedzialnoscia|akcyjna|sa|s a|komandytowa|komandytowo|sk|k|jawna|j|"
    r"cywilna|sc|s c|psa|prosta|spolki|firma|phu|ppuh|pphu|zaklad|przedsiebiorstwo|i|oraz)\b"
)
_ALIKE: Final = 0.86
_LONG_ENOUGH: Final = 4


@dataclass(frozen=True)
class Known:
    """What is known of a firm that applies. `part`: its part at this centre, by NIP. `elsewhere`: an employer
    with this NIP is here already, without a part at this centre. `alike`: parts at this centre with a similar
    name or the same REGON. `waiting`: other applications of this firm, by NIP, REGON or name."""

    part: Participation | None
    elsewhere: bool
    alike: list[Participation]
    waiting: list[Application]

    @property
    def is_known(self) -> bool:
        """Whether this NIP is in use here: then whoever applies has to be checked with the firm."""
        return self.part is not None or self.elsewhere


def known_of(application: Application) -> Known:
    """Looked up now, among the centre's own employers and applications; of other centres only by NIP."""
    same = organisation_by_nip(application.nip)
    centre = application.centre
    parts = list(centre.employer_participations.select_related("employer"))
    part = next((one for one in parts if one.employer == same), None)
    others = centre.employer_applications.filter(state=ApplicationState.WAITING).exclude(pk=application.pk)
    return Known(
        part=part,
        elsewhere=same is not None and same.kind == OrganisationKind.EMPLOYER and part is None,
        alike=[one for one in parts if one != part and _is_like(application, one.employer)],
        waiting=[one for one in others if one.nip == application.nip or _is_like(application, one)],
    )


def _is_like(one: Application, other: Organisation | Application) -> bool:
    if one.regon and one.regon[:9] == other.regon[:9]:
        return True
    return names_alike(one.name, other.name)


def names_alike(one: str, other: str) -> bool:
    """Whether the names, without legal forms, have the same words, hold one another, or nearly so."""
    mine, theirs = _words(one), _words(other)
    if not mine or not theirs:
        return False
    if mine <= theirs or theirs <= mine:
        return any(len(word) >= _LONG_ENOUGH for word in mine & theirs)
    return SequenceMatcher(None, _joined(mine), _joined(theirs)).ratio() >= _ALIKE


def _words(name: str) -> set[str]:
    plain = re.sub(r"[^\w ]+", " ", fold(name))
    return set(_FORMS.sub(" ", plain).split())


def _joined(words: Iterable[str]) -> str:
    return " ".join(sorted(words))
