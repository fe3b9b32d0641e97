"""One newcomer's page: where they stand, talk, references, papers, trainings, next step, owner, history."""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Any

from django.db import transaction
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from base.accounts.models import Membership
from base.audit.domain.records import record
from base.common.errors import Refusal
from base.common.profiles import Missing
from desk.domain.onboarding import give_to, set_next_step
from desk.domain.papers import ask_for_papers, receive_paper, take_paper_back
from desk.domain.references import add_reference, ask_reference, give_reference, remove_reference
from desk.domain.telling import invite_to_talk
from desk.enums import Side
from desk.models import Onboarding
from desk.queries.interviews import answered, references_in_scope
from desk.queries.onboarding import Newcomer, newcomer_of
from desk.queries.papers import PaperLine, papers_of
from desk.queries.stages import paper_kinds_of, stages_of
from desk.queries.trainings import not_invited_to, to_come, trainings_in_scope
from families.models import Household
from families.queries import what_is_missing as family_lacks
from frontend.access import SignedRequest, door
from frontend.doing import done, done_in_time
from frontend.forms.onboarding import (
    BeginTalkForm,
    NextStepForm,
    OwnerForm,
    PaperForm,
    ReferenceForm,
    VerdictForm,
    WhenForm,
)
from frontend.onboarding import Person, owners_of, person_of, side_of, told_way, way_shown
from frontend.toasts import say
from volunteers.models import Volunteer
from volunteers.queries import missing_to_start


@door("desk.use")
@require_safe
def newcomer(request: SignedRequest, side: str, pk: int) -> HttpResponse:
    """The page; reading what was said in a talk is on record."""
    return show(request, side_of(side), pk)


@transaction.atomic
def show(
    request: SignedRequest, side: Side, pk: int, *, status: int = HTTPStatus.OK, **refused: Any
) -> HttpResponse:
    """The page as it stands; forms and sentences in `refused` tell what was not done."""
    person, today = person_of(request.membership, side, pk), timezone.localdate()
    stages = stages_of(request.membership.organisation_id, side)
    now, way = newcomer_of(person, on=today, stages=stages), way_shown(person)
    talks = [(talk, answered(talk)) for talk in way.interviews.all()] if way else []
    if any(talk.answers or talk.note for talk, _told in talks):
        record("desk.onboarding.read", by=request.membership, on=way, organisation_id=person.centre_id)
    lines = papers_of(person, on=today)
    own = {
        "side": side,
        "person": person,
        "name": person.first_name if isinstance(person, Volunteer) else "",
        "now": now,
        "way": way,
        "stages": stages,
        "missing": _missing(person, lines),
        "talks": talks,
        "open_talk": next((talk for talk, _told in talks if talk.closed_at is None), None),
        "references": way.references.all() if way else [],
        "papers": lines,
        "lacking": [one for one in lines if one.is_lacking],
        "lacking_elsewhere": sum(one.is_lacking for one in lines if one.kind is None),
        "next_stage": next((one.pk for one in stages.targets if now and one.order > now.stage.order), None),
        "places": _places(person),
        "next_trainings": _next_trainings(request.membership, person, now),
        "history": told_way(way),
        "today": today,
        "topic": f"pipeline:{request.membership.organisation_id}",
        **_forms(request.membership, now, way),
    }
    return render(request, "onboarding/newcomer.html", {**own, **refused}, status=status)


def _forms(membership: Membership, now: Newcomer | None, way: Onboarding | None) -> dict[str, Any]:
    return {
        "step_form": NextStepForm(initial={"words": now.step, "on": now.step_on} if now else {}),
        "owner_form": OwnerForm(owners=owners_of(membership), initial={"owner": now.owner if now else ""}),
        "reference_form": ReferenceForm(),
        "verdict_form": VerdictForm(),
        "paper_form": PaperForm(),
        "talk_form": BeginTalkForm(),
        "when_form": WhenForm(auto_id="when_%s"),
    }


def _missing(person: Person, lines: list[PaperLine]) -> list[Missing]:
    """What has to be there before the way can end, without the papers, which have a place of their own."""
    if isinstance(person, Household):
        return family_lacks(person)
    return missing_to_start(person)


def _places(person: Person) -> list[Any]:
    if not isinstance(person, Volunteer):
        return []
    return list(person.training_places.select_related("session").order_by("-session__start"))


def _next_trainings(membership: Membership, person: Person, now: Newcomer | None) -> list[Any]:
    """The next few trainings a volunteer on the way can be invited to."""
    if now is None or not isinstance(person, Volunteer):
        return []
    return list(not_invited_to(person, to_come(trainings_in_scope(membership), now=timezone.now()))[:3])


# --- what is done on the page -----------------------------------------------------------------------------


def _small(
    request: SignedRequest,
    side: str,
    pk: int,
    name: str,
    form: BaseForm,
    verb: Callable[..., object],
    told: str,
) -> HttpResponse:
    """A small form of the page, `name` in its context: calls verb(person, **what was typed, by=...)."""
    which = side_of(side)
    person = person_of(request.membership, which, pk)
    if form.is_valid() and done(form, lambda: verb(person, by=request.membership, **form.cleaned_data)):
        say(request, told)
        return redirect("newcomer", which, pk)
    return show(request, which, pk, status=HTTPStatus.UNPROCESSABLE_ENTITY, **{name: form})


