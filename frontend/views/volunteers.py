"""Pages of volunteers: the list and its files, a volunteer's page with clearance and papers, the form."""

from functools import partial
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
from base.common.enums import AgeBand, HelpArea
from base.places.languages import language_name, languages_text
from frontend.access import SignedRequest, door, require
from frontend.exports import Column, export
from frontend.filling import fill, second_sending
from frontend.forms.people import LastDayForm
from frontend.forms.volunteers import (
    AgreementForm,
    ClearanceForm,
    PrepareForm,
    SignForCentreForm,
    TrainingForm,
    VolunteerFilterForm,
    VolunteerForm,
)
from frontend.listing import listing, show_list, sort_of
from frontend.papers import reading_to_record
from frontend.people import Kind, Move, helpers_choices, matching_of, told_missing
from frontend.same_person import ask_who
from frontend.templatetags.people import areas
from frontend.toasts import say
from frontend.views import people
from matching.domain.farewells import release_helper, rest_helper
from matching.domain.programmes import enrol_volunteer
from volunteers.domain.clearance import record_clearance_item, revoke_clearance_item
from volunteers.domain.papers import (
    end_agreement,
    give_consent,
    record_training,
    sign_agreement,
    withdraw_consent,
)
from volunteers.domain.volunteer_data import problems_of_volunteer
from volunteers.domain.volunteers import (
    activate_volunteer,
    readmit_volunteer,
    record_interview,
    register_volunteer,
    resume_volunteer,
    revise_volunteer,
    start_training,
)
from volunteers.enums import LIVE_PREPARED, ConsentPurpose, VolunteerState
from volunteers.models import Volunteer
from volunteers.queries import (
    SORTS,
    VolunteerFilter,
    by_import_key,
    clearance_of,
    communes_of,
    for_list,
    for_page,
    in_order,
    languages_to_choose,
    narrowed,
    volunteers_in_scope,
    what_is_missing,
)

CONTACT = "volunteers.change_volunteer"
CONTACT_READ = "volunteers.volunteer.read"


# --- the list ---------------------------------------------------------------------------------------------


@door("volunteers.view_volunteer")
@require_safe
def volunteers(request: SignedRequest) -> HttpResponse:
    """The centre's volunteers, narrowed and sorted as the address says."""
    scope = volunteers_in_scope(request.membership)
    filters = _filters(request, scope)
    sort = sort_of(request, SORTS, "name")
    rows = _rows(request.membership, scope, filters, sort)
    found = listing(request, rows, filters, sort=sort, dress=partial(for_list, on=timezone.localdate()))
    return show_list(request, "volunteers/list.html", found, export="volunteers_export", sheet="volunteers")


@door("volunteers.view_volunteer")
@require_safe
def volunteers_export(request: SignedRequest) -> HttpResponse:
    """The same volunteers as a file; phones and addresses only for those entitled."""
    contacts = rules.has_perm(CONTACT, request.membership)
    columns = [*COLUMNS, *(CONTACT_COLUMNS if contacts else ())]
    act = "volunteers.list.exported"
    rows = for_list(chosen_volunteers(request), on=timezone.localdate())
    return export(request, rows, columns, act=act, name=_("volunteers"), with_contacts=contacts)


def chosen_volunteers(request: SignedRequest) -> QuerySet[Volunteer]:
    """As the address narrows and sorts them."""
    scope = volunteers_in_scope(request.membership)
    return _rows(request.membership, scope, _filters(request, scope), sort_of(request, SORTS, "name"))


