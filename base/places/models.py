"""What rows of other rooms have when they are somewhere or speak something. No tables here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from base.places.languages import Level, Spoken, language_codes, language_name

if TYPE_CHECKING:
    from base.places.gazetteer import Place


def validate_language(code: str) -> None:
    if code not in language_codes():
        raise ValidationError(
            format_lazy(_("“{code}” is not the code of a language."), code=code), code="invalid"
        )


class Located(models.Model):
    """Something with a place of the gazetteer: written by `set_place`, empty until then. The point is in
    degrees (WGS 84); the commune's code is six digits of TERYT."""

    postcode = models.CharField(_("post code"), max_length=6, blank=True)
    place_name = models.CharField(_("place"), max_length=100, blank=True)
    commune_code = models.CharField(_("commune's code"), max_length=6, blank=True)
    commune_name = models.CharField(_("commune"), max_length=100, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)

    class Meta:
        abstract = True

    def set_place(self, place: Place) -> None:
        """Take over the place; saving is the caller's."""
        self.postcode = place.postcode
        self.place_name = place.name
        self.commune_code = place.commune_code
        self.commune_name = place.commune
        self.latitude = place.latitude
        self.longitude = place.longitude

    @property
    def point(self) -> tuple[float, float] | None:
        """Latitude and longitude, None while there is no place."""
        if self.latitude is None or self.longitude is None:
            return None
        return self.latitude, self.longitude


class SpokenLanguage(models.Model):
    """A language somebody speaks and how well; the room that owns the person adds the foreign key."""

    language = models.CharField(_("language"), max_length=3, validators=[validate_language])
    level = models.PositiveSmallIntegerField(_("level"), choices=Level)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{language_name(self.language)} {Level(self.level).label}"

    @property
    def spoken(self) -> Spoken:
        return Spoken(self.language, Level(self.level))
