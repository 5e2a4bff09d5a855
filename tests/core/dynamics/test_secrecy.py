"""What hides with a secret cell, again with Python's sets and loops."""

from collections.abc import Callable, Sequence

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nasij_core.dynamics import SecrecyRule, hidden_cells
from nasij_core.frames.dynamics import dynamics
from nasij_core.frames.secrecy import hidden_groups, secret_groups

RULE = SecrecyRule(5, 0.8)
NEAR = 1e-9  # sums in another order
seeds = st.integers(0, 10_000)
Told = Callable[[set[int]], bool]


def test_small_and_dominated_cells_hide() -> None:
    hidden = hidden_cells(np.array([0, 3, 9, 9]), np.array([np.nan, 0.5, 0.9, 0.5]))
    assert hidden.tolist() == [False, True, True, False]


Held = dict[int, dict[str, float]]  # what each firm holds of a group


def hidden_of(held: Held) -> set[int]:
    """Groups whose figures of a year are hidden, all having come through one door."""
    rows = [
        (firm, 2024, str(group), value) for group, of in held.items() for firm, value in of.items()
    ]
    records = pl.DataFrame(rows, schema=["firm", "year", "region", "value"], orient="row")
    table = dynamics(records, by="region", secrecy=RULE).by_year
    return {int(group) for group in table.filter("hidden")["region"]}


def alike(*firms: int) -> Held:
    """So many firms in each group, each of one group and one value."""
    return {
        group: {f"{group}-{firm}": 10.0 for firm in range(count)}
        for group, count in enumerate(firms)
        if count
    }


@pytest.mark.parametrize(
    ("held", "hidden"),
    [
        (alike(3, 9, 50), {0, 1}),  # alone, it is the total less the others
        (alike(1, 1, 9, 50), {0, 1, 2}),  # together two firms: each knows the other's part
        (alike(4, 4, 9, 50), {0, 1}),
        (alike(3, 0, 0), {0}),  # nobody stands in the others
        # The same three firms in two groups are three still.
        ({**alike(0, 0, 9, 50), 0: alike(3)[0], 1: alike(3)[0]}, {0, 1, 2}),
        # BIG holds less than half of the hidden in each of two, and in both 83% of them.
        (
            {
                **alike(0, 0, 9, 50),
                0: {"BIG": 100.0, **alike(2)[0]},
                1: {"BIG": 100.0, **alike(0, 2)[1]},
            },
            {0, 1, 2},
        ),
    ],
)
def test_the_sum_of_the_hidden_is_of_as_many_firms_as_a_cell(held: Held, hidden: set[int]) -> None:
    assert hidden_of(held) == hidden


def test_where_nothing_is_enough_all_hide_at_once() -> None:
    held = {0: {"BIG": 1e9}} | {group: of for group, of in alike(*[9] * 3000).items() if group}
    assert len(hidden_of(held)) == 3000


def check(secret: set[int], found: set[int], order: Sequence[int], tells: Told) -> None:
    """No more hides than must, and of those that are enough alone the first of the order."""
    free = [cell for cell in order if cell not in secret]
    assert secret <= found <= {*secret, *free}
    if not secret or not tells(secret):
        assert found == secret
        return
    assert not tells(found) or found >= {*free}
    enough = [cell for cell in free if not tells({*secret, cell})]
    if enough:
        assert found == {*secret, enough[0]}


@settings(deadline=None, max_examples=100)
@given(seeds)
def test_what_hides_in_a_year(seed: int) -> None:
    """Firms of several groups: the sum of the hidden, the total less what is shown, is of five at
    least, and none of them holds four fifths of it over all the groups that are hidden."""
    draw = np.random.default_rng(seed)
    held = {
        group: {
            f"f{firm}": float(draw.lognormal(0, 1.5))
            for firm in draw.choice(14, draw.integers(0, 9), replace=False)
        }
        for group in range(6)
    }
    held = {group: of for group, of in held.items() if of}

    def tells(cells: set[int]) -> bool:
        firms = {firm for cell in cells for firm in held[cell]}
        parts = [sum(held[cell].get(firm, 0.0) for cell in cells) for firm in firms]
        return len(parts) < 5 or max(parts) > 0.8 * sum(parts)

    if not held:
        return
    secret = {group for group in held if tells({group})}
    check(secret, hidden_of(held), sorted(held, key=lambda cell: len(held[cell])), tells)


