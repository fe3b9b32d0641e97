"""The money of the demo: a funded project, made-up rules, and claims in every state of their life."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final, NamedTuple

from django.utils import timezone
from stdnum import iban

from base.accounts.enums import Role
from base.accounts.models import Membership
from base.organisations.models import Organisation
from matching.models import Pair, Programme
from mentors.models import Participation
from stipends.domain.accounts import ask_account, confirm_account
from stipends.domain.aid import AidData, record_aid, record_rate
from stipends.domain.batches import make_batch, pay_batch
from stipends.domain.claims import attach_paper, begin_claim, begin_other_claim, sign_claim, submit_claim
from stipends.domain.comments import comment
from stipends.domain.examination import declarations_of
from stipends.domain.examples import example_rule
from stipends.domain.funding import (
    CallData,
    LineData,
    ProjectData,
    add_line,
    create_project,
    open_call,
    set_rule,
)
from stipends.domain.ledger import allocate
from stipends.domain.papers import put_in_paper
from stipends.domain.verifying import approve_claim, claw_back, reject_claim, send_back, verify_claim
from stipends.enums import STANDING_PAPERS, ClaimState, PaperKind, SupportKind
from stipends.models import Claim, Project

from . import log_ins
from .log_ins import LogIn, let_in, played_by
from .papers import small_pdf
from .past import MONTHS_AT_WORK, month_ago
from .work import pairs_at_work

LINES: Final = {"4.1": "Dodatki dla mentorów", "4.2": "Inne wsparcie pracodawców"}
BUDGET: Final = {"4.1": 24_000_00, "4.2": 15_000_00}
#: The same for all pairs of a mentor.
MENTORS_PAPERS = (PaperKind.APPOINTMENT, PaperKind.MENTOR_CONTRACT)
#: Long enough that the months of the demo can be claimed on any day.
CLAIM_DAYS: Final = 120
#: A bank nobody has: 99990004 is no number of the National Bank's list.
BANK: Final = "99990004"
MADE_UP_RATE: Final = 4_2500

#: What became of the claims of each pair, the oldest month first; None: nobody has begun one.
BECAME: Final[tuple[tuple[ClaimState | None, ...], ...]] = (
    (ClaimState.PAID, ClaimState.TO_CORRECT, None),
    (ClaimState.CLAWED_BACK, ClaimState.IN_BATCH, ClaimState.SUBMITTED),
    (ClaimState.PAID, ClaimState.APPROVED, ClaimState.VERIFIED),
    (ClaimState.REJECTED, ClaimState.APPROVED, ClaimState.DRAFT),
)
#: Of the claims that were approved in the end.
APPROVED: Final = (
    ClaimState.APPROVED, ClaimState.IN_BATCH, ClaimState.PAID, ClaimState.CLAWED_BACK,
)  # fmt: skip
#: Bills of the first firm: kind, what for, grosze, what became of it.
BILLS: Final = (
    (
        SupportKind.TRAINING,
        "Warsztat: praca w zespole wielojęzycznym (przykład)",
        1_850_00,
        ClaimState.APPROVED,
    ),
    (
        SupportKind.TRANSLATION,
        "Tłumaczenie instrukcji BHP na ukraiński (przykład)",
        640_00,
        ClaimState.REJECTED,
    ),
    (
        SupportKind.LEGAL_MEETINGS,
        "Spotkanie o legalności pobytu i pracy (przykład)",
        400_00,
        ClaimState.DRAFT,
    ),
)
SEND_BACK: Final = "Na liście płac brakuje podpisu. Proszę dołączyć poprawioną listę."
REJECT: Final = "Wydatek jest sprzed umowy uczestnictwa."
CLAW_BACK: Final = "Dodatek za ten miesiąc zapłacono już z innego projektu."
ANSWER: Final = "Poprawioną listę płac dołączymy do piątku."
INSIDE: Final = "Lista płac i przelew zgadzają się co do grosza."


class Claimant(NamedTuple):
    """A firm's part and who claims for it."""

    part: Participation
    member: Membership


class Desk(NamedTuple):
    """Who verifies, and who approves and pays."""

    verifier: Membership
    approver: Membership


