"""Legal bodies and where they work."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from base.places.models import Located

from .enums import OrganisationKind, OrganisationState
from .validators import validate_nip, validate_regon


class Organisation(Located):
    """A centre, NGO, employer or institution. Its `key` names it in commands and addresses."""

    kind = models.CharField(_("kind"), max_length=16, choices=OrganisationKind)
    key = models.SlugField(_("key"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=200)
    nip = models.CharField("NIP", max_length=10, blank=True, validators=[validate_nip])
    regon = models.CharField("REGON", max_length=14, blank=True, validators=[validate_regon])
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=32, blank=True)
    state = models.CharField(
        _("state"), max_length=16, choices=OrganisationState, default=OrganisationState.ACTIVE
    )
    created_at = models.DateTimeField(_("created"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["nip"], condition=~models.Q(nip=""), name="organisation_nip_once",
                violation_error_message=_("An organisation with this NIP is already here."),
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=OrganisationKind.values), name="organisation_kind_known"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class Site(Located):
    """One place where an organisation works: an office, a branch, a factory."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="sites")
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        verbose_name = _("site")
        verbose_name_plural = _("sites")
        ordering: ClassVar = ["organisation_id", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "name"], name="site_name_once_per_organisation")
        ]

    def __str__(self) -> str:
        return self.name


class NumberTakenBack(models.Model):
    """The highest number of a series of labels ("K") whose bearer was taken back: nobody else gets it."""

    centre = models.ForeignKey(Organisation, models.CASCADE, related_name="numbers_taken_back")
    series = models.CharField(max_length=4)
    number = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("number taken back")
        verbose_name_plural = _("numbers taken back")
        ordering: ClassVar = ["centre_id", "series"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["centre", "series"], name="number_taken_back_once_a_series")
        ]

    def __str__(self) -> str:
        return f"{self.series}-{self.number}"


class DayOff(models.Model):
    """A day on which an organisation is closed, beside weekends and public holidays."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="days_off")
    on = models.DateField(_("day"))
    name = models.CharField(_("why"), max_length=120)

    class Meta:
        verbose_name = _("day off")
        verbose_name_plural = _("days off")
        ordering: ClassVar = ["organisation_id", "on"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["organisation", "on"], name="day_off_once")]

    def __str__(self) -> str:
        return f"{self.on}"
