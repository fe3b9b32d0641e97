"""The life of a pair on its page, and how a programme chooses it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from base.audit.models import Record
from base.notices.models import Notice
from frontend.today import today_of
from matching.domain.decisions import pair_by_hand
from matching.domain.life import states_of
from matching.domain.lives import revise_life
from matching.domain.pairs import begin_closing, decline_offer, record_step
from matching.enums import PairSide, PairState
from matching.models import Pair, PairLife, PairSurvey
from tests.clients import client_of
from tests.factories.matching import PairFactory, helper_of, programme_of, seeker_of

pytestmark = pytest.mark.django_db
WHOLE = ["helper", "family", "first_meeting", "agreement"]
CHOICE = {
    "first": "family", "then": "agreement_meeting", "answer_days": "10", "remind_days": "",
    "first_meeting_days": "30", "length_months": "6", "grace_days": "7", "why": "a new school year",
}  # fmt: skip


@pytest.fixture
def alice(cast):
    return client_of(cast.alice)


@pytest.fixture
def programme(cast):
    return programme_of(cast.centre)


@pytest.fixture
def today():
    return timezone.localdate()


def pair_at(programme, state, *, by):
    """A pair that came to a state by its steps."""
    pair = pair_by_hand(seeker_of(programme), helper_of(programme), by=by)
    way = states_of(pair.steps_to_take)
    for to in way[1 : way.index(state) + 1]:
        pair = record_step(pair, to=to, by=by)
    return pair


def page(client, pair):
    return client.get(reverse("pair", args=[pair.pk]))


def act(client, pair, what, **data):
    return client.post(reverse("pair_act", args=[pair.pk, what]), data)


# --- one pair -------------------------------------------------------------------------------------------


def test_page_tells_the_way_of_its_own_programme_and_what_is_due(cast, alice, programme, today):
    revise_life(programme, by=cast.alice, steps=WHOLE, coordinator_at_first_meeting=True)
    pair = pair_at(programme, PairState.ACCEPTED, by=cast.alice)
    context = page(alice, pair).context
    assert [(stage.word, stage.look, stage.day) for stage in context["way"]] == [
        ("offered", "done", today),
        ("helper accepted", "done", today),
        ("both accepted", "now", today),
        ("first meeting held", "", None),
        ("meeting", "", None),
    ]
    due = context["due"]
    assert (due.text, due.until, due.more, due.is_late) == (
        "Their first meeting is to be held.",
        today + timedelta(days=21),
        "A coordinator comes along.",
        False,
    )
    assert (list(context["acts"]), context["answer"], context["may_decline"]) == (["met"], None, True)


@pytest.mark.parametrize(
    ("first", "words"), [("helper", "The helper said yes"), ("family", "The family said yes")]
)
def test_page_asks_for_the_answer_that_is_due(cast, alice, programme, first, words):
    order = [first, *({"helper", "family"} - {first})]
    revise_life(programme, by=cast.alice, steps=order)
    pair = pair_at(programme, PairState.OFFERED, by=cast.alice)
    answer = page(alice, pair).context["answer"]
    assert (answer[0], str(answer[1])) == (f"{first}_accepted", words)
    alice.post(reverse("pair_step", args=[pair.pk]), {"to": answer[0]})
    pair.refresh_from_db()
    assert pair.state == f"{first}_accepted"


def test_steps_are_written_down_with_their_days_up_to_the_end(cast, alice, programme, today):
    revise_life(programme, by=cast.alice, steps=WHOLE, coordinator_at_first_meeting=True)
    pair = pair_at(programme, PairState.ACCEPTED, by=cast.alice)
    Pair.objects.update(offered_on=today - timedelta(days=9))
    day = today - timedelta(days=2)
    assert act(alice, pair, "met", on=day, with_coordinator="yes").status_code == 302
    assert act(alice, pair, "agreed", on=today).status_code == 302
    assert act(alice, pair, "pause", until=today + timedelta(days=20)).status_code == 302
    assert alice.post(reverse("pair_resume", args=[pair.pk])).status_code == 302
    assert act(alice, pair, "closing", side="family").status_code == 302
    assert act(alice, pair, "survey", side="helper", rating="5", again="yes").status_code == 302
    assert alice.post(reverse("pair_close", args=[pair.pk]), {"reason": "no_time"}).status_code == 302
    context = page(alice, pair).context
    changes = alice.get(f"{reverse('pair', args=[pair.pk])}?show=changes").context["timeline"].entries
    told = [entry.words for entry in reversed(changes) if not entry.words.url][4:]
    assert [line.title.split(" (")[0].split(" until")[0] for line in told] == [
        "First meeting held", "Meeting", "Paused", "Meeting", "Coming to its end", "Closed",
    ]  # fmt: skip
    facts = dict(context["facts"])
    assert "with a coordinator" in facts["First meeting"]
    assert "before its planned end" in facts["Ended"]
    both = [(side, survey and survey.rating) for side, _label, survey in context["words_of_both"]]
    assert both == [("helper", 5), ("family", None)]


def test_day_that_cannot_be_is_told_beside_its_field_and_kept(cast, alice, programme, today):
    pair = pair_at(programme, PairState.ACCEPTED, by=cast.alice)
    tomorrow = (today + timedelta(days=1)).isoformat()
    response = act(alice, pair, "met", on=tomorrow, with_coordinator="no")
    form = response.context["acts"]["met"]
    assert (response.status_code, form.errors) == (422, {"on": ["This day has not come yet."]})
    assert form["on"].value() == tomorrow
    assert 'id="metform_on_error"' in response.content.decode()


def test_first_meeting_without_the_coordinator_the_programme_wants_is_told(cast, alice, programme, today):
    revise_life(programme, by=cast.alice, coordinator_at_first_meeting=True)
    pair = pair_at(programme, PairState.ACCEPTED, by=cast.alice)
    response = act(alice, pair, "met", on=today, with_coordinator="no")
    assert (response.status_code, "Meet once more together." in response.content.decode()) == (409, True)


@pytest.mark.parametrize("what", ["met", "agreed", "pause", "closing", "survey"])
def test_form_of_an_act_leads_back_to_the_pair(cast, alice, programme, what):
    pair = pair_at(programme, PairState.OFFERED, by=cast.alice)
    response = alice.get(reverse("pair_act", args=[pair.pk, what]))
    assert (response.status_code, response.headers["Location"]) == (302, reverse("pair", args=[pair.pk]))
    assert act(alice, pair, what).status_code == 422


def test_messages_of_the_whole_life_stand_on_the_page(cast, alice, programme):
    pair = pair_at(programme, PairState.ACCEPTED, by=cast.alice)
    messages = alice.get(f"{reverse('pair', args=[pair.pk])}?show=messages").context["timeline"].entries
    assert {entry.words.title.split(":")[0] for entry in messages} == {
        "An offer to a helper", "News for a family", "A first meeting to arrange",
    }  # fmt: skip


def test_page_costs_the_same_after_one_step_and_after_five(cast, alice, programme):
    counts = []
    for state in (PairState.ACTIVE, PairState.ACTIVE):
        pair = pair_at(programme, state, by=cast.alice)
        if counts:
            for _ in range(3):
                alice.post(reverse("pair_act", args=[pair.pk, "pause"]), {"until": "2099-01-01"})
                act(alice, pair, "pause", until=timezone.localdate() + timedelta(days=9))
            alice.post(reverse("pair_resume", args=[pair.pk]))
        page(alice, pair)
        with CaptureQueriesContext(connection) as captured:
            page(alice, pair)
        counts.append(len(captured))
    assert counts[0] == counts[1]


# --- the list, today ------------------------------------------------------------------------------------


def test_list_finds_steps_that_are_due_and_pairs_near_their_end(cast, alice, programme, today):
    due = pair_at(programme, PairState.ACCEPTED, by=cast.alice)
    ending = pair_at(programme, PairState.ACTIVE, by=cast.alice)
    pair_at(programme, PairState.ACTIVE, by=cast.alice)
    Pair.objects.filter(pk=ending.pk).update(ends_on=today + timedelta(days=14))
    new = pair_at(programme, PairState.HELPER_ACCEPTED, by=cast.alice)
    over = decline_offer(pair_at(programme, PairState.OFFERED, by=cast.alice), side="family", by=cast.alice)
    for state, expected in (("due", due), ("ending", ending), ("unanswered", new), ("ended", over)):
        rows = alice.get(f"/pairs/?state={state}").context["page"].object_list
        assert [pair for pair, _name in rows] == [expected]


def test_today_names_what_waits_for_a_coordinator(cast, programme, today):
    late = pair_at(programme, PairState.ACCEPTED, by=cast.alice)
    closing = pair_at(programme, PairState.ACTIVE, by=cast.alice)
    ending = pair_at(programme, PairState.ACTIVE, by=cast.alice)
    assert {late.pk, ending.pk}.isdisjoint(_on_today(cast.alice))
    Pair.objects.filter(pk=late.pk).update(due_on=today - timedelta(days=1))
    Pair.objects.filter(pk=ending.pk).update(ends_on=today)
    begin_closing(closing, side=PairSide.HELPER, by=cast.alice)
    told = {key: words.partition(") ")[2] for key, words in _on_today(cast.alice).items()}
    assert told == {
        closing.pk: "are coming to their end",
        late.pk: "have not met for the first time yet",
        ending.pk: f"end on {date_format(today, 'j E')}",
    }


def _on_today(membership):
    return {task.line.about: task.what for task in today_of(membership).tasks}


# --- how a programme chooses it ---------------------------------------------------------------------------


def test_programme_tells_how_its_pairs_live(cast, alice, programme):
    response = alice.get(reverse("programme", args=[programme.pk]))
    assert response.context["life_steps"] == [
        "A pair is offered", "The helper says yes", "The family says yes", "They meet for the first time",
        "They meet",
    ]  # fmt: skip


def test_choice_is_shown_saved_and_recorded(alice, programme):
    url = reverse("programme_life", args=[programme.pk])
    assert alice.get(url).context["form"].initial["then"] == "meeting"
    assert alice.post(url, CHOICE).headers["Location"] == reverse("programme", args=[programme.pk])
    life = PairLife.objects.get(programme=programme)
    assert (life.steps, life.remind_days, life.length_months) == (
        ["family", "helper", "agreement", "first_meeting"],
        None,
        6,
    )
    [record] = Record.objects.filter(act="matching.life.revise")
    assert record.details["why"] == "a new school year"
    form = alice.get(url).context["form"]
    kept = CHOICE.keys() - {"why"}
    assert {name: str(form.initial[name] or "") for name in kept} == {name: CHOICE[name] for name in kept}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"answer_days": "99"}, "answer_days"),
        ({"remind_days": "10"}, "remind_days"),
        ({"first": ""}, "first"),
    ],
)
def test_choice_that_cannot_be_is_told_and_kept(alice, programme, wrong, field):
    response = alice.post(reverse("programme_life", args=[programme.pk]), CHOICE | wrong)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert not PairLife.objects.exists()


def test_surveys_and_notices_of_one_pair_do_not_stand_on_another(cast, alice, programme):
    one = begin_closing(pair_at(programme, PairState.ACTIVE, by=cast.alice), side="helper", by=cast.alice)
    PairSurvey.objects.create(pair=one, side="family", rating=1, by_label="Alice")
    other = PairFactory(seeker=seeker_of(programme), helper=helper_of(programme), state="closed")
    context = page(alice, other).context
    assert (context["words_of_both"], context["timeline"].entries) == ([], [])
    assert Notice.objects.exists()
