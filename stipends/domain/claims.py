"""The claimant's verbs: begin a claim from the log, sign it, put papers to it, submit it."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from base.accounts.models import User
from base.audit.actor import Actor
from base.common.errors import Refusal
from base.common.profiles import one_line
from base.common.triggers import refusal_from
from base.organisations.domain.centres import lock_centre
from base.organisations.domain.numbers import keep_number
from base.organisations.models import NumberTakenBack, Organisation
from matching.enums import ProgrammeKind
from matching.models import Pair
from mentors.models import MentorEmployee, Participation
from stipends.enums import LIVE_CLAIM_STATES, OVER_CLAIM_STATES, ClaimState, SupportKind
from stipends.models import Claim, ClaimedHours, ClaimPaper, Paper, SupportRule

from .accounts import account_in_force
from .computing import digest_of, whole_month
from .coverage import coverage_of
from .examination import declarations_of, examine, standing_papers
from .findings import Examination, Finding
from .hours import Stretch, key_of
from .moving import lock_claim, move_claim, refuse_stale, save, tell

#: The letter of the numbers: W-26/10-014.
SERIES = "W"
LONGEST_NAME = 120


class Blocked(Refusal):
    """The claim cannot go on: `findings` are the blocks, the first of them is the sentence."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(findings[0].sentence, code=findings[0].code)
        self.findings = tuple(findings)


def rule_for(
    participation: Participation, *, kind: str, month: date, pair: Pair | None = None
) -> SupportRule | None:
    """The rule the centre pays this kind of support by in a month: the one that covers most of its days,
    the older call of several; None where there is none.
    """
    return best_rule(rules_of(participation.centre, kind), participation, month=month, pair=pair)


def rules_of(centre: Organisation, kind: str) -> list[SupportRule]:
    """Every rule of this kind in the centre's projects."""
    found = SupportRule.objects.filter(call__project__centre=centre, kind=kind)
    return list(found.select_related("call__project", "line").order_by("call_id", "valid_from", "pk"))


def best_rule(
    rules: Sequence[SupportRule], participation: Participation, *, month: date, pair: Pair | None = None
) -> SupportRule | None:
    """Of these, the one that covers most days of the month; the first of several."""
    whole = whole_month(month)
    best, most = None, 0
    for rule in rules:
        if rule.valid_from > whole.last or (rule.valid_to is not None and rule.valid_to < whole.first):
            continue
        coverage = coverage_of(participation, rule=rule, month=whole.first)
        # A rule in force is shown with what is missing, even where an agreement covers no day yet.
        days = len(coverage.span) if coverage.span is not None else 0
        if best is None or days > most:
            best, most = rule, days
    return best


@transaction.atomic
def begin_claim(participation: Participation, *, pair: Pair, month: date, by: Actor) -> Claim:
    """A draft for the mentor's allowance of a pair for a month; the one already begun, where there is one.

    Refusal: "not_own_pair" (another firm's, or no pair of a workplace programme), "month_not_over",
    "no_rule", "twice" (a live claim of this pair and month beyond its draft).
    """
    month = month.replace(day=1)
    _refuse_early(month)
    pair = _read_pair(pair)
    mentor = pair.helper.mentor
    own = mentor is not None and mentor.participation_id == participation.pk
    if not own or pair.programme.kind != ProgrammeKind.WORKPLACE:
        raise Refusal(_("This pair is not of this firm."), code="not_own_pair")
    lock_centre(participation.centre)
    known = Claim.objects.filter(pair=pair, month=month, kind=SupportKind.MENTOR_ALLOWANCE)
    live = known.filter(state__in=LIVE_CLAIM_STATES).first()
    if live is not None and live.is_open:
        return live
    if live is not None:
        raise Refusal(_("There is a claim for this pair and month already."), code="twice")
    over = known.filter(state__in=OVER_CLAIM_STATES).order_by("-pk").first()
    return _begin(participation, SupportKind.MENTOR_ALLOWANCE, month, by=by, pair=pair, corrects=over)


@transaction.atomic
def begin_other_claim(
    participation: Participation, *, kind: str, month: date, subject: str, asked_grosze: int, by: Actor
) -> Claim:
    """A draft for another kind of support: a bill, with what it is for and how much is asked.

    ValidationError on "kind", "subject" or "asked_grosze"; Refusal "month_not_over", "no_rule".
    """
    problems: dict[str, str] = {}
    if kind not in SupportKind.values or kind == SupportKind.MENTOR_ALLOWANCE:
        problems["kind"] = _("Choose what kind of support this is.")
    if not one_line(subject):
        problems["subject"] = _("Say what the money is for.")
    if asked_grosze <= 0:
        problems["asked_grosze"] = _("Give an amount above zero.")
    if problems:
        raise ValidationError(problems)
    month = month.replace(day=1)
    _refuse_early(month)
    lock_centre(participation.centre)
    subject = one_line(subject)[:200]
    return _begin(participation, SupportKind(kind), month, by=by, subject=subject, asked_grosze=asked_grosze)


