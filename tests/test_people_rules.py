"""Who may do what with people, written by hand; and the fields that must not exist."""

import pytest
import rules
from django.apps import apps
from django.utils import timezone

from base.accounts.enums import Role
from families import rules as family_rules
from mentors import rules as mentor_rules
from tests.factories.accounts import MembershipFactory
from tests.factories.families import HouseholdFactory
from tests.factories.mentors import MentorEmployeeFactory
from tests.factories.organisations import CentreFactory
from tests.factories.volunteers import VolunteerFactory
from volunteers import rules as volunteer_rules

PEOPLE = {Role.ADMINISTRATOR, Role.COORDINATOR}
STAFF = PEOPLE | {Role.FINANCE}
#: Permission -> who holds it at the centre the object belongs to.
AT_THE_CENTRE = {
    "families.view_household": PEOPLE,
    "families.add_household": PEOPLE,
    "families.change_household": PEOPLE,
    "families.view_household_contact": PEOPLE,
    "families.view_employment": PEOPLE | {Role.EMPLOYER},
    "volunteers.view_volunteer": PEOPLE | {Role.VOLUNTEER},
    "volunteers.add_volunteer": PEOPLE,
    "volunteers.change_volunteer": PEOPLE,
    "volunteers.record_clearance": PEOPLE,
    "mentors.view_participation": STAFF,
    "mentors.add_participation": PEOPLE,
    "mentors.change_participation": PEOPLE,
    "mentors.answer_application": PEOPLE,
    "mentors.consult": PEOPLE,
    "mentors.view_way_in": PEOPLE,
    "mentors.keep_sites": PEOPLE,
    "mentors.view_mentor": STAFF,
    "mentors.add_mentor": PEOPLE,
    "mentors.change_mentor": PEOPLE,
}
#: What one does for oneself or for the whole centre; nobody else does it for anybody.
FOR_ONESELF = {
    "volunteers.change_own_profile": {Role.VOLUNTEER},
    "volunteers.sign_own_agreement": {Role.VOLUNTEER},
    "volunteers.set_documents": {Role.ADMINISTRATOR},
    "mentors.change_own_profile": {Role.MENTOR},
    "mentors.name_people": {Role.EMPLOYER},
    "mentors.speak_for_firm": {Role.EMPLOYER},
    "mentors.set_texts": {Role.ADMINISTRATOR},
}


def object_of(permission: str, membership):
    """The object a permission is about: somebody of the centre; a volunteer is the person themselves."""
    noun = permission.partition("_")[2]
    if permission.startswith("families."):
        return HouseholdFactory(centre=membership.organisation)
    if permission.startswith("volunteers."):
        return VolunteerFactory(centre=membership.organisation, user=membership.user)
    mentor = MentorEmployeeFactory(participation__centre=membership.organisation)
    return mentor if noun == "mentor" else mentor.participation


@pytest.mark.django_db
@pytest.mark.parametrize("permission", AT_THE_CENTRE)
def test_permission_is_held_by_these_roles_and_no_others(permission):
    centre = CentreFactory()
    holders = set()
    for role in Role:
        membership = MembershipFactory(organisation=centre, role=role)
        if rules.has_perm(permission, membership, object_of(permission, membership)):
            holders.add(role)
    assert holders == AT_THE_CENTRE[permission]


@pytest.mark.django_db
@pytest.mark.parametrize("permission", AT_THE_CENTRE)
def test_permission_ends_at_another_centre_with_the_membership_and_for_nobody(permission):
    membership = MembershipFactory(role=Role.ADMINISTRATOR)
    stranger = MembershipFactory(role=Role.ADMINISTRATOR)
    thing = object_of(permission, membership)
    adds = ".add_" in permission
    assert rules.has_perm(permission, stranger, thing) is adds
    assert rules.has_perm(permission, membership, None) is True
    membership.ended_at = timezone.now()
    assert rules.has_perm(permission, membership, thing) is False
    assert rules.has_perm(permission, None, thing) is False
    assert rules.has_perm(permission, None, None) is False


