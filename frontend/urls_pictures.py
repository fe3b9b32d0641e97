"""Addresses of figures as pictures, with their tables and files."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
