"""Employers: the list, its files, the page with both tabs, sites, log-ins, and the form."""

import pytest
from django.urls import reverse

from base.accounts.models import Invitation, Membership
from base.audit.models import Record
from base.notices.models import Notice
from base.organisations.models import Organisation
from mentors.models import Participation
from tests.clients import client_of
from tests.factories.accounts import MembershipFactory, invitation
from tests.factories.families import EmploymentFactory, household_with
from tests.factories.mentors import MentorEmployeeFactory, ParticipationFactory, mentor_with
from tests.factories.organisations import SiteFactory, nip_number
from tests.frontend.people import queries_of, rows_of_csv, rows_of_xlsx

pytestmark = pytest.mark.django_db
LIST, EXPORT, ADD = "/employers/", "/employers/export/", "/employers/add/"

EMPLOYER = {
    "name": "Chemia Oświęcim S.A.", "nip": "", "regon": "", "email": "kadry@example.org", "phone": "",
    "place_postcode": "32-600", "place_name": "Oświęcim", "representative": "Jan Żak",
    "agreement_number": "ZP/12/2026", "agreement_from": "2026-01-01", "agreement_until": "",
    "form_mark": "0123456789abcdef0123456789abcdef",
}  # fmt: skip


@pytest.fixture
def alice(cast):
    return client_of(cast.alice)


@pytest.fixture
def part(cast):
    """The part of Dana's firm at centre A."""
    return ParticipationFactory(employer=cast.firm, centre=cast.centre)


def page_of(part, tab="") -> str:
    return reverse("employer", args=[part.pk]) + (f"?tab={tab}" if tab else "")


def names(response) -> list[str]:
    return [str(one) for one in response.context["listing"].page]


def hired(part, **fields):
    """A new colleague at the firm: a household of the centre whose contact works there."""
    household = household_with(centre=part.centre, **fields)
    return EmploymentFactory(member=household.members.get(), employer=part.employer)


# --- the list ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Alfa", "Beta", "Gamma"]),
        ("?sort=-name", ["Gamma", "Beta", "Alfa"]),
        ("?sort=-mentors", ["Beta", "Alfa", "Gamma"]),
        ("?state=ended", ["Gamma"]),
        ("?q=bet", ["Beta"]),
        ("?state=nonsense&page=x&sort=worst", ["Alfa", "Beta", "Gamma"]),
    ],
)
def test_list_is_narrowed_and_sorted_as_the_address_says(cast, alice, query, expected):
    for name, state in (("Gamma", "ended"), ("Alfa", "active"), ("Beta", "applied")):
        ParticipationFactory(centre=cast.centre, employer__name=name, state=state)
    ParticipationFactory(centre=cast.other_centre, employer__name="Delta")
    MentorEmployeeFactory(participation=Participation.objects.get(employer__name="Beta"))
    assert names(alice.get(LIST + query)) == expected


def test_employer_sees_its_own_parts_only_and_finance_those_of_the_centre(cast, part):
    elsewhere = ParticipationFactory(employer=cast.firm, centre=cast.other_centre)
    other = ParticipationFactory(centre=cast.centre)
    dana = client_of(cast.dana).get(LIST)
    assert set(dana.context["listing"].page) == {part, elsewhere}
    assert set(client_of(cast.filip).get(LIST).context["listing"].page) == {part, other}


def test_empty_list_says_what_to_do_next(cast, alice):
    assert "Add an employer" in alice.get(LIST).content.decode()
    assert "No employer fits all of these" in alice.get(f"{LIST}?q=nobody").content.decode()
    assert "Add an employer" not in client_of(cast.filip).get(LIST).content.decode()


def test_file_holds_what_the_list_shows_runs_no_formula_and_is_on_record(cast, alice):
    for name in ("=cmd()", "Alfa"):
        ParticipationFactory(centre=cast.centre, employer__name=name)
    ParticipationFactory(centre=cast.centre, state="ended")
    query = "?state=active&sort=-name"
    found = [row[0] for row in rows_of_csv(alice.get(f"{EXPORT}{query}&format=csv"))]
    assert found == ["Employer", "Alfa", "'=cmd()"]
    assert [row[0] for row in rows_of_xlsx(alice.get(f"{EXPORT}{query}&format=xlsx"))] == found
    record = Record.objects.filter(act="mentors.participations.exported").first()
    assert (record.actor_id, record.details["rows"], record.details["filters"]) == (
        cast.alice.user_id,
        2,
        ["sort", "state"],
    )


@pytest.mark.parametrize("url", [LIST, EXPORT])
def test_list_takes_as_many_queries_for_three_employers_as_for_one(cast, alice, url):
    ParticipationFactory(centre=cast.centre)
    alice.get(url)
    one = queries_of(alice, url)
    for _ in range(2):
        MentorEmployeeFactory(participation=ParticipationFactory(centre=cast.centre))
    assert queries_of(alice, url) == one


