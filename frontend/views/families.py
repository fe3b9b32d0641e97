"""Pages of families: the list and its files, a family's page, its form, and what is done on the page."""

from dataclasses import asdict
from typing import Any

import rules
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from base.accounts.models import Membership
from base.audit.domain.records import record
from base.common.enums import HelpArea
from base.common.profiles import FieldProblems
from base.places.languages import language_name, languages_text
from families.domain.consents import give_consent, withdraw_consent
from families.domain.household_data import member_data_of, problems_of_household
from families.domain.households import (
    archive_household,
    pause_household,
    register_household,
    resume_household,
    revise_household,
)
from families.domain.priorities import PriorityData, add_priority, remove_priority
from families.enums import ConsentPurpose, HouseholdState
from families.models import Household
from families.queries import (
    SORTS,
    HouseholdFilter,
    by_import_key,
    communes_of,
    for_list,
    for_page,
    households_in_scope,
    in_order,
    languages_to_choose,
    narrowed,
    what_is_missing,
)
from frontend.access import SignedRequest, door, require
from frontend.exports import Column, export
from frontend.filling import Filling, fill, second_sending
from frontend.forms.families import FamilyFilter, HouseholdForm, MemberFormSet, PriorityForm
from frontend.forms.people import LastDayForm
from frontend.jobs import job_form
from frontend.listing import listing, show_list, sort_of
from frontend.people import Kind, Move, familys_choices, in_a_programme, matching_of, told_missing
from frontend.same_person import ask_who
from frontend.toasts import say
from frontend.views import people
from matching.domain.programmes import enrol_household

SENSITIVE = "families.view_household_contact"
CONTACT_READ = "families.household.read"


# --- the list ---------------------------------------------------------------------------------------------


@door("families.view_household")
@require_safe
def families(request: SignedRequest) -> HttpResponse:
    """The centre's families by label, narrowed and sorted as the address says."""
    scope = households_in_scope(request.membership)
    filters = _filters(request, scope)
    sort = sort_of(request, SORTS, "waiting")
    rows = in_order(_wanted(request.membership, scope, filters), sort)
    found = listing(request, rows, filters, sort=sort, dress=for_list)
    today = timezone.localdate()
    return show_list(
        request, "families/list.html", found, export="families_export", sheet="families", today=today
    )


@door("families.view_household")
@require_safe
def families_export(request: SignedRequest) -> HttpResponse:
    """The same families as a file; names and phones only for those entitled."""
    rows = chosen_families(request)
    contacts = rules.has_perm(SENSITIVE, request.membership)
    columns = [*COLUMNS, *(CONTACT_COLUMNS if contacts else ())]
    name = _("families")
    act = "families.list.exported"
    return export(request, for_list(rows), columns, act=act, name=name, with_contacts=contacts)


def chosen_families(request: SignedRequest) -> QuerySet[Household]:
    """As the address narrows and sorts them."""
    scope = households_in_scope(request.membership)
    wanted = _wanted(request.membership, scope, _filters(request, scope))
    return in_order(wanted, sort_of(request, SORTS, "waiting"))


COLUMNS = (
    Column(gettext_lazy("Family"), lambda row: row.label),
    Column(gettext_lazy("State"), lambda row: row.get_state_display()),
    Column(gettext_lazy("Waiting since"), lambda row: row.waiting_since),
    Column(gettext_lazy("Post code"), lambda row: row.postcode),
    Column(gettext_lazy("Place"), lambda row: row.place_name),
    Column(gettext_lazy("Commune"), lambda row: row.commune_name),
    Column(gettext_lazy("Adults"), lambda row: row.adult_count),
    Column(gettext_lazy("Children"), lambda row: row.child_count),
    Column(gettext_lazy("Languages"), lambda row: languages_text(row.spoken)),
    Column(gettext_lazy("Free hours"), lambda row: row.week.text()),
    Column(gettext_lazy("Needs"), lambda row: ", ".join(str(word) for word in needs_of(row))),
)
CONTACT_COLUMNS = (
    Column(gettext_lazy("Contact person"), lambda row: row.contact_name),
    Column(gettext_lazy("Phone"), lambda row: row.phone),
    Column(gettext_lazy("E-mail"), lambda row: row.email),
    Column(gettext_lazy("Street and number"), lambda row: row.address),
)


