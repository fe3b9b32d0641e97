"""Programmes, runs, proposals, pairs and messages: for those who match; finance reads programmes only."""

from datetime import timedelta

from django.utils import timezone

from tests.access.matrix import Row, actors
from tests.factories.matching import PairFactory, RunFactory, VetoFactory, helper_of, programme_of, seeker_of
from tests.frontend.matching import notice_of, proposal_in, trial_in
from tests.matching.workers import run_of


def own_programme(cast):
    return [programme_of(cast.centre).pk]


def own_run(cast):
    return [RunFactory(programme=programme_of(cast.centre), state="done").pk]


def live_run(cast):
    return [RunFactory(programme=programme_of(cast.centre), state="requested").pk]


def checkable_run(cast):
    return [run_of(programme_of(cast.centre)).pk]


def shared_run(cast):
    return [run_of(programme_of(cast.centre, cast.other_centre)).pk]


def own_trial(cast):
    return [trial_in(programme_of(cast.centre)).pk]


def shared_trial(cast):
    """Of a programme the other centre leads and shares with ours."""
    return [trial_in(programme_of(cast.other_centre, cast.centre)).pk]


def live_trial(cast):
    return [trial_in(programme_of(cast.centre), state="requested").pk]


def own_proposal(cast):
    return [proposal_in(programme_of(cast.centre)).pk]


def two_of(cast):
    programme = programme_of(cast.centre)
    return {"seeker": seeker_of(programme), "helper": helper_of(programme)}


def own_pair(cast):
    return [PairFactory(**two_of(cast)).pk]


def suspended_pair(cast):
    return [PairFactory(**two_of(cast), state="suspended", suspended_from="active").pk]


def pair_that_meets(cast):
    return [PairFactory(**two_of(cast), state="active").pk]


def own_veto(cast):
    return [VetoFactory(**two_of(cast)).pk]


def own_notice(cast):
    return [notice_of(cast.centre).pk]


def desk(own, other, **differing):
    """Those who match at centre A get `own`, those at centre B `other`, the rest 403."""
    told = {"administrator": own, "coordinator": own}
    told |= {"other_coordinator": other, "other_administrator": other}
    return actors(otherwise=403, **{**told, **differing})


NEVER = desk(405, 405)
PAGE, OWN_PAGE = desk(200, 200), desk(200, 404)
OWN_ACT = desk(302, 404)
EVIDENCE = desk(403, 403, administrator=200, other_administrator=404)
TAKING_NEVER = desk(403, 403, administrator=405, other_administrator=405)
RULES = {
    "source": "Agreement", "why": "asked for", "valid_from": "2099-01-01", "max_km": 20, "detour": "1.30",
    "session_minutes": 60,
    "rhythm": "weekly", "language_purpose": "speak", "min_level": 3, "max_room": 2, "promise_days": 60,
    "full_hours": 8, "weight_language": 25, "weight_distance": 20, "weight_time": 20, "weight_needs": 15,
    "weight_life_stage": 10, "weight_load": 10, "weight_gender": 0, "weight_trade": 0,
}  # fmt: skip

LIFE = {
    "first": "family", "then": "meeting_agreement", "coordinator_at_first_meeting": "on", "answer_days": 10,
    "remind_days": 4, "first_meeting_days": 20, "length_months": 12, "grace_days": 14,
    "why": "asked for",
}  # fmt: skip

