"""The demo: made through the verbs, the same for a seed, refused among real people."""

from collections import Counter
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client, TestCase, override_settings
from django.utils import timezone

from activities.models import CareRules, Contact, ContactShown, PairNote, TalkMessage
from activities.queries.care import care_by_programme, with_health
from activities.queries.contacts import contacts_due
from activities.queries.talk import unread_of
from base.accounts.enums import Role
from base.accounts.models import Membership, StaffLanguage, User
from base.audit.domain.seals import seal
from base.notices.models import Notice
from base.notices.queries import wording_of
from base.organisations.models import Organisation
from demo.desk import GIVEN, PUT_OFF
from demo.log_ins import COLLEAGUE, COORDINATOR, EMPLOYER, LOG_INS, PASSWORD
from desk.enums import Side
from desk.models import Assignment, BulkAct, Interview, Paper, Reference, SavedFilter, TrainingPlace
from desk.queries.care import Show, care_page
from desk.queries.onboarding import board, newcomers
from desk.queries.stages import stages_of
from desk.queries.watch import Watch
from families.models import Employment, Household
from frontend.today import today_of
from intake.enums import Fate, UploadState
from intake.models import Upload
from matching.enums import PairState, ProposalState
from matching.models import Pair, Programme, Proposal, Run
from mentors.domain.parts import verify_parts
from mentors.models import Application, Participation
from stipends.domain.aid import aid_in_years
from stipends.domain.claimable import claimable_months
from stipends.enums import ClaimState
from stipends.models import AidReceived, Claim, PaymentBatch, PayoutAccount
from stipends.queries.ledger import ledger_faults
from volunteers.enums import VolunteerState
from volunteers.models import Volunteer


def seeded(**options):
    """What the command says."""
    said = StringIO()
    call_command("seed_demo", stdout=said, **options)
    return said.getvalue()


def employer_of_demo():
    """The firm of the employer who can log in."""
    return Membership.objects.get(user__email=EMPLOYER.email).organisation


def coordinator():
    """The one whose log-in stands first."""
    found = Membership.objects.select_related("user", "organisation")
    return found.get(user__email=COORDINATOR.email)


