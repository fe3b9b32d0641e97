"""Pairing by hand: who could help a family, and whom a helper could help, the best first with the reasons."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from base.places.languages import Level, Spoken
from base.places.week import Week
from frontend.candidates import PER_PAGE
from matching.domain.examination import examine
from matching.models import ProgrammeRules
from tests.clients import client_of
from tests.factories.matching import ProposalFactory, VetoFactory, helper_of, programme_of, seeker_of
from tests.factories.volunteers import volunteer_with

pytestmark = pytest.mark.django_db
HAND = "/pairs/by-hand/"
RUSSIAN = (Spoken("ru", Level.NATIVE),)


@pytest.fixture
def alice(cast):
    return client_of(cast.alice)


@pytest.fixture
def programme(cast):
    return programme_of(cast.centre)


def side_of(client, side, programme, **asked):
    return getattr(client.get(HAND, {"programme": programme.pk, **asked}).context["hand"], side)


def told(side):
    return [(str(group.title), [(one.pk, one.points) for one in group.choices]) for group in side.groups]


def points(seeker, helper):
    return examine(seeker, helper).points


def test_helpers_of_a_chosen_family_stand_by_what_the_rules_say_then_by_points(alice, programme):
    seeker = seeker_of(programme)
    forbidden, elsewhere, worse, best = (
        helper_of(programme, first_name="Ada"),
        helper_of(programme, first_name="Bea", week=Week.parse("Sun 6-7")),
        helper_of(programme, first_name="Cea", languages=(Spoken("uk", Level.B1),)),
        helper_of(programme, first_name="Dea"),
    )
    VetoFactory(seeker=seeker, helper=forbidden)
    side = side_of(alice, "helpers", programme, seeker=seeker.pk)
    assert points(seeker, worse) < points(seeker, best)
    assert told(side) == [
        ("Every rule is kept", [(best.pk, points(seeker, best)), (worse.pk, points(seeker, worse))]),
        ("A circumstance is in the way", [(elsewhere.pk, points(seeker, elsewhere))]),
        ("A rule forbids it", [(forbidden.pk, points(seeker, forbidden))]),
    ]
    assert [one.count for one in side.jumps] == [2, 1, 1]
    one, dea = side.groups[0].choices[0], f"Dea ({best.person.label})"
    assert (one.name, one.against) == (dea, "")
    assert one.says.startswith("Ukrainian ")


def test_the_rule_that_forbids_stands_beside_the_name(alice, programme):
    seeker = seeker_of(programme, children=1)
    helper = helper_of(programme, cleared=False)
    page = alice.get(HAND, {"programme": programme.pk, "seeker": seeker.pk}).content.decode()
    [group] = side_of(alice, "helpers", programme, seeker=seeker.pk).groups
    [sentence] = [one.sentence for one in examine(seeker, helper).forbidden]
    assert (group.choices[0].against, sentence in page) == (sentence, True)


def test_a_helper_proposed_to_another_family_is_called_so(alice, programme):
    seeker, other, helper = seeker_of(programme), seeker_of(programme), helper_of(programme)
    proposal = ProposalFactory(seeker=seeker, helper=helper)
    families = [side_of(alice, "helpers", programme, seeker=one.pk) for one in (seeker, other)]
    notes = [side.groups[0].choices[0].note for side in families]
    assert notes == ["", "proposed to another family"]
    proposal.delete()
    assert side_of(alice, "helpers", programme, seeker=other.pk).groups[0].choices[0].note == ""


def test_families_stand_by_points_for_a_chosen_helper(alice, programme):
    helper = helper_of(programme)
    far, near = seeker_of(programme, week=Week.parse("Sun 6-7")), seeker_of(programme)
    assert told(side_of(alice, "families", programme, helper=helper.pk)) == [
        ("Every rule is kept", [(near.pk, points(near, helper))]),
        ("A circumstance is in the way", [(far.pk, points(far, helper))]),
    ]


@pytest.mark.parametrize("text", ["kow", "Jan Kow", "KOWAL", "W-70"])
def test_one_is_found_by_surname_too_wherever_the_rules_put_them(cast, alice, programme, text):
    seeker = seeker_of(programme)
    jan = volunteer_with(centre=cast.centre, first_name="Jan", last_name="Kowalski", label="W-70")
    found = helper_of(programme, jan)
    helper_of(programme, first_name="Janina")
    VetoFactory(seeker=seeker, helper=found)
    response = alice.get(HAND, {"programme": programme.pk, "seeker": seeker.pk, "who": text})
    assert told(response.context["hand"].helpers) == [
        ("A rule forbids it", [(found.pk, points(seeker, found))])
    ]
    assert "Kowalski" not in response.content.decode()


def test_pages_hold_so_many_and_say_where_each_kind_begins(alice, programme):
    seeker = seeker_of(programme)
    fine = [helper_of(programme) for _ in range(PER_PAGE)]
    full = helper_of(programme)
    VetoFactory(seeker=seeker, helper=full)
    first = side_of(alice, "helpers", programme, seeker=seeker.pk)
    second = side_of(alice, "helpers", programme, seeker=seeker.pk, helpers=2)
    assert [one.pk for one in first.groups[0].choices] == [one.pk for one in fine]
    assert [one.pk for one in second.groups[0].choices] == [full.pk]
    assert first.jumps[2].url.endswith(f"helpers=2&programme={programme.pk}&seeker={seeker.pk}#helper-fit-2")


def test_who_is_chosen_stands_first_and_not_again_below(alice, programme):
    seeker, chosen, other = seeker_of(programme), helper_of(programme), helper_of(programme)
    side = side_of(alice, "helpers", programme, seeker=seeker.pk, helper=chosen.pk)
    assert (side.first.pk, [one.pk for one in side.groups[0].choices]) == (chosen.pk, [other.pk])


def test_without_rules_for_today_nobody_is_judged(alice, programme):
    seeker, helper = seeker_of(programme), helper_of(programme)
    ProgrammeRules.objects.all().delete()
    response = alice.get(HAND, {"programme": programme.pk, "seeker": seeker.pk})
    assert "no rules for today" in response.content.decode()
    assert told(response.context["hand"].helpers) == [("", [(helper.pk, None)])]


@pytest.mark.parametrize("chosen", ["seeker", "helper"])
def test_more_candidates_need_no_more_queries(alice, programme, chosen):
    asked = {"seeker": seeker_of(programme), "helper": helper_of(programme)}[chosen]
    counts = []
    for more in (1, 2, 12):
        for _ in range(more):
            seeker, helper = seeker_of(programme), helper_of(programme)
            ProposalFactory(seeker=seeker, helper=helper)
        with CaptureQueriesContext(connection) as captured:
            alice.get(HAND, {"programme": programme.pk, chosen: asked.pk})
        counts.append(len(captured))
    assert counts[0] == counts[1] == counts[2]
