"""Every page's address. Names have no namespace: "home", "families", "family", "proposals"."""

from django.urls import include, path

from .views import accounts, centre, credits, home, members, one_touch, session, style, translations

urlpatterns = [
    path("", include("frontend.urls_me")),
    path("", include("frontend.urls_people")),
    path("", include("frontend.urls_family")),
    path("", include("frontend.urls_employers")),
    path("", include("frontend.urls_joining")),
    path("", include("frontend.urls_claims")),
    path("", include("frontend.urls_money")),
    path("", include("frontend.urls_accounts")),
    path("", include("frontend.urls_matching")),
    path("", include("frontend.urls_intake")),
    path("", include("frontend.urls_phone")),
    path("", include("frontend.urls_activities")),
    path("", home.home, name="home"),
    path("session/", session.session_state, name="session"),
    path("membership/", session.switch_membership, name="switch_membership"),
    path("language/", session.language, name="language"),
    path("credits/", credits.thanks, name="credits"),
    path("account/", accounts.account, name="account"),
    path("invitation/<str:token>/", accounts.invitation_accept, name="invitation_accept"),
    path("drafts/<str:form_key>/", accounts.draft_save, name="draft_save"),
    path("members/", members.members, name="members"),
    path("members/invite/", members.invite, name="invite"),
    path("members/invitations/<int:pk>/withdraw/", members.invitation_withdraw, name="invitation_withdraw"),
    path("members/<int:pk>/end/", members.membership_end, name="membership_end"),
    path("settings/", centre.settings, name="settings"),
    path("settings/sites/add/", centre.site_add, name="site_add"),
    path("settings/sites/<int:pk>/", centre.site_edit, name="site_edit"),
    path("settings/sites/<int:pk>/remove/", centre.site_remove, name="site_remove"),
    path("m/<str:token>/", one_touch.one_touch, name="one_touch"),
    path("translations/", translations.translations, name="translations"),
    path("style/", style.style, name="style"),
]
