"""A programme, the centres that share it, its dated rules, and the people who take part."""

from typing import TYPE_CHECKING, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.common.models import DatedRule
from base.organisations.models import Organisation
from base.places.languages import Level
from families.models import Household, Member
from matching.enums import LanguagePurpose, ProgrammeKind, ProgrammeState, Rhythm
from mentors.models import MentorEmployee
from volunteers.models import Volunteer

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Programme(models.Model):
    """One way of pairing (friendship, practice, guidance, workplace), led by a centre and maybe shared."""

    key = models.SlugField(_("key"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=20, choices=ProgrammeKind)
    state = models.CharField(_("state"), max_length=12, choices=ProgrammeState, default=ProgrammeState.ACTIVE)
    lead = models.ForeignKey(Organisation, models.PROTECT, related_name="led_programmes")
    centres: "models.ManyToManyField[Organisation, ProgrammeCentre]" = models.ManyToManyField(
        Organisation, through="ProgrammeCentre", related_name="programmes"
    )
    contact_with_minors = models.BooleanField(
        _("children may be present"),
        default=True,
        help_text=_("When on, a family with children is matched only with a cleared volunteer."),
    )
    created_at = models.DateTimeField(_("created"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(contact_with_minors=True) | models.Q(kind=ProgrammeKind.WORKPLACE),
                name="programme_without_gate_only_at_work",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=ProgrammeKind.values), name="programme_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ProgrammeCentre(models.Model):
    """A centre that shares the programme's pool."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="shares")
    centre = models.ForeignKey(Organisation, models.PROTECT, related_name="programme_shares")
    joined_on = models.DateField(_("since"), default=timezone.localdate)

    class Meta:
        verbose_name = _("centre of a programme")
        verbose_name_plural = _("centres of programmes")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "centre"], name="programme_centre_once")
        ]

    def __str__(self) -> str:
        return f"{self.programme}: {self.centre}"


def _points(label: "StrOrPromise", default: int) -> "models.PositiveSmallIntegerField[int, int]":
    return models.PositiveSmallIntegerField(label, default=default, validators=[MaxValueValidator(100)])


class ProgrammeRules(DatedRule):
    """Limits and weights of a programme from a day on; a run stores the ones it used."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="rules")

    max_km = models.PositiveSmallIntegerField(_("farthest apart, km"), default=30)
    detour = models.DecimalField(
        _("detour factor"), max_digits=3, decimal_places=2, default="1.30",
        validators=[MinValueValidator(1), MaxValueValidator(3)],
    )  # fmt: skip
    session_minutes = models.PositiveSmallIntegerField(
        _("length of a meeting, minutes"),
        default=60,
        validators=[MinValueValidator(30), MaxValueValidator(480)],
    )
    rhythm = models.CharField(_("rhythm"), max_length=12, choices=Rhythm, default=Rhythm.WEEKLY)
    language_purpose = models.CharField(
        _("shared language"), max_length=12, choices=LanguagePurpose, default=LanguagePurpose.SPEAK
    )
    min_level = models.PositiveSmallIntegerField(
        _("level needed to understand each other"), choices=Level, default=Level.B1
    )
    same_gender = models.BooleanField(_("women help women, men help men"), default=False)
    same_employer = models.BooleanField(_("only within one employer"), default=False)
    same_site = models.BooleanField(
        _("only within one site"),
        default=False,
        help_text=_(
            "Of an employer with several sites. Whoever has no site written down works at its address."
        ),
    )
    not_the_supervisor = models.BooleanField(_("a supervisor does not mentor"), default=True)
    max_room = models.PositiveSmallIntegerField(
        _("most families for one helper"), default=2, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    promise_days = models.PositiveSmallIntegerField(_("promise: nobody waits longer than, days"), default=60)
    full_hours = models.PositiveSmallIntegerField(_("shared hours that earn all points"), default=8)

    weight_language = _points(_("points: language"), 25)
    weight_distance = _points(_("points: distance"), 20)
    weight_time = _points(_("points: shared time"), 20)
    weight_needs = _points(_("points: needs and offers"), 15)
    weight_life_stage = _points(_("points: stage of life"), 10)
    weight_load = _points(_("points: even load"), 10)
    weight_gender = _points(_("points: wished gender"), 0)
    weight_trade = _points(_("points: same trade"), 0)

    class Meta:
        verbose_name = _("rules of a programme")
        verbose_name_plural = _("rules of programmes")
        ordering: ClassVar = ["programme_id", "-valid_from"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "valid_from"], name="programme_rules_once_per_day"),
            models.CheckConstraint(condition=models.Q(max_room__gte=1), name="programme_room_for_one"),
        ]

    def __str__(self) -> str:
        return f"{self.programme}, {self.valid_from}"


class Seeker(models.Model):
    """A household's place in a programme (at work: one employed member's). It asks for one helper."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="seekers")
    household = models.ForeignKey(Household, models.CASCADE, related_name="seekers")
    member = models.ForeignKey(Member, models.CASCADE, null=True, blank=True, related_name="seekers")
    joined_on = models.DateField(_("in the programme since"), default=timezone.localdate)
    left_on = models.DateField(_("left on"), null=True, blank=True)

    class Meta:
        verbose_name = _("family in a programme")
        verbose_name_plural = _("families in programmes")
        ordering: ClassVar = ["programme_id", "joined_on", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "member"],
                condition=models.Q(left_on=None, member__isnull=False),
                name="seeker_once_per_member",
            ),
            models.UniqueConstraint(
                fields=["programme", "household"],
                condition=models.Q(left_on=None, member=None),
                name="seeker_once_per_household",
            ),
        ]

    def __str__(self) -> str:
        return self.household.label


class Helper(models.Model):
    """A volunteer's or a mentor-employee's place in a programme."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="helpers")
    volunteer = models.ForeignKey(Volunteer, models.CASCADE, null=True, blank=True, related_name="helpers")
    mentor = models.ForeignKey(MentorEmployee, models.CASCADE, null=True, blank=True, related_name="helpers")
    joined_on = models.DateField(_("in the programme since"), default=timezone.localdate)
    left_on = models.DateField(_("left on"), null=True, blank=True)

    class Meta:
        verbose_name = _("helper in a programme")
        verbose_name_plural = _("helpers in programmes")
        ordering: ClassVar = ["programme_id", "joined_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(volunteer=None, mentor__isnull=False)
                | models.Q(volunteer__isnull=False, mentor=None),
                name="helper_is_volunteer_or_mentor",
            ),
            models.UniqueConstraint(
                fields=["programme", "volunteer"],
                condition=models.Q(left_on=None, mentor=None),
                name="volunteer_once_per_programme",
            ),
            models.UniqueConstraint(
                fields=["programme", "mentor"],
                condition=models.Q(left_on=None, volunteer=None),
                name="mentor_once_per_programme",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def person(self) -> Volunteer | MentorEmployee:
        """Who helps."""
        return self.volunteer or self.mentor  # type: ignore[return-value]  # one of the two, by CHECK
