"""What a centre sets: the way to all of it, days off, staff, and the history of changes."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from base.accounts.domain.staff import set_staff
from base.accounts.queries import staff_in_scope
from base.organisations.domain.days_off import add_days_off, remove_day_off
from base.organisations.models import DayOff
from base.organisations.queries import sites_of
from frontend.access import SignedRequest, door, require
from frontend.days_off import year_of
from frontend.desk_settings import cards_of, programme_rows
from frontend.doing import done
from frontend.exports import CSV, XLSX, Column, export
from frontend.forms.desk_settings import DayOffForm, StaffForm
from frontend.forms.reasons import WhyForm
from frontend.held import held_data
from frontend.paging import Option, paginate, query_string
from frontend.settings_history import KINDS, Wanted, history_of_settings, people_in_history, told_steps
from frontend.toasts import say


@door("desk.settings")
@require_safe
def settings(request: SignedRequest) -> HttpResponse:
    """Everything this person may set, and how it stands."""
    rows = programme_rows(request.membership, on=timezone.localdate())
    return render(request, "settings/home.html", {"programmes": rows, "cards": cards_of(request.membership)})


# --- days off ---------------------------------------------------------------------------------------------


@door("desk.set_up")
@require_http_methods(["GET", "HEAD", "POST"])
def days_off(request: SignedRequest) -> HttpResponse:
    """A year of days off beside the public holidays; sent, one more stretch of them."""
    sent, centre = request.method == "POST", request.membership.organisation
    form = DayOffForm(request.POST if sent else held_data(request))

    def add() -> None:
        add_days_off(centre, by=request.membership, **form.cleaned_data)

    if sent and form.is_valid() and done(form, add):
        say(request, _("Written down. A word you owe on such a day waits until you work again."))
        return redirect("days_off")
    return _show_days_off(request, request.GET.get("year", ""), form=form)


def _show_days_off(
    request: SignedRequest, asked: str, *, form: DayOffForm | None = None, removing: WhyForm | None = None
) -> HttpResponse:
    today = timezone.localdate()
    year = next((one for one in range(2000, 2100) if str(one) == asked), today.year)
    rows = year_of(request.membership.organisation_id, year)
    context = {
        "form": form or DayOffForm(),
        "removing": removing or WhyForm(auto_id="remove_%s"),
        "year": year,
        "rows": rows,
        "has_own": any(row.own for month in rows for row in month.rows),
        "today": today,
        "years": [Option(str(one), str(one)) for one in range(today.year - 1, today.year + 3)],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "settings/days_off.html", context, status=status)


@door("desk.set_up")
@require_POST
def day_off_remove(request: SignedRequest, pk: int) -> HttpResponse:
    """The centre works on that day after all."""
    own = DayOff.objects.filter(organisation=request.membership.organisation_id)
    found = get_object_or_404(own.select_related("organisation"), pk=pk)
    form = WhyForm(request.POST, auto_id="remove_%s")
    if form.is_valid() and done(
        form, lambda: remove_day_off(found, by=request.membership, **form.cleaned_data)
    ):
        say(request, _("You work on that day again."))
        return redirect("days_off")
    return _show_days_off(request, str(found.on.year), removing=form)


# --- staff ------------------------------------------------------------------------------------------------


@door("accounts.view_staff")
@require_safe
def staff(request: SignedRequest) -> HttpResponse:
    """Who works here, where, and in which languages they speak with those who come."""
    search = request.GET.get("q", "").strip()[:100]
    rows = staff_in_scope(request.membership, search=search)
    has_sites = sites_of(request.membership.organisation).exists()
    context = {"page": paginate(request, rows), "search": search, "has_sites": has_sites}
    return render(request, "settings/staff.html", context)


@door("accounts.revise_staff")
@require_http_methods(["GET", "HEAD", "POST"])
def staff_member(request: SignedRequest, pk: int) -> HttpResponse:
    """One's own site and languages, or a colleague's for an administrator."""
    colleague = get_object_or_404(staff_in_scope(request.membership), pk=pk)
    require(request, "accounts.revise_staff", colleague)
    typed = request.POST if request.method == "POST" else held_data(request)
    form = StaffForm(typed, colleague=colleague) if typed else StaffForm.of(colleague)
    if request.method == "POST":
        form = StaffForm(request.POST, colleague=colleague)
        if form.is_valid() and done(
            form, lambda: set_staff(colleague, by=request.membership, **form.cleaned_data)
        ):
            say(request, _("Saved."))
            return redirect("staff" if request.membership.role in SEE_STAFF else "account")
    context = {"form": form, "colleague": colleague, "is_me": colleague.pk == request.membership.pk}
    status = 422 if request.method == "POST" else 200
    return render(request, "settings/staff_member.html", context, status=status)


SEE_STAFF = ("administrator", "coordinator")

# --- history ----------------------------------------------------------------------------------------------


@door("desk.set_up")
@require_safe
def settings_history(request: SignedRequest) -> HttpResponse:
    """Every change of a setting, narrowed as the address says."""
    wanted = Wanted.of(request.GET)
    page = paginate(request, history_of_settings(request.membership, wanted))
    page.object_list = told_steps(list(page.object_list))
    files = [(kind, query_string(request.GET, page=None, format=kind)) for kind in (CSV, XLSX)]
    context = {
        "page": page,
        "wanted": wanted,
        "is_narrowed": wanted != Wanted(),
        "kinds": [Option(key, word) for key, (word, acts) in KINDS.items() if acts],
        "people": people_in_history(request.membership),
        "files": files,
    }
    return render(request, "settings/history.html", context)


HISTORY_COLUMNS = (
    Column(gettext_lazy("When"), lambda step: timezone.localtime(step.at).strftime("%Y-%m-%d %H:%M")),
    Column(gettext_lazy("Who"), lambda step: step.who),
    Column(gettext_lazy("Change"), lambda step: step.title),
    Column(gettext_lazy("Of what"), lambda step: step.about),
    Column(gettext_lazy("In force from"), lambda step: step.since),
    Column(gettext_lazy("Before → after"), lambda step: step.as_text),
    Column(gettext_lazy("Why"), lambda step: step.why),
)


@door("desk.set_up")
@require_safe
def settings_history_export(request: SignedRequest) -> HttpResponse:
    """The same changes as a file."""
    rows: Any = told_steps(list(history_of_settings(request.membership, Wanted.of(request.GET))))
    return export(request, rows, HISTORY_COLUMNS, act="desk.history.exported", name=_("settings-history"))
