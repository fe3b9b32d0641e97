"""An employer names its people; the centre looks at the new colleagues among them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from base.audit.domain.records import record
from base.common.errors import Refusal
from base.common.profiles import FieldProblems
from families.domain.naming import (
    join_named,
    problems_of_named,
    take_in_named,
    turn_down_named,
    withdraw_named,
)
from families.enums import NamedState
from families.models import Household, NamedColleague
from families.queries import named_in_scope, who_named_may_be
from frontend.access import SignedRequest, door, require
from frontend.doing import done
from frontend.filling import Filling, fill, second_sending
from frontend.forms.naming import (
    JoinNamedForm,
    NameColleagueForm,
    NameMentorForm,
    TakeInForm,
    TurnDownForm,
)
from frontend.inviting import send_invitation
from frontend.people import Typed
from frontend.toasts import refuse, say
from frontend.views import people
from frontend.views.employers import find
from frontend.views.mentors import of_one_person, problems_of_colleague
from matching.domain.naming import name_colleague
from mentors.domain.log_ins import invite_mentor
from mentors.domain.naming import name_mentor, problems_of_naming
from mentors.enums import MentorState
from mentors.models import MentorEmployee, Participation
from mentors.queries import by_import_key, participation_of

CONTACT_READ = "families.named_colleague.read"


@door("mentors.name_people")
@require_http_methods(["GET", "HEAD", "POST"])
def mentor_name(request: SignedRequest, pk: int) -> HttpResponse:
    """One of the firm's people is named a mentor and invited; sent twice, one mentor."""
    participation = _own(request, pk)

    def make(*args: Any, **kwargs: Any) -> NameMentorForm:
        return NameMentorForm(*args, firm=participation.employer, **kwargs)

    filling = fill(request, f"mentor_name-{pk}", make, NameMentorForm.beginning())

    def act() -> tuple[MentorEmployee, bool]:
        data = filling.form.data_for_verb()
        was_known = by_import_key(participation.centre, data.import_key) is not None
        return name_mentor(participation, data=data, by=request.membership), was_known

    def check() -> FieldProblems:
        return problems_of_naming(participation, filling.form.data_for_verb())

    if saved := filling.saved(act, check=check):
        mentor, was_known = saved
        say(request, second_sending()) if was_known else _invite(request, mentor)
        return redirect("employer", pk)
    return _show(request, filling, "mentors/name.html", participation)


@door("mentors.name_people")
@require_http_methods(["GET", "HEAD", "POST"])
def colleague_name(request: SignedRequest, pk: int) -> HttpResponse:
    """Somebody newly hired is told to the centre; sent twice, one person."""
    participation = _own(request, pk)
    mentors = participation.mentors.exclude(state=MentorState.LEFT)

    def make(*args: Any, **kwargs: Any) -> NameColleagueForm:
        return NameColleagueForm(*args, firm=participation.employer, mentors=mentors, **kwargs)

    filling = fill(request, f"colleague_name-{pk}", make, NameColleagueForm.beginning())

    def act() -> NamedColleague:
        return name_colleague(participation, data=filling.form.data_for_verb(), by=request.membership)

    def check() -> FieldProblems:
        return problems_of_named(participation.employer, filling.form.data_for_verb())

    if saved := filling.saved(act, check=check):
        told = _("%(centre)s knows of %(name)s now and asks whether they want a mentor.")
        say(request, told % {"centre": participation.centre, "name": saved.first_name})
        return redirect(_colleagues(pk))
    return _show(request, filling, "mentors/name_colleague.html", participation)


@door("mentors.name_people")
@require_POST
def colleague_withdraw(request: SignedRequest, pk: int, named_pk: int) -> HttpResponse:
    """The firm named somebody by mistake."""
    participation = _own(request, pk)
    withdraw_named(_named(request, participation, named_pk), by=request.membership)
    say(request, _("Taken back."))
    return redirect(_colleagues(pk))


@door("families.add_household")
@require_http_methods(["GET", "HEAD", "POST"])
def colleague_take_in(request: SignedRequest, named_pk: int) -> HttpResponse:
    """Who an employer named, who they may be already, and the form that takes them in."""
    named, participation = _to_decide(request, named_pk)
    firm = participation.employer
    supervisors = participation.mentors.exclude(state=MentorState.LEFT)

    def make(*args: Any, **kwargs: Any) -> TakeInForm:
        return TakeInForm(*args, firm=firm, mentors=supervisors, **kwargs)

    filling = fill(request, f"colleague_take_in-{named_pk}", make, TakeInForm.beginning_of(named))

    def act() -> Household:
        data, job = filling.form.household_data(), filling.form.job_data(firm)
        try:
            return take_in_named(named, data=data, job=job, by=request.membership)
        except ValidationError as error:
            raise of_one_person(error) from error

    if request.method == "GET":
        record(CONTACT_READ, by=request.membership, on=named, organisation_id=named.centre_id)
    if saved := filling.saved(act, check=lambda: problems_of_colleague(filling.form, firm)):
        say(request, _("%(label)s is with us now. Give them their own way in.") % {"label": saved})
        return redirect("family_way_in", saved.pk)
    return _show_named(request, named, participation, filling)


