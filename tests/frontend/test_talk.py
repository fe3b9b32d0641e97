"""Conversations on their pages: what each side sees, what stays typed, what is read, and what nobody sees."""

import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from activities.domain.talk import hide_contact, hide_message, report_message, show_contact
from activities.models import ContactShown, HelpCall, TalkMessage, TalkRead
from activities.queries.talk import read_mark, unread_of_family
from base.audit.models import Record
from families.models import Household
from frontend.family import SESSION_KEY
from frontend.quiet import HEADER
from matching.enums import PairSide
from matching.models import Pair
from tests.clients import client_of, client_of_family
from tests.factories.activities import meeting_pair
from tests.factories.matching import programme_of
from tests.factories.talk import WRITERS, said, said_before

pytestmark = pytest.mark.django_db
HELPER, FAMILY, COORDINATOR = PairSide.HELPER, PairSide.FAMILY, PairSide.COORDINATOR
QUIET = {HEADER: "1"}
OF_HELPER = ("600777888", "600 777 888", "tajemnica@example.org", "Tajemniczak")
OF_FAMILY = ("600555111", "600 555 111", "canary@example.org", "Kanarkowa")


@pytest.fixture
def pair(cast):
    """Bob's pair; both sides can be reached, and neither shows it."""
    pair = meeting_pair(cast.bob)
    person, household = pair.helper.person, pair.seeker.household
    person.phone, person.email, person.last_name = "+48600777888", "tajemnica@example.org", "Tajemniczak"
    household.phone, household.email = "+48600555111", "canary@example.org"
    household.contact_name = "Kanarkowa"
    person.save()
    household.save()
    return pair


def bobs(pair):
    return client_of(pair.helper.person.user.memberships.get()), reverse("talk", args=[pair.key])


def familys(pair):
    return client_of_family(pair.seeker.household), reverse("f_talk", args=[pair.key])


def alices(pair, cast):
    return client_of(cast.alice), reverse("pair_talk", args=[pair.pk])


def page_of(client, url, **kwargs):
    response = client.get(url, **kwargs)
    assert response.status_code == 200
    return response.content.decode()


def post(client, url, words="", **fields):
    return client.post(url, {"key": str(uuid4()), "words": words, **fields})


# --- who reads what, and how everybody is called ----------------------------------------------------------


def test_each_side_reads_all_three_by_the_names_it_knows(pair, cast):
    for side, words in ((HELPER, "zebra-one"), (FAMILY, "zebra-two"), (COORDINATOR, "zebra-three")):
        said(pair, side, words)
    label, name = pair.seeker.household.label, pair.helper.person.first_name
    number = pair.helper.person.label
    by_side = {HELPER: bobs(pair), FAMILY: familys(pair), COORDINATOR: alices(pair, cast)}
    names = {
        HELPER: ["You", label, "Alice, the coordinator"],
        FAMILY: [name, "You", "Alice, the coordinator"],
        COORDINATOR: [f"{name} ({number})", label, "Alice, the coordinator"],
    }
    for side, (client, url) in by_side.items():
        response = client.get(url)
        assert [line.who for line in response.context["talk"].lines] == names[side]
        page = response.content.decode()
        assert all(words in page for words in ("zebra-one", "zebra-two", "zebra-three"))
        assert "Nowak" not in page
        assert (number in page) == (side == COORDINATOR)


def test_markup_in_a_message_is_shown_as_it_was_typed(pair):
    said(pair, FAMILY, "<script>alert(1)</script>\nline two")
    page = page_of(*bobs(pair))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;<br>line two" in page


def test_phrase_is_read_in_the_readers_language(pair):
    said(pair, HELPER, phrase="late_10", language="pl")
    client, url = client_of_family(pair.seeker.household, language="uk"), reverse("f_talk", args=[pair.key])
    assert "Я запізнюся на 10 хвилин." in page_of(client, url)
    assert "Spóźnię się" not in page_of(client, url)


# --- writing ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("of", [bobs, familys])
def test_words_and_phrases_are_sent_and_the_newest_is_shown(pair, of):
    client, url = of(pair)
    assert post(client, url, "Good\nday").url == f"{url}#newest"
    post(client, url, phrase="thanks")
    assert list(TalkMessage.objects.values_list("words", "phrase")) == [
        ("Good\nday", ""),
        ("Thank you!", "thanks"),
    ]


