"""The people helped: a household under a neutral label, its members, what it needs and when it can meet."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from base.common.enums import (
    AgeBand,
    ContactChannel,
    Gender,
    GenderWish,
    HelpArea,
    Shift,
    Trade,
    WishStrength,
)
from base.common.fields import CodeSetField
from base.common.models import Consent
from base.organisations.models import Organisation, Site
from base.places.fields import WeekField
from base.places.languages import Level, Spoken
from base.places.models import Located, SpokenLanguage

from .enums import ConsentPurpose, HouseholdState, NamedState, PriorityKind, QuestionAbout


class Household(Located):
    """One address of help: a person alone or a family, known in lists by its label (K-417) only."""

    centre = models.ForeignKey(Organisation, models.PROTECT, related_name="households")
    number = models.PositiveIntegerField(_("number"), editable=False)
    label = models.CharField(_("label"), max_length=12, editable=False)
    state = models.CharField(_("state"), max_length=12, choices=HouseholdState, default=HouseholdState.SERVED)
    state_since = models.DateField(_("in this state since"), default=timezone.localdate)
    state_reason = models.CharField(_("why"), max_length=200, blank=True)
    waiting_since = models.DateField(_("waiting since"), default=timezone.localdate)

    contact_name = models.CharField(_("name of the contact person"), max_length=120)
    phone = PhoneNumberField(_("phone"), blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    address = models.CharField(_("street and number"), max_length=200, blank=True)
    channel = models.CharField(
        _("how we reach them"), max_length=16, choices=ContactChannel, default=ContactChannel.PHONE_CALL
    )
    language = models.CharField(_("language we write in"), max_length=8, default="uk")

    week = WeekField(_("free hours"), blank=True)
    travel_km = models.PositiveSmallIntegerField(_("can travel, km"), default=0)
    needs = CodeSetField(_("needs"), choices=HelpArea, blank=True)
    wants_polish = models.BooleanField(_("wants to practise Polish"), default=False)
    wish_gender = models.CharField(
        _("helper's gender"), max_length=8, choices=GenderWish, default=GenderWish.ANY
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
        verbose_name = _("family")
        verbose_name_plural = _("families")
        ordering: ClassVar = ["waiting_since", "pk"]
        indexes: ClassVar = [
            # With the number, so that who waits is counted from the index alone.
            models.Index(fields=["centre", "state", "waiting_since", "id"], name="household_waiting")
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["centre", "number"], name="household_number_once_per_centre"),
            models.UniqueConstraint(fields=["centre", "label"], name="household_label_once_per_centre"),
            models.UniqueConstraint(
                fields=["centre", "import_key"],
                condition=~models.Q(import_key=""),
                name="household_import_key_once",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=HouseholdState.values), name="household_state_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(wish_gender=GenderWish.ANY, wish_strength=WishStrength.MUST),
                name="household_must_names_a_gender",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def current_members(self) -> list["Member"]:
        """Who belongs to the household today, the contact first."""
        return [member for member in self.members.all() if member.left_on is None]

    @property
    def children(self) -> list["Member"]:
        """Members under eighteen: with them, contact asks for clearance."""
        return [member for member in self.current_members if member.is_minor]

    @property
    def spoken(self) -> list[Spoken]:
        """The best level of each language among the adults, the best first."""
        best: dict[str, int] = {}
        for member in self.current_members:
            for row in () if member.is_minor else member.languages.all():
                best[row.language] = max(row.level, best.get(row.language, 0))
        order = sorted(best, key=lambda code: (-best[code], code))
        return [Spoken(code, Level(best[code])) for code in order]


class Member(models.Model):
    """A person of the household; a child is kept as an age band, without a name being needed.

    Who leaves the household stays on record with the day, so that the past of a pair can still be told.
    """

    household = models.ForeignKey(Household, models.CASCADE, related_name="members")
    first_name = models.CharField(_("first name"), max_length=60, blank=True)
    age_band = models.CharField(_("age"), max_length=8, choices=AgeBand)
    gender = models.CharField(_("gender"), max_length=8, choices=Gender, blank=True)
    is_contact = models.BooleanField(_("the person we talk to"), default=False)
    left_on = models.DateField(_("left the household on"), null=True, blank=True)

    class Meta:
        verbose_name = _("household member")
        verbose_name_plural = _("household members")
        ordering: ClassVar = ["household_id", "-is_contact", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["id"], condition=models.Q(left_on__isnull=False), name="member_gone")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(age_band__in=AgeBand.values), name="member_age_known"),
            models.UniqueConstraint(
                fields=["household"], condition=models.Q(is_contact=True), name="one_contact_per_household"
            ),
            models.CheckConstraint(
                condition=models.Q(is_contact=False) | models.Q(left_on=None),
                name="contact_belongs_to_household",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household.label}, {self.get_age_band_display()}"

    @property
    def is_minor(self) -> bool:
        """Whether contact with this person needs clearance."""
        return AgeBand(self.age_band).is_minor


class MemberLanguage(SpokenLanguage):
    """A language a member speaks, with its level."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="languages")

    class Meta:
        verbose_name = _("member's language")
        verbose_name_plural = _("members' languages")
        ordering: ClassVar = ["member_id", "-level", "language"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["member", "language"], name="member_language_once")
        ]


