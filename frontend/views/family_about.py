"""What the family tells about itself, one question on a page, and all of it on one."""

from datetime import timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from base.audit.queries import history_of
from families.domain.consents import give_consent, withdraw_consent
from families.models import Household
from families.queries import for_page
from frontend.doing import done
from frontend.family import FamilyRequest, family_door
from frontend.family_steps import (
    BY_KEY,
    PICTURES,
    STEPS,
    StepPage,
    after,
    before,
    consent_in_force,
    contact_of,
    shown_text,
    spoken_by,
)
from frontend.toasts import say

#: How far back a family is shown who read its contact data, and how many lines of it.
LOOKS_DAYS, MOST_LOOKS = 180, 10


@family_door
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: FamilyRequest, key: str) -> HttpResponse:
    """One question; its answer is saved before the next one is shown."""
    page = BY_KEY.get(key)
    if page is None:
        raise Http404
    household = whole(request.household)
    if page.purpose is not None:
        return _consent(request, page, household)
    form = page.make(household, request.POST if request.method == "POST" else None)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda: page.save(household, form, request.actor))
    ):
        if form.cleaned_data.get("words"):
            say(request, _("Thank you. Your coordinator will read it and call you."))
        return _go_on(request, page)
    return _show(request, page, household, form=form)


@family_door
@require_safe
def about(request: FamilyRequest) -> HttpResponse:
    """Everything we know about the family, where each of it can be changed, and who has looked at it."""
    household = whole(request.household)
    since = timezone.now() - timedelta(days=LOOKS_DAYS)
    looks = history_of(household).filter(act__endswith=".read", at__gte=since)
    context = {
        "household": household,
        "contact": contact_of(household),
        "spoken": spoken_by(contact_of(household)),
        "consents": [(one, consent_in_force(household, one.purpose)) for one in STEPS if one.purpose],
        "looks": looks[:MOST_LOOKS],
    }
    return render(request, "f/about.html", context)


def whole(household: Household) -> Household:
    """The family with its members, their languages and its consents."""
    return for_page(Household.objects.all()).get(pk=household.pk)


def _consent(request: FamilyRequest, page: StepPage, household: Household) -> HttpResponse:
    """Yes to exactly these words in this language, no for now, or taking back what was said."""
    assert page.purpose is not None  # noqa: S101 - only consents come here
    text = shown_text(page.purpose, get_language() or "en")
    answer = request.POST.get("answer")
    if answer == "yes":
        seen = request.POST.get("version")
        if seen != text.version:
            # The words changed while the page was open: nobody agrees to what they have not read.
            return _show(request, page, household, text=text, changed=True)
        give_consent(
            household, purpose=page.purpose, text_version=text.version, language=text.language,
            by=request.actor,
        )  # fmt: skip
    elif answer == "back":
        withdraw_consent(household, purpose=page.purpose, by=request.actor)
        say(request, _("You have taken it back."))
        return redirect("f_about")
    if request.method == "POST":
        return _go_on(request, page)
    given = consent_in_force(household, page.purpose)
    return _show(request, page, household, text=text, given=given)


def _go_on(request: FamilyRequest, page: StepPage) -> HttpResponse:
    """To the next question, or back to where everything stands when it was changed singly."""
    following = after(page)
    if "singly" in request.POST or following is None:
        say(request, _("Saved."))
        return redirect("f_about")
    return redirect("f_step", following.key)


def _show(request: FamilyRequest, page: StepPage, household: Household, **words: object) -> HttpResponse:
    form = words.get("form")
    wrong = bool(getattr(form, "errors", None)) or "changed" in words
    context = {
        "step": page,
        "number": STEPS.index(page) + 1,
        "count": len(STEPS),
        "before": before(page),
        "after": after(page),
        "singly": "singly" in request.GET or "singly" in request.POST,
        "household": household,
        "pictures": PICTURES,
        **words,
    }
    return render(request, page.template, context, status=422 if wrong else 200)
