"""The matching room in the technical admin: to look at, not to touch."""

from typing import TYPE_CHECKING

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from matching.models import (
    Decision,
    Helper,
    Pair,
    PairLife,
    PairStep,
    PairSurvey,
    Programme,
    ProgrammeCentre,
    ProgrammeRules,
    Proposal,
    Run,
    Seeker,
    Unmatched,
    Veto,
)

if TYPE_CHECKING:
    _Admin = admin.ModelAdmin[models.Model]
else:
    _Admin = admin.ModelAdmin


class ReadOnlyAdmin(_Admin):
    """Shows rows; adds, changes and deletes none, whoever asks."""

    actions = None
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


@admin.register(Programme)
class ProgrammeAdmin(ReadOnlyAdmin):
    list_display = ["key", "name", "kind", "state", "lead"]
    list_filter = ["kind", "state"]
    list_select_related = ["lead"]


@admin.register(ProgrammeRules)
class ProgrammeRulesAdmin(ReadOnlyAdmin):
    list_display = ["programme", "valid_from", "valid_to", "source", "checked_by"]
    list_select_related = ["programme"]


@admin.register(ProgrammeCentre)
class ProgrammeCentreAdmin(ReadOnlyAdmin):
    list_display = ["programme", "centre", "joined_on"]
    list_select_related = ["programme", "centre"]


@admin.register(Seeker)
class SeekerAdmin(ReadOnlyAdmin):
    list_display = ["id", "programme", "household", "joined_on", "left_on"]
    list_select_related = ["programme", "household"]


@admin.register(Helper)
class HelperAdmin(ReadOnlyAdmin):
    list_display = ["id", "programme", "volunteer", "mentor", "joined_on", "left_on"]
    list_select_related = ["programme", "volunteer", "mentor"]


@admin.register(Run)
class RunAdmin(ReadOnlyAdmin):
    list_display = ["id", "programme", "state", "stage", "requested_at", "matched", "gap", "error"]
    list_filter = ["state"]
    list_select_related = ["programme"]


@admin.register(Proposal)
class ProposalAdmin(ReadOnlyAdmin):
    list_display = ["id", "programme", "seeker", "helper", "state", "points", "weight", "pinned"]
    list_filter = ["state"]
    list_select_related = ["programme", "seeker__household", "helper__volunteer", "helper__mentor"]


@admin.register(Unmatched)
class UnmatchedAdmin(ReadOnlyAdmin):
    list_display = ["id", "run", "seeker", "weight", "blocked_by"]
    list_select_related = ["run__programme", "seeker__household"]


@admin.register(Veto)
class VetoAdmin(ReadOnlyAdmin):
    list_display = ["id", "seeker", "helper", "reason", "created_at", "lifted_at"]
    list_select_related = ["seeker__household", "helper__volunteer", "helper__mentor"]


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    list_display = ["id", "kind", "seeker", "helper", "decided_at", "decided_by_label"]
    list_select_related = ["seeker__household", "helper__volunteer", "helper__mentor"]


@admin.register(Pair)
class PairAdmin(ReadOnlyAdmin):
    list_display = ["id", "programme", "seeker", "helper", "state", "offered_on"]
    list_filter = ["state"]
    list_select_related = ["programme", "seeker__household", "helper__volunteer", "helper__mentor"]


@admin.register(PairLife)
class PairLifeAdmin(ReadOnlyAdmin):
    list_display = ["id", "programme", "steps", "answer_days", "length_months"]
    list_select_related = ["programme"]


@admin.register(PairSurvey)
class PairSurveyAdmin(ReadOnlyAdmin):
    list_display = ["id", "pair", "side", "rating", "again", "at"]
    list_select_related = ["pair__seeker__household", "pair__helper__volunteer", "pair__helper__mentor"]


@admin.register(PairStep)
class PairStepAdmin(ReadOnlyAdmin):
    list_display = ["id", "pair", "state", "at", "by_label"]
    list_select_related = ["pair__seeker__household", "pair__helper__volunteer", "pair__helper__mentor"]
