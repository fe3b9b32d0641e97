"""Addresses of search, saved filters and acts on many."""

from django.urls import path

from .views import bulk, filters, search

urlpatterns = [
    path("search/", search.search, name="search"),
    path("search/hits/", search.search_hits, name="search_hits"),
    path("search/export/", search.search_export, name="search_export"),
    path("filters/", filters.filters, name="filters"),
    path("filters/<slug:page>/keep/", filters.filter_keep, name="filter_keep"),
    path("filters/<int:pk>/", filters.filter_change, name="filter_change"),
    path("filters/<int:pk>/delete/", filters.filter_delete, name="filter_delete"),
    path("many/<slug:page>/", bulk.bulk_preview, name="bulk_preview"),
    path("many/<slug:page>/do/", bulk.bulk_start, name="bulk_start"),
    path("many/<int:pk>/progress/", bulk.bulk, name="bulk"),
    path("many/<int:pk>/go-on/", bulk.bulk_resume, name="bulk_resume"),
]
