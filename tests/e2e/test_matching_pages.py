"""Programmes, runs, pairs and messages in a real browser: accessible, and never wider than the screen."""

import pytest
from django.urls import reverse

from matching.domain.decisions import approve_proposal
from matching.domain.rechecking import request_recheck
from matching.domain.runs import request_run
from matching.domain.trials import request_trial
from matching.domain.work import perform_run
from tests.e2e.axe import faults, look
from tests.e2e.desks import come_in
from tests.e2e.sights import SIGHTS
from tests.factories.cast import told_cast
from tests.factories.matching import VetoFactory, helper_of, programme_of, seeker_of
from tests.factories.volunteers import volunteer_with
from tests.frontend.matching import notice_of, proposal_in

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def pages(page, live_server) -> list[str]:
    """Alice's pages with something on each of them."""
    cast = told_cast()
    programme = programme_of(cast.centre, cast.other_centre)
    pair = approve_proposal(proposal_in(programme, seeker=seeker_of(programme, children=1)), by=cast.alice)
    lonely = seeker_of(programme, wish_gender="man", wish_strength="must")
    helper = helper_of(programme, volunteer_with(centre=cast.centre, cleared=False))
    VetoFactory(seeker=lonely, helper=helper)
    perform_run(request_run(programme, by=cast.alice).pk)
    seeker_of(programme)
    helper_of(programme, volunteer_with(centre=cast.centre))
    programme.rules.update(max_km=20)
    run = perform_run(request_run(programme, by=cast.alice).pk)
    request_recheck(run, by=cast.alice)
    trial = perform_run(
        request_trial(programme, rules={"max_km": 1, "weight_language": 100}, by=cast.alice).pk
    )
    trial.findings["fairness"] = [["language", "uk", 12, 6, 7], ["gender", "woman", 9, None, 5]]
    trial.save()
    waits = request_trial(programme, by=cast.alice)
    come_in(page, live_server.url, cast.alice)
    programmes_page = reverse("programme", args=[programme.pk])
    by_hand = f"{reverse('pair_by_hand')}?programme={programme.pk}&seeker={lonely.pk}&helper={helper.pk}"
    return [
        reverse("programmes"), programmes_page, f"{programmes_page}?view=vetoes", reverse("programme_add"),
        reverse("programme_edit", args=[programme.pk]), reverse("run", args=[run.pk]), reverse("pairs"),
        reverse("pair", args=[pair.pk]), by_hand, reverse("notices"),
        reverse("notice", args=[notice_of(cast.centre).pk]), reverse("recruiting"),
        reverse("recruiting_advert", args=[run.pk]),
        reverse("programme_limits", args=[programme.pk]), reverse("trial", args=[trial.pk]),
        reverse("trial", args=[waits.pk]),
    ]  # fmt: skip


@pytest.mark.parametrize("sight", SIGHTS)
def test_matching_pages_pass_axe(page, live_server, pages, sight):
    look(page, sight)
    told = {}
    for path in pages:
        page.goto(live_server.url + path)
        told[path] = faults(page)
    assert not any(told.values()), told
