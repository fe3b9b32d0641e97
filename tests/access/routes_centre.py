"""Who works at the centre, the centre itself and its sites: the administrator's pages."""

from datetime import date

from tests.access.matrix import Row, actors
from tests.factories.accounts import invitation
from tests.factories.organisations import SiteFactory
from volunteers.domain.documents import set_document
from volunteers.enums import DocumentKind
from volunteers.models import CentreDocument


def open_invitation(cast):
    return [invitation(cast.centre).invitation.pk]


def own_site(cast):
    return [SiteFactory(organisation=cast.centre).pk]


ADMINISTRATORS_PAGE = actors(otherwise=403, administrator=200, other_administrator=200)
ADMINISTRATORS_ACT = actors(otherwise=403, administrator=302, other_administrator=302)
OWN_PAGE = actors(otherwise=403, administrator=200, other_administrator=404)
OWN_ACT = actors(otherwise=403, administrator=302, other_administrator=404)
ONLY_POSTED_TO = actors(otherwise=403, administrator=405, other_administrator=405)
WHY = {"why": "the team asked"}
PLACE = {"name": "Branch", "place_postcode": "26-600", "place_name": "Radom"}

WORDS = {
    "kind": "standards", "version": "2026-12", "valid_from": "2030-01-01", "source": "order 12/2026",
    "body": "# Standards\n\nBe kind.",
}  # fmt: skip


def common_document(cast):
    return [CentreDocument.objects.filter(centre=None).first().pk]


def own_document(cast):
    words = {"version": "1", "body": "# x", "source": "s", "valid_from": date(2030, 1, 1)}
    return [set_document(cast.centre, kind=DocumentKind.STANDARDS, by=cast.ada, **words).pk]


ROWS = [
    Row("documents", "GET", ADMINISTRATORS_PAGE),
    Row("documents", "POST", ADMINISTRATORS_ACT, data=lambda cast: WORDS),
    Row("documents", "POST", actors(otherwise=403, administrator=422, other_administrator=422), "sent empty"),
    Row("document", "GET", ADMINISTRATORS_PAGE, "everybody's", args=common_document),
    Row("document", "GET", OWN_PAGE, args=own_document),
    Row("document", "POST", ONLY_POSTED_TO, args=own_document),
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
    Row("centre", "GET", ADMINISTRATORS_PAGE),
    Row("centre", "POST", ADMINISTRATORS_ACT, data=lambda cast: {"name": "Another name", **WHY}),
    Row("translations", "GET", ADMINISTRATORS_PAGE),
    Row("translations", "POST", actors(otherwise=403, administrator=405, other_administrator=405)),
    Row("site_add", "GET", ADMINISTRATORS_PAGE),
    Row("site_add", "POST", ADMINISTRATORS_ACT, data=lambda cast: {**PLACE, **WHY}),
    Row("site_edit", "GET", OWN_PAGE, args=own_site),
    Row("site_edit", "POST", OWN_ACT, args=own_site, data=lambda cast: {**PLACE, **WHY}),
    Row("site_remove", "GET", ONLY_POSTED_TO, args=own_site),
    Row("site_remove", "POST", OWN_ACT, args=own_site, data=lambda cast: WHY),
]  # fmt: skip
