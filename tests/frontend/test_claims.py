"""Pages of claims: the firm's way from home to a claim that was sent in, the centre's list and decisions."""

import pytest
from django.urls import reverse

from base.audit.models import Record
from frontend.held import FIELD, sign_owner
from stipends.enums import ClaimState
from stipends.models import Claim, LedgerEntry, Paper
from tests.clients import client_of
from tests.factories.stipends import workplace
from tests.frontend.claims import (
    PDF,
    approved_of,
    draft_of,
    file_of,
    part_at,
    place_of,
    submitted_of,
    verified_of,
)
from tests.frontend.people import queries_of, rows_of_csv

pytestmark = pytest.mark.django_db
LIST, EXPORT = "/claims/", "/claims/export/"
SIGNED = {"declarations": ["true", "no_double_funding", "paid_out"], "signed_name": "Dana Nowak"}


@pytest.fixture
def dana(cast):
    return client_of(cast.dana)


@pytest.fixture
def alice(cast):
    return client_of(cast.alice)


@pytest.fixture
def filip(cast):
    return client_of(cast.filip)


def page_of(claim) -> str:
    return reverse("claim", args=[claim.key])


def said(client, claim) -> list[str]:
    return [one.words for one in client.get(page_of(claim)).context["comments"]]


def decide(client, claim, decision, **fields):
    data = {"decision": decision, "version": claim.version} | fields
    return client.post(reverse("claim_decide", args=[claim.key]), data)


# --- the firm ---------------------------------------------------------------------------------------------


def test_last_month_is_claimed_from_home_in_three_posts(cast, dana):
    place = place_of(cast, papers=["payroll"])
    home = dana.get("/").content.decode()
    begin = reverse("claim_begin", args=[place.participation.pk, place.pair.pk, f"{place.month:%Y-%m}"])
    assert f'action="{begin}"' in home
    page = dana.post(begin, follow=True)
    claim = Claim.objects.get()
    assert (page.status_code, page.request["PATH_INFO"]) == (200, page_of(claim))
    add = reverse("claim_paper_add", args=[claim.key])
    assert dana.post(add, {"kind": "payroll", "file": file_of()}).status_code == 302
    claim.refresh_from_db()
    sent = dana.post(reverse("claim_submit", args=[claim.key]), SIGNED | {"version": claim.version})
    claim.refresh_from_db()
    assert (sent.status_code, claim.state, claim.signed_name) == (302, ClaimState.SUBMITTED, "Dana Nowak")
    assert begin not in dana.get("/").content.decode()


def test_month_begun_twice_is_one_draft(cast, dana):
    place = place_of(cast)
    begin = reverse("claim_begin", args=[place.participation.pk, place.pair.pk, f"{place.month:%Y-%m}"])
    first, second = dana.post(begin), dana.post(begin)
    assert (first.url, Claim.objects.count()) == (second.url, 1)


def test_pair_of_another_firm_is_not_found(cast, dana):
    other = workplace(with_meetings=False)
    begin = reverse("claim_begin", args=[part_at(cast).pk, other.pair.pk, f"{other.month:%Y-%m}"])
    assert dana.post(begin).status_code == 404
    assert not Claim.objects.exists()


def test_draft_tells_its_amount_hours_and_what_is_missing(cast, dana):
    claim = draft_of(cast, papers=["payroll", "transfer"])
    text = dana.get(page_of(claim)).content.decode()
    assert "453.13\u00a0zł" in text
    assert "14 h 30 min" in text
    assert "2 papers are missing before it can be sent." in text
    assert "rule: an example" in text
    assert 'id="add-payroll"' in text
    assert 'id="add-transfer"' in text


def test_claim_sent_without_a_paper_stays_a_draft_and_keeps_what_was_typed(cast, dana):
    claim = draft_of(cast, papers=["payroll"])
    sent = dana.post(reverse("claim_submit", args=[claim.key]), SIGNED | {"version": claim.version})
    claim.refresh_from_db()
    assert (sent.status_code, claim.state) == (422, ClaimState.DRAFT)
    text = sent.content.decode()
    assert "A paper is missing: payroll list with the allowance." in text
    assert 'value="Dana Nowak"' in text
    assert text.count("checked") == 3


