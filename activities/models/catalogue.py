"""What people can have done together, as pictures with words."""

from typing import ClassVar

from django.db import models
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from activities.enums import Picture, StandardActivity
from matching.models import Programme

#: The languages of a coordinator's own words, the one that is always there first.
WORD_LANGUAGES = ("pl", "uk", "ru", "en")


class Activity(models.Model):
    """One line of a programme's catalogue. A code stands for ever: old meetings name it.

    A standard one is called by its translated word until somebody rewords it; `words` are by language.
    """

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="activities")
    code = models.SlugField(_("code"), max_length=24)
    picture = models.CharField(_("picture"), max_length=16, choices=Picture, default=Picture.OTHER)
    words = models.JSONField(_("words"), default=dict, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    shown = models.BooleanField(_("shown"), default=True)

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering: ClassVar = ["programme_id", "order", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "code"], name="activity_code_once_per_programme"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_standard(self) -> bool:
        """Whether the catalogue began with it."""
        return self.code in StandardActivity.values

    @property
    def word(self) -> str:
        """How it is called in the language active now."""
        language = (translation.get_language() or "en").split("-")[0]
        if own := self.words.get(language):
            return str(own)
        if self.is_standard:
            return str(StandardActivity(self.code).label)
        return str(next((self.words[code] for code in WORD_LANGUAGES if self.words.get(code)), self.code))
