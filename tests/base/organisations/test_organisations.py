"""Organisations and their sites."""

import pytest
from django import forms
from stdnum.pl import nip

from base.audit.actor import SYSTEM
from base.audit.models import Record
from base.common.errors import Refusal
from base.organisations.domain.organisations import (
    OrganisationData,
    archive_organisation,
    create_organisation,
    restore_organisation,
    revise_organisation,
)
from base.organisations.domain.sites import add_site, remove_site, revise_site
from base.organisations.enums import OrganisationKind, OrganisationState
from base.organisations.forms import NipFormField, RegonFormField
from base.organisations.models import Organisation, Site
from base.organisations.queries import active_organisations, free_key, organisation_by_nip, sites_of
from base.places.gazetteer import resolve

pytestmark = pytest.mark.django_db

NIP, OTHER_NIP, REGON = "5260250274", "5252248481", "123456785"


def create(**kwargs) -> Organisation:
    data = OrganisationData(**{"name": "Złota Huta", **kwargs})
    return create_organisation(data, kind=OrganisationKind.EMPLOYER, by=SYSTEM)


def refused(call, *args, **kwargs) -> str:
    with pytest.raises(Refusal) as caught:
        call(*args, **kwargs)
    return caught.value.code


def test_organisation_keeps_digits_of_numbers_as_people_write_them():
    made = create(nip="PL 526-025-02-74", regon="123 456 785", place=resolve("26-600", "Radom"))
    assert (made.nip, made.regon, made.place_name) == (NIP, REGON, "Radom")
    assert Record.objects.get().act == "organisations.organisation.created"


@pytest.mark.parametrize(
    ("data", "code"),
    [({"nip": "5260250275"}, "nip"), ({"regon": "12"}, "regon"), ({"name": " "}, "name_missing")],
)
def test_organisation_with_wrong_data_is_refused(data, code):
    assert refused(create, **data) == code
    assert Organisation.objects.count() == 0


def test_nip_belongs_to_one_organisation():
    first = create(nip=NIP)
    assert refused(create, nip=nip.format(NIP)) == "nip_taken"
    second = create(nip=OTHER_NIP)
    data = OrganisationData(name="B", nip=NIP)
    assert refused(revise_organisation, second, data=data, by=SYSTEM) == "nip_taken"
    assert organisation_by_nip(nip.format(NIP)) == first
    assert organisation_by_nip("") is None


def test_key_is_made_of_the_name_and_free():
    assert [create().key, create().key, free_key("Łódź: nad Wisłą")] == [
        "zlota-huta",
        "zlota-huta-2",
        "lodz-nad-wisla",
    ]


def test_taken_key_is_refused():
    create()
    data = OrganisationData(name="B")
    code = refused(create_organisation, data, kind=OrganisationKind.NGO, key="zlota-huta", by=SYSTEM)
    assert code == "key_taken"


def test_revised_organisation_keeps_its_place_unless_told_another():
    made = create(place=resolve("26-600", "Radom"), nip=NIP)
    revised = revise_organisation(made, data=OrganisationData(name="Nowa Huta", email="a@b.pl"), by=SYSTEM)
    revised.refresh_from_db()
    assert (revised.name, revised.nip, revised.email, revised.place_name) == (
        "Nowa Huta",
        "",
        "a@b.pl",
        "Radom",
    )


def test_archived_organisation_is_no_choice_until_restored():
    made = create()
    assert archive_organisation(made, by=SYSTEM).state == OrganisationState.ARCHIVED
    archive_organisation(made, by=SYSTEM)
    assert list(active_organisations()) == []
    restore_organisation(made, by=SYSTEM)
    assert list(active_organisations()) == [made]
    acts = Record.objects.order_by("pk").values_list("act", flat=True)
    assert list(acts) == [f"organisations.organisation.{what}" for what in ("created", "archived", "active")]


def test_sites_are_added_revised_and_removed():
    made, radom, krakow = create(), resolve("26-600", "Radom"), resolve("31-137", "Kraków")
    site = add_site(made, name="Hala 1", place=radom, by=SYSTEM)
    other = add_site(made, name="Biuro", place=radom, by=SYSTEM)
    revise_site(site, name="Hala 2", place=krakow, by=SYSTEM)
    assert [(s.name, s.place_name) for s in sites_of(made)] == [("Biuro", "Radom"), ("Hala 2", "Kraków")]
    remove_site(other, by=SYSTEM)
    assert Site.objects.count() == 1


def test_site_name_is_taken_once_per_organisation():
    made, radom = create(), resolve("26-600", "Radom")
    add_site(made, name="Hala", place=radom, by=SYSTEM)
    assert refused(add_site, made, name=" Hala", place=radom, by=SYSTEM) == "site_name_taken"
    assert refused(add_site, made, name=" ", place=radom, by=SYSTEM) == "name_missing"
    assert add_site(create(), name="Hala", place=radom, by=SYSTEM).name == "Hala"


def test_number_fields_take_what_people_write():
    assert NipFormField().clean("PL 526-025-02-74") == NIP
    assert RegonFormField().clean("123 456 785") == REGON
    assert NipFormField(required=False).clean("") == ""
    with pytest.raises(forms.ValidationError):
        NipFormField().clean("526-025-02-75")