def test_claim_is_not_sent_with_a_statement_left_out(cast, dana):
    claim = draft_of(cast)
    data = SIGNED | {"declarations": ["true"], "version": claim.version}
    sent = dana.post(reverse("claim_submit", args=[claim.key]), data)
    claim.refresh_from_db()
    assert (sent.status_code, claim.state) == (422, ClaimState.DRAFT)
    assert "Every statement is needed." in sent.content.decode()


def test_claim_that_changed_meanwhile_is_shown_again_and_sent_the_next_time(cast, dana):
    claim = draft_of(cast)
    url = reverse("claim_submit", args=[claim.key])
    stale = dana.post(url, SIGNED | {"version": claim.version + 1})
    assert stale.status_code == 409
    assert "Somebody changed this claim meanwhile." in stale.content.decode()
    version = stale.context["submit_form"]["version"].value()
    assert dana.post(url, SIGNED | {"version": version}).status_code == 302


def test_file_of_another_kind_is_refused_beside_its_field(cast, dana):
    claim = draft_of(cast, papers=["payroll"])
    add = reverse("claim_paper_add", args=[claim.key])
    sent = dana.post(add, {"kind": "payroll", "file": file_of("lista.pdf", b"PK\x03\x04")})
    text = sent.content.decode()
    assert (sent.status_code, Paper.objects.count()) == (422, 0)
    assert "This is not a PDF, JPEG or PNG file" in text
    assert '<details class="uploader" id="add-payroll" open>' in text


def test_paper_taken_away_is_missing_again(cast, dana):
    claim = draft_of(cast, papers=["payroll"])
    dana.post(reverse("claim_paper_add", args=[claim.key]), {"kind": "payroll", "file": file_of()})
    paper = Paper.objects.defer("body").get()
    answer = dana.post(reverse("claim_paper_remove", args=[claim.key, paper.pk]))
    paper.refresh_from_db()
    assert (answer.status_code, paper.withdrawn_at is None) == (302, False)
    assert "One paper is missing" in dana.get(page_of(claim)).content.decode()


def test_paper_is_opened_as_the_file_it_was_and_the_reading_is_on_record(cast, dana, alice):
    claim = draft_of(cast, papers=["payroll"])
    name = 'lista "płac".pdf'
    dana.post(reverse("claim_paper_add", args=[claim.key]), {"kind": "payroll", "file": file_of(name)})
    paper = Paper.objects.get()
    answer = alice.get(reverse("claim_paper", args=[paper.pk]))
    assert (answer.content, answer["Content-Type"]) == (PDF, "application/pdf")
    assert answer["Content-Disposition"].startswith("attachment; filename")
    assert "\n" not in answer["Content-Disposition"]
    assert Record.objects.filter(act="stipends.paper.read", object_id=str(paper.pk)).count() == 1


def test_payroll_list_put_in_once_serves_the_other_pairs_of_the_month(cast, dana):
    first, second = draft_of(cast, papers=["payroll"]), draft_of(cast, papers=["payroll"])
    dana.post(reverse("claim_paper_add", args=[first.key]), {"kind": "payroll", "file": file_of()})
    paper = Paper.objects.defer("body").get()
    use = reverse("claim_paper_use", args=[second.key, paper.pk])
    assert f'action="{use}"' in dana.get(page_of(second)).content.decode()
    assert dana.post(use).status_code == 302
    assert second.claim_papers.get().paper == paper
    dana.post(reverse("claim_paper_remove", args=[second.key, paper.pk]))
    paper.refresh_from_db()
    assert (paper.withdrawn_at, first.claim_papers.count(), second.claim_papers.count()) == (None, 1, 0)


