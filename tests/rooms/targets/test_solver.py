"""The solver: what a page names as enough is enough, and no two places of it disagree."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from nasij.targets import charts
from nasij.targets.kept import FuturePath
from nasij.targets.pages import solution_figures
from nasij.targets.solver import Asked, solve
from nasij.targets.words import numbers, sentences

FIRMS = st.integers(0, 20_000)
NEAR = Asked(2021, 6000, 1485, 0.11046, 2035, 12000)  # a third of an entry a year is lacking


def read(text: str) -> float:
    return float(text.replace(",", "").rstrip("%"))


def situations() -> Any:
    return st.builds(
        lambda stock, entries, rate, years, target: Asked(
            2021, stock, entries / 10, rate / 100_000, 2021 + years, target
        ),
        stock=FIRMS,
        entries=st.integers(0, 30_000),
        rate=st.integers(0, 99_000),
        years=st.integers(1, 60),
        target=st.integers(1, 20_000),
    )


@settings(max_examples=60)
@given(situations())
def test_what_the_page_names_put_back_reaches_the_target(asked: Asked) -> None:
    solution = solve(asked)
    with translation.override("en"):
        reached, needed, survival, _growth = solution_figures(solution)
        said, *_more = sentences.solution_sentences(solution, None)
        chart = charts.iso_chart(solution, None, "").reading
        rates = charts.iso_chart(solution, None, "").rows
    assert replace(asked, entries=read(needed.value)).is_reached
    assert replace(asked, entries=asked.entries + solution.extra_entries).is_reached
    for rate, entries in rates:
        assert replace(
            asked, exit_rate=read(rate.text) / 100, entries=read(entries.text)
        ).is_reached
    if survival.value:
        lost = round(1 - read(survival.value) / 100, 5)
        assert replace(asked, exit_rate=lost).is_reached
    enough = asked.is_reached
    assert (read(reached.value) >= asked.target) == enough
    assert (solution.extra_entries == 0) == enough
    assert said.startswith("With these entries") == enough
    assert ("above the line" in chart or "on the line" in chart) == enough


def test_a_need_is_rounded_up() -> None:
    solution = solve(NEAR)
    assert (NEAR.reached, solution.entries_needed, solution.extra_entries) == (11997, 1486, 1)


def test_an_allowance_is_rounded_down() -> None:
    assert solve(NEAR).exit_rate_needed == 0.11
    assert solve(replace(NEAR, entries=1486)).exit_rate_needed == 0.11046  # that given suffices
    steady = Asked(2021, 6000, 600, 0.2, 2035, 6000)
    assert solve(steady).exit_rate_needed == 0.1  # exactly: no tenth is lost to adding up


def test_fewer_exits_are_promised_only_where_they_suffice() -> None:
    """The card read “even if no exporter ever stopped”, the chart “fewer exits move it”."""
    with translation.override("en"):
        said, unsaid = (
            charts.iso_chart(solve(replace(NEAR, entries=entries)), None, "").reading
            for entries in (1400, 400)
        )
    assert "fewer exits move it as surely as more entries" in said
    assert unsaid.endswith("not even without exits: more entries are needed.")


@pytest.mark.parametrize("rate", [0.0, 0.004])
def test_a_point_of_exits_is_valued_only_where_there_is_one(rate: float) -> None:
    """Without exits it “saved 0 entries”; of 0.4% it called the whole a point."""
    with translation.override("en"):
        fewer = sentences.solution_sentences(solve(replace(NEAR, exit_rate=rate)), None)
        more = sentences.solution_sentences(solve(replace(NEAR, exit_rate=0.01)), None)
    assert len(fewer) == 1
    assert more[1].startswith("One point less of exits saves ")


def test_a_situation_is_told_as_it_was_typed() -> None:
    """It read “552 a year … 11.3%”: one half went down, the other up."""
    with translation.override("en"):
        assert "552.5 a year and exits at 11.25%" in sentences.situation(552.5, 0.1125)


@pytest.mark.parametrize("half", [552.5, 553.5])
def test_halves_go_up_in_the_sentence_and_in_the_chart(half: float) -> None:
    path = FuturePath(
        method="growth",
        years=(2024, 2025),
        low=(500.0, half),
        median=(500.0, half),
        high=(500.0, half),
        probability=0.5,
        by_region=(),
        assumptions={},
    )
    drawn = charts._series(path, [])
    assert [value for _year, value in drawn.points] == [half + 0.5]
    assert drawn.band[1] == (2025, half + 0.5, half + 0.5)
    with translation.override("en"):
        assert numbers.count(half) == f"{half + 0.5:.0f}"


def test_billions_are_rounded_as_they_are_written() -> None:
    with translation.override("en"):
        for value in (284.25, 284.35):
            assert f"{numbers.rounded(value, 1):.1f}" == numbers.amount(value)