COLUMNS = (
    Column(gettext_lazy("Label"), lambda row: row.label),
    Column(gettext_lazy("First name"), lambda row: row.first_name),
    Column(gettext_lazy("State"), lambda row: row.get_state_display()),
    Column(gettext_lazy("Applied on"), lambda row: row.applied_on),
    Column(gettext_lazy("Post code"), lambda row: row.postcode),
    Column(gettext_lazy("Place"), lambda row: row.place_name),
    Column(gettext_lazy("Commune"), lambda row: row.commune_name),
    Column(gettext_lazy("Languages"), lambda row: languages_text(row.spoken)),
    Column(gettext_lazy("Free hours"), lambda row: row.week.text()),
    Column(gettext_lazy("Offers"), lambda row: ", ".join(map(str, areas(row.offers)))),
    Column(gettext_lazy("Families at a time"), lambda row: row.room),
    Column(gettext_lazy("Cleared until"), lambda row: row.cleared_until if row.cleared else None),
)
CONTACT_COLUMNS = (
    Column(gettext_lazy("Surname"), lambda row: row.last_name),
    Column(gettext_lazy("Phone"), lambda row: row.phone),
    Column(gettext_lazy("E-mail"), lambda row: row.email),
)


def _filters(request: SignedRequest, scope: QuerySet[Volunteer]) -> VolunteerFilterForm:
    spoken = [(code, language_name(code)) for code in languages_to_choose(request.membership)]
    return VolunteerFilterForm(
        request.GET, offer=HelpArea.choices, language=spoken, commune=communes_of(scope)
    )


def _rows(
    membership: Membership, scope: QuerySet[Volunteer], filters: VolunteerFilterForm, sort: str
) -> QuerySet[Volunteer]:
    state, today = filters.chosen("state"), timezone.localdate()
    wanted = VolunteerFilter(
        text=filters.chosen("q"),
        contacts=rules.has_perm(CONTACT, membership),
        states=[state] if state else [],
        offer=filters.chosen("offer"),
        language=filters.chosen("language"),
        commune=filters.chosen("commune"),
        cleared={"yes": True, "no": False}.get(filters.chosen("cleared")),
    )
    return in_order(narrowed(scope, wanted, on=today), sort)


# --- one volunteer ----------------------------------------------------------------------------------------


@door("volunteers.view_volunteer")
@require_safe
def volunteer(request: SignedRequest, pk: int) -> HttpResponse:
    """A volunteer's page; with ?contact phone and address, and a record of the reading."""
    person = find(request.membership, pk)
    shows_contact = "contact" in request.GET
    if shows_contact:
        require(request, CONTACT, person)
        _record_reading(request, person)
    return show(request, person, shows_contact=shows_contact)


def _record_reading(request: SignedRequest, person: Volunteer) -> None:
    record(CONTACT_READ, by=request.membership, on=person, organisation_id=person.centre_id)


def find(membership: Membership, pk: int) -> Volunteer:
    """A volunteer of the membership's own, with all that the page shows; else not found."""
    return get_object_or_404(for_page(volunteers_in_scope(membership)), pk=pk)


def show(request: SignedRequest, person: Volunteer, **context: Any) -> HttpResponse:
    """The volunteer's page; forms in `context` were sent and refused."""
    today = timezone.localdate()
    matching = matching_of(request.membership, person)
    lines = clearance_of(person, on=today)
    own = {
        "matching": matching,
        "missing": told_missing(what_is_missing(person, on=today), matching),
        "way": WAY,
        "ages": [age.label for age in AgeBand if age in person.life_stages],
        "clearance": lines,
        "cleared": sum(line.state == "valid" for line in lines),
        "clearance_form": ClearanceForm(),
        "training_form": TrainingForm(),
        "agreement_form": AgreementForm(),
        "prepare_form": PrepareForm(),
        "centre_form": SignForCentreForm(initial={"typed_name": request.user.name}),
        "waiting": [one for one in person.prepared_agreements.all() if one.state in LIVE_PREPARED],
        "reading": reading_to_record(person),
        "last_day_form": LastDayForm(),
    }
    return people.show(request, VOLUNTEER, person, "volunteers/page.html", **{**own, **context})


#: The way of a volunteer, as the page draws it.
WAY = (
    VolunteerState.APPLIED,
    VolunteerState.INTERVIEWED,
    VolunteerState.IN_TRAINING,
    VolunteerState.ACTIVE,
)

