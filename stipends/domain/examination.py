"""A claim looked at anew from the log, the contracts, the rule and the ledger, whatever it says of itself.

The same is asked when it is submitted, verified and approved. An open claim is computed afresh; one that was
submitted keeps its hours and amount, and differs from what the log would give now only by a block.
"""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentors.enums import MentorState
from mentors.queries.joining import kinds_decided
from stipends.enums import (
    COMMITTED_CLAIM_STATES,
    OVER_CLAIM_STATES,
    STANDING_PAPERS,
    ClaimState,
    Declaration,
    PaperKind,
    SupportKind,
)
from stipends.models import Claim, Paper, PayoutAccount
from stipends.queries.budget import left_on_line, left_under_rule
from stipends.queries.claims import claims_that_count

from .accounts import account_in_force
from .aid import aid_in_years, euro_rate, in_eurocents, is_de_minimis
from .computing import Computation, compute, compute_asked, digest_of, hours_told, whole_month
from .coverage import AGREEMENT, APPOINTMENT, EMPLOYMENT, Coverage, coverage_of, employment_of
from .exact import zloty
from .findings import Examination, Finding, Severity, Where
from .hours import Hours, held_hours, hours_of

BLOCK, WARN = Severity.BLOCK, Severity.WARN

#: What the claimant states, by whether a mentor is paid.
DECLARATIONS = (Declaration.TRUE, Declaration.NO_DOUBLE_FUNDING)
DECLARATIONS_OF_ALLOWANCE = (*DECLARATIONS, Declaration.PAID_OUT)


def examine(claim: Claim, *, on: date | None = None) -> Examination:
    """Look at the claim as things stand on a day (today)."""
    on = on or timezone.localdate()
    coverage = coverage_of(claim.participation, rule=claim.rule, month=claim.month, pair=claim.pair)
    hours = _hours(claim, coverage)
    computation = _computation(claim, coverage, hours)
    findings = tuple(_findings(claim, coverage, hours, computation, on))
    return Examination(coverage, hours, computation, findings)


def declarations_of(claim: Claim) -> tuple[Declaration, ...]:
    """What the claimant must state with it."""
    return DECLARATIONS_OF_ALLOWANCE if claim.kind == SupportKind.MENTOR_ALLOWANCE else DECLARATIONS


def papers_missing(claim: Claim) -> list[PaperKind]:
    """The papers its rule demands and it does not stand on, in the rule's order."""
    there = set(claim.claim_papers.values_list("paper__kind", flat=True))
    if claim.is_open:
        there |= {paper.kind for paper in standing_papers(claim)}
    return [PaperKind(kind) for kind in claim.rule.papers if kind not in there]


def standing_papers(claim: Claim) -> list[Paper]:
    """Papers in force of its mentor and pair; it stands on them without being told to."""
    if claim.pair is None:
        return []
    mine = Paper.objects.defer("body").filter(
        participation=claim.participation_id, kind__in=STANDING_PAPERS, withdrawn_at=None
    )
    of_mentor = Q(mentor=claim.pair.helper.mentor_id) & ~Q(kind=PaperKind.MENTEE_CONTRACT)
    return list(mine.filter(of_mentor | Q(kind=PaperKind.MENTEE_CONTRACT, pair=claim.pair_id)))


# --- days, hours, amount --------------------------------------------------------------------------------


def _hours(claim: Claim, coverage: Coverage) -> Hours:
    if claim.pair is None:
        return Hours()
    if not claim.is_open:
        return held_hours(claim)
    return hours_of(
        claim.pair,
        covered=coverage.span,
        month=claim.month,
        only_confirmed=claim.rule.only_confirmed,
        besides=claim,
    )


def _computation(claim: Claim, coverage: Coverage, hours: Hours) -> Computation:
    if claim.pair is None:
        return compute_asked(claim.asked_grosze or 0)
    return compute(claim.rule, month=claim.month, covered=coverage.span, minutes=hours.minutes)


# --- blocks and warnings --------------------------------------------------------------------------------


