"""Families, volunteers, employers with their mentors and mentees, and what helps to type."""

from tests.access.matrix import Row, actors
from tests.factories.families import EmploymentFactory, PriorityInputFactory, household_with
from tests.factories.matching import programme_of, seeker_of
from tests.factories.volunteers import AgreementFactory, ClearanceItemFactory, volunteer_with


def own_family(cast):
    return [household_with(centre=cast.centre).pk]


def family_with_a_reason(cast):
    household = household_with(centre=cast.centre)
    return [household.pk, PriorityInputFactory(household=household).pk]


def family_with_a_job(cast):
    household = household_with(centre=cast.centre)
    return [household.pk, EmploymentFactory(member=household.members.get()).pk]


def own_volunteer(cast):
    return [volunteer_with(centre=cast.centre).pk]


def volunteer_with_a_check(cast):
    volunteer = volunteer_with(centre=cast.centre, cleared=False)
    return [volunteer.pk, ClearanceItemFactory(volunteer=volunteer).pk]


def volunteer_with_an_agreement(cast):
    volunteer = volunteer_with(centre=cast.centre)
    return [volunteer.pk, AgreementFactory(volunteer=volunteer).pk]


FAMILY = {
    "contact_name": "Olena Kowalenko", "channel": "in_person", "language": "uk", "travel_km": "5",
    "wish_gender": "any", "wish_strength": "none", "contact": "0",
    "members-TOTAL_FORMS": "1", "members-INITIAL_FORMS": "0",
    "members-0-age_band": "26-40", "members-0-languages": "Ukrainian native",
}  # fmt: skip
VOLUNTEER = {
    "first_name": "Marta", "channel": "in_person", "language": "pl", "languages": "Polish native",
    "travel_km": "10", "room": "1", "wish_gender": "any", "wish_strength": "none",
}  # fmt: skip
CONSENT = {"purpose": "matching", "text_version": "2026-01", "language": "uk"}

STAFF_PAGE = actors(
    otherwise=403, administrator=200, coordinator=200, other_coordinator=200, other_administrator=200
)
STAFF_ACT = {actor: 302 if answer == 200 else answer for actor, answer in STAFF_PAGE.items()}
ONLY_READ = {actor: 405 if answer == 200 else answer for actor, answer in STAFF_PAGE.items()}
OWN_PAGE = STAFF_PAGE | {"other_coordinator": 404, "other_administrator": 404}
OWN_ACT = STAFF_ACT | {"other_coordinator": 404, "other_administrator": 404}
OWN_SENTENCE = OWN_PAGE | {"administrator": 422, "coordinator": 422}
EVERY_ROLE = actors(otherwise=200)
EVERY_ROLE_READS = actors(otherwise=405)

