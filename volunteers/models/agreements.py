"""Words a centre asks to be read, and agreements signed in the app (docs/decisions/0020)."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from base.common.models import DatedRule
from base.organisations.models import Organisation
from volunteers.enums import LIVE_PREPARED, DocumentKind, PreparedState, SigningSide

from .people import Agreement, Volunteer


class CentreDocument(DatedRule):
    """The words of a document in one version, in Polish; a centre's own go before the common ones.

    A version is written once: other words are another version (triggers.py).
    """

    centre = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="volunteer_documents"
    )
    kind = models.CharField(_("document"), max_length=12, choices=DocumentKind)
    version = models.CharField(_("version"), max_length=40)
    body = models.TextField(_("text"), max_length=40_000)
    is_example = models.BooleanField(_("an example, to be checked by a lawyer"), default=False)

    class Meta:
        verbose_name = _("document of a centre")
        verbose_name_plural = _("documents of centres")
        ordering: ClassVar = ["kind", "-valid_from", "-pk"]
        constraints: ClassVar = [
            *DatedRule.Meta.constraints,
            models.UniqueConstraint(
                fields=["kind", "version"],
                condition=models.Q(centre=None),
                name="common_document_version_once",
            ),
            models.UniqueConstraint(
                fields=["centre", "kind", "version"], name="document_version_once_per_centre"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=DocumentKind.values), name="document_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.version}"


class PreparedAgreement(models.Model):
    """An agreement a coordinator has prepared to be signed in the app: first the volunteer, then the centre.

    Signed by both it becomes an `Agreement`. What it says does not change once somebody signed (triggers.py).
    """

    volunteer = models.ForeignKey(Volunteer, models.CASCADE, related_name="prepared_agreements")
    template = models.ForeignKey(CentreDocument, models.PROTECT, related_name="prepared_agreements")
    number = models.CharField(_("number"), max_length=40)
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"), null=True, blank=True)
    scope = models.CharField(_("what the volunteer does"), max_length=500)
    manner = models.CharField(_("how and where"), max_length=500)
    hours = models.CharField(_("how much time"), max_length=200)
    notice_days = models.PositiveSmallIntegerField(_("days of notice"), default=14)
    state = models.CharField(_("state"), max_length=12, choices=PreparedState, default=PreparedState.OFFERED)
    prepared_at = models.DateTimeField(_("prepared"), db_default=Now(), editable=False)
    prepared_by_label = models.CharField(_("prepared by"), max_length=200)
    agreement = models.OneToOneField(
        Agreement, models.PROTECT, null=True, blank=True, related_name="prepared"
    )

    class Meta:
        verbose_name = _("prepared agreement")
        verbose_name_plural = _("prepared agreements")
        ordering: ClassVar = ["volunteer_id", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["volunteer"],
                condition=models.Q(state__in=LIVE_PREPARED),
                name="one_agreement_waits_for_signatures",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until=None) | models.Q(valid_until__gte=models.F("valid_from")),
                name="prepared_agreement_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=PreparedState.values), name="prepared_agreement_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state=PreparedState.IN_FORCE, agreement__isnull=False)
                | (~models.Q(state=PreparedState.IN_FORCE) & models.Q(agreement=None)),
                name="prepared_agreement_in_force_is_one",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class SignedAgreement(models.Model):
    """What one side signed: the document as bytes and its SHA-256, when, under which name. Append-only."""

    prepared = models.ForeignKey(PreparedAgreement, models.PROTECT, related_name="signatures")
    side = models.CharField(_("side"), max_length=12, choices=SigningSide)
    signed_at = models.DateTimeField(_("signed"))
    typed_name = models.CharField(_("signed as"), max_length=200)
    signed_by_id: models.BigIntegerField[int | None, int | None] = models.BigIntegerField(null=True)
    signed_by_label = models.CharField(_("logged in as"), max_length=200)
    template_version = models.CharField(_("version of the text"), max_length=40)
    waives_travel_costs = models.BooleanField(_("waives travel costs"), default=False)
    words = models.JSONField(_("what it says"), default=dict)
    document = models.BinaryField(_("document (PDF)"))
    sha256 = models.CharField(_("SHA-256 of the document"), max_length=64)

    class Meta:
        verbose_name = _("signed agreement")
        verbose_name_plural = _("signed agreements")
        ordering: ClassVar = ["prepared_id", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["prepared", "side"], name="agreement_signed_once_by_a_side"),
            models.CheckConstraint(
                condition=models.Q(side__in=SigningSide.values), name="signing_side_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.prepared_id} {self.side}"


class StandardsReading(models.Model):
    """The volunteer's own word that they read the standards of child protection, in which version.

    It is no item of clearance: a coordinator records that.
    """

    volunteer = models.ForeignKey(Volunteer, models.CASCADE, related_name="standards_readings")
    document = models.ForeignKey(CentreDocument, models.PROTECT, related_name="readings")
    read_at = models.DateTimeField(_("read"))

    class Meta:
        verbose_name = _("reading of the standards")
        verbose_name_plural = _("readings of the standards")
        ordering: ClassVar = ["volunteer_id", "-read_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.volunteer_id} {self.document_id}"