def test_double_press_is_one_message(pair):
    client, url = bobs(pair)
    key = str(uuid4())
    for _press in range(2):
        assert client.post(url, {"key": key, "words": "Good day"}).status_code == 302
    assert TalkMessage.objects.count() == 1


def test_other_words_under_the_same_number_are_kept_to_be_sent_once_more(pair):
    client, url = bobs(pair)
    key = str(uuid4())
    client.post(url, {"key": key, "words": "Good day"})
    response = client.post(url, {"key": key, "words": "Something else"})
    assert response.status_code == 409
    form = response.context["form"]
    assert form["words"].value() == "Something else"
    assert form["key"].value() != key
    assert "Please send this once more." in response.content.decode()


@pytest.mark.parametrize("of", [bobs, familys])
def test_number_is_not_sent_and_nothing_typed_is_lost(pair, of):
    client, url = of(pair)
    response = post(client, url, "My number: 600 100 200")
    assert response.status_code == 422
    page = response.content.decode()
    assert "My number: 600 100 200" in page
    assert "what looks like a phone number" in page
    assert "tick it under “My phone and e-mail”" in page
    assert TalkMessage.objects.count() == 0


@pytest.mark.parametrize("of", [bobs, familys])
def test_words_being_typed_wait_when_a_phrase_is_touched(pair, of):
    client, url = of(pair)
    post(client, url, "half a sentence", phrase="hello")
    assert TalkMessage.objects.get().phrase == "hello"
    assert client.get(url, headers=QUIET).status_code == 200
    assert "half a sentence" in page_of(client, url)
    assert "half a sentence" not in page_of(client, url)


@pytest.mark.parametrize("of", [bobs, familys])
def test_phrase_is_looked_at_in_every_reader_s_language_and_sent_by_a_second_press(pair, of):
    client, url = of(pair)
    Household.objects.filter(pk=pair.seeker.household_id).update(language="uk")
    type(pair.helper.person).objects.filter(pk=pair.helper.person.pk).update(language="pl")
    key = str(uuid4())
    looked = client.post(url, {"key": key, "words": "half a sentence", "choose": "late_10"})
    page = looked.content.decode()
    assert (looked.status_code, TalkMessage.objects.count()) == (200, 0)
    theirs = {bobs: ("uk", "Я запізнюся на 10 хвилин."), familys: ("pl", "Spóźnię się 10 minut.")}[of]
    assert [(one[0], one[2]) for one in looked.context["chosen"].elsewhere] == [theirs]
    assert f'value="{key}"' in page
    assert 'name="choose" value="hello"' not in page
    given_up = client.post(url, {"key": key, "words": "half a sentence", "choose": ""})
    assert (given_up.context["chosen"], "half a sentence" in given_up.content.decode()) == (None, True)
    for _twice in range(2):
        sent = client.post(url, {"key": key, "words": "half a sentence", "phrase": "late_10"})
        assert sent.url == f"{url}#newest"
    assert TalkMessage.objects.get().phrase == "late_10"
    assert "half a sentence" in page_of(client, url)


def test_phrase_of_another_side_or_of_nobody_is_not_shown_to_be_sent(pair):
    client, url = bobs(pair)
    for code in ("how_is_it", "no_such_phrase", "<b>"):
        looked = client.post(url, {"key": str(uuid4()), "choose": code})
        assert (looked.status_code, looked.context["chosen"]) == (200, None)


def test_no_phrase_is_offered_to_send_while_the_two_may_not_write(pair, cast):
    Pair.objects.filter(pk=pair.pk).update(state="suspended", suspended_from="active")
    assert bobs(pair)[0].post(bobs(pair)[1], {"choose": "hello"}).context["chosen"] is None
    client, url = alices(pair, cast)
    assert len(client.post(url, {"choose": "hello"}).context["chosen"].elsewhere) >= 1


