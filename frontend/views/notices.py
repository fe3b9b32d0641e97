"""The log of every notice: what waits, what somebody has to read out or hand over, what went and arrived."""

from dataclasses import replace
from datetime import datetime, timedelta

import rules
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from base.accounts.models import Membership
from base.audit.domain.records import record
from base.notices.domain.outbox import hand_over
from base.notices.domain.rendering import render as words_of
from base.notices.enums import NoticeState
from base.notices.models import Notice
from base.notices.queries import NoticeFilter, for_organisation, log_of
from frontend.access import SignedRequest, door
from frontend.exports import Column, export
from frontend.forms.notices import TO_DO, NoticeFilterForm
from frontend.listing import listing, show_list
from frontend.notices import LOOKS, how_it_went, subjects_of_pair, told_attempts, told_notices
from frontend.settings_history import midnight
from frontend.toasts import say
from matching.models import Pair
from matching.queries import pairs_in_scope


@door("notices.view_notice")
@require_safe
def notices(request: SignedRequest) -> HttpResponse:
    """The log: what goes or went to whom, how, and whether it arrived, narrowed as the address says."""
    filters = NoticeFilterForm.of(request.GET.dict())
    rows = log_of(request.membership.organisation_id, _wanted(request, filters))
    found = listing(request, rows, filters, sort="", dress=lambda page: page.prefetch_related("deliveries"))
    found.page.object_list = told_notices(list(found.page.object_list))
    pair = _pair(request.membership, filters)
    if pair is not None:
        found = replace(found, kept=[*found.kept, ("pair", str(pair.pk))], is_narrowed=True)
    may_export = rules.has_perm("desk.export_notices", request.membership)
    context = {"pair": pair, "export": "notices_export" if may_export else "", "saved": "notices"}
    return show_list(request, "notices/list.html", found, **context)


def _wanted(request: SignedRequest, filters: NoticeFilterForm) -> NoticeFilter:
    data, pair = filters.cleaned_data, _pair(request.membership, filters)
    state, until = filters.chosen("state"), data.get("until")
    return NoticeFilter(
        label=filters.chosen("q").strip(),
        template=filters.chosen("template"),
        channel=filters.chosen("channel"),
        state="" if state == TO_DO else state,
        to_do=state == TO_DO,
        since=midnight(data.get("since")),
        before=midnight(until + timedelta(days=1) if until else None),
        subjects=subjects_of_pair(pair) if pair else None,
    )


def _pair(membership: Membership, filters: NoticeFilterForm) -> Pair | None:
    """The pair the log is narrowed to: one in scope, else none."""
    if not (number := filters.cleaned_data.get("pair")):
        return None
    people = ("seeker__household", "helper__volunteer", "helper__mentor")
    return pairs_in_scope(membership).select_related(*people).filter(pk=number).first()


NOTICE_COLUMNS = (
    Column(gettext_lazy("Message"), lambda row: row.notice.get_template_display()),
    Column(gettext_lazy("To"), lambda row: row.notice.recipient_label),
    Column(gettext_lazy("How"), lambda row: row.notice.get_channel_display()),
    Column(gettext_lazy("Language"), lambda row: row.notice.get_language_display()),
    Column(gettext_lazy("Written"), lambda row: _as_text(row.notice.created_at)),
    Column(gettext_lazy("Written by"), lambda row: row.notice.created_by_label),
    Column(gettext_lazy("State"), lambda row: row.notice.get_state_display()),
    Column(gettext_lazy("Done"), lambda row: _as_text(row.notice.ended_at)),
    Column(gettext_lazy("Attempts"), lambda row: row.notice.attempts),
    Column(gettext_lazy("How it went"), lambda row: row.how),
)


@door("desk.export_notices")
@require_safe
def notices_export(request: SignedRequest) -> HttpResponse:
    """The same messages as a file: by label, without addresses and contents."""
    filters = NoticeFilterForm.of(request.GET.dict())
    rows = log_of(request.membership.organisation_id, _wanted(request, filters))
    told = told_notices(list(rows.prefetch_related("deliveries")))
    return export(request, told, NOTICE_COLUMNS, act="notices.log.exported", name=_("messages"))


def _as_text(moment: datetime | None) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else ""


@door("notices.view_notice")
@require_safe
def notice(request: SignedRequest, pk: int) -> HttpResponse:
    """One message as text to read out or a letter to print; reading it is on record."""
    found = find(request.membership, pk)
    is_gone = found.state == NoticeState.CANCELLED
    record("notices.notice.read", by=request.membership, on=found, organisation_id=found.organisation_id)
    context = {
        "notice": found,
        "words": None if is_gone else words_of(found),
        "attempts": told_attempts(found),
        "look": LOOKS.get(found.state, ""),
        "how": how_it_went(found),
    }
    return render(request, "notices/page.html", context)


@door("notices.view_notice")
@require_POST
def notice_hand_over(request: SignedRequest, pk: int) -> HttpResponse:
    """Notes that somebody has told, given or shown it."""
    found = hand_over(find(request.membership, pk), by=request.membership)
    say(request, _("Noted: %(label)s has been told.") % {"label": found.recipient_label})
    return redirect("notices")


def find(membership: Membership, pk: int) -> Notice:
    """A message this centre looks after."""
    return get_object_or_404(for_organisation(membership.organisation_id), pk=pk)
