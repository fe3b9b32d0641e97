"""The log of a helper: works in any browser; with JavaScript kept on the phone first (docs/phone.md)."""

from http import HTTPStatus
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_POST

from activities.domain.meetings import log_meeting
from activities.errors import EntryDiffers
from activities.queries import has_sent_entries, meetings_in_scope, own_entry, pair_of_helper
from base.common.errors import Refusal
from frontend.access import SignedRequest, door
from frontend.differing import Sent, differing_page
from frontend.forms.meetings import LogForm
from frontend.held import held_data
from frontend.log_page import LogPage, log_as_sent, new_log
from frontend.toasts import say
from matching.enums import PairSide


@door("accounts.help")
@require_http_methods(["GET", "HEAD", "POST"])
@gzip_page  # on a bad network every kilobyte counts; of a request from outside nothing is said again here
def log(request: SignedRequest) -> HttpResponse:
    """The form, preset; sent as a plain form it is logged at once, under the number it carries."""
    if request.method == "POST":
        return _logged(request, request.POST)
    typed = held_data(request)
    if typed is not None:
        return _show(request, log_as_sent(request.membership, typed, {}), touched=True)
    return _show(request, new_log(request.membership, request.GET.get("pair", "")))


def _logged(request: SignedRequest, data: QueryDict) -> HttpResponse:
    form = LogForm(data)
    if not form.is_valid():
        return _mend(request, data, form.errors)
    pair = pair_of_helper(request.membership, form.cleaned_data["pair"])
    if pair is None:
        return _mend(request, data, {"pair": [_("Choose whom you met.")]})
    try:
        done = log_meeting(
            pair,
            entry_id=form.cleaned_data["id"],
            draft=form.draft,
            side=PairSide.HELPER,
            by=request.membership,
        )
    except ValidationError as error:
        return _mend(request, data, error.message_dict)
    except EntryDiffers as differs:
        return _differing(request, form.cleaned_data["id"], differs.message, Sent.of_draft(form.draft))
    except Refusal as refusal:
        page = log_as_sent(request.membership, data, {})
        return _show(request, page, touched=True, told=refusal.message, status=HTTPStatus.CONFLICT)
    say(request, done.sentence)
    return redirect("home")


@door("accounts.help")
@require_POST
def log_differing(request: SignedRequest, entry: UUID) -> HttpResponse:
    """What a phone still holds beside what stands here: to be chosen between, line by line."""
    return _differing(
        request, entry, _("Splot knows this meeting with other details."), Sent.of_device(request.POST)
    )


def _differing(request: SignedRequest, entry_id: UUID, told: object, sent: Sent) -> HttpResponse:
    entry = own_entry(request.membership, entry_id)
    if entry is None or entry.meeting is None:
        raise Refusal(_("This entry is not yours, or it was erased."), code="not_yours")
    meeting = get_object_or_404(meetings_in_scope(request.membership), pk=entry.meeting_id)
    return differing_page(request, meeting, sent, told=str(told), entry_id=entry_id)


def _mend(request: SignedRequest, data: QueryDict, errors: object) -> HttpResponse:
    page = log_as_sent(request.membership, data, errors)  # type: ignore[arg-type]
    told = " ".join(word for words in page.errors.values() for word in words) or _("Something is missing.")
    return _show(request, page, touched=True, told=told, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _show(
    request: SignedRequest,
    page: LogPage,
    *,
    touched: bool = False,
    told: object = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    context = {
        "form": page if page.lines else None,
        "touched": touched,
        "told": told,
        "is_first": not has_sent_entries(request.membership),
    }
    return render(request, "phone/log.html", context, status=status)
