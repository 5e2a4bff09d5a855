"""What hides with a secret cell, again with Python's sets and loops."""

from collections.abc import Callable, Sequence

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

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


REGIONS = ("a", "b", "c", "d", "e")


def registered(draw: np.random.Generator) -> pl.DataFrame:
    """Firms of one region each over four years, small regions and large."""
    rows = []
    for region, size in zip(REGIONS, draw.integers(2, 26, len(REGIONS)), strict=True):
        for firm in range(size):
            stays = draw.uniform(0.5, 1.0)
            rows += [
                (f"{region}{firm}", region, year, float(draw.uniform(1, 3)))
                for year in range(2020, 2024)
                if draw.uniform() < stays
            ]
    return pl.DataFrame(rows, schema=["firm", "region", "year", "value"], orient="row")


def attack(
    region: pl.DataFrame, nation: pl.DataFrame
) -> dict[tuple[str, int], tuple[float, float]]:
    """The least and the most that each hidden count of exporters can be, for who knows that a stock
    is the one before with entries less exits, that all regions make the nation, and the rule."""
    years = nation["year"].to_list()
    names = [
        (what, group, year)
        for what in ("exporters", "entrants", "exiters")
        for group in REGIONS
        for year in years
    ]
    at = {name: place for place, name in enumerate(names)}
    low, high = np.zeros(len(names)), np.full(len(names), np.inf)
    shown = {(row["region"], row["year"]): row for row in region.iter_rows(named=True)}
    rows, least, most = [], [], []

    def line(parts: dict[tuple[str, str, int], float], above: float, below: float) -> None:
        row = np.zeros(len(names))
        for name, factor in parts.items():
            row[at[name]] = factor
        rows.append(row)
        least.append(above)
        most.append(below)

    for what, group, year in names:
        row = shown.get((group, year))
        value = 0 if row is None else row[what]
        place = at[what, group, year]
        if value is not None:
            low[place] = high[place] = value
        elif what == "exporters":
            low[place] = 1
    for group in REGIONS:
        for year in years[1:]:
            now, before = ("exporters", group, year), ("exporters", group, year - 1)
            came, left = ("entrants", group, year), ("exiters", group, year)
            line({now: 1, before: -1, came: -1, left: 1}, 0, 0)
            line({now: 1, came: -1}, 0, np.inf)
            line({before: 1, left: -1}, 0, np.inf)
            row = shown.get((group, year))
            if row is not None and row["incumbents"] is not None:
                line({now: 1, came: -1}, row["incumbents"], row["incumbents"])
    for row in nation.iter_rows(named=True):
        for what in ("exporters", "entrants", "exiters"):
            if row[what] is not None:
                line({(what, group, row["year"]): 1 for group in REGIONS}, row[what], row[what])

    # The first year has no entries or exits that are known.
    for what in ("entrants", "exiters"):
        for group in REGIONS:
            low[at[what, group, years[0]]], high[at[what, group, years[0]]] = 0, 1000

    def end(place: int, sign: float) -> float:
        aim = np.zeros(len(names))
        aim[place] = sign
        found = milp(
            aim,
            constraints=LinearConstraint(np.array(rows), least, most),
            bounds=Bounds(low, high),
            integrality=np.ones(len(names)),
        )
        assert found.success, found.message
        return float(found.x[place])

    hidden = region.filter("hidden").select("region", "year").iter_rows()
    places = {cell: at["exporters", cell[0], cell[1]] for cell in hidden}
    return {cell: (end(place, 1), end(place, -1)) for cell, place in places.items()}


@settings(deadline=None, max_examples=60)
@given(seeds)
def test_no_small_count_follows_from_entries_exits_and_the_years_beside(seed: int) -> None:
    records = registered(np.random.default_rng(seed))
    open_ = dynamics(records, by="region").by_year
    region = dynamics(records, by="region", secrecy=RULE).by_year
    nation = dynamics(records, secrecy=RULE).by_year
    small = {*open_.filter(pl.col("exporters").is_between(1, 4)).select("region", "year").rows()}
    for cell, (least, most) in attack(region, nation).items():
        assert cell not in small or round(most) > round(least), (cell, least)


def test_a_hidden_year_takes_its_flows_the_returns_and_the_survivors_with_it() -> None:
    present = {  # 4 exporters in 2021, between years that are shown
        2020: range(8), 2021: range(4), 2022: range(2, 11), 2023: range(2, 12),
    }  # fmt: skip
    rows = [(f"a{firm}", "a", year, 1.0) for year, firms in present.items() for firm in firms]
    rows += [(f"b{firm}", "b", year, 1.0) for year in present for firm in range(40)]
    records = pl.DataFrame(rows, schema=["firm", "region", "year", "value"], orient="row")
    found = dynamics(records, by="region", secrecy=RULE).by_year.filter(region="a").sort("year")
    assert found["exporters"].to_list() == [8, None, 9, 10]
    for name in ("entrants", "exiters", "incumbents", "entry_rate", "exit_rate"):
        assert found[name][2] is None, name
    assert (found["entrants"][3], found["exiters"][3]) == (1, 0)
    assert found["re_entrants"].to_list()[1:] == [None] * 3