ROWS = [
    Row("places_search", "GET", EVERY_ROLE),
    Row("places_search", "POST", EVERY_ROLE_READS),
    Row("languages_preview", "GET", EVERY_ROLE),
    Row("languages_preview", "POST", EVERY_ROLE_READS),
    Row("week_preview", "GET", EVERY_ROLE, args=lambda cast: ["seeker"]),
    Row("week_preview", "GET", actors(otherwise=404), "of no thread", args=lambda cast: ["nobody"]),
    Row("week_preview", "POST", EVERY_ROLE_READS, args=lambda cast: ["seeker"]),
    Row("families", "GET", STAFF_PAGE),
    Row("families", "POST", ONLY_READ),
    Row("families_export", "GET", STAFF_PAGE),
    Row("families_export", "POST", ONLY_READ),
    Row("family_add", "GET", STAFF_PAGE),
    Row("family_add", "POST", STAFF_ACT, data=lambda cast: FAMILY),
    Row("family", "GET", OWN_PAGE, args=own_family),
    Row("family", "POST", ONLY_READ, args=own_family),
    Row("family_edit", "GET", OWN_PAGE, args=own_family),
    Row("family_edit", "POST", OWN_SENTENCE, "sent empty", args=own_family),
    Row("family_state", "GET", ONLY_READ, args=own_family),
    Row(
        "family_state", "POST", OWN_ACT, args=own_family,
        data=lambda cast: {"move": "pause", "reason": "Away until May"},
    ),
    Row(
        "family_state", "POST", OWN_SENTENCE, "without a reason", args=own_family,
        data=lambda cast: {"move": "pause"},
    ),
    Row("family_consent", "GET", ONLY_READ, args=own_family),
    Row("family_consent", "POST", OWN_ACT, args=own_family, data=lambda cast: CONSENT),
    Row("family_consent_withdraw", "GET", ONLY_READ, args=own_family),
    Row("family_consent_withdraw", "POST", OWN_ACT, args=own_family, data=lambda cast: CONSENT),
    Row("family_join", "GET", ONLY_READ, args=own_family),
    Row(
        "family_join", "POST", OWN_ACT, args=own_family,
        data=lambda cast: {"place": programme_of(cast.centre).pk},
    ),
    Row("family_leave", "GET", ONLY_READ, args=own_family),
    Row(
        "family_leave", "POST", OWN_PAGE | {"administrator": 404, "coordinator": 404}, "a place of others",
        args=own_family, data=lambda cast: {"place": seeker_of(programme_of(cast.centre)).pk},
    ),
    Row("family_job", "GET", ONLY_READ, args=own_family),
    Row("family_job", "POST", OWN_SENTENCE, "sent empty", args=own_family),
    Row("family_job_end", "GET", ONLY_READ, args=family_with_a_job),
    Row(
        "family_job_end", "POST", OWN_ACT, args=family_with_a_job,
        data=lambda cast: {"last_day": "2030-01-31"},
    ),
    Row("family_priority_add", "GET", ONLY_READ, args=own_family),
    Row(
        "family_priority_add", "POST", OWN_ACT, args=own_family,
        data=lambda cast: {"kind": "alone", "reason": "Knows nobody", "weight": "1"},
    ),
    Row("family_priority_remove", "GET", ONLY_READ, args=family_with_a_reason),
    Row("family_priority_remove", "POST", OWN_ACT, args=family_with_a_reason),
    Row("volunteers", "GET", STAFF_PAGE),
    Row("volunteers", "POST", ONLY_READ),
    Row("volunteers_export", "GET", STAFF_PAGE),
    Row("volunteers_export", "POST", ONLY_READ),
    Row("volunteer_add", "GET", STAFF_PAGE),
    Row("volunteer_add", "POST", STAFF_ACT, data=lambda cast: VOLUNTEER),
    Row("volunteer", "GET", OWN_PAGE, args=own_volunteer),
    Row("volunteer", "POST", ONLY_READ, args=own_volunteer),
    Row("volunteer_edit", "GET", OWN_PAGE, args=own_volunteer),
    Row("volunteer_edit", "POST", OWN_ACT, args=own_volunteer, data=lambda cast: VOLUNTEER),
    Row("volunteer_state", "GET", ONLY_READ, args=own_volunteer),
    Row(
        "volunteer_state", "POST", OWN_ACT, args=own_volunteer,
        data=lambda cast: {"move": "pause", "reason": "Exams"},
    ),
    Row("volunteer_goodbye", "GET", OWN_PAGE, args=own_volunteer),
    Row(
        "volunteer_goodbye", "POST", OWN_ACT, args=own_volunteer,
        data=lambda cast: {"reason": "Moves to Gdynia"},
    ),
    Row("volunteer_goodbye", "POST", OWN_SENTENCE, "without a reason", args=own_volunteer),
    Row("volunteer_consent", "GET", ONLY_READ, args=own_volunteer),
    Row("volunteer_consent", "POST", OWN_ACT, args=own_volunteer, data=lambda cast: CONSENT),
    Row("volunteer_consent_withdraw", "GET", ONLY_READ, args=own_volunteer),
    Row("volunteer_consent_withdraw", "POST", OWN_ACT, args=own_volunteer, data=lambda cast: CONSENT),
    Row("volunteer_join", "GET", ONLY_READ, args=own_volunteer),
    Row(
        "volunteer_join", "POST", OWN_ACT, args=own_volunteer,
        data=lambda cast: {"place": programme_of(cast.centre).pk},
    ),
    Row("volunteer_leave", "GET", ONLY_READ, args=own_volunteer),
    Row(
        "volunteer_leave", "POST", OWN_PAGE | {"administrator": 404, "coordinator": 404}, "a place of others",
        args=own_volunteer, data=lambda cast: {"place": "0"},
    ),
    Row("volunteer_clearance", "GET", ONLY_READ, args=own_volunteer),
    Row(
        "volunteer_clearance", "POST", OWN_ACT, args=own_volunteer,
        data=lambda cast: {"kind": "krk", "result": "clean", "checked_on": "2026-03-02"},
    ),
    Row("volunteer_clearance_revoke", "GET", ONLY_READ, args=volunteer_with_a_check),
    Row("volunteer_clearance_revoke", "POST", OWN_ACT, args=volunteer_with_a_check),
    Row("volunteer_training", "GET", ONLY_READ, args=own_volunteer),
    Row(
        "volunteer_training", "POST", OWN_ACT, args=own_volunteer,
        data=lambda cast: {"name": "First evening", "completed_on": "2026-03-02", "hours": "3"},
    ),
    Row("volunteer_agreement", "GET", ONLY_READ, args=own_volunteer),
    Row(
        "volunteer_agreement", "POST", OWN_ACT, args=own_volunteer,
        data=lambda cast: {"number": "W/1", "signed_on": "2026-03-02", "valid_from": "2026-03-02"},
    ),
    Row("volunteer_agreement_end", "GET", ONLY_READ, args=volunteer_with_an_agreement),
    Row(
        "volunteer_agreement_end", "POST", OWN_ACT, args=volunteer_with_an_agreement,
        data=lambda cast: {"last_day": "2027-03-02"},
    ),
]  # fmt: skip
