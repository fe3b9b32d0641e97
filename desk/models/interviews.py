"""Talks by a set protocol, and who speaks for a newcomer."""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from base.common.models import DatedRule
from base.organisations.models import Organisation
from desk.enums import AnswerKind, Outcome, Relation, Side, Verdict

from .onboarding import Onboarding

LONGEST_ANSWER = 1000


class InterviewProtocol(DatedRule):
    """The set questions of a talk, in one version; a centre's own go before the common ones.

    `questions`: [{"code", "kind" (AnswerKind), "pl", "en"}], in their order; a version is written once
    (triggers.py): other questions are another version.
    """

    organisation: models.ForeignKey[Organisation | None, Organisation | None] = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="interview_protocols"
    )
    side = models.CharField(_("side"), max_length=12, choices=Side)
    version = models.CharField(_("version"), max_length=40)
    questions: models.JSONField[list[dict[str, str]], list[dict[str, str]]] = models.JSONField(default=list)
    is_example = models.BooleanField(_("an example"), default=False)

    class Meta:
        verbose_name = _("protocol of a talk")
        verbose_name_plural = _("protocols of talks")
        ordering: ClassVar = ["side", "-valid_from", "-pk"]
        constraints: ClassVar = [
            *DatedRule.Meta.constraints,
            models.UniqueConstraint(
                fields=["side", "version"],
                condition=models.Q(organisation=None),
                name="common_protocol_version_once",
            ),
            models.UniqueConstraint(
                fields=["organisation", "side", "version"], name="protocol_version_once_per_centre"
            ),
            models.CheckConstraint(condition=models.Q(side__in=Side.values), name="protocol_side_known"),
        ]

    def __str__(self) -> str:
        return self.version

    @property
    def label(self) -> str:
        """How the audit names it."""
        return f"{self.side} {self.version}"

    def asked(self) -> list["Question"]:
        """The questions in the reader's language."""
        return [Question.of(one) for one in self.questions]


class Question:
    """One question of a protocol, with its words in the reader's language (Polish where there are none)."""

    def __init__(self, code: str, kind: AnswerKind, words: str) -> None:
        self.code, self.kind, self.words = code, kind, words

    @classmethod
    def of(cls, told: dict[str, str]) -> "Question":
        """As a protocol keeps it."""
        language = (get_language() or "pl").split("-")[0]
        words = told.get(language) or told.get("pl") or told.get("en") or ""
        return cls(told["code"], AnswerKind(told["kind"]), words)


class Interview(models.Model):
    """One talk. Answers are kept one by one while it is open; with an outcome it is closed for good.

    Answers in words are for the coordinators of the centre only.
    """

    onboarding = models.ForeignKey(Onboarding, models.CASCADE, related_name="interviews")
    protocol = models.ForeignKey(InterviewProtocol, models.PROTECT, related_name="interviews")
    held_on = models.DateField(_("held on"), default=timezone.localdate)
    answers: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    outcome = models.CharField(_("what it came to"), max_length=12, choices=Outcome, blank=True)
    note = models.CharField(_("note"), max_length=LONGEST_ANSWER, blank=True)
    begun_at = models.DateTimeField(_("begun"), default=timezone.now)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    by_id: models.BigIntegerField[int | None, int | None] = models.BigIntegerField(null=True)
    by_label = models.CharField(_("held by"), max_length=200)

    class Meta:
        verbose_name = _("talk")
        verbose_name_plural = _("talks")
        ordering: ClassVar = ["onboarding_id", "-held_on", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["onboarding"], condition=models.Q(closed_at=None), name="one_open_talk"
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at=None, outcome="")
                | (models.Q(closed_at__isnull=False) & ~models.Q(outcome="")),
                name="closed_talk_has_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.onboarding_id}, {self.held_on}"


class Reference(models.Model):
    """Somebody who speaks for a newcomer. Name and how to reach them are kept only while the way in lasts:
    they are blanked when it ends, and the database holds that (triggers.py). What they said is not kept.
    """

    onboarding = models.ForeignKey(Onboarding, models.CASCADE, related_name="references")
    name = models.CharField(_("name"), max_length=80, blank=True)
    relation = models.CharField(_("knows them"), max_length=12, choices=Relation)
    reach = models.CharField(_("phone or e-mail"), max_length=120, blank=True)
    asked_on = models.DateField(_("asked on"), null=True, blank=True)
    given_on = models.DateField(_("given on"), null=True, blank=True)
    verdict = models.CharField(_("what it came to"), max_length=16, choices=Verdict, blank=True)
    by_label = models.CharField(_("written by"), max_length=200)

    class Meta:
        verbose_name = _("reference")
        verbose_name_plural = _("references")
        ordering: ClassVar = ["onboarding_id", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(given_on=None, verdict="")
                | (models.Q(given_on__isnull=False) & ~models.Q(verdict="")),
                name="given_reference_has_a_verdict",
            )
        ]

    def __str__(self) -> str:
        # No name: this text ends in logs.
        return f"{self.get_relation_display()} ({self.pk})"
