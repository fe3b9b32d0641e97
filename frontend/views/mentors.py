"""Mentor-employees: the list and its files, a mentor's page and form; and the form of a new colleague."""

from typing import Any

import rules
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from base.accounts.models import Membership
from base.audit.domain.records import record
from base.common.enums import Trade
from base.common.profiles import FieldProblems
from base.organisations.models import Organisation
from base.places.languages import language_name, languages_text
from families.domain.employments import problems_of_employee, register_employee
from families.models import Household
from families.queries import by_import_key as household_by_import_key
from frontend.access import SignedRequest, door, require
from frontend.exports import Column, export
from frontend.filling import Filling, fill, second_sending
from frontend.forms.mentors import MenteeForm, MentorFilterForm, MentorForm
from frontend.listing import listing, show_list, sort_of
from frontend.people import Kind, Move, helpers_choices, matching_of, told_missing
from frontend.same_person import ask_who
from frontend.toasts import say
from frontend.views import people
from frontend.views.employers import find_to_change as find_employer_to_change
from matching.domain.farewells import release_helper, rest_helper
from matching.domain.programmes import enrol_mentor
from mentors.domain.mentor_data import problems_of_mentor
from mentors.domain.mentors import (
    give_consent,
    register_mentor,
    resume_mentor,
    revise_mentor,
    withdraw_consent,
)
from mentors.enums import ConsentPurpose, MentorState
from mentors.models import MentorEmployee, Participation
from mentors.queries import (
    SORTS,
    MentorFilter,
    by_import_key,
    for_list,
    for_page,
    in_order,
    languages_spoken,
    mentors_in_scope,
    narrowed,
    what_is_missing,
    who_mentor_may_be,
)

CONTACT = "mentors.change_mentor"
CONTACT_READ = "mentors.mentor.read"


# --- the list ---------------------------------------------------------------------------------------------


@door("mentors.view_mentor")
@require_safe
def mentors(request: SignedRequest) -> HttpResponse:
    """The mentors of all employers one sees, narrowed and sorted as the address says."""
    filters, sort = _filters(request), sort_of(request, SORTS, "name")
    found = listing(request, for_list(_wanted(request.membership, filters, sort)), filters, sort=sort)
    return show_list(request, "mentors/list.html", found, export="mentors_export", sheet="mentors")


@door("mentors.view_mentor")
@require_safe
def mentors_export(request: SignedRequest) -> HttpResponse:
    """The same mentors as a file; surnames and phones only for those entitled."""
    rows = for_list(chosen_mentors(request))
    contacts = rules.has_perm(CONTACT, request.membership)
    columns = [*COLUMNS, *(CONTACT_COLUMNS if contacts else ())]
    act = "mentors.list.exported"
    return export(request, rows, columns, act=act, name=_("mentors"), with_contacts=contacts)


def chosen_mentors(request: SignedRequest) -> QuerySet[MentorEmployee]:
    """As the address narrows and sorts them."""
    return _wanted(request.membership, _filters(request), sort_of(request, SORTS, "name"))


COLUMNS = (
    Column(gettext_lazy("Label"), lambda row: row.label),
    Column(gettext_lazy("First name"), lambda row: row.first_name),
    Column(gettext_lazy("Employer"), lambda row: row.participation.employer.name),
    Column(gettext_lazy("Site"), lambda row: row.site.name if row.site else None),
    Column(gettext_lazy("State"), lambda row: row.get_state_display()),
    Column(gettext_lazy("Job"), lambda row: row.job_title),
    Column(gettext_lazy("Trade"), lambda row: row.get_trade_display()),
    Column(gettext_lazy("Shift"), lambda row: row.get_shift_display()),
    Column(gettext_lazy("Languages"), lambda row: languages_text(row.spoken)),
    Column(gettext_lazy("Hours for mentoring"), lambda row: row.week.text()),
    Column(gettext_lazy("New colleagues at a time"), lambda row: row.room),
)
CONTACT_COLUMNS = (
    Column(gettext_lazy("Surname"), lambda row: row.last_name),
    Column(gettext_lazy("Phone"), lambda row: row.phone),
    Column(gettext_lazy("E-mail"), lambda row: row.email),
)


def _filters(request: SignedRequest) -> MentorFilterForm:
    spoken = languages_spoken(mentors_in_scope(request.membership))
    languages = [(code, language_name(code)) for code in spoken]
    return MentorFilterForm(request.GET, trade=Trade.choices, language=languages)


