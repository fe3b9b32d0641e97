"""The page of texts nobody has reviewed says what the catalogues say."""

import pytest
from django.urls import reverse

from frontend.unreviewed import MARK, unreviewed_languages, unreviewed_texts
from scripts import catalogue
from tests.clients import client_of
from tests.frontend.people import queries_of

URL = reverse("translations")


@pytest.fixture
def ada(cast):
    return client_of(cast.ada)


def test_languages_are_those_the_catalogues_say(settings):
    assert set(unreviewed_languages()) == set(catalogue.UNREVIEWED)
    assert f"\n{MARK}\n" in catalogue.header("uk")


def test_count_and_texts_are_those_of_the_catalogue(ada):
    texts = unreviewed_texts("uk")
    entries = catalogue.read_catalogue(catalogue.po_path(catalogue.ROOT, "uk"), "uk")
    assert len(texts) == sum(1 for entry in entries if entry.id and any(catalogue.forms(entry)))
    page = ada.get(URL, {"language": "uk"}).content.decode()
    assert (texts[0].translated[0] in page, f"<span>{len(texts)}</span>" in page) == (True, True)


def test_texts_come_in_pages_and_cost_no_query(ada):
    first, second = (ada.get(URL, {"page": number}).content.decode() for number in (1, 2))
    assert first.count('<td data-label="English"') == 25
    assert first != second
    assert queries_of(ada, URL) == queries_of(ada, f"{URL}?page=2")


def test_nothing_to_review_is_said(ada, settings, tmp_path):
    settings.CATALOGUES = tmp_path
    assert "Everything has been read" in ada.get(URL).content.decode()
