"""The technical administration stands behind the same log-in as everything else."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from base.accounts.models import User
from frontend.access import lacks_second_factor, to_second_factor


class AdminSite(admin.AdminSite):
    """For superusers with a second step at log-in; it has no log-in form of its own."""

    def has_permission(self, request: HttpRequest) -> bool:
        """An active superuser who has the second step that settings ask for."""
        user = request.user
        if not isinstance(user, User) or not user.is_active or not user.is_superuser:
            return False
        return not lacks_second_factor(user, needed=True)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """To the common log-in, to the second step, or a plain no."""
        if not isinstance(request.user, User):
            return redirect_to_login(request.GET.get("next") or reverse("admin:index"))
        if request.user.is_superuser and lacks_second_factor(request.user, needed=True):
            return to_second_factor(request)
        raise PermissionDenied
