"""An employer's way in: the public application, its answer, survey, consultation, participation agreement."""

from tests.access.matrix import Row, actors, everybody
from tests.factories.joining import ApplicationFactory, unconfirmed
from tests.factories.organisations import nip_number


def centre_key(cast):
    return [cast.centre.key]


def firm_key(cast):
    return [cast.firm.key]


def unknown_token(cast):
    return ["no-such-token"]


def waiting(cast):
    return [ApplicationFactory(centre=cast.centre).pk]


def not_confirmed(cast):
    return [unconfirmed(centre=cast.centre).pk]


FIRM = {
    "name": "Nowa Huta sp. z o.o.", "nip": nip_number(7100),
    "place_postcode": "31-137", "place_name": "Kraków", "representative": "Jan Żak",
    "email": "jan@example.org",
}  # fmt: skip

STAFF = actors(
    otherwise=403, administrator=200, coordinator=200, other_coordinator=200, other_administrator=200
)
ONLY_READ = {actor: 405 if answer == 200 else answer for actor, answer in STAFF.items()}
OWN = STAFF | {"other_coordinator": 404, "other_administrator": 404}
OWN_ACT = {actor: 302 if answer == 200 else answer for actor, answer in OWN.items()}
OWN_MEND = OWN | {"administrator": 422, "coordinator": 422}
OWN_NOTHING = OWN | {"administrator": 404, "coordinator": 404}

ROWS = [
    Row("join", "GET", everybody(200), args=centre_key),
    Row("join", "GET", everybody(404), "at a firm", args=firm_key),
    Row("join", "POST", everybody(422), "sent empty", args=centre_key),
    Row("join", "POST", everybody(302), args=centre_key, data=lambda cast: FIRM),
    Row("join_sent", "GET", everybody(200), args=centre_key),
    Row("join_sent", "POST", everybody(405), args=centre_key),
    Row("join_confirm", "GET", everybody(404), "with an unknown link", args=unknown_token),
    Row("join_confirm", "POST", everybody(404), "with an unknown link", args=unknown_token),
    Row("applications", "GET", STAFF),
    Row("applications", "POST", ONLY_READ),
    Row("applications_export", "GET", STAFF),
    Row("applications_export", "POST", ONLY_READ),
    Row("application", "GET", OWN, args=waiting),
    Row("application", "GET", OWN_NOTHING, "not confirmed", args=not_confirmed),
    Row("application", "POST", ONLY_READ, args=waiting),
    Row("application_accept", "GET", ONLY_READ, args=waiting),
    Row("application_accept", "POST", OWN_ACT, args=waiting),
    Row("application_accept", "POST", OWN_NOTHING, "not confirmed", args=not_confirmed),
    Row("application_decline", "GET", ONLY_READ, args=waiting),
    Row("application_decline", "POST", OWN_ACT, args=waiting, data=lambda cast: {"reason": "Too far"}),
    Row("application_decline", "POST", OWN_MEND, "without a reason", args=waiting),
]  # fmt: skip
