"""Pages about oneself and the way in."""

from tests.access.matrix import Row, actors, everybody
from tests.factories.accounts import MembershipFactory, invitation


def link_for_a_newcomer(cast):
    return [invitation(cast.centre).token]


def link_for_ewa(cast):
    return [invitation(cast.centre, email=cast.ewa.user.email).token]


NEW_PERSON = {"name": "Nina", "password": "quiet-river-stone"}

ROWS = [
    Row("home", "GET", actors(otherwise=200)),
    Row("home", "POST", actors(otherwise=405)),
    Row("account", "GET", actors(otherwise=200, ended=200)),
    Row(
        "account", "POST", actors(otherwise=302, ended=302), data=lambda cast: {"name": "N", "language": "pl"}
    ),
    Row("session", "GET", everybody(200) | {"anonymous": 401, "household": 401}),
    Row("session", "POST", everybody(405)),
    Row("language", "GET", everybody(405)),
    Row("language", "POST", everybody(302), data=lambda cast: {"language": "uk"}),
    Row("switch_membership", "GET", actors(otherwise=405)),
    Row(
        "switch_membership", "POST", actors(otherwise=404, administrator=302), "to one's own other one",
        data=lambda cast: {"membership": MembershipFactory(user=cast.ada.user).pk},
    ),
    Row(
        "switch_membership", "POST", actors(otherwise=404, coordinator=302), "to somebody else's",
        data=lambda cast: {"membership": cast.alice.pk},
    ),
    Row(
        "switch_membership", "POST", actors(otherwise=404), "to an ended one",
        data=lambda cast: {"membership": cast.ewa.pk},
    ),
    Row("draft_save", "GET", actors(otherwise=405), args=lambda cast: ["family_add"]),
    Row("draft_save", "POST", actors(otherwise=204), args=lambda cast: ["family_add"]),
    Row("invitation_accept", "GET", everybody(200), "of a newcomer", args=link_for_a_newcomer),
    Row(
        "invitation_accept", "POST", everybody(200) | {"anonymous": 302, "household": 302}, "of a newcomer",
        args=link_for_a_newcomer, data=lambda cast: NEW_PERSON,
    ),
    Row(
        "invitation_accept", "POST", everybody(200) | {"ended": 302}, "of a known person",
        args=link_for_ewa, data=lambda cast: NEW_PERSON,
    ),
    Row("invitation_accept", "GET", everybody(404), "with a made-up token", args=lambda cast: ["abc"]),
]  # fmt: skip