@override_settings(SPLOT_DEMO=True)
class TestDemo(TestCase):
    """One small demo for all of these tests: it is only read."""

    @classmethod
    def setUpTestData(cls):
        cls.said = seeded(size=60, seed=7)

    def test_demo_has_so_many_of_each_kind(self):
        counted = {
            model.__name__: model.objects.count()
            for model in (Household, Volunteer, Participation, Employment)
        }
        centres = Organisation.objects.filter(kind__in=["centre", "ngo"]).order_by("pk")

        assert counted == {"Household": 60, "Volunteer": 50, "Participation": 6, "Employment": 12}
        assert list(centres.values_list("key", flat=True)) == ["demo", "wieliczka", "tarnow"]

    def test_demo_shows_every_state_of_a_volunteer(self):
        assert set(Volunteer.objects.values_list("state", flat=True)) == set(VolunteerState)

    def test_demo_shows_proposals_decided_and_to_decide(self):
        assert set(Proposal.objects.values_list("state", flat=True)) == {
            ProposalState.OPEN,
            ProposalState.APPROVED,
            ProposalState.REFUSED,
            ProposalState.SUPERSEDED,
        }
        assert Proposal.objects.filter(state=ProposalState.OPEN, pinned=True).count() == 2

    def test_demo_shows_a_declined_offer_with_somebody_else_and_a_family_still_owed(self):
        urgent = Proposal.objects.filter(origin="replacement", state=ProposalState.OPEN)
        coordinator = Membership.objects.get(user__email=COORDINATOR.email)
        lost = [one.what for one in today_of(coordinator).tasks if "lost their helper" in one.what]
        assert urgent.filter(seeker__pairs__state=PairState.DECLINED).exists()
        assert len(lost) >= 1

    def test_demo_has_pairs_that_can_be_undone_and_older_ones_whose_notices_left(self):
        undoable = [pair for pair in Pair.objects.all() if pair.can_be_undone]
        waiting = set(Notice.objects.filter(state="waiting").values_list("subject", flat=True))

        assert undoable
        assert {one for one in waiting if one.startswith("pair:")} == {f"pair:{one.pk}" for one in undoable}
        assert Pair.objects.filter(state=PairState.ACTIVE, offered_on__lt=undoable[0].offered_on).exists()

    def test_demo_has_a_list_that_waits_with_questions_and_people_who_are_here_already(self):
        upload = Upload.objects.get()
        surely = [row.person_label for row in upload.rows.filter(fate=Fate.CHANGED)]
        perhaps = upload.rows.filter(fate=Fate.ASKED).exclude(twins=[])

        assert (upload.state, upload.total, upload.questions.exists()) == (UploadState.READY, 8, True)
        assert len(surely) == perhaps.count() == 1
        assert {column["heading"] for column in upload.columns if column["sensitive"]} == {"Obywatelstwo"}

    def test_demo_runs_are_all_proven(self):
        assert set(Run.objects.values_list("state", "gap", "violation")) == {("done", 0, 0)}

    def test_demo_has_claims_in_every_state_and_their_ledger_is_sound(self):
        assert set(Claim.objects.values_list("state", flat=True)) == set(ClaimState)
        assert set(PaymentBatch.objects.values_list("state", flat=True)) == {"made", "paid"}
        assert ledger_faults() == []

    def test_demo_shows_the_employer_log_in_a_claim_to_correct_and_months_to_claim(self):
        own = Claim.objects.filter(participation__employer=employer_of_demo())
        assert {"paid", "to_correct"} <= set(own.values_list("state", flat=True))
        (part,) = Participation.objects.filter(employer=employer_of_demo())
        assert claimable_months(part) != []

    def test_demo_firms_came_in_by_survey_and_agreement_and_one_waits_at_the_door(self):
        (part,) = Participation.objects.filter(employer=employer_of_demo())
        assert (part.state, part.surveys.count()) == ("active", 1)
        assert Application.objects.filter(state="waiting").count() == 1
        assert [one for one in verify_parts() if one is not None] == []

    def test_demo_shows_accounts_of_each_kind_and_a_firm_near_the_limit_of_aid(self):
        accounts = PayoutAccount.objects.all()
        assert set(accounts.values_list("state", flat=True)) == {"confirmed", "asked", "replaced"}
        assert [one for one in accounts if one.is_on_hold] != []
        firms = {aid.employer for aid in AidReceived.objects.select_related("employer")}
        today = timezone.localdate()
        codes = {one.code for firm in firms for one in aid_in_years(firm, today).warnings}
        assert codes == {"near"}

    def test_demo_log_ins_open_the_home_of_each_role(self):
        opened = {}
        for one in LOG_INS:
            client = Client()
            assert client.login(email=one.email, password=PASSWORD)
            opened[one.email] = client.get("/").status_code

        assert opened == dict.fromkeys((one.email for one in LOG_INS), 200)
        assert Counter(one.role for one in LOG_INS).keys() == set(Role)

    def test_demo_has_two_coordinators_at_the_centre_and_one_on_their_first_day(self):
        staff = Membership.objects.filter(role=Role.COORDINATOR).values_list("organisation__key", flat=True)
        assert Counter(staff) == {"demo": 2, "wieliczka": 1, "tarnow": 1}
        assert not Pair.objects.filter(programme__lead__key="tarnow").exists()

    def test_demo_pairs_fare_in_every_way_that_care_knows(self):
        today = timezone.localdate()
        rules = care_by_programme(Programme.objects.values_list("pk", flat=True), on=today)
        pairs = Pair.objects.filter(programme__key="friendship")
        health = set(with_health(pairs, rules, on=today).values_list("health", flat=True))
        assert {"well", "quiet", "offered", "beginning"} <= health
        assert health & {"silent", "suspended"}
        owed = contacts_due(pairs, rules, on=today)
        assert 0 < owed.count() < pairs.filter(state=PairState.ACTIVE).count()

    def test_demo_lists_on_today_what_the_story_tells(self):
        watch = Watch.of(coordinator())
        kinds = {kind for show in (Show.ALL, Show.PUT_OFF) for kind in care_page(watch, show=show).by_kind}
        told = {"help", "hard", "quiet", "contact", "waiting", "new_volunteer", "new_family"}
        assert told <= kinds
        by_show = care_page(watch).by_show
        assert (by_show[Show.MINE], by_show[Show.PUT_OFF]) == (1, len(PUT_OFF))
        given = Assignment.objects.filter(ended_at=None, assignee__user__email=COLLEAGUE.email)
        assert given.count() == len(GIVEN)

    def test_demo_coordinators_wrote_contacts_and_notes_and_took_one_back(self):
        writers = {user.name for user in User.objects.filter(email__in=[COORDINATOR.email, COLLEAGUE.email])}
        assert set(Contact.objects.values_list("by_label", flat=True)) == writers
        assert Contact.objects.exclude(withdrawn_at=None).count() == 1
        assert PairNote.objects.count() >= 2

    def test_demo_pairs_talk_in_several_languages_and_the_coordinator_has_something_to_read(self):
        talk = TalkMessage.objects.all()
        assert {"pl", "uk"} <= set(talk.values_list("language", flat=True))
        assert talk.exclude(phrase="").exists()
        pairs = list(Pair.objects.exclude(talk=None).distinct())
        unread = unread_of(coordinator(), pairs)
        assert [unread[pair.pk] > 0 for pair in pairs] == [True] * len(pairs)
        assert ContactShown.objects.values_list("side", "phone", "email").get() == ("family", True, False)

    def test_demo_newcomers_stand_in_every_stage_but_the_last(self):
        today = timezone.localdate()
        for side in Side:
            stages = stages_of(coordinator().organisation_id, side)
            found = board(newcomers(coordinator(), side, on=today), stages, on=today)
            empty = [str(column.stage) for column in found.columns if not column.count]
            assert empty == [], side

    def test_demo_newcomers_have_talks_references_papers_and_a_training(self):
        assert Interview.objects.filter(closed_at=None).exists()
        assert Interview.objects.exclude(outcome="").exists()
        assert {"", "recommends"} <= set(Reference.objects.values_list("verdict", flat=True))
        lapses = timezone.localdate() + timedelta(days=7)
        assert Paper.objects.filter(valid_until=lapses).exists()
        states = set(TrainingPlace.objects.values_list("state", flat=True))
        assert {"comes", "declined"} <= states

    def test_demo_desk_is_set_up(self):
        centre = coordinator().organisation
        assert list(SavedFilter.objects.filter(owner=coordinator()).values_list("shared", flat=True)) != []
        assert set(SavedFilter.objects.values_list("shared", flat=True)) == {True, False}
        assert [bulk.state for bulk in BulkAct.objects.all()] == ["done"]
        assert BulkAct.objects.get().refused == []
        assert wording_of(centre.pk, "training_invited", "pl") is not None
        assert centre.days_off.count() == 3
        assert CareRules.objects.exclude(programme=None).get().programme.key == "practice"
        assert StaffLanguage.objects.values("membership").distinct().count() == 2

    def test_demo_audit_can_be_sealed(self):
        assert seal() > 0

    def test_demo_prints_each_log_in_and_the_password(self):
        assert [one.email in self.said for one in LOG_INS] == [True] * len(LOG_INS)
        assert PASSWORD in self.said

    def test_demo_seeded_twice_changes_nothing(self):
        before = (
            Household.objects.count(),
            Volunteer.objects.count(),
            Pair.objects.count(),
            Run.objects.count(),
        )

        said = seeded(size=60, seed=7)

        after = (
            Household.objects.count(),
            Volunteer.objects.count(),
            Pair.objects.count(),
            Run.objects.count(),
        )
        assert after == before
        assert PASSWORD in said

    def test_demo_of_another_size_says_that_the_one_there_stays(self):
        said = seeded(size=30, seed=7)

        assert "a demo of 60 families (seed 7) is here and stays as it is" in said
        assert Household.objects.count() == 60


