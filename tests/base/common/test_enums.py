"""Codes the database keeps by position or by name must not move."""

from base.common.enums import MINORS, AgeBand, ContactChannel, HelpArea, Trade


def test_help_areas_keep_their_positions():
    assert HelpArea.values == [
        "everyday_polish",
        "school",
        "offices_papers",
        "health_appointments",
        "work",
        "company",
        "free_time",
        "housing",
        "children_homework",
        "digital",
        "getting_around",
        "polish_exam",
    ]


def test_trades_keep_their_positions():
    assert Trade.values == [
        "construction",
        "manufacturing",
        "welding_metal",
        "food_processing",
        "agriculture",
        "warehouse",
        "transport",
        "hotel_restaurant",
        "cleaning",
        "retail",
        "care",
        "medical",
        "repair",
        "office",
        "it",
        "other",
    ]


def test_minors_are_those_under_eighteen():
    assert {band.value for band in AgeBand if band.is_minor} == {"0-2", "3-6", "7-9", "10-12", "13-17"}
    assert {band for band in AgeBand if band.is_minor} == MINORS


def test_only_email_leaves_by_itself():
    assert [channel for channel in ContactChannel if channel.leaves_by_itself] == [ContactChannel.EMAIL]
