"""A refusal speaks the reader's language."""

from django.utils.functional import lazystr

from base.common.errors import Refusal


def test_refusal_carries_a_sentence_and_a_code():
    refusal = Refusal("This volunteer has no room left.", code="no_room")
    assert (refusal.message, str(refusal), refusal.code) == (
        "This volunteer has no room left.",
        "This volunteer has no room left.",
        "no_room",
    )


def test_refusal_reads_a_lazy_sentence_when_it_is_shown():
    assert Refusal(lazystr("Later.")).message == "Later."
    assert Refusal("No.").code == "refused"
