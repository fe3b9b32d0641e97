"""People who log in, what they are where, and what they have begun to type."""

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower, Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.organisations.models import Organisation, Site
from base.places.models import SpokenLanguage

from .enums import STAFF_ROLES, Role


class UserManager(BaseUserManager["User"]):
    """Makes users by e-mail; there is no user name."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        """A saved user; without a password they log in by code or set one by invitation."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        """A saved user of the technical admin."""
        return self.create_user(email, password, **{"is_staff": True, "is_superuser": True, **fields})


class User(AbstractBaseUser, PermissionsMixin):
    """A person who can log in. What they may do follows from their memberships alone."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES, default="pl")
    shortcuts = models.BooleanField(_("single-key shortcuts"), default=True)
    is_staff = models.BooleanField(_("technical administrator"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(_("created"), db_default=Now(), editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("email"), name="user_email_once_in_any_case"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        """The name as the person wrote it."""
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self) -> "MembershipQuerySet":
        """Memberships that have not ended."""
        return self.filter(ended_at=None)


class Membership(models.Model):
    """A role at an organisation. The scope of everything a person sees comes from here (and is an Actor)."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=16, choices=Role)
    site = models.ForeignKey(
        Site, models.SET_NULL, null=True, blank=True, related_name="memberships", verbose_name=_("site")
    )
    started_at = models.DateTimeField(_("since"), default=timezone.now)
    ended_at = models.DateTimeField(_("until"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering: ClassVar = ["organisation__name", "role", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=models.Q(ended_at=None),
                name="membership_once_while_it_lasts",
            ),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="membership_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}, {self.organisation}"

    @property
    def is_staff_role(self) -> bool:
        """Whether the role sees other people's data."""
        return self.role in STAFF_ROLES

    @property
    def actor_id(self) -> int | None:
        """The user's id, as the audit writes it."""
        return self.user_id

    @property
    def actor_label(self) -> str:
        """The user's name, as the audit writes it; a family's own name stays out of the records."""
        return f"{Role.FAMILY} {self.user_id}" if self.role == Role.FAMILY else str(self.user)

    @property
    def actor_organisation_id(self) -> int | None:
        """The organisation on whose behalf the user acts."""
        return self.organisation_id


class StaffLanguage(SpokenLanguage):
    """A language somebody of the staff speaks with those who come."""

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="languages")

    class Meta:
        verbose_name = _("language of staff")
        verbose_name_plural = _("languages of staff")
        ordering: ClassVar = ["membership_id", "-level", "language"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["membership", "language"], name="staff_language_once")
        ]


class Invitation(models.Model):
    """A way in for one address: single use, 72 hours, accepted by POST, its token kept as a hash only."""

    email = models.EmailField(_("e-mail"))
    name = models.CharField(_("name"), max_length=120, blank=True)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="invitations")
    role = models.CharField(_("role"), max_length=16, choices=Role)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("sent"), default=timezone.now)
    expires_at = models.DateTimeField(_("valid until"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    invited_by_id: models.BigIntegerField[int | None, int | None] = models.BigIntegerField(null=True)
    invited_by_label = models.CharField(max_length=120, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering: ClassVar = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.email} ({self.get_role_display()})"


class FormDraft(models.Model):
    """What one user has typed into one form and not yet sent; nobody else ever reads it."""

    user = models.ForeignKey(User, models.CASCADE, related_name="drafts")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    form_key = models.CharField(max_length=80)
    data = models.JSONField(default=dict)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "organisation", "form_key"], name="draft_once_per_user_and_form"
            )
        ]

    def __str__(self) -> str:
        return self.form_key
