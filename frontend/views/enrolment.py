"""Everybody of the centre who is not in a programme yet, added with one touch."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from base.common.errors import Refusal
from frontend.access import SignedRequest, door
from frontend.toasts import say
from matching.domain.enrolment import enrol_all
from matching.enums import PoolSide
from matching.queries import programmes_in_scope


@door("matching.run_matching")
@require_POST
def programme_enrol(request: SignedRequest, pk: int) -> HttpResponse:
    """A place for all of the centre's families, or all of its helpers, that have none here."""
    found = get_object_or_404(programmes_in_scope(request.membership), pk=pk)
    side = request.POST.get("side", "")
    if side not in PoolSide.values:
        raise Refusal(_("Choose whom to add: those who ask for help, or those who help."))
    centre = request.membership.organisation
    added = enrol_all(found, side=PoolSide(side), centre=centre, by=request.membership)
    words = {
        PoolSide.SEEKERS: ngettext("%(count)d family added.", "%(count)d families added.", added),
        PoolSide.HELPERS: ngettext("%(count)d helper added.", "%(count)d helpers added.", added),
    }
    say(request, words[PoolSide(side)] % {"count": added} if added else _("Everybody is in already."))
    return redirect("programme", pk)
