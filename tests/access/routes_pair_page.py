"""The page of a pair: contacts and notes, for those who work with people on one of its sides."""

from django.utils import timezone

from activities.models import Contact, PairNote
from tests.access.matrix import Row
from tests.access.routes_matching import NEVER, OWN_ACT
from tests.access.routes_phone import helpers
from tests.factories.activities import meeting_pair
from tests.frontend.activities import pair_at


def own_pair(cast):
    return [pair_at(cast.centre).pk]


def own_contact(cast):
    made = {"whom": "helper", "way": "phone", "by_label": "Alice"}
    return [Contact.objects.create(pair=pair_at(cast.centre), **made).pk]


def own_note(cast):
    return [PairNote.objects.create(pair=pair_at(cast.centre), words="Hello", by_label="Alice").pk]


def bobs_ended_pair(cast):
    return [meeting_pair(cast.bob, state="closed", closed_on=timezone.localdate()).key]


def somebodys_ended_pair(cast):
    return [pair_at(cast.centre, state="closed", closed_on=timezone.localdate()).key]


def today(cast):
    return {"whom": "helper", "way": "phone", "on": str(timezone.localdate())}


HELPERS_PAGE, HELPERS_ACT = helpers(200, 404), helpers(302, 404)

ROWS = [
    # Without something typed that waits, the forms' own addresses lead to the page.
    Row("pair_contact", "GET", OWN_ACT, args=own_pair),
    Row("pair_contact", "POST", OWN_ACT, args=own_pair, data=today),
    Row("pair_contact_withdraw", "GET", NEVER, args=own_contact),
    Row("pair_contact_withdraw", "POST", OWN_ACT, args=own_contact),
    Row("pair_note", "GET", OWN_ACT, args=own_pair),
    Row("pair_note", "POST", OWN_ACT, args=own_pair, data=lambda cast: {"words": "Hello"}),
    Row("pair_note_withdraw", "GET", NEVER, args=own_note),
    Row("pair_note_withdraw", "POST", OWN_ACT, args=own_note),
    Row("companion_word", "GET", HELPERS_PAGE, args=bobs_ended_pair),
    Row("companion_word", "GET", helpers(404), "somebody else's", args=somebodys_ended_pair),
    Row("companion_word", "POST", HELPERS_ACT, args=bobs_ended_pair, data=lambda cast: {"rating": 5}),
    Row("companion_word", "POST", helpers(404), "somebody else's", args=somebodys_ended_pair),
]
