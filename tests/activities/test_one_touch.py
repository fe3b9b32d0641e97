"""Links of one touch: signed, for one meeting, acting by POST, pressed twice once."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.utils import timezone

from activities.domain.meetings import log_meeting
from activities.domain.one_touch import open_token, token_for_meeting, token_for_plan
from activities.domain.planning import move_meeting, plan_meeting
from activities.domain.reminding import remind_meetings
from activities.enums import MeetingState, PlannedState
from activities.models import Meeting, PlannedMeeting
from base.common.errors import Refusal
from base.notices.domain.outbox import send_due
from base.notices.models import Notice
from matching.enums import PairSide, PairState
from tests.factories.activities import MeetingFactory, at, draft, meeting_pair

pytestmark = pytest.mark.django_db
HELPER, FAMILY = PairSide.HELPER, PairSide.FAMILY


@pytest.fixture
def planned(pair):
    return PlannedMeeting.objects.create(pair=pair, start=at(hours=-2), minutes=60)


def press(client, token, answer="yes", **typed):
    return client.post(f"/m/{token}/", {"answer": answer, **typed})


def page(client, token):
    return client.get(f"/m/{token}/").content.decode()


def typed(prefix, start, **more):
    local = timezone.localtime(start)
    fields = {"day": f"{local:%Y-%m-%d}", "at": f"{local:%H:%M}", **more}
    return {f"{prefix}-{name}": value for name, value in fields.items()}


def test_looking_acts_not(client, planned):
    token = token_for_plan(planned, side=HELPER)
    assert planned.pair.seeker.household.label in page(client, token)
    client.head(f"/m/{token}/")
    assert Meeting.objects.count() == 0


def test_yes_twice_is_one_meeting(client, planned):
    token = token_for_plan(planned, side=HELPER)
    for _again in range(2):
        assert press(client, token).status_code == 302
    meeting = Meeting.objects.get()
    assert (meeting.start, meeting.minutes, meeting.side) == (planned.start, 60, HELPER)
    planned.refresh_from_db()
    assert planned.state == PlannedState.HELD


def test_yes_and_the_phone_are_one_meeting(client, planned, bob):
    log_meeting(planned.pair, entry_id=uuid4(), draft=draft(planned.start), side=HELPER, by=bob)
    assert press(client, token_for_plan(planned, side=HELPER)).status_code == 302
    assert Meeting.objects.count() == 1


def test_yes_of_both_sides_confirms(client, planned):
    for side in (HELPER, FAMILY):
        press(client, token_for_plan(planned, side=side))
    assert Meeting.objects.get().state == MeetingState.CONFIRMED


def test_other_answers_are_asked_for_and_kept(client, planned):
    token = token_for_plan(planned, side=HELPER)
    assert press(client, token, "other").status_code == 422
    late = at(hours=2)
    assert (
        "still to come" in press(client, token, "other", **typed("other", late, minutes=60)).content.decode()
    )
    start = planned.start - timedelta(minutes=30)
    assert press(client, token, "other", **typed("other", start, minutes=90)).status_code == 302
    assert (Meeting.objects.get().start, Meeting.objects.get().minutes) == (start, 90)
    press(client, token, "yes")
    assert Meeting.objects.get().minutes == 90


def test_no_is_noted_and_needs_no_reason(client, planned):
    token = token_for_plan(planned, side=HELPER)
    for _again in range(2):
        assert press(client, token, "no").status_code == 302
    planned.refresh_from_db()
    assert planned.state == PlannedState.NOT_HELD
    assert "you did not meet" in page(client, token)


def test_moved_plan_is_asked_about_anew_and_the_old_link_says_so(client, planned):
    token = token_for_plan(planned, side=HELPER)
    assert press(client, token, "moved", **typed("moved", at(days=2))).status_code == 302
    planned.refresh_from_db()
    assert planned.start == at(days=2)
    assert "at another time now" in page(client, token)
    assert press(client, token, "yes").status_code == 409
    assert Meeting.objects.count() == 0


def test_family_confirms_or_says_otherwise(client, pair):
    for answer, more, state in [
        ("yes", {"mood": "4"}, MeetingState.CONFIRMED),
        ("no", {}, MeetingState.DISPUTED),
        ("other", typed("other", at(days=-3), minutes=30), MeetingState.DISPUTED),
    ]:
        meeting = MeetingFactory(pair=meeting_pair())
        token = token_for_meeting(meeting, side=FAMILY)
        for _again in range(2):
            assert press(client, token, answer, **more).status_code == 302
        meeting.refresh_from_db()
        assert (meeting.state, meeting.words.count()) == (state, 1)
        assert "Thank you" in page(client, token) or "Дякуємо" in page(client, token)


def test_link_ends_after_two_weeks_and_a_changed_one_is_none(client, planned, time_machine):
    token = token_for_plan(planned, side=HELPER)
    assert open_token(token + "x") is None
    assert open_token("x") is None
    time_machine.move_to(timezone.now() + timedelta(days=15))
    with pytest.raises(Refusal, match="This link is over"):
        open_token(token)
    assert client.get(f"/m/{token}/").status_code == 409


def test_link_of_one_kind_does_nothing_of_the_other(client, planned):
    token = token_for_meeting(MeetingFactory(pair=planned.pair, start=at(days=-2)), side=FAMILY)
    assert press(client, token, "moved", **typed("moved", at(days=2))).status_code == 422


def test_helpers_are_asked_after_the_plan_once(pair, bob, client, time_machine):
    helper = pair.helper.person
    planned = plan_meeting(pair, start=at(hours=1), minutes=60, place="", by=bob)
    assert remind_meetings(timezone.now()) == 0
    time_machine.move_to(planned.ends_at + timedelta(minutes=1))
    assert remind_meetings(timezone.now()) == 1
    assert remind_meetings(timezone.now()) == 0
    notice = Notice.objects.get(template="did_you_meet")
    assert (notice.recipient_label, notice.address) == (helper.label, helper.email)
    assert send_due(timezone.now()) == 1
    letter = mail.outbox[-1].body
    link = next(line for line in letter.splitlines() if "/m/" in line)
    press(client, link.rstrip("/").rsplit("/", 1)[1])
    assert Meeting.objects.get().start == planned.start


def test_nobody_is_asked_what_was_held_moved_or_cannot_be_reached(pair, bob, time_machine):
    plan_meeting(pair, start=at(hours=1), minutes=60, place="", by=bob)
    moved = plan_meeting(pair, start=at(hours=3), minutes=60, place="", by=bob)
    move_meeting(moved, start=at(days=3), minutes=60, place="", by=bob)
    by_phone = meeting_pair()
    by_phone.helper.person.__class__.objects.filter(pk=by_phone.helper.person.pk).update(channel="phone_call")
    plan_meeting(by_phone, start=at(hours=1), minutes=60, place="", by=bob)
    paused = meeting_pair()
    plan_meeting(paused, start=at(hours=1), minutes=60, place="", by=bob)
    paused.state = PairState.PAUSED
    paused.save()
    start = at(hours=1)
    time_machine.move_to(timezone.now() + timedelta(hours=5))
    log_meeting(pair, entry_id=uuid4(), draft=draft(start), side=HELPER, by=bob)
    assert remind_meetings(timezone.now()) == 0


def test_family_is_asked_to_confirm_two_hours_after_the_log(pair, bob, time_machine):
    pair.seeker.household.__class__.objects.filter(pk=pair.seeker.household_id).update(
        channel="email", email="family@example.org", language="uk"
    )
    log_meeting(pair, entry_id=uuid4(), draft=draft(), side=HELPER, by=bob)
    assert remind_meetings(timezone.now()) == 0
    time_machine.move_to(timezone.now() + timedelta(hours=3))
    assert remind_meetings(timezone.now()) == 1
    assert remind_meetings(timezone.now()) == 0
    notice = Notice.objects.get(template="confirm_meeting")
    assert notice.language == "uk"
    assert set(notice.context) == {"starts", "minutes", "link"}