def tell_money(centre: Organisation, participations: Sequence[Participation], programme: Programme) -> None:
    """A project with its budget; accounts and aid of the firms; claims, a batch paid and one to be paid."""
    desk = Desk(played_by(log_ins.VERIFIER), played_by(log_ins.FINANCE))
    project = _open_project(centre, by=desk.approver)
    pairs = pairs_at_work(programme)[: len(BECAME)]
    claimants = _claimants([participations[0], *map(_part_of, pairs)])
    for number, one in enumerate(claimants.values(), start=1):
        account = ask_account(one.part, number=_nrb(number), holder=str(one.part.employer), by=one.member)
        confirm_account(account, by=desk.approver)
    _tell_aid(list(claimants.values()), desk)

    claims = [
        _carry(begin_claim(one.part, pair=pair, month=month_ago(months), by=one.member), state, desk, one)
        for pair, ends in zip(pairs, BECAME, strict=False)
        for months, state in zip(range(MONTHS_AT_WORK, 0, -1), ends, strict=True)
        if state is not None and (one := claimants[_part_of(pair).pk])
    ]
    first = claimants[participations[0].pk]
    for kind, subject, grosze, state in BILLS:
        bill = begin_other_claim(
            first.part, kind=kind, month=month_ago(1), subject=subject, asked_grosze=grosze, by=first.member
        )
        claims.append(_carry(bill, state, desk, first))
    _pay(project, claims, desk)
    _change_accounts(participations, list(claimants.values()), desk)


# --- the project, the firms -------------------------------------------------------------------------------


def _open_project(centre: Organisation, *, by: Membership) -> Project:
    starts, ends = month_ago(14), month_ago(0) + timedelta(days=400)
    data = ProjectData(
        number="PRZYKŁAD.06.19/24",
        name="Praca z mentorem (przykład)",
        funder="Fundator (przykład)",
        starts_on=starts,
        ends_on=ends,
        payer_account=_nrb(0),
    )
    project = create_project(centre, data=data, by=by)
    lines = {code: add_line(project, data=LineData(code, name), by=by) for code, name in LINES.items()}
    for code, line in lines.items():
        allocate(line, grosze=BUDGET[code], booked_on=starts, words="Budżet projektu (przykład)", by=by)
    call = open_call(
        project, data=CallData("1/2026", "Nabór dla pracodawców (przykład)", starts, ends), by=by
    )
    for kind in (SupportKind.MENTOR_ALLOWANCE, *(bill[0] for bill in BILLS)):
        line = lines["4.1" if kind == SupportKind.MENTOR_ALLOWANCE else "4.2"]
        rule = example_rule(line, valid_from=starts, kind=kind)
        set_rule(call, data=replace(rule, claim_days=CLAIM_DAYS), by=by)
    return project


def _part_of(pair: Pair) -> Participation:
    mentor = pair.helper.mentor
    assert mentor is not None  # noqa: S101 - a pair at work
    return mentor.participation


def _claimants(parts: Iterable[Participation]) -> dict[int, Claimant]:
    """By the number of the part: the first firm's log-in, and one of its own for each other firm."""
    found: dict[int, Claimant] = {}
    for part in parts:
        if part.pk in found:
            continue
        member = _let_firm_in(part, len(found)) if found else played_by(log_ins.EMPLOYER)
        found[part.pk] = Claimant(part, member)
    return found


def _let_firm_in(part: Participation, number: int) -> Membership:
    log_in = LogIn(Role.EMPLOYER, f"firma{number}@firmy.example", part.representative, log_ins.EMPLOYER.who)
    return let_in(log_in, at=part.employer, by=played_by(log_ins.COORDINATOR))


