"""Volunteers: what they offer, where and when, and their clearance for contact with minors."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from base.common.enums import AgeBand, ContactChannel, Gender, GenderWish, HelpArea, WishStrength
from base.common.fields import CodeSetField
from base.common.models import Consent, DatedRule
from base.organisations.models import Organisation
from base.places.fields import WeekField
from base.places.languages import Level, Spoken
from base.places.models import Located, SpokenLanguage
from volunteers.enums import ClearanceKind, ClearanceResult, ConsentPurpose, VolunteerState


class Volunteer(Located):
    """A person who helps families of a centre; known outside the centre by the label (W-12) only."""

    centre = models.ForeignKey(Organisation, models.PROTECT, related_name="volunteers")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="volunteers"
    )
    number = models.PositiveIntegerField(_("number"), editable=False)
    label = models.CharField(_("label"), max_length=12, editable=False)
    state = models.CharField(
        _("state"), max_length=12, choices=VolunteerState, default=VolunteerState.APPLIED
    )
    state_since = models.DateField(_("in this state since"), default=timezone.localdate)
    state_reason = models.CharField(_("why"), max_length=200, blank=True)
    paused_until = models.DateField(_("would be back on"), null=True, blank=True)

    first_name = models.CharField(_("first name"), max_length=60)
    last_name = models.CharField(_("surname"), max_length=80, blank=True)
    gender = models.CharField(_("gender"), max_length=8, choices=Gender, blank=True)
    phone = PhoneNumberField(_("phone"), blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    channel = models.CharField(
        _("how we reach them"), max_length=16, choices=ContactChannel, default=ContactChannel.EMAIL
    )
    language = models.CharField(_("language we write in"), max_length=8, default="pl")

    week = WeekField(_("free hours"), blank=True)
    travel_km = models.PositiveSmallIntegerField(_("can travel, km"), default=10)
    offers = CodeSetField(_("offers"), choices=HelpArea, blank=True)
    life_stages = CodeSetField(_("at home with ages of"), choices=AgeBand, blank=True)
    room = models.PositiveSmallIntegerField(_("families at a time"), default=1)
    wish_gender = models.CharField(
        _("wants to help"), max_length=8, choices=GenderWish, default=GenderWish.ANY
    )
    wish_strength = models.CharField(
        _("how strong is this wish"), max_length=8, choices=WishStrength, default=WishStrength.NONE
    )
    note = models.TextField(_("note for coordinators"), blank=True, max_length=2000)
    import_key = models.CharField(max_length=64, blank=True, editable=False)
    applied_on = models.DateField(_("applied on"), default=timezone.localdate)
    interviewed_on = models.DateField(_("interviewed on"), null=True, blank=True)
    serving_since = models.DateField(_("serves since"), null=True, blank=True)
    # Two columns, so that who may not see a name cannot find it by trying either.
    search_text = models.TextField(blank=True, editable=False)
    search_contact = models.TextField(blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("created"), db_default=Now(), editable=False)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("volunteer")
        verbose_name_plural = _("volunteers")
        ordering: ClassVar = ["first_name", "last_name", "pk"]
        # With the number, so that joins find whose somebody is in the index alone.
        indexes: ClassVar = [models.Index(fields=["centre", "state", "id"], name="volunteer_state")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["centre", "number"], name="volunteer_number_once_per_centre"),
            models.UniqueConstraint(fields=["centre", "label"], name="volunteer_label_once_per_centre"),
            models.UniqueConstraint(
                fields=["centre", "import_key"],
                condition=~models.Q(import_key=""),
                name="volunteer_import_key_once",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=VolunteerState.values), name="volunteer_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(room__gte=1, room__lte=20), name="volunteer_has_room_for_one"
            ),
            models.CheckConstraint(
                condition=~models.Q(wish_gender=GenderWish.ANY, wish_strength=WishStrength.MUST),
                name="volunteer_must_names_a_gender",
            ),
        ]

    def __str__(self) -> str:
        # The label: this text ends in logs.
        return self.label

    @property
    def full_name(self) -> str:
        """First name and surname, for those entitled to see them."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def spoken(self) -> list[Spoken]:
        """Languages with their levels, the best first."""
        return [Spoken(row.language, Level(row.level)) for row in self.languages.all()]


class VolunteerLanguage(SpokenLanguage):
    """A language a volunteer speaks, with its level."""

    volunteer = models.ForeignKey(Volunteer, models.CASCADE, related_name="languages")

    class Meta:
        verbose_name = _("volunteer's language")
        verbose_name_plural = _("volunteers' languages")
        ordering: ClassVar = ["volunteer_id", "-level", "language"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["volunteer", "language"], name="volunteer_language_once")
        ]


