"""The wording of messages on its pages: the list, the preview on real contents, saving, versions."""

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from base.notices.domain.wording import set_wording
from base.notices.models import Wording
from tests.clients import client_of
from tests.factories.cast import told_cast
from tests.frontend.matching import notice_of
from tests.frontend.people import queries_of

pytestmark = pytest.mark.django_db
LIST = reverse("wordings")
PAGE = reverse("wording", args=["pair_suspended", "en"])
WORDS = {"subject": "{label} rests", "body": "{label} and {helper_label} rest.\n{reason}", "why": "kinder"}


@pytest.fixture
def cast():
    return told_cast()


@pytest.fixture
def alice(cast):
    return client_of(cast.alice)


def test_form_begins_with_the_standard_words_and_saves_one_s_own(cast, alice):
    form = alice.get(PAGE).context["form"]
    assert form.initial["subject"] == "The pair {label} and {helper_label} is suspended"
    assert alice.post(PAGE, WORDS | {"seen": 0}).headers["Location"] == PAGE
    row = Wording.objects.get(organisation=cast.centre)
    assert (row.subject, row.body, row.why, row.written_by_label) == (
        WORDS["subject"], WORDS["body"], "kinder", "Alice",
    )  # fmt: skip
    page = alice.get(PAGE)
    assert (page.context["is_own"], page.context["form"].initial["subject"]) == (True, "{label} rests")


def test_preview_shows_both_on_the_last_message_of_this_kind(cast, alice):
    notice_of(cast.centre, context={"label": "K-9", "helper_label": "W-9", "reason": "other"})
    newest = notice_of(
        cast.centre, context={"label": "K-1", "helper_label": "W-1", "reason": "child_recorded"}
    )
    notice_of(cast.centre, state="cancelled", context={})
    notice_of(cast.other_centre, context={"label": "K-7", "helper_label": "W-7", "reason": "other"})
    page = alice.post(PAGE, WORDS | {"look": "1"})
    beside = page.context["beside"]
    assert (len(page.context["samples"]), page.context["sample"].key) == (2, str(newest.pk))
    assert beside.standard.subject == "The pair K-1 and W-1 is suspended"
    assert (beside.own.subject, beside.own.body.splitlines()[0]) == ("K-1 rests", "K-1 and W-1 rest.")
    assert Wording.objects.count() == 0


def test_message_to_look_at_can_be_chosen_and_only_an_own_one(cast, alice):
    older = notice_of(cast.centre, context={"label": "K-9", "helper_label": "W-9", "reason": "other"})
    notice_of(cast.centre)
    theirs = notice_of(cast.other_centre, context={"label": "K-7", "helper_label": "W-7", "reason": "other"})
    chosen = [
        alice.get(PAGE, {"notice": key}).context["beside"].standard.subject
        for key in (older.pk, theirs.pk, "x")
    ]
    assert chosen == [
        "The pair K-9 and W-9 is suspended",
        "The pair K-1 and W-1 is suspended",
        "The pair K-1 and W-1 is suspended",
    ]


def test_made_up_contents_stand_in_where_nothing_was_sent(alice):
    context = alice.get(PAGE).context
    assert (context["sample"].key, context["beside"].standard.subject) == (
        "", "The pair K-417 and W-12 is suspended",
    )  # fmt: skip


def test_links_are_never_shown_in_a_preview(cast, alice):
    context = {"link": "https://splot.example/f/kanarek", "days": 180}
    notice_of(cast.centre, template="way_in", context=context, recipient_label="K-3")
    url = reverse("wording", args=["way_in", "en"])
    typed = {"subject": "Hello", "body": "Come in:\n{link}", "look": "1"}
    shown = alice.get(url).content.decode() + alice.post(url, typed).content.decode()
    assert ("kanarek" in shown, shown.count("https://…/•••")) == (False, 4)


def test_preview_is_plain_text_and_runs_nothing(alice):
    typed = WORDS | {"body": "<script>alert(1)</script>{{ request.user.email }}{label}", "look": "1"}
    shown = alice.post(PAGE, typed).content.decode()
    assert "<script>alert(1)" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ request.user.email }}" in shown


def test_preview_tells_what_would_be_refused_and_asks_no_reason(alice):
    page = alice.post(PAGE, WORDS | {"why": "", "body": "{surname}", "look": "1"})
    assert (page.status_code, list(page.context["form"].errors)) == (200, ["body"])


