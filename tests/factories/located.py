"""A row with a place."""

import factory

from base.places.gazetteer import Place, resolve


class LocatedFactory(factory.django.DjangoModelFactory):
    """Gives a row its place: `place=resolve(...)`, or None for a row that is nowhere yet."""

    class Meta:
        abstract = True

    class Params:
        place: Place | None = factory.LazyFunction(lambda: resolve("31-137", "Kraków"))

    postcode = factory.LazyAttribute(lambda row: row.place.postcode if row.place else "")
    place_name = factory.LazyAttribute(lambda row: row.place.name if row.place else "")
    commune_code = factory.LazyAttribute(lambda row: row.place.commune_code if row.place else "")
    commune_name = factory.LazyAttribute(lambda row: row.place.commune if row.place else "")
    latitude = factory.LazyAttribute(lambda row: row.place.latitude if row.place else None)
    longitude = factory.LazyAttribute(lambda row: row.place.longitude if row.place else None)
