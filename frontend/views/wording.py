"""The wording of messages: the list, one message in one language with its preview, back to the standard."""

from functools import partial
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from base.common.profiles import Problems
from base.notices.domain.catalogue import CONTENTS
from base.notices.domain.placeholders import placeholders_of
from base.notices.domain.rendering import standard_pattern
from base.notices.domain.wording import set_wording, use_standard_words
from base.notices.domain.words import check_words
from base.notices.enums import Template
from base.places.languages import language_name
from frontend.access import SignedRequest, door
from frontend.doing import add_what_else, done
from frontend.forms.desk_settings import StandardForm, WordingForm
from frontend.forms.steps import stand_in
from frontend.held import held_data
from frontend.toasts import say
from frontend.wording import beside, chosen_sample, samples_of, told_messages, versions_of


@door("desk.set_up")
@require_safe
def wordings(request: SignedRequest) -> HttpResponse:
    """Every message by who reads it, in the standard or in own words."""
    groups = told_messages(request.membership.organisation)
    return render(request, "settings/wordings.html", {"groups": groups})


@door("desk.set_up")
@require_http_methods(["GET", "HEAD", "POST"])
def wording(request: SignedRequest, template: str, language: str) -> HttpResponse:
    """One message in one language; sent, tried out on real contents or written down."""
    key, to_look, sent = _known(template, language), "look" in request.POST, request.method == "POST"
    if sent and not to_look:
        form = WordingForm(request.POST, language=language)
        if form.is_valid():
            verb = partial(set_wording, request.membership.organisation, key, language)
            if done(form, lambda: verb(by=request.membership, **form.cleaned_data)):
                say(request, _("Saved. The next message of this kind says it so."))
                return redirect("wording", template, language)
        else:
            _tell_problems(key, form)
        return _show(request, key, language, form, status=422)
    typed = request.POST if sent else held_data(request)
    looked = WordingForm(typed, language=language, to_look=True) if typed else None
    if sent and looked is not None:
        _tell_problems(key, looked)
    return _show(request, key, language, looked)


@door("desk.set_up")
@require_POST
def wording_standard(request: SignedRequest, template: str, language: str) -> HttpResponse:
    """Back to the standard words."""
    key = _known(template, language)
    form = StandardForm(request.POST)
    verb = partial(use_standard_words, request.membership.organisation, key, language)
    if form.is_valid() and done(form, lambda: verb(by=request.membership, **form.cleaned_data)):
        say(request, _("The standard words are back. Yours stay in the history."))
        return redirect("wording", template, language)
    return _show(request, key, language, None, status=422, standard_form=form)


def _known(template: str, language: str) -> Template:
    """The message; 404 for one, or for a language, that does not exist."""
    if template not in Template.values or language not in dict(settings.LANGUAGES):
        raise Http404
    return Template(template)


def _tell_problems(template: Template, form: WordingForm) -> None:
    """What the verb would refuse, beside its field: while one only looks, and with all else that is wrong."""
    problems = Problems()
    form.is_valid()
    stand_in(form)
    check_words(problems, template, subject=form.cleaned_data["subject"], body=form.cleaned_data["body"])
    add_what_else(form, problems.by_field)


def _show(
    request: SignedRequest,
    template: Template,
    language: str,
    form: WordingForm | None,
    *,
    status: int = 200,
    standard_form: StandardForm | None = None,
) -> HttpResponse:
    centre = request.membership.organisation
    versions = versions_of(centre, template, language)
    newest = versions[0] if versions else None
    is_own, seen = bool(newest and newest.body), newest.pk if newest else 0
    pattern = standard_pattern(template, language)
    asked = next((one for one in versions if str(one.pk) == request.GET.get("version")), newest)
    begun = asked if asked and asked.body else pattern
    if form is None:
        known = {"subject": begun.subject, "body": begun.body, "seen": seen}
        form = WordingForm(language=language, initial=known)
    samples = samples_of(centre, template)
    sample = chosen_sample(samples, request.POST.get("notice") or request.GET.get("notice", ""))
    subject, body = (str(form[name].value() or "") for name in ("subject", "body"))
    context: dict[str, Any] = {
        "message": template,
        "language": language,
        "language_name": language_name(language),
        "languages": [(code, language_name(code)) for code, _name in settings.LANGUAGES],
        "is_fixed": CONTENTS[template].fixed,
        "is_own": is_own,
        "form": form,
        "standard_form": standard_form or StandardForm(initial={"seen": seen}),
        "placeholders": placeholders_of(template),
        "samples": samples,
        "sample": sample,
        "beside": beside(centre, template, language, sample, subject=subject, body=body),
        "versions": versions,
        "pattern": pattern,
    }
    is_fragment = _is_fragment(request)
    page = "settings/wording_beside.html" if is_fragment else "settings/wording.html"
    return render(request, page, context | {"is_fragment": is_fragment}, status=status)


def _is_fragment(request: SignedRequest) -> bool:
    """Whether only the two previews are asked for."""
    return bool(request.htmx) and request.htmx.target == "beside"
