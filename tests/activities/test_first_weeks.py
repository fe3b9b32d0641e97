"""The first weeks at a job: what is due when, who ticks, and that nothing is ticked twice or elsewhere."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from activities.domain.first_weeks import tick_first_week, untick_first_week
from activities.models import FirstWeekTick
from activities.queries import first_weeks_of, standard_list
from activities.queries.first_weeks import LANGUAGES, versions
from base.audit.models import Record
from base.common.errors import Refusal
from matching.enums import PairSide
from tests.factories.activities import meeting_pair
from tests.factories.families import EmploymentFactory, household_with
from tests.factories.mentors import mentor_with
from tests.factories.organisations import EmployerFactory
from tests.factories.workplace import workplace_pair

pytestmark = pytest.mark.django_db


def tick(pair, cast, code="contract", side=PairSide.HELPER):
    return tick_first_week(pair, code=code, side=side, by=cast.mirek)


def weeks(pair, on=None):
    found = first_weeks_of(pair, on=on or timezone.localdate())
    assert found is not None
    return found


def test_every_version_has_every_word_and_each_code_once():
    for version in versions():
        codes = [line.code for line in version.lines]
        assert len(codes) == len(set(codes))
        assert version.source
        for line in version.lines:
            assert all(line.words[language] for language in LANGUAGES), line.code
            assert line.week >= 1
            assert len(line.code) <= 24


def test_words_are_the_readers_and_fall_back_to_english():
    line = standard_list(timezone.localdate()).lines[0]
    with translation.override("uk"):
        assert line.word() == "Я маю договір мовою, яку розумію"
    assert line.word("ka") == line.words["en"]


def test_lines_are_due_by_the_weeks_since_the_first_day(cast):
    pair = workplace_pair(cast, started_on=date(2026, 11, 2))
    tick(pair, cast)
    lines = {one.line.code: one for one in weeks(pair, on=date(2026, 11, 9)).lines}
    assert (lines["safety"].due_on, lines["pay"].due_on) == (date(2026, 11, 8), date(2026, 11, 15))
    assert (lines["safety"].is_late, lines["pay"].is_late, lines["contract"].is_late) == (True, False, False)
    assert not any(one.is_late for one in weeks(pair, on=date(2026, 11, 8)).lines)


def test_a_week_is_due_once_it_has_begun_until_all_of_it_is_ticked(cast):
    pair = workplace_pair(cast, started_on=date(2026, 11, 2))
    found = {week.number: week for week in weeks(pair, on=date(2026, 11, 10)).weeks}
    assert [number for number, week in found.items() if week.is_due] == [1, 2]
    for line in found[1].lines:
        tick(pair, cast, line.line.code)
    again = weeks(pair, on=date(2026, 11, 10)).weeks
    assert [(week.number, week.done) for week in again if week.is_due] == [(2, 0)]


def test_a_line_ticked_by_both_is_one_tick_the_first(cast):
    pair = workplace_pair(cast)
    first = tick(pair, cast, side=PairSide.FAMILY)
    assert tick(pair, cast) == first
    assert (FirstWeekTick.objects.count(), weeks(pair).done, weeks(pair).lines[0].tick.side) == (
        1,
        1,
        "family",
    )
    assert Record.objects.filter(act="activities.first_weeks.tick").count() == 1


def test_either_side_may_open_a_line_again(cast):
    pair = workplace_pair(cast)
    tick(pair, cast)
    for _ in range(2):
        untick_first_week(pair, code="contract", side=PairSide.FAMILY, by=cast.mirek)
    assert weeks(pair).done == 0
    record = Record.objects.get(act="activities.first_weeks.untick")
    assert record.details == {"code": "contract", "side": "family"}


def test_another_mentor_goes_on_with_the_list_and_another_employer_begins_anew(cast):
    pair = workplace_pair(cast)
    tick(pair, cast)
    part = pair.helper.mentor.participation
    pair.state = "closed"
    pair.save()
    pair.seeker.left_on = timezone.localdate()
    pair.seeker.save()
    again = workplace_pair(cast, household=pair.seeker.household, mentor=mentor_with(participation=part))
    assert weeks(again).done == 1
    job = again.seeker.member.employment
    job.employer = EmployerFactory()
    job.save()
    assert weeks(again).done == 0


@pytest.mark.parametrize("act", [tick_first_week, untick_first_week])
def test_nothing_is_ticked_elsewhere(cast, act):
    friends, offered = meeting_pair(cast.bob), workplace_pair(cast, state="offered", active_since=None)
    meets = workplace_pair(cast, household=household_with(centre=cast.centre))
    for pair, code, reason in (
        (friends, "contract", "not_at_work"),
        (offered, "contract", "not_meeting"),
        (meets, "nonsense", "unknown_line"),
    ):
        with pytest.raises(Refusal) as refused:
            act(pair, code=code, side=PairSide.HELPER, by=cast.mirek)
        assert refused.value.code == reason
    assert FirstWeekTick.objects.count() == 0
    assert first_weeks_of(friends, on=timezone.localdate()) is None


def test_the_list_of_another_colleague_stays_as_it_is(cast):
    one, other = workplace_pair(cast), workplace_pair(cast)
    tick(one, cast)
    assert (weeks(one).done, weeks(other).done) == (1, 0)


@pytest.mark.database
def test_the_database_holds_one_tick_a_line(cast):
    pair = workplace_pair(cast)
    tick(pair, cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        FirstWeekTick.objects.create(
            member=pair.seeker.member, employer=cast.firm, code="contract", side="helper", ticked_by_label="x"
        )


def test_a_job_that_began_long_ago_is_late_in_everything_open(cast):
    household = household_with(centre=cast.centre)
    since = timezone.localdate() - timedelta(days=400)
    EmploymentFactory(member=household.members.get(), employer=cast.firm, started_on=since)
    found = weeks(workplace_pair(cast, household=household))
    assert found.late == len(found.lines)
