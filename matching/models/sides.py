"""Whose the two sides of a match are: what every scope asks first."""

from django.db import models


class OfTwoCentres(models.Model):
    """A seeker and a helper, with the centre of each, so that a scope asks one table instead of six.

    Nobody writes the two centres: the database fills them from the people and keeps them true
    (matching/triggers.py, docs/decisions/0032). Both are filled in every row; NULL stands only in an instance
    that was made and never read again.
    """

    seeker_centre = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, editable=False, related_name="+"
    )
    helper_centre = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        abstract = True