class PriorityInput(models.Model):
    """One reason why this household should not wait its turn; each adds to the weight of the matching."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="priority_inputs")
    kind = models.CharField(_("kind"), max_length=16, choices=PriorityKind)
    weight = models.PositiveSmallIntegerField(_("adds"), default=1)
    reason = models.CharField(_("reason"), max_length=200)
    until = models.DateField(_("until"), null=True, blank=True)
    added_by_label = models.CharField(max_length=200, blank=True, editable=False)
    added_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("priority reason")
        verbose_name_plural = _("priority reasons")
        ordering: ClassVar = ["household_id", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(weight__gte=1, weight__lte=2), name="priority_adds_one_or_two"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household.label}: {self.get_kind_display()}"


class Employment(models.Model):
    """An adult's job with an employer of the programme; makes them somebody a workplace mentor can help."""

    member = models.OneToOneField(Member, models.CASCADE, related_name="employment")
    employer = models.ForeignKey(Organisation, models.PROTECT, related_name="employments")
    site = models.ForeignKey(Site, models.SET_NULL, null=True, blank=True, related_name="employments")
    job_title = models.CharField(_("job"), max_length=120)
    trade = models.CharField(_("trade"), max_length=16, choices=Trade)
    shift = models.CharField(_("shift"), max_length=12, choices=Shift, blank=True)
    started_on = models.DateField(_("works since"))
    contract_until = models.DateField(_("contract until"), null=True, blank=True)
    supervisor_label = models.CharField(_("supervisor's mentor label"), max_length=12, blank=True)

    class Meta:
        verbose_name = _("employment")
        verbose_name_plural = _("employments")
        ordering: ClassVar = ["employer_id", "started_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(contract_until=None)
                | models.Q(contract_until__gte=models.F("started_on")),
                name="employment_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return f"{self.member.household.label}, {self.job_title}"


class NamedColleague(models.Model):
    """A newly hired worker whom an employer named, until the centre has looked: nobody of ours yet.

    Phone and e-mail are kept only while it waits. `household` is who they became.
    """

    centre = models.ForeignKey(Organisation, models.PROTECT, related_name="named_colleagues")
    employer = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    site = models.ForeignKey(Site, models.SET_NULL, null=True, blank=True, related_name="+")
    household = models.ForeignKey(
        Household, models.SET_NULL, null=True, blank=True, related_name="named_colleagues"
    )
    state = models.CharField(_("state"), max_length=12, choices=NamedState, default=NamedState.WAITING)
    first_name = models.CharField(_("first name"), max_length=50)
    job_title = models.CharField(_("job"), max_length=120)
    trade = models.CharField(_("trade"), max_length=16, choices=Trade)
    shift = models.CharField(_("shift"), max_length=12, choices=Shift, blank=True)
    started_on = models.DateField(_("works since"))
    contract_until = models.DateField(_("contract until"), null=True, blank=True)
    supervisor_label = models.CharField(_("supervisor's mentor label"), max_length=12, blank=True)
    language = models.CharField(_("language"), max_length=8)
    phone = PhoneNumberField(_("phone"), blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    import_key = models.CharField(max_length=64, blank=True, editable=False)
    named_at = models.DateTimeField(_("named"), default=timezone.now)
    named_by_label = models.CharField(_("named by"), max_length=200)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by_label = models.CharField(_("answered by"), max_length=200, blank=True)
    answer = models.CharField(_("why"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("new colleague named by an employer")
        verbose_name_plural = _("new colleagues named by employers")
        ordering: ClassVar = ["-named_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["centre", "state"], name="named_colleague_waiting")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state__in=NamedState.values), name="named_colleague_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(contract_until=None)
                | models.Q(contract_until__gte=models.F("started_on")),
                name="named_colleague_contract_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=models.Q(state=NamedState.WAITING) | models.Q(phone="", email=""),
                name="named_colleague_contact_only_while_waiting",
            ),
            models.UniqueConstraint(
                fields=["centre", "import_key"],
                condition=~models.Q(import_key=""),
                name="named_colleague_import_key_once",
            ),
        ]

    def __str__(self) -> str:
        # No name: this text ends in logs.
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def label(self) -> str:
        """How the audit names it."""
        return self.household.label if self.household else str(self)


class HouseholdConsent(Consent):
    """Consent of the household, given on paper or by word and recorded by a coordinator."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="consents")
    purpose = models.CharField(_("purpose"), max_length=16, choices=ConsentPurpose)

    class Meta(Consent.Meta):
        verbose_name = _("family's consent")
        verbose_name_plural = _("families' consents")
        ordering: ClassVar = ["household_id", "-given_at", "pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["household"],
                condition=models.Q(withdrawn_at__isnull=False),
                name="household_consent_taken_back",
            )
        ]


class HouseholdAccess(models.Model):
    """The family's own way in: a link, kept as a hash only, and a PIN the family chose when it first came.

    One household has at most one that is not taken away. `wrong_tries` counts since the last right PIN.
    """

    household = models.ForeignKey(Household, models.CASCADE, related_name="accesses")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    pin_hash = models.CharField(max_length=128, blank=True, editable=False)
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES)
    made_by_id: models.BigIntegerField[int | None, int | None] = models.BigIntegerField(null=True)
    made_by_label = models.CharField(_("made by"), max_length=200)
    created_at = models.DateTimeField(_("made"), default=timezone.now)
    expires_at = models.DateTimeField(_("valid until"))
    opened_at = models.DateTimeField(_("first opened"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("taken away"), null=True, blank=True)
    wrong_tries = models.PositiveSmallIntegerField(default=0, editable=False)
    locked_until = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("family's way in")
        verbose_name_plural = _("families' ways in")
        ordering: ClassVar = ["-created_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["household"], condition=models.Q(revoked_at=None), name="household_has_one_way_in"
            ),
            models.CheckConstraint(
                condition=models.Q(opened_at=None, pin_hash="")
                | (models.Q(opened_at__isnull=False) & ~models.Q(pin_hash="")),
                name="way_in_opens_with_a_pin",
            ),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")), name="way_in_ends_after_it_began"
            ),
        ]

    def __str__(self) -> str:
        return self.household.label

    @property
    def label(self) -> str:
        """How the audit names it."""
        return self.household.label


class HouseholdQuestion(models.Model):
    """The family asks its centre for something, or says that something we know is not right."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="questions")
    about = models.CharField(_("about"), max_length=12, choices=QuestionAbout)
    words = models.CharField(_("in their words"), max_length=500, blank=True)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by_label = models.CharField(_("answered by"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("family's question")
        verbose_name_plural = _("families' questions")
        ordering: ClassVar = ["-asked_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(about__in=QuestionAbout.values), name="question_about_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.household.label}: {self.get_about_display()}"