def test_fragment_is_the_two_previews_only(alice):
    page = alice.post(
        PAGE, WORDS | {"look": "1"}, headers={"HX-Request": "true", "HX-Target": "beside"}
    ).content.decode()
    assert ("<html" in page, page.lstrip().startswith('<section class="beside-words"')) == (False, True)


@pytest.mark.parametrize(
    ("wrong", "fields"), [({"why": ""}, ["why"]), ({"body": "x"}, ["body"]), ({"subject": ""}, ["subject"])]
)
def test_words_that_cannot_be_are_told_beside_their_field(alice, wrong, fields):
    page = alice.post(PAGE, WORDS | wrong)
    assert (page.status_code, list(page.context["form"].errors)) == (422, fields)
    assert page.context["form"]["subject"].value() == (WORDS | wrong)["subject"]


def test_what_is_wrong_is_told_at_once_on_top_and_beside_the_field_and_not_a_third_time(alice):
    page = alice.post(PAGE, WORDS | {"why": "", "body": "{surname}"})
    assert sorted(page.context["form"].errors) == ["body", "why"]
    sentence = page.context["form"].errors["body"][0]
    assert page.content.decode().count(escape(sentence)) == 2
    heading = {"HX-Request": "true", "HX-Target": "beside"}
    fragment = alice.post(PAGE, WORDS | {"body": "{surname}", "look": "1"}, headers=heading)
    assert fragment.content.decode().count(escape(sentence)) == 1


def test_stale_words_are_refused_and_what_was_typed_stays(cast, alice):
    set_wording(cast.centre, "pair_suspended", "en", **WORDS, by=cast.ada)
    page = alice.post(PAGE, WORDS | {"seen": 0, "subject": "{label} pauses"})
    assert page.status_code == 422
    assert "Ada has changed these words meanwhile" in str(page.context["form"].non_field_errors())
    assert page.context["form"]["subject"].value() == "{label} pauses"


def test_back_to_the_standard_words_with_a_reason_and_all_versions_are_read(cast, alice):
    first = set_wording(cast.centre, "pair_suspended", "en", **WORDS, by=cast.alice)
    url = reverse("wording_standard", args=["pair_suspended", "en"])
    assert alice.post(url, {"why": "", "seen": first.pk}).status_code == 422
    assert alice.post(url, {"why": "confusing", "seen": first.pk}).headers["Location"] == PAGE
    page = alice.get(PAGE)
    assert [(one.why, bool(one.body)) for one in page.context["versions"]] == [
        ("confusing", False),
        ("kinder", True),
    ]
    assert page.context["is_own"] is False
    again = alice.get(PAGE, {"version": first.pk}).context["form"]
    assert (again.initial["subject"], again.initial["seen"]) == ("{label} rests", first.pk + 1)


def test_message_that_warns_of_a_fraud_shows_no_form(alice):
    page = alice.get(reverse("wording", args=["account_changed", "pl"]))
    assert (page.context["is_fixed"], b'name="why"' in page.content) == (True, False)


def test_list_counts_queries_alike_for_one_and_three_own_words(cast, alice):
    def say(template):
        set_wording(cast.centre, template, "pl", subject="x", body="{label}", why="w", by=cast.alice)

    say("way_in_closed")
    one = queries_of(alice, LIST)
    say("family_asks")
    say("pair_over_helper")
    assert queries_of(alice, LIST) == one


def test_page_counts_queries_alike_for_one_and_three_versions_and_messages(cast, alice):
    def more():
        notice_of(cast.centre)
        set_wording(cast.centre, "pair_suspended", "en", **WORDS, by=cast.alice)

    more()
    one = queries_of(alice, PAGE)
    more()
    more()
    assert queries_of(alice, PAGE) == one


def test_sent_message_keeps_its_words_on_its_page(cast, alice):
    sent = notice_of(cast.centre, state="handed_over", ended_at=timezone.now())
    set_wording(cast.centre, "pair_suspended", "en", **WORDS, by=cast.alice)
    waiting = notice_of(cast.centre)
    subjects = [
        alice.get(reverse("notice", args=[one.pk])).context["words"].subject for one in (sent, waiting)
    ]
    assert subjects == ["The pair K-1 and W-1 is suspended", "K-1 rests"]
