"""A claim, the hours it is paid for, its steps and what is said of it."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activities.models import Meeting
from base.organisations.models import Organisation
from matching.models import Pair
from mentors.models import Participation
from stipends.enums import (
    LIVE_CLAIM_STATES,
    OPEN_CLAIM_STATES,
    ClaimState,
    SupportKind,
)

from .batches import PaymentBatch
from .funding import SupportRule
from .payout import PayoutAccount

_BEFORE_VERIFIED = (*OPEN_CLAIM_STATES, ClaimState.SUBMITTED, ClaimState.REJECTED)
_BEFORE_APPROVED = (*_BEFORE_VERIFIED, ClaimState.VERIFIED)


class Claim(models.Model):
    """What an employer asks for: the mentor's allowance of a pair for a month, or another kind of support.

    Amounts in grosze. `computation` is what was shown when it was submitted (domain/computing.py); from then
    on the claim can be sent back, but not edited. `covered_from`, `covered_to`: the days of the month that
    everything covers, both included. Verifier, approver and claimant are three people (CHECK).
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(_("number"), max_length=20, editable=False)
    centre = models.ForeignKey(Organisation, models.PROTECT, related_name="claims")
    participation = models.ForeignKey(Participation, models.PROTECT, related_name="claims")
    kind = models.CharField(_("kind of support"), max_length=20, choices=SupportKind)
    rule = models.ForeignKey(SupportRule, models.PROTECT, related_name="claims")
    pair = models.ForeignKey(Pair, models.PROTECT, null=True, blank=True, related_name="claims")
    month = models.DateField(_("month"))
    subject = models.CharField(_("what for"), max_length=200, blank=True)
    asked_grosze = models.BigIntegerField(_("amount asked, grosze"), null=True, blank=True)

    state = models.CharField(_("state"), max_length=12, choices=ClaimState, default=ClaimState.DRAFT)
    covered_from = models.DateField(_("covered from"), null=True, blank=True)
    covered_to = models.DateField(_("covered to"), null=True, blank=True)
    minutes = models.PositiveIntegerField(_("minutes"), default=0)
    gross_grosze = models.BigIntegerField(_("allowance, grosze"), default=0)
    contributions_grosze = models.BigIntegerField(_("contributions, grosze"), default=0)
    total_grosze = models.BigIntegerField(_("to pay, grosze"), default=0)
    computation = models.JSONField(_("how it was computed"), default=list, blank=True)
    digest = models.CharField("SHA-256", max_length=64, blank=True, editable=False)
    declarations: models.JSONField[list[str], list[str]] = models.JSONField(
        _("declarations"), default=list, blank=True
    )
    signed_name = models.CharField(_("signed by"), max_length=120, blank=True)
    account = models.ForeignKey(PayoutAccount, models.PROTECT, null=True, blank=True, related_name="claims")
    claim_by = models.DateField(_("to be submitted by"))
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="corrected_by")
    batch = models.ForeignKey(PaymentBatch, models.PROTECT, null=True, blank=True, related_name="claims")

    claimant_id: models.BigIntegerField[int | None, int | None] = models.BigIntegerField(null=True)
    claimant_label = models.CharField(_("claimed by"), max_length=200, blank=True)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    verifier_id: models.BigIntegerField[int | None, int | None] = models.BigIntegerField(null=True)
    verifier_label = models.CharField(_("verified by"), max_length=200, blank=True)
    verified_at = models.DateTimeField(_("verified"), null=True, blank=True)
    approver_id: models.BigIntegerField[int | None, int | None] = models.BigIntegerField(null=True)
    approver_label = models.CharField(_("approved by"), max_length=200, blank=True)
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    paid_on = models.DateField(_("paid on"), null=True, blank=True)
    created_at = models.DateTimeField(_("begun"), default=timezone.now)
    reminded_on = models.DateField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering: ClassVar = ["-month", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["centre", "state", "claim_by"], name="claim_state"),
            models.Index(fields=["participation", "month"], name="claim_of_employer"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["centre", "number"], name="claim_number_once_per_centre"),
            models.UniqueConstraint(
                fields=["pair", "month", "kind"],
                condition=Q(state__in=LIVE_CLAIM_STATES),
                name="one_live_claim_a_pair_and_month",
            ),
            models.CheckConstraint(condition=Q(state__in=ClaimState.values), name="claim_state_known"),
            models.CheckConstraint(condition=Q(kind__in=SupportKind.values), name="claim_kind_known"),
            models.CheckConstraint(
                condition=Q(kind=SupportKind.MENTOR_ALLOWANCE, pair__isnull=False, asked_grosze=None)
                | (~Q(kind=SupportKind.MENTOR_ALLOWANCE) & Q(pair=None, asked_grosze__gt=0)),
                name="claim_of_a_pair_or_an_amount",
            ),
            models.CheckConstraint(
                condition=Q(
                    gross_grosze__gte=0,
                    contributions_grosze__gte=0,
                    total_grosze=F("gross_grosze") + F("contributions_grosze"),
                ),
                name="claim_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN_CLAIM_STATES)
                | Q(submitted_at__isnull=False, claimant_id__isnull=False),
                name="claim_submitted_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state__in=_BEFORE_VERIFIED)
                | Q(verifier_id__isnull=False, verified_at__isnull=False),
                name="claim_verified_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state__in=_BEFORE_APPROVED)
                | Q(approver_id__isnull=False, approved_at__isnull=False, total_grosze__gt=0),
                name="claim_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(claimant_id=None) | Q(verifier_id=None) | ~Q(claimant_id=F("verifier_id")),
                name="claim_not_verified_by_its_claimant",
            ),
            models.CheckConstraint(
                condition=Q(verifier_id=None) | Q(approver_id=None) | ~Q(verifier_id=F("approver_id")),
                name="claim_approved_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(claimant_id=None) | Q(approver_id=None) | ~Q(claimant_id=F("approver_id")),
                name="claim_not_approved_by_its_claimant",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(ClaimState.IN_BATCH, ClaimState.PAID)) | Q(batch__isnull=False),
                name="claim_paid_through_a_batch",
            ),
            models.CheckConstraint(
                condition=~Q(state=ClaimState.PAID) | Q(paid_on__isnull=False), name="claim_paid_on_a_day"
            ),
            models.CheckConstraint(
                condition=Q(covered_from=None, covered_to=None) | Q(covered_to__gte=F("covered_from")),
                name="claim_covers_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def label(self) -> str:
        """How the audit names it."""
        return self.number

    @property
    def is_open(self) -> bool:
        """Whether the claimant still writes."""
        return self.state in OPEN_CLAIM_STATES


class ClaimedHours(models.Model):
    """A stretch of a meeting that a claim is paid for, [start, end); held from submitting until released.

    No two stretches of one mentor that are held overlap, whatever the pair, employer's part or funder: an
    exclusion constraint on PostgreSQL, a trigger on SQLite. `mentor_key` is the person: "user:7", or
    "mentor:12" for one without a log-in.
    """

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="hours")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="claimed")
    mentor_key = models.CharField(max_length=40)
    start = models.DateTimeField(_("start"))
    ends_at = models.DateTimeField(_("end"))
    released_at = models.DateTimeField(_("released"), null=True, blank=True)

    class Meta:
        verbose_name = _("hours of a claim")
        verbose_name_plural = _("hours of claims")
        ordering: ClassVar = ["claim_id", "start", "pk"]
        indexes: ClassVar = [models.Index(fields=["mentor_key", "start"], name="claimed_hours_of_mentor")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("start")), name="claimed_hours_end_after_they_start"
            )
        ]

    def __str__(self) -> str:
        return f"{self.claim_id}: {self.start:%Y-%m-%d %H:%M}"


class ClaimStep(models.Model):
    """One step in the life of a claim, for good (append-only). `words`: what is to correct, or why."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="steps")
    state = models.CharField(max_length=12, choices=ClaimState)
    at = models.DateTimeField(default=timezone.now)
    by_id: models.BigIntegerField[int | None, int | None] = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=200)
    words = models.CharField(max_length=500, blank=True)
    total_grosze = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("step of a claim")
        verbose_name_plural = _("steps of claims")
        ordering: ClassVar = ["claim_id", "at", "pk"]

    def __str__(self) -> str:
        return f"{self.claim_id}: {self.get_state_display()}"


class ClaimComment(models.Model):
    """What somebody says of a claim, for good (append-only). `inside`: for the centre's people only."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="comments")
    words = models.CharField(_("comment"), max_length=1000)
    inside = models.BooleanField(_("for the centre's people only"), default=False)
    at = models.DateTimeField(default=timezone.now)
    by_id: models.BigIntegerField[int | None, int | None] = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("comment on a claim")
        verbose_name_plural = _("comments on claims")
        ordering: ClassVar = ["claim_id", "at", "pk"]

    def __str__(self) -> str:
        return f"{self.claim_id}: {self.by_label}"