class Training(models.Model):
    """A training a volunteer has completed."""

    volunteer = models.ForeignKey(Volunteer, models.CASCADE, related_name="trainings")
    name = models.CharField(_("training"), max_length=120)
    completed_on = models.DateField(_("completed on"))
    hours = models.DecimalField(_("hours"), max_digits=4, decimal_places=1, default=2)

    class Meta:
        verbose_name = _("training")
        verbose_name_plural = _("trainings")
        ordering: ClassVar = ["volunteer_id", "-completed_on", "pk"]

    def __str__(self) -> str:
        return self.name


class Agreement(models.Model):
    """The volunteer's agreement (Act of 24 April 2003, art. 44): written when service lasts over 30 days."""

    volunteer = models.ForeignKey(Volunteer, models.CASCADE, related_name="agreements")
    number = models.CharField(_("number"), max_length=40)
    signed_on = models.DateField(_("signed on"))
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering: ClassVar = ["volunteer_id", "-valid_from", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(valid_until=None) | models.Q(valid_until__gte=models.F("valid_from")),
                name="agreement_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return self.number


class ClearanceTerm(DatedRule):
    """For how many months an item of clearance counts; a centre's own term goes before the common one."""

    centre = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="clearance_terms"
    )
    kind = models.CharField(_("item"), max_length=16, choices=ClearanceKind)
    months = models.PositiveSmallIntegerField(_("valid for months"))

    class Meta:
        verbose_name = _("term of clearance")
        verbose_name_plural = _("terms of clearance")
        ordering: ClassVar = ["kind", "-valid_from"]
        constraints: ClassVar = [
            *DatedRule.Meta.constraints,
            models.UniqueConstraint(
                fields=["kind", "valid_from"],
                condition=models.Q(centre=None),
                name="clearance_term_once_per_day",
            ),
            models.UniqueConstraint(
                fields=["centre", "kind", "valid_from"], name="clearance_term_once_per_day_and_centre"
            ),
            models.CheckConstraint(
                condition=models.Q(months__gte=1, months__lte=120), name="clearance_term_is_sensible"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.months}"


class ClearanceItem(models.Model):
    """One item of clearance as checked: date and result, never the content of a record (art. 10 GDPR).

    On a day the newest check of a kind decides (by checked_on, then by number), those revoked by then left
    out: it counts when in order or not required and valid that day. Cleared is who has one of every kind.
    """

    volunteer = models.ForeignKey(Volunteer, models.CASCADE, related_name="clearance_items")
    kind = models.CharField(_("item"), max_length=16, choices=ClearanceKind)
    result = models.CharField(_("result"), max_length=16, choices=ClearanceResult)
    checked_on = models.DateField(_("checked on"))
    valid_until = models.DateField(_("valid until"))
    reference = models.CharField(_("reference of the document"), max_length=80, blank=True)
    checked_by_id: models.BigIntegerField[int | None, int | None] = models.BigIntegerField(null=True)
    checked_by_label = models.CharField(_("checked by"), max_length=200)
    revoked_on = models.DateField(_("revoked on"), null=True, blank=True)
    revoked_by_label = models.CharField(_("revoked by"), max_length=200, blank=True)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("clearance item")
        verbose_name_plural = _("clearance items")
        ordering: ClassVar = ["volunteer_id", "kind", "-checked_on", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["volunteer", "kind", "valid_until"], name="clearance_validity")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(valid_until__gte=models.F("checked_on")), name="clearance_lasts_a_day"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=ClearanceKind.values), name="clearance_kind_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(result=ClearanceResult.NOT_REQUIRED)
                | models.Q(kind__in=[ClearanceKind.FOREIGN_RECORD, ClearanceKind.LIABILITY_STATEMENT]),
                name="clearance_only_foreign_papers_waived",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.get_result_display()}"


class VolunteerConsent(Consent):
    """Consent of the volunteer."""

    volunteer = models.ForeignKey(Volunteer, models.CASCADE, related_name="consents")
    purpose = models.CharField(_("purpose"), max_length=16, choices=ConsentPurpose)

    class Meta(Consent.Meta):
        verbose_name = _("volunteer's consent")
        verbose_name_plural = _("volunteers' consents")
        ordering: ClassVar = ["volunteer_id", "-given_at", "pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["volunteer"],
                condition=models.Q(withdrawn_at__isnull=False),
                name="volunteer_consent_taken_back",
            )
        ]
