"""Programmes: the list, one programme with its pool and rules, and what is changed there."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from base.accounts.models import Membership
from base.common.errors import Refusal
from frontend.access import SignedRequest, door, require
from frontend.desk import told_certificate
from frontend.doing import done
from frontend.forms.matching import ProgrammeForm, RenameForm, RulesForm, ShareForm
from frontend.held import held_data
from frontend.paging import paginate
from frontend.pair_life import told_life
from frontend.pool import POOL_LISTS, told_rules
from frontend.toasts import say
from frontend.views.trials import start as start_trial
from matching.domain.decisions import allow_again
from matching.domain.limit_sentences import cautions
from matching.domain.programmes import (
    change_state,
    create_programme,
    rename_programme,
    revise_rules,
    share_with,
)
from matching.domain.sentences import outcome
from matching.domain.trials import rules_tried
from matching.enums import ProgrammeState
from matching.models import Programme, ProgrammeRules
from matching.queries import (
    last_done_run,
    life_of,
    live_run,
    outside,
    programmes_in_scope,
    rules_on,
    trials,
    vetoes_in_scope,
    with_pool_counts,
)
from matching.rules import does_matching

STATE_WORDS = {
    ProgrammeState.ACTIVE: gettext_lazy("The programme goes on: it can be matched again."),
    ProgrammeState.PAUSED: gettext_lazy("The programme is paused. Its pairs go on; nothing is matched."),
    ProgrammeState.ENDED: gettext_lazy("The programme has ended. Its pairs go on until they are closed."),
}


MOST_TRIALS = 5  # named on the page


# --- showing ----------------------------------------------------------------------------------------------


@door("matching.view_programme")
@require_safe
def programmes(request: SignedRequest) -> HttpResponse:
    """The programmes the centre leads or shares."""
    rows = with_pool_counts(programmes_in_scope(request.membership)).select_related("lead")
    page = paginate(request, rows.order_by("name", "pk"))
    return render(request, "programmes/list.html", {"page": page})


@door("matching.view_programme")
@require_safe
def programme(request: SignedRequest, pk: int) -> HttpResponse:
    """One programme: counts, the last run, the rules in force, and one of the lists of its pool."""
    return show(request, find(request.membership, pk))


def find(membership: Membership, pk: int) -> Programme:
    """A programme in scope."""
    return get_object_or_404(programmes_in_scope(membership).select_related("lead"), pk=pk)


def show(request: SignedRequest, found: Programme, **refused: Any) -> HttpResponse:
    """The page, with what is counted; a form in `refused` was sent and has to be mended."""
    found = with_pool_counts(Programme.objects.select_related("lead")).get(pk=found.pk)
    today = timezone.localdate()
    rules = rules_on(found, today)
    last, on = last_done_run(found), live_run(found)
    context = {
        "programme": found,
        "rules": rules,
        "told_rules": told_rules(rules) if rules else None,
        "later": found.rules.filter(valid_from__gt=today).order_by("valid_from").first(),
        "life": (life := life_of(found)),
        "life_steps": told_life(life),
        "shares": found.shares.select_related("centre").order_by("centre__name"),
        "outside": outside(found, request.membership.organisation),
        "last": last,
        "outcome": outcome(last) if last else "",
        "certificate": told_certificate(last) if last else None,
        "on": on,
        "share_form": ShareForm(programme=found),
        "trials": list(trials(found)[:MOST_TRIALS]),
        **_pool(request, found),
    }
    return render(request, "programmes/page.html", {**context, **refused}, status=422 if refused else 200)


def _pool(request: SignedRequest, found: Programme) -> dict[str, Any]:
    """The list of the pool that ?view= asks for; nothing for those who see no people."""
    if not does_matching(request.membership):
        return {}
    asked = request.GET.get("view", "")
    chosen = asked if asked in POOL_LISTS else next(iter(POOL_LISTS))
    pool = POOL_LISTS[chosen]
    known = getattr(found, pool.count) if pool.count else None
    page = paginate(request, pool.rows(found, request.membership), known=known)
    page.object_list = [pool.tell(one, request.membership) for one in page.object_list]
    views = [(name, one.word, name == chosen) for name, one in POOL_LISTS.items()]
    return {"views": views, "view": chosen, "page": page}


# --- changing ---------------------------------------------------------------------------------------------


@door("matching.change_programme")
@require_http_methods(["GET", "HEAD", "POST"])
def programme_add(request: SignedRequest) -> HttpResponse:
    """A new programme led by this centre."""
    form = ProgrammeForm(request.POST if request.method == "POST" else held_data(request))
    if request.method == "POST" and form.is_valid():
        made: list[Programme] = []
        lead, by = request.membership.organisation, request.membership
        if done(form, lambda: made.append(create_programme(lead, by=by, **form.cleaned_data))):
            say(request, _("The programme is set up. Its rules are those usual for its kind."))
            return redirect("programme", made[0].pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "programmes/add.html", {"form": form}, status=status)


@door("matching.change_programme")
@require_http_methods(["GET", "HEAD", "POST"])
def programme_edit(request: SignedRequest, pk: int) -> HttpResponse:
    """New rules from a day on, tried out or written down, or another name; runs keep the rules they used."""
    found = own(request, pk)
    rename = RenameForm(request.POST if "name" in request.POST else None, initial={"name": found.name})
    if rename.is_bound and rename.is_valid():
        name = rename.cleaned_data["name"]
        if done(rename, lambda: rename_programme(found, name=name, by=request.membership)):
            say(request, _("Saved."))
            return redirect("programme", pk)
    begun = _begun(request, found)
    sent = request.method == "POST" and not rename.is_bound
    typed = request.POST if sent else held_data(request)
    to_try = "try" in request.POST
    form = RulesForm(typed, initial=begun.initial, to_try=to_try) if typed else begun
    if (
        sent
        and form.is_valid()
        and (answer := _try(request, found, form) if to_try else _save(request, found, form))
    ):
        return answer
    context = {"programme": found, "form": form, "rename_form": rename}
    return render(request, "programmes/edit.html", context, status=422 if request.method == "POST" else 200)


def _begun(request: SignedRequest, found: Programme) -> RulesForm:
    """The form as it is opened: with the rules in force, or with those of the trial that ?tried= names."""
    today, asked = timezone.localdate(), request.GET.get("tried", "")
    trial = next((one for one in trials(found) if str(one.pk) == asked), None)
    if trial is None or not trial.tried:
        return RulesForm.of(rules_on(found, today))
    start = parse_date(trial.tried["valid_from"])
    return RulesForm.of(rules_tried(trial, on=today), source=trial.tried["source"], valid_from=start)


def _save(request: SignedRequest, found: Programme, form: RulesForm) -> HttpResponse | None:
    data, by = form.data_for_verb(), request.membership
    made: list[ProgrammeRules] = []
    if not done(form, lambda: made.append(revise_rules(found, by=by, **data))):
        return None
    told = _("The new rules are written down. The next run from that day on uses them.")
    say(request, " ".join([told, *cautions(made[0])]))
    return redirect("programme", found.pk)


def _try(request: SignedRequest, found: Programme, form: RulesForm) -> HttpResponse | None:
    answers: list[HttpResponse] = []
    started = done(form, lambda: answers.append(start_trial(request, found, **form.data_to_try())))
    return answers[0] if started else None


@door("matching.change_programme")
@require_POST
def programme_share(request: SignedRequest, pk: int) -> HttpResponse:
    """One pool with another centre."""
    found = own(request, pk)
    form = ShareForm(request.POST, programme=found)
    if form.is_valid():
        centre = form.cleaned_data["centre"]
        if done(form, lambda: share_with(found, centre, by=request.membership)):
            say(request, _("The pool is shared with %(centre)s now.") % {"centre": centre})
            return redirect("programme", pk)
    return show(request, found, share_form=form)


@door("matching.change_programme")
@require_POST
def programme_state(request: SignedRequest, pk: int) -> HttpResponse:
    """Pauses a programme, takes it up again, or ends it."""
    found = own(request, pk)
    state = request.POST.get("state", "")
    if state not in ProgrammeState.values:
        raise Refusal(_("Choose whether the programme goes on, pauses or ends."))
    change_state(found, to=state, by=request.membership)
    say(request, STATE_WORDS[ProgrammeState(state)])
    return redirect("programme", pk)


@door("matching.decide_proposal")
@require_POST
def veto_allow(request: SignedRequest, pk: int) -> HttpResponse:
    """Lets the next run propose two people again."""
    veto = get_object_or_404(vetoes_in_scope(request.membership), pk=pk)
    allow_again(veto, by=request.membership)
    say(request, _("The next run may propose these two again."))
    programme = reverse("programme", args=[veto.seeker.programme_id])
    return redirect(f"{programme}?view=vetoes")


def own(request: SignedRequest, pk: int) -> Programme:
    """A programme this centre leads; those who share its pool do not change its rules."""
    found = find(request.membership, pk)
    require(request, "matching.change_programme", found)
    return found
