"""A helper says at the end how it was: asked once, on a page of its own."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from activities.queries import pairs_of_helper
from frontend.access import SignedRequest, door
from frontend.doing import done
from frontend.forms.family import LastWordOfHelperForm
from frontend.held import held_data
from frontend.toasts import say
from matching.domain.pairs import answer_survey
from matching.enums import PairSide, PairState
from matching.models import Pair
from matching.queries import asked_how_it_was

ENDED = (PairState.CLOSING, PairState.CLOSED)


@door("accounts.help")
@require_http_methods(["GET", "HEAD", "POST"])
def companion_word(request: SignedRequest, key: UUID) -> HttpResponse:
    """How it was, and whether they would do it again; thanks where that is said already."""
    mine = pairs_of_helper(request.membership).filter(state__in=ENDED).select_related("seeker__household")
    pair: Pair = get_object_or_404(mine, key=key)
    asked = asked_how_it_was(mine, PairSide.HELPER, on=timezone.localdate()).filter(pk=pair.pk).exists()
    form = LastWordOfHelperForm(request.POST if request.method == "POST" else held_data(request))

    def answer() -> None:
        answer_survey(pair, side=PairSide.HELPER, by=request.membership, **form.word())

    if request.method == "POST" and form.is_valid() and done(form, answer):
        say(request, _("Thank you for your answer."))
        return redirect("home")
    context = {"pair": pair, "form": form, "asked": asked}
    return render(request, "phone/last_word.html", context, status=422 if request.method == "POST" else 200)