def _wanted(membership: Membership, filters: MentorFilterForm, sort: str) -> QuerySet[MentorEmployee]:
    state = filters.chosen("state")
    wanted = MentorFilter(
        text=filters.chosen("q"),
        contacts=rules.has_perm(CONTACT, membership),
        states=[state] if state else [],
        trade=filters.chosen("trade"),
        language=filters.chosen("language"),
    )
    return in_order(narrowed(mentors_in_scope(membership), wanted), sort)


# --- one mentor -------------------------------------------------------------------------------------------


@door("mentors.view_mentor")
@require_safe
def mentor(request: SignedRequest, pk: int) -> HttpResponse:
    """A mentor's page; with ?contact phone and e-mail for its coordinators, and a record of the reading."""
    found = find(request.membership, pk)
    shows_contact = "contact" in request.GET
    if shows_contact:
        require(request, CONTACT, found)
        record(CONTACT_READ, by=request.membership, on=found, organisation_id=found.centre_id)
    return show(request, found, shows_contact=shows_contact)


def find(membership: Membership, pk: int) -> MentorEmployee:
    """A mentor of the membership's centre or firm, with all that the page shows; else not found."""
    return get_object_or_404(for_page(mentors_in_scope(membership)), pk=pk)


def find_to_change(request: SignedRequest, pk: int) -> MentorEmployee:
    """The same, for somebody who may change it."""
    found = find(request.membership, pk)
    require(request, "mentors.change_mentor", found)
    return found


def show(request: SignedRequest, mentor: MentorEmployee, **context: Any) -> HttpResponse:
    """The mentor's page; forms in `context` were sent and refused."""
    matching = matching_of(request.membership, mentor)
    own: dict[str, Any] = {"matching": matching}
    if rules.has_perm("mentors.change_mentor", request.membership, mentor):
        own["missing"] = told_missing(what_is_missing(mentor), matching)
        own["twins"] = who_mentor_may_be(mentor)
    return people.show(request, MENTOR, mentor, "mentors/page.html", **{**own, **context})


MENTOR = Kind(
    name="mentor",
    find=find,
    show=show,
    purposes=ConsentPurpose,
    give=give_consent,
    withdraw=withdraw_consent,
    moves={
        "pause": Move(
            gettext_lazy("Pause"),
            gettext_lazy(
                "The matching leaves the mentor out until they are back. Open pairs go on; "
                "whoever was only proposed is proposed somebody else."
            ),
            rest_helper, asks="reason", icon="pause",
        ),
        "resume": Move(
            gettext_lazy("Back with us"),
            gettext_lazy("The matching looks at the mentor again."),
            resume_mentor, icon="play",
        ),
        "leave": Move(
            gettext_lazy("Says goodbye"),
            gettext_lazy("Pairs end, and each colleague is looked after. First you see what it means."),
            release_helper, asks="reason", icon="archive", page="mentor_goodbye",
        ),
    },
    ways={
        MentorState.ACTIVE: ("pause", "leave"),
        MentorState.PAUSED: ("resume", "leave"),
        MentorState.LEFT: ("resume",),
    },
    join=enrol_mentor,
    places=helpers_choices,
)  # fmt: skip


@door("mentors.change_mentor")
@require_POST
def mentor_state(request: SignedRequest, pk: int) -> HttpResponse:
    """Pauses a mentor, brings one back or sees one off."""
    return people.state(request, MENTOR, pk)


@door("mentors.change_mentor")
@require_http_methods(["GET", "HEAD", "POST"])
def mentor_goodbye(request: SignedRequest, pk: int) -> HttpResponse:
    """A mentor leaves: what it means to whom, and then the act."""
    return people.goodbye(request, MENTOR, pk)


@door("mentors.change_mentor")
@require_POST
def mentor_consent(request: SignedRequest, pk: int) -> HttpResponse:
    """Writes down a consent of the mentor."""
    return people.consent(request, MENTOR, pk)


@door("mentors.change_mentor")
@require_POST
def mentor_consent_withdraw(request: SignedRequest, pk: int) -> HttpResponse:
    """Writes down that the mentor took a consent back."""
    return people.consent_withdraw(request, MENTOR, pk)


@door("mentors.change_mentor")
@require_POST
def mentor_join(request: SignedRequest, pk: int) -> HttpResponse:
    """Gives the mentor a place in a programme."""
    return people.join(request, MENTOR, pk)


@door("mentors.change_mentor")
@require_POST
def mentor_leave(request: SignedRequest, pk: int) -> HttpResponse:
    """Ends the mentor's place in a programme."""
    return people.leave(request, MENTOR, pk)


