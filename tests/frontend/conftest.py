"""What tests of pages share."""

import shutil

import pytest
from django.utils.translation import trans_real

from scripts import catalogue


@pytest.fixture
def compiled(tmp_path, settings):
    """The catalogues of now as Django reads them, wherever these tests run."""
    for language in ("pl", "uk", "ru"):
        source, target = (catalogue.po_path(root, language) for root in (catalogue.ROOT, tmp_path))
        target.parent.mkdir(parents=True)
        shutil.copy(source, target)
        catalogue.compile_catalogue(tmp_path, language)
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    trans_real._translations = {}
    yield
    trans_real._translations = {}
