"""Addresses of claims, their papers and bank accounts."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
