"""The family's link and PIN: kept as hashes, locked after wrong tries, over in time."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone

from base.accounts.queries import hash_token
from base.audit.models import Record
from base.common.errors import Refusal
from base.notices.models import Notice
from families.domain.access import (
    PAUSE,
    HouseholdActor,
    choose_language,
    choose_pin,
    enter,
    invite_household,
    revoke_access,
    why_closed,
)
from families.domain.households import archive_household
from families.models import HouseholdAccess
from families.queries import access_by_token, access_of
from tests.factories.families import HouseholdAccessFactory, household_with

PIN = "271828"


@pytest.fixture
def alice(cast):
    return cast.alice


@pytest.fixture
def family(cast):
    return household_with(centre=cast.centre, number=417, label="K-417")


def opened(family) -> HouseholdAccess:
    return HouseholdAccessFactory(household=family)


def everything_kept() -> str:
    """What the tables hold of ways in, records and notices."""
    rows = [*HouseholdAccess.objects.values(), *Record.objects.values(), *Notice.objects.values()]
    return str(rows)


def acts() -> list[str]:
    kept = Record.objects.filter(act__startswith="families.way_in").order_by("pk")
    return [one.act.removeprefix("families.way_in.") for one in kept]


def test_link_is_256_random_bits_and_only_its_hash_is_kept(family, alice):
    first, second = (invite_household(family, by=alice) for _ in range(2))
    assert (len(first.token), len(second.token)) == (43, 43)
    assert first.token != second.token
    assert second.access.token_hash == hash_token(second.token)
    assert access_by_token(second.token) == second.access
    assert first.token not in everything_kept()
    assert second.token not in everything_kept()


def test_new_link_ends_the_one_before(family, alice):
    first, second = (invite_household(family, by=alice) for _ in range(2))
    assert why_closed(access_by_token(first.token)).code == "revoked"
    assert (why_closed(access_by_token(second.token)), access_of(family)) == (None, second.access)


def test_link_speaks_the_familys_language_or_english(family, alice):
    languages = []
    for code in ("uk", "ar"):
        family.language = code
        family.save()
        languages.append(invite_household(family, by=alice).access.language)
    assert languages == ["uk", "en"]


def test_archived_family_gets_no_link(family, alice):
    archive_household(family, reason="Moved away", by=alice)
    with pytest.raises(Refusal) as refused:
        invite_household(family, by=alice)
    assert refused.value.code == "archived"


def test_pin_is_chosen_once_and_kept_as_a_hash(family, alice):
    access = invite_household(family, by=alice).access
    access = choose_pin(access, pin=PIN, again=PIN, language="ru")
    assert (access.opened_at is not None, access.language) == (True, "ru")
    assert PIN not in everything_kept()
    with pytest.raises(Refusal) as refused:
        choose_pin(access, pin="111222", again="111222")
    assert refused.value.code == "chosen"
    assert enter(access, pin=PIN) == access


@pytest.mark.parametrize(
    ("pin", "again", "field"),
    [
        ("12345", "12345", "pin"),
        ("1234567", "1234567", "pin"),
        ("12345a", "12345a", "pin"),
        ("١٢٣٤٥٧", "١٢٣٤٥٧", "pin"),
        ("111111", "111111", "pin"),
        ("123456", "123456", "pin"),
        ("987654", "987654", "pin"),
        ("271828", "271829", "again"),
    ],
)
def test_pin_that_is_no_pin_is_asked_again(family, alice, pin, again, field):
    access = invite_household(family, by=alice).access
    with pytest.raises(ValidationError) as wrong:
        choose_pin(access, pin=pin, again=again)
    assert list(wrong.value.error_dict) == [field]
    access.refresh_from_db()
    assert (access.pin_hash, access.opened_at) == ("", None)


def test_no_pin_opens_a_link_nobody_has_opened(family, alice):
    access = invite_household(family, by=alice).access
    with pytest.raises(Refusal) as refused:
        enter(access, pin="")
    assert refused.value.code == "no_pin"


def try_wrong(access, times: int) -> list[str]:
    """What each wrong try is answered."""
    answers = []
    for _ in range(times):
        try:
            enter(access, pin="000001")
        except ValidationError:
            answers.append("wrong")
        except Refusal as refusal:
            answers.append(refusal.code)
    return answers


def pause_over(access) -> None:
    HouseholdAccess.objects.filter(pk=access.pk).update(locked_until=timezone.now() - timedelta(seconds=1))


def test_five_wrong_tries_lock_for_a_quarter_of_an_hour(family):
    access = opened(family)
    assert try_wrong(access, 5) == ["wrong"] * 4 + ["locked"]
    access.refresh_from_db()
    assert abs(access.locked_until - timezone.now() - PAUSE) < timedelta(minutes=1)
    with pytest.raises(Refusal) as refused:
        enter(access, pin=PIN)
    assert refused.value.code == "locked"
    pause_over(access)
    assert enter(access, pin=PIN).wrong_tries == 0


def test_tries_while_locked_are_not_counted(family):
    access = opened(family)
    try_wrong(access, 9)
    access.refresh_from_db()
    assert access.wrong_tries == 5


def test_fifteen_wrong_tries_end_the_link_and_tell_the_centre(family):
    access = opened(family)
    for _ in range(3):
        answers = try_wrong(access, 5)
        pause_over(access)
    assert answers[-1] == "revoked"
    with pytest.raises(Refusal) as refused:
        enter(access, pin=PIN)
    assert refused.value.code == "revoked"
    (notice,) = Notice.objects.all()
    assert (notice.template, notice.recipient_id, notice.context) == (
        "way_in_closed", family.centre_id, {"label": "K-417"},
    )  # fmt: skip
    assert acts() == ["locked", "locked", "closed"]


def test_link_is_over_when_its_days_have_passed(family, settings):
    settings.SPLOT_FAMILY_LINK_DAYS = 180
    access = opened(family)
    HouseholdAccess.objects.update(
        created_at=timezone.now() - timedelta(days=181), expires_at=timezone.now() - timedelta(days=1)
    )
    with pytest.raises(Refusal) as refused:
        enter(access, pin=PIN)
    assert refused.value.code == "expired"


def test_revoked_link_opens_nothing_and_is_revoked_once(family, alice):
    access = opened(family)
    first = revoke_access(access, by=alice).revoked_at
    assert revoke_access(access, by=alice).revoked_at == first
    with pytest.raises(Refusal) as refused:
        enter(access, pin=PIN)
    assert (refused.value.code, acts()) == ("revoked", ["revoked"])


@pytest.mark.parametrize("state", ["household", "centre"])
def test_link_of_an_archived_family_or_centre_opens_nothing(family, alice, state):
    access = opened(family)
    if state == "household":
        archive_household(family, reason="Moved away", by=alice)
    else:
        family.centre.state = "archived"
        family.centre.save()
    with pytest.raises(Refusal) as refused:
        enter(access, pin=PIN)
    assert refused.value.code == "archived"


def test_language_is_remembered_when_it_is_one_of_ours(family):
    access = opened(family)
    assert choose_language(access, language="uk").language == "uk"
    assert choose_language(access, language="xx").language == "uk"


def test_records_name_the_family_by_label_and_centre_only(family, alice):
    access = invite_household(family, by=alice).access
    choose_pin(access, pin=PIN, again=PIN)
    enter(access, pin=PIN)
    kept = Record.objects.filter(act__in=["families.way_in.opened", "families.way_in.entered"])
    who = {(one.actor_id, one.actor_label, one.organisation_id) for one in kept}
    assert (who, kept.count()) == ({(None, "K-417", family.centre_id)}, 2)
    assert HouseholdActor(family).actor_label == "K-417"


@pytest.mark.database
def test_database_holds_one_way_in_for_a_household(family):
    opened(family)
    with pytest.raises(IntegrityError):
        opened(family)


@pytest.mark.database
def test_database_holds_no_opening_without_a_pin(family):
    with pytest.raises(IntegrityError):
        HouseholdAccessFactory(household=family, pin_hash="")
