"""Bank accounts of employers, de minimis aid and euro rates: their pages."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from base.accounts.enums import Role
from base.audit.models import Record
from base.notices.domain.outbox import send_due
from stipends.models import AidReceived, EuroRate, PayoutAccount
from tests.clients import client_of
from tests.factories.accounts import PASSWORD, MembershipFactory
from tests.factories.mentors import ParticipationFactory
from tests.factories.payout import AidReceivedFactory, nrb_number
from tests.factories.stipends import PayoutAccountFactory
from tests.frontend.people import queries_of, rows_of_csv

pytestmark = pytest.mark.django_db
LIST = "/payout/"
ACCOUNT = {"number": f"PL {nrb_number(7)}", "holder": "Dana and Co"}
AID = {
    "granted_on": "2026-03-02", "amount_grosze": "1 000,00 zł", "amount_eurocents": "235,29 EUR",
    "grantor": "An office", "certificate": "Z/1",
}  # fmt: skip


@pytest.fixture
def part(cast):
    """The part of Dana's firm at centre A."""
    return ParticipationFactory(employer=cast.firm, centre=cast.centre)


@pytest.fixture
def filip(cast):
    return client_of(cast.filip)


@pytest.fixture
def dana(cast):
    return client_of(cast.dana)


def page(name, *args):
    return reverse(name, args=args)


def text(response) -> str:
    return response.content.decode().replace("\xa0", " ")


def waiting(part, **fields):
    given = {"state": "asked", "decided_at": None, "decided_by_id": None, "decided_by_label": ""}
    return PayoutAccountFactory(participation=part, **(given | fields))


# --- a change, and logging in afresh before it ------------------------------------------------------------


def test_an_account_is_written_down_only_after_a_fresh_log_in_and_nothing_typed_is_lost(dana, part):
    url = page("account_change", part.pk)
    asked = dana.get(url)
    assert asked.status_code == 302
    assert asked.headers["Location"].startswith(reverse("account_reauthenticate"))
    stopped = dana.post(url, ACCOUNT)
    assert stopped.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert PayoutAccount.objects.count() == 0
    done = dana.post(stopped.headers["Location"], {"password": PASSWORD})
    assert done.headers["Location"] == page("employer_account", part.pk)
    account = PayoutAccount.objects.get()
    assert (account.number, account.state) == (nrb_number(7), "asked")
    told = text(dana.get(done.headers["Location"]))
    assert "to be confirmed" in told
    assert "A second person at the centre checks it" in told
    assert dana.get(url).status_code == 200


def test_a_wrong_password_writes_nothing(dana, part):
    stopped = dana.post(page("account_change", part.pk), ACCOUNT)
    assert dana.post(stopped.headers["Location"], {"password": "guessed"}).status_code == 200
    assert PayoutAccount.objects.count() == 0


def fresh(client, url):
    """The client logs in once more on its way to this page."""
    stopped = client.get(url)
    return client.post(stopped.headers["Location"], {"password": PASSWORD})


def test_what_is_mistyped_is_told_and_stays_in_the_form(dana, part):
    url = page("account_change", part.pk)
    fresh(dana, url)
    response = dana.post(url, {"number": "61 1090 1014 0000 0712 1981 2875", "holder": "Dana and Co"})
    assert response.status_code == 422
    assert "not a Polish account number" in text(response)
    assert 'value="61 1090 1014 0000 0712 1981 2875"' in text(response)


def test_a_change_says_what_it_brings_and_writes_to_everybody_who_speaks_for_the_firm(cast, dana, part):
    PayoutAccountFactory(participation=part)
    MembershipFactory(organisation=cast.firm, role=Role.EMPLOYER, user__email="second@firm.example")
    url = page("account_change", part.pk)
    fresh(dana, url)
    assert "for 72 hours nothing is sent to a changed account" in text(dana.get(url))
    dana.post(url, ACCOUNT)
    send_due(timezone.now())
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted(
        ["second@firm.example", cast.dana.user.email]
    )
    assert f"ends with {nrb_number(7)[-4:]}" in mail.outbox[0].body
    assert nrb_number(7) not in mail.outbox[0].body


# --- the second person ------------------------------------------------------------------------------------


def test_finance_compares_the_digits_and_confirms(filip, part):
    account = waiting(part)
    shown = filip.get(page("employer_account", part.pk))
    assert "61 1090 1014 0000 0712 1981 2874" in text(shown)
    assert Record.objects.filter(act="stipends.account.read", object_id=str(account.pk)).count() == 1
    filip.post(page("account_confirm", part.pk, account.pk))
    account.refresh_from_db()
    assert (account.state, account.decided_by_label) == ("confirmed", "Filip")


def test_a_refusal_asks_why_and_the_employer_reads_it(filip, dana, part):
    account = waiting(part)
    url = page("account_refuse", part.pk, account.pk)
    refused = filip.post(url, {"reason": ""})
    assert refused.status_code == 422
    assert "Say why, in a few words." in text(refused)
    filip.post(url, {"reason": "It is not the firm’s"})
    assert "It is not the firm’s" in text(dana.get(page("employer_account", part.pk)))


def test_whoever_wrote_it_down_is_offered_no_confirmation(cast, filip, part):
    account = waiting(part, asked_by_id=cast.filip.user_id)
    shown = text(filip.get(page("employer_account", part.pk)))
    assert page("account_confirm", part.pk, account.pk) not in shown
    assert "somebody else confirms it" in shown
    assert filip.post(page("account_confirm", part.pk, account.pk)).status_code == 409


