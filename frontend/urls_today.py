"""Addresses of Today's list: what is put off, who looks after what, what was done."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
