"""Pages of ways in: board, list, one newcomer, talks, references, papers, trainings."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from base.audit.models import Record
from base.notices.models import Notice
from desk.domain.onboarding import move_newcomer, set_next_step, way_of
from desk.models import (
    Interview,
    Onboarding,
    Paper,
    PaperKind,
    Reference,
    Stage,
    TrainingPlace,
    TrainingSession,
)
from desk.queries.onboarding import newcomer_of
from tests.clients import client_of
from tests.factories.families import HouseholdFactory
from tests.factories.volunteers import VolunteerFactory, volunteer_with
from tests.frontend.people import queries_of, rows_of_csv

pytestmark = pytest.mark.django_db
BOARD, LIST = "/newcomers/volunteers/", "/newcomers/volunteers/list/"
TODAY = timezone.localdate


@pytest.fixture
def alice(cast):
    return client_of(cast.alice)


def newcomer(centre, number=1, **fields):
    return VolunteerFactory(centre=centre, number=number, **{"state": "applied", **fields})


def stage(key) -> Stage:
    return Stage.objects.get(organisation=None, key=key)


def told(client, url) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def move_by_hand(client, person, key, **typed):
    now = newcomer_of(person, on=TODAY())
    data = {"stage": stage(key).pk, "seen": now.stage.pk, "version": now.version, **typed}
    return client.post(reverse("newcomer_move", args=["volunteers", person.pk]), data)


# --- boards and lists -------------------------------------------------------------------------------------


def test_board_shows_labels_first_names_and_what_is_late_but_no_surname(cast, alice):
    person = newcomer(cast.centre, first_name="Łucja", last_name="Kanarkowa")
    set_next_step(person, words="Call her", on=TODAY() - timedelta(days=1), by=cast.alice)
    text = told(alice, BOARD)
    assert [word in text for word in ("W-1", "Łucja", "Call her", "overdue")] == [True] * 4
    assert "Kanarkowa" not in text


def test_families_stand_on_the_board_by_label_only(cast, alice):
    HouseholdFactory(centre=cast.centre, number=9, contact_name="Kanarkowa")
    text = told(alice, "/newcomers/families/")
    assert ("K-9" in text, "Kanarkowa" in text) == (True, False)


def test_empty_boards_say_what_to_do_next(alice):
    assert "Nobody is on the way now" in told(alice, BOARD)
    assert "No family is on the way now" in told(alice, "/newcomers/families/")
    assert "Nobody fits all of these" in told(alice, BOARD + "?late=yes")
    assert "Nobody fits all of these" in told(alice, LIST + "?late=yes")
    assert alice.get("/newcomers/mentors/").status_code == 404


@pytest.mark.parametrize("side", ["volunteers", "families"])
@pytest.mark.parametrize("page", ["", "list/", "export/"])
def test_board_list_and_file_take_as_many_queries_for_three_as_for_one(cast, alice, side, page):
    def add(number):
        make = newcomer if side == "volunteers" else HouseholdFactory
        person = make(centre=cast.centre, number=number)
        way = way_of(person)
        way.owner = cast.ada
        way.save()

    url = f"/newcomers/{side}/{page}"
    add(1)
    alice.get(url)
    one = queries_of(alice, url)
    add(2), add(3)
    assert queries_of(alice, url) == one


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["W-2", "W-1"]),
        ("?sort=label", ["W-1", "W-2"]),
        ("?sort=-label", ["W-2", "W-1"]),
        ("?sort=stage", ["W-1", "W-2"]),
        ("?q=zofia", ["W-1"]),
        ("?late=yes", ["W-2"]),
        ("?owner=none", ["W-2", "W-1"]),
        ("?owner=999999&stage=x&sort=nothing", ["W-2", "W-1"]),
    ],
)
def test_list_is_narrowed_as_the_address_says(cast, alice, query, expected):
    newcomer(cast.centre, 1, search_contact="zofia")
    newcomer(cast.centre, 2, state="interviewed", state_since=TODAY() - timedelta(days=60))
    page = alice.get(LIST + query).context["listing"].page
    assert [one.label for one in page] == expected


def test_file_tells_labels_without_names_and_is_on_record(cast, alice):
    newcomer(cast.centre, first_name="Kanarek")
    rows = rows_of_csv(alice.get("/newcomers/volunteers/export/"))
    assert [row[:2] for row in rows[1:]] == [["W-1", "Applied"]]
    assert "Kanarek" not in str(rows)
    assert Record.objects.filter(act="desk.onboarding.exported").count() == 1


# --- moving -----------------------------------------------------------------------------------------------


def test_move_from_the_board_comes_back_to_it_and_can_be_undone(cast, alice):
    person = newcomer(cast.centre)
    answer = move_by_hand(alice, person, "v_talk", **{"from": "board", "query": "?late="})
    assert answer.url == f"{BOARD}?late=&moved={person.pk}"
    text = told(alice, answer.url)
    undo = reverse("newcomer_undo", args=["volunteers", person.pk, Onboarding.objects.get().version])
    assert undo in text
    alice.post(undo)
    assert newcomer_of(person, on=TODAY()).stage.key == "v_applied"


def test_stale_move_is_refused_and_the_newer_state_is_shown(cast, alice):
    person = newcomer(cast.centre)
    before = newcomer_of(person, on=TODAY())
    move_newcomer(person, to=stage("v_talk"), seen=before.stage.pk, version=0, by=cast.ada)
    for where in ("board", ""):
        stale = {"from": where, "seen": before.stage.pk, "version": before.version}
        answer = move_by_hand(alice, person, "v_references", **stale)
        assert answer.status_code == 409
        assert "W-1 now stands in “Talk arranged”" in answer.content.decode()
    person.refresh_from_db()
    assert person.state == "applied"


def test_what_the_volunteers_room_refuses_is_told_where_one_was(cast, alice):
    person = newcomer(cast.centre)
    answer = move_by_hand(alice, person, "v_training")
    assert (answer.status_code, "Training starts after the" in answer.content.decode()) == (
        409,
        True,
    )
    tomorrow = str(TODAY() + timedelta(days=1))
    answer = move_by_hand(alice, person, "v_references", on=tomorrow)
    assert (answer.status_code, "not come yet" in answer.content.decode()) == (422, True)
    nowhere = alice.post(reverse("newcomer_move", args=["volunteers", person.pk]), {})
    assert (nowhere.status_code, "Choose a stage" in nowhere.content.decode()) == (422, True)


def test_refused_move_is_told_at_the_card_with_a_way_to_what_is_missing(cast, alice):
    person, other = newcomer(cast.centre), newcomer(cast.centre, number=2)
    answer = move_by_hand(alice, person, "v_training", **{"from": "board"})
    text = answer.content.decode()
    assert (answer.status_code, text.count('role="alert"'), answer.context["at_card"]) == (409, 1, True)
    card = text[text.index(f'id="told-{person.pk}"') :]
    assert card.index(f'href="/newcomers/volunteers/{person.pk}/"') < card.index(f'id="move-{person.pk}"')
    assert f'id="told-{other.pk}"' not in text


def test_who_only_applied_is_not_offered_to_start(cast, alice):
    newcomer(cast.centre)
    start = f'name="stage" value="{stage("v_serves").pk}"'
    assert start not in told(alice, BOARD)
    volunteer_with(centre=cast.centre, state="in_training")
    assert told(alice, BOARD).count(start) == 1


def test_who_starts_leads_to_their_own_page(cast, alice):
    person = volunteer_with(centre=cast.centre, state="in_training")
    answer = move_by_hand(alice, person, "v_serves")
    assert answer.url == reverse("newcomer", args=["volunteers", person.pk])
    assert "The way in is over" in told(alice, answer.url)


def test_family_taken_in_by_hand_can_be_brought_back(cast, alice):
    household = HouseholdFactory(centre=cast.centre)
    now = newcomer_of(household, on=TODAY())
    data = {"stage": stage("f_done").pk, "seen": now.stage.pk, "version": now.version}
    alice.post(reverse("newcomer_move", args=["families", household.pk]), data)
    again = reverse("newcomer_reopen", args=["families", household.pk])
    assert again in told(alice, reverse("newcomer", args=["families", household.pk]))
    alice.post(again)
    assert newcomer_of(household, on=TODAY()) is not None


# --- one newcomer -----------------------------------------------------------------------------------------


def post(client, route, *args, **data):
    return client.post(reverse(route, args=args), data)


def test_next_step_and_owner_are_written_on_the_page(cast, alice):
    person = newcomer(cast.centre)
    page = ("volunteers", person.pk)
    assert post(alice, "newcomer_next", *page, words="Call", on=str(TODAY())).status_code == 302
    assert post(alice, "newcomer_owner", *page, owner=cast.ada.pk).status_code == 302
    way = Onboarding.objects.get()
    assert (way.next_step, way.next_on, way.owner) == ("Call", TODAY(), cast.ada)
    refused = post(alice, "newcomer_next", *page, words="", on=str(TODAY()))
    assert (refused.status_code, "Say what is to be done by then" in refused.content.decode()) == (422, True)
    assert post(alice, "newcomer_owner", *page, owner=cast.carol.pk).status_code == 422
    assert post(alice, "newcomer_owner", *page, owner="").status_code == 302
    assert Onboarding.objects.get().owner is None


def test_invitation_to_a_talk_is_a_notice_and_the_next_step(cast, alice):
    person = newcomer(cast.centre)
    day = TODAY() + timedelta(days=3)
    for place in ("Rynek 1", "Rynek 2"):
        post(alice, "newcomer_invite", "volunteers", person.pk, day=str(day), at="17:00", place=place)
    live = Notice.objects.filter(template="interview_invited", state="waiting")
    assert [notice.context["place"] for notice in live] == ["Rynek 2"]
    assert Onboarding.objects.get().next_on == day
    past = post(alice, "newcomer_invite", "volunteers", person.pk, day="2020-01-01", at="17:00")
    assert (past.status_code, "still to come" in past.content.decode()) == (422, True)


def test_talk_is_held_question_by_question_and_closed(cast, alice):
    person = newcomer(cast.centre, interviewed_on=None)
    begun = post(alice, "interview_begin", "volunteers", person.pk, on=str(TODAY()))
    talk = Interview.objects.get()
    assert begun.url == reverse("interview", args=[talk.pk])
    assert "Why do you want to help" in told(alice, begun.url)
    onward = post(alice, "interview", talk.pk, question="why", q_why="yes")
    assert onward.url.endswith("?question=year")
    post(alice, "interview", talk.pk, question="year", q_year="no")
    post(alice, "interview", talk.pk, question="listening", q_listening="4")
    talk.refresh_from_db()
    assert talk.answers == {"why": "yes", "year": False, "listening": 4}
    assert "5 questions have no answer" in told(alice, reverse("interview_close", args=[talk.pk]))
    closed = post(alice, "interview_close", talk.pk, outcome="goes_on", on=str(TODAY()), note="Warm.")
    assert closed.url == reverse("newcomer", args=["volunteers", person.pk])
    person.refresh_from_db()
    assert (person.state, person.interviewed_on) == ("interviewed", TODAY())
    text = told(alice, closed.url)
    assert [word in text for word in ("4 of 5", "Warm.", "goes on")] == [True] * 3
    assert Record.objects.filter(act="desk.onboarding.read").count() == 1
    assert alice.get(reverse("interview", args=[talk.pk])).status_code == 409


def test_whole_talk_is_sent_at_once_and_a_wrong_answer_is_told(cast, alice):
    person = newcomer(cast.centre)
    begun = post(alice, "interview_begin", "volunteers", person.pk, on=str(TODAY()), whole="1")
    assert begun.url.endswith("?whole=1")
    talk = Interview.objects.get()
    wrong = post(alice, "interview", talk.pk, whole="1", q_listening="9")
    assert wrong.status_code == 422
    right = post(alice, "interview", talk.pk, whole="1", q_listening="5", q_why="Because.")
    assert right.url == reverse("interview_close", args=[talk.pk])
    post(alice, "interview_drop", talk.pk)
    assert Interview.objects.count() == 0


def test_references_are_named_asked_and_given_and_nothing_stays_of_one_taken_away(cast, alice):
    person = newcomer(cast.centre)
    page = ("volunteers", person.pk)
    assert post(alice, "newcomer_reference", *page, name="", relation="work", reach="").status_code == 422
    post(alice, "newcomer_reference", *page, name="Jan Kos", relation="work", reach="600 100 300")
    said = Reference.objects.get()
    post(alice, "reference_given", said.pk, verdict="", on=str(TODAY()))
    assert "no answer yet" in told(alice, reverse("newcomer", args=page))
    post(alice, "reference_given", said.pk, verdict="recommends", on=str(TODAY()))
    said.refresh_from_db()
    assert (said.verdict, said.given_on, said.asked_on) == ("recommends", TODAY(), TODAY())
    assert "Jan Kos" not in told(alice, BOARD) + told(alice, LIST)
    post(alice, "reference_remove", said.pk)
    assert Reference.objects.count() == 0


def test_papers_are_received_taken_back_and_asked_for(cast, alice):
    person = newcomer(cast.centre, language="en")
    page = ("volunteers", person.pk)
    kind = PaperKind.objects.get(key="v_application")
    post(alice, "newcomer_papers_ask", person.pk)
    [notice] = Notice.objects.filter(template="papers_asked")
    assert notice.context["papers"].startswith("application form, information about personal data, read")
    post(alice, "newcomer_paper", *page, kind.pk, received_on=str(TODAY()))
    paper = Paper.objects.get()
    assert (paper.kind, paper.valid_until) == (kind, None)
    wrong = post(alice, "newcomer_paper", *page, kind.pk, received_on=str(TODAY() + timedelta(days=1)))
    assert wrong.status_code == 422
    post(alice, "newcomer_paper_back", *page, paper.pk)
    paper.refresh_from_db()
    assert paper.taken_back_at is not None
    assert post(alice, "newcomer_papers_ask", person.pk).status_code == 409


def test_page_takes_as_many_queries_for_three_of_each_as_for_one(cast, alice):
    person = volunteer_with(centre=cast.centre, state="applied")
    way = way_of(person)
    url = reverse("newcomer", args=["volunteers", person.pk])

    def add():
        way.references.create(name="Jan", relation="work", reach="1", by_label="Alice")
        Paper.objects.create(kind=PaperKind.objects.get(key="v_photo"), volunteer=person, by_label="Alice")
        session = TrainingSession.objects.create(
            organisation=cast.centre, name="Evening", start=timezone.now(), minutes=60, by_label="Alice"
        )
        TrainingPlace.objects.create(session=session, volunteer=person, by_label="Alice")

    add()
    alice.get(url)
    one = queries_of(alice, url)
    add(), add()
    assert queries_of(alice, url) == one


# --- trainings --------------------------------------------------------------------------------------------

EVENING = {
    "name": "Evening", "at": "17:00", "minutes": "120", "place": "Rynek 1", "room": "1", "hours": "2.5",
}  # fmt: skip


def test_training_is_arranged_people_are_looked_at_then_invited_and_come(cast, alice):
    first, second = (newcomer(cast.centre, number, state="in_training") for number in (1, 2))
    alice.post("/newcomers/trainings/", {**EVENING, "day": str(TODAY() + timedelta(days=5))})
    session = TrainingSession.objects.get()
    invite = reverse("training_invite", args=[session.pk])
    assert "W-1" in told(alice, invite)
    looked = told(alice, f"{invite}?people={first.pk}&people={second.pk}")
    assert "2 people will be told" in looked
    assert (TrainingPlace.objects.count(), Notice.objects.count()) == (0, 0)
    alice.post(invite, {"invite": "1", "people": [first.pk, second.pk]})
    assert Notice.objects.filter(template="training_invited", state="waiting").count() == 2
    mine, other = session.places.order_by("volunteer__number")
    post(alice, "training_place", session.pk, mine.pk, state="comes")
    full = post(alice, "training_place", session.pk, other.pk, state="comes")
    assert (full.status_code, "no room left" in full.content.decode()) == (409, True)
    undo = f"{reverse('training_take_back', args=[session.pk])}?places={other.pk},{mine.pk}"
    alice.post(undo)
    assert list(session.places.all()) == [mine]
    alice.post(reverse("training_call_off", args=[session.pk]))
    session.refresh_from_db()
    assert session.called_off_at is not None


def test_training_is_changed_on_a_form_that_shows_how_it_is(cast, alice):
    day = TODAY() + timedelta(days=5)
    alice.post("/newcomers/trainings/", {**EVENING, "day": str(day)})
    session = TrainingSession.objects.get()
    url = reverse("training_edit", args=[session.pk])
    assert f'href="{url}"' in told(alice, reverse("training", args=[session.pk]))
    form = alice.get(url).context["form"]
    assert (form.initial["day"], f"{form.initial['at']:%H:%M}") == (day, "17:00")
    wrong = alice.post(url, {**EVENING, "day": str(TODAY() - timedelta(days=1)), "place": "Rynek 9"})
    assert (wrong.status_code, "Rynek 9" in wrong.content.decode()) == (422, True)
    assert alice.post(url, {**EVENING, "day": str(day), "at": "18:30"}).status_code == 302
    session.refresh_from_db()
    assert timezone.localtime(session.start).strftime("%H:%M") == "18:30"


def test_lists_of_trainings_take_as_many_queries_for_three_as_for_one(cast, alice):
    def add(number):
        session = TrainingSession.objects.create(
            organisation=cast.centre, name="Evening", start=timezone.now(), minutes=60, by_label="Alice"
        )
        place = TrainingPlace(session=session, volunteer=newcomer(cast.centre, number), by_label="Alice")
        place.save()
        return session

    session = add(1)
    newcomer(cast.centre, 11)
    urls = ["/newcomers/trainings/", reverse("training", args=[session.pk])]
    urls.append(reverse("training_invite", args=[session.pk]))
    for url in urls:
        alice.get(url)
    before = [queries_of(alice, url) for url in urls]
    for number in (2, 3):
        add(number)
        TrainingPlace.objects.create(
            session=session, volunteer=newcomer(cast.centre, number + 5), by_label="A"
        )
    assert [queries_of(alice, url) for url in urls] == before


# --- settings ---------------------------------------------------------------------------------------------


def test_centre_sets_its_stages_papers_and_questions(cast, alice):
    assert post(alice, "stages", side="families", name="Visit", days="5", why="x").status_code == 302
    assert "Visit" in told(alice, "/settings/stages/")
    assert post(alice, "stages", side="volunteers", name="", why="x").status_code == 422
    hidden = post(alice, "stage", stage("v_training").pk, name="", days="3", why="x")
    assert (hidden.status_code, "Somebody would stand nowhere" in hidden.content.decode()) == (422, True)
    assert (
        post(alice, "paper_kinds", side="volunteers", name="Card", required="on", why="x").status_code == 302
    )
    assert "Card" in told(alice, "/settings/papers/")
    questions = {
        "side": "volunteers",
        "version": "1",
        "valid_from": str(TODAY()),
        "source": "Ours",
        "why": "x",
    }
    wrong = post(alice, "protocols", **questions, questions="Dlaczego?")
    assert (wrong.status_code, "Line 1 does not begin" in wrong.content.decode()) == (422, True)
    post(alice, "protocols", **questions, questions="? Tak? | Yes?\n\n1-5 Ile?\n… Co? | What?")
    person = newcomer(cast.centre)
    post(alice, "interview_begin", "volunteers", person.pk, on=str(TODAY()))
    text = told(alice, reverse("interview", args=[Interview.objects.get().pk]) + "?whole=1")
    assert [word in text for word in ("Yes?", "Ile?", "What?")] == [True] * 3


@pytest.mark.parametrize("page", ["stages", "papers", "questions"])
def test_settings_take_as_many_queries_for_more_rows(cast, alice, page):
    url = f"/settings/{page}/"
    alice.get(url)
    before = queries_of(alice, url)
    for name in ("One", "Two"):
        post(alice, "stages", side="families", name=name, why="x")
        post(alice, "paper_kinds", side="families", name=name, why="x")
        day = "2099-01-01" if name == "One" else "2099-02-01"
        typed = {"side": "families", "version": name, "valid_from": day, "source": "Ours", "why": "x"}
        post(alice, "protocols", **typed, questions="? Tak?")
    told(alice, url)
    assert queries_of(alice, url) == before


def test_training_that_was_is_no_dead_end_and_one_of_long_ago_is_refused(cast, alice):
    person = newcomer(cast.centre, 1, state="in_training")
    far = alice.post("/newcomers/trainings/", {**EVENING, "day": str(TODAY() - timedelta(days=800))})
    assert (far.status_code, "within the last year" in far.content.decode()) == (422, True)
    alice.post("/newcomers/trainings/", {**EVENING, "day": str(TODAY() - timedelta(days=5))})
    session = TrainingSession.objects.get()
    url = reverse("training_invite", args=[session.pk])
    assert url in alice.get(reverse("training", args=[session.pk])).content.decode()
    assert "Add them" in alice.get(url).content.decode()
    alice.post(url, {"people": [person.pk]})
    assert (session.places.get().volunteer, Notice.objects.count()) == (person, 0)