VOLUNTEER = Kind(
    name="volunteer",
    find=find,
    show=show,
    purposes=ConsentPurpose,
    give=give_consent,
    withdraw=withdraw_consent,
    moves={
        "interview": Move(
            gettext_lazy("Record the interview"),
            gettext_lazy("The face-to-face talk took place."),
            record_interview, asks="on", icon="speech",
        ),
        "train": Move(
            gettext_lazy("Start the training"),
            gettext_lazy("The volunteer begins to be trained."),
            start_training, icon="book",
        ),
        "activate": Move(
            gettext_lazy("Make active"),
            gettext_lazy("From now on the matching can propose families."),
            activate_volunteer, icon="check",
        ),
        "pause": Move(
            gettext_lazy("Pause"),
            gettext_lazy(
                "The matching leaves the volunteer out for a while. Open pairs go on; "
                "whoever was only proposed is proposed somebody else."
            ),
            rest_helper, asks="reason", icon="pause",
        ),
        "resume": Move(
            gettext_lazy("Back from the pause"),
            gettext_lazy("The matching can propose families again."),
            resume_volunteer, icon="play",
        ),
        "leave": Move(
            gettext_lazy("Says goodbye"),
            gettext_lazy("Pairs end, and each family is looked after. First you see what it means."),
            release_helper, asks="reason", icon="archive", page="volunteer_goodbye",
        ),
        "readmit": Move(
            gettext_lazy("Wants to come back"),
            gettext_lazy("The way begins with a new talk; trainings are not lost."),
            readmit_volunteer, icon="undo",
        ),
    },
    ways={
        VolunteerState.APPLIED: ("interview", "leave"),
        VolunteerState.INTERVIEWED: ("train", "activate", "leave"),
        VolunteerState.IN_TRAINING: ("activate", "leave"),
        VolunteerState.ACTIVE: ("pause", "leave"),
        VolunteerState.PAUSED: ("resume", "leave"),
        VolunteerState.LEFT: ("readmit",),
    },
    join=enrol_volunteer,
    places=helpers_choices,
)  # fmt: skip


@door("volunteers.change_volunteer")
@require_POST
def volunteer_state(request: SignedRequest, pk: int) -> HttpResponse:
    """Moves a volunteer along the way: interview, training, active, pause, leaving."""
    return people.state(request, VOLUNTEER, pk)


@door("volunteers.change_volunteer")
@require_http_methods(["GET", "HEAD", "POST"])
def volunteer_goodbye(request: SignedRequest, pk: int) -> HttpResponse:
    """A volunteer leaves: what it means to whom, and then the act."""
    return people.goodbye(request, VOLUNTEER, pk)


@door("volunteers.change_volunteer")
@require_POST
def volunteer_consent(request: SignedRequest, pk: int) -> HttpResponse:
    """Writes down a consent of the volunteer."""
    return people.consent(request, VOLUNTEER, pk)


@door("volunteers.change_volunteer")
@require_POST
def volunteer_consent_withdraw(request: SignedRequest, pk: int) -> HttpResponse:
    """Writes down that the volunteer took a consent back."""
    return people.consent_withdraw(request, VOLUNTEER, pk)


@door("volunteers.change_volunteer")
@require_POST
def volunteer_join(request: SignedRequest, pk: int) -> HttpResponse:
    """Gives the volunteer a place in a programme."""
    return people.join(request, VOLUNTEER, pk)


@door("volunteers.change_volunteer")
@require_POST
def volunteer_leave(request: SignedRequest, pk: int) -> HttpResponse:
    """Ends the volunteer's place in a programme."""
    return people.leave(request, VOLUNTEER, pk)


@door("volunteers.record_clearance")
@require_POST
def volunteer_clearance(request: SignedRequest, pk: int) -> HttpResponse:
    """Records that an item of clearance was checked."""
    told = _("The check is recorded.")
    form = ClearanceForm(request.POST)
    return people.small(request, VOLUNTEER, pk, "clearance_form", form, record_clearance_item, told)


