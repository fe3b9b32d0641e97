"""Addresses of figures as pictures, with their tables and files."""

from django.urls import path

from .views import pictures

urlpatterns = [
    path("pictures/", pictures.pictures, name="pictures"),
    path("pictures/<slug:key>/", pictures.picture, name="picture"),
    path("pictures/<slug:key>/export/", pictures.picture_export, name="picture_export"),
]
