"""Employers with their sites and log-ins, mentors, new colleagues, and invitations of those who help."""

from datetime import date

from base.accounts.enums import Role
from families.domain.naming import NamedData
from matching.domain.naming import name_colleague
from tests.access.matrix import Row, actors
from tests.factories.accounts import MembershipFactory, invitation
from tests.factories.families import household_with
from tests.factories.matching import helper_of, programme_of
from tests.factories.mentors import ParticipationFactory, mentor_with
from tests.factories.organisations import SiteFactory
from tests.factories.volunteers import VolunteerFactory


def part(cast, **fields):
    """The part of Dana's firm at centre A."""
    return ParticipationFactory(employer=cast.firm, centre=cast.centre, **fields)


def own_part(cast):
    return [part(cast).pk]


def ended_part(cast):
    return [part(cast, state="ended").pk]


def own_site(cast):
    return [part(cast).pk, SiteFactory(organisation=cast.firm).pk]


def others_site(cast):
    return [part(cast).pk, SiteFactory().pk]


def firms_invitation(cast):
    return [part(cast).pk, invitation(cast.firm, role=Role.EMPLOYER).invitation.pk]


def centres_invitation(cast):
    return [part(cast).pk, invitation(cast.centre).invitation.pk]


def firms_member(cast):
    return [part(cast).pk, MembershipFactory(organisation=cast.firm, role=Role.EMPLOYER).pk]


def own_mentor(cast):
    return [mentor_with(participation=part(cast)).pk]


def mirek_himself(cast):
    return [mentor_with(participation=part(cast), user=cast.mirek.user).pk]


def own_volunteer(cast):
    return [VolunteerFactory(centre=cast.centre).pk]


def own_named(cast):
    """Somebody Dana's firm has named to centre A."""
    return [named(cast).pk]


def own_part_and_named(cast):
    waiting = named(cast)
    return [ParticipationFactory._meta.model.objects.get(centre=cast.centre).pk, waiting.pk]


def named_elsewhere(cast):
    elsewhere = ParticipationFactory(employer=cast.firm, centre=cast.other_centre)
    return [part(cast).pk, name_colleague(elsewhere, data=COLLEAGUE_TOLD, by=cast.dana).pk]


def named(cast):
    return name_colleague(part(cast), data=COLLEAGUE_TOLD, by=cast.dana)


def named_and_known(cast):
    household_with(centre=cast.centre, phone=COLLEAGUE_TOLD.phone)
    return own_named(cast)


EMPLOYER = {"name": "Nowa Huta sp. z o.o.", "agreement_number": "ZP/1", "agreement_from": "2026-01-01"}
SITE = {"name": "Hall 2", "place_postcode": "26-600", "place_name": "Radom"}
AT_WORK = {"job_title": "Welder", "trade": "welding_metal", "first_name": "Jan", "languages": "Polish native"}
MENTOR = AT_WORK | {
    "channel": "in_person", "language": "pl", "room": "1", "wish_gender": "any", "wish_strength": "none",
}  # fmt: skip
MENTEE = AT_WORK | {
    "channel": "in_person", "language": "uk", "age_band": "26-40", "started_on": "2026-02-01",
}  # fmt: skip
NAMED_MENTOR = AT_WORK | {
    "last_name": "Mazur", "appointed_from": "2026-11-01", "room": "1", "email": "jan@example.org",
    "language": "pl",
}  # fmt: skip
COLLEAGUE = {
    "first_name": "Oksana", "language": "uk", "job_title": "Packer", "trade": "manufacturing",
    "started_on": "2026-11-02", "phone": "600 100 777", "knows": "on",
}  # fmt: skip
COLLEAGUE_TOLD = NamedData(
    first_name="Oksana", job_title="Packer", trade="manufacturing", started_on=date(2026, 11, 2),
    language="uk", phone="+48600100777", knows=True,
)  # fmt: skip
CONSENT = {"purpose": "matching", "text_version": "2026-01", "language": "pl"}

# --- who sees and who changes: written out once, by hand ---

