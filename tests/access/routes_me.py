"""The pages of those who help about themselves: Bob volunteers at centre A, Mirek mentors at Dana's firm."""

from tests.access.matrix import Row, actors
from tests.factories.mentors import MentorEmployeeFactory
from tests.factories.volunteers import volunteer_with


def bob_and_mirek(cast):
    volunteer_with(centre=cast.centre, user=cast.bob.user)
    mentor_of(cast)
    return []


def both_on_a_pause(cast):
    volunteer_with(centre=cast.centre, user=cast.bob.user, state="paused")
    mentor_of(cast, state="paused")
    return []


def mentor_of(cast, **fields):
    return MentorEmployeeFactory(
        participation__centre=cast.centre, participation__employer=cast.firm, user=cast.mirek.user, **fields
    )


HELPERS = actors(otherwise=403, volunteer=200, mentor=200)
HELPERS_ACT = actors(otherwise=403, volunteer=302, mentor=302)
ONLY_READ = actors(otherwise=403, volunteer=405, mentor=405)
CONNECTED_WITH_NOBODY = actors(otherwise=403, volunteer=404, mentor=404)

ROWS = [
    Row("me", "GET", HELPERS, "connected with nobody"),
    Row("me", "GET", HELPERS, args=bob_and_mirek),
    Row("me", "POST", ONLY_READ),
    Row("me_pause", "GET", CONNECTED_WITH_NOBODY, "connected with nobody"),
    Row("me_pause", "GET", HELPERS, args=bob_and_mirek),
    Row("me_pause", "POST", HELPERS_ACT, args=bob_and_mirek),
    Row("me_resume", "GET", ONLY_READ),
    Row("me_resume", "POST", HELPERS_ACT, args=both_on_a_pause),
]