def _findings(
    claim: Claim, coverage: Coverage, hours: Hours, computation: Computation, on: date
) -> Iterator[Finding]:
    if claim.state in COMMITTED_CLAIM_STATES:
        yield from _of_alarms(claim, hours)
    if claim.state in COMMITTED_CLAIM_STATES or claim.state in OVER_CLAIM_STATES:
        return
    yield from _of_time(claim, on)
    yield from _of_coverage(claim, coverage)
    yield from _of_kind(claim)
    if claim.pair is not None:
        yield from _of_people(claim)
        yield from _of_counts(claim)
        yield from _of_hours(claim, hours)
    if coverage.span is not None and computation.total_grosze == 0 and (hours.minutes or claim.pair is None):
        yield Finding(
            "nothing_to_pay", BLOCK, _("The amount comes to 0.00 zł, so there is nothing to claim.")
        )
    yield from _of_papers(claim)
    yield from _of_signing(claim)
    yield from _of_account(claim)
    if not claim.is_open:
        yield from _of_change(claim, coverage, computation)
    yield from _of_money(claim, computation)
    yield from _of_aid(claim, computation, on)


def _of_alarms(claim: Claim, hours: Hours) -> Iterator[Finding]:
    """What came to light after the approval: nothing changes by itself, but somebody has to look."""
    if hours.unsettled:
        sentence = ngettext(
            "%(count)d meeting of this claim is remembered differently since it was approved.",
            "%(count)d meetings of this claim are remembered differently since it was approved.",
            hours.unsettled,
        )
        yield Finding(
            "disputed_since",
            WARN,
            sentence % {"count": hours.unsettled},
            hint=_("Settle it; if the hours were not held, take the approval back."),
            where=Where.LOG,
        )
    if is_altered(claim):
        yield Finding("altered", BLOCK, _("What was submitted is not what is kept: it was altered."))


def _of_kind(claim: Claim) -> Iterator[Finding]:
    """A firm without a consultation in the app agreed on paper: the verifier sees that paper, not we."""
    decided = kinds_decided(claim.participation)
    if decided and claim.kind not in decided:
        yield Finding(
            "not_decided",
            BLOCK,
            _("The consultation with this firm did not decide on this kind of support."),
            where=Where.AGREEMENT,
        )


def _of_time(claim: Claim, on: date) -> Iterator[Finding]:
    if on <= whole_month(claim.month).last:
        sentence = _("The month is not over yet. It can be claimed from %(day)s on.")
        day = whole_month(claim.month).last
        yield Finding("month_not_over", BLOCK, sentence % {"day": _day(_after(day))})
    if on > claim.claim_by and claim.is_open:
        words = {"day": _day(claim.claim_by)}
        if claim.submitted_at is None:
            yield Finding("late", BLOCK, _("The last day to submit this claim was %(day)s.") % words)
        else:
            yield Finding(
                "late_correction",
                WARN,
                _("It was first submitted in time; the last day to submit was %(day)s.") % words,
            )


def _of_coverage(claim: Claim, coverage: Coverage) -> Iterator[Finding]:
    places = {AGREEMENT: Where.AGREEMENT, APPOINTMENT: Where.PEOPLE, EMPLOYMENT: Where.PEOPLE}
    missing = [part for part in coverage.parts if part.inside is None]
    for part in missing:
        sentence = _("No day of this month is covered by %(part)s: %(days)s.")
        yield Finding(
            f"outside_{part.code}",
            BLOCK,
            sentence % {"part": part.words, "days": part.sentence},
            where=places.get(part.code, Where.NOWHERE),
        )
    if coverage.span is None and not missing:
        yield Finding("outside", BLOCK, _("No day of this month is covered by everything that has to."))


def _of_people(claim: Claim) -> Iterator[Finding]:
    pair, participation = claim.pair, claim.participation
    assert pair is not None  # noqa: S101 - asked by the caller
    mentor, household = pair.helper.mentor, pair.seeker.household
    if mentor is None or mentor.participation_id != participation.pk:
        yield Finding("not_own_mentor", BLOCK, _("The mentor of this pair is not of this firm."))
        return
    same_phone = bool(mentor.phone) and mentor.phone == household.phone
    same_mail = bool(mentor.email) and mentor.email.lower() == household.email.lower()
    if same_phone or same_mail:
        yield Finding(
            "same_person",
            BLOCK,
            _("Mentor and new colleague have the same phone or e-mail: they seem to be one person."),
            hint=_("If they are two people, ask the centre to put the contacts right."),
            where=Where.PEOPLE,
        )
    if mentor.state == MentorState.LEFT:
        yield Finding(
            "mentor_left",
            WARN,
            _("The mentor left the programme on %(day)s.") % {"day": _day(mentor.state_since)},
            where=Where.PEOPLE,
        )
    if mentor.appointed_until is not None and mentor.appointed_until in whole_month(claim.month):
        yield Finding(
            "appointment_ended",
            WARN,
            _("The mentor is named a mentor until %(day)s only.") % {"day": _day(mentor.appointed_until)},
            where=Where.PEOPLE,
        )
    employment = employment_of(pair)
    until = employment.contract_until if employment is not None else None
    if until is not None and until in whole_month(claim.month):
        yield Finding(
            "employment_ended",
            WARN,
            _("The new colleague's contract ends on %(day)s.") % {"day": _day(until)},
            where=Where.PEOPLE,
        )