@door("desk.use")
@require_POST
def newcomer_next(request: SignedRequest, side: str, pk: int) -> HttpResponse:
    """Says what is done next, and by when."""
    form = NextStepForm(request.POST)
    return _small(request, side, pk, "step_form", form, set_next_step, _("The next step is written down."))


@door("desk.use")
@require_POST
def newcomer_owner(request: SignedRequest, side: str, pk: int) -> HttpResponse:
    """Says who looks after the newcomer."""
    owners = owners_of(request.membership)
    form = OwnerForm(request.POST, owners=owners)

    def give(person: Person, *, owner: str, by: Membership) -> None:
        colleague = Membership.objects.current().filter(pk=owner).first() if owner else None
        give_to(person, owner=colleague, by=by)

    return _small(request, side, pk, "owner_form", form, give, _("Written down who looks after them."))


@door("desk.use")
@require_POST
def newcomer_invite(request: SignedRequest, side: str, pk: int) -> HttpResponse:
    """Invites to a talk: the message leaves in ten minutes."""
    which = side_of(side)
    person = person_of(request.membership, which, pk)
    form = WhenForm(request.POST, auto_id="when_%s")

    def invite() -> None:
        invite_to_talk(person, start=form.start(), place=form.cleaned_data["place"], by=request.membership)

    if form.is_valid() and done_in_time(form, invite):
        say(request, _("The invitation leaves in ten minutes; the talk is the next step."))
        return redirect("newcomer", which, pk)
    return show(request, which, pk, status=HTTPStatus.UNPROCESSABLE_ENTITY, when_form=form)


# --- references -------------------------------------------------------------------------------------------


@door("desk.use")
@require_POST
def newcomer_reference(request: SignedRequest, side: str, pk: int) -> HttpResponse:
    """Writes down who speaks for the newcomer."""
    form = ReferenceForm(request.POST)
    return _small(request, side, pk, "reference_form", form, add_reference, _("Written down."))


@door("desk.use")
@require_POST
def reference_given(request: SignedRequest, pk: int) -> HttpResponse:
    """They were asked, or this is what they said."""
    reference = get_object_or_404(references_in_scope(request.membership), pk=pk)
    form = VerdictForm(request.POST)

    def write(person: Person, *, verdict: Any, on: Any, by: Membership) -> None:
        if verdict:
            give_reference(reference, verdict=verdict, on=on, by=by)
        else:
            ask_reference(reference, on=on, by=by)

    way = reference.onboarding
    return _small(request, way.side, way.person.pk, "verdict_form", form, write, _("Written down."))


@door("desk.use")
@require_POST
def reference_remove(request: SignedRequest, pk: int) -> HttpResponse:
    """Takes a reference away; nothing of it is kept."""
    reference = get_object_or_404(references_in_scope(request.membership), pk=pk)
    remove_reference(reference, by=request.membership)
    say(request, _("Taken away. Nothing of it is kept."))
    return redirect("newcomer", reference.onboarding.side, reference.onboarding.person.pk)


# --- papers -----------------------------------------------------------------------------------------------


@door("desk.use")
@require_POST
def newcomer_paper(request: SignedRequest, side: str, pk: int, kind_pk: int) -> HttpResponse:
    """Writes down that a paper is there."""
    which = side_of(side)
    kinds = {one.pk: one for one in paper_kinds_of(request.membership.organisation_id, which)}
    kind = kinds.get(kind_pk)
    if kind is None:
        raise Refusal(_("This paper is not one the centre asks for."), code="not_here")
    verb = partial(receive_paper, kind=kind)
    told = _("“%(paper)s” is there.") % {"paper": kind}
    return _small(request, side, pk, "paper_form", PaperForm(request.POST), verb, told)


@door("desk.use")
@require_POST
def newcomer_paper_back(request: SignedRequest, side: str, pk: int, paper_pk: int) -> HttpResponse:
    """Takes back that a paper is there."""
    which = side_of(side)
    person = person_of(request.membership, which, pk)
    paper = get_object_or_404(person.papers.select_related("kind", "volunteer", "household"), pk=paper_pk)
    take_paper_back(paper, by=request.membership)
    say(request, _("Taken back."))
    return redirect("newcomer", which, pk)


@door("desk.use")
@require_POST
def newcomer_papers_ask(request: SignedRequest, pk: int) -> HttpResponse:
    """Writes to a volunteer which papers are lacking."""
    person = person_of(request.membership, Side.VOLUNTEERS, pk)
    assert isinstance(person, Volunteer)  # noqa: S101 - of that side
    count = sum(one.is_lacking for one in papers_of(person, on=timezone.localdate()))
    notice = ask_for_papers(person, by=request.membership)
    told = ngettext(
        "The letter leaves in ten minutes. It asks for %(count)d paper.",
        "The letter leaves in ten minutes. It asks for %(count)d papers.",
        count,
    ) % {"count": count}
    say(request, told, look_url=reverse("notice", args=[notice.pk]))
    return redirect("newcomer", Side.VOLUNTEERS, pk)
