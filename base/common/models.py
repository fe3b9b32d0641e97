"""Abstract bases; this app has no tables."""

from datetime import date, datetime
from typing import Self, TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

C = TypeVar("C", bound="Consent")
R = TypeVar("R", bound="DatedRule")


class ConsentQuerySet(models.QuerySet[C]):
    """Reads every room's consents share."""

    def in_force(self, at: datetime) -> Self:
        """Given by `at` and not withdrawn by then."""
        return self.filter(Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=at), given_at__lte=at)


class Consent(models.Model):
    """What somebody agreed to, in which words and language, and when they took it back."""

    purpose = models.CharField(_("purpose"), max_length=40)
    text_version = models.CharField(_("version of the text"), max_length=40)
    language = models.CharField(_("language of the text"), max_length=8)
    given_at = models.DateTimeField(_("given"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    recorded_by_id = models.BigIntegerField(_("recorded by (number)"), null=True, blank=True)
    recorded_by_label = models.CharField(_("recorded by"), max_length=200)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("given_at")),
                name="%(app_label)s_%(class)s_withdrawn_after_given",
                violation_error_message=_("A consent cannot be withdrawn before it was given."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} ({self.text_version})"


class DatedRuleQuerySet(models.QuerySet[R]):
    """Reads every dated rule shares."""

    def in_force(self, on: date) -> Self:
        """Valid on that day; both ends are included."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)


class DatedRule(models.Model):
    """A figure from law or a funder: from and to (both days count), where it is written, who checked it."""

    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300)
    checked_by = models.CharField(_("checked by"), max_length=200, blank=True)

    objects = DatedRuleQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="%(app_label)s_%(class)s_ends_after_start",
                violation_error_message=_("The last day cannot be before the first."),
            ),
        ]
