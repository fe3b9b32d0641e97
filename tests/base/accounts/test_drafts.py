"""Drafts: one per person, organisation and form, for 30 days, for nobody else."""

from datetime import timedelta

import pytest
from django.utils import timezone

from base.accounts.domain.drafts import discard_draft, save_draft
from base.accounts.domain.forgetting import forget_expired
from base.accounts.models import FormDraft
from base.accounts.queries import load_draft
from base.common.errors import Refusal
from tests.factories.accounts import MembershipFactory

pytestmark = pytest.mark.django_db


def test_draft_is_loaded_by_its_owner_only(cast):
    save_draft(cast.alice, form_key="family_add", data={"note": ["abc"]})
    elsewhere = MembershipFactory(user=cast.alice.user, organisation=cast.other_centre)
    assert load_draft(cast.alice, "family_add") == {"note": ["abc"]}
    assert [load_draft(m, "family_add") for m in (cast.ada, cast.carol, elsewhere)] == [None] * 3
    assert load_draft(cast.alice, "volunteer_add") is None


def test_draft_saved_again_replaces_the_earlier(cast):
    save_draft(cast.alice, form_key="family_add", data={"note": ["abc"], "phone": ["1"]})
    save_draft(cast.alice, form_key="family_add", data={"note": ["d"]})
    assert load_draft(cast.alice, "family_add") == {"note": ["d"]}


def test_discarded_draft_is_gone_and_others_stay(cast):
    for key in ("family_add", "volunteer_add"):
        save_draft(cast.alice, form_key=key, data={})
    save_draft(cast.ada, form_key="family_add", data={})
    discard_draft(cast.alice, form_key="family_add")
    assert FormDraft.objects.count() == 2
    assert load_draft(cast.alice, "family_add") is None


def test_draft_is_forgotten_after_30_days(cast):
    save_draft(cast.alice, form_key="old", data={})
    save_draft(cast.alice, form_key="new", data={})
    FormDraft.objects.filter(form_key="old").update(saved_at=timezone.now() - timedelta(days=30, minutes=1))
    assert load_draft(cast.alice, "old") is None
    assert forget_expired(timezone.now()) == 1
    assert [draft.form_key for draft in FormDraft.objects.all()] == ["new"]


@pytest.mark.parametrize(("key", "data"), [("", {}), ("k" * 81, {}), ("k", {"note": ["x" * 200_001]})])
def test_draft_that_is_no_draft_is_refused(cast, key, data):
    with pytest.raises(Refusal):
        save_draft(cast.alice, form_key=key, data=data)
