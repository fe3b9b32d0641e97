"""Addresses of employers, their mentors and the people they hired; and of inviting those who help."""

from django.urls import path

from .views import employers, inviting, mentors, naming, worksites

urlpatterns = [
    path("employers/", employers.employers, name="employers"),
    path("employers/export/", employers.employers_export, name="employers_export"),
    path("employers/add/", employers.employer_add, name="employer_add"),
    path("employers/<int:pk>/", employers.employer, name="employer"),
    path("employers/<int:pk>/edit/", employers.employer_edit, name="employer_edit"),
    path("employers/<int:pk>/state/", employers.employer_state, name="employer_state"),
    path("employers/<int:pk>/sites/add/", worksites.employer_site_add, name="employer_site_add"),
    path("employers/<int:pk>/sites/<int:site_pk>/", worksites.employer_site_edit, name="employer_site_edit"),
    path(
        "employers/<int:pk>/sites/<int:site_pk>/remove/",
        worksites.employer_site_remove,
        name="employer_site_remove",
    ),
    path("employers/<int:pk>/invite/", inviting.employer_invite, name="employer_invite"),
    path(
        "employers/<int:pk>/invitations/<int:invitation_pk>/withdraw/",
        inviting.employer_invitation_withdraw,
        name="employer_invitation_withdraw",
    ),
    path(
        "employers/<int:pk>/members/<int:membership_pk>/end/",
        inviting.employer_member_end,
        name="employer_member_end",
    ),
    path("employers/<int:employer_pk>/mentors/add/", mentors.mentor_add, name="mentor_add"),
    path("employers/<int:employer_pk>/mentees/add/", mentors.mentee_add, name="mentee_add"),
    path("employers/<int:pk>/mentors/name/", naming.mentor_name, name="mentor_name"),
    path("employers/<int:pk>/colleagues/name/", naming.colleague_name, name="colleague_name"),
    path(
        "employers/<int:pk>/colleagues/<int:named_pk>/withdraw/",
        naming.colleague_withdraw,
        name="colleague_withdraw",
    ),
    path("employers/named/<int:named_pk>/", naming.colleague_take_in, name="colleague_take_in"),
    path("employers/named/<int:named_pk>/join/", naming.colleague_join, name="colleague_join"),
    path("employers/named/<int:named_pk>/turn-down/", naming.colleague_turn_down, name="colleague_turn_down"),
    path("employers/mentors/", mentors.mentors, name="mentors"),
    path("employers/mentors/export/", mentors.mentors_export, name="mentors_export"),
    path("employers/mentors/<int:pk>/", mentors.mentor, name="mentor"),
    path("employers/mentors/<int:pk>/edit/", mentors.mentor_edit, name="mentor_edit"),
    path("employers/mentors/<int:pk>/state/", mentors.mentor_state, name="mentor_state"),
    path("employers/mentors/<int:pk>/goodbye/", mentors.mentor_goodbye, name="mentor_goodbye"),
    path("employers/mentors/<int:pk>/consents/", mentors.mentor_consent, name="mentor_consent"),
    path(
        "employers/mentors/<int:pk>/consents/withdraw/",
        mentors.mentor_consent_withdraw,
        name="mentor_consent_withdraw",
    ),
    path("employers/mentors/<int:pk>/join/", mentors.mentor_join, name="mentor_join"),
    path("employers/mentors/<int:pk>/leave/", mentors.mentor_leave, name="mentor_leave"),
    path("employers/mentors/<int:pk>/invite/", inviting.mentor_invite, name="mentor_invite"),
    path("volunteers/<int:pk>/invite/", inviting.volunteer_invite, name="volunteer_invite"),
]
