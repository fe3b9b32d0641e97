"""Filters people come back to, and acts on many rows at once."""

from datetime import timedelta
from typing import Any, ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.accounts.models import Membership
from base.organisations.models import Organisation
from desk.enums import BulkState, ListPage


class SavedFilter(models.Model):
    """A list's query string under a name; a shared one is seen by all of the owner's centre."""

    owner = models.ForeignKey(Membership, models.CASCADE, related_name="saved_filters")
    page = models.CharField(_("list"), max_length=40, choices=ListPage)
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(_("filters"), max_length=500, blank=True)
    shared = models.BooleanField(_("for my colleagues too"), default=False)
    saved_at = models.DateTimeField(_("kept"), default=timezone.now)

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        ordering: ClassVar = ["page", "name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "page", "name"], name="saved_filter_name_once"),
            models.CheckConstraint(condition=models.Q(page__in=ListPage.values), name="saved_filter_page"),
        ]

    def __str__(self) -> str:
        return self.name


class BulkAct(models.Model):
    """One act on many, looked at before it was asked for: `keys` are the rows it was previewed with.

    The worker does row after row, each in its own transaction; `refused` holds {"label", "why"} of the rest.
    `press` is drawn with the preview: pressed twice it is one act.
    """

    #: So long without a row done, its worker is gone.
    SILENT = timedelta(minutes=1)

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="bulk_acts")
    asked_by = models.ForeignKey(Membership, models.CASCADE, related_name="bulk_acts")
    page = models.CharField(_("list"), max_length=40, choices=ListPage)
    act = models.CharField(_("act"), max_length=40)
    arguments: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(
        default=dict, encoder=DjangoJSONEncoder
    )
    keys: models.JSONField[list[int], list[int]] = models.JSONField(default=list)
    state = models.CharField(_("state"), max_length=12, choices=BulkState, default=BulkState.REQUESTED)
    done = models.PositiveIntegerField(_("done"), default=0)
    refused: models.JSONField[list[dict[str, str]], list[dict[str, str]]] = models.JSONField(default=list)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    press = models.UUIDField(null=True, unique=True, editable=False)
    worked_at = models.DateTimeField(_("last worked on"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        verbose_name = _("act on many")
        verbose_name_plural = _("acts on many")
        ordering: ClassVar = ["-asked_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(state__in=BulkState.values), name="bulk_state_known")
        ]

    def __str__(self) -> str:
        return f"{self.act}, {len(self.keys)}"

    @property
    def position(self) -> int:
        """How many rows are behind it, done or refused."""
        return self.done + len(self.refused)

    @property
    def percent(self) -> int:
        """The same of a hundred."""
        return 100 * self.position // max(len(self.keys), 1)

    @property
    def is_going(self) -> bool:
        """It waits for a worker, or one is at it."""
        return self.state in (BulkState.REQUESTED, BulkState.RUNNING)

    @property
    def is_stopped(self) -> bool:
        """It came to a halt before its end and can be taken up again."""
        silent = timezone.now() - self.worked_at > self.SILENT
        return self.state == BulkState.FAILED or (self.is_going and silent)
