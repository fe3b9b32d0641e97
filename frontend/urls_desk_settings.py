"""Addresses of what a centre sets: wording, days off, staff, care of pairs, and the history of changes."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
