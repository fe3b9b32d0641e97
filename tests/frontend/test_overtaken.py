"""Decided or written on what a colleague has changed meanwhile: refused, with the newer state shown."""

import pytest
from django.urls import reverse

from base.common.errors import Refusal
from families.models import Household
from frontend.overtaken import words
from matching.domain.moving import as_seen
from matching.domain.pairs import close_pair, pause_pair
from matching.enums import CloseReason, PairState
from matching.models import Pair
from tests.clients import client_of
from tests.factories.activities import meeting_pair
from tests.factories.families import household_with
from tests.factories.matching import PairFactory, helper_of, programme_of, seeker_of
from tests.frontend.claims import submitted_of
from tests.frontend.test_families import FAMILY

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(cast):
    return client_of(cast.alice)


# --- forms of people --------------------------------------------------------------------------------------


def typed_of(household: Household, **fields: str) -> dict[str, str]:
    contact = household.members.get()
    rows = {"members-TOTAL_FORMS": "1", "members-INITIAL_FORMS": "1", "members-0-id": str(contact.pk)}
    return FAMILY | rows | {"version": str(household.version)} | fields


def test_a_form_that_was_overtaken_shows_both_versions_and_keeps_what_was_typed(cast, alice):
    household = household_with(centre=cast.centre)
    url = reverse("family_edit", args=[household.pk])
    mine, theirs = typed_of(household, contact_name="Oksana"), typed_of(household, contact_name="Halyna")
    client_of(cast.ada).post(url, theirs)
    refused = alice.post(url, mine)
    told = refused.context["filling"].overtaken
    assert refused.status_code == 409
    assert told.who == "Ada"
    assert [(one.now, one.typed) for one in told.differences if "Halyna" in one.now] == [("Halyna", "Oksana")]
    assert refused.context["form"]["contact_name"].value() == "Oksana"
    page = refused.content.decode()
    assert all(word in page for word in ("Ada saved this on", "Saved now", "Typed by you", "Halyna"))
    alice.post(url, mine | {"version": str(refused.context["form"]["version"].value())})
    household.refresh_from_db()
    assert household.contact_name == "Oksana"


def test_a_colleague_who_typed_the_same_leaves_nothing_to_do(cast, alice):
    household = household_with(centre=cast.centre)
    url, same = reverse("family_edit", args=[household.pk]), typed_of(household, contact_name="Oksana")
    client_of(cast.ada).post(url, same)
    told = alice.post(url, same).context["filling"].overtaken
    assert [one.label for one in told.differences if one.now == one.typed] == []


def test_values_are_told_in_words():
    from django import forms

    choice = forms.ChoiceField(choices=[("a", "Apple"), ("More", [("b", "Bread")])])
    assert [words(choice, value) for value in ("a", "b", ["a", "b"], None, "")] == [
        "Apple", "Bread", "Apple, Bread", "–", "–",
    ]  # fmt: skip
    assert [words(forms.BooleanField(), value) for value in (True, "on", False, "False", None)] == [
        "yes", "yes", "no", "no", "no",
    ]  # fmt: skip
    assert len(words(forms.CharField(), "x" * 500)) == 161


@pytest.mark.parametrize(("seen", "is_new"), [(1, False), (0, True), (2, True)])
def test_who_writes_is_told_that_a_colleague_saved(cast, alice, seen, is_new):
    household = household_with(centre=cast.centre, version=1)
    answer = alice.get(reverse("edited", args=[f"family:{household.pk}", seen]))
    assert ("A colleague has saved this" in answer.content.decode()) is is_new


@pytest.mark.parametrize("topic", ["family:999", "pair:1", "nonsense", "care:1"])
def test_nothing_is_said_of_what_is_not_ones_own(alice, topic):
    assert alice.get(reverse("edited", args=[topic, 1])).status_code == 404


# --- pairs ------------------------------------------------------------------------------------------------


def pair_of(cast, **fields) -> Pair:
    programme = programme_of(cast.centre)
    return PairFactory(seeker=seeker_of(programme), helper=helper_of(programme), **fields)


@pytest.mark.parametrize(
    ("route", "args", "data"),
    [
        ("pair_step", [], {"to": "helper_accepted", "note": "by phone"}),
        ("pair_close", [], {"reason": "no_time"}),
        ("pair_undo", [], {}),
        ("pair_act", ["closing"], {"side": "helper"}),
    ],
)
def test_what_is_decided_of_a_pair_as_it_no_longer_is_changes_nothing(cast, alice, route, args, data):
    pair = pair_of(cast, version=3)
    answer = alice.post(reverse(route, args=[pair.pk, *args]), data | {"version": "2"})
    pair.refresh_from_db()
    assert (answer.status_code, pair.state, pair.version) == (409, PairState.OFFERED, 3)
    page = answer.content.decode()
    assert "A colleague was quicker" in page
    assert 'name="version" value="3"' in page  # told once; the next press is about what stands now


def test_a_pair_as_it_was_seen_moves_on(cast, alice):
    pair = pair_of(cast)
    page = alice.get(reverse("pair", args=[pair.pk])).content.decode()
    assert f'name="version" value="{pair.version}"' in page
    alice.post(reverse("pair_undo", args=[pair.pk]), {"version": pair.version})
    pair.refresh_from_db()
    assert pair.state == PairState.UNDONE


def test_of_two_who_decide_on_the_same_view_one_is_told(cast):
    pair = meeting_pair(cast.bob)
    seen = pair.version
    reason = CloseReason.values[0]
    as_seen(pair, seen, lambda: close_pair(pair, by=cast.alice, reason=CloseReason(reason)))
    with pytest.raises(Refusal) as refused:
        as_seen(pair, seen, lambda: pause_pair(pair, by=cast.ada, until=None))
    assert refused.value.code == "stale"
    as_seen(Pair.objects.get(pk=pair.pk), None, lambda: None)  # who cannot say what they saw is not stopped


# --- claims -----------------------------------------------------------------------------------------------


def test_a_claim_decided_on_an_old_view_is_refused_with_what_stands_now(cast, alice):
    claim = submitted_of(cast)
    seen = {"decision": "verify", "version": claim.version}
    url = reverse("claim_decide", args=[claim.key])
    assert client_of(cast.ada).post(url, seen).status_code == 302
    sent_back = {"decision": "send_back", "version": claim.version, "words": "Please look again."}
    answer = alice.post(url, sent_back)
    claim.refresh_from_db()
    assert (answer.status_code, claim.state) == (409, "verified")
    assert "Please look again." in answer.content.decode()
