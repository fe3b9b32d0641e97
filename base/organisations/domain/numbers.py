"""The numbers behind neutral labels (K-417): each is given once, also when its bearer was taken back."""

from typing import Any

from django.db.models import Manager, Max

from base.organisations.models import NumberTakenBack, Organisation


def next_number(centre: Organisation, series: str, people: "Manager[Any]") -> int:
    """The first free number of the centre's `people` in this series; call it under `lock_centre`."""
    taken_back = NumberTakenBack.objects.filter(centre=centre, series=series).first()
    highest = people.aggregate(last=Max("number"))["last"] or 0
    return max(highest, taken_back.number if taken_back else 0) + 1


def keep_number(centre: Organisation, series: str, number: int) -> None:
    """From now on nobody new gets this number, or one below; call it before its bearer goes."""
    kept, _made = NumberTakenBack.objects.get_or_create(
        centre=centre, series=series, defaults={"number": number}
    )
    if kept.number < number:
        kept.number = number
        kept.save(update_fields=["number"])
