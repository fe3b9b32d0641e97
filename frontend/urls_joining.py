"""Addresses of an employer's way in: application, survey, consultation, participation agreement."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