def test_an_account_on_hold_says_until_when(dana, part):
    until = timezone.now() + timedelta(hours=60)
    PayoutAccountFactory(participation=part, usable_from=until)
    shown = text(dana.get(page("employer_account", part.pk)))
    assert "on hold" in shown
    assert Record.objects.filter(act="stipends.account.read").count() == 0


# --- the list ---------------------------------------------------------------------------------------------


def test_the_list_shows_the_last_digits_only_and_finds_by_state_and_employer(cast, filip, part):
    PayoutAccountFactory(participation=part)
    other = ParticipationFactory(centre=cast.centre, employer__name="Huta Zet")
    waiting(other, number=nrb_number(9))
    PayoutAccountFactory()
    everything = filip.get(LIST)
    assert {one.masked for one in everything.context["listing"].page} == {
        f"PL… {nrb_number(9)[-4:]}",
        "PL… 2874",
    }
    assert "61109010140000071219812874" not in text(everything)
    assert "61 1090" not in text(everything)
    assert filip.get(LIST + "?state=asked").context["listing"].total == 1
    assert filip.get(LIST + "?q=zet").context["listing"].total == 1
    assert filip.get(LIST + "?q=nobody").context["listing"].total == 0


def test_more_accounts_take_no_more_queries(cast, filip, part):
    PayoutAccountFactory(participation=part)
    filip.get(LIST)
    alone = queries_of(filip, LIST)
    for _ in range(3):
        PayoutAccountFactory(participation=ParticipationFactory(centre=cast.centre))
    assert queries_of(filip, LIST) == alone


def test_the_navigation_counts_what_waits(cast, filip, part):
    waiting(part)
    waiting(ParticipationFactory(centre=cast.centre), asked_by_id=cast.filip.user_id)
    links = {link.label: link.count for link in filip.get(LIST).context["navigation"]}
    assert links["Bank accounts"] == 1


# --- aid --------------------------------------------------------------------------------------------------


def test_the_employer_writes_aid_down_and_reads_what_is_left(dana, part):
    url = page("employer_aid", part.pk)
    assert dana.post(url, AID).status_code == 302
    shown = text(dana.get(url))
    for words in ("235.29 EUR", "300 000.00", "299 764.71", "1 000.00 zł", "2023/2831"):
        assert words in shown


def test_aid_near_the_limit_warns(filip, part):
    AidReceivedFactory(employer=part.employer, amount_eurocents=290_000_00)
    shown = text(filip.get(page("employer_aid", part.pk)))
    assert "The limit of de minimis aid is near." in shown
    assert "96 % of the limit is used" in shown


def test_what_is_wrong_with_aid_is_told_beside_its_field(dana, part):
    url = page("employer_aid", part.pk)
    response = dana.post(url, AID | {"amount_eurocents": "", "granted_on": "2026-03-03"})
    assert response.status_code == 422
    assert "write the amount in euro too" in text(response)
    assert 'value="1 000,00 zł"' in text(response)
    assert "Write an amount like" in text(dana.post(url, AID | {"amount_grosze": "a lot"}))
    assert AidReceived.objects.count() == 0


def test_aid_taken_back_is_struck_from_the_sum_with_its_reason(filip, part):
    aid = AidReceivedFactory(employer=part.employer)
    url = page("aid_cancel", part.pk, aid.pk)
    assert filip.post(url, {"reason": ""}).status_code == 422
    filip.post(url, {"reason": "Written twice"})
    shown = text(filip.get(page("employer_aid", part.pk)))
    assert "Written twice" in shown
    assert "0 % of the limit is used" in shown


def test_aid_leaves_as_a_file_and_that_is_on_record(filip, part):
    AidReceivedFactory(employer=part.employer, granted_on=date(2026, 3, 2), grantor="=1+1")
    rows = rows_of_csv(filip.get(page("aid_export", part.pk)))
    assert rows[1][:4] == ["2026-03-02", "1 000.00".replace(" ", "\xa0"), "250.00", "'=1+1"]
    assert Record.objects.filter(act="stipends.aid.exported").count() == 1


def test_more_aid_takes_no_more_queries(filip, part):
    AidReceivedFactory(employer=part.employer)
    url = page("employer_aid", part.pk)
    filip.get(url)
    alone = queries_of(filip, url)
    AidReceivedFactory.create_batch(3, employer=part.employer)
    assert queries_of(filip, url) == alone


# --- rates ------------------------------------------------------------------------------------------------


def test_finance_writes_a_rate_down_and_an_auditor_only_reads(cast, filip):
    assert filip.post("/euro/", {"day": "2026-03-02", "rate_e4": "4,265", "source": "NBP"}).status_code == 302
    assert EuroRate.objects.get().rate_e4 == 4_2650
    shown = text(client_of(cast.tymon).get("/euro/"))
    assert "4.2650" in shown
    assert "Write a rate down" not in shown


@pytest.mark.parametrize("rate", ["", "a lot", "4,26501", "0,5", "-4", "4.2.1"])
def test_a_rate_that_is_none_is_told(filip, rate):
    response = filip.post("/euro/", {"day": "2026-03-02", "rate_e4": rate, "source": "NBP"})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["rate_e4"]
    assert EuroRate.objects.count() == 0
