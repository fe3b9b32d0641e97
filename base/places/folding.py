"""One way to make typed words comparable: small letters, no diacritics, the same length as the text."""

import difflib
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

# Letters that Unicode does not decompose, and the dashes and spaces word processors put in.
UNDECOMPOSED = {
    **dict.fromkeys("–—‑−", "-"),
    **dict.fromkeys("\xa0\u202f", " "),
    "ł": "l",
    "đ": "d",
    "ø": "o",
    "ı": "i",
}


@lru_cache(maxsize=4096)
def _fold_letter(letter: str) -> str:
    small = letter.lower()[0]
    return UNDECOMPOSED.get(small) or unicodedata.normalize("NFD", small)[0]


def fold(text: str) -> str:
    """`text` composed, in small letters without diacritics: "Święty Łukasz" -> "swiety lukasz".

    The answer is exactly as long as `unicodedata.normalize("NFC", text)`, so positions carry over.
    """
    return "".join(map(_fold_letter, unicodedata.normalize("NFC", text)))


def nearest(word: str, known: Iterable[str], *, limit: int = 3) -> list[str]:
    """The words of `known` (already folded) that look most like `word`, best first; for "did you mean"."""
    size = len(word)
    plausible = {other for other in known if abs(len(other) - size) <= 3}
    return difflib.get_close_matches(word, sorted(plausible), n=limit, cutoff=0.7)
