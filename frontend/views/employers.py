"""Pages of employers: the list and its files, an employer's page and its form."""

from typing import Any

import rules
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from base.accounts.enums import Role
from base.accounts.models import Membership
from base.accounts.queries import invitations_to_role, members_in_role
from base.organisations.queries import sites_of
from families.queries import employees_on, employments_in_scope, named_on_page
from frontend.access import SignedRequest, door, require
from frontend.exports import Column, export
from frontend.filling import Filling, fill, second_sending
from frontend.forms.employers import EmployerFilter, EmployerForm, RepresentativeForm
from frontend.forms.people import MoveForm
from frontend.history import told_history
from frontend.listing import listing, show_list, sort_of
from frontend.paging import paginate
from frontend.people import Move, Moving
from frontend.toasts import say
from frontend.views import people
from mentors.domain.participations import (
    end_participation,
    problems_of_participation,
    register_employer,
    reopen_participation,
    revise_participation,
)
from mentors.enums import ApplicationState, ParticipationState
from mentors.models import Participation
from mentors.queries import (
    PARTICIPATION_SORTS,
    MentorFilter,
    for_list,
    in_order,
    mentors_in_scope,
    narrowed,
    participation_by_import_key,
    participations_for_list,
    participations_in_scope,
    what_part_misses,
    with_agreement,
)
from mentors.queries.joining import applications_in_scope, way_in_of

# --- the list ---------------------------------------------------------------------------------------------


@door("mentors.view_participation")
@require_safe
def employers(request: SignedRequest) -> HttpResponse:
    """The centre's employers, narrowed and sorted as the address says."""
    filters = EmployerFilter(request.GET)
    sort = sort_of(request, PARTICIPATION_SORTS, "name")
    found = listing(request, _wanted(request, filters, sort), filters, sort=sort)
    waiting = applications_in_scope(request.membership).filter(state=ApplicationState.WAITING).count()
    return show_list(
        request, "employers/list.html", found, export="employers_export", applications_waiting=waiting
    )


@door("mentors.view_participation")
@require_safe
def employers_export(request: SignedRequest) -> HttpResponse:
    """The same employers as a file."""
    sort = sort_of(request, PARTICIPATION_SORTS, "name")
    rows = _wanted(request, EmployerFilter(request.GET), sort)
    return export(request, rows, COLUMNS, act="mentors.participations.exported", name=_("employers"))


COLUMNS = (
    Column(gettext_lazy("Employer"), lambda row: row.employer.name),
    Column(gettext_lazy("State"), lambda row: row.get_state_display()),
    Column("NIP", lambda row: row.employer.nip),
    Column("REGON", lambda row: row.employer.regon),
    Column(gettext_lazy("Post code"), lambda row: row.employer.postcode),
    Column(gettext_lazy("Place"), lambda row: row.employer.place_name),
    Column(gettext_lazy("Commune"), lambda row: row.employer.commune_name),
    Column(gettext_lazy("Representative"), lambda row: row.representative),
    Column(gettext_lazy("E-mail"), lambda row: row.employer.email),
    Column(gettext_lazy("Phone"), lambda row: row.employer.phone),
    Column(gettext_lazy("Agreement number"), lambda row: row.agreement_number),
    Column(gettext_lazy("In force from"), lambda row: row.agreement_from),
    Column(gettext_lazy("In force until"), lambda row: row.agreement_until),
    Column(gettext_lazy("Active mentors"), lambda row: row.mentor_count),
)


def _wanted(request: SignedRequest, filters: EmployerFilter, sort: str) -> QuerySet[Participation]:
    state = filters.chosen("state")
    return participations_for_list(
        participations_in_scope(request.membership).select_related("centre"),
        text=filters.chosen("q"),
        states=[state] if state else [],
        sort=sort,
    )


# --- one employer -----------------------------------------------------------------------------------------


@door("mentors.view_participation")
@require_safe
def employer(request: SignedRequest, pk: int) -> HttpResponse:
    """An employer's part, its sites, and its mentors or, with ?tab=mentees, their new colleagues."""
    return show(request, find(request.membership, pk))


def find(membership: Membership, pk: int) -> Participation:
    """A part at the membership's centre, or of its own firm; else not found."""
    return get_object_or_404(participations_in_scope(membership).select_related("employer", "centre"), pk=pk)


def find_to_change(request: SignedRequest, pk: int) -> Participation:
    """The same, for somebody who may change it."""
    participation = find(request.membership, pk)
    require(request, "mentors.change_participation", participation)
    return participation


def find_to_keep_sites(request: SignedRequest, pk: int) -> Participation:
    """The same, for somebody who keeps its sites: the centre's staff, or who speaks for the firm."""
    participation = find(request.membership, pk)
    require(request, "mentors.keep_sites", participation)
    return participation


