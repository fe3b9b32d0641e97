"""A mentor-employee about themselves: their own yes, their languages and hours."""

from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from frontend.access import SignedRequest, door
from frontend.filling import fill
from frontend.forms.week_grid import presets_of_shifts
from frontend.me_work import WORK_STEPS, own_consents
from frontend.toasts import say
from mentors.domain.oneself import agree_oneself, own_consent_text, revise_own_work, take_back_oneself
from mentors.enums import ConsentPurpose
from mentors.models import MentorEmployee
from mentors.queries import for_page, mentors_in_scope


@door("mentors.change_own_profile")
@require_http_methods(["GET", "HEAD", "POST"])
def work(request: SignedRequest, key: str) -> HttpResponse:
    """One question about a mentor's languages or hours."""
    step = WORK_STEPS.get(key)
    if step is None:
        raise Http404
    mentor = _own(request)
    make = partial(step.form, person=mentor)
    filling = fill(request, f"me-work-{key}-{mentor.pk}", make, step.form.beginning(mentor))

    def revise() -> MentorEmployee:
        return revise_own_work(mentor, changes=filling.form.changes(), by=request.membership)

    if filling.saved(revise, mentor):
        say(request, _("Saved."))
        return redirect("me")
    context = {
        "step": step,
        "filling": filling,
        "form": filling.form,
        "presets": presets_of_shifts(mentor.shift),
    }
    return render(request, "me/work.html", context, status=422 if filling.typed.is_sent else 200)


@door("mentors.change_own_profile")
@require_http_methods(["GET", "HEAD", "POST"])
def agree(request: SignedRequest, purpose: str) -> HttpResponse:
    """Yes to exactly these words in this language, no for now, or taking back what was said."""
    if purpose not in ConsentPurpose.values:
        raise Http404
    mentor, asked = _own(request), ConsentPurpose(purpose)
    text = own_consent_text(asked, language=get_language() or "en", on=timezone.localdate())
    given = next(one.given for one in own_consents(mentor) if one.purpose == asked)
    answer, changed = request.POST.get("answer"), False
    if answer == "yes" and request.POST.get("version") == text.version:
        agree_oneself(
            mentor, purpose=asked, version=text.version, language=text.language, by=request.membership
        )
        say(request, _("Thank you. You can take it back at any time."))
    elif answer == "yes":
        # The words changed while the page was open: nobody agrees to what they have not read.
        changed = True
    elif answer == "back":
        take_back_oneself(mentor, purpose=asked, by=request.membership)
        say(request, _("You have taken it back."))
    if request.method == "POST" and not changed:
        return redirect("me")
    context = {"person": mentor, "text": text, "given": given, "changed": changed}
    return render(request, "me/agree.html", context, status=422 if changed else 200)


def _own(request: SignedRequest) -> MentorEmployee:
    """The mentor this person is; not found while the log-in is connected with nobody."""
    return get_object_or_404(for_page(mentors_in_scope(request.membership)))
