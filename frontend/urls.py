"""Every page's address. Names have no namespace: "home", "families", "family", "proposals"."""

from django.urls import path

from .views import credits, home, session, style

urlpatterns = [
    path("", home.home, name="home"),
    path("session/", session.session_state, name="session"),
    path("membership/", session.switch_membership, name="switch_membership"),
    path("language/", session.language, name="language"),
    path("credits/", credits.thanks, name="credits"),
    path("style/", style.style, name="style"),
]