def _of_counts(claim: Claim) -> Iterator[Finding]:
    rule, pair = claim.rule, claim.pair
    assert pair is not None  # noqa: S101 - asked by the caller
    others = claims_that_count(claim)
    months = others.filter(pair=pair).values("month").distinct()
    if others.filter(pair=pair, month=claim.month).exists():
        yield Finding("twice", BLOCK, _("There is a claim for this pair and month already."))
    if (done := months.exclude(month=claim.month).count()) >= rule.max_months:
        yield Finding(
            "too_many_months",
            BLOCK,
            _("This pair has been claimed for %(done)d months; the rule pays for %(most)d.")
            % {"done": done, "most": rule.max_months},
        )
    in_month = others.filter(month=claim.month).exclude(pair=pair)
    of_mentor = in_month.filter(pair__helper__mentor=pair.helper.mentor_id).values("pair").distinct().count()
    if of_mentor >= rule.mentees_per_mentor:
        yield Finding(
            "too_many_mentees",
            BLOCK,
            _("This mentor is claimed for with %(count)d others in the month; the rule pays for %(most)d.")
            % {"count": of_mentor, "most": rule.mentees_per_mentor},
        )
    if rule.pairs_per_employer is not None:
        pairs = in_month.filter(participation=claim.participation_id).values("pair").distinct().count()
        if pairs >= rule.pairs_per_employer:
            yield Finding(
                "too_many_pairs",
                BLOCK,
                _("%(count)d other pairs of the firm are claimed in the month; the rule pays for %(most)d.")
                % {"count": pairs, "most": rule.pairs_per_employer},
            )


def _of_hours(claim: Claim, hours: Hours) -> Iterator[Finding]:
    rule = claim.rule
    if hours.minutes == 0:
        yield Finding(
            "no_hours",
            BLOCK,
            _("The log holds no hours of this pair for the covered days of this month."),
            where=Where.LOG,
        )
    elif hours.minutes < rule.min_minutes:
        yield Finding(
            "few_hours",
            WARN,
            _("%(held)s were held; the rule asks for %(least)s at least.")
            % {"held": hours_told(hours.minutes), "least": hours_told(rule.min_minutes)},
            where=Where.LOG,
        )
    if hours.unsettled:
        sentence = ngettext(
            "%(count)d meeting is remembered differently by the two sides.",
            "%(count)d meetings are remembered differently by the two sides.",
            hours.unsettled,
        ) % {"count": hours.unsettled}
        if claim.is_open:
            yield Finding(
                "unsettled",
                WARN,
                sentence,
                hint=_("It does not count until the centre has settled it."),
                where=Where.LOG,
            )
        else:
            yield Finding(
                "disputed",
                BLOCK,
                sentence,
                hint=_("The claim stands on it: settle it, or send the claim back."),
                where=Where.LOG,
            )
    if hours.unconfirmed:
        sentence = ngettext(
            "%(count)d meeting has not been confirmed by the new colleague.",
            "%(count)d meetings have not been confirmed by the new colleague.",
            hours.unconfirmed,
        ) % {"count": hours.unconfirmed}
        hint = _("By this rule only confirmed hours count.") if rule.only_confirmed else ""
        yield Finding("unconfirmed", WARN, sentence, hint=hint, where=Where.LOG)
    if hours.taken_minutes:
        sentence = _("%(taken)s are paid for in another claim of this mentor and do not count here.")
        yield Finding(
            "hours_taken", WARN, sentence % {"taken": hours_told(hours.taken_minutes)}, where=Where.LOG
        )


def _of_papers(claim: Claim) -> Iterator[Finding]:
    for kind in papers_missing(claim):
        yield Finding(
            "paper_missing",
            BLOCK,
            _("A paper is missing: %(paper)s.") % {"paper": kind.label},
            where=Where.PAPERS,
            paper_kind=kind,
        )


