"""Codes that several rooms share.

The order of `HelpArea` and of every other enum kept in a `CodeSetField` is append-only:
a position is a bit in the database.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class HelpArea(models.TextChoices):
    """What a family may need and a volunteer may offer."""

    EVERYDAY_POLISH = "everyday_polish", _("Everyday Polish")
    SCHOOL = "school", _("School")
    OFFICES_PAPERS = "offices_papers", _("Offices and papers")
    HEALTH_APPOINTMENTS = "health_appointments", _("Appointments at the doctor's")
    WORK = "work", _("Work")
    COMPANY = "company", _("Company")
    FREE_TIME = "free_time", _("Free time")
    HOUSING = "housing", _("Housing")
    CHILDREN_HOMEWORK = "children_homework", _("Children's homework")
    DIGITAL = "digital", _("Phone, computer, online services")
    GETTING_AROUND = "getting_around", _("Getting around town")
    POLISH_EXAM = "polish_exam", _("Preparing for a Polish exam")


class Gender(models.TextChoices):
    """Asked only because some wish for a helper of one gender."""

    WOMAN = "woman", _("Woman")
    MAN = "man", _("Man")
    OTHER = "other", _("Other or not said")


class GenderWish(models.TextChoices):
    """Whom a person wishes to be matched with; how strongly is a `WishStrength`."""

    ANY = "any", _("No matter")
    WOMAN = "woman", _("A woman")
    MAN = "man", _("A man")


class WishStrength(models.TextChoices):
    """How much a wish weighs: `must` is a hard rule, `prefer` earns points."""

    NONE = "none", _("No matter")
    PREFER = "prefer", _("If possible")
    MUST = "must", _("Only so")


class AgeBand(models.TextChoices):
    """Age as precisely as matching needs it; dates of birth are not kept."""

    CHILD_0_2 = "0-2", _("0-2 years")
    CHILD_3_6 = "3-6", _("3-6 years")
    CHILD_7_9 = "7-9", _("7-9 years")
    CHILD_10_12 = "10-12", _("10-12 years")
    CHILD_13_17 = "13-17", _("13-17 years")
    ADULT_18_25 = "18-25", _("18-25 years")
    ADULT_26_40 = "26-40", _("26-40 years")
    ADULT_41_60 = "41-60", _("41-60 years")
    ADULT_61 = "61+", _("61 years or more")

    @property
    def is_minor(self) -> bool:
        """Under eighteen: contact asks for clearance."""
        return self in MINORS


MINORS: frozenset[AgeBand] = frozenset(
    {
        AgeBand.CHILD_0_2,
        AgeBand.CHILD_3_6,
        AgeBand.CHILD_7_9,
        AgeBand.CHILD_10_12,
        AgeBand.CHILD_13_17,
    }
)


class ContactChannel(models.TextChoices):
    """How a person wishes to hear from us; only e-mail leaves by itself, the rest waits for hands."""

    EMAIL = "email", _("E-mail")
    SMS = "sms", _("Text message")
    PHONE_CALL = "phone_call", _("Phone call")
    LETTER = "letter", _("Printed letter")
    QR = "qr", _("QR code to scan")
    IN_PERSON = "in_person", _("In person")

    @property
    def leaves_by_itself(self) -> bool:
        """True where the platform can deliver without a person's hands."""
        return self is ContactChannel.EMAIL


class Shift(models.TextChoices):
    """When somebody works; free hours for mentoring are told by their week."""

    DAY = "day", _("days")
    EARLY = "early", _("early shift")
    LATE = "late", _("late shift")
    NIGHT = "night", _("night shift")
    ROTATING = "rotating", _("rotating shifts")


class Trade(models.TextChoices):
    """The kind of work an employee and a mentor-employee share."""

    CONSTRUCTION = "construction", _("Construction and finishing")
    MANUFACTURING = "manufacturing", _("Production and assembly")
    WELDING_METAL = "welding_metal", _("Welding and metal work")
    FOOD_PROCESSING = "food_processing", _("Food processing")
    AGRICULTURE = "agriculture", _("Farming, gardening, forestry")
    WAREHOUSE = "warehouse", _("Warehouse and logistics")
    TRANSPORT = "transport", _("Drivers and transport")
    HOTEL_RESTAURANT = "hotel_restaurant", _("Hotel and restaurant")
    CLEANING = "cleaning", _("Cleaning and laundry")
    RETAIL = "retail", _("Shops and sales")
    CARE = "care", _("Care of people")
    MEDICAL = "medical", _("Medical professions")
    REPAIR = "repair", _("Repair and technical service")
    OFFICE = "office", _("Office and administration")
    IT = "it", _("Computing and engineering")
    OTHER = "other", _("Other work")