@transaction.atomic
def sign_claim(
    claim: Claim, *, signed_name: str, declarations: Collection[str], by: Actor, version: int | None = None
) -> Claim:
    """Write who signs and what they state. ValidationError on "signed_name" or "declarations" when something
    is missing; Refusal "not_open", "stale".
    """
    claim = lock_claim(claim)
    refuse_stale(claim, version)
    _refuse_not_open(claim)
    problems: dict[str, str] = {}
    name = one_line(signed_name)
    if not name:
        problems["signed_name"] = _("Write the name of the person who signs.")
    elif len(name) > LONGEST_NAME:
        problems["signed_name"] = _("This name is too long.")
    wanted = declarations_of(claim)
    if any(one not in declarations for one in wanted):
        problems["declarations"] = _(
            "Every statement is needed. If one is not true, do not submit the claim."
        )
    if problems:
        raise ValidationError(problems)
    claim.signed_name, claim.declarations = name, [one.value for one in wanted]
    claim.claimant_id, claim.claimant_label = by.actor_id, by.actor_label[:200]
    claim.version += 1
    save(claim)
    tell("sign", claim, by=by)
    return claim


@transaction.atomic
def attach_paper(claim: Claim, paper: Paper, *, by: Actor) -> Claim:
    """The claim stands on this paper; twice is once. Refusal "not_open", "not_its_paper"."""
    claim = lock_claim(claim)
    _refuse_not_open(claim)
    paper = Paper.objects.select_for_update().defer("body").get(pk=paper.pk)
    if paper.participation_id != claim.participation_id or paper.withdrawn_at is not None:
        raise Refusal(_("This paper is not one of this firm's papers any more."), code="not_its_paper")
    if paper.month not in (None, claim.month):
        raise Refusal(_("This paper is of another month."), code="not_its_paper")
    elsewhere = claim.pair_id is not None and paper.pair_id not in (None, claim.pair_id)
    if elsewhere or (claim.pair is not None and paper.mentor_id not in (None, claim.pair.helper.mentor_id)):
        raise Refusal(_("This paper is of other people."), code="not_its_paper")
    made = ClaimPaper.objects.get_or_create(claim=claim, paper=paper)[1]
    return _touched("attach", claim, paper, by=by) if made else claim


@transaction.atomic
def detach_paper(claim: Claim, paper: Paper, *, by: Actor) -> Claim:
    """The claim does not stand on it any more; the paper stays. Refusal "not_open"."""
    claim = lock_claim(claim)
    _refuse_not_open(claim)
    gone, _rows = ClaimPaper.objects.filter(claim=claim, paper=paper).delete()
    return _touched("detach", claim, paper, by=by) if gone else claim


@transaction.atomic
def discard_draft(claim: Claim, *, by: Actor) -> None:
    """Forget a claim that was never submitted; its number is not given again. Refusal "was_submitted"."""
    lock_centre(claim.centre)
    claim = lock_claim(claim)
    if claim.state != ClaimState.DRAFT or claim.submitted_at is not None:
        raise Refusal(
            _("A claim that has been submitted is kept. The centre can reject it."), code="was_submitted"
        )
    tell("discard", claim, by=by)
    keep_number(claim.centre, SERIES, _running(claim.number))
    claim.claim_papers.all().delete()
    claim.delete()


@transaction.atomic
def submit_claim(claim: Claim, *, by: Actor, version: int | None = None) -> Claim:
    """Hand the claim in: its hours are held and its amount is kept from now on.

    Blocked (a Refusal) with every block of the examination; Refusal "stale", "wrong_step", "hours_taken"
    (somebody was quicker with the same hours: look again), "nobody" when the claimant is no person.
    """
    if by.actor_id is None:
        raise Refusal(_("A claim is submitted by a person."), code="nobody")
    _lock_around(claim)
    claim = lock_claim(claim)
    refuse_stale(claim, version)
    claim.claimant_id, claim.claimant_label = by.actor_id, by.actor_label[:200]
    if not claim.is_open:
        return move_claim(claim, ClaimState.SUBMITTED, by=by)  # says why not
    for paper in standing_papers(claim):
        if paper.kind in claim.rule.papers:
            ClaimPaper.objects.get_or_create(claim=claim, paper=paper)
    found = examine(claim)
    if found.blocks:
        raise Blocked(found.blocks)
    _keep(claim, found)
    _hold(claim, found.hours.stretches)
    return move_claim(claim, ClaimState.SUBMITTED, by=by)


