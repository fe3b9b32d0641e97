"""An employer's way in: the public application, its answer, survey, consultation, participation agreement."""

from mentors.domain.consulting import send_survey
from mentors.models import AgreementText
from tests.access.matrix import Row, actors, everybody
from tests.factories.joining import (
    ApplicationFactory,
    consulted,
    prepared_part,
    signed_by_employer,
    survey_data,
    unconfirmed,
)
from tests.factories.mentors import ParticipationFactory
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

# --- survey, consultation, agreement: Dana speaks for the firm, the staff of centre A looks after it ------


def dana(cast, **fields):
    """The part of Dana's firm at centre A."""
    return ParticipationFactory(employer=cast.firm, centre=cast.centre, **fields)


def part(cast):
    return [dana(cast).pk]


def step(cast):
    return [dana(cast).pk, "abroad"]


def no_step(cast):
    return [dana(cast).pk, "nationality"]


def with_survey(cast):
    row = dana(cast)
    send_survey(row, data=survey_data(), by=cast.dana)
    return [row.pk]


def with_consultation(cast):
    return [consulted(dana(cast)).pk]


def to_sign(cast):
    return [prepared_part(dana(cast)).participation_id]


def to_countersign(cast):
    return [signed_by_employer(dana(cast)).participation_id]


def signed_file(cast):
    prepared = signed_by_employer(dana(cast))
    return [prepared.participation_id, prepared.pk]


def unsigned_file(cast):
    prepared = prepared_part(dana(cast))
    return [prepared.participation_id, prepared.pk]


def common_text(cast):
    return [AgreementText.objects.get(centre=None).pk]


CONSULTED = {
    "held_on": "2026-11-02", "consultant": "Alice", "kinds": ["training"], "words": "Jedno szkolenie wiosną.",
}  # fmt: skip
TERMS = {
    "number": "UP/9/2026", "valid_from": "2026-12-01", "representative": "Jan Żak", "notice_days": "30",
}  # fmt: skip
TEXT = {
    "version": "2027-01", "valid_from": "2027-01-01", "source": "order 1",
    "body": "# Umowa\n\n{centrum} {pracodawca} {nip} {reprezentant} {wsparcie} {okres}",
}  # fmt: skip

FIRMS = actors(otherwise=403, employer=200)
FIRMS_ACT = actors(otherwise=403, employer=302)
FIRMS_MEND = actors(otherwise=403, employer=422)
FIRMS_READ = actors(otherwise=403, employer=405)
FIRMS_NOTHING = actors(otherwise=403, employer=404)
BOTH = OWN | {"employer": 200}
BOTH_READ = ONLY_READ | {"employer": 405}
BOTH_NOTHING = OWN_NOTHING | {"employer": 404}
STAFF_READ = ONLY_READ
#: Behind the door for both, but only the staff writes it down.
STAFF_WRITES = OWN_ACT | {"employer": 403}
STAFF_MENDS = OWN_MEND | {"employer": 403}
ADMINISTRATORS = actors(otherwise=403, administrator=200, other_administrator=200)

ROWS += [
    Row("survey", "GET", FIRMS_ACT, "with no answers: to the first question", args=part),
    Row("survey", "GET", FIRMS, args=with_survey),
    Row("survey", "POST", FIRMS_MEND, "with no answers", args=part),
    Row("survey", "POST", FIRMS_ACT, "as it was sent before", args=with_survey),
    Row("survey_step", "GET", FIRMS, args=step),
    Row("survey_step", "GET", FIRMS_NOTHING, "that is none", args=no_step),
    Row("survey_step", "POST", FIRMS_ACT, args=step, data=lambda cast: {"from_abroad": "3", "to_hire": "0"}),
    Row("survey_step", "POST", FIRMS_MEND, "sent empty", args=step),
    Row("survey_sent", "GET", BOTH_NOTHING, "none sent", args=part),
    Row("survey_sent", "GET", BOTH, args=with_survey),
    Row("survey_sent", "POST", BOTH_READ, args=with_survey),
    Row("consultation", "GET", BOTH, args=part),
    Row("consultation", "POST", STAFF_WRITES, args=part, data=lambda cast: CONSULTED),
    Row("consultation", "POST", STAFF_MENDS, "sent empty", args=part),
    Row("part_agreement", "GET", BOTH, "none yet", args=part),
    Row("part_agreement", "GET", BOTH, args=to_sign),
    Row("part_agreement", "POST", BOTH_READ, args=to_sign),
    Row("part_prepare", "GET", STAFF_READ, args=with_consultation),
    Row("part_prepare", "POST", OWN_ACT, args=with_consultation, data=lambda cast: TERMS),
    Row("part_prepare", "POST", OWN_MEND, "before a consultation", args=part, data=lambda cast: TERMS),
    Row("part_sign", "GET", FIRMS_READ, args=to_sign),
    Row("part_sign", "POST", FIRMS_MEND, "sent empty", args=to_sign),
    Row("part_sign", "POST", FIRMS_NOTHING, "none waits", args=part),
    Row("part_countersign", "GET", STAFF_READ, args=to_countersign),
    Row("part_countersign", "POST", OWN_ACT, args=to_countersign, data=lambda cast: {"typed_name": "Alice"}),
    Row(
        "part_countersign", "POST", OWN_MEND, "before the firm", args=to_sign,
        data=lambda cast: {"typed_name": "Alice"},
    ),
    Row("part_take_back", "GET", STAFF_READ, args=to_sign),
    Row("part_take_back", "POST", OWN_ACT, args=to_sign),
    Row("part_preview", "GET", BOTH, args=to_sign),
    Row("part_preview", "GET", BOTH_NOTHING, "none waits", args=part),
    Row("part_preview", "POST", BOTH_READ, args=to_sign),
    Row("part_file", "GET", BOTH, args=signed_file),
    Row("part_file", "GET", BOTH_NOTHING, "not signed", args=unsigned_file),
    Row("part_file", "POST", BOTH_READ, args=signed_file),
    Row("part_texts", "GET", ADMINISTRATORS),
    Row(
        "part_texts", "POST", actors(otherwise=403, administrator=302, other_administrator=302),
        data=lambda cast: TEXT,
    ),
    Row("part_text", "GET", ADMINISTRATORS, args=common_text),
    Row(
        "part_text", "POST", actors(otherwise=403, administrator=405, other_administrator=405),
        args=common_text,
    ),
]  # fmt: skip