def _of_signing(claim: Claim) -> Iterator[Finding]:
    missing = [one for one in declarations_of(claim) if one not in claim.declarations]
    if missing or not claim.signed_name:
        yield Finding(
            "not_signed", BLOCK, _("The claim is not signed with its statements yet."), where=Where.CLAIM
        )


def _of_account(claim: Claim) -> Iterator[Finding]:
    account = account_in_force(claim.participation)
    if account is None:
        yield Finding(
            "no_account",
            BLOCK if claim.is_open else WARN,
            _("No confirmed bank account of the firm can be paid to at the moment."),
            where=Where.ACCOUNT,
        )
        return
    before = _account_before(claim)
    if before is not None and before.pk != account.pk:
        yield Finding(
            "account_changed",
            WARN,
            _("The bank account has changed since: it was %(before)s and is %(now)s.")
            % {"before": before.masked, "now": account.masked},
            where=Where.ACCOUNT,
        )


def _account_before(claim: Claim) -> PayoutAccount | None:
    """The account it was submitted with; of an open one, that of the firm's claim before it."""
    if claim.account is not None:
        return claim.account
    earlier = Claim.objects.filter(participation=claim.participation_id, account__isnull=False)
    found = earlier.exclude(pk=claim.pk).select_related("account").order_by("-submitted_at").first()
    return found.account if found is not None else None


def _of_change(claim: Claim, coverage: Coverage, computation: Computation) -> Iterator[Finding]:
    """What was submitted must still be what the same hours, days and rule come to."""
    if is_altered(claim):
        yield Finding("altered", BLOCK, _("What was submitted is not what is kept: it was altered."))
    kept = (claim.gross_grosze, claim.contributions_grosze, claim.covered_from, claim.covered_to)
    span = coverage.span
    now = (
        computation.gross_grosze,
        computation.contributions_grosze,
        span.first if span else None,
        span.last if span else None,
    )
    if kept != now:
        yield Finding(
            "changed",
            BLOCK,
            _("It was submitted for %(then)s; by the contracts as they are now it would be %(now)s.")
            % {"then": _zloty(claim.total_grosze), "now": _zloty(computation.total_grosze)},
            hint=_("Send it back, so that the employer submits it anew."),
        )


def is_altered(claim: Claim) -> bool:
    """Whether a submitted claim's steps are not those of its digest, or its hours not its minutes."""
    minutes = held_hours(claim).minutes if claim.pair_id is not None else 0
    return digest_of(claim.computation) != claim.digest or claim.minutes != minutes


def _of_money(claim: Claim, computation: Computation) -> Iterator[Finding]:
    """In the way of an approval only: more may be granted before it comes to that."""
    severity = BLOCK if claim.state == ClaimState.VERIFIED else WARN
    asked = computation.total_grosze if claim.is_open else claim.total_grosze
    if (left := left_on_line(claim.rule.line)) < asked:
        yield Finding(
            "over_budget",
            severity,
            _("The budget line has %(left)s left, less than this claim.") % {"left": _zloty(left)}
            if not claim.is_open
            else _("The money of this call is used up at the moment; the centre knows when there is more."),
            where=Where.MONEY,
        )
    cap = left_under_rule(claim.rule)
    if cap is not None and cap < asked:
        yield Finding(
            "over_cap",
            severity,
            _("Under this rule %(left)s can still be committed, less than this claim.")
            % {"left": _zloty(max(0, cap))},
            where=Where.MONEY,
        )


def _of_aid(claim: Claim, computation: Computation, on: date) -> Iterator[Finding]:
    """De minimis aid the employer would have with this claim; the limit itself is asked at the approval."""
    if not is_de_minimis(claim.rule):
        return
    rate = euro_rate(on)
    if rate is None:
        yield Finding(
            "no_rate", WARN, _("No euro rate is known, to count de minimis aid by."), where=Where.MONEY
        )
        return
    eurocents = in_eurocents(computation.total_grosze, rate)
    for warning in aid_in_years(claim.participation.employer, on, and_eurocents=eurocents).warnings:
        yield Finding("de_minimis", WARN, str(warning.sentence), where=Where.MONEY)


def _after(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def _zloty(grosze: int) -> str:
    return zloty(Fraction(grosze))
