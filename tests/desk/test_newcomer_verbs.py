"""Talks, references, papers and trainings: what the verbs do, refuse, and leave behind when a way ends."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from base.common.errors import Refusal
from base.notices.models import Notice
from desk.domain.ending import follow_volunteer
from desk.domain.interviews import answer_talk, begin_talk, close_talk, drop_talk
from desk.domain.onboarding import way_of
from desk.domain.papers import ask_for_papers, receive_paper, take_paper_back
from desk.domain.references import add_reference, ask_reference, give_reference, remove_reference
from desk.domain.trainings import (
    add_who_was_there,
    answer_place,
    arrange_training,
    call_training_off,
    change_training,
    invite_to_training,
    take_invitations_back,
)
from desk.enums import Outcome, PaperKey, PlaceState, Relation, Side, Verdict
from desk.models import InterviewProtocol, PaperKind
from desk.queries.papers import LAPSED, LAPSING, MISSING, OPTIONAL, VALID, papers_of, state_until
from tests.factories.families import household_with
from tests.factories.volunteers import AgreementFactory, VolunteerFactory, clear, volunteer_with
from volunteers.domain.volunteers import see_off_volunteer

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def person(cast):
    return VolunteerFactory(centre=cast.centre, state="applied", interviewed_on=None)


def code_of(act):
    with pytest.raises(Refusal) as refused:
        act()
    return refused.value.code


def talk_of(person, by, side=Side.VOLUNTEERS):
    protocol = InterviewProtocol.objects.get(organisation=None, side=side)
    return begin_talk(person, protocol=protocol, on=TODAY(), by=by)


# --- talks ------------------------------------------------------------------------------------------------


def test_one_talk_is_open_at_a_time_and_never_in_the_future(cast, person):
    talk = talk_of(person, cast.alice)
    assert talk_of(person, cast.ada) == talk
    with pytest.raises(ValidationError):
        begin_talk(person, protocol=talk.protocol, on=TODAY() + timedelta(days=1), by=cast.alice)
    other = VolunteerFactory(centre=cast.centre, state="applied")
    assert code_of(lambda: talk_of(other, cast.alice, Side.FAMILIES)) == "not_here"


@pytest.mark.parametrize(
    "answers", [{"nobody": "x"}, {"year": "yes"}, {"listening": 6}, {"listening": True}, {"why": "x" * 1001}]
)
def test_answers_that_do_not_fit_are_told_by_question(cast, person, answers):
    with pytest.raises(ValidationError) as wrong:
        answer_talk(talk_of(person, cast.alice), answers=answers, by=cast.alice)
    assert set(wrong.value.error_dict) == set(answers)


def test_answers_are_kept_one_by_one_and_can_be_taken_back(cast, person):
    talk = talk_of(person, cast.alice)
    answer_talk(talk, answers={"why": " So. ", "year": False}, by=cast.alice)
    answer_talk(talk, answers={"why": "", "listening": 3}, by=cast.alice)
    assert talk.answers == {"year": False, "listening": 3}


def test_closed_talk_interviews_who_applied_and_takes_no_more(cast, person):
    talk = talk_of(person, cast.alice)
    close_talk(talk, outcome=Outcome.NOT_NOW, note="", on=TODAY(), by=cast.alice)
    person.refresh_from_db()
    assert person.state == "interviewed"
    assert code_of(lambda: answer_talk(talk, answers={}, by=cast.alice)) == "closed"
    assert code_of(lambda: drop_talk(talk, by=cast.alice)) == "closed"


def test_who_leaves_takes_names_and_words_along(cast, person):
    said = add_reference(person, name="Jan Kos", relation=Relation.WORK, reach="600", by=cast.alice)
    give_reference(said, verdict=Verdict.RECOMMENDS, on=TODAY(), by=cast.alice)
    talk = talk_of(person, cast.alice)
    answer_talk(talk, answers={"why": "So."}, by=cast.alice)
    close_talk(talk, outcome=Outcome.NOT_NOW, note="Cold.", on=TODAY(), by=cast.alice)
    talk_of(person, cast.alice)
    see_off_volunteer(person, reason="moved", by=cast.alice)
    follow_volunteer(person.pk, by=cast.alice)
    said.refresh_from_db(), talk.refresh_from_db()
    assert (said.name, said.reach, said.verdict) == ("", "", Verdict.RECOMMENDS)
    assert (talk.answers, talk.note, talk.outcome) == ({}, "", Outcome.NOT_NOW)
    assert talk.onboarding.interviews.count() == 1
    assert code_of(lambda: remove_reference(said, by=cast.alice)) == "not_on_the_way"


# --- references -------------------------------------------------------------------------------------------


def test_six_references_are_enough_and_days_are_past(cast, person):
    for number in range(6):
        said = add_reference(person, name=f"Jan {number}", relation=Relation.WORK, reach="1", by=cast.alice)
    more = {"name": "Jan", "relation": Relation.WORK, "reach": "1", "by": cast.alice}
    assert code_of(lambda: add_reference(person, **more)) == "enough"
    with pytest.raises(ValidationError):
        ask_reference(said, on=TODAY() + timedelta(days=1), by=cast.alice)
    with pytest.raises(ValidationError) as empty:
        add_reference(person, **{**more, "name": " ", "reach": ""})
    assert set(empty.value.error_dict) == {"name", "reach"}


# --- papers -----------------------------------------------------------------------------------------------


def lines(person):
    return {str(one.name): one.state for one in papers_of(person, on=TODAY())}


def test_papers_are_told_with_what_other_rooms_know_and_never_doubled(cast, person):
    told = lines(person)
    assert (told["application form"], told["consent to pictures"]) == (MISSING, OPTIONAL)
    assert (told["criminal record (KRK)"], told["volunteer's agreement"]) == (MISSING, OPTIONAL)
    clear(person)
    AgreementFactory(volunteer=person, valid_until=TODAY() + timedelta(days=10))
    person = type(person).objects.get(pk=person.pk)
    assert (lines(person)["criminal record (KRK)"], lines(person)["volunteer's agreement"]) == (
        VALID,
        LAPSING,
    )


def test_family_lacks_its_consent_until_it_is_given(cast):
    for consent, state in ((False, MISSING), (True, VALID)):
        told = lines(household_with(centre=cast.centre, consent=consent))
        assert told["consent for finding a helper"] == state


@pytest.mark.parametrize(
    ("days", "state"), [(None, VALID), (-1, LAPSED), (0, LAPSING), (30, LAPSING), (31, VALID)]
)
def test_paper_lapses_the_day_after_its_last(days, state):
    until = None if days is None else TODAY() + timedelta(days=days)
    assert state_until(until, TODAY()) == state


def test_paper_counts_for_as_long_as_its_kind_says_and_can_be_taken_back(cast):
    household = household_with(centre=cast.centre)
    kind = PaperKind.objects.get(key=PaperKey.F_DECLARATION)
    paper = receive_paper(household, kind=kind, received_on=TODAY(), by=cast.alice)
    assert receive_paper(household, kind=kind, received_on=TODAY(), by=cast.alice) == paper
    assert (paper.valid_until - TODAY()).days in (365, 366)
    take_paper_back(paper, by=cast.alice)
    assert lines(household)["declaration of taking part"] == MISSING
    with pytest.raises(ValidationError):
        receive_paper(
            household, kind=kind, received_on=TODAY(), valid_until=TODAY() - timedelta(days=1), by=cast.alice
        )
    foreign = PaperKind.objects.get(key=PaperKey.V_PHOTO)
    assert code_of(lambda: receive_paper(household, kind=foreign, received_on=TODAY(), by=cast.alice)) == (
        "not_here"
    )


def test_letter_names_what_is_lacking_in_the_volunteers_language(cast, person):
    person.language = "en"
    person.save()
    notice = ask_for_papers(person, by=cast.alice)
    assert "criminal record (KRK)" in notice.context["papers"]
    assert "consent to pictures" not in notice.context["papers"]
    assert code_of(lambda: ask_for_papers(person, by=cast.alice)) == "asked_already"


# --- trainings --------------------------------------------------------------------------------------------


def session_at(cast, *, hours=48, room=None):
    return arrange_training(
        cast.centre, name="Evening", start=timezone.now() + timedelta(hours=hours), minutes=120,
        place="Rynek 1", hours=Decimal("2.5"), room=room, by=cast.alice,
    )  # fmt: skip


def begun(session):
    session.start = timezone.now() - timedelta(hours=3)
    session.save()


def test_who_was_there_has_the_training_in_the_volunteers_room(cast, person):
    session = session_at(cast)
    [place] = invite_to_training(session, volunteers=[person, person], by=cast.alice)
    assert invite_to_training(session, volunteers=[person], by=cast.alice) == []
    assert Notice.objects.filter(template="training_invited").count() == 1
    assert code_of(lambda: answer_place(place, state=PlaceState.ATTENDED, by=cast.alice)) == "not_begun"
    begun(session)
    answer_place(place, state=PlaceState.ATTENDED, by=cast.alice)
    answer_place(place, state=PlaceState.ATTENDED, by=cast.alice)
    [training] = person.trainings.all()
    assert (training.name, training.hours, place.training) == ("Evening", Decimal("2.5"), training)
    assert code_of(lambda: answer_place(place, state=PlaceState.MISSED, by=cast.alice)) == "recorded"
    assert code_of(lambda: invite_to_training(session, volunteers=[person], by=cast.alice)) == "begun"


def test_training_that_was_is_written_down_with_who_was_there(cast, person):
    session = session_at(cast, hours=-48)
    [place] = add_who_was_there(session, volunteers=[person, person], by=cast.alice)
    assert add_who_was_there(session, volunteers=[person], by=cast.alice) == []
    assert Notice.objects.count() == 0
    answer_place(place, state=PlaceState.ATTENDED, by=cast.alice)
    assert person.trainings.get().completed_on == timezone.localtime(session.start).date()
    stranger = VolunteerFactory(centre=cast.other_centre)
    refused = code_of(lambda: add_who_was_there(session, volunteers=[stranger], by=cast.alice))
    assert refused == "not_welcome"
    ahead = session_at(cast)
    assert code_of(lambda: add_who_was_there(ahead, volunteers=[person], by=cast.alice)) == "not_begun"


@pytest.mark.parametrize("days", [-366, 731])
def test_training_of_another_age_is_refused_at_its_day(cast, days):
    with pytest.raises(ValidationError) as told:
        session_at(cast, hours=24 * days)
    assert list(told.value.message_dict) == ["day"]


def test_room_is_counted_and_strangers_are_not_invited(cast, person):
    session = session_at(cast, room=1)
    other = volunteer_with(centre=cast.centre)
    first, second = invite_to_training(session, volunteers=[person, other], by=cast.alice)
    answer_place(first, state=PlaceState.COMES, by=cast.alice)
    assert code_of(lambda: answer_place(second, state=PlaceState.COMES, by=cast.alice)) == "full"
    answer_place(first, state=PlaceState.DECLINED, by=cast.alice)
    answer_place(second, state=PlaceState.COMES, by=cast.alice)
    gone = VolunteerFactory(centre=cast.centre, state="left")
    for stranger in (VolunteerFactory(centre=cast.other_centre), gone):
        refused = code_of(lambda who=stranger: invite_to_training(session, volunteers=[who], by=cast.alice))
        assert refused == "not_welcome"


def moved(session, by, **changes):
    same = {name: getattr(session, name) for name in ("name", "start", "minutes", "place", "room", "hours")}
    return change_training(session, by=by, **{**same, **changes})


def written() -> list[tuple[str, str]]:
    """(template, place it tells) of what waits to be sent."""
    waiting = Notice.objects.filter(state="waiting").order_by("pk")
    return [(one.template, one.context["place"]) for one in waiting]


def test_of_another_place_everybody_is_told_once_and_whoever_has_not_heard_is_invited_there(cast, person):
    session = session_at(cast, room=2)
    fresh = volunteer_with(centre=cast.centre)
    [place] = invite_to_training(session, volunteers=[person], by=cast.alice)
    Notice.objects.update(state="sent")
    answer_place(place, state=PlaceState.COMES, by=cast.alice)
    invite_to_training(session, volunteers=[fresh], by=cast.alice)
    moved(session, cast.alice, hours=Decimal(3), room=1)
    assert written() == [("training_invited", "Rynek 1")]
    moved(session, cast.alice, place="Rynek 2")
    assert sorted(written()) == [("training_invited", "Rynek 2"), ("training_moved", "Rynek 2")]
    moved(session, cast.alice, place="Rynek 3")
    assert sorted(written()) == [("training_invited", "Rynek 3"), ("training_moved", "Rynek 3")]
    place.refresh_from_db()
    assert place.state == PlaceState.COMES
    call_training_off(session, by=cast.alice)
    assert written() == []


def test_training_is_not_moved_into_the_past_nor_made_too_small_and_one_that_has_begun_stays(cast, person):
    session = session_at(cast)
    for one in invite_to_training(
        session, volunteers=[person, volunteer_with(centre=cast.centre)], by=cast.alice
    ):
        answer_place(one, state=PlaceState.COMES, by=cast.alice)
    with pytest.raises(ValidationError) as told:
        moved(session, cast.alice, start=timezone.now() - timedelta(hours=1), room=1)
    assert sorted(told.value.message_dict) == ["day", "room"]
    session.refresh_from_db()
    begun(session)
    assert code_of(lambda: moved(session, cast.alice, place="Rynek 2")) == "begun"


def test_invitations_are_taken_back_and_trainings_called_off(cast, person):
    session = session_at(cast)
    [place] = invite_to_training(session, volunteers=[person], by=cast.alice)
    assert take_invitations_back(session, places=[place.pk], by=cast.alice) == 1
    assert (session.places.count(), Notice.objects.get().state) == (0, "cancelled")
    invite_to_training(session, volunteers=[person], by=cast.alice)
    call_training_off(session, by=cast.alice)
    assert set(Notice.objects.values_list("state", flat=True)) == {"cancelled"}
    assert code_of(lambda: invite_to_training(session, volunteers=[person], by=cast.alice)) == "called_off"


def test_nothing_is_written_about_who_is_not_on_the_way(cast):
    active = volunteer_with(centre=cast.centre)
    assert code_of(lambda: way_of(active)) == "not_on_the_way"
    assert code_of(lambda: talk_of(active, cast.alice)) == "not_on_the_way"