def test_decision_that_names_the_mentor_is_put_in_once_for_all_of_their_pairs(cast, dana):
    claim = draft_of(cast, papers=["appointment"])
    dana.post(reverse("claim_paper_add", args=[claim.key]), {"kind": "appointment", "file": file_of()})
    paper = Paper.objects.defer("body").get()
    assert (paper.mentor, paper.pair, paper.month) == (claim.pair.helper.mentor, None, None)


def test_bill_becomes_a_draft_and_what_is_wrong_is_told_at_its_field(cast, dana):
    place = place_of(cast, kind="training")
    url = reverse("claim_other", args=[place.participation.pk])
    typed = {"kind": "training", "month": f"{place.month}", "subject": "Course", "asked": "a lot"}
    wrong = dana.post(url, typed)
    assert wrong.status_code == 422
    assert "Write an amount like 1 234,56" in wrong.content.decode()
    assert dana.post(url, typed | {"asked": "1 200,50"}).status_code == 302
    claim = Claim.objects.get()
    assert (claim.asked_grosze, claim.subject, claim.pair) == (120_050, "Course", None)
    page = dana.get(page_of(claim)).content.decode()
    assert "1\u00a0200.50\u00a0zł" in page
    assert 'class="month"' not in page


def test_draft_put_away_is_gone(cast, dana):
    claim = draft_of(cast)
    assert dana.post(reverse("claim_discard", args=[claim.key])).url == LIST
    assert not Claim.objects.exists()


def test_firms_list_tells_what_waits_and_what_was_sent(cast, dana):
    submitted = submitted_of(cast)
    draft = draft_of(cast)
    context = dana.get(LIST).context
    assert [row.claim for row in context["waiting"]] == [draft]
    assert {row.claim for row in context["page"].object_list} == {draft, submitted}
    assert context["to_claim"] == []


# --- the centre -------------------------------------------------------------------------------------------


def test_draft_is_the_firms_alone(cast, alice):
    claim = draft_of(cast)
    assert alice.get(page_of(claim)).status_code == 404
    assert list(alice.get(LIST).context["listing"].page) == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"submitted", "verified"}),
        ("?turn=verify", {"submitted"}),
        ("?turn=approve", {"verified"}),
        ("?turn=pay", set()),
        ("?state=verified", {"verified"}),
        ("?turn=verify&state=verified", set()),
        ("?q=Dana", {"submitted", "verified"}),
        ("?q=Nobody", set()),
        ("?kind=training", set()),
        ("?month=nonsense", {"submitted", "verified"}),
    ],
)
def test_centres_list_is_narrowed_as_its_address_says(cast, alice, query, found):
    submitted_of(cast)
    verified_of(cast)
    assert {row.claim.state for row in alice.get(LIST + query).context["listing"].page} == found


def test_list_is_sorted_by_amount(cast, alice):
    large, small = submitted_of(cast, minutes=870), submitted_of(cast, minutes=180)
    for sort, expected in (("total", [small, large]), ("-total", [large, small])):
        page = alice.get(f"{LIST}?sort={sort}").context["listing"].page
        assert [row.claim for row in page] == expected


def test_list_as_a_file_has_amounts_to_the_grosz_and_is_on_record(cast, alice):
    claim = submitted_of(cast)
    headings, row = rows_of_csv(alice.get(EXPORT))
    told = dict(zip(headings, row, strict=True))
    assert (told["Claim"], told["To pay, zł"], told["Minutes"]) == (claim.number, "453.13", "870")
    assert Record.objects.get(act="stipends.claims.exported").details["rows"] == 1


def test_claim_is_verified_by_one_and_approved_by_another(cast, alice, filip):
    claim = submitted_of(cast)
    assert decide(alice, claim, "verify").status_code == 302
    claim.refresh_from_db()
    assert (claim.state, claim.verifier_id) == (ClaimState.VERIFIED, cast.alice.user_id)
    assert decide(filip, claim, "approve").status_code == 302
    claim.refresh_from_db()
    assert claim.state == ClaimState.APPROVED
    assert LedgerEntry.objects.filter(claim=claim).values_list("amount_grosze", flat=True).get() == 45_313


