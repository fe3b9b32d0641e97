"""Bars and lines of a budget: parts add up, what is missing lies beyond, months run from left to right."""

from dataclasses import dataclass

from frontend.drawings.budget import Piece, draw_budget, draw_burn


@dataclass
class Figures:
    budget: int = 1_000
    committed: int = 0
    spent: int = 0
    receivable: int = 0

    @property
    def used(self) -> int:
        return self.committed + self.spent + self.receivable


def test_parts_of_a_bar_stand_beside_one_another():
    bar = draw_budget(Figures(spent=200, receivable=50, committed=250), 800)
    assert bar.pieces == (
        Piece("spent", "0", "20"), Piece("receivable", "20", "5"), Piece("committed", "25", "25"),
    )  # fmt: skip
    assert (bar.expected, bar.end, bar.beyond) == ("80", "100", None)


def test_what_will_be_missing_lies_beyond_the_end_of_the_budget():
    bar = draw_budget(Figures(spent=500), 2_000)
    assert bar.pieces == (Piece("spent", "0", "25"),)
    assert (bar.expected, bar.end, bar.beyond) == ("100", "50", Piece("over", "50", "50"))


def test_a_line_without_money_or_forecast_is_an_empty_bar():
    bar = draw_budget(Figures(budget=0))
    assert (bar.pieces, bar.expected, bar.end, bar.beyond) == ((), "", "100", None)
    assert draw_budget(Figures()).expected == ""


def test_months_run_from_the_left_to_today_and_on_to_the_end():
    burn = draw_burn([100, 300], [1_000, 1_000], [300, 500, 700], budget=1_000)
    assert burn.used == "M0 100L25 90L50 70"
    assert burn.expected == "M50 70L75 50L100 30"
    assert burn.budget == "M0 0L25 0L50 0L100 0"
    assert (burn.area, burn.today, burn.most) == ("M0 100L25 90L50 70L50 100L0 100z", "50", 1_000)


def test_a_forecast_above_the_budget_makes_the_chart_higher():
    burn = draw_burn([100], [1_000], [100, 2_000], budget=1_000)
    assert (burn.most, burn.expected, burn.budget) == (2_000, "M50 95L100 0", "M0 50L50 50L100 50")


def test_nothing_is_drawn_of_nothing():
    assert draw_burn([], [], [], budget=0) is None
    assert draw_burn([0], [0], [], budget=0) is None
    assert draw_burn([5], [10], [], budget=10).expected == ""
