"""Not matched yet: whom the page lists, what it says of them, where it leads, and what partners may see."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from base.common.enums import Gender, GenderWish, WishStrength
from base.places.languages import Level, Spoken
from base.places.week import Week
from matching.models import RunHelper
from tests.clients import client_of
from tests.factories.matching import VetoFactory, helper_of, programme_of, seeker_of
from tests.factories.volunteers import volunteer_with
from tests.frontend.matching import CANARY_NAME, CANARY_PLACE, proposal_in
from tests.matching.workers import run_of

pytestmark = pytest.mark.django_db
PAGE = "/not-matched/"
SATURDAY, SUNDAY = Week.parse("sb 9-11"), Week.parse("nd 9-11")


@pytest.fixture
def alice(cast):
    return client_of(cast.alice)


@pytest.fixture
def programme(cast):
    return programme_of(cast.centre)


def told(client, query=""):
    """Label → why, and the changes in words."""
    families = client.get(PAGE + query).context["families"]
    return {one.family: (one.blocking, [it.sentence for it in one.remedies or ()]) for one in families}


def labels(client, query=""):
    return [one.family for one in client.get(PAGE + query).context["families"]]


def only_remedy(client):
    (family,) = client.get(PAGE).context["families"]
    (remedy,) = family.remedies
    return remedy


def alone(programme, *, family=None, volunteer=None):
    """One family and one volunteer after a run that could not bring them together."""
    seeker = seeker_of(programme, **{"label": "K-204", **(family or {})})
    person = volunteer_with(
        centre=programme.lead, **{"first_name": "Ewa", "label": "W-31", **(volunteer or {})}
    )
    helper = helper_of(programme, person)
    run = run_of(programme)
    return seeker, helper, run


# --- what is said -----------------------------------------------------------------------------------------


def test_hours_are_asked_of_the_family_and_lead_to_its_form(alice, programme):
    seeker, helper, _ = alone(programme, family={"week": SUNDAY}, volunteer={"week": SATURDAY})
    remedy = only_remedy(alice)
    assert remedy.sentence.startswith("If K-204 could also meet Sat 9:00–")
    assert "K-204 and Ewa (W-31) fit: " in remedy.sentence
    assert remedy.gain == "1 family more is then matched."
    assert (remedy.act, remedy.url) == (
        "Open the hours of K-204",
        reverse("family_edit", args=[seeker.household_id]) + "#step-when",
    )
    assert remedy.pair_url.endswith(f"?programme={programme.pk}&seeker={seeker.pk}&helper={helper.pk}")
    assert told(alice)["K-204"][0] == "There would be somebody if not for the hours."
    text = alice.get(PAGE).content.decode()
    assert "Not matched yet: 1 family" in text
    assert "Nobody could have matched more of those who wait longest; this is proven." in text


@pytest.mark.parametrize(
    ("family", "volunteer", "sentence", "act", "place"),
    [
        (
            {"children": 1}, {"cleared": False},
            "Once the clearance of Ewa (W-31) is complete, K-204 and Ewa (W-31) fit: ",
            "Open the clearance of Ewa (W-31)", "#clearance",
        ),
        (
            {"languages": [Spoken("uk", Level.NATIVE)]},
            {"languages": [Spoken("pl", Level.NATIVE), Spoken("uk", Level.A2)]},
            "If Ewa (W-31) spoke Ukrainian at B1 instead of A2, K-204 and Ewa (W-31) fit: ",
            "Open the languages of Ewa (W-31)", "#step-who",
        ),
        (
            {"languages": [Spoken("ka", Level.NATIVE)]}, {},
            "If K-204 also spoke Polish (B1), K-204 and Ewa (W-31) fit: ",
            "Open the languages of K-204", "#step-who",
        ),
        (
            {}, {"wish_gender": GenderWish.MAN, "wish_strength": WishStrength.MUST},
            "If Ewa (W-31) could say “if possible” instead of “must” about a woman or a man, ",
            "Open the wishes of Ewa (W-31)", "#step-wishes",
        ),
    ],
)  # fmt: skip
def test_each_kind_of_change_is_told_and_leads_to_its_place(
    alice, programme, family, volunteer, sentence, act, place
):
    alone(programme, family=family, volunteer=volunteer)
    remedy = only_remedy(alice)
    assert remedy.sentence.startswith(sentence)
    assert remedy.act == act
    assert remedy.url.endswith(place)


def test_a_helper_others_need_more_is_asked_for_one_place_more(alice, programme):
    seeker_of(programme, label="K-1", waiting_since=timezone.localdate() - timedelta(days=200))
    alone(programme, volunteer={"room": 1})
    remedy = only_remedy(alice)
    assert remedy.sentence.startswith("If Ewa (W-31) took on one family more, ")
    assert (remedy.act, remedy.url.endswith("#step-offers")) == ("Open the offers of Ewa (W-31)", True)


def test_a_veto_leads_to_those_ruled_out(alice, programme):
    seeker, helper = seeker_of(programme, label="K-204"), helper_of(programme)
    VetoFactory(seeker=seeker, helper=helper)
    run_of(programme)
    remedy = only_remedy(alice)
    assert remedy.url == reverse("programme", args=[programme.pk]) + "?view=vetoes"
    assert "were ruled out by hand" in remedy.sentence


def test_a_familys_own_must_is_not_asked_about_and_somebody_new_is_looked_for(alice, programme):
    must = {"wish_gender": GenderWish.MAN, "wish_strength": WishStrength.MUST}
    alone(programme, family=must, volunteer={"gender": Gender.WOMAN})
    assert told(alice) == {"K-204": ("There would be somebody if not for the wish for a woman or a man.", [])}
    assert "No single change of one person would help." in alice.get(PAGE).content.decode()


def test_an_erased_helper_is_no_longer_named(alice, programme):
    _, helper, run = alone(programme, family={"week": SUNDAY}, volunteer={"week": SATURDAY})
    RunHelper.objects.filter(run=run, helper=helper).delete()
    assert told(alice) == {"K-204": ("There would be somebody if not for the hours.", [])}


# --- who is listed ----------------------------------------------------------------------------------------


def test_the_longest_waiting_come_first_and_can_be_narrowed_and_searched(alice, programme):
    today = timezone.localdate()
    helper_of(programme, week=SATURDAY, cleared=False)
    seeker_of(programme, label="K-10", week=SUNDAY, waiting_since=today - timedelta(days=5))
    seeker_of(programme, label="K-11", week=SUNDAY, waiting_since=today - timedelta(days=90))
    seeker_of(programme, label="K-20", week=SATURDAY, children=1, waiting_since=today - timedelta(days=3))
    run_of(programme)
    assert labels(alice) == ["K-11", "K-10", "K-20"]
    assert labels(alice, "?why=time") == ["K-11", "K-10"]
    assert labels(alice, "?q=k-2") == ["K-20"]
    assert labels(alice, "?q=k-2&why=time") == []
    assert labels(alice, "?why=nonsense") == ["K-11", "K-10", "K-20"]
    options = alice.get(PAGE).context["found"].options
    assert [(one.value, one.count) for one in options] == [("time", 2), ("minors", 1)]


def test_who_came_after_the_run_is_told_apart(alice, programme):
    helper_of(programme, week=SATURDAY)
    seeker_of(programme, label="K-1", week=SUNDAY)
    run_of(programme)
    late = seeker_of(programme, label="K-2")
    shown = alice.get(PAGE)
    assert [one.seeker for one in shown.context["newcomers"]] == [late]
    assert [one.family for one in shown.context["families"]] == ["K-1"]
    only = alice.get(PAGE + "?why=new")
    assert [one.seeker for one in only.context["newcomers"]] == [late]
    assert only.context["families"] == []


def test_who_has_a_proposal_or_a_pair_since_is_not_listed(alice, programme):
    seeker, helper, run = alone(programme, family={"week": SUNDAY}, volunteer={"week": SATURDAY})
    proposal_in(programme, seeker=seeker, helper=helper, run=run)
    assert labels(alice) == []
    assert "Everybody has a proposal" in alice.get(PAGE).content.decode()


def test_only_own_families_are_listed_and_counted(cast, alice):
    shared = programme_of(cast.centre, cast.other_centre)
    seeker_of(shared, label="K-1")
    theirs = seeker_of(shared)
    theirs.household.centre = cast.other_centre
    theirs.household.save()
    run_of(shared)
    assert labels(alice) == ["K-1"]
    counts = {str(one.label): one.count for one in alice.get(PAGE).context["navigation"]}
    assert counts["Not matched yet"] == 1


def test_partners_helpers_are_told_by_label_and_only_what_may_be_told(cast, alice):
    shared = programme_of(cast.centre, cast.other_centre)
    seeker_of(shared, label="K-204", children=1, week=SATURDAY)
    person = volunteer_with(
        centre=cast.other_centre, label="X-7", first_name=CANARY_NAME, place_name=CANARY_PLACE,
        week=SATURDAY, cleared=False,
    )  # fmt: skip
    helper_of(shared, person)
    run_of(shared)
    remedy = only_remedy(alice)
    assert remedy.sentence.startswith("X-7 of a partner centre almost fits (")
    assert (remedy.act, remedy.url, remedy.pair_url) == ("", "", "")
    text = alice.get(PAGE).content.decode()
    assert CANARY_NAME not in text
    assert CANARY_PLACE not in text


def test_the_programme_with_most_to_see_opens_and_another_can_be_chosen(cast, alice, programme):
    fuller = programme_of(cast.centre)
    for one, count in ((programme, 1), (fuller, 2)):
        for _ in range(count):
            seeker_of(one)
        run_of(one)
    assert alice.get(PAGE).context["found"].programme == fuller
    assert alice.get(f"{PAGE}?programme={programme.pk}").context["found"].programme == programme


def test_today_leads_to_the_page(alice, programme):
    alone(programme, family={"week": SUNDAY}, volunteer={"week": SATURDAY})
    text = alice.get("/").content.decode()
    assert "1 family was left without a helper by the last matching" in text


def test_without_a_run_the_page_says_what_to_do(alice, programme):
    assert "No matching has been run yet" in alice.get(PAGE).content.decode()


def test_page_asks_as_much_with_one_row_as_with_three(alice, programme):
    counts = []
    for more in (1, 2):
        for _ in range(more):
            seeker_of(programme, week=SUNDAY)
            helper_of(programme, week=SATURDAY)
        run_of(programme)
        with CaptureQueriesContext(connection) as asked:
            assert len(labels(alice)) == len(counts) * 2 + 1
        counts.append(len(asked))
    assert counts[0] == counts[1]