def test_words_outlive_a_lost_log_in(pair, cast):
    client, url = bobs(pair)
    owner = page_of(client, url).partition('name="draft_owner" value="')[2].partition('"')[0]
    client.logout()
    assert post(client, url, "typed for long", draft_owner=owner).status_code == 302
    client.force_login(cast.bob.user)
    assert "typed for long" in page_of(client, url)


def test_words_outlive_the_sleep_of_a_familys_page(pair):
    client, url = familys(pair)
    session = client.session
    session[SESSION_KEY] = {**session[SESSION_KEY], "seen": time.time() - 24 * 3600}
    session.save()
    assert post(client, url, "typed for long").url == reverse("f_wake")
    client.post(reverse("f_wake"), {"pin": "271828"})
    assert "typed for long" in page_of(client, url)


def test_suspended_pair_has_no_form_but_the_way_to_the_coordinator(pair, cast):
    Pair.objects.filter(pk=pair.pk).update(state="suspended", suspended_from="active")
    for client, url in (bobs(pair), familys(pair)):
        page = page_of(client, url)
        assert 'name="words"' not in page
        assert "Please do not write to each other for now." in page
        assert post(client, url, "Hello?").status_code == 409
    assert 'name="words"' in page_of(*alices(pair, cast))


def test_word_to_the_coordinator_alone_is_a_call_for_help(pair):
    client, _url = bobs(pair)
    assert client.post(reverse("talk_ask", args=[pair.key]), {"words": "only you"}).status_code == 302
    call = HelpCall.objects.get()
    assert (call.side, call.words) == (HELPER, "only you")
    assert TalkMessage.objects.count() == 0


def test_ended_pair_is_on_the_helpers_home_while_they_may_say_goodbye(pair):
    client, url = bobs(pair)
    assert "To say goodbye" not in page_of(client, "/")
    Pair.objects.filter(pk=pair.pk).update(state="closing")
    today = pair.offered_on + timedelta(days=90)
    Pair.objects.filter(pk=pair.pk).update(state="closed", closed_on=today, close_reason="completed")
    assert "To say goodbye" in page_of(client, "/")
    assert "You can write until" in page_of(client, url)
    Pair.objects.filter(pk=pair.pk).update(close_reason="safety")
    assert "To say goodbye" not in page_of(client, "/")
    assert "can only be read" in page_of(client, url)


# --- reading ----------------------------------------------------------------------------------------------


def test_line_stands_where_the_new_messages_begin(pair):
    client, url = familys(pair)
    said(pair, HELPER, "old")
    page_of(client, url)
    said(pair, FAMILY, "own")
    said(pair, HELPER, "new one")
    said(pair, HELPER, "new two")
    assert unread_of_family(pair.seeker.household) == {pair.pk: 2}
    lines = client.get(url).context["talk"].lines
    assert [line.is_first_new for line in lines] == [False, False, True, False]
    assert not any(line.is_first_new for line in client.get(url).context["talk"].lines)
    assert unread_of_family(pair.seeker.household) == {}


def test_page_that_asks_for_news_gets_messages_alone_and_keeps_its_line(pair):
    client, url = familys(pair)
    first = said(pair, HELPER, "old")
    page_of(client, url)
    said(pair, HELPER, "new")
    for _time in range(2):
        page = page_of(client, f"{url}?since={first.pk}", headers=QUIET)
        assert "<html" not in page
        assert 'id="unread"' in page
    assert unread_of_family(pair.seeker.household) == {}


def test_page_that_asks_by_itself_keeps_no_session_awake(pair):
    client, url = familys(pair)
    session = client.session
    seen = time.time() - 600
    session[SESSION_KEY] = {**session[SESSION_KEY], "seen": seen}
    session.save()
    client.get(url, headers=QUIET)
    assert client.session[SESSION_KEY]["seen"] == seen
    client.get(url)
    assert client.session[SESSION_KEY]["seen"] > seen


def test_older_messages_are_a_page_back_and_say_nothing_of_what_is_new(pair):
    client, url = bobs(pair)
    messages = [said_before(pair, FAMILY, hours=50 - number, words=f"no {number}.") for number in range(35)]
    newest = client.get(url).context["talk"]
    assert [line.message for line in newest.lines] == messages[5:]
    older = client.get(f"{url}?before={newest.older}").context["talk"]
    assert [line.message for line in older.lines] == messages[:5]
    assert (older.older, older.is_newest) == (None, False)
    assert read_mark(pair, side=HELPER) == messages[-1].pk
    assert client.get(f"{url}?before=x&since=-1").status_code == 200


