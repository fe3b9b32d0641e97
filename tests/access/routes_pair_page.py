"""The page of a pair: contacts and notes, for those who work with people on one of its sides."""

from django.utils import timezone

from activities.models import Contact, PairNote
from tests.access.matrix import Row
from tests.access.routes_matching import NEVER, OWN_ACT
from tests.frontend.activities import pair_at


def own_pair(cast):
    return [pair_at(cast.centre).pk]


def own_contact(cast):
    made = {"whom": "helper", "way": "phone", "by_label": "Alice"}
    return [Contact.objects.create(pair=pair_at(cast.centre), **made).pk]


def own_note(cast):
    return [PairNote.objects.create(pair=pair_at(cast.centre), words="Hello", by_label="Alice").pk]


def today(cast):
    return {"whom": "helper", "way": "phone", "on": str(timezone.localdate())}


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
]
