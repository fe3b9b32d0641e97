"""Moving what was written today to earlier days."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from demo.past import earlier

WARSAW = ZoneInfo("Europe/Warsaw")


@pytest.mark.parametrize(
    ("moment", "days"),
    [
        (datetime(2026, 11, 29, 23, 50, tzinfo=WARSAW), 117),
        (datetime(2026, 4, 2, 0, 10, tzinfo=WARSAW), 30),
        (datetime(2026, 11, 29, 12, 0, tzinfo=WARSAW), 3),
    ],
)
def test_so_many_days_earlier_is_that_day_also_when_the_clocks_were_changed(moment, days):
    found = timezone.localtime(earlier(moment, timedelta(days=days)))
    assert found.date() == moment.date() - timedelta(days=days)
    assert found.time() == moment.time()