def _tell_aid(claimants: Sequence[Claimant], desk: Desk) -> None:
    """A rate for each day of the week, aid of the firms, and one of them near the limit."""
    today = timezone.localdate()
    for days in (2, 1, 0):
        day = today - timedelta(days=days)
        rate = MADE_UP_RATE + 7 * day.day
        record_rate(day=day, rate_e4=rate, source="kurs zmyślony na potrzeby pokazu", by=desk.approver)
    grants = [(400, 20_000_00, 4_700_00), (1_500, 90_000_00, 19_800_00)]
    for number, (part, member) in enumerate(claimants[:2]):
        for days, grosze, euro in grants if number == 0 else [(500, 1_122_000_00, 261_400_00)]:
            data = AidData(
                today - timedelta(days=days),
                grosze,
                "Powiatowy Urząd Pracy (przykład)",
                euro,
                "Z/1 (przykład)",
            )
            record_aid(part.employer, data=data, by=member)


def _change_accounts(
    participations: Sequence[Participation], claimants: Sequence[Claimant], desk: Desk
) -> None:
    """A changed account is on hold; another changed one and a first one wait for a second person."""
    known = {one.part.pk for one in claimants}
    for part in [part for part in participations if part.pk not in known][:1]:
        member = _let_firm_in(part, 90)
        ask_account(part, number=_nrb(90), holder=str(part.employer), by=member)
    for number, one in enumerate(claimants[1:3]):
        changed = ask_account(
            one.part, number=_nrb(91 + number), holder=str(one.part.employer), by=one.member
        )
        if number == 0:
            confirm_account(changed, by=desk.approver)


# --- claims -----------------------------------------------------------------------------------------------


def _carry(claim: Claim, state: ClaimState, desk: Desk, one: Claimant) -> tuple[ClaimState, Claim]:
    """The claim as far as an approval, or to where it ended before; with the state it is to reach."""
    _put_papers_to(claim, one)
    if state == ClaimState.DRAFT:
        return state, claim
    sign_claim(claim, signed_name=one.member.actor_label, declarations=declarations_of(claim), by=one.member)
    claim = submit_claim(claim, by=one.member)
    if state == ClaimState.TO_CORRECT:
        claim = send_back(claim, words=SEND_BACK, by=desk.verifier)
        comment(claim, words=ANSWER, inside=False, by=one.member)
    elif state == ClaimState.REJECTED:
        claim = reject_claim(claim, words=REJECT, by=desk.verifier)
    elif state != ClaimState.SUBMITTED:
        claim = verify_claim(claim, by=desk.verifier)
        if state == ClaimState.VERIFIED:
            comment(claim, words=INSIDE, inside=True, by=desk.verifier)
    if state in APPROVED:
        claim = approve_claim(claim, by=desk.approver)
    return state, claim


def _put_papers_to(claim: Claim, one: Claimant) -> None:
    """Every paper its rule demands, each a page that says what it is."""
    for kind in map(PaperKind, claim.rule.papers):
        of_pair = kind in STANDING_PAPERS
        month = None if of_pair else claim.month
        whose = claim.pair.helper if claim.pair and kind in MENTORS_PAPERS else claim.pair
        title = f"{kind.value} {whose or claim.number} {month or ''}"
        paper = put_in_paper(
            one.part,
            kind=kind,
            name=f"{kind.value}.pdf",
            content=small_pdf(title),
            pair=claim.pair,
            month=month,
            by=one.member,
        )
        if not of_pair:  # a claim stands on those of its pair by itself
            attach_paper(claim, paper, by=one.member)


def _pay(project: Project, claims: Sequence[tuple[ClaimState, Claim]], desk: Desk) -> None:
    """One batch is paid, and one of its claims taken back; the other waits for the bank."""
    by = desk.approver
    paid = [claim for state, claim in claims if state in (ClaimState.PAID, ClaimState.CLAWED_BACK)]
    if paid:
        pay_batch(make_batch(project, claims=paid, by=by), paid_on=timezone.localdate(), by=by)
    for state, claim in claims:
        if state == ClaimState.CLAWED_BACK:
            claw_back(claim, words=CLAW_BACK, by=by)
    if waiting := [claim for state, claim in claims if state == ClaimState.IN_BATCH]:
        make_batch(project, claims=waiting, by=by)


def _nrb(number: int) -> str:
    """A number with right check digits, at a bank nobody has."""
    account = f"{BANK}{number:016d}"
    return f"{iban.calc_check_digits(f'PL00{account}')}{account}"
