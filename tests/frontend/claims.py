"""Claims of the told cast, for tests of their pages: Dana's firm at centre A, through the verbs."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from base.audit.actor import Actor
from mentors.models import Participation
from stipends.domain.claims import begin_claim, sign_claim, submit_claim
from stipends.domain.examination import declarations_of, papers_missing
from stipends.domain.papers import put_in_for_claim
from stipends.domain.verifying import approve_claim, verify_claim
from stipends.models import Claim
from tests.factories.cast import Cast
from tests.factories.mentors import ParticipationFactory
from tests.factories.stipends import Workplace, funded_project, last_month, workplace

PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"


def file_of(name: str = "lista.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    """What a browser sends of a file."""
    return SimpleUploadedFile(name, content, content_type="application/octet-stream")


def part_at(cast: Cast) -> Participation:
    """The part of Dana's firm at centre A, found or made."""
    known = Participation.objects.filter(employer=cast.firm, centre=cast.centre).first()
    return known or ParticipationFactory(
        employer=cast.firm, centre=cast.centre, agreement_from=last_month() - timedelta(days=100)
    )


def place_of(cast: Cast, *, minutes: int = 870, **rule: object) -> Workplace:
    """A mentor and a new colleague of Dana's firm who met last month; money stands behind the rule."""
    return workplace(funded_project(cast.centre, **rule), participation=part_at(cast), minutes=minutes)


def draft_of(cast: Cast, **rule: object) -> Claim:
    """A draft for last month, not signed."""
    place = place_of(cast, **rule)
    return begin_claim(place.participation, pair=place.pair, month=place.month, by=cast.dana)


def sent_in(claim: Claim, by: Actor) -> Claim:
    """Signed and submitted, with every paper its rule demands."""
    for kind in papers_missing(claim):
        put_in_for_claim(claim, kind=kind, name=f"{kind}.pdf", content=PDF, by=by)
    claim.refresh_from_db()
    signed = sign_claim(claim, signed_name="Dana Nowak", declarations=declarations_of(claim), by=by)
    return submit_claim(signed, by=by)


def submitted_of(cast: Cast, **rule: object) -> Claim:
    """Submitted by Dana."""
    return sent_in(draft_of(cast, **rule), cast.dana)


def verified_of(cast: Cast, **rule: object) -> Claim:
    """Verified by Alice."""
    return verify_claim(submitted_of(cast, **rule), by=cast.alice)


def approved_of(cast: Cast, **rule: object) -> Claim:
    """Approved by Filip."""
    return approve_claim(verified_of(cast, **rule), by=cast.filip)
