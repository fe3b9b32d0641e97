"""Addresses of matching: programmes, runs, proposals, pairs, messages."""

from django.urls import path

from .views import enrolment, limits, notices, pairs, programmes, proposals, recruiting, rivals, runs

urlpatterns = [
    path("programmes/", programmes.programmes, name="programmes"),
    path("programmes/add/", programmes.programme_add, name="programme_add"),
    path("programmes/<int:pk>/", programmes.programme, name="programme"),
    path("programmes/<int:pk>/edit/", programmes.programme_edit, name="programme_edit"),
    path("programmes/<int:pk>/limits/", limits.programme_limits, name="programme_limits"),
    path("programmes/<int:pk>/share/", programmes.programme_share, name="programme_share"),
    path("programmes/<int:pk>/state/", programmes.programme_state, name="programme_state"),
    path("programmes/<int:pk>/enrol/", enrolment.programme_enrol, name="programme_enrol"),
    path("programmes/<int:pk>/run/", runs.run_start, name="run_start"),
    path("vetoes/<int:pk>/allow/", programmes.veto_allow, name="veto_allow"),
    path("runs/<int:pk>/", runs.run, name="run"),
    path("runs/<int:pk>/cancel/", runs.run_cancel, name="run_cancel"),
    path("proposals/", proposals.proposals, name="proposals"),
    path("proposals/approve/", proposals.proposals_approve, name="proposals_approve"),
    path("proposals/<int:pk>/", proposals.proposal, name="proposal"),
    path("proposals/<int:pk>/others/", rivals.proposal_rivals, name="proposal_rivals"),
    path("proposals/<int:pk>/decide/", proposals.proposal_decide, name="proposal_decide"),
    path("pairs/", pairs.pairs, name="pairs"),
    path("pairs/export/", pairs.pairs_export, name="pairs_export"),
    path("pairs/by-hand/", pairs.pair_by_hand, name="pair_by_hand"),
    path("pairs/<int:pk>/", pairs.pair, name="pair"),
    path("pairs/<int:pk>/undo/", pairs.pair_undo, name="pair_undo"),
    path("pairs/<int:pk>/step/", pairs.pair_step, name="pair_step"),
    path("pairs/<int:pk>/close/", pairs.pair_close, name="pair_close"),
    path("pairs/<int:pk>/resume/", pairs.pair_resume, name="pair_resume"),
    path("recruiting/", recruiting.recruiting, name="recruiting"),
    path("recruiting/<int:pk>/advert/", recruiting.recruiting_advert, name="recruiting_advert"),
    path("messages/", notices.notices, name="notices"),
    path("messages/<int:pk>/", notices.notice, name="notice"),
    path("messages/<int:pk>/hand-over/", notices.notice_hand_over, name="notice_hand_over"),
]
