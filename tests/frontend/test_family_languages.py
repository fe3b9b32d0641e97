"""Ukrainian and Russian are whole on the family's pages, and nothing there is anybody else's."""

import re
from html.parser import HTMLParser

import pytest

from scripts import catalogue
from tests.frontend.family_pages import CANARIES, family_pages

TEMPLATES = catalogue.ROOT / "frontend" / "templates"
#: Latin words that are meant: names, signs, and what a person of the tests is called.
MEANT = {
    "Splot",
    "PIN",
    "ZUS",
    "PL",
    "EN",
    "polski",
    "English",
    "Centre",
    "Olena",
    "Kowalenko",
    "Kraków",
    "Alice",
}
SPOKEN_ATTRIBUTES = ("aria-label", "title", "placeholder", "alt", "data-close", "data-offline", "data-failed")


class Words(HTMLParser):
    """All that a reader or a screen reader is told."""

    def __init__(self):
        super().__init__()
        self.told, self.silent = [], 0

    def handle_starttag(self, tag, attrs):
        self.silent += tag in ("script", "style")
        self.told += [value for name, value in attrs if name in SPOKEN_ATTRIBUTES and value]

    def handle_endtag(self, tag):
        self.silent -= tag in ("script", "style")

    def handle_data(self, data):
        if not self.silent:
            self.told.append(data)


def latin_words(html: str) -> set[str]:
    """The Latin words of a page that nobody meant."""
    reader = Words()
    reader.feed(html)
    text = re.sub(r"\S+@\S+|https?://\S+|\b[KW]-\d+", " ", " ".join(reader.told))
    return set(re.findall(r"[A-Za-zÀ-ž][A-Za-zÀ-ž'’-]+", text)) - MEANT


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["uk", "ru"])
def test_every_page_is_translated(compiled, cast, language):
    found = {}
    for page in family_pages(cast):
        html = page.answer(page.client(language)).content.decode()
        assert f'<html lang="{language}"' in html, page.name
        if words := latin_words(html):
            found[page.name] = sorted(words)
    assert found == {}


def test_latin_words_are_seen_wherever_they_are_told():
    html = '<p title="Hello">Ні<script>let x</script> <b>PIN</b> one@example.org</p>'
    assert latin_words(html) == {"Hello"}


@pytest.mark.django_db
def test_nothing_of_helpers_coordinators_and_other_families_is_told(cast):
    pages = [page.answer(page.client("pl")) for page in family_pages(cast)]
    told = [answer.content.decode() for answer in pages]
    assert [word for word in CANARIES if any(word in text for text in told)] == []
    assert any("Марта" in text for text in told)


def test_what_a_familys_page_includes_is_translated_too():
    """A part included on a family's page stands in the scope of every language."""
    asked = re.compile(r"{%\s*(?:include|extends)\s+[\"']([^\"']+)[\"']")
    waiting, known = [*(TEMPLATES / "f").rglob("*.html"), *(TEMPLATES / "touch").rglob("*.html")], set()
    while waiting:
        path = waiting.pop()
        if path in known:
            continue
        known.add(path)
        # What begins with "phone/" is shown to helpers who are logged in.
        parts = (name for name in asked.findall(path.read_text()) if not name.startswith("phone/"))
        waiting += [TEMPLATES / name for name in parts]
    holds_texts = {path for path in known if re.search(r"{%\s*(?:block)?translate", path.read_text())}
    names = {path.relative_to(catalogue.ROOT).as_posix() for path in holds_texts}
    assert {name for name in names if not name.startswith(catalogue.FAMILY)} == set()


def test_family_scope_names_places_that_exist():
    sources = [path.relative_to(catalogue.ROOT).as_posix() for path in catalogue.source_files(catalogue.ROOT)]
    missing = {part for part in catalogue.FAMILY if not any(name.startswith(part) for name in sources)}
    assert missing == set()
