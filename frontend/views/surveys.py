"""The diagnostic survey: the employer answers one question after another, the centre reads, both talk."""

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from base.accounts.domain.drafts import discard_draft, save_draft
from base.common.errors import Refusal
from frontend import held
from frontend.access import SignedRequest, door, require
from frontend.doing import done, without_errors
from frontend.filling import fill
from frontend.forms.surveys import ConsultationForm, SurveyForm, told_answers
from frontend.toasts import say
from frontend.views.employers import find
from mentors.domain.consulting import record_consultation, send_survey
from mentors.enums import ParticipationState
from mentors.models import Participation
from mentors.queries.joining import kinds_in_order, newest_consultation, newest_survey


@door("mentors.speak_for_firm")
@require_http_methods(["GET", "HEAD", "POST"])
def survey(request: SignedRequest, pk: int) -> HttpResponse:
    """What is answered so far, the next question, and in the end the sending."""
    part = _own(request, pk)
    answers = _answers(request, part)
    answered = [step.key for step in SurveyForm.STEPS if f"done-{step.key}" in answers]
    if not answered and request.method != "POST":
        return redirect("survey_step", pk, SurveyForm.STEPS[0].key)
    form = SurveyForm(answers)
    if request.method == "POST" and form.is_valid() and done(form, lambda: _send(request, part, form)):
        say(request, _("Thank you. We read it and call you to talk it over."))
        return redirect("home")
    if request.method != "POST":
        without_errors(form)
    context = {
        "part": part,
        "form": form,
        "told": told_answers({name: form[name].value() for name in form.fields}, answered=answered),
        "first": next((step for step in SurveyForm.STEPS if step.key not in answered), None),
        "sent": newest_survey(part),
    }
    return render(request, "surveys/check.html", context, status=422 if request.method == "POST" else 200)


@door("mentors.speak_for_firm")
@require_http_methods(["GET", "HEAD", "POST"])
def survey_step(request: SignedRequest, pk: int, key: str) -> HttpResponse:
    """One question; the answer is kept, and the next one follows. With ?back the answers are shown again."""
    part = _own(request, pk)
    keys = [step.key for step in SurveyForm.STEPS]
    if key not in keys:
        raise Http404
    at = keys.index(key)
    step, answers = SurveyForm.STEPS[at], _answers(request, part)
    if request.method == "POST":
        form = SurveyForm(request.POST, step=step)
        if form.is_valid():
            kept = {name: request.POST.getlist(name) for name in step.fields} | {f"done-{key}": ["1"]}
            save_draft(request.membership, form_key=_key(part), data=dict(answers.lists()) | kept)
            if "back" in request.GET or at + 1 == len(keys):
                return redirect("survey", pk)
            return redirect("survey_step", pk, keys[at + 1])
    else:
        form = SurveyForm(held.held_data(request) or answers, step=step)
        without_errors(form)
    context = {
        "part": part, "form": form, "step": step, "number": at + 1, "count": len(keys),
        "before": keys[at - 1] if at else "", "is_last": at + 1 == len(keys),
    }  # fmt: skip
    return render(request, "surveys/step.html", context, status=422 if request.method == "POST" else 200)


@door("mentors.view_way_in")
@require_safe
def survey_sent(request: SignedRequest, pk: int) -> HttpResponse:
    """The survey that counts, as it was sent."""
    part = find(request.membership, pk)
    require(request, "mentors.view_way_in", part)
    newest = newest_survey(part)
    if newest is None:
        raise Http404
    answers = SurveyForm.beginning(newest)
    context = {"part": part, "survey": newest, "told": told_answers(answers)}
    return render(request, "surveys/sent.html", context)


@door("mentors.view_way_in")
@require_http_methods(["GET", "HEAD", "POST"])
def consultation(request: SignedRequest, pk: int) -> HttpResponse:
    """What was talked over and decided: both read it, the centre writes it down."""
    part = find(request.membership, pk)
    require(request, "mentors.view_way_in", part)
    if request.method == "POST":
        require(request, "mentors.consult", part)
    before, asked = newest_consultation(part), newest_survey(part)
    kinds = before.kinds if before else asked.wanted if asked else []
    initial = {"consultant": request.user.name, "kinds": kinds}
    filling = fill(request, f"consultation-{pk}", ConsultationForm, initial)
    if filling.saved(
        lambda: record_consultation(part, data=filling.form.data_for_verb(), by=request.membership)
    ):
        say(request, _("The consultation is written down."))
        return redirect("employer", pk)
    context = {
        "part": part, "filling": filling, "form": filling.form, "consultation": before, "survey": asked,
        "decided": kinds_in_order(before.kinds) if before else [],
        "wanted": kinds_in_order(asked.wanted) if asked else [],
    }  # fmt: skip
    return render(request, "surveys/consultation.html", context, status=422 if filling.typed.is_sent else 200)


def _own(request: SignedRequest, pk: int) -> Participation:
    part = find(request.membership, pk)
    require(request, "mentors.speak_for_firm", part)
    if part.state == ParticipationState.ENDED:
        raise Refusal(_("This employer's part has ended. Reopen it first."), code="ended")
    return part


def _key(part: Participation) -> str:
    return f"survey-{part.pk}"


def _answers(request: SignedRequest, part: Participation) -> QueryDict:
    """What is kept of a survey not sent yet, else the answers of the one sent before."""
    if (kept := held.draft_data(request, _key(part))) is not None:
        return kept
    found, before = QueryDict(mutable=True), SurveyForm.beginning(newest_survey(part))
    for name, value in before.items():
        found.setlist(name, value if isinstance(value, list) else [str(value)] if value is not False else [])
    if before:
        for step in SurveyForm.STEPS:
            found[f"done-{step.key}"] = "1"
    return found


def _send(request: SignedRequest, part: Participation, form: SurveyForm) -> None:
    send_survey(part, data=form.data_for_verb(), by=request.membership)
    discard_draft(request.membership, form_key=_key(part))
