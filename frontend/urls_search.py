"""Addresses of search, saved filters and acts on many."""

from django.urls import path

from .views import search

urlpatterns = [
    path("search/", search.search, name="search"),
    path("search/hits/", search.search_hits, name="search_hits"),
    path("search/export/", search.search_export, name="search_export"),
]
