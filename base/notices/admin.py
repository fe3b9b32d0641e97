"""The outbox in the technical admin: to look at, without addresses."""

from typing import TYPE_CHECKING

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from base.audit.admin import ReadOnlyAdmin

from .models import Delivery, Notice

if TYPE_CHECKING:
    _Inline = admin.TabularInline[Delivery, Notice]
else:
    _Inline = admin.TabularInline


class DeliveryInline(_Inline):
    """The attempts of one notice."""

    model = Delivery
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    list_display = ["id", "template", "recipient_label", "channel", "state", "not_before", "attempts"]
    list_filter = ["state", "channel", "template"]
    list_select_related = False
    search_fields = ["subject", "recipient_label"]
    exclude = ["address", "recipient_name", "context"]
    inlines = [DeliveryInline]