@door("families.add_household")
@require_POST
def colleague_join(request: SignedRequest, named_pk: int) -> HttpResponse:
    """It is somebody the centre knows: the job is written on their page, and no second one is made."""
    named, _participation = _to_decide(request, named_pk)
    form = JoinNamedForm(request.POST, candidates=who_named_may_be(named))
    if not form.is_valid():
        return redirect("colleague_take_in", named_pk)
    household: Household = form.cleaned_data["household"]
    contact = household.members.get(is_contact=True)
    try:
        join_named(named, member=contact, by=request.membership)
    except Refusal as refusal:
        refuse(request, refusal.message)
        return redirect("colleague_take_in", named_pk)
    say(request, _("The job is written down with %(label)s.") % {"label": household})
    return redirect("family", household.pk)


@door("families.add_household")
@require_POST
def colleague_turn_down(request: SignedRequest, named_pk: int) -> HttpResponse:
    """They are not taken in; their phone and address are forgotten."""
    named, participation = _to_decide(request, named_pk)
    form = TurnDownForm(request.POST)
    if form.is_valid() and done(
        form, lambda: turn_down_named(named, reason=form.cleaned_data["reason"], by=request.membership)
    ):
        say(request, _("They are not taken in. Their phone and address are forgotten."))
        return redirect(_colleagues(participation.pk))
    return _show_named(request, named, participation, _beginning(request, named, participation), form)


def _colleagues(pk: int) -> str:
    """The firm's page, with its new colleagues."""
    return f"{reverse('employer', args=[pk])}?tab=mentees"


def _own(request: SignedRequest, pk: int) -> Participation:
    participation = find(request.membership, pk)
    require(request, "mentors.name_people", participation)
    return participation


def _named(request: SignedRequest, participation: Participation, named_pk: int) -> NamedColleague:
    rows = named_in_scope(request.membership)
    return get_object_or_404(
        rows, pk=named_pk, centre=participation.centre_id, employer=participation.employer_id
    )


def _to_decide(request: SignedRequest, named_pk: int) -> tuple[NamedColleague, Participation]:
    """Somebody waiting, of this centre, and the part of their employer; else not found."""
    rows = named_in_scope(request.membership).filter(state=NamedState.WAITING)
    named = get_object_or_404(rows, pk=named_pk)
    participation = participation_of(named.centre, named.employer)
    return named, find(request.membership, participation.pk if participation else 0)


def _invite(request: SignedRequest, mentor: MentorEmployee) -> None:
    fresh = invite_mentor(mentor, by=request.membership)
    if fresh is None:
        say(request, _("%(name)s logs in here already and is asked to agree.") % {"name": mentor.first_name})
        return
    send_invitation(fresh, by=request.membership, language=mentor.language)
    told = _("%(name)s is named. The invitation is on its way; they agree themselves.")
    say(request, told % {"name": mentor.first_name})


def _beginning(request: SignedRequest, named: NamedColleague, participation: Participation) -> Filling:
    form = TakeInForm(
        firm=participation.employer,
        mentors=participation.mentors.exclude(state=MentorState.LEFT),
        initial=TakeInForm.beginning_of(named),
    )
    return Filling(request, f"colleague_take_in-{named.pk}", form, Typed(None))


def _show(
    request: SignedRequest, filling: Filling, template: str, participation: Participation
) -> HttpResponse:
    return people.show_form(request, filling, template, None, participation=participation)


def _show_named(
    request: SignedRequest,
    named: NamedColleague,
    participation: Participation,
    filling: Filling,
    turn_down: TurnDownForm | None = None,
) -> HttpResponse:
    context = {
        "named": named,
        "participation": participation,
        "twins": who_named_may_be(named),
        "filling": filling,
        "form": filling.form,
        "person": None,
        "turn_down": turn_down or TurnDownForm(),
    }
    wrong = filling.typed.is_sent or turn_down is not None
    return render(request, "mentors/take_in.html", context, status=422 if wrong else 200)