def test_who_verified_is_offered_no_approval_and_told_why(cast):
    claim = submitted_of(cast)
    ada = client_of(cast.ada)
    decide(ada, claim, "verify")
    text = ada.get(page_of(claim)).content.decode()
    assert "You verified it: a second person approves." in text
    assert 'id="decide-approve"' not in text
    claim.refresh_from_db()
    answer = decide(ada, claim, "approve")
    claim.refresh_from_db()
    assert (answer.status_code, claim.state) == (422, ClaimState.VERIFIED)
    assert "three people" in answer.content.decode()


def test_what_a_decision_will_do_is_said_with_the_amount(cast, filip):
    claim = verified_of(cast)
    offers = {offer.decision.key: offer for offer in filip.get(page_of(claim)).context["offers"]}
    assert set(offers) == {"approve", "send_back", "reject"}
    assert "453.13\u00a0zł" in offers["approve"].consequence
    assert str(claim.rule.line) in offers["approve"].consequence


def test_claim_sent_back_carries_the_words_to_the_firm(cast, alice, dana):
    claim = submitted_of(cast)
    assert decide(alice, claim, "send_back", words="The list is of <b>May</b>.").status_code == 302
    claim.refresh_from_db()
    assert claim.state == ClaimState.TO_CORRECT
    text = dana.get(page_of(claim)).content.decode()
    assert "Alice asks to correct" in text
    assert "The list is of &lt;b&gt;May&lt;/b&gt;." in text
    assert 'id="submit"' in text


def test_rejection_without_words_is_not_done_and_says_so(cast, alice):
    claim = submitted_of(cast)
    answer = decide(alice, claim, "reject", words="  ")
    claim.refresh_from_db()
    assert (answer.status_code, claim.state) == (422, ClaimState.SUBMITTED)
    assert "Say why, so that the employer knows what to do." in answer.content.decode()


def test_words_typed_survive_a_refusal(cast, alice):
    claim = submitted_of(cast)
    answer = decide(alice, claim, "reject", words="Claimed elsewhere.", version=claim.version + 1)
    assert answer.status_code == 409
    assert "Claimed elsewhere.</textarea>" in answer.content.decode()


def test_coordinator_cannot_approve_by_hand(cast, alice):
    claim = verified_of(cast)
    assert decide(alice, claim, "approve").status_code == 403
    claim.refresh_from_db()
    assert claim.state == ClaimState.VERIFIED


def test_approval_taken_back_frees_the_budget(cast, filip):
    claim = approved_of(cast)
    assert decide(filip, claim, "claw_back", words="The hours were made up.").status_code == 302
    claim.refresh_from_db()
    page = filip.get(page_of(claim))
    assert (claim.state, page.context["told"].minutes) == (ClaimState.CLAWED_BACK, 870)
    assert [entry.kind for entry in page.context["told"].entries] == ["commitment", "release"]
    assert len(page.context["told"].hours_lines) == 15


def test_auditor_sees_entries_and_hours_and_decides_nothing(cast):
    claim = approved_of(cast)
    context = client_of(cast.tymon).get(page_of(claim)).context
    assert context["offers"] == []
    assert [entry.amount_grosze for entry in context["told"].entries] == [45_313]
    assert sum(stretch.minutes for stretch in context["told"].hours.stretches) == 870


def test_firm_sees_no_ledger_and_no_budget_line(cast, dana):
    claim = approved_of(cast)
    page = dana.get(page_of(claim))
    assert page.context["told"].entries == []
    assert str(claim.rule.line.name) not in page.content.decode()


def test_word_for_the_centre_stays_with_the_centre(cast, alice, dana):
    claim = submitted_of(cast)
    say = reverse("claim_comment", args=[claim.key])
    alice.post(say, {"words": "Ask ZUS first.", "inside": "on"})
    alice.post(say, {"words": "Looks right."})
    assert said(alice, claim) == ["Ask ZUS first.", "Looks right."]
    assert said(dana, claim) == ["Looks right."]
    dana.post(say, {"words": "Thank you.", "inside": "on"})
    assert said(dana, claim) == ["Looks right.", "Thank you."]


