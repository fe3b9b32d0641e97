"""The family's own way in: a link for 180 days and a PIN of its choice, on a phone that others may use too.

The link alone opens nothing but the question for the PIN, and the PIN alone nothing at all. Neither is kept:
of the link a hash, of the PIN a salted one. Who guesses is stopped for a quarter of an hour after five wrong
tries and for good after fifteen; the centre hears of that.
"""

import re
import secrets
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from base.accounts.queries import hash_token
from base.audit.actor import SYSTEM, Actor
from base.audit.domain.records import record
from base.common.errors import Refusal
from base.notices.domain.rendering import language_for
from base.notices.enums import Template
from base.organisations.enums import OrganisationState
from families.enums import HouseholdState
from families.models import Household, HouseholdAccess

from .centre_notices import tell_centre
from .households import lock_household

PIN_DIGITS = 6
TRIES_BEFORE_A_PAUSE = 5
PAUSE = timedelta(minutes=15)
TRIES_BEFORE_THE_END = 15
#: How exactly `last_used_at` is kept: not every page is a write.
USE_IS_KEPT_BY = timedelta(minutes=1)


@dataclass(frozen=True)
class FreshAccess:
    """A way in and its token, which exists nowhere else and is shown or sent once."""

    access: HouseholdAccess
    token: str


@dataclass(frozen=True)
class HouseholdActor:
    """A family that acts for itself, for `by=`: the records know its label and its centre, never a name."""

    household: Household

    @property
    def actor_id(self) -> int | None:
        """A family is no user."""
        return None

    @property
    def actor_label(self) -> str:
        """K-417."""
        return self.household.label

    @property
    def actor_organisation_id(self) -> int | None:
        """The centre that looks after the family."""
        return self.household.centre_id


@transaction.atomic
def invite_household(household: Household, *, by: Actor) -> FreshAccess:
    """A new link for the family; the one before stops working, and the family chooses a PIN anew.

    Refusal for a family in the archive.
    """
    lock_household(household)
    if household.state == HouseholdState.ARCHIVED:
        raise Refusal(_("This family is in the archive. Bring it back first."), code="archived")
    now = timezone.now()
    household.accesses.filter(revoked_at=None).update(revoked_at=now)
    token = secrets.token_urlsafe(32)
    access = household.accesses.create(
        token_hash=hash_token(token),
        language=language_for(household.language),
        made_by_id=by.actor_id,
        made_by_label=by.actor_label[:200],
        created_at=now,
        expires_at=now + timedelta(days=settings.SPLOT_FAMILY_LINK_DAYS),
    )
    _record("made", access, by=by)
    return FreshAccess(access, token)


@transaction.atomic
def choose_pin(access: HouseholdAccess, *, pin: str, again: str, language: str = "") -> HouseholdAccess:
    """The first opening: from now on this PIN belongs to the link.

    ValidationError by field ("pin", "again"); Refusal when the link is over, or somebody opened it before.
    """
    access = _locked_open(access)
    if access.opened_at:
        raise Refusal(_("A PIN was chosen for this link already. Write that one."), code="chosen")
    _check_pin(pin, again)
    access.pin_hash = make_password(pin)
    access.opened_at = access.last_used_at = timezone.now()
    if language:
        access.language = language_for(language)
    access.save(update_fields=["pin_hash", "opened_at", "last_used_at", "language"])
    _record("opened", access, by=HouseholdActor(access.household))
    return access


def enter(access: HouseholdAccess, *, pin: str) -> HouseholdAccess:
    """The right PIN opens. ValidationError on "pin" when it is wrong; Refusal while the link is stopped.

    A wrong try is counted in a transaction of its own, so that saying no cannot undo the count.
    """
    with transaction.atomic():
        access = _locked_open(access)
        if not access.opened_at:
            raise Refusal(_("Choose a PIN first."), code="no_pin")
        if access.locked_until and access.locked_until > timezone.now():
            raise locked(access)
        if check_password(pin, access.pin_hash):
            return _let_in(access)
        _count_wrong(access)
    if refusal := why_closed(access):
        raise refusal
    if access.locked_until and access.locked_until > timezone.now():
        raise locked(access)
    raise ValidationError({"pin": _("This is not the PIN. Try once more.")})


