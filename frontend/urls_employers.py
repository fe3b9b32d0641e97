"""Addresses of employers' pages, with their mentors and the people they hired."""

from django.urls import path

from .views import employers

urlpatterns = [
    path("employers/", employers.employers, name="employers"),
    path("employers/export/", employers.employers_export, name="employers_export"),
]