def test_evidence_leaves_as_a_file_and_is_on_record(cast, filip):
    claim = approved_of(cast)
    pdf = filip.get(reverse("claim_pack_pdf", args=[claim.key]))
    packed = filip.get(reverse("claim_pack_zip", args=[claim.key]))
    assert (pdf.content[:5], packed.content[:2]) == (b"%PDF-", b"PK")
    name = claim.number.replace("/", "-")
    assert packed["Content-Disposition"] == f'attachment; filename="{name}.zip"'
    records = Record.objects.filter(act="stipends.claim.packed").order_by("pk")
    assert [one.details["format"] for one in records] == ["pdf", "zip"]


def test_open_page_is_told_that_the_claim_has_changed(cast, alice, filip):
    claim = submitted_of(cast)
    news = f"{page_of(claim)}?seen={claim.version}"
    assert alice.get(news, headers={"HX-Request": "true"}).status_code == 204
    decide(filip, claim, "verify")
    told = alice.get(news, headers={"HX-Request": "true"}).content.decode()
    assert "It is now: verified." in told
    assert "<h1>" not in told


@pytest.mark.parametrize(
    ("act", "typed", "shown"),
    [
        (
            "claim_decide",
            {"decision": "reject", "words": "Claimed elsewhere."},
            "Claimed elsewhere.</textarea>",
        ),
        ("claim_comment", {"words": "Ask ZUS first."}, "Ask ZUS first.</textarea>"),
    ],
)
def test_words_typed_before_the_log_in_ended_are_still_there(cast, alice, act, typed, shown):
    claim = submitted_of(cast)
    url = reverse(act, args=[claim.key])
    stranger = alice.__class__()
    answer = stranger.post(url, typed | {FIELD: sign_owner(cast.alice)})
    assert answer.status_code == 302
    stranger.force_login(cast.alice.user)
    page = stranger.get(url)
    claim.refresh_from_db()
    assert (page.status_code, claim.state) == (200, ClaimState.SUBMITTED)
    assert shown in page.content.decode()


# --- what waits -------------------------------------------------------------------------------------------


def test_today_tells_what_to_verify_and_the_navigation_counts_it(cast, alice):
    claim = submitted_of(cast)
    verified_of(cast)
    page = alice.get("/")
    tasks = [(task.said.what, task.url) for task in page.context["today"].tasks if "claim" in task.said.what]
    assert tasks == [(f"Dana and Co: claim {claim.number} to verify", page_of(claim))]
    assert [link.count for link in page.context["navigation"] if link.url == LIST] == [1]


def test_administrator_is_told_what_to_approve_with_its_sum(cast):
    claim = verified_of(cast)
    tasks = {task.said.what: task.said.why for task in client_of(cast.ada).get("/").context["today"].tasks}
    why = tasks[f"Dana and Co: claim {claim.number} to approve"]
    assert why.startswith("453.13\u00a0zł, verified ")


def test_lists_ask_as_many_queries_for_three_claims_as_for_one(cast, dana, alice):
    submitted_of(cast)
    once = [queries_of(client, url) for client, url in ((dana, LIST), (dana, "/"), (alice, LIST))]
    submitted_of(cast)
    submitted_of(cast)
    assert [queries_of(client, url) for client, url in ((dana, LIST), (dana, "/"), (alice, LIST))] == once


def test_page_asks_as_many_queries_for_fifteen_meetings_as_for_three(cast, alice):
    few, many = submitted_of(cast, minutes=180), submitted_of(cast)
    assert queries_of(alice, page_of(few)) == queries_of(alice, page_of(many))


def test_employers_page_leads_to_its_claims(cast, alice, dana):
    claim = submitted_of(cast)
    page = reverse("employer", args=[claim.participation_id])
    link = f"/claims/?q={cast.firm.name.replace(' ', '%20')}"
    assert f'href="{link}"' in alice.get(page).content.decode()
    assert [row.claim for row in alice.get(link).context["listing"].page] == [claim]
    assert link not in dana.get(page).content.decode()
