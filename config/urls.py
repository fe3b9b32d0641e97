"""Where each room's doors are mounted."""

from django.contrib import admin
from django.urls import include, path

handler400 = "frontend.views.errors.bad_request"
handler403 = "frontend.views.errors.forbidden"
handler404 = "frontend.views.errors.not_found"
handler500 = "frontend.views.errors.server_error"

urlpatterns = [
    path("", include("frontend.urls")),
    path("api/", include("activities.api.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]