def show(request: SignedRequest, participation: Participation, **context: Any) -> HttpResponse:
    """The employer's page; forms in `context` were sent and refused."""
    firm, membership = participation.employer, request.membership
    own = {
        "person": participation,
        "missing": what_part_misses(participation),
        "sites": sites_of(firm),
        "moves": EMPLOYER.open_moves(participation),
        "move_form": MoveForm(),
        "way": way_in_of(participation),
        **_people_of(request, participation),
    }
    if rules.has_perm("mentors.change_participation", membership, participation):
        own |= {
            "history": told_history(participation),
            "representatives": members_in_role(firm, Role.EMPLOYER),
            "invitations": invitations_to_role(firm, Role.EMPLOYER),
            "invite_form": RepresentativeForm(initial=_who_to_invite(participation)),
        }
    refused = any(getattr(form, "is_bound", False) for form in context.values())
    return render(request, "employers/page.html", {**own, **context}, status=422 if refused else 200)


def _people_of(request: SignedRequest, participation: Participation) -> dict[str, Any]:
    """Both tabs' numbers and the page of the open one; new colleagues only for those who may see them."""
    membership = request.membership
    mentors = narrowed(mentors_in_scope(membership), MentorFilter(participation=participation.pk))
    mentees = employees_on(
        employments_in_scope(membership),
        employer=participation.employer,
        centre=participation.centre,
        on=timezone.localdate(),
    )
    sees_mentees = rules.has_perm("families.view_employment", membership)
    tab = "mentees" if sees_mentees and request.GET.get("tab") == "mentees" else "mentors"
    rows: QuerySet[Any] = mentees if tab == "mentees" else with_agreement(for_list(in_order(mentors, "name")))
    return {
        "tab": tab,
        "sees_mentees": sees_mentees,
        "mentors_count": mentors.count(),
        "mentees_count": mentees.count() if sees_mentees else 0,
        "page": paginate(request, rows),
        "named": named_on_page(membership, participation.employer, participation.centre)
        if tab == "mentees"
        else [],
    }


def _who_to_invite(participation: Participation) -> dict[str, str]:
    return {"email": participation.employer.email, "name": participation.representative}


EMPLOYER = Moving(
    name="employer",
    find=find,
    show=show,
    moves={
        "end": Move(
            gettext_lazy("End the part"),
            gettext_lazy("Its mentors are no longer matched. Pairs that meet now are not touched."),
            end_participation, asks="reason", icon="archive",
        ),
        "reopen": Move(
            gettext_lazy("Reopen"),
            gettext_lazy("The employer takes part again; its active mentors can be matched."),
            reopen_participation, icon="play",
        ),
    },
    ways={
        ParticipationState.APPLIED: ("end",),
        ParticipationState.ACTIVE: ("end",),
        ParticipationState.ENDED: ("reopen",),
    },
)  # fmt: skip


@door("mentors.change_participation")
@require_POST
def employer_state(request: SignedRequest, pk: int) -> HttpResponse:
    """Ends or reopens an employer's part."""
    return people.state(request, EMPLOYER, pk)


# --- the form ---------------------------------------------------------------------------------------------


@door("mentors.add_participation")
@require_http_methods(["GET", "HEAD", "POST"])
def employer_add(request: SignedRequest) -> HttpResponse:
    """A new employer, in steps; the same filled-in form sent twice leads to one part."""
    filling = fill(request, "employer_add", EmployerForm, EmployerForm.beginning(None))
    centre = request.membership.organisation

    def register() -> tuple[Participation, bool]:
        data = filling.form.data_for_verb()
        was_known = participation_by_import_key(centre, data.import_key) is not None
        return register_employer(centre, data=data, by=request.membership), was_known

    check = problems_of_participation
    if saved := filling.saved(register, check=lambda: check(filling.form.data_for_verb())):
        participation, was_known = saved
        taken_in = _("%(name)s takes part now.") % {"name": participation}
        say(request, second_sending() if was_known else taken_in)
        return redirect("employer", participation.pk)
    return _show_form(request, filling)


@door("mentors.change_participation")
@require_http_methods(["GET", "HEAD", "POST"])
def employer_edit(request: SignedRequest, pk: int) -> HttpResponse:
    """An employer's details and its agreement."""
    participation = find_to_change(request, pk)
    filling = fill(request, f"employer-{pk}", EmployerForm, EmployerForm.beginning(participation))

    def revise() -> Participation:
        data = filling.form.data_for_verb()
        return revise_participation(participation, data=data, by=request.membership)

    check = problems_of_participation
    if filling.saved(revise, participation, check=lambda: check(filling.form.data_for_verb())):
        say(request, _("Saved."))
        return redirect("employer", pk)
    return _show_form(request, filling, participation)


def _show_form(
    request: SignedRequest, filling: Filling, participation: Participation | None = None
) -> HttpResponse:
    return people.show_form(request, filling, "employers/form.html", participation)
