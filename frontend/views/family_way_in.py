"""The coordinator's page of a family's way in: make the link, hand it over, see it was opened, close it."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from base.accounts.models import Membership
from base.audit.actor import Actor
from base.common.enums import ContactChannel
from base.notices.domain.outbox import Recipient, cancel_notices, queue_notice
from base.notices.enums import Template
from families.domain.access import FreshAccess, invite_household, revoke_access
from families.domain.questions import answer_question
from families.models import Household
from families.queries import access_of, households_in_scope
from frontend.access import SignedRequest, door
from frontend.drawings.qr import qr_code
from frontend.toasts import say


@door("families.change_household")
@require_safe
def way_in(request: SignedRequest, pk: int) -> HttpResponse:
    """Whether the family has a link, and when it was last here."""
    return _show(request, _find(request.membership, pk))


@door("families.change_household")
@require_POST
def make(request: SignedRequest, pk: int) -> HttpResponse:
    """A new link, shown once: as an address, as a QR code and as a letter. Nobody can look it up later."""
    household = _find(request.membership, pk)
    fresh = invite_household(household, by=request.membership)
    cancel_notices(_subject(household), by=request.membership)
    link = settings.SITE_URL.rstrip("/") + reverse("f_open", args=[fresh.token])
    is_sent = household.channel == ContactChannel.EMAIL and bool(household.email)
    if is_sent:
        _send(fresh, link, by=request.membership)
    response = _show(request, household, link=link, qr=qr_code(link), is_sent=is_sent)
    response["Cache-Control"] = "no-store, private"
    return response


@door("families.change_household")
@require_POST
def close(request: SignedRequest, pk: int) -> HttpResponse:
    """The link stops working at once, and its e-mail does not leave if it has not left yet."""
    household = _find(request.membership, pk)
    access = get_object_or_404(household.accesses.filter(revoked_at=None))
    revoke_access(access, by=request.membership)
    cancel_notices(_subject(household), by=request.membership)
    say(request, _("The link of %(label)s does not work any more.") % {"label": household})
    return redirect("family_way_in", pk)


@door("families.change_household")
@require_POST
def question_answer(request: SignedRequest, pk: int, question_pk: int) -> HttpResponse:
    """Somebody has talked to the family about what it asked."""
    question = get_object_or_404(_find(request.membership, pk).questions, pk=question_pk)
    answer_question(question, by=request.membership)
    say(request, _("Noted: %(label)s has its answer.") % {"label": question.household.label})
    return redirect("family", pk)


def _find(membership: Membership, pk: int) -> Household:
    return get_object_or_404(households_in_scope(membership).select_related("centre"), pk=pk)


def _show(request: SignedRequest, household: Household, **fresh: object) -> HttpResponse:
    context = {"household": household, "access": access_of(household), **fresh}
    return render(request, "families/way_in.html", context)


def _subject(household: Household) -> str:
    return f"way_in:{household.pk}"


def _send(fresh: FreshAccess, link: str, *, by: Actor) -> None:
    household = fresh.access.household
    queue_notice(
        Template.WAY_IN,
        to=Recipient(
            kind=household._meta.label_lower,
            id=household.pk,
            label=household.label,
            channel=ContactChannel.EMAIL,
            address=household.email,
            language=household.language,
            name=household.contact_name,
        ),
        context={"link": link, "days": settings.SPLOT_FAMILY_LINK_DAYS},
        not_before=timezone.now(),
        subject=_subject(household),
        by=by,
        organisation_id=household.centre_id,
    )
