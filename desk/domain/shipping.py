"""What every centre starts with: stages, papers to expect and the questions of a first talk."""

import tomllib
from pathlib import Path
from typing import Final

from desk.enums import PaperKey, Side, StageKey
from desk.models import InterviewProtocol, PaperKind, Stage
from volunteers.enums import VolunteerState

FOLDER: Final = Path(__file__).resolve().parent.parent / "protocols"

#: (stage, days one may stay, the state it stands for, whether the way in is over), in their order.
STAGES: Final = {
    Side.VOLUNTEERS: (
        (StageKey.V_APPLIED, 7, VolunteerState.APPLIED, False),
        (StageKey.V_TALK, 14, VolunteerState.APPLIED, False),
        (StageKey.V_REFERENCES, 21, VolunteerState.INTERVIEWED, False),
        (StageKey.V_TRAINING, 30, VolunteerState.IN_TRAINING, False),
        (StageKey.V_SERVES, None, VolunteerState.ACTIVE, True),
    ),
    Side.FAMILIES: (
        (StageKey.F_NEW, 7, "", False),
        (StageKey.F_TALK, 14, "", False),
        (StageKey.F_PAPERS, 14, "", False),
        (StageKey.F_READY, 7, "", False),
        (StageKey.F_DONE, None, "", True),
    ),
}
#: (paper, whether nobody goes without it, months), in their order.
PAPERS: Final = {
    Side.VOLUNTEERS: (
        (PaperKey.V_APPLICATION, True, None),
        (PaperKey.V_PRIVACY, True, None),
        (PaperKey.V_CONDUCT, True, None),
        (PaperKey.V_PHOTO, False, None),
    ),
    Side.FAMILIES: (
        (PaperKey.F_DECLARATION, True, 12),
        (PaperKey.F_PRIVACY, True, None),
        (PaperKey.F_PHOTO, False, None),
    ),
}


def ship_ways_in() -> None:
    """Add the common stages, papers and protocols that are not there. Runs after migrate."""
    for side, stages in STAGES.items():
        for order, (key, days, state, ends) in enumerate(stages, 1):
            told = {"side": side, "order": order, "days": days, "stands_for": state, "ends": ends}
            Stage.objects.get_or_create(organisation=None, key=key, defaults=told)
    for side, papers in PAPERS.items():
        for order, (paper, required, months) in enumerate(papers, 1):
            kept = {"side": side, "order": order, "required": required, "months": months}
            PaperKind.objects.get_or_create(organisation=None, key=paper, defaults=kept)
    for path in sorted(FOLDER.glob("*.toml")):
        _ship_protocol(path)


def _ship_protocol(path: Path) -> None:
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    for side in Side:
        InterviewProtocol.objects.get_or_create(
            organisation=None,
            side=side,
            version=path.stem,
            defaults={
                "valid_from": told["from"],
                "source": told["source"],
                "questions": told[side.value],
                "is_example": True,
            },
        )