# --- inside -----------------------------------------------------------------------------------------------


def _begin(
    participation: Participation,
    kind: SupportKind,
    month: date,
    *,
    by: Actor,
    pair: Pair | None = None,
    corrects: Claim | None = None,
    subject: str = "",
    asked_grosze: int | None = None,
) -> Claim:
    rule = rule_for(participation, kind=kind, month=month, pair=pair)
    if rule is None:
        raise Refusal(_("There is no rule by which this support is paid in this month."), code="no_rule")
    claim = Claim(
        number=_next_number(participation.centre, month),
        centre=participation.centre,
        participation=participation,
        kind=kind,
        rule=rule,
        pair=pair,
        month=month,
        subject=subject,
        asked_grosze=asked_grosze,
        claim_by=whole_month(month).last + timedelta(days=rule.claim_days),
        corrects=corrects,
        claimant_label=by.actor_label[:200],
    )
    save(claim)
    for paper in standing_papers(claim):
        if paper.kind in rule.papers:
            ClaimPaper.objects.create(claim=claim, paper=paper)
    tell("begin", claim, by=by)
    return claim


def _keep(claim: Claim, found: Examination) -> None:
    """Write on the claim what was computed."""
    span, computation = found.coverage.span, found.computation
    claim.covered_from = span.first if span is not None else None
    claim.covered_to = span.last if span is not None else None
    claim.minutes = found.hours.minutes
    claim.gross_grosze = computation.gross_grosze
    claim.contributions_grosze = computation.contributions_grosze
    claim.total_grosze = computation.total_grosze
    claim.computation = computation.as_json()
    claim.digest = digest_of(claim.computation)
    claim.account = account_in_force(claim.participation)
    claim.submitted_at = timezone.now()


def _hold(claim: Claim, stretches: Sequence[Stretch]) -> None:
    """Hold these hours for the claim: no other claim can be paid for them while it lives."""
    if claim.pair is None or claim.pair.helper.mentor is None:
        return
    key = key_of(claim.pair.helper.mentor)
    rows = [
        ClaimedHours(
            claim=claim, meeting_id=one.meeting_id, mentor_key=key, start=one.start, ends_at=one.ends_at
        )
        for one in stretches
    ]
    try:
        with transaction.atomic():
            ClaimedHours.objects.bulk_create(rows)
    except DatabaseError as error:
        if refusal := refusal_from(error):
            raise refusal from error
        if "claimed_hours_once" in str(error):
            raise Refusal(
                _("Some of these hours were claimed elsewhere a moment ago. Look at the claim again."),
                code="hours_taken",
            ) from error
        raise


def _lock_around(claim: Claim) -> None:
    """Whoever counts a mentor's, pair's or firm's claims waits here: the person, the part, then the pair."""
    if claim.pair_id is not None:
        mentor = MentorEmployee.objects.get(helpers__pairs=claim.pair_id)
        if mentor.user_id is not None:  # who may be a mentor elsewhere too
            User.objects.select_for_update(no_key=True).get(pk=mentor.user_id)
        MentorEmployee.objects.select_for_update().get(pk=mentor.pk)
        Participation.objects.select_for_update().get(pk=claim.participation_id)
        Pair.objects.select_for_update(of=("self",)).get(pk=claim.pair_id)


def _read_pair(pair: Pair) -> Pair:
    return Pair.objects.select_related(
        "programme", "helper__mentor", "seeker__household", "seeker__member__employment"
    ).get(pk=pair.pk)


def _touched(act: str, claim: Claim, paper: Paper, *, by: Actor) -> Claim:
    claim.version += 1
    save(claim)
    tell(act, claim, by=by, details={"paper": paper.pk, "kind": paper.kind})
    return claim


def _refuse_not_open(claim: Claim) -> None:
    if not claim.is_open:
        raise Refusal(
            _("This claim is “%(state)s” and cannot be changed.") % {"state": claim.get_state_display()},
            code="not_open",
        )


def _refuse_early(month: date) -> None:
    if timezone.localdate() <= whole_month(month).last:
        raise Refusal(_("The month is not over yet."), code="month_not_over")


def _next_number(centre: Organisation, month: date) -> str:
    """W-26/10-014: year and month it is about, then a number that runs through all claims of the centre."""
    kept = NumberTakenBack.objects.filter(centre=centre, series=SERIES).values_list("number", flat=True)
    last = Claim.objects.filter(centre=centre).order_by("-pk").values_list("number", flat=True).first()
    highest = max(_running(last) if last else 0, kept.first() or 0)
    return f"{SERIES}-{month:%y/%m}-{highest + 1:03}"


def _running(number: str) -> int:
    return int(number.rpartition("-")[2])
