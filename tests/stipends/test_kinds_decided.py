"""Only support that the consultation with a firm decided on is claimed."""

import pytest

from stipends.domain.examination import examine
from tests.factories.joining import consulted
from tests.factories.stipends import drafted

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("decided", "codes"), [(["training"], {"not_decided"}), (["mentor_allowance", "training"], set())]
)
def test_support_that_nobody_decided_on_is_not_claimed(decided, codes):
    claim = drafted()
    consulted(claim.participation, kinds=decided)
    assert {one.code for one in examine(claim).findings} & {"not_decided"} == codes


def test_a_firm_that_agreed_on_paper_is_not_asked_for_a_consultation():
    assert "not_decided" not in {one.code for one in examine(drafted()).findings}
