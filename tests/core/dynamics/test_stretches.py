"""Years whose firms are known by other things stand apart: each stretch is as if it were alone."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from nasij_core.dynamics import SecrecyRule
from nasij_core.frames.dynamics import DynamicsFrames, dynamics, panel_of
from tests.core.dynamics.test_dynamics import presence_frame, random_records

LEVELS = st.sampled_from(["nation", "region"])
RULES = st.sampled_from([None, SecrecyRule()])
seeds = st.integers(0, 10_000)
FRAMES = ("by_year", "survival", "hazards")


def same(one: DynamicsFrames, other: DynamicsFrames) -> None:
    for name in FRAMES:
        assert_frame_equal(getattr(one, name), getattr(other, name))
    assert one.notes == other.notes


@settings(deadline=None, max_examples=30)
@given(seeds, LEVELS, RULES, st.sampled_from([0.0, 30.0]))
def test_one_basis_is_one_stretch(
    seed: int, by: str, rule: SecrecyRule | None, threshold: float
) -> None:
    panel = panel_of(random_records(seed))
    known = ["number"] * len(panel.names.firms)
    plain = dynamics(panel, by=by, secrecy=rule, threshold=threshold)
    found = dynamics(panel, by=by, secrecy=rule, threshold=threshold, known_by=known)
    same(plain, found)
    assert found.breaks == ()


@settings(deadline=None, max_examples=30)
@given(seeds, LEVELS, RULES, st.integers(2011, 2015))
def test_each_stretch_is_as_if_its_years_were_alone(
    seed: int, by: str, rule: SecrecyRule | None, cut: int
) -> None:
    records = random_records(seed)
    parts = [records.filter(pl.col("year") < cut), records.filter(pl.col("year") >= cut)]
    if any(part.is_empty() for part in parts):
        return
    alone = [dynamics(part, by=by, secrecy=rule).by_year for part in parts]
    found = dynamics(records, by=by, secrecy=rule, breaks=[cut]).by_year
    keys = ["year", *([by] if by == "region" else [])]
    assert_frame_equal(found.sort(keys), pl.concat(alone).sort(keys))


@settings(deadline=None, max_examples=30)
@given(seeds, LEVELS)
def test_a_break_tells_nothing_that_was_hidden(seed: int, by: str) -> None:
    """What is told of a year is told of it without the break, or counts of the stretch alone."""
    records = random_records(seed, firms=12)
    rule = SecrecyRule()
    keys = ["year", *([by] if by == "region" else [])]
    whole = dynamics(records, by=by, secrecy=rule).by_year
    found = dynamics(records, by=by, secrecy=rule, breaks=[2013]).by_year
    both = found.join(whole, on=keys, how="left", suffix="_whole")
    for name in ("exporters", "entrants", "exiters", "incumbents", "value"):
        assert both.filter(
            pl.col(name).is_not_null() & pl.col(f"{name}_whole").is_null()
        ).is_empty()


def named(patterns: dict[str, str]) -> DynamicsFrames:
    """Firms whose code begins with what they are known by."""
    panel = panel_of(presence_frame(patterns, first=2020))
    return dynamics(panel, known_by=[firm[0] for firm in panel.names.firms])


def test_five_percent_is_alike_and_more_is_not() -> None:
    stay = {f"i{n}": "11" for n in range(19)}
    assert named({**stay, "i19": "10", "n19": "01"}).breaks == ()
    found = named({**stay, "i0": "10", "i19": "10", "n18": "01", "n19": "01"})
    (met,) = found.breaks
    assert (met.year, met.before, met.lost, met.gained) == (2021, 2020, "i", "n")
    assert found.by_year["entrants"].to_list() == [None, None]
    assert found.by_year["exporters"].to_list() == [20, 20]


def test_survival_is_of_the_newest_years_that_tell_three() -> None:
    numbers = {f"i{n}": "1111100" for n in range(8)} | {f"i{n}": "0111100" for n in range(8, 16)}
    names = {f"n{n}": "0000011" for n in range(20)}
    found = named(numbers | names)
    assert found.survival_of == (2020, 2024)
    assert found.survival["survival"].to_list()[:3] == [1.0, 1.0, 1.0]
    assert found.by_year["exiters"].to_list() == [None, 0, 0, 0, 0, None, 0]


@pytest.mark.parametrize("placed", [(1, 1, 0), (0, 1, 1)])
def test_a_year_without_any_region_is_not_compared_by_region(placed: tuple[int, ...]) -> None:
    rows = [
        (f"i{n}", 2020 + at, "R" * (has and n < 2), 1.0)
        for n in range(60)
        for at, has in enumerate(placed)
    ]
    records = pl.DataFrame(rows, schema=["firm", "year", "region", "value"], orient="row")
    panel = panel_of(records)
    known = ["i"] * 60
    found = dynamics(panel, by="region", known_by=known)
    cut = 2020 + max(at for at in (1, 2) if placed[at] != placed[at - 1])
    assert [one.year for one in found.breaks] == [cut]
    of_year = found.by_year.filter(pl.col("year") == cut)
    assert of_year["exiters"].null_count() == of_year.height
    assert 0 not in found.by_year["exporters"].to_list()
    assert dynamics(panel, known_by=known).breaks == ()
