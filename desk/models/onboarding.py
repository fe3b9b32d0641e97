"""Ways in: the stages of a centre, who stands where, and how they came there."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.accounts.models import Membership
from base.organisations.models import Organisation
from desk.enums import Side, StageKey
from families.models import Household
from volunteers.enums import VolunteerState
from volunteers.models import Volunteer

#: States in which somebody is on the way to helping.
ON_THE_WAY = (VolunteerState.APPLIED, VolunteerState.INTERVIEWED, VolunteerState.IN_TRAINING)
LONGEST_NAME = 60
LONGEST_STEP = 200
#: Exactly one of the two.
OF_ONE = models.Q(volunteer=None, household__isnull=False) | models.Q(volunteer__isnull=False, household=None)


class Stage(models.Model):
    """One column of a board. Those without an organisation are shipped; a centre's own stand in their place.

    On the volunteers' side it stands for a state of the volunteers' room: who is in the stage is in that
    state. On the families' side it stands for none. The last stage `ends` the way in. Stages are hidden, not
    deleted.
    """

    organisation: models.ForeignKey[Organisation | None, Organisation | None] = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="stages"
    )
    side = models.CharField(_("side"), max_length=12, choices=Side)
    key = models.CharField(_("standard stage"), max_length=20, choices=StageKey, blank=True)
    name = models.CharField(_("own name"), max_length=LONGEST_NAME, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    days = models.PositiveSmallIntegerField(
        _("days one may stay"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
    )
    stands_for = models.CharField(_("stands for"), max_length=12, choices=VolunteerState, blank=True)
    ends = models.BooleanField(_("the way in is over"), default=False)
    shown = models.BooleanField(_("shown"), default=True)

    class Meta:
        verbose_name = _("stage of a way in")
        verbose_name_plural = _("stages of ways in")
        ordering: ClassVar = ["organisation_id", "side", "order", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["key"],
                condition=models.Q(organisation=None),
                name="common_stage_once",
            ),
            models.UniqueConstraint(
                fields=["organisation", "key"], condition=~models.Q(key=""), name="stage_key_once_per_centre"
            ),
            models.CheckConstraint(condition=models.Q(side__in=Side.values), name="stage_side_known"),
            models.CheckConstraint(condition=~models.Q(key="", name=""), name="stage_has_a_word"),
            models.CheckConstraint(
                condition=models.Q(side=Side.FAMILIES, stands_for="")
                | models.Q(side=Side.VOLUNTEERS, ends=False, stands_for__in=ON_THE_WAY)
                | models.Q(side=Side.VOLUNTEERS, ends=True, stands_for=VolunteerState.ACTIVE),
                name="stage_stands_for_a_state_of_its_side",
            ),
            models.CheckConstraint(
                condition=models.Q(days=None) | models.Q(days__gte=1, days__lte=365),
                name="stage_days_are_sensible",
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(StageKey(self.key).label)

    @property
    def label(self) -> str:
        """How the audit names it: the same in every language."""
        return self.key or self.name


class Onboarding(models.Model):
    """What a centre wrote of one newcomer's way in: made when something is written down, not before.

    `stage` counts while it stands for the state the volunteer is in; else the first one that does.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="onboardings")
    volunteer: models.ForeignKey[Volunteer | None, Volunteer | None] = models.ForeignKey(
        Volunteer, models.CASCADE, null=True, blank=True, related_name="onboardings"
    )
    household: models.ForeignKey[Household | None, Household | None] = models.ForeignKey(
        Household, models.CASCADE, null=True, blank=True, related_name="onboardings"
    )
    stage: models.ForeignKey[Stage | None, Stage | None] = models.ForeignKey(
        Stage, models.PROTECT, null=True, blank=True, related_name="onboardings"
    )
    since = models.DateField(_("in this stage since"), null=True, blank=True)
    owner: models.ForeignKey[Membership | None, Membership | None] = models.ForeignKey(
        Membership, models.SET_NULL, null=True, blank=True, related_name="onboardings"
    )
    next_step = models.CharField(_("next step"), max_length=LONGEST_STEP, blank=True)
    next_on = models.DateField(_("by when"), null=True, blank=True)
    begun_at = models.DateTimeField(_("begun"), default=timezone.now)
    finished_on = models.DateField(_("finished"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("way in")
        verbose_name_plural = _("ways in")
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["organisation", "next_on"],
                condition=models.Q(finished_on=None),
                name="onboarding_due",
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=OF_ONE, name="onboarding_of_one"),
            models.UniqueConstraint(
                fields=["volunteer"],
                condition=models.Q(finished_on=None, volunteer__isnull=False),
                name="onboarding_once_per_volunteer",
            ),
            models.UniqueConstraint(
                fields=["household"],
                condition=models.Q(household__isnull=False),
                name="onboarding_once_per_household",
            ),
            models.CheckConstraint(
                condition=models.Q(stage=None, since=None)
                | models.Q(stage__isnull=False, since__isnull=False),
                name="onboarding_stage_since_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(next_on=None) | ~models.Q(next_step=""), name="onboarding_step_has_words"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def person(self) -> Volunteer | Household:
        """Who is on the way."""
        person = self.volunteer or self.household
        assert person is not None  # noqa: S101 - one of the two, by CHECK
        return person

    @property
    def side(self) -> Side:
        """Whose way in it is."""
        return Side.VOLUNTEERS if self.volunteer_id is not None else Side.FAMILIES

    @property
    def label(self) -> str:
        """The neutral label: W-12, K-417."""
        return self.person.label


class OnboardingMove(models.Model):
    """One step from stage to stage (append-only, triggers.py)."""

    onboarding = models.ForeignKey(Onboarding, models.CASCADE, related_name="moves")
    from_stage: models.ForeignKey[Stage | None, Stage | None] = models.ForeignKey(
        Stage, models.PROTECT, null=True, related_name="+"
    )
    to_stage = models.ForeignKey(Stage, models.PROTECT, related_name="+")
    days = models.PositiveIntegerField(_("days in the stage before"), default=0)
    at = models.DateTimeField(_("when"), default=timezone.now)
    by_id: models.BigIntegerField[int | None, int | None] = models.BigIntegerField(null=True)
    by_label = models.CharField(_("moved by"), max_length=200)

    class Meta:
        verbose_name = _("move on a way in")
        verbose_name_plural = _("moves on ways in")
        ordering: ClassVar = ["onboarding_id", "pk"]

    def __str__(self) -> str:
        return f"{self.onboarding_id}: {self.from_stage_id} → {self.to_stage_id}"