def test_look_at_the_head_alone_reads_nothing(pair):
    client, url = familys(pair)
    said(pair, HELPER)
    client.head(url)
    assert TalkRead.objects.count() == 0


def test_look_of_a_coordinator_is_on_record_once_for_each_page(pair, cast):
    client, url = alices(pair, cast)
    said(pair)
    page_of(client, url)
    page_of(client, url, headers=QUIET)
    assert Record.objects.filter(act="activities.talk.read", actor_label="Alice").count() == 1


def test_counts_lead_from_the_pages_before(pair, cast):
    said(pair, FAMILY)
    said(pair, HELPER)
    bob, family = bobs(pair)[0], familys(pair)[0]
    assert "1 new message" in page_of(bob, "/")
    assert "1 new" in page_of(bob, reverse("companion", args=[pair.key]))
    for url in (reverse("f_home"), reverse("f_pair", args=[pair.key])):
        assert "1 new" in page_of(family, url)
    page = page_of(client_of(cast.alice), reverse("conversations"))
    assert pair.seeker.household.label in page
    assert "<b>2</b>" in page


# --- hiding, reporting ------------------------------------------------------------------------------------


def test_hidden_message_is_gone_for_the_pair_and_kept_for_coordinators(pair, cast):
    message = said(pair, HELPER, "zebra-words")
    client, url = alices(pair, cast)
    assert client.post(reverse("pair_talk_hide", args=[pair.pk, message.pk])).url == f"{url}#m{message.pk}"
    for of in (bobs, familys):
        page = page_of(*of(pair))
        assert "zebra-words" not in page
        assert "took this message out of sight" in page
    assert "zebra-words" in page_of(client, url)
    client.post(reverse("pair_talk_show", args=[pair.pk, message.pk]))
    assert "zebra-words" in page_of(*familys(pair))


def test_hidden_message_cannot_be_opened_by_its_report_page(pair, cast):
    message = hide_message(said(pair, HELPER, "zebra-words"), by=cast.alice)
    client, _url = familys(pair)
    assert client.get(reverse("f_talk_report", args=[pair.key, message.pk])).status_code == 404


def test_report_tells_the_reporter_and_marks_the_message_for_them_alone(pair, cast):
    message = said(pair, HELPER, "rude")
    client, url = familys(pair)
    client.post(reverse("f_talk_report", args=[pair.key, message.pk]), {"words": "zebra-report"})
    page = page_of(client, url)
    assert "Thank you for telling us." in page
    assert [line.is_reported for line in client.get(url).context["talk"].lines] == [True]
    assert [line.is_reported for line in bobs(pair)[0].get(bobs(pair)[1]).context["talk"].lines] == [False]
    desk, there = alices(pair, cast)
    assert [line.is_reported for line in desk.get(there).context["talk"].lines] == [True]
    assert "zebra-report" not in page_of(desk, there)
    assert "a message was reported" in page_of(desk, reverse("conversations") + "?show=reported")


def test_coordinators_do_not_learn_that_one_of_them_was_reported(pair, cast):
    report_message(said(pair, COORDINATOR), side=FAMILY, by=WRITERS[FAMILY])
    client, url = alices(pair, cast)
    assert "reported" not in page_of(client, url).partition("<main")[2].partition("</main")[0]
    assert "No reported message waits" in page_of(client, reverse("conversations") + "?show=reported")


# --- nobody's phone and e-mail ----------------------------------------------------------------------------


