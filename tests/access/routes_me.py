"""The pages of those who help about themselves: Bob volunteers at centre A, Mirek mentors at Dana's firm."""

from django.utils import timezone

from tests.access.matrix import Row, actors
from tests.access.routes_people import ONLY_READ as STAFF_ONLY_READ
from tests.access.routes_people import OWN_ACT, OWN_PAGE, OWN_SENTENCE
from tests.factories.mentors import MentorEmployeeFactory, MentorLanguageFactory
from tests.factories.volunteers import volunteer_with
from volunteers.domain.agreement_words import words_of
from volunteers.domain.agreements import Terms, prepare_agreement, sign_as_volunteer
from volunteers.domain.oneself import confirm_standards
from volunteers.enums import DocumentKind
from volunteers.models import PreparedAgreement
from volunteers.queries import document_in_force

TERMS = Terms(
    number="W/1/2026", valid_from=timezone.localdate(), scope="nauka polskiego", manner="spotkania",
    hours="2 godziny tygodniowo",
)  # fmt: skip
TYPED_TERMS = {
    "number": "W/2/2026", "valid_from": "2026-12-01", "scope": "nauka polskiego", "manner": "spotkania",
    "hours": "2 godziny tygodniowo", "notice_days": "14",
}  # fmt: skip


def bob_and_mirek(cast):
    volunteer_with(centre=cast.centre, user=cast.bob.user)
    mentor_of(cast)
    return []


def both_on_a_pause(cast):
    volunteer_with(centre=cast.centre, user=cast.bob.user, state="paused")
    mentor_of(cast, state="paused")
    return []


def bob(cast, **fields):
    return volunteer_with(centre=cast.centre, user=cast.bob.user, **fields)


def bobs_step(cast):
    bob(cast)
    return ["room"]


def bobs_agreement(cast):
    """Prepared by Alice, for Bob to sign."""
    return prepare_agreement(bob(cast, first_name="Bob", last_name="Nowak"), terms=TERMS, by=cast.alice)


def bob_has_one_to_sign(cast):
    bobs_agreement(cast)
    return []


def bob_has_signed(cast):
    prepared = bobs_agreement(cast)
    sign_as_volunteer(
        prepared, seen=words_of(prepared).print, typed_name="Bob Nowak", is_adult=True, agrees=True,
        waives_travel_costs=False, by=cast.bob,
    )  # fmt: skip
    return [prepared.pk]


def volunteer_who_has_signed(cast):
    prepared = PreparedAgreement.objects.get(pk=bob_has_signed(cast)[0])
    return [prepared.volunteer_id, prepared.pk]


def volunteer_with_one_to_sign(cast):
    prepared = bobs_agreement(cast)
    return [prepared.volunteer_id, prepared.pk]


def volunteer_who_has_read(cast):
    person = bob(cast, cleared=False)
    words = document_in_force(cast.centre.pk, DocumentKind.STANDARDS, on=timezone.localdate())
    confirm_standards(person, document=words, by=cast.bob)
    return [person.pk]


def plain_volunteer(cast):
    return [bob(cast).pk]


def standards_version(cast):
    words = document_in_force(cast.centre.pk, DocumentKind.STANDARDS, on=timezone.localdate())
    return {"version": words.version, "has_read": "on"}


def mentor_of(cast, **fields):
    return MentorEmployeeFactory(
        participation__centre=cast.centre, participation__employer=cast.firm, user=cast.mirek.user, **fields
    )


def mireks_hours(cast):
    MentorLanguageFactory(mentor=mentor_of(cast))
    return ["week"]


def mireks_yes(cast):
    mentor_of(cast)
    return ["matching"]


HELPERS = actors(otherwise=403, volunteer=200, mentor=200)
HELPERS_ACT = actors(otherwise=403, volunteer=302, mentor=302)
ONLY_READ = actors(otherwise=403, volunteer=405, mentor=405)
VOLUNTEERS = actors(otherwise=403, volunteer=200)
VOLUNTEERS_ACT = actors(otherwise=403, volunteer=302)
VOLUNTEERS_READ = actors(otherwise=403, volunteer=405)
VOLUNTEERS_MEND = actors(otherwise=403, volunteer=422)
NOTHING_FOR_VOLUNTEERS = actors(otherwise=403, volunteer=404)
CONNECTED_WITH_NOBODY = actors(otherwise=403, volunteer=404, mentor=404)

MENTORS = actors(otherwise=403, mentor=200)
MENTORS_ACT = actors(otherwise=403, mentor=302)
MENTORS_MEND = actors(otherwise=403, mentor=422)
NOTHING_FOR_MENTORS = actors(otherwise=403, mentor=404)