SEEN_LIST = actors(
    otherwise=403, administrator=200, coordinator=200, finance=200, employer=200,
    other_coordinator=200, other_administrator=200,
)  # fmt: skip
SEEN = SEEN_LIST | {"other_coordinator": 404, "other_administrator": 404}
NOT_POSTED_TO = {actor: 405 if answer == 200 else answer for actor, answer in SEEN_LIST.items()}
STAFF = actors(
    otherwise=403, administrator=200, coordinator=200, other_coordinator=200, other_administrator=200
)
STAFF_ACT = {actor: 302 if answer == 200 else answer for actor, answer in STAFF.items()}
ONLY_POSTED_TO = {actor: 405 if answer == 200 else answer for actor, answer in STAFF.items()}
OWN = STAFF | {"other_coordinator": 404, "other_administrator": 404}
OWN_ACT = STAFF_ACT | {"other_coordinator": 404, "other_administrator": 404}
OWN_SENTENCE = OWN | {"administrator": 422, "coordinator": 422}
FIRM = actors(otherwise=403, employer=200)
FIRM_ACT = actors(otherwise=403, employer=302)
FIRM_SENTENCE = actors(otherwise=403, employer=422)
FIRM_NOT_FOUND = actors(otherwise=403, employer=404)
FIRM_POSTED_TO = actors(otherwise=403, employer=405)
OWN_NOT_FOUND = OWN | {"administrator": 404, "coordinator": 404}
#: Who speaks for the firm keeps its sites too.
SITES = OWN | {"employer": 200}
SITES_ACT = OWN_ACT | {"employer": 302}
SITES_NOT_FOUND = OWN_NOT_FOUND | {"employer": 404}
SITES_ONLY_POSTED_TO = ONLY_POSTED_TO | {"employer": 405}

