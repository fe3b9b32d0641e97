"""Addresses of ways in for volunteers and families: boards, talks, references, papers, trainings."""

from django.urls import path

from .views import interviews, newcomer, onboarding, trainings, ways_in

urlpatterns = [
    path("settings/stages/", ways_in.stages, name="stages"),
    path("settings/stages/<int:pk>/", ways_in.stage, name="stage"),
    path("settings/stages/<int:pk>/up/", ways_in.stage_up, name="stage_up"),
    path("settings/papers/", ways_in.paper_kinds, name="paper_kinds"),
    path("settings/papers/<int:pk>/", ways_in.paper_kind, name="paper_kind"),
    path("settings/questions/", ways_in.protocols, name="protocols"),
    path("settings/questions/<int:pk>/", ways_in.protocol, name="protocol"),
    path("newcomers/", onboarding.newcomers_home, name="newcomers"),
    path("newcomers/trainings/", trainings.trainings, name="trainings"),
    path("newcomers/trainings/<int:pk>/", trainings.training, name="training"),
    path("newcomers/trainings/<int:pk>/edit/", trainings.training_edit, name="training_edit"),
    path("newcomers/trainings/<int:pk>/invite/", trainings.training_invite, name="training_invite"),
    path("newcomers/trainings/<int:pk>/take-back/", trainings.training_take_back, name="training_take_back"),
    path("newcomers/trainings/<int:pk>/call-off/", trainings.training_call_off, name="training_call_off"),
    path(
        "newcomers/trainings/<int:pk>/places/<int:place_pk>/", trainings.training_place, name="training_place"
    ),
    path("newcomers/talks/<int:pk>/", interviews.interview, name="interview"),
    path("newcomers/talks/<int:pk>/close/", interviews.interview_close, name="interview_close"),
    path("newcomers/talks/<int:pk>/drop/", interviews.interview_drop, name="interview_drop"),
    path("newcomers/references/<int:pk>/", newcomer.reference_given, name="reference_given"),
    path("newcomers/references/<int:pk>/remove/", newcomer.reference_remove, name="reference_remove"),
    path("newcomers/<slug:side>/", onboarding.pipeline, name="pipeline"),
    path("newcomers/<slug:side>/list/", onboarding.pipeline_list, name="pipeline_list"),
    path("newcomers/<slug:side>/export/", onboarding.pipeline_export, name="pipeline_export"),
    path("newcomers/volunteers/<int:pk>/ask/", newcomer.newcomer_papers_ask, name="newcomer_papers_ask"),
    path("newcomers/<slug:side>/<int:pk>/", newcomer.newcomer, name="newcomer"),
    path("newcomers/<slug:side>/<int:pk>/move/", onboarding.newcomer_move, name="newcomer_move"),
    path(
        "newcomers/<slug:side>/<int:pk>/undo/<int:version>/", onboarding.newcomer_undo, name="newcomer_undo"
    ),
    path("newcomers/<slug:side>/<int:pk>/again/", onboarding.newcomer_reopen, name="newcomer_reopen"),
    path("newcomers/<slug:side>/<int:pk>/next/", newcomer.newcomer_next, name="newcomer_next"),
    path("newcomers/<slug:side>/<int:pk>/owner/", newcomer.newcomer_owner, name="newcomer_owner"),
    path("newcomers/<slug:side>/<int:pk>/invite/", newcomer.newcomer_invite, name="newcomer_invite"),
    path("newcomers/<slug:side>/<int:pk>/talk/", interviews.interview_begin, name="interview_begin"),
    path(
        "newcomers/<slug:side>/<int:pk>/references/", newcomer.newcomer_reference, name="newcomer_reference"
    ),
    path(
        "newcomers/<slug:side>/<int:pk>/papers/<int:kind_pk>/", newcomer.newcomer_paper, name="newcomer_paper"
    ),
    path(
        "newcomers/<slug:side>/<int:pk>/papers/<int:paper_pk>/back/",
        newcomer.newcomer_paper_back,
        name="newcomer_paper_back",
    ),
]
