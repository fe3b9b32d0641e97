"""Organisations as the technical administrator sees them."""

from django.contrib import admin
from django.http import HttpRequest

from .models import Organisation, Site


class SiteInline(admin.TabularInline[Site, Organisation]):
    model = Site
    fields = ["name", "postcode", "place_name"]
    readonly_fields = ["name", "postcode", "place_name"]
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Organisation | None = None) -> bool:
        """A site needs a place from the gazetteer: the product's own page adds it."""
        return False


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin[Organisation]):
    list_display = ["name", "key", "kind", "state", "place_name"]
    list_filter = ["kind", "state"]
    search_fields = ["name", "key", "nip"]
    readonly_fields = [
        "created_at", "postcode", "place_name", "commune_code", "commune_name", "latitude", "longitude",
    ]  # fmt: skip
    inlines = [SiteInline]

    def has_delete_permission(self, request: HttpRequest, obj: Organisation | None = None) -> bool:
        """An organisation is archived, never deleted."""
        return False