ROWS = [
    Row("employers", "GET", SEEN_LIST),
    Row("employers", "POST", NOT_POSTED_TO),
    Row("employers_export", "GET", SEEN_LIST),
    Row("employers_export", "POST", NOT_POSTED_TO),
    Row("employer", "GET", SEEN, args=own_part),
    Row("employer", "POST", NOT_POSTED_TO, args=own_part),
    Row("employer_add", "GET", STAFF),
    Row("employer_add", "POST", STAFF_ACT, data=lambda cast: EMPLOYER),
    Row("employer_edit", "GET", OWN, args=own_part),
    Row("employer_edit", "POST", OWN_ACT, args=own_part, data=lambda cast: EMPLOYER),
    Row("employer_state", "GET", ONLY_POSTED_TO, args=own_part),
    Row(
        "employer_state", "POST", OWN_ACT, "ended", args=own_part,
        data=lambda cast: {"move": "end", "reason": "Moved away"},
    ),
    Row("employer_state", "POST", OWN_ACT, "reopened", args=ended_part, data=lambda cast: {"move": "reopen"}),
    Row(
        "employer_state", "POST", OWN_SENTENCE, "without a reason", args=own_part,
        data=lambda cast: {"move": "end"},
    ),
    Row("employer_site_add", "GET", SITES, args=own_part),
    Row("employer_site_add", "POST", SITES_ACT, args=own_part, data=lambda cast: SITE),
    Row("employer_site_edit", "GET", SITES, args=own_site),
    Row("employer_site_edit", "GET", SITES_NOT_FOUND, "of another firm", args=others_site),
    Row("employer_site_edit", "POST", SITES_ACT, args=own_site, data=lambda cast: SITE),
    Row("employer_site_remove", "GET", SITES_ONLY_POSTED_TO, args=own_site),
    Row("employer_site_remove", "POST", SITES_ACT, args=own_site),
    Row("employer_site_remove", "POST", SITES_NOT_FOUND, "of another firm", args=others_site),
    Row("employer_invite", "GET", ONLY_POSTED_TO, args=own_part),
    Row("employer_invite", "POST", OWN_ACT, args=own_part, data=lambda cast: {"email": "new@example.org"}),
    Row("employer_invite", "POST", OWN_SENTENCE, "without an address", args=own_part),
    Row("employer_invitation_withdraw", "GET", ONLY_POSTED_TO, args=firms_invitation),
    Row("employer_invitation_withdraw", "POST", OWN_ACT, args=firms_invitation),
    Row(
        "employer_invitation_withdraw", "POST", OWN_NOT_FOUND, "of the centre's own", args=centres_invitation
    ),
    Row("employer_member_end", "GET", ONLY_POSTED_TO, args=firms_member),
    Row("employer_member_end", "POST", OWN_ACT, args=firms_member),
    Row(
        "employer_member_end", "POST", OWN_NOT_FOUND, "of a colleague at the centre",
        args=lambda cast: [part(cast).pk, cast.alice.pk],
    ),
    Row(
        "employer_member_end", "POST", OWN_NOT_FOUND, "of a mentor",
        args=lambda cast: [part(cast).pk, cast.mirek.pk],
    ),
    Row("mentors", "GET", SEEN_LIST),
    Row("mentors", "POST", NOT_POSTED_TO),
    Row("mentors_export", "GET", SEEN_LIST),
    Row("mentors_export", "POST", NOT_POSTED_TO),
    Row("mentor_add", "GET", OWN, args=own_part),
    Row("mentor_add", "POST", OWN_ACT, args=own_part, data=lambda cast: MENTOR),
    Row("mentor", "GET", SEEN, args=own_mentor),
    Row("mentor", "GET", SEEN, "of Mirek himself", args=mirek_himself),
    Row("mentor", "POST", NOT_POSTED_TO, args=own_mentor),
    Row("mentor_edit", "GET", OWN, args=own_mentor),
    Row("mentor_edit", "POST", OWN_SENTENCE, "sent empty", args=own_mentor),
    Row("mentor_state", "GET", ONLY_POSTED_TO, args=own_mentor),
    Row(
        "mentor_state", "POST", OWN_ACT, args=own_mentor,
        data=lambda cast: {"move": "pause", "reason": "Long leave"},
    ),
    Row(
        "mentor_state", "POST", OWN_NOT_FOUND, "to nowhere", args=own_mentor,
        data=lambda cast: {"move": "fly"},
    ),
    Row("mentor_goodbye", "GET", OWN, args=own_mentor),
    Row("mentor_goodbye", "POST", OWN_ACT, args=own_mentor, data=lambda cast: {"reason": "A new job"}),
    Row("mentor_goodbye", "POST", OWN_SENTENCE, "without a reason", args=own_mentor),
    Row("mentor_consent", "GET", ONLY_POSTED_TO, args=own_mentor),
    Row("mentor_consent", "POST", OWN_ACT, args=own_mentor, data=lambda cast: CONSENT),
    Row("mentor_consent_withdraw", "GET", ONLY_POSTED_TO, args=own_mentor),
    Row("mentor_consent_withdraw", "POST", OWN_ACT, args=own_mentor, data=lambda cast: CONSENT),
    Row("mentor_join", "GET", ONLY_POSTED_TO, args=own_mentor),
    Row(
        "mentor_join", "POST", OWN_ACT, args=own_mentor,
        data=lambda cast: {"place": programme_of(cast.centre, kind="workplace").pk},
    ),
    Row("mentor_leave", "GET", ONLY_POSTED_TO, args=own_mentor),
    Row(
        "mentor_leave", "POST", OWN_NOT_FOUND, "a place of others", args=own_mentor,
        data=lambda cast: {"place": helper_of(programme_of(cast.centre)).pk},
    ),
    Row("mentor_invite", "GET", ONLY_POSTED_TO, args=own_mentor),
    Row("mentor_invite", "POST", OWN_ACT, args=own_mentor),
    Row("mentee_add", "GET", OWN, args=own_part),
    Row("mentee_add", "POST", OWN_ACT, args=own_part, data=lambda cast: MENTEE),
    Row("mentor_name", "GET", FIRM, args=own_part),
    Row("mentor_name", "GET", FIRM_NOT_FOUND, "of others", args=lambda cast: [ParticipationFactory().pk]),
    Row("mentor_name", "POST", FIRM_ACT, args=own_part, data=lambda cast: NAMED_MENTOR),
    Row("mentor_name", "POST", FIRM_SENTENCE, "sent empty", args=own_part),
    Row("mentor_name", "POST", FIRM_SENTENCE, "ended", args=ended_part, data=lambda cast: NAMED_MENTOR),
    Row("colleague_name", "GET", FIRM, args=own_part),
    Row("colleague_name", "GET", FIRM_NOT_FOUND, "of others", args=lambda cast: [ParticipationFactory().pk]),
    Row("colleague_name", "POST", FIRM_ACT, args=own_part, data=lambda cast: COLLEAGUE),
    Row("colleague_name", "POST", FIRM_SENTENCE, "sent empty", args=own_part),
    Row("colleague_withdraw", "GET", FIRM_POSTED_TO, args=own_part_and_named),
    Row("colleague_withdraw", "POST", FIRM_ACT, args=own_part_and_named),
    Row("colleague_withdraw", "POST", FIRM_NOT_FOUND, "named elsewhere", args=named_elsewhere),
    Row("colleague_take_in", "GET", OWN, args=own_named),
    Row("colleague_take_in", "POST", OWN_ACT, args=own_named, data=lambda cast: MENTEE),
    Row("colleague_take_in", "POST", OWN_SENTENCE, "sent empty", args=own_named),
    Row("colleague_join", "GET", ONLY_POSTED_TO, args=own_named),
    Row("colleague_join", "POST", OWN_ACT, "with nobody chosen", args=own_named),
    Row(
        "colleague_join", "POST", OWN_ACT, args=named_and_known,
        data=lambda cast: {"household": cast.centre.households.get(phone=COLLEAGUE_TOLD.phone).pk},
    ),
    Row("colleague_turn_down", "GET", ONLY_POSTED_TO, args=own_named),
    Row("colleague_turn_down", "POST", OWN_ACT, args=own_named, data=lambda cast: {"reason": "Moved"}),
    Row("colleague_turn_down", "POST", OWN_SENTENCE, "without a reason", args=own_named),
    Row("volunteer_invite", "GET", ONLY_POSTED_TO, args=own_volunteer),
    Row("volunteer_invite", "POST", OWN_ACT, args=own_volunteer),
]  # fmt: skip
