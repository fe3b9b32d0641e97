"""An employer's way in as pages tell it: the confirming link, and what comes next."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from base.notices.domain.outbox import queue_notice
from base.notices.enums import Template
from mentors.domain.applications import VALID_HOURS, Applicant, FreshApplication, recipient_of
from mentors.enums import ParticipationState, PreparedPartState
from mentors.models import Participation
from mentors.queries.joining import WayIn, way_in_of, with_way_in
from stipends.enums import AccountState

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def send_link(fresh: FreshApplication) -> None:
    """Queues the link to the address the application gives; nobody else ever sees it."""
    application = fresh.application
    link = settings.SITE_URL.rstrip("/") + reverse("join_confirm", args=[fresh.token])
    queue_notice(
        Template.APPLICATION_CONFIRM,
        to=recipient_of(application),
        context={"link": link, "centre": application.centre.name, "valid_hours": VALID_HOURS},
        not_before=timezone.now(),
        subject=f"application:{application.pk}",
        by=Applicant(application),
        organisation_id=application.centre_id,
    )


@dataclass(frozen=True)
class WayStep:
    """One step of an employer's way. state: "done", "now" (the employer's turn), "waits" (the centre's), or
    "later". `act` is the word on its button, `url` where it leads."""

    title: "StrOrPromise"
    why: "StrOrPromise" = ""
    state: str = "later"
    url: str = ""
    act: "StrOrPromise" = ""


@dataclass(frozen=True)
class Way:
    """A part and its steps; `next` is the first that is the employer's turn, None when none is."""

    part: Participation
    steps: list[WayStep]

    @property
    def next(self) -> WayStep | None:
        """What the employer does next."""
        return next((step for step in self.steps if step.state == "now"), None)

    @property
    def is_done(self) -> bool:
        """Whether nothing of the way is left."""
        return all(step.state == "done" for step in self.steps)


def ways_of(parts: QuerySet[Participation]) -> list[Way]:
    """The ways of these parts, in a number of queries that does not grow with them."""
    return [way_of(part) for part in with_way_in(parts).prefetch_related("payout_accounts")]


def way_of(part: Participation) -> Way:
    """The steps of a part from `ways_of`: what is done, whose turn it is, what comes later."""
    told = way_in_of(part)
    steps = [_applied(told)]
    if told.survey or told.consultation or part.state == ParticipationState.APPLIED:
        # An agreement made on paper asked for neither.
        steps += [_surveyed(told), _consulted(told)]
    return Way(part, [*steps, _signed(told), *_working(part)])


def _applied(told: WayIn) -> WayStep:
    if told.application is None or told.application.answered_at is None:
        return WayStep(_("Taken in by the centre"), state="done")
    day = _day(told.application.answered_at)
    return WayStep(_("Application accepted"), day, state="done")


def _surveyed(told: WayIn) -> WayStep:
    title, url = _("Tell about your firm"), reverse("survey", args=[told.participation.pk])
    if told.survey is not None:
        day = _day(told.survey.sent_at)
        return WayStep(title, day, "done", reverse("survey_sent", args=[told.participation.pk]), _("Read it"))
    why = _("Seven short questions, one after another. Your answers are kept as you go.")
    return WayStep(title, why, "now", url, _("Begin the survey"))


def _consulted(told: WayIn) -> WayStep:
    title = _("Talk it over with us")
    if told.consultation is not None:
        day = date_format(told.consultation.held_on, "DATE_FORMAT")
        url = reverse("consultation", args=[told.participation.pk])
        return WayStep(title, day, "done", url, _("Read it"))
    if told.survey is not None:
        return WayStep(title, _("We read your answers and call you. There is nothing to do now."), "waits")
    return WayStep(title, _("Together we decide which support suits you."))


def _signed(told: WayIn) -> WayStep:
    part, title = told.participation, pgettext("of an employer", "Sign the agreement")
    url = reverse("part_agreement", args=[part.pk])
    if told.to_sign is not None and told.to_sign.state == PreparedPartState.OFFERED:
        why = _("It is ready: read it in peace, here or as a PDF.")
        return WayStep(title, why, "now", url, _("Read and sign"))
    if told.to_sign is not None:
        return WayStep(title, _("You have signed; now the centre signs."), "waits", url, _("Read it"))
    if part.state == ParticipationState.ACTIVE:
        until = date_format(part.agreement_until, "DATE_FORMAT") if part.agreement_until else ""
        day = _("until %(day)s") % {"day": until} if until else _("without an end")
        return WayStep(pgettext("of an employer", "Agreement signed"), day, "done", url, _("Read it"))
    if told.consultation is not None:
        return WayStep(title, _("We prepare it and write to you. There is nothing to do now."), "waits")
    return WayStep(title, _("Read and signed here. Until then nothing binds you."))


def _working(part: Participation) -> Iterator[WayStep]:
    """What follows the agreement."""
    is_on = part.state == ParticipationState.ACTIVE
    title, page = _("Name your mentors"), reverse("employer", args=[part.pk])
    if mentors := getattr(part, "mentor_count", 0):
        told = ngettext("%(count)d mentor so far", "%(count)d mentors so far", mentors) % {"count": mentors}
        yield WayStep(title, told, "done", page, _("See them"))
    else:
        why = _("People who know the work and like to help a new colleague. Each of them says yes first.")
        url = _address("mentor_name", part.pk) or page
        yield WayStep(title, why, "now" if is_on else "later", url, _("Name a mentor"))
    yield _accounted(part, is_on=is_on)


def _accounted(part: Participation, *, is_on: bool) -> WayStep:
    title, url = _("Give your bank account"), reverse("employer_account", args=[part.pk])
    states = {account.state for account in part.payout_accounts.all()}
    if AccountState.CONFIRMED in states:
        return WayStep(title, _("confirmed"), "done", url, _("See it"))
    if AccountState.ASKED in states:
        return WayStep(title, _("A second person at the centre checks it."), "waits", url, _("See it"))
    why = _("What you claim is paid there.")
    return WayStep(title, why, "now" if is_on else "later", url, _("Give the account"))


def _address(name: str, *args: object) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def _day(at: datetime) -> str:
    return date_format(timezone.localtime(at), "DATE_FORMAT")