@door("volunteers.record_clearance")
@require_POST
def volunteer_clearance_revoke(request: SignedRequest, pk: int, item_pk: int) -> HttpResponse:
    """Takes a check back: from today it does not count, and pairs with children feel it."""
    item = get_object_or_404(find(request.membership, pk).clearance_items, pk=item_pk)
    revoke_clearance_item(item, by=request.membership)
    say(request, _("The check no longer counts."))
    return redirect("volunteer", pk)


@door("volunteers.change_volunteer")
@require_POST
def volunteer_training(request: SignedRequest, pk: int) -> HttpResponse:
    """Records a completed training."""
    told, form = _("The training is recorded."), TrainingForm(request.POST)
    return people.small(request, VOLUNTEER, pk, "training_form", form, record_training, told)


@door("volunteers.change_volunteer")
@require_POST
def volunteer_agreement(request: SignedRequest, pk: int) -> HttpResponse:
    """Records a signed agreement."""
    told, form = _("The agreement is recorded."), AgreementForm(request.POST)
    return people.small(request, VOLUNTEER, pk, "agreement_form", form, sign_agreement, told)


@door("volunteers.change_volunteer")
@require_POST
def volunteer_agreement_end(request: SignedRequest, pk: int, agreement_pk: int) -> HttpResponse:
    """Records the last day of an agreement."""
    agreement = get_object_or_404(find(request.membership, pk).agreements, pk=agreement_pk)

    def end(_person: Volunteer, **typed: Any) -> object:
        return end_agreement(agreement, **typed)

    told, form = _("The last day of the agreement is recorded."), LastDayForm(request.POST)
    return people.small(request, VOLUNTEER, pk, "last_day_form", form, end, told)


# --- the form ---------------------------------------------------------------------------------------------


@door("volunteers.add_volunteer")
@require_http_methods(["GET", "HEAD", "POST"])
def volunteer_add(request: SignedRequest) -> HttpResponse:
    """A new volunteer, in steps; the same filled-in form sent twice leads to one volunteer."""
    filling = fill(request, "volunteer_add", VolunteerForm, VolunteerForm.beginning(None))
    centre = request.membership.organisation

    def register() -> tuple[Volunteer, bool]:
        data = filling.form.data_for_verb()
        was_known = by_import_key(centre, data.import_key) is not None
        if not was_known:
            own, name = volunteers_in_scope(request.membership), f"{data.first_name} {data.last_name}"
            ask_who(own, data, sent=request.POST, kind="volunteer", name=name)
        return register_volunteer(centre, data=data, by=request.membership), was_known

    if saved := filling.saved(register, check=lambda: problems_of_volunteer(filling.form.data_for_verb())):
        person, was_known = saved
        told = _("%(name)s is with us now, as %(label)s.") % {"name": person.first_name, "label": person}
        say(request, second_sending() if was_known else told)
        return redirect("volunteer", person.pk)
    return people.show_form(request, filling, "volunteers/form.html", None)


@door("volunteers.change_volunteer")
@require_http_methods(["GET", "HEAD", "POST"])
def volunteer_edit(request: SignedRequest, pk: int) -> HttpResponse:
    """A volunteer's details."""
    person = find(request.membership, pk)
    filling = fill(request, f"volunteer-{pk}", VolunteerForm, VolunteerForm.beginning(person))

    def revise() -> Volunteer:
        data, seen = filling.form.data_for_verb(), filling.form.cleaned_data["version"]
        return revise_volunteer(person, data=data, by=request.membership, version=seen)

    if filling.saved(revise, person, check=lambda: problems_of_volunteer(filling.form.data_for_verb())):
        say(request, _("Saved."))
        return redirect("volunteer", pk)
    if request.method == "GET":
        _record_reading(request, person)
    return people.show_form(request, filling, "volunteers/form.html", person)