ROWS = [
    Row("programmes", "GET", desk(200, 200, finance=200)),
    Row("programmes", "POST", desk(405, 405, finance=405)),
    Row("programme", "GET", desk(200, 404, finance=200), args=own_programme),
    Row("programme", "POST", desk(405, 405, finance=405), args=own_programme),
    Row("programme_add", "GET", PAGE),
    Row(
        "programme_add", "POST", desk(302, 302),
        data=lambda cast: {"name": "Walks", "key": "walks", "kind": "friendship"},
    ),
    Row("programme_edit", "GET", OWN_PAGE, args=own_programme),
    Row("programme_edit", "POST", OWN_ACT, args=own_programme, data=lambda cast: RULES),
    Row("programme_life", "GET", OWN_PAGE, args=own_programme),
    Row("programme_life", "POST", OWN_ACT, args=own_programme, data=lambda cast: LIFE),
    Row(
        "programme_life", "POST", desk(403, 302), "led by the other centre, shared with ours",
        args=lambda cast: [programme_of(cast.other_centre, cast.centre).pk], data=lambda cast: LIFE,
    ),
    Row("programme_limits", "GET", desk(200, 404, finance=200), args=own_programme),
    Row("programme_limits", "POST", desk(405, 405, finance=405), args=own_programme),
    Row("programme_share", "GET", NEVER, args=own_programme),
    Row(
        "programme_share", "POST", OWN_ACT, args=own_programme,
        data=lambda cast: {"centre": cast.other_centre.pk},
    ),
    Row(
        "programme_share", "POST", desk(403, 302), "led by the other centre, shared with ours",
        args=lambda cast: [programme_of(cast.other_centre, cast.centre).pk],
        data=lambda cast: {"centre": programme_of().lead_id},
    ),
    Row("programme_state", "GET", NEVER, args=own_programme),
    Row("programme_state", "POST", OWN_ACT, args=own_programme, data=lambda cast: {"state": "paused"}),
    Row(
        "programme_edit", "POST", OWN_ACT, "trying the rules out", args=own_programme,
        data=lambda cast: {**RULES, "try": "1"},
    ),
    Row("trial_start", "GET", NEVER, args=own_programme),
    Row("trial_start", "POST", OWN_ACT, args=own_programme),
    Row(
        "trial_start", "POST", desk(403, 302), "led by the other centre, shared with ours",
        args=lambda cast: [programme_of(cast.other_centre, cast.centre).pk],
    ),
    Row("trial", "GET", OWN_PAGE, args=own_trial),
    Row("trial", "GET", desk(200, 200), "of a shared programme", args=shared_trial),
    Row("trial", "GET", desk(404, 404), "that is a matching", args=own_run),
    Row("trial", "POST", NEVER, args=own_trial),
    Row("trial_cancel", "GET", NEVER, args=live_trial),
    Row("trial_cancel", "POST", OWN_ACT, args=live_trial),
    Row("trial_cancel", "POST", desk(409, 404), "that has ended", args=own_trial),
    Row("trial_throw_away", "GET", NEVER, args=own_trial),
    Row("trial_throw_away", "POST", OWN_ACT, args=own_trial),
    Row("trial_throw_away", "POST", desk(403, 302), "of a shared programme", args=shared_trial),
    Row("run", "GET", desk(404, 404), "that is a trial", args=own_trial),
    Row("run_cancel", "POST", desk(404, 404), "that is a trial", args=live_trial),
    Row("run_start", "GET", NEVER, args=own_programme),
    Row("run_start", "POST", OWN_ACT, args=own_programme),
    Row("run", "GET", OWN_PAGE, args=own_run),
    Row("run", "POST", NEVER, args=own_run),
    Row("run_cancel", "GET", NEVER, args=live_run),
    Row("run_cancel", "POST", OWN_ACT, args=live_run),
    Row("run_cancel", "POST", desk(409, 404), "that has ended", args=own_run),
    Row("run_recheck", "GET", NEVER, args=own_run),
    Row("run_recheck", "POST", OWN_ACT, args=checkable_run),
    Row("run_recheck", "POST", desk(409, 404), "that kept no evidence", args=own_run),
    Row("run_evidence", "GET", EVIDENCE, args=checkable_run),
    Row("run_evidence", "POST", TAKING_NEVER, args=own_run),
    Row(
        "run_evidence", "GET", desk(403, 403), "of a programme shared with the other centre",
        args=shared_run,
    ),
    Row("proposals", "GET", PAGE),
    Row("proposals", "POST", NEVER),
    Row("proposal", "GET", OWN_PAGE, args=own_proposal),
    Row("proposal", "POST", NEVER, args=own_proposal),
    Row("proposal_rivals", "GET", OWN_PAGE, args=own_proposal),
    Row("proposal_rivals", "POST", NEVER, args=own_proposal),
    Row("proposal_decide", "GET", OWN_ACT, args=own_proposal),
    Row(
        "proposal_decide", "POST", OWN_ACT, args=own_proposal,
        data=lambda cast: {"act": "approve", "version": 1},
    ),
    Row(
        "proposal_decide", "POST", desk(409, 404), "with a stale view", args=own_proposal,
        data=lambda cast: {"act": "approve", "version": 7},
    ),
    Row("proposals_approve", "GET", NEVER),
    Row("proposals_approve", "POST", desk(302, 302)),
    Row("recruiting", "GET", PAGE),
    Row("recruiting", "POST", NEVER),
    Row("recruiting_advert", "GET", OWN_PAGE, args=own_run),
    Row("recruiting_advert", "POST", NEVER, args=own_run),
    Row("pair_by_hand", "GET", PAGE),
    Row("pair_by_hand", "POST", desk(422, 422)),
    Row("not_matched", "GET", PAGE),
    Row("not_matched", "POST", NEVER),
    Row("pairs", "GET", PAGE),
    Row("pairs", "POST", NEVER),
    Row("pairs_export", "GET", PAGE),
    Row("pairs_export", "POST", NEVER),
    Row("pair", "GET", OWN_PAGE, args=own_pair),
    Row("pair", "POST", NEVER, args=own_pair),
    Row("pair_undo", "GET", NEVER, args=own_pair),
    Row("pair_undo", "POST", OWN_ACT, args=own_pair),
    Row("pair_step", "GET", OWN_ACT, args=own_pair),
    Row("pair_step", "POST", OWN_ACT, args=own_pair, data=lambda cast: {"to": "helper_accepted"}),
    Row(
        "pair_step", "POST", desk(409, 404), "out of turn", args=own_pair,
        data=lambda cast: {"to": "active"},
    ),
    Row("pair_close", "GET", OWN_ACT, args=own_pair),
    Row("pair_close", "POST", OWN_ACT, args=own_pair, data=lambda cast: {"reason": "moved"}),
    Row("pair_act", "GET", OWN_ACT, args=lambda cast: [*pair_that_meets(cast), "pause"]),
    Row(
        "pair_act", "POST", OWN_ACT, args=lambda cast: [*pair_that_meets(cast), "pause"],
        data=lambda cast: {"until": (timezone.localdate() + timedelta(days=9)).isoformat()},
    ),
    Row(
        "pair_act", "POST", desk(409, 404), "out of turn", args=lambda cast: [*own_pair(cast), "met"],
        data=lambda cast: {"on": timezone.localdate().isoformat(), "with_coordinator": "yes"},
    ),
    Row("pair_act", "POST", desk(404, 404), "that there is not", args=lambda cast: [*own_pair(cast), "fly"]),
    Row("pair_resume", "GET", NEVER, args=suspended_pair),
    Row("pair_resume", "POST", OWN_ACT, args=suspended_pair),
    Row("veto_allow", "GET", NEVER, args=own_veto),
    Row("veto_allow", "POST", OWN_ACT, args=own_veto),
    Row("notices", "GET", PAGE),
    Row("notices", "POST", NEVER),
    Row("notices_export", "GET", desk(403, 403, administrator=200, other_administrator=200)),
    Row("notices_export", "POST", desk(403, 403, administrator=405, other_administrator=405)),
    Row("notice", "GET", OWN_PAGE, args=own_notice),
    Row("notice", "POST", NEVER, args=own_notice),
    Row("notice_hand_over", "GET", NEVER, args=own_notice),
    Row("notice_hand_over", "POST", OWN_ACT, args=own_notice),
]  # fmt: skip
