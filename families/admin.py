"""Families in the technical admin: that they are there and in which state, never who they are."""

from django.contrib import admin

from base.audit.admin import ReadOnlyAdmin

from .models import Household

NEUTRAL = (
    "label",
    "centre",
    "state",
    "state_since",
    "waiting_since",
    "commune_name",
    "version",
    "created_at",
)


@admin.register(Household)
class HouseholdAdmin(ReadOnlyAdmin):
    list_display = NEUTRAL[:6]
    list_filter = ["state"]
    list_select_related = ["centre"]
    search_fields = ["label"]
    fields = NEUTRAL
    readonly_fields = NEUTRAL
