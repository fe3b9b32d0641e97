"""The test server as production serves its files: compressed, under names with their hashes."""

import os

from config.settings.test import *  # noqa: F403

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "frontend.static_files.HashedFiles"},
}
STATIC_ROOT = os.environ["SPLOT_TEST_STATIC"]
WHITENOISE_AUTOREFRESH = False
WHITENOISE_USE_FINDERS = False
