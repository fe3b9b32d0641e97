"""Papers an employer puts in: what is taken, what is refused with a sentence, what is kept."""

import hashlib
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from base.audit.models import Record
from base.common.errors import Refusal
from stipends.domain import papers as papers_domain
from stipends.domain.papers import MOST_BYTES, put_in_paper, tidy_name, type_of, withdraw_paper
from stipends.enums import ClaimState, PaperKind
from stipends.models import Paper
from tests.factories.mentors import ParticipationFactory
from tests.factories.stipends import claim_in, funded_project, last_month, workplace

PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
JPEG = b"\xff\xd8\xff\xe0" + bytes(40)

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(db):
    return workplace(with_meetings=False).pair


@pytest.fixture
def part(pair):
    return pair.helper.mentor.participation


@pytest.fixture
def dana(cast):
    return cast.dana


def put_in(part, by, **changes):
    given = {"kind": PaperKind.PAYROLL, "name": "lista.pdf", "content": PDF, "month": last_month()}
    return put_in_paper(part, by=by, **(given | changes))


def problems(part, by, **changes):
    with pytest.raises(ValidationError) as caught:
        put_in(part, by, **changes)
    return {
        field: [error.messages[0] for error in errors] for field, errors in caught.value.error_dict.items()
    }


def test_paper_is_kept_as_it_came(part, pair, dana):
    paper = put_in(part, dana, pair=pair, month=last_month() + timedelta(days=9), dated_on=date(2026, 1, 5))
    paper = Paper.objects.get(pk=paper.pk)
    assert (bytes(paper.body), paper.size, paper.sha256) == (PDF, len(PDF), hashlib.sha256(PDF).hexdigest())
    assert (paper.content_type, paper.name, paper.month) == ("application/pdf", "lista.pdf", last_month())
    assert (paper.mentor, paper.pair, paper.dated_on) == (pair.helper.mentor, pair, date(2026, 1, 5))
    assert (paper.put_in_by_id, paper.put_in_by_label) == (dana.user_id, dana.actor_label)


def test_putting_in_is_on_record_without_the_name_of_the_file(part, dana):
    paper = put_in(part, dana, name="Kowalski lista.pdf")
    written = Record.objects.get(act="stipends.paper.put_in")
    assert (written.object_label, written.organisation_id) == (f"payroll {paper.pk}", part.centre_id)
    assert "Kowalski" not in str(written.details)


def test_same_file_put_in_twice_is_one_paper(part, dana):
    first, again = put_in(part, dana), put_in(part, dana, name="other.pdf")
    assert (first.pk, Paper.objects.count()) == (again.pk, 1)
    assert put_in(part, dana, month=last_month(last_month())).pk != first.pk


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "application/pdf"),
        (b"\n\n" + PDF, "application/pdf"),
        (PNG, "image/png"),
        (JPEG, "image/jpeg"),
        (b"PK\x03\x04 a spreadsheet", ""),
        (b"<html>%PDF</html>", ""),
        (bytes(1024) + PDF, ""),
    ],
)
def test_type_is_read_from_the_content(content, kind):
    assert type_of(content) == kind


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This file is empty. Choose another one."),
        (b"MZ\x90 a program", "This is not a PDF, JPEG or PNG file, whatever it is called. "
         "Save or scan it as one of them."),
        (PDF + b"trailer << /Encrypt 5 0 R >>", "This PDF is locked with a password. "
         "Save it without one and try again."),
    ],
)  # fmt: skip
def test_file_that_cannot_be_read_by_everybody_is_refused(part, dana, content, sentence):
    assert problems(part, dana, content=content) == {"file": [sentence]}
    assert not Paper.objects.exists()


def test_file_is_at_most_ten_megabytes(part, dana):
    most = PDF + bytes(MOST_BYTES - len(PDF))
    assert put_in(part, dana, content=most).size == MOST_BYTES
    assert "larger than 10 MB" in problems(part, dana, content=most + b"\0")["file"][0]


def test_everything_wrong_is_told_at_once(part, dana):
    tomorrow = timezone.localdate() + timedelta(days=1)
    wrong = problems(part, dana, kind="letter", content=b"x", dated_on=tomorrow)
    assert sorted(wrong) == ["dated_on", "file", "kind"]


def test_paper_of_a_month_names_a_month_that_has_begun(part, dana):
    assert problems(part, dana, month=None) == {"month": ["Say which month this paper is about."]}
    later = timezone.localdate() + timedelta(days=40)
    assert problems(part, dana, month=later) == {"month": ["This month has not begun."]}


def test_standing_paper_names_whom_it_is_of(part, dana, pair):
    standing = {"kind": PaperKind.APPOINTMENT, "month": None}
    assert problems(part, dana, **standing) == {"pair": ["Say of which mentor this paper is."]}
    assert put_in(part, dana, **standing, mentor=pair.helper.mentor).pair is None
    contract = {"kind": PaperKind.MENTEE_CONTRACT, "month": None}
    assert problems(part, dana, **contract, mentor=pair.helper.mentor) == {
        "pair": ["Say of which new colleague this contract is."]
    }


def test_paper_is_of_the_firm_s_own_people(part, dana, pair):
    stranger = workplace(with_meetings=False).pair
    assert problems(part, dana, pair=stranger) == {"pair": ["This mentor is not of this firm."]}
    colleague = workplace(participation=part, with_meetings=False).pair
    assert problems(part, dana, pair=pair, mentor=colleague.helper.mentor) == {
        "pair": ["This mentor is not of this pair."]
    }


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        (r"C:\Users\Dana\lista płac.pdf", "lista płac.pdf"),
        ("../../etc/passwd", "passwd"),
        ("list\x00a\u202efdp.exe\n.pdf", "listafdp.exe.pdf"),
        ("", "plik.pdf"),
        ("...", "plik.pdf"),
        ("a" * 300, "a" * 196 + ".pdf"),
    ],
)
def test_name_is_the_file_s_own_and_can_be_read(name, kept):
    assert tidy_name(name, "application/pdf") == kept


# --- taken away -------------------------------------------------------------------------------------------


def test_paper_taken_away_is_kept_and_leaves_the_claims_still_written(dana):
    claim = claim_in(ClaimState.DRAFT, workplace(funded_project(papers=["payroll"])))
    paper = claim.claim_papers.get().paper
    assert withdraw_paper(paper, by=dana).withdrawn_at is not None
    assert not claim.claim_papers.exists()
    assert bytes(Paper.objects.get(pk=paper.pk).body) == bytes(paper.body)
    with pytest.raises(Refusal) as caught:
        withdraw_paper(paper, by=dana)
    assert caught.value.code == "already"


def test_paper_of_a_claim_that_was_sent_in_stays(dana):
    claim = claim_in(ClaimState.SUBMITTED, workplace(funded_project(papers=["payroll"])))
    paper = claim.claim_papers.get().paper
    with pytest.raises(Refusal) as caught:
        withdraw_paper(paper, by=dana)
    assert (caught.value.code, claim.number in str(caught.value)) == ("in_use", True)
    assert (Paper.objects.get().withdrawn_at, claim.claim_papers.count()) == (None, 1)


def test_paper_put_in_again_after_it_was_taken_away_is_another_one(part, dana):
    first = put_in(part, dana)
    withdraw_paper(first, by=dana)
    assert put_in(part, dana).pk != first.pk


def test_papers_of_two_firms_never_mix(dana, part):
    one = put_in(part, dana)
    other = put_in(ParticipationFactory(), dana)
    assert one.pk != other.pk
    assert papers_domain.MOST_BYTES == 10_485_760
