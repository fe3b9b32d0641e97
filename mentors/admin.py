"""Employers' parts and mentors in the technical admin: that they are there, never who the mentors are."""

from django.contrib import admin

from base.audit.admin import ReadOnlyAdmin

from .models import MentorEmployee, Participation

NEUTRAL = ("label", "centre", "participation", "state", "state_since", "trade", "room", "created_at")
PARTICIPATION = ("employer", "centre", "state", "agreement_number", "agreement_from", "agreement_until")


@admin.register(Participation)
class ParticipationAdmin(ReadOnlyAdmin):
    list_display = PARTICIPATION
    list_filter = ["state"]
    list_select_related = ["employer", "centre"]
    search_fields = ["employer__name", "agreement_number"]
    fields = PARTICIPATION
    readonly_fields = PARTICIPATION


@admin.register(MentorEmployee)
class MentorEmployeeAdmin(ReadOnlyAdmin):
    list_display = NEUTRAL[:6]
    list_filter = ["state", "trade"]
    list_select_related = ["centre", "participation__employer"]
    search_fields = ["label"]
    fields = NEUTRAL
    readonly_fields = NEUTRAL
