"""An employer's way in: its application, the diagnostic survey, and what a consultation decided."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.organisations.models import Organisation
from base.organisations.validators import validate_nip, validate_regon
from base.places.models import Located
from mentors.enums import ApplicationState, StaffBand

from .people import Participation

MOST_PEOPLE = 100_000


class Application(Located):
    """A firm asks to take part. Nobody reads it before its address is confirmed by a link, kept as a hash."""

    centre = models.ForeignKey(Organisation, models.PROTECT, related_name="employer_applications")
    name = models.CharField(_("name of the firm"), max_length=200)
    nip = models.CharField("NIP", max_length=10, validators=[validate_nip])
    regon = models.CharField("REGON", max_length=14, blank=True, validators=[validate_regon])
    representative = models.CharField(_("representative"), max_length=120)
    position = models.CharField(_("position in the firm"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"))
    phone = models.CharField(_("phone"), max_length=32, blank=True)
    note = models.CharField(_("in their words"), max_length=500, blank=True)
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES)
    state = models.CharField(
        _("state"), max_length=12, choices=ApplicationState, default=ApplicationState.UNCONFIRMED
    )
    form_mark = models.CharField(max_length=64, blank=True, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    expires_at = models.DateTimeField(_("the link works until"))
    confirmed_at = models.DateTimeField(_("address confirmed"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by_label = models.CharField(_("answered by"), max_length=200, blank=True)
    reason = models.CharField(_("why declined"), max_length=200, blank=True)
    participation: models.ForeignKey[Participation | None, Participation | None] = models.ForeignKey(
        Participation, models.PROTECT, null=True, blank=True, related_name="applications"
    )

    class Meta:
        verbose_name = _("employer's application")
        verbose_name_plural = _("employers' applications")
        ordering: ClassVar = ["-made_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["centre", "state"], name="application_by_state")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["centre", "form_mark"],
                condition=~models.Q(form_mark=""),
                name="application_form_sent_once",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=ApplicationState.values), name="application_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state=ApplicationState.UNCONFIRMED, confirmed_at=None)
                | (~models.Q(state=ApplicationState.UNCONFIRMED) & models.Q(confirmed_at__isnull=False)),
                name="application_is_read_once_confirmed",
            ),
            models.CheckConstraint(
                condition=models.Q(state=ApplicationState.ACCEPTED, participation__isnull=False)
                | (~models.Q(state=ApplicationState.ACCEPTED) & models.Q(participation=None)),
                name="accepted_application_is_a_part",
            ),
        ]

    def __str__(self) -> str:
        # The audit and logs name it so: the firm may be one person.
        return f"P-{self.pk}"

    @property
    def label(self) -> str:
        """P-12."""
        return str(self)


class Survey(models.Model):
    """The diagnostic survey as an employer sent it; a later one is another row, the newest counts."""

    participation = models.ForeignKey(Participation, models.CASCADE, related_name="surveys")
    staff = models.CharField(_("people employed"), max_length=8, choices=StaffBand)
    from_abroad = models.PositiveIntegerField(
        _("of them from abroad"), validators=[MaxValueValidator(MOST_PEOPLE)]
    )
    to_hire = models.PositiveIntegerField(
        _("to be hired from abroad in the next twelve months"), validators=[MaxValueValidator(MOST_PEOPLE)]
    )
    jobs = models.CharField(_("jobs"), max_length=300)
    languages = models.CharField(_("languages spoken at work"), max_length=300, blank=True)
    by_shifts = models.BooleanField(_("work in shifts"), default=False)
    difficulties: models.JSONField[list[str], list[str]] = models.JSONField(
        _("what is hard"), default=list, blank=True
    )
    wanted: models.JSONField[list[str], list[str]] = models.JSONField(
        _("support asked for"), default=list, blank=True
    )
    could_mentor = models.PositiveIntegerField(
        _("employees who could mentor"), validators=[MaxValueValidator(MOST_PEOPLE)]
    )
    words = models.TextField(_("anything else"), max_length=2000, blank=True)
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    sent_by_id: models.BigIntegerField[int | None, int | None] = models.BigIntegerField(null=True)
    sent_by_label = models.CharField(_("sent by"), max_length=200)

    class Meta:
        verbose_name = _("diagnostic survey")
        verbose_name_plural = _("diagnostic surveys")
        ordering: ClassVar = ["-sent_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(staff__in=StaffBand.values), name="survey_staff_known")
        ]

    def __str__(self) -> str:
        return f"{self.participation}, {timezone.localtime(self.sent_at):%Y-%m-%d}"


class Consultation(models.Model):
    """What was talked over with an employer and which kinds of support were decided; the newest counts."""

    participation = models.ForeignKey(Participation, models.CASCADE, related_name="consultations")
    survey: models.ForeignKey[Survey | None, Survey | None] = models.ForeignKey(
        Survey, models.PROTECT, null=True, blank=True, related_name="consultations"
    )
    held_on = models.DateField(_("day of the talk"))
    consultant = models.CharField(_("consultant"), max_length=120)
    kinds: models.JSONField[list[str], list[str]] = models.JSONField(_("kinds of support decided"))
    words = models.TextField(_("what was agreed"), max_length=2000)
    recorded_at = models.DateTimeField(_("written down"), default=timezone.now)
    recorded_by_id: models.BigIntegerField[int | None, int | None] = models.BigIntegerField(null=True)
    recorded_by_label = models.CharField(_("written down by"), max_length=200)

    class Meta:
        verbose_name = _("consultation note")
        verbose_name_plural = _("consultation notes")
        ordering: ClassVar = ["-recorded_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.participation}, {self.held_on}"
