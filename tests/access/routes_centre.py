"""Who works at the centre, the centre itself and its sites: the administrator's pages."""

from tests.access.matrix import Row, actors
from tests.factories.accounts import invitation
from tests.factories.organisations import SiteFactory


def open_invitation(cast):
    return [invitation(cast.centre).invitation.pk]


def own_site(cast):
    return [SiteFactory(organisation=cast.centre).pk]


ADMINISTRATORS_PAGE = actors(otherwise=403, administrator=200, other_administrator=200)
ADMINISTRATORS_ACT = actors(otherwise=403, administrator=302, other_administrator=302)
OWN_PAGE = actors(otherwise=403, administrator=200, other_administrator=404)
OWN_ACT = actors(otherwise=403, administrator=302, other_administrator=404)
ONLY_POSTED_TO = actors(otherwise=403, administrator=405, other_administrator=405)
PLACE = {"name": "Branch", "place_postcode": "26-600", "place_name": "Radom"}

ROWS = [
    Row("members", "GET", ADMINISTRATORS_PAGE),
    Row("members", "POST", actors(otherwise=403, administrator=405, other_administrator=405)),
    Row("invite", "GET", ADMINISTRATORS_PAGE),
    Row(
        "invite", "POST", ADMINISTRATORS_ACT,
        data=lambda cast: {"email": "new@example.org", "role": "coordinator"},
    ),
    Row("invitation_withdraw", "GET", ONLY_POSTED_TO, args=open_invitation),
    Row("invitation_withdraw", "POST", OWN_ACT, args=open_invitation),
    Row("membership_end", "GET", ONLY_POSTED_TO, args=lambda cast: [cast.alice.pk]),
    Row("membership_end", "POST", OWN_ACT, "of a colleague", args=lambda cast: [cast.alice.pk]),
    Row(
        "membership_end", "POST", actors(otherwise=403, administrator=409, other_administrator=404),
        "of the only administrator", args=lambda cast: [cast.ada.pk],
    ),
    Row(
        "membership_end", "POST", actors(otherwise=403, administrator=404, other_administrator=404),
        "of one that has ended", args=lambda cast: [cast.ewa.pk],
    ),
    Row("settings", "GET", ADMINISTRATORS_PAGE),
    Row("settings", "POST", ADMINISTRATORS_ACT, data=lambda cast: {"name": "Another name"}),
    Row("translations", "GET", ADMINISTRATORS_PAGE),
    Row("translations", "POST", actors(otherwise=403, administrator=405, other_administrator=405)),
    Row("site_add", "GET", ADMINISTRATORS_PAGE),
    Row("site_add", "POST", ADMINISTRATORS_ACT, data=lambda cast: PLACE),
    Row("site_edit", "GET", OWN_PAGE, args=own_site),
    Row("site_edit", "POST", OWN_ACT, args=own_site, data=lambda cast: PLACE),
    Row("site_remove", "GET", ONLY_POSTED_TO, args=own_site),
    Row("site_remove", "POST", OWN_ACT, args=own_site),
]  # fmt: skip
