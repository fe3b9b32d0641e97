"""Uploads in the technical admin: that they took place, never what stood in them."""

from django.contrib import admin

from base.audit.admin import ReadOnlyAdmin

from .models import Upload

NEUTRAL = (
    "centre",
    "kind",
    "state",
    "total",
    "good",
    "asked",
    "bad",
    "changed",
    "repeated",
    "imported",
    "updated",
    "left",
    "created_at",
    "by_label",
)


@admin.register(Upload)
class UploadAdmin(ReadOnlyAdmin):
    list_display = ["label", *NEUTRAL[:-1]]
    list_filter = ["kind", "state"]
    list_select_related = ["centre"]
    fields = NEUTRAL
    readonly_fields = NEUTRAL