# --- the form ---------------------------------------------------------------------------------------------


@door("mentors.add_mentor")
@require_http_methods(["GET", "HEAD", "POST"])
def mentor_add(request: SignedRequest, employer_pk: int) -> HttpResponse:
    """A new mentor of an employer; the same filled-in form sent twice leads to one mentor."""
    participation = find_employer_to_change(request, employer_pk)
    filling = _fill(request, f"mentor_add-{employer_pk}", participation)

    def register() -> tuple[MentorEmployee, bool]:
        data = filling.form.data_for_verb()
        was_known = by_import_key(participation.centre, data.import_key) is not None
        if not was_known:
            name = f"{data.first_name} {data.last_name}"
            ask_who(mentors_in_scope(request.membership), data, sent=request.POST, kind="mentor", name=name)
        return register_mentor(participation, data=data, by=request.membership), was_known

    if saved := filling.saved(register, check=lambda: problems_of_mentor(filling.form.data_for_verb())):
        registered, was_known = saved
        helps = _("%(name)s is a mentor now: %(label)s.") % {
            "name": registered.first_name,
            "label": registered,
        }
        say(request, second_sending() if was_known else helps)
        return redirect("mentor", registered.pk)
    return people.show_form(request, filling, "mentors/form.html", None, participation=participation)


@door("mentors.change_mentor")
@require_http_methods(["GET", "HEAD", "POST"])
def mentor_edit(request: SignedRequest, pk: int) -> HttpResponse:
    """A mentor's details, contact included: looking at the form is on record as reading them."""
    found = find_to_change(request, pk)
    participation = found.participation
    filling = _fill(request, f"mentor-{pk}", participation, found)

    def revise() -> MentorEmployee:
        data, seen = filling.form.data_for_verb(), filling.form.cleaned_data["version"]
        return revise_mentor(found, data=data, by=request.membership, version=seen)

    if filling.saved(revise, found, check=lambda: problems_of_mentor(filling.form.data_for_verb())):
        say(request, _("Saved."))
        return redirect("mentor", pk)
    if request.method == "GET":
        record(CONTACT_READ, by=request.membership, on=found, organisation_id=found.centre_id)
    return people.show_form(request, filling, "mentors/form.html", found, participation=participation)


def _fill(
    request: SignedRequest, key: str, participation: Participation, mentor: MentorEmployee | None = None
) -> Filling:
    def make(*args: Any, **kwargs: Any) -> MentorForm:
        return MentorForm(*args, firm=participation.employer, **kwargs)

    return fill(request, key, make, MentorForm.beginning(mentor))


# --- a new colleague --------------------------------------------------------------------------------------


@door("families.add_household")
@require_http_methods(["GET", "HEAD", "POST"])
def mentee_add(request: SignedRequest, employer_pk: int) -> HttpResponse:
    """Somebody the employer hired: household and job in one form, sent twice one household."""
    participation = find_employer_to_change(request, employer_pk)
    firm, centre = participation.employer, participation.centre
    supervisors = participation.mentors.exclude(state=MentorState.LEFT)

    def make(*args: Any, **kwargs: Any) -> MenteeForm:
        return MenteeForm(*args, firm=firm, mentors=supervisors, **kwargs)

    filling = fill(request, f"mentee_add-{employer_pk}", make, MenteeForm.beginning())

    def register() -> tuple[Household, bool]:
        data, job = filling.form.household_data(), filling.form.job_data(firm)
        was_known = household_by_import_key(centre, data.import_key) is not None
        try:
            return register_employee(centre, data=data, job=job, by=request.membership), was_known
        except ValidationError as error:
            raise of_one_person(error) from error

    if saved := filling.saved(register, check=lambda: problems_of_colleague(filling.form, firm)):
        household, was_known = saved
        say(request, second_sending() if was_known else _("%(label)s is with us now.") % {"label": household})
        return redirect("family", household.pk)
    return people.show_form(request, filling, "mentors/mentee.html", None, participation=participation)


def problems_of_colleague(form: MenteeForm, firm: Organisation) -> FieldProblems:
    """What `register_employee` would find wrong, by the names of the form."""
    found = problems_of_employee(form.household_data(), form.job_data(firm))
    return {name.removeprefix("members.0."): errors for name, errors in found.items()}


def of_one_person(error: ValidationError) -> ValidationError:
    """The same problems, those of the one member named as fields of a form without rows."""
    if not hasattr(error, "error_dict"):
        return error
    return ValidationError({name.removeprefix("members.0."): told for name, told in error.error_dict.items()})
