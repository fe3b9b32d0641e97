"""A helper's offers: who it is, in words, and the answer."""

from http import HTTPStatus
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from base.common.errors import Refusal
from frontend.access import SignedRequest, door
from frontend.offered import offered, offers_of
from frontend.toasts import say
from matching.domain.pairs import accept_offer, decline_offer
from matching.enums import PairSide
from matching.models import Pair

ANSWERS = {"yes": accept_offer, "no": decline_offer}


@door("accounts.help")
@require_safe
def offers(request: SignedRequest) -> HttpResponse:
    """Everything that waits for the person's answer."""
    return render(
        request, "phone/offers.html", {"offers": [offered(pair) for pair in offers_of(request.membership)]}
    )


@door("accounts.help")
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: SignedRequest, key: UUID) -> HttpResponse:
    """One offer: yes, or not this time; no reason is asked."""
    pair = _find(request, key)
    if request.method != "POST":
        return _show(request, pair)
    answer = ANSWERS.get(request.POST.get("answer", ""))
    if answer is None:
        return _show(request, pair, told=_("Choose an answer."), status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        answer(pair, side=PairSide.HELPER, by=request.membership)
    except Refusal as refusal:
        return _show(request, pair, told=refusal.message, status=HTTPStatus.CONFLICT)
    if answer is decline_offer:
        say(request, _("Not this time. Thank you for your answer; it counts against nobody."))
        return redirect("offers")
    say(request, _("Thank you! They are told. You see here what comes next."))
    return redirect("companion", pair.key)


def _find(request: SignedRequest, key: UUID) -> Pair:
    found = next((pair for pair in offers_of(request.membership) if pair.key == key), None)
    if found is None:
        raise Http404
    return found


def _show(
    request: SignedRequest, pair: Pair, *, told: object = "", status: int = HTTPStatus.OK
) -> HttpResponse:
    return render(request, "phone/offer.html", {"offer": offered(pair), "told": told}, status=status)
