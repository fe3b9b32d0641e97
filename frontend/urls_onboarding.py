"""Addresses of ways in for volunteers and families: boards, talks, references, papers, trainings."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
