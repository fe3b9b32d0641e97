"""The way in, one's account, colleagues, the centre, and the homes."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from base.accounts.enums import Role
from base.accounts.models import Invitation, Membership, User
from base.notices.domain.outbox import send_due
from base.notices.models import Notice
from base.organisations.models import Site
from tests.clients import client_of
from tests.factories.accounts import PASSWORD, MembershipFactory, invitation
from tests.factories.organisations import SiteFactory

pytestmark = pytest.mark.django_db


def accept_url(fresh) -> str:
    return reverse("invitation_accept", args=[fresh.token])


def queries_of(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


# --- the way in -------------------------------------------------------------------------------------


def test_opening_the_link_of_an_invitation_accepts_nothing(cast):
    fresh = invitation(cast.centre)
    for _scanner in range(3):
        assert Client().get(accept_url(fresh)).status_code == 200
        Client().head(accept_url(fresh))
    assert Invitation.objects.get().accepted_at is None


def test_new_person_accepts_and_is_home_at_once(cast):
    fresh = invitation(cast.centre, role=Role.VOLUNTEER)
    client = Client()
    response = client.post(accept_url(fresh), {"name": "Nina", "password": PASSWORD}, follow=True)
    assert response.redirect_chain == [("/", 302)]
    assert "Good to see you, Nina" in response.content.decode()
    assert client.get(accept_url(fresh)).status_code == 410


def test_new_person_can_log_in_with_the_password_they_chose(cast):
    Client().post(accept_url(invitation(cast.centre)), {"name": "Nina", "password": PASSWORD})
    response = Client().post(reverse("account_login"), {"login": "new@example.org", "password": PASSWORD})
    assert response.headers["Location"] == "/"


def test_new_person_sets_up_a_second_step_without_typing_the_password_again(cast, settings):
    settings.SPLOT_REQUIRE_MFA = True
    client = Client()
    response = client.post(
        accept_url(invitation(cast.centre)), {"name": "N", "password": PASSWORD}, follow=True
    )
    assert response.redirect_chain[-1] == (reverse("mfa_index") + "?required=1", 302)
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_weak_password_is_refused_beside_its_field(cast):
    response = Client().post(accept_url(invitation(cast.centre)), {"name": "Nina", "password": "password"})
    assert list(response.context["form"].errors) == ["password"]
    assert User.objects.filter(email="new@example.org").count() == 0


def test_password_like_the_name_is_refused(cast):
    data = {"name": "Stanisława", "password": "stanisława1"}
    response = Client().post(accept_url(invitation(cast.centre)), data)
    assert response.context["form"].errors["password"] == ["The password is too similar to the name."]


def test_known_person_is_asked_to_log_in_and_comes_back(cast):
    fresh = invitation(cast.other_centre, email=cast.alice.user.email)
    page = Client().get(accept_url(fresh)).content.decode()
    assert f'href="/accounts/login/?next={accept_url(fresh)}"' in page
    client = client_of(cast.alice)
    assert client.post(accept_url(fresh)).headers["Location"] == "/"
    assert client.get("/").wsgi_request.membership.organisation == cast.other_centre


def test_invitation_of_another_person_is_explained(cast):
    page = client_of(cast.bob).get(accept_url(invitation(cast.centre))).content.decode()
    assert "This invitation is for another person" in page
    assert 'name="password"' not in page


def test_invitation_that_is_over_says_why(cast):
    fresh = invitation(cast.centre)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    response = Client().post(accept_url(fresh), {"name": "Nina"})
    assert response.status_code == 410
    assert "72 hours, and they have passed" in response.content.decode()
    assert Membership.objects.filter(user__email="new@example.org").count() == 0


def test_invitation_page_is_kept_out_of_caches(cast):
    assert Client().get(accept_url(invitation(cast.centre))).headers["Cache-Control"] == "no-store"


def test_log_in_says_the_same_of_known_and_unknown_addresses(cast):
    answers = [
        Client().post(reverse("account_login"), {"login": login, "password": "wrong-password"})
        for login in (cast.alice.user.email, "unknown@example.org")
    ]
    assert [a.status_code for a in answers] == [200, 200]
    assert answers[0].context["form"].errors == answers[1].context["form"].errors


def test_log_in_by_code_works_for_a_person_without_a_password(cast):
    client = Client()
    client.post(accept_url(invitation(cast.centre, role=Role.FAMILY)), {"name": "Nina", "password": ""})
    client = Client()
    client.post(reverse("account_request_login_code"), {"email": "new@example.org"})
    code = re.search(r"^\s*([A-Z0-9-]{6,9})\s*$", mail.outbox[-1].body, re.MULTILINE)[1]
    assert client.post(reverse("account_confirm_login_code"), {"code": code}).headers["Location"] == "/"


def test_unknown_address_gets_no_mail_from_us():
    Client().post(reverse("account_request_login_code"), {"email": "unknown@example.org"})
    Client().post(reverse("account_reset_password"), {"email": "unknown@example.org"})
    assert mail.outbox == []


# --- colleagues -------------------------------------------------------------------------------------


def test_invitation_leaves_by_e_mail_with_a_link_that_works(cast, settings):
    settings.SITE_URL = "https://splot.example.org"
    data = {"email": "new@example.org", "name": "Nina", "role": "coordinator"}
    assert client_of(cast.ada).post(reverse("invite"), data).headers["Location"] == reverse("members")
    assert send_due(timezone.now()) == 1
    message = mail.outbox[0]
    link = re.search(r"https://splot\.example\.org(/\S+)", message.body)[1]
    assert message.to == ["new@example.org"]
    assert Client().get(link).status_code == 200
    assert "link" not in Notice.objects.get().context


def test_invitation_that_is_refused_stays_in_its_form(cast):
    data = {"email": cast.alice.user.email, "role": "coordinator"}
    response = client_of(cast.ada).post(reverse("invite"), data)
    assert response.context["form"].non_field_errors() == ["This person already has this role here."]
    assert (response.context["form"]["email"].value(), Notice.objects.count()) == (cast.alice.user.email, 0)


def test_role_of_another_kind_of_organisation_cannot_be_chosen(cast):
    response = client_of(cast.ada).post(reverse("invite"), {"email": "new@example.org", "role": "employer"})
    assert list(response.context["form"].errors) == ["role"]


def test_withdrawn_invitation_does_not_leave(cast):
    client = client_of(cast.ada)
    client.post(reverse("invite"), {"email": "new@example.org", "role": "coordinator"})
    client.post(reverse("invitation_withdraw", args=[Invitation.objects.get().pk]))
    assert (send_due(timezone.now()), mail.outbox) == (0, [])


def test_members_are_searched_and_counted_in_as_many_queries_for_one_as_for_many(cast):
    client = client_of(cast.ada)
    few = queries_of(client, reverse("members") + "?q=ada")
    for number in range(5):
        MembershipFactory(organisation=cast.centre, user__name=f"Ada {number}")
        invitation(cast.centre, email=f"new{number}@example.org")
    assert queries_of(client, reverse("members") + "?q=ada") == few
    names = [member.user.name for member in client.get(reverse("members") + "?q=ada").context["page"]]
    assert names == ["Ada", "Ada 0", "Ada 1", "Ada 2", "Ada 3", "Ada 4"]


def test_members_come_in_pages(cast):
    for number in range(30):
        MembershipFactory(organisation=cast.centre, user__name=f"Zofia {number:02}")
    page = client_of(cast.ada).get(reverse("members") + "?page=2").context["page"]
    assert (page.number, page.paginator.count, len(page)) == (2, 36, 11)


def test_ended_role_leaves_the_list_and_the_person_outside(cast):
    client_of(cast.ada).post(reverse("membership_end", args=[cast.alice.pk]))
    assert client_of(cast.alice).get("/").status_code == 403


def test_large_numbers_of_rows_stay_bare_in_forms_and_addresses(cast):
    client = client_of(cast.ada)
    second = MembershipFactory(pk=1234567, user=cast.ada.user, organisation=cast.other_centre)
    MembershipFactory(pk=7654321, organisation=cast.centre)
    page = client.get(reverse("members")).content.decode()
    assert f'name="membership" value="{second.pk}"' in page
    assert 'popovertarget="end-7654321"' in page


# --- oneself ----------------------------------------------------------------------------------------


def test_account_keeps_name_language_and_keys(cast):
    data = {"name": "Robert", "language": "uk"}
    assert client_of(cast.bob).post(reverse("account"), data).headers["Location"] == reverse("account")
    user = User.objects.get(pk=cast.bob.user_id)
    assert (user.name, user.language, user.shortcuts) == ("Robert", "uk", False)


def test_switching_language_is_remembered_for_the_person(cast):
    client_of(cast.bob).post(reverse("language"), {"language": "ru", "next": "/account/"})
    assert User.objects.get(pk=cast.bob.user_id).language == "ru"


def test_switching_membership_changes_what_is_seen(cast):
    second = MembershipFactory(user=cast.ada.user, organisation=cast.other_centre, role=Role.ADMINISTRATOR)
    client = client_of(cast.ada)
    client.post(reverse("switch_membership"), {"membership": second.pk})
    names = [member.user.name for member in client.get(reverse("members")).context["page"]]
    assert names == ["Ada", "Carol", "Cezary"]


def test_switching_never_leads_to_another_site(cast):
    data = {"membership": cast.ada.pk, "next": "https://elsewhere.example/"}
    assert client_of(cast.ada).post(reverse("switch_membership"), data).headers["Location"] == "/"


# --- the centre -------------------------------------------------------------------------------------


def test_centre_is_revised(cast):
    data = {
        "name": "Nowe",
        "nip": "526-025-02-74",
        "why": "moved",
        "place_postcode": "26-600",
        "place_name": "Radom",
    }
    assert client_of(cast.ada).post(reverse("centre"), data).headers["Location"] == reverse("centre")
    cast.centre.refresh_from_db()
    assert (cast.centre.name, cast.centre.nip, cast.centre.place_name) == ("Nowe", "5260250274", "Radom")


def test_centre_form_keeps_what_was_typed_when_something_is_wrong(cast):
    data = {
        "name": "Nowe",
        "nip": "526-025-02-75",
        "why": "moved",
        "place_postcode": "26-600",
        "place_name": "Radom",
    }
    response = client_of(cast.ada).post(reverse("centre"), data)
    form = response.context["form"]
    assert (list(form.errors), form["name"].value()) == (["nip"], "Nowe")


def test_nip_of_another_organisation_is_refused_beside_its_field(cast):
    cast.other_centre.nip = "5260250274"
    cast.other_centre.save()
    response = client_of(cast.ada).post(
        reverse("centre"), {"name": "Nowe", "nip": "5260250274", "why": "moved"}
    )
    assert response.context["form"].errors["nip"] == ["An organisation with this NIP is already here."]


def test_sites_are_added_changed_and_removed(cast):
    client = client_of(cast.ada)
    place = {"place_postcode": "26-600", "place_name": "Radom", "why": "moved"}
    client.post(reverse("site_add"), {"name": "Biuro", **place})
    site = Site.objects.get(organisation=cast.centre)
    client.post(reverse("site_edit", args=[site.pk]), {"name": "Filia", **place})
    site.refresh_from_db()
    assert (site.name, site.place_name) == ("Filia", "Radom")
    refused = client.post(reverse("site_remove", args=[site.pk]))
    assert (refused.status_code, list(refused.context["removing"].errors)) == (422, ["why"])
    client.post(reverse("site_remove", args=[site.pk]), {"why": "moved"})
    assert Site.objects.count() == 0


def test_site_name_taken_is_refused_beside_its_field(cast):
    SiteFactory(organisation=cast.centre, name="Biuro")
    data = {"name": "Biuro", "place_postcode": "26-600", "place_name": "Radom", "why": "moved"}
    response = client_of(cast.ada).post(reverse("site_add"), data)
    assert response.context["form"].errors["name"] == ["There is already a site of this name."]


def test_settings_count_queries_alike_for_one_and_three_sites(cast):
    client = client_of(cast.ada)
    SiteFactory(organisation=cast.centre)
    few = queries_of(client, reverse("centre"))
    SiteFactory(organisation=cast.centre)
    SiteFactory(organisation=cast.centre)
    assert queries_of(client, reverse("centre")) == few
