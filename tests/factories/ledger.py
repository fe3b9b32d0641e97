"""Money for tests of the ledger: a budget line with a rule, and claims of it as rows, without their verbs."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from base.audit.actor import Robot
from base.organisations.models import Organisation
from mentors.models import Participation
from stipends.domain.accounts import account_in_force
from stipends.domain.ledger import allocate, book
from stipends.enums import AccountState, ClaimState, EntryKind, SupportKind
from stipends.models import BudgetLine, Call, Claim, LedgerEntry, PayoutAccount, Project, SupportRule
from tests.factories.mentors import ParticipationFactory
from tests.factories.organisations import CentreFactory

FILIP = Robot("Filip", 9001)
ADA = Robot("Ada", 9002)
PAYER = "61109010140000071219812874"
PAYEE = "27114020040000300201355387"


def project_of(centre: Organisation | None = None, **fields: Any) -> Project:
    """A project of three years around today."""
    today = timezone.localdate()
    count = Project.objects.count()
    given = {
        "centre": centre or CentreFactory(),
        "number": f"FEMP.06.19-IP.{count:03}/24",
        "name": f"Work with a mentor {count}",
        "starts_on": today - timedelta(days=500),
        "ends_on": today + timedelta(days=500),
        "payer_account": PAYER,
    }
    return Project.objects.create(**(given | fields))


def line_with(grosze: int, project: Project | None = None, **fields: Any) -> BudgetLine:
    """A budget line that was granted so much on the first day of its project."""
    project = project or project_of()
    line = BudgetLine.objects.create(
        **({"project": project, "code": f"4.{project.lines.count() + 1}", "name": "Support"} | fields)
    )
    if grosze:
        allocate(line, grosze=grosze, booked_on=project.starts_on, words="Budget", by=FILIP)
    return line


def rule_of(line: BudgetLine, **fields: Any) -> SupportRule:
    """A rule of a call of its own, for training: the amount is what was asked."""
    project = line.project
    call = Call.objects.create(
        project=project,
        number=f"N-{project.calls.count() + 1}",
        name="A call",
        covers_from=project.starts_on,
        covers_until=project.ends_on,
    )
    given = {
        "call": call,
        "kind": SupportKind.TRAINING,
        "line": line,
        "valid_from": project.starts_on,
        "source": "An example",
        "is_example": True,
    }
    return SupportRule.objects.create(**(given | fields))


#: The states a claim comes through before this one, as far as no money is needed.
WAYS = {
    ClaimState.DRAFT: (),
    ClaimState.SUBMITTED: (ClaimState.SUBMITTED,),
    ClaimState.TO_CORRECT: (ClaimState.SUBMITTED, ClaimState.TO_CORRECT),
    ClaimState.REJECTED: (ClaimState.SUBMITTED, ClaimState.REJECTED),
    ClaimState.VERIFIED: (ClaimState.SUBMITTED, ClaimState.VERIFIED),
}


def claim_of(
    rule: SupportRule,
    grosze: int,
    state: ClaimState = ClaimState.VERIFIED,
    participation: Participation | None = None,
    **fields: Any,
) -> Claim:
    """A claim of so much, brought into a state by its row alone; it needs no hours."""
    centre = rule.line.project.centre
    today = timezone.localdate()
    given: dict[str, Any] = {
        "number": f"W-{Claim.objects.count() + 1}",
        "centre": centre,
        "participation": participation or ParticipationFactory(centre=centre),
        "kind": rule.kind,
        "rule": rule,
        "month": today.replace(day=1),
        "covered_from": today.replace(day=1),
        "covered_to": today,
        "subject": "Training",
        "asked_grosze": grosze,
        "gross_grosze": grosze,
        "total_grosze": grosze,
        "claim_by": today + timedelta(days=30),
        "digest": "0" * 64,
        "signed_name": "Dana",
        "claimant_id": 1,
        "claimant_label": "Dana",
    }
    return brought_to(Claim.objects.create(**(given | fields)), state)


def brought_to(claim: Claim, state: ClaimState) -> Claim:
    """A draft, step by step in a state, by its row alone."""
    for after in WAYS[state]:
        claim.state = after
        claim.submitted_at = claim.submitted_at or timezone.now()
        if after == ClaimState.VERIFIED:
            claim.verifier_id, claim.verifier_label, claim.verified_at = 2, "Alice", timezone.now()
        claim.save()
    return claim


def booked(kind: EntryKind, claim: Claim, on: date | None = None, **fields: Any) -> LedgerEntry:
    """The claim's entry, today."""
    return book(kind, claim, booked_on=on or timezone.localdate(), by=FILIP, **fields)


def approve(claim: Claim, on: date | None = None) -> Claim:
    """Commit the money of a verified claim and put it into its next state."""
    booked(EntryKind.COMMITMENT, claim, on)
    claim.state = ClaimState.APPROVED
    claim.approver_id, claim.approver_label, claim.approved_at = 3, "Filip", timezone.now()
    claim.save()
    return claim


def claw_back(claim: Claim) -> Claim:
    """Take an approved or paid claim back."""
    booked(EntryKind.RELEASE if claim.state == ClaimState.APPROVED else EntryKind.CLAW_BACK, claim)
    claim.state = ClaimState.CLAWED_BACK
    claim.save()
    return claim


def payable(rule: SupportRule, grosze: int, **fields: Any) -> Claim:
    """An approved claim of an employer with an account that may be paid to."""
    claim = approve(claim_of(rule, grosze, **fields))
    if account_in_force(claim.participation) is None:
        account_of(claim.participation)
    return claim


def account_of(participation: Participation, **fields: Any) -> PayoutAccount:
    """An account confirmed long ago."""
    long_ago = timezone.now() - timedelta(days=200)
    given = {
        "number": PAYEE,
        "holder": "Złota Huta „Iskra” sp. z o.o. & syn",
        "state": AccountState.CONFIRMED,
        "asked_at": long_ago,
        "asked_by_id": 1,
        "asked_by_label": "Dana",
        "usable_from": long_ago,
        "decided_at": long_ago,
        "decided_by_id": 9001,
        "decided_by_label": "Filip",
    }
    return PayoutAccount.objects.create(participation=participation, **(given | fields))