ROWS = [
    Row("me", "GET", HELPERS, "connected with nobody"),
    Row("me", "GET", HELPERS, args=bob_and_mirek),
    Row("me", "POST", ONLY_READ),
    Row("me_pause", "GET", CONNECTED_WITH_NOBODY, "connected with nobody"),
    Row("me_pause", "GET", HELPERS, args=bob_and_mirek),
    Row("me_pause", "POST", HELPERS_ACT, args=bob_and_mirek),
    Row("me_resume", "GET", ONLY_READ),
    Row("me_resume", "POST", HELPERS_ACT, args=both_on_a_pause),
    Row("me_step", "GET", VOLUNTEERS, args=bobs_step),
    Row("me_step", "GET", NOTHING_FOR_VOLUNTEERS, "connected with nobody", args=lambda cast: ["room"]),
    Row("me_step", "GET", NOTHING_FOR_VOLUNTEERS, "that is none", args=lambda cast: ["state"]),
    Row("me_step", "POST", VOLUNTEERS_ACT, args=bobs_step, data=lambda cast: {"room": "2"}),
    Row("me_step", "POST", VOLUNTEERS_MEND, "with nonsense", args=bobs_step, data=lambda cast: {"room": "x"}),
    Row("me_work", "GET", MENTORS, args=mireks_hours),
    Row("me_work", "GET", NOTHING_FOR_MENTORS, "connected with nobody", args=lambda cast: ["week"]),
    Row("me_work", "GET", NOTHING_FOR_MENTORS, "that is none", args=lambda cast: ["room"]),
    Row("me_work", "POST", MENTORS_ACT, args=mireks_hours, data=lambda cast: {"week": ["34", "35"]}),
    Row("me_agree", "GET", MENTORS, args=mireks_yes),
    Row("me_agree", "GET", NOTHING_FOR_MENTORS, "to nothing we ask", args=lambda cast: ["sharing"]),
    Row("me_agree", "POST", MENTORS_ACT, "no", args=mireks_yes),
    Row(
        "me_agree",
        "POST",
        MENTORS_MEND,
        "to other words",
        args=mireks_yes,
        data=lambda cast: {"answer": "yes"},
    ),
    Row("me_papers", "GET", NOTHING_FOR_VOLUNTEERS, "connected with nobody"),
    Row("me_papers", "GET", VOLUNTEERS, args=bob_and_mirek),
    Row("me_papers", "POST", VOLUNTEERS_READ),
    Row("me_standards", "GET", VOLUNTEERS, args=bob_and_mirek),
    Row("me_standards", "POST", VOLUNTEERS_ACT, args=bob_and_mirek, data=standards_version),
    Row("me_agreement", "GET", NOTHING_FOR_VOLUNTEERS, "with none to sign", args=bob_and_mirek),
    Row("me_agreement", "GET", VOLUNTEERS, args=bob_has_one_to_sign),
    Row("me_agreement", "POST", VOLUNTEERS_MEND, "sent empty", args=bob_has_one_to_sign),
    Row("me_agreement_preview", "GET", VOLUNTEERS, args=bob_has_one_to_sign),
    Row("me_agreement_preview", "POST", VOLUNTEERS_READ),
    Row("me_signed_agreement", "GET", VOLUNTEERS, args=bob_has_signed),
    Row(
        "me_signed_agreement",
        "GET",
        NOTHING_FOR_VOLUNTEERS,
        "not signed yet",
        args=lambda cast: [bobs_agreement(cast).pk],
    ),
    Row("me_signed_agreement", "POST", VOLUNTEERS_READ, args=bob_has_signed),
    Row("agreement_prepare", "GET", STAFF_ONLY_READ, args=plain_volunteer),
    Row("agreement_prepare", "POST", OWN_ACT, args=plain_volunteer, data=lambda cast: TYPED_TERMS),
    Row("agreement_prepare", "POST", OWN_SENTENCE, "sent empty", args=plain_volunteer),
    Row("agreement_sign", "GET", STAFF_ONLY_READ, args=volunteer_who_has_signed),
    Row(
        "agreement_sign",
        "POST",
        OWN_ACT,
        args=volunteer_who_has_signed,
        data=lambda cast: {"typed_name": "Alice"},
    ),
    Row(
        "agreement_sign",
        "POST",
        OWN_SENTENCE,
        "before the volunteer",
        args=volunteer_with_one_to_sign,
        data=lambda cast: {"typed_name": "Alice"},
    ),
    Row("agreement_take_back", "GET", STAFF_ONLY_READ, args=volunteer_with_one_to_sign),
    Row("agreement_take_back", "POST", OWN_ACT, args=volunteer_with_one_to_sign),
    Row("agreement_file", "GET", OWN_PAGE, args=volunteer_who_has_signed),
    Row(
        "agreement_file",
        "GET",
        OWN_PAGE | {"administrator": 404, "coordinator": 404},
        "not signed yet",
        args=volunteer_with_one_to_sign,
    ),
    Row("agreement_file", "POST", STAFF_ONLY_READ, args=volunteer_who_has_signed),
    Row("standards_record", "GET", STAFF_ONLY_READ, args=plain_volunteer),
    Row("standards_record", "POST", OWN_ACT, args=volunteer_who_has_read),
    Row(
        "standards_record",
        "POST",
        OWN_PAGE | {"administrator": 404, "coordinator": 404},
        "not read",
        args=plain_volunteer,
    ),
]