def needs_of(household: Household) -> list[Any]:
    """What the family needs, in words and in the order of the form."""
    return [area.label for area in HelpArea if area in household.needs]


def _filters(request: SignedRequest, scope: QuerySet[Household]) -> FamilyFilter:
    spoken = [(code, language_name(code)) for code in languages_to_choose(request.membership)]
    return FamilyFilter(request.GET, need=HelpArea.choices, language=spoken, commune=communes_of(scope))


def _wanted(membership: Membership, scope: QuerySet[Household], filters: FamilyFilter) -> QuerySet[Household]:
    children = {"yes": True, "no": False}.get(filters.chosen("children"))
    waits, state = filters.chosen("waits"), filters.chosen("state")
    wanted = HouseholdFilter(
        text=filters.chosen("q"),
        contacts=rules.has_perm(SENSITIVE, membership),
        states=[state] if state else [],
        need=filters.chosen("need"),
        language=filters.chosen("language"),
        commune=filters.chosen("commune"),
        children=children,
        waiting_over_days=int(waits) if waits else None,
    )
    households = narrowed(scope, wanted)
    programme = filters.chosen("programme")
    if not programme:
        return households
    taking_part = in_a_programme()
    return households.filter(taking_part if programme == "some" else ~taking_part)


# --- one family -------------------------------------------------------------------------------------------


@door("families.view_household")
@require_safe
def family(request: SignedRequest, pk: int) -> HttpResponse:
    """A family's page by label; with ?contact its name, phone and address, and a record of the reading."""
    household = find(request.membership, pk)
    shows_contact = "contact" in request.GET
    if shows_contact:
        require(request, SENSITIVE, household)
        record(CONTACT_READ, by=request.membership, on=household, organisation_id=household.centre_id)
    return show(request, household, shows_contact=shows_contact)


def find(membership: Membership, pk: int) -> Household:
    """A family of the membership's own, with all that its page shows; else not found."""
    return get_object_or_404(for_page(households_in_scope(membership)), pk=pk)


def show(request: SignedRequest, household: Household, **context: Any) -> HttpResponse:
    """The family's page; forms in `context` were sent and refused."""
    matching = matching_of(request.membership, household)
    own = {
        "matching": matching,
        "missing": told_missing(what_is_missing(household), matching),
        "needs": needs_of(household),
        "days": (timezone.localdate() - household.waiting_since).days,
        "priority_form": PriorityForm(),
        "questions": household.questions.filter(answered_at=None),
        "job_form": job_form(request.membership, household),
        "last_day_form": LastDayForm(),
    }
    return people.show(request, FAMILY, household, "families/page.html", **{**own, **context})


FAMILY = Kind(
    name="family",
    find=find,
    show=show,
    purposes=ConsentPurpose,
    give=give_consent,
    withdraw=withdraw_consent,
    moves={
        "pause": Move(
            gettext_lazy("Pause"),
            gettext_lazy("The matching leaves the family out until it is back. Its waiting date stays."),
            pause_household, asks="reason", icon="pause",
        ),
        "resume": Move(
            gettext_lazy("Back with us"),
            gettext_lazy("The matching looks at the family again."),
            resume_household, icon="play",
        ),
        "archive": Move(
            gettext_lazy("Archive"),
            gettext_lazy("The family no longer needs us. Everything stays on record and it can come back."),
            archive_household, asks="reason", icon="archive",
        ),
    },
    ways={
        HouseholdState.SERVED: ("pause", "archive"),
        HouseholdState.PAUSED: ("resume", "archive"),
        HouseholdState.ARCHIVED: ("resume",),
    },
    join=enrol_household,
    places=familys_choices,
)  # fmt: skip


@door("families.change_household")
@require_POST
def family_state(request: SignedRequest, pk: int) -> HttpResponse:
    """Pauses, brings back or archives a family."""
    return people.state(request, FAMILY, pk)


