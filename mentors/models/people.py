"""The employer's part in the programme and the employees who mentor newly hired colleagues."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from base.common.enums import ContactChannel, Gender, GenderWish, Shift, Trade, WishStrength
from base.common.models import Consent
from base.organisations.enums import OrganisationKind
from base.organisations.models import Organisation, Site
from base.places.fields import WeekField
from base.places.languages import Level, Spoken
from base.places.models import Located, SpokenLanguage
from mentors.enums import ConsentPurpose, MentorState, ParticipationState


class Participation(models.Model):
    """An employer's part in a centre's programme: who represents it, and its participation agreement."""

    employer = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="participations",
        limit_choices_to={"kind": OrganisationKind.EMPLOYER},
    )
    centre = models.ForeignKey(Organisation, models.PROTECT, related_name="employer_participations")
    state = models.CharField(
        _("state"), max_length=12, choices=ParticipationState, default=ParticipationState.APPLIED
    )
    representative = models.CharField(_("representative"), max_length=120, blank=True)
    agreement_number = models.CharField(_("agreement number"), max_length=40, blank=True)
    agreement_from = models.DateField(_("agreement from"), null=True, blank=True)
    agreement_until = models.DateField(_("agreement until"), null=True, blank=True)
    state_since = models.DateField(_("in this state since"), default=timezone.localdate)
    state_reason = models.CharField(_("why"), max_length=200, blank=True)
    import_key = models.CharField(max_length=64, blank=True, editable=False)
    search_text = models.TextField(blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("employer's participation")
        verbose_name_plural = _("employers' participations")
        ordering: ClassVar = ["employer__name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["employer", "centre"], name="participation_once_per_centre"),
            models.UniqueConstraint(
                fields=["centre", "import_key"],
                condition=~models.Q(import_key=""),
                name="participation_import_key_once",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=ParticipationState.values), name="participation_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(agreement_from=None)
                | models.Q(agreement_until=None)
                | models.Q(agreement_until__gte=models.F("agreement_from")),
                name="participation_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return str(self.employer)


class MentorEmployee(Located):
    """An employee who helps newly hired foreign colleagues at the same employer (label M-12)."""

    centre = models.ForeignKey(Organisation, models.PROTECT, related_name="mentor_employees")
    participation = models.ForeignKey(Participation, models.PROTECT, related_name="mentors")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="mentor_employees"
    )
    site = models.ForeignKey(Site, models.SET_NULL, null=True, blank=True, related_name="mentors")
    number = models.PositiveIntegerField(_("number"), editable=False)
    label = models.CharField(_("label"), max_length=12, editable=False)
    state = models.CharField(_("state"), max_length=12, choices=MentorState, default=MentorState.ACTIVE)
    state_since = models.DateField(_("in this state since"), default=timezone.localdate)
    state_reason = models.CharField(_("why"), max_length=200, blank=True)

    first_name = models.CharField(_("first name"), max_length=60)
    last_name = models.CharField(_("surname"), max_length=80, blank=True)
    gender = models.CharField(_("gender"), max_length=8, choices=Gender, blank=True)
    phone = PhoneNumberField(_("phone"), blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    channel = models.CharField(
        _("how we reach them"), max_length=16, choices=ContactChannel, default=ContactChannel.EMAIL
    )
    language = models.CharField(_("language we write in"), max_length=8, default="pl")
    job_title = models.CharField(_("job"), max_length=120)
    trade = models.CharField(_("trade"), max_length=16, choices=Trade)
    shift = models.CharField(_("shift"), max_length=12, choices=Shift, blank=True)
    # From when to when the employer has named them a mentor, by its own decision or an annex to the contract.
    appointed_from = models.DateField(_("named a mentor from"), null=True, blank=True)
    appointed_until = models.DateField(_("named a mentor until"), null=True, blank=True)
    # Whom the employer named is asked themselves: without their own yes nobody is matched with them.
    named_by_employer = models.BooleanField(_("named by the employer"), default=False)
    week = WeekField(_("hours for mentoring"), blank=True)
    room = models.PositiveSmallIntegerField(_("new colleagues at a time"), default=1)
    wish_gender = models.CharField(
        _("wants to help"), max_length=8, choices=GenderWish, default=GenderWish.ANY
    )
    wish_strength = models.CharField(
        _("how strong is this wish"), max_length=8, choices=WishStrength, default=WishStrength.NONE
    )
    note = models.TextField(_("note for coordinators"), blank=True, max_length=2000)
    import_key = models.CharField(max_length=64, blank=True, editable=False)
    # Two columns, so that who may not see a name cannot find it by trying either.
    search_text = models.TextField(blank=True, editable=False)
    search_contact = models.TextField(blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("created"), db_default=Now(), editable=False)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("mentor-employee")
        verbose_name_plural = _("mentor-employees")
        ordering: ClassVar = ["participation_id", "first_name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["centre", "number"], name="mentor_number_once_per_centre"),
            models.UniqueConstraint(fields=["centre", "label"], name="mentor_label_once_per_centre"),
            models.UniqueConstraint(
                fields=["centre", "import_key"],
                condition=~models.Q(import_key=""),
                name="mentor_import_key_once",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=MentorState.values), name="mentor_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(room__gte=1, room__lte=20), name="mentor_has_room_for_one"
            ),
            models.CheckConstraint(
                condition=~models.Q(wish_gender=GenderWish.ANY, wish_strength=WishStrength.MUST),
                name="mentor_must_names_a_gender",
            ),
            models.CheckConstraint(
                condition=models.Q(appointed_from=None)
                | models.Q(appointed_until=None)
                | models.Q(appointed_until__gte=models.F("appointed_from")),
                name="mentor_appointment_ends_after_it_starts",
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


class MentorLanguage(SpokenLanguage):
    """A language a mentor-employee speaks, with its level."""

    mentor = models.ForeignKey(MentorEmployee, models.CASCADE, related_name="languages")

    class Meta:
        verbose_name = _("mentor's language")
        verbose_name_plural = _("mentors' languages")
        ordering: ClassVar = ["mentor_id", "-level", "language"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["mentor", "language"], name="mentor_language_once")
        ]


class MentorConsent(Consent):
    """Consent of the mentor-employee."""

    mentor = models.ForeignKey(MentorEmployee, models.CASCADE, related_name="consents")
    purpose = models.CharField(_("purpose"), max_length=16, choices=ConsentPurpose)

    class Meta(Consent.Meta):
        verbose_name = _("mentor's consent")
        verbose_name_plural = _("mentors' consents")
        ordering: ClassVar = ["mentor_id", "-given_at", "pk"]