def frames_of(
    held: Held, rest: Sequence[float], factors: Sequence[float]
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """The figures of the groups, two of them; of the first, the part of which nothing is recorded;
    the values of the firms."""
    sums = [sum(held.get(group, {}).values()) for group in range(len(factors))]
    figures = {
        "one": [rest[0] + sums[0], *sums[1:]],
        "two": [rest[1] + sums[0] * factors[0], *np.multiply(sums, factors)[1:]],
    }
    totals = pl.DataFrame({"group": range(len(sums)), **figures})
    unrecorded = pl.DataFrame({"group": [0], "one": [rest[0]], "two": [rest[1]]})
    rows = [(group, firm, value) for group, of in held.items() for firm, value in of.items()]
    values = pl.DataFrame(rows, schema=["group", "firm", "value"], orient="row")
    return totals, unrecorded, values


def made(firms: int, value: float, **largest: float) -> dict[str, float]:
    """So many firms of one value, and another."""
    return {f"{value} {firm}": value for firm in range(firms)} | largest


@pytest.mark.parametrize(
    ("held", "rest", "hidden"),
    [
        # BIG is 79% of the second: with the first, 89% of their sum would be hers.
        ({1: made(0, 0, BIG=280), 2: made(10, 5.9, BIG=221), 3: made(20, 50)}, 0.0, {1, 3}),
        # A rest of 0.8% hides no firm from another; one of a quarter of what they hold does.
        ({1: made(1, 662.7), 2: made(1, 658.8), 3: made(20, 50)}, 10.3, {1, 2, 3}),
        ({1: made(1, 662.7), 2: made(1, 658.8), 3: made(20, 50)}, 331.0, {0, 1, 2}),
        # What BIG sells without a region hides nothing of hers; nor is a little of a rest secret.
        ({0: made(0, 0, BIG=300), 1: made(0, 0, BIG=700), 2: made(20, 50)}, 0.0, {0, 1, 2}),
        ({0: made(0, 0, BIG=300), 2: made(20, 50)}, 9000.0, set()),
    ],
)
def test_firms_count_wherever_they_stand_and_a_rest_by_its_size(
    held: Held, rest: float, hidden: set[int]
) -> None:
    frames = frames_of(held, [rest, rest], [1.0] * 4)
    assert hidden_groups(*frames, "group", RULE) == hidden


@settings(deadline=None, max_examples=60)
@given(seeds)
def test_what_is_shown_bounds_no_group_and_no_firm_closer_than_the_rule(seed: int) -> None:
    """Firms of several groups, and a first group that also holds what is of no record. All that can
    be found is the sum of what is hidden: the whole less what is shown."""
    draw = np.random.default_rng(seed)
    held = {
        group: {
            f"f{firm}": float(draw.lognormal(0, 1.5))
            for firm in draw.choice(14, draw.integers(min(group, 1), 9), replace=False)
        }
        for group in range(6)
    }
    rest, factors = draw.integers(0, 2) * draw.lognormal(0, 2, 2), list(draw.lognormal(0, 1, 6))
    totals, unrecorded, values = frames_of(held, list(rest), factors)
    secret = {*secret_groups(values, "group", RULE)} - {0}
    hidden = hidden_groups(totals, unrecorded, values, "group", RULE)
    assert secret <= hidden
    if not hidden or hidden >= {*range(1, 6)}:
        return  # where every region hides, nothing is left that could hide with them
    figures = totals.drop("group").to_numpy()
    for column, by in ((0, [1.0] * 6), (1, factors)):
        found = sum(figures[group, column] for group in hidden)
        parts = {
            firm: sum(held[group].get(firm, 0.0) * by[group] for group in hidden)
            for firm in {firm for group in hidden for firm in held[group]}
        }
        assert all(figures[group, column] <= 0.8 * found + NEAR for group in secret)
        assert all(part <= 0.8 * found + NEAR for part in parts.values())
        if len(parts) < 5:  # the others may know of each other
            known = sum(parts.values())
            assert all(part <= 0.8 * (found - known + part) + NEAR for part in parts.values())
