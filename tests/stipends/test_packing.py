"""The evidence of a claim: the same claim the same bytes, and no change of it goes unseen."""

import json
from io import BytesIO, StringIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.management import CommandError, call_command

from base.common.errors import Refusal
from stipends.domain import checking_packs
from stipends.domain.checking_packs import check_pack
from stipends.domain.claims import attach_paper, begin_claim, submit_claim
from stipends.domain.comments import comment
from stipends.domain.packing import FACTS, MANIFEST, PRINTED, as_text, pack_of
from stipends.domain.papers import put_in_paper
from stipends.domain.verifying import approve_claim, claw_back, verify_claim
from tests.factories.stipends import ADA, ALICE, DANA, funded_project, signed, workplace

pytestmark = pytest.mark.django_db
SCAN = b"%PDF-1.7 payroll of October"


@pytest.fixture
def claim(db):
    """Approved, with one paper and two words said of it."""
    place = workplace(funded_project(papers=["payroll"]))
    claim = begin_claim(place.participation, pair=place.pair, month=place.month, by=DANA)
    paper = put_in_paper(
        place.participation, kind="payroll", name="lista płac.pdf", content=SCAN, pair=place.pair,
        month=place.month, by=DANA,
    )  # fmt: skip
    attach_paper(claim, paper, by=DANA)
    claim = submit_claim(signed(claim), by=DANA)
    comment(claim, words="Looks right.", inside=False, by=ALICE)
    comment(claim, words="Ask ZUS first.", inside=True, by=ALICE)
    return approve_claim(verify_claim(claim, by=ALICE), by=ADA)


@pytest.fixture
def packed(claim):
    return pack_of(claim).zip


def files_of(content):
    with ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(files):
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    return content.getvalue()


def with_facts(packed, change, *, mend_manifest=True):
    """The pack with its facts changed, as somebody would who also mends the manifest."""
    import hashlib

    files = files_of(packed)
    facts = json.loads(files[FACTS])
    change(facts)
    files[FACTS] = as_text(facts)
    if mend_manifest:
        manifest = json.loads(files[MANIFEST])
        for one in manifest["files"]:
            body = files[one["name"]]
            one |= {"bytes": len(body), "sha256": hashlib.sha256(body).hexdigest()}
        files[MANIFEST] = as_text(manifest)
    return zipped(files)


def test_pack_holds_everything_and_is_right(claim, packed):
    verdict = check_pack(packed)
    assert (verdict.faults, verdict.claim, verdict.total_grosze) == ((), claim.number, 45_313)
    files = files_of(packed)
    assert set(files) == {FACTS, PRINTED, MANIFEST, "papers/01-payroll.pdf"}
    assert files["papers/01-payroll.pdf"] == SCAN
    facts = json.loads(files[FACTS])
    assert sum(one["minutes"] for one in facts["hours"]) == facts["claim"]["minutes"] == 870
    assert [one["amount_grosze"] for one in facts["ledger"]] == [45_313]
    assert [one["state"] for one in facts["steps"]] == ["submitted", "verified", "approved"]
    assert facts["rule"]["is_example"] is True


def test_same_claim_gives_the_same_bytes(claim):
    assert pack_of(claim) == pack_of(claim)


def test_pdf_has_the_papers_attached(claim):
    pdf = pack_of(claim).pdf
    assert pdf.startswith(b"%PDF-")
    assert SCAN in pdf


def test_what_is_said_for_the_centre_only_leaves_in_no_pack(packed):
    files = files_of(packed)
    assert "Looks right." in files[FACTS].decode()
    assert "Ask ZUS first." not in files[FACTS].decode()


def test_claim_taken_back_is_packed_with_the_hours_it_stood_on(claim):
    claw_back(claim, words="The hours were made up.", by=ADA)
    claim.refresh_from_db()
    packed = pack_of(claim).zip
    assert check_pack(packed).faults == ()
    facts = json.loads(files_of(packed)[FACTS])
    assert [one["kind"] for one in facts["ledger"]] == ["commitment", "release"]
    assert len(facts["hours"]) == 15


def test_draft_has_no_evidence():
    place = workplace()
    draft = begin_claim(place.participation, pair=place.pair, month=place.month, by=DANA)
    with pytest.raises(Refusal) as caught:
        pack_of(draft)
    assert caught.value.code == "not_submitted"


# --- what was changed is seen -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", [FACTS, PRINTED, "papers/01-payroll.pdf"])
def test_one_changed_byte_is_seen(packed, name):
    files = files_of(packed)
    files[name] += b" "
    assert f"{name} has been changed." in check_pack(zipped(files)).faults


def test_missing_and_added_files_are_seen(packed):
    files = files_of(packed)
    del files[PRINTED]
    assert f"{PRINTED} is missing." in check_pack(zipped(files)).faults
    added = zipped(files_of(packed) | {"more.txt": b"x"})
    assert check_pack(added).faults == ("more.txt is not in the manifest.",)


def test_paper_exchanged_with_its_digest_is_seen(packed):
    files = files_of(packed) | {"papers/01-payroll.pdf": b"%PDF-1.7 another"}
    changed = with_facts(zipped(files), lambda facts: None)
    assert check_pack(changed).faults == ("papers/01-payroll.pdf is not the paper that was put in.",)


def raise_total(facts):
    facts["claim"]["total_grosze"] = facts["claim"]["gross_grosze"] = 95_313


def raise_rate(facts):
    facts["computation"][0]["exact"] = "90000"


def more_minutes(facts):
    facts["hours"][0]["minutes"] += 60


def twice_the_same_hour(facts):
    facts["hours"].append(facts["hours"][0])


def other_entry(facts):
    facts["ledger"][0]["amount_grosze"] = 1


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (raise_total, "The steps come to 45313 grosze, the claim says 95313."),
        (raise_rate, "The computation is not the one that was kept: its digest differs."),
        (more_minutes, "A stretch of hours is not as long as it says."),
        (twice_the_same_hour, "Two stretches of hours overlap."),
        (other_entry, " is of another amount."),
    ],
)
def test_facts_changed_together_with_the_manifest_are_seen(packed, change, fault):
    faults = check_pack(with_facts(packed, change)).faults
    assert any(fault in one for one in faults)


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04 damaged", b"%PDF-1.7", zipped({"a.txt": b"x"})],
    ids=["nothing", "damaged", "PDF", "another archive"],  # an archive holds the clock: no name for a test
)
def test_what_is_no_pack_is_one_fault(content):
    assert len(check_pack(content).faults) == 1


def test_pack_larger_than_any_is_not_unpacked(packed, monkeypatch):
    monkeypatch.setattr(checking_packs, "MOST_BYTES", 1_000)
    assert check_pack(packed).faults == ("It is larger than a pack can be.",)


def test_command_tells_the_amount_or_every_fault(packed, tmp_path):
    right, wrong, out, told = tmp_path / "w.zip", tmp_path / "x.zip", StringIO(), StringIO()
    right.write_bytes(packed)
    wrong.write_bytes(with_facts(packed, raise_total))
    call_command("verify_pack", str(right), stdout=out)
    assert "453.13 PLN. All as packed." in out.getvalue()
    with pytest.raises(CommandError, match="is not what was packed"):
        call_command("verify_pack", str(wrong), stderr=told)
    assert "the claim says 95313" in told.getvalue()
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("verify_pack", str(tmp_path / "nothing.zip"))
