"""What stands in the way of a claim (a block) and what somebody should look at (a warning), in words."""

from dataclasses import dataclass
from enum import StrEnum

from stipends.domain.computing import Computation
from stipends.domain.coverage import Coverage
from stipends.domain.hours import Hours


class Severity(StrEnum):
    """Whether the claim can go on."""

    BLOCK = "block"
    WARN = "warn"


class Where(StrEnum):
    """The page on which it can be put right."""

    CLAIM = "claim"
    LOG = "log"
    PAPERS = "papers"
    ACCOUNT = "account"
    AGREEMENT = "agreement"
    PEOPLE = "people"
    MONEY = "money"
    NOWHERE = ""


@dataclass(frozen=True)
class Finding:
    """One block or warning. `code` is stable; `hint` says what to do, where something can be done."""

    code: str
    severity: Severity
    sentence: str
    hint: str = ""
    where: Where = Where.NOWHERE
    paper_kind: str = ""

    @property
    def is_block(self) -> bool:
        """Whether nothing goes on before it is settled."""
        return self.severity == Severity.BLOCK


@dataclass(frozen=True)
class Examination:
    """A claim looked at as closely as a verifier would: its days, hours, amount, and what was found."""

    coverage: Coverage
    hours: Hours
    computation: Computation
    findings: tuple[Finding, ...]

    @property
    def blocks(self) -> tuple[Finding, ...]:
        """What stands in the way."""
        return tuple(one for one in self.findings if one.is_block)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What to look at."""
        return tuple(one for one in self.findings if not one.is_block)