@transaction.atomic
def revoke_access(access: HouseholdAccess, *, by: Actor) -> HouseholdAccess:
    """The link stops working, and pages open with it close at the next touch; twice changes nothing."""
    access = _locked(access)
    if access.revoked_at is None:
        access.revoked_at = timezone.now()
        access.save(update_fields=["revoked_at"])
        _record("revoked", access, by=by)
    return access


def choose_language(access: HouseholdAccess, *, language: str) -> HouseholdAccess:
    """The pages speak this language from now on, on every phone; an unknown one changes nothing."""
    if language in dict(settings.LANGUAGES) and language != access.language:
        access.language = language
        access.save(update_fields=["language"])
    return access


def note_use(access: HouseholdAccess) -> None:
    """Remember that somebody was here, to the minute."""
    now = timezone.now()
    if access.last_used_at is None or now - access.last_used_at > USE_IS_KEPT_BY:
        access.last_used_at = now
        access.save(update_fields=["last_used_at"])


def why_closed(access: HouseholdAccess) -> Refusal | None:
    """Why this link opens nothing any more; None while it does. Touches the database for nothing new."""
    household = access.household
    if access.revoked_at:
        return Refusal(
            _("This link does not work any more. Your coordinator will give you a new one."), code="revoked"
        )
    if access.expires_at <= timezone.now():
        return Refusal(_("This link is too old. Your coordinator will give you a new one."), code="expired")
    if household.state == HouseholdState.ARCHIVED or household.centre.state != OrganisationState.ACTIVE:
        return Refusal(_("These pages are closed. If you need us again, call the centre."), code="archived")
    return None


def locked(access: HouseholdAccess) -> Refusal:
    """The sentence for somebody who tried too often."""
    minutes = int(PAUSE.total_seconds() // 60)
    sentence = _("The PIN was wrong five times. Wait {minutes} minutes, then try again, or call the centre.")
    return Refusal(format_lazy(sentence, minutes=minutes), code="locked")


# --- inside -------------------------------------------------------------------------------------------


def _check_pin(pin: str, again: str) -> None:
    if not re.fullmatch(rf"[0-9]{{{PIN_DIGITS}}}", pin):
        raise ValidationError({"pin": _("A PIN has six digits.")})
    steps = {int(right) - int(left) for left, right in pairwise(pin)}
    if len(steps) == 1 and steps <= {-1, 0, 1}:
        raise ValidationError({"pin": _("This PIN is easy to guess. Choose another one.")})
    if pin != again:
        raise ValidationError({"again": _("The two PINs are not the same. Write it once more.")})


def _let_in(access: HouseholdAccess) -> HouseholdAccess:
    access.wrong_tries, access.locked_until = 0, None
    access.last_used_at = timezone.now()
    access.save(update_fields=["wrong_tries", "locked_until", "last_used_at"])
    _record("entered", access, by=HouseholdActor(access.household))
    return access


def _count_wrong(access: HouseholdAccess) -> None:
    access.wrong_tries += 1
    if access.wrong_tries >= TRIES_BEFORE_THE_END:
        access.revoked_at = timezone.now()
        _record("closed", access, by=SYSTEM)
        tell_centre(Template.WAY_IN_CLOSED, access.household, subject=f"way_in:{access.household_id}")
    elif access.wrong_tries % TRIES_BEFORE_A_PAUSE == 0:
        access.locked_until = timezone.now() + PAUSE
        _record("locked", access, by=SYSTEM)
    access.save(update_fields=["wrong_tries", "locked_until", "revoked_at"])


def _locked(access: HouseholdAccess) -> HouseholdAccess:
    """Fresh and locked, with its household and centre. The lock makes tries wait for one another."""
    rows = HouseholdAccess.objects.select_for_update(of=("self",)).select_related("household__centre")
    return rows.get(pk=access.pk)


def _locked_open(access: HouseholdAccess) -> HouseholdAccess:
    access = _locked(access)
    if refusal := why_closed(access):
        raise refusal
    return access


def _record(what: str, access: HouseholdAccess, *, by: Actor) -> None:
    household = access.household
    record(
        f"families.way_in.{what}",
        by=by,
        on=household,
        organisation_id=household.centre_id,
        details={"way_in": access.pk},
    )