# --- the page of one --------------------------------------------------------------------------------------


def test_page_lists_mentors_or_new_colleagues_of_the_firm_and_the_centre(cast, alice, part):
    mentor, mentee = mentor_with(participation=part), hired(part)
    elsewhere = ParticipationFactory(employer=cast.firm, centre=cast.other_centre)
    mentor_with(participation=elsewhere)
    hired(elsewhere)
    hired(ParticipationFactory(centre=cast.centre))
    assert list(alice.get(page_of(part)).context["page"]) == [mentor]
    shown = alice.get(page_of(part, "mentees"))
    assert list(shown.context["page"]) == [mentee]
    assert (shown.context["mentors_count"], shown.context["mentees_count"]) == (1, 1)


def test_who_has_left_the_firm_or_us_is_no_new_colleague(alice, part):
    past, archived = hired(part), hired(part, state="archived")
    past.contract_until = past.started_on
    past.save()
    assert archived.member.household.state == "archived"
    assert list(alice.get(page_of(part, "mentees")).context["page"]) == []


@pytest.mark.parametrize("tab", ["mentors", "mentees"])
def test_page_takes_as_many_queries_for_three_people_as_for_one(alice, part, tab):
    mentor_with(participation=part)
    hired(part)
    alice.get(page_of(part, tab))
    one = queries_of(alice, page_of(part, tab))
    for _ in range(2):
        mentor_with(participation=part)
        hired(part)
        SiteFactory(organisation=part.employer)
    assert queries_of(alice, page_of(part, tab)) == one


def test_employer_sees_of_new_colleagues_label_first_name_job_days_and_languages_only(cast, part):
    job = hired(
        part, contact_name="Kanarkowa", phone="+48600555111", address="Zlotoptak 9",
        email="canary@example.org", note="Canarynote", number=417,
    )  # fmt: skip
    text = client_of(cast.dana).get(page_of(part, "mentees")).content.decode()
    told = ("K-417", "Olena", job.job_title, "Ukrainian")
    assert [word for word in told if word not in text] == []
    kept = (
        "Kanarkowa",
        "600555111",
        "600 555 111",
        "Zlotoptak",
        "canary@",
        "Canarynote",
        "School",
        "26-40",
        "17:00",
    )
    assert [word for word in kept if word in text] == []
    assert reverse("family", args=[job.member.household_id]) not in text


def test_employer_sees_mentors_without_contact_history_or_log_ins(cast, alice, part):
    mentor = mentor_with(participation=part, email="mentor-canary@example.org", phone="+48600555111")
    pages = {
        page_of(part): reverse("employer_edit", args=[part.pk]),
        reverse("mentor", args=[mentor.pk]): reverse("mentor_consent", args=[mentor.pk]),
    }
    changes = EMPLOYER | {"purpose": "contact", "text_version": "2026-01", "language": "pl"}
    kept = ("mentor-canary", "555 111", 'id="history"', 'id="log-in', 'id="moves"', 'id="consents"')
    for url, change in pages.items():
        alice.post(change, changes)
        seen = alice.get(f"{url}?contact=show").content.decode()
        assert 'id="history"' in seen
        text = client_of(cast.dana).get(url).content.decode()
        assert mentor.full_name in text
        assert [word for word in kept if word in text] == []
    contact = reverse("mentor", args=[mentor.pk]) + "?contact=show"
    assert client_of(cast.dana).get(contact).status_code == 403


def test_finance_sees_employers_and_mentors_but_no_new_colleagues(cast, part):
    hired(part, number=417)
    mentor = mentor_with(participation=part)
    filip = client_of(cast.filip)
    shown = filip.get(page_of(part, "mentees"))
    assert (list(shown.context["page"]), shown.context["mentees_count"]) == ([mentor], 0)
    assert "K-417" not in shown.content.decode()


def test_part_is_ended_with_a_reason_and_reopened(alice, part):
    url = reverse("employer_state", args=[part.pk])
    refused = alice.post(url, {"move": "end", "reason": ""})
    assert (refused.status_code, refused.context["open_move"]) == (422, "end")
    alice.post(url, {"move": "end", "reason": "Moved to Radom"})
    part.refresh_from_db()
    assert (part.state, part.state_reason) == ("ended", "Moved to Radom")
    alice.post(url, {"move": "reopen"})
    part.refresh_from_db()
    assert part.state == "active"


# --- sites ------------------------------------------------------------------------------------------------


