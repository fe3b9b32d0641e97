"""Addresses of search, saved filters and acts on many."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
