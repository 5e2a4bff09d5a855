"""What hides with a secret cell, again with Python's sets and loops."""

from collections.abc import Callable, Sequence

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nasij_core.dynamics import SecrecyRule, hidden_cells, with_complements
from nasij_core.frames.secrecy import hidden_groups, secret_groups

RULE = SecrecyRule(5, 0.8)
seeds = st.integers(0, 10_000)
Told = Callable[[set[int]], bool]


def test_small_and_dominated_cells_hide() -> None:
    hidden = hidden_cells(np.array([0, 3, 9, 9]), np.array([np.nan, 0.5, 0.9, 0.5]))
    assert hidden.tolist() == [False, True, True, False]


@pytest.mark.parametrize(
    ("firms", "secret", "hidden"),
    [
        ((3, 9, 50), {0}, {0, 1}),  # alone, it is the total less the others
        ((1, 1, 9, 50), {0, 1}, {0, 1, 2}),  # together two firms: each knows the other's part
        ((4, 4, 9, 50), {0, 1}, {0, 1}),
        ((3, 0, 0), {0}, {0}),  # nobody stands in the others
    ],
)
def test_the_sum_of_the_hidden_is_of_as_many_firms_as_a_cell(
    firms: tuple[int, ...], secret: set[int], hidden: set[int]
) -> None:
    column = np.array(firms)[:, None]
    mask = np.array([cell in secret for cell in range(len(firms))])[:, None]
    shares, values = np.full(column.shape, 0.3), column * 10.0
    found = with_complements(mask, column, shares, values, RULE)
    assert set(np.flatnonzero(found)) == hidden


def test_where_nothing_is_enough_all_hide_at_once() -> None:
    firms = np.full((3000, 1), 9)
    firms[0] = 1
    values = np.ones((3000, 1))
    values[0] = 1e6
    shares = np.full((3000, 1), 0.3)
    assert with_complements(firms < 5, firms, shares + (firms < 5) * 0.7, values, RULE).all()


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


@settings(deadline=None, max_examples=60)
@given(seeds)
def test_complements_of_a_column(seed: int) -> None:
    draw = np.random.default_rng(seed)
    held = [draw.lognormal(0, 1.5, draw.integers(0, 9)) for _group in range(6)]
    firms = np.array([[len(of)] for of in held])
    values = np.array([[of.sum()] for of in held])
    largest = np.array([[of.max() / of.sum() if len(of) else 0.0] for of in held])
    hidden = hidden_cells(firms, largest, RULE)

    def tells(cells: set[int]) -> bool:
        everyone = [value for cell in cells for value in held[cell]]
        return len(everyone) < 5 or max(everyone) > 0.8 * sum(everyone)

    found = with_complements(hidden, firms, largest, values, RULE)
    order = sorted((cell for cell in range(6) if len(held[cell])), key=lambda cell: len(held[cell]))
    check({*np.flatnonzero(hidden)}, {*np.flatnonzero(found)}, order, tells)


@settings(deadline=None, max_examples=60)
@given(seeds)
def test_groups_that_hide_with_secret_ones(seed: int) -> None:
    """Firms of several groups, and a first group of whom nothing is recorded."""
    draw = np.random.default_rng(seed)
    rows = [
        (group, f"f{firm}", float(draw.lognormal(0, 1.5)))
        for group in range(1, 6)
        for firm in draw.choice(12, draw.integers(1, 9), replace=False)
    ]
    values = pl.DataFrame(rows, schema=["group", "firm", "value"], orient="row")
    figures = (
        np.round(draw.lognormal(0, 1, (6, 2)), 3)
        * np.append(draw.integers(0, 2), np.ones(5))[:, None]
    )
    totals = pl.DataFrame({"group": range(6), "one": figures[:, 0], "two": figures[:, 1]})
    secret = secret_groups(values, "group", RULE)

    def tells(groups: set[int]) -> bool:
        for figure in figures.T:
            whole = sum(figure[group] for group in groups)
            for firm in secret.values():
                hers = sum(figure[group] for group in secret if secret[group] == firm)
                if hers > 0.8 * whole:
                    return True
        everyone = {firm for group, firm, _value in rows if group in groups}
        return not (0 in groups and figures[0].any()) and len(everyone) < 5

    check({*secret}, hidden_groups(totals, values, "group", RULE), range(6), tells)