def test_sites_are_added_changed_and_removed(alice, part):
    add = reverse("employer_site_add", args=[part.pk])
    alice.post(add, {"name": "Hall 2", "place_postcode": "26-600", "place_name": "Radom"})
    site = part.employer.sites.get()
    assert (site.name, site.place_name) == ("Hall 2", "Radom")
    refused = alice.post(add, {"name": "Hall 2", "place_postcode": "26-600", "place_name": "Radom"})
    assert refused.status_code == 422
    assert "There is already a site of this name." in refused.content.decode()
    alice.post(
        reverse("employer_site_edit", args=[part.pk, site.pk]),
        {"name": "Hall 3", "place_postcode": "31-137", "place_name": "Kraków"},
    )
    site.refresh_from_db()
    assert (site.name, site.place_name) == ("Hall 3", "Kraków")
    alice.post(reverse("employer_site_remove", args=[part.pk, site.pk]))
    assert part.employer.sites.count() == 0


# --- who speaks for the firm ------------------------------------------------------------------------------


def test_representative_is_invited_to_the_firm_by_e_mail(cast, alice, part):
    url = reverse("employer_invite", args=[part.pk])
    alice.post(url, {"email": "Kadry@example.org", "name": "Jan Żak"})
    sent = Invitation.objects.get()
    assert (sent.email, sent.role, sent.organisation) == ("kadry@example.org", "employer", cast.firm)
    assert Notice.objects.get().subject == f"invitation:{sent.pk}"
    assert list(alice.get(page_of(part)).context["invitations"]) == [sent]


def test_who_speaks_for_the_firm_already_is_said_beside_the_form(cast, alice, part):
    refused = alice.post(reverse("employer_invite", args=[part.pk]), {"email": cast.dana.user.email})
    assert refused.status_code == 422
    assert "This person already has this role here." in refused.content.decode()
    assert Invitation.objects.count() == 0


def test_invitation_and_log_in_of_the_firm_are_ended_from_its_page(cast, alice, part):
    waiting = invitation(cast.firm, role="employer").invitation
    member = MembershipFactory(organisation=cast.firm, role="employer")
    alice.post(reverse("employer_invitation_withdraw", args=[part.pk, waiting.pk]))
    alice.post(reverse("employer_member_end", args=[part.pk, member.pk]))
    waiting.refresh_from_db()
    assert waiting.withdrawn_at is not None
    current = Membership.objects.current().filter(organisation=cast.firm, role="employer")
    assert list(current) == [cast.dana]


# --- the form ---------------------------------------------------------------------------------------------


def test_form_adds_an_employer_as_typed_and_once(cast, alice):
    first, second = alice.post(ADD, EMPLOYER), alice.post(ADD, EMPLOYER)
    part = Participation.objects.get()
    assert first.headers["Location"] == second.headers["Location"] == page_of(part)
    assert (part.employer.name, part.employer.place_name, part.state, part.representative) == (
        "Chemia Oświęcim S.A.", "Oświęcim", "active", "Jan Żak",
    )  # fmt: skip
    assert Organisation.objects.filter(name="Chemia Oświęcim S.A.").count() == 1
    assert "nobody was added twice" in alice.get(page_of(part)).content.decode()


def test_form_tells_what_is_wrong_beside_its_field_and_keeps_what_was_typed(alice):
    wrong = {"nip": "123", "place_name": "Nowhere at all", "place_postcode": ""}
    response = alice.post(ADD, EMPLOYER | wrong)
    form = response.context["form"]
    assert (response.status_code, sorted(form.errors)) == (422, ["nip", "place"])
    assert form["representative"].value() == "Jan Żak"
    response = alice.post(ADD, EMPLOYER | {"agreement_until": "2025-12-31"})
    assert sorted(response.context["form"].errors) == ["agreement_until"]
    assert Participation.objects.count() == 0


def test_firm_that_takes_part_already_is_said_in_a_sentence(cast, alice):
    ParticipationFactory(centre=cast.centre, employer__nip=nip_number(9000))
    response = alice.post(ADD, EMPLOYER | {"nip": nip_number(9000)})
    assert response.status_code == 422
    assert "This employer takes part already." in response.content.decode()


def test_form_changes_the_firm_and_its_agreement(alice, part):
    alice.post(reverse("employer_edit", args=[part.pk]), EMPLOYER | {"agreement_number": ""})
    part.refresh_from_db()
    part.employer.refresh_from_db()
    assert (part.employer.name, part.state, part.agreement_number) == ("Chemia Oświęcim S.A.", "applied", "")


def test_draft_of_an_employer_is_shown_again_and_forgotten_when_sent(alice):
    draft = reverse("draft_save", args=["employer_add"])
    alice.post(draft, EMPLOYER | {"nip": "12"})
    response = alice.get(ADD)
    assert (response.context["form"]["nip"].value(), response.context["form"].errors) == ("12", {})
    assert "Here is what you typed before." in response.content.decode()
    alice.post(ADD, EMPLOYER)
    assert alice.get(ADD).context["form"]["name"].value() is None