@pytest.mark.django_db
def test_demo_is_refused_where_it_is_off(settings):
    settings.SPLOT_DEMO = False

    with pytest.raises(CommandError, match="This installation is no demo"):
        call_command("seed_demo", size=10)
    assert Organisation.objects.count() == 0


@pytest.mark.django_db
def test_demo_is_refused_among_real_organisations(settings, cast):
    settings.SPLOT_DEMO = True

    with pytest.raises(CommandError, match="already holds organisations"):
        call_command("seed_demo", size=10)
    assert not Organisation.objects.filter(key="demo").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("size", [9, 2001])
def test_demo_of_an_impossible_size_is_refused_with_a_sentence(settings, size):
    settings.SPLOT_DEMO = True

    with pytest.raises(CommandError, match="from 10 to 2000 families"):
        call_command("seed_demo", size=size)


@pytest.mark.django_db
def test_log_in_page_names_the_demo_log_ins_on_a_demo_only(client, settings):
    settings.SPLOT_DEMO = True
    with_demo = client.get("/accounts/login/").content.decode()
    settings.SPLOT_DEMO = False
    without = client.get("/accounts/login/").content.decode()

    assert PASSWORD in with_demo
    assert [one.email in with_demo for one in LOG_INS] == [True] * len(LOG_INS)
    assert PASSWORD not in without
    assert "demo.example" not in without
