"""The product's routes and one that nobody wrote into the matrix."""

from django.http import HttpResponse
from django.urls import include, path

urlpatterns = [
    path("", include("config.urls")),
    path("stranger/", lambda request: HttpResponse(), name="stranger"),
]