def pages_of(pair, side):
    """Every page of one side that has to do with the other."""
    if side == HELPER:
        client, url = bobs(pair)
        others = TalkMessage.objects.filter(pair=pair, side=FAMILY).first()
        urls = [url, reverse("companion", args=[pair.key]), reverse("talk_ask", args=[pair.key]), "/",
                reverse("talk_report", args=[pair.key, others.pk])]  # fmt: skip
    else:
        client, url = familys(pair)
        others = TalkMessage.objects.filter(pair=pair, side=HELPER).first()
        urls = [url, reverse("f_pair", args=[pair.key]), reverse("f_home"), reverse("f_meetings"),
                reverse("f_talk_report", args=[pair.key, others.pk])]  # fmt: skip
    refused = post(client, url, "600 100 200").content.decode()
    return refused + "".join(page_of(client, one) for one in urls)


def seen(pair, side, canaries):
    page = pages_of(pair, side)
    return [one for one in canaries if one in page]


def test_no_page_shows_the_others_contact_until_they_allow_it_and_none_after(pair):
    said(pair, HELPER)
    said(pair, FAMILY)
    assert (seen(pair, HELPER, OF_FAMILY), seen(pair, FAMILY, OF_HELPER)) == ([], [])
    client, _url = familys(pair)
    contact = reverse("f_talk_contact", args=[pair.key])
    client.post(contact, {"email": "on"})
    assert (seen(pair, HELPER, OF_FAMILY), seen(pair, FAMILY, OF_HELPER)) == (["canary@example.org"], [])
    client.post(contact, {})
    assert (seen(pair, HELPER, OF_FAMILY), seen(pair, FAMILY, OF_HELPER)) == ([], [])
    show_contact(pair, side=HELPER, phone=True, email=True, by=WRITERS[HELPER])
    assert (seen(pair, HELPER, OF_FAMILY), seen(pair, FAMILY, OF_HELPER)) == (
        [], ["600777888", "600 777 888", "tajemnica@example.org"],
    )  # fmt: skip
    Pair.objects.filter(pk=pair.pk).update(state="suspended", suspended_from="active")
    assert seen(pair, FAMILY, OF_HELPER) == []
    hide_contact(pair, side=HELPER, by=WRITERS[HELPER])


def test_who_shows_their_contact_may_write_it(pair):
    client, url = bobs(pair)
    client.post(reverse("talk_contact", args=[pair.key]), {"phone": "on"})
    assert ContactShown.objects.get().phone is True
    assert post(client, url, "600 777 888").status_code == 302


# --- the desk's list --------------------------------------------------------------------------------------


def test_list_shows_labels_and_never_what_was_written(pair, cast):
    said(pair, FAMILY, "zebra-words")
    page = page_of(client_of(cast.alice), reverse("conversations"))
    assert "zebra-words" not in page
    assert "to read" in page


def test_what_is_read_is_not_in_the_list_of_what_is_to_read(pair, cast):
    said(pair, FAMILY)
    client, url = alices(pair, cast)
    unread = reverse("conversations") + "?show=unread"
    assert pair.seeker.household.label in page_of(client, unread)
    page_of(client, url)
    assert "You have read everything" in page_of(client, unread)


def test_empty_list_says_what_to_do(cast):
    page = page_of(client_of(cast.alice), reverse("conversations"))
    assert "A pair can write once both have said yes." in page


def queries_of(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


def test_pages_take_the_same_queries_for_one_row_and_for_three(cast):
    programme = programme_of(cast.centre)
    pairs = [meeting_pair(cast.bob, programme=programme) for _number in range(3)]
    said(pairs[0], FAMILY)
    bob, family, alice = bobs(pairs[0]), familys(pairs[0]), alices(pairs[0], cast)
    listed = (client_of(cast.alice), reverse("conversations"))
    before = [queries_of(*one) for one in (bob, family, alice, listed)]
    for pair in (*pairs, pairs[0]):
        said(pair, FAMILY)
        said(pair, HELPER)
    assert [queries_of(*one) for one in (bob, family, alice, listed)] == before


def test_pair_says_in_a_line_what_its_conversation_holds(pair, cast, rf):
    from django.template import Context, Template

    said(pair, FAMILY)
    request = rf.get("/")
    request.membership = cast.alice
    template = Template('{% include "talk/summary.html" %}')
    page = template.render(Context({"pair": pair, "request": request}))
    assert "1 new" in page
    assert f"/pairs/{pair.pk}/talk/" in page
    pair.state = "offered"
    assert template.render(Context({"pair": pair, "request": request})).strip() == ""
