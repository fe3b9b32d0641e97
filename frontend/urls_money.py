"""Addresses of funded projects, rules of support, the ledger, payment batches and de minimis aid."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
