"""Many mentor-employees at once: the same as one after another, and a list taken back."""

from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError

from base.audit.actor import Robot
from base.audit.models import Record
from base.common.enums import GenderWish, WishStrength
from base.common.errors import InUse, Refusal
from base.common.events import subscribe
from base.places.gazetteer import resolve
from base.places.languages import Level, Spoken
from mentors.domain.bulk import ready_mentor, register_mentors, revise_mentors, unregister_mentors
from mentors.domain.mentors import data_of, give_consent, link_mentor, register_mentor, revise_mentor
from mentors.enums import ConsentPurpose, ParticipationState
from mentors.events import MentorsRegistered, MentorsUnregistered
from mentors.models import MentorEmployee, MentorLanguage
from tests.factories.accounts import UserFactory
from tests.factories.matching import ProgrammeFactory
from tests.factories.mentors import ParticipationFactory, mentor_data
from tests.factories.organisations import CentreFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]
ALICE = Robot("Alice", actor_id=7)
#: What differs between two rows that say the same.
OWN = {"id", "at", "created_at", "changed_at", "centre_id", "organisation_id", "object_id", "mentor_id"}
OWN |= {"participation_id"}


def many() -> list:
    return [
        mentor_data(import_key="n:1", phone="600 100 200", note=" Zna budowę. "),
        mentor_data(first_name=" Anna  Maria ", job_title="Piekarka", trade="food_processing"),
        mentor_data(import_key="n:1", first_name="Ktoś inny"),
        mentor_data(place=resolve("30-619", "Kraków"), room=3),
        mentor_data(wish_gender=GenderWish.WOMAN, wish_strength=WishStrength.PREFER),
    ]


def firm(**fields):
    """An employer's part at a centre of its own, in a named town."""
    return ParticipationFactory(employer__name="Chemia Oświęcim S.A.", **fields)


def told(centre) -> list:
    mentors = MentorEmployee.objects.filter(centre=centre).order_by("number")
    rows = [[_plain(one), [_plain(row) for row in one.languages.order_by("pk")]] for one in mentors]
    return [rows, [_plain(one) for one in Record.objects.filter(organisation_id=centre.pk).order_by("id")]]


def _plain(row) -> dict:
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.attname not in OWN
    }


def listed(part, rows=None):
    ready = [ready_mentor(part, data) for data in rows or many()]
    return register_mentors(part.centre, rows=ready, by=ALICE)


def test_many_at_once_are_the_same_as_one_after_another():
    one_by_one, at_once = firm(), firm()
    singles = [register_mentor(one_by_one, data=data, by=ALICE).label for data in many()]
    assert [one.label for one in listed(at_once)] == singles == ["M-1", "M-2", "M-1", "M-3", "M-4"]
    assert told(at_once.centre) == told(one_by_one.centre)


def test_nobody_joins_a_part_that_ended_meanwhile():
    part = firm()
    ready = [ready_mentor(part, mentor_data())]
    type(part).objects.filter(pk=part.pk).update(state=ParticipationState.ENDED)
    with pytest.raises(Refusal, match="has ended"):
        register_mentors(part.centre, rows=ready, by=ALICE)
    assert MentorEmployee.objects.count() == 0


def test_a_wrong_row_is_refused_before_anything_is_written():
    with pytest.raises(ValidationError):
        listed(firm(), [mentor_data(languages=())])


def newer(mentor):
    """What a newer list says of each: of the last ones nothing new."""
    data = data_of(mentor)
    match mentor.number:
        case 1:
            return replace(data, phone="601 500 600", note=" Nowa ", job_title="Brygadzista")
        case 2:
            return replace(data, languages=(Spoken("pl", Level.NATIVE), Spoken("uk", Level.B1)), room=2)
    return data


def test_many_revised_are_the_same_as_one_after_another():
    one_by_one, at_once = firm(), firm()
    for part in (one_by_one, at_once):
        listed(part)
    for mentor in one_by_one.mentors.order_by("number"):
        revise_mentor(mentor, data=newer(mentor), by=ALICE)
    labels = [one.label for one in at_once.mentors.order_by("number")]
    answer = revise_mentors(at_once.centre, changes=[(label, newer) for label in labels], by=ALICE)
    assert [one.label for one in answer] == labels
    assert told(at_once.centre) == told(one_by_one.centre)


def test_a_list_is_told_of_once(django_capture_on_commit_callbacks):
    events, part = [], firm()
    ends = [subscribe(one, events.append) for one in (MentorsRegistered, MentorsUnregistered)]
    with django_capture_on_commit_callbacks(execute=True):
        made = listed(part, [mentor_data(), mentor_data()])
    with django_capture_on_commit_callbacks(execute=True):
        take_back(part.centre, *made)
    for end in ends:
        end()
    assert events == [
        MentorsRegistered(part.centre_id, tuple(one.pk for one in made)),
        MentorsUnregistered(part.centre_id, ("M-1", "M-2")),
    ]


def take_back(centre, *mentors) -> None:
    unregister_mentors(centre, people=[(one.label, one.version) for one in mentors], by=ALICE)


def test_who_is_taken_back_is_gone_and_their_label_is_nobody_elses():
    part = firm()
    made = listed(part, [mentor_data() for _ in range(3)])
    take_back(part.centre, *made[1:])
    assert (part.centre.mentor_employees.count(), MentorLanguage.objects.count()) == (1, 2)
    assert register_mentor(part, data=mentor_data(), by=ALICE).label == "M-4"


def used_by_a_consent(mentor):
    give_consent(mentor, purpose=ConsentPurpose.MATCHING, text_version="1", language="pl", by=ALICE)


def used_by_a_log_in(mentor):
    link_mentor(mentor, user=UserFactory(), by=ALICE)


def used_by_a_place_in_a_programme(mentor):
    from matching.models import Helper

    Helper.objects.create(programme=ProgrammeFactory(lead=mentor.centre), mentor=mentor)


@pytest.mark.parametrize("use", [used_by_a_consent, used_by_a_log_in, used_by_a_place_in_a_programme])
def test_who_was_used_is_named_and_everybody_stays(use):
    part = firm()
    made = listed(part, [mentor_data() for _ in range(3)])
    use(MentorEmployee.objects.get(pk=made[1].pk))
    with pytest.raises(InUse) as refused:
        take_back(part.centre, *made)
    assert refused.value.labels == ("M-2",)
    assert part.centre.mentor_employees.count() == 3


def test_nobody_of_another_centre_is_taken_back():
    part = firm()
    made = listed(part, [mentor_data()])
    with pytest.raises(InUse):
        take_back(CentreFactory(), *made)