@door("families.change_household")
@require_POST
def family_consent(request: SignedRequest, pk: int) -> HttpResponse:
    """Writes down a consent of the family."""
    return people.consent(request, FAMILY, pk)


@door("families.change_household")
@require_POST
def family_consent_withdraw(request: SignedRequest, pk: int) -> HttpResponse:
    """Writes down that the family took a consent back."""
    return people.consent_withdraw(request, FAMILY, pk)


@door("families.change_household")
@require_POST
def family_join(request: SignedRequest, pk: int) -> HttpResponse:
    """Gives the family a place in a programme."""
    return people.join(request, FAMILY, pk)


@door("families.change_household")
@require_POST
def family_leave(request: SignedRequest, pk: int) -> HttpResponse:
    """Ends the family's place in a programme."""
    return people.leave(request, FAMILY, pk)


@door("families.change_household")
@require_POST
def family_priority_add(request: SignedRequest, pk: int) -> HttpResponse:
    """Adds a reason why the family should not wait its turn."""

    def add(household: Household, *, by: Membership, **typed: Any) -> object:
        return add_priority(household, data=PriorityData(**typed), by=by)

    told, form = _("The reason is written down and counts in the next matching."), PriorityForm(request.POST)
    return people.small(request, FAMILY, pk, "priority_form", form, add, told)


@door("families.change_household")
@require_POST
def family_priority_remove(request: SignedRequest, pk: int, reason_pk: int) -> HttpResponse:
    """Takes a reason away."""
    reason = get_object_or_404(find(request.membership, pk).priority_inputs, pk=reason_pk)
    remove_priority(reason, by=request.membership)
    say(request, _("The reason no longer counts."))
    return redirect("family", pk)


# --- the form ---------------------------------------------------------------------------------------------


@door("families.add_household")
@require_http_methods(["GET", "HEAD", "POST"])
def family_add(request: SignedRequest) -> HttpResponse:
    """A new family, in steps; the same filled-in form sent twice leads to one family."""
    filling = fill(
        request, "family_add", HouseholdForm, HouseholdForm.beginning(None), make_rows=MemberFormSet
    )
    centre = request.membership.organisation

    def register() -> tuple[Household, bool]:
        data = filling.form.data_for_verb(filling.rows)
        was_known = by_import_key(centre, data.import_key) is not None
        if not was_known:
            own, name = households_in_scope(request.membership), data.contact_name
            ask_who(own, data, sent=request.POST, kind="family", name=name, fields=("contact_name",))
        return register_household(centre, data=data, by=request.membership), was_known

    if saved := filling.saved(register, check=lambda: _problems(filling)):
        household, was_known = saved
        say(request, second_sending() if was_known else _("%(label)s is with us now.") % {"label": household})
        return redirect("family", household.pk)
    return _show_form(request, filling)


@door("families.change_household")
@require_http_methods(["GET", "HEAD", "POST"])
def family_edit(request: SignedRequest, pk: int) -> HttpResponse:
    """A family's details, contact included: looking at the form is on record as reading them."""
    household = find(request.membership, pk)
    require(request, SENSITIVE, household)
    rows = [asdict(member_data_of(one)) for one in household.current_members]
    begin = HouseholdForm.beginning(household)
    filling = fill(request, f"family-{pk}", HouseholdForm, begin, make_rows=MemberFormSet, rows=rows)

    def revise() -> Household:
        data, seen = filling.form.data_for_verb(filling.rows), filling.form.cleaned_data["version"]
        return revise_household(household, data=data, by=request.membership, version=seen)

    if filling.saved(revise, household, check=lambda: _problems(filling)):
        say(request, _("Saved."))
        return redirect("family", pk)
    if request.method == "GET":
        record(CONTACT_READ, by=request.membership, on=household, organisation_id=household.centre_id)
    return _show_form(request, filling, household)


def _problems(filling: Filling) -> FieldProblems:
    return problems_of_household(filling.form.data_for_verb(filling.rows))


def _show_form(request: SignedRequest, filling: Filling, household: Household | None = None) -> HttpResponse:
    return people.show_form(request, filling, "families/form.html", household)
