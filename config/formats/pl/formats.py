"""Polish as people write it: short dates with dots, a comma before the time. The rest is Django's own."""

DATETIME_FORMAT = "j E Y, H:i"
SHORT_DATE_FORMAT = "j.m.Y"
SHORT_DATETIME_FORMAT = "j.m.Y, H:i"
