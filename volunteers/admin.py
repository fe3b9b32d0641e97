"""Volunteers in the technical admin: that they are there and in which state, never who they are.

The common terms of clearance are set here; a centre's own are set by its administrator.
"""

from typing import TYPE_CHECKING

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from base.audit.admin import ReadOnlyAdmin

from .models import ClearanceTerm, Volunteer

if TYPE_CHECKING:
    _TermAdmin = admin.ModelAdmin[ClearanceTerm]
else:
    _TermAdmin = admin.ModelAdmin

NEUTRAL = ("label", "centre", "state", "state_since", "commune_name", "room", "version", "created_at")


@admin.register(Volunteer)
class VolunteerAdmin(ReadOnlyAdmin):
    list_display = NEUTRAL[:5]
    list_filter = ["state"]
    list_select_related = ["centre"]
    search_fields = ["label"]
    fields = NEUTRAL
    readonly_fields = NEUTRAL


@admin.register(ClearanceTerm)
class ClearanceTermAdmin(_TermAdmin):
    list_display = ["kind", "months", "valid_from", "valid_to", "source", "checked_by"]
    list_filter = ["kind"]
    fields = ["kind", "months", "valid_from", "valid_to", "source", "checked_by"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ClearanceTerm]:
        return super().get_queryset(request).filter(centre=None)

    def has_delete_permission(self, request: HttpRequest, obj: ClearanceTerm | None = None) -> bool:
        """A term ends on a day; what was decided under it stays explained."""
        return False