@pytest.mark.django_db
@pytest.mark.parametrize("permission", FOR_ONESELF)
def test_permission_for_oneself_is_held_by_these_roles_and_ends_with_the_membership(permission):
    centre = CentreFactory()
    members = [MembershipFactory(organisation=centre, role=role) for role in Role]
    holders = {one.role for one in members if rules.has_perm(permission, one)}
    assert holders == FOR_ONESELF[permission]
    for one in members:
        one.ended_at = timezone.now()
    assert not any(rules.has_perm(permission, one) for one in (*members, None))


@pytest.mark.django_db
@pytest.mark.parametrize("permission", ["volunteers.change_own_profile", "volunteers.sign_own_agreement"])
def test_volunteers_act_for_themselves_and_for_nobody_else(permission):
    bob = MembershipFactory(role=Role.VOLUNTEER)
    own = VolunteerFactory(centre=bob.organisation, user=bob.user)
    another = VolunteerFactory(centre=bob.organisation)
    elsewhere = VolunteerFactory(user=bob.user)
    assert [rules.has_perm(permission, bob, one) for one in (own, another, elsewhere)] == [True, False, False]


@pytest.mark.django_db
def test_employer_sees_own_part_and_own_mentors_only():
    mentor, other = MentorEmployeeFactory(), MentorEmployeeFactory()
    dana = MembershipFactory(organisation=mentor.participation.employer, role=Role.EMPLOYER)
    seen = [
        (
            rules.has_perm("mentors.view_mentor", dana, one),
            rules.has_perm("mentors.view_participation", dana, one.participation),
            rules.has_perm("mentors.view_way_in", dana, one.participation),
            rules.has_perm("mentors.keep_sites", dana, one.participation),
            rules.has_perm("mentors.change_mentor", dana, one),
        )
        for one in (mentor, other)
    ]
    assert seen == [(True, True, True, True, False), (False,) * 5]


@pytest.mark.django_db
def test_mentor_and_volunteer_see_themselves_only():
    mentor, volunteer = MentorEmployeeFactory(), VolunteerFactory()
    mirek = MembershipFactory(organisation=mentor.participation.employer, role=Role.MENTOR)
    bob = MembershipFactory(organisation=volunteer.centre, role=Role.VOLUNTEER)

    def seen():
        return (
            rules.has_perm("mentors.view_mentor", mirek, mentor),
            rules.has_perm("volunteers.view_volunteer", bob, volunteer),
        )

    assert seen() == (False, False)
    mentor.user, volunteer.user = mirek.user, bob.user
    assert seen() == (True, True)
    volunteer.centre = CentreFactory()
    assert seen() == (True, False)


def test_every_refusal_has_a_sentence():
    sentences = family_rules.REFUSALS | volunteer_rules.REFUSALS | mentor_rules.REFUSALS
    assert set(sentences) == {*AT_THE_CENTRE, *FOR_ONESELF}
    assert all(str(sentence).endswith(".") for sentence in sentences.values())


#: What is never collected, in English and Polish; a field's name is split into words and compared.
FORBIDDEN = """
    religion religia wyznanie faith ethnicity ethnic etniczne origin pochodzenie race rasa nationality
    narodowosc citizenship obywatelstwo health zdrowie disability niepelnosprawnosc illness trauma diagnosis
    refugee uchodzca status asylum pesel passport paszport visa wiza document dokument birth urodzenia
    sexuality orientation conviction wyrok politics
"""


#: Where such a word says something else: how a pair or a proposal came about, the agreements signed and
#: the standards read.
MEANS_ELSE = {
    "matching.Pair.origin",
    "matching.Proposal.origin",
    "mentors.SignedPart.document",
    "volunteers.SignedAgreement.document",
    "volunteers.StandardsReading.document",
}


def test_forbidden_fields_do_not_exist():
    ours = {app.label for app in apps.get_app_configs() if "site-packages" not in app.path}
    assert {"families", "volunteers", "mentors", "organisations", "accounts"} <= ours
    found = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in ours
        for field in model._meta.get_fields()
        if set(FORBIDDEN.split()) & set(field.name.lower().split("_"))
    }
    assert found == MEANS_ELSE
