"""Rules with points and unequal endowments, completions and portfolios, done the slow exact way."""

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nasij_core.allocation import (
    Action,
    Constraints,
    Election,
    Project,
    election,
    equal_shares,
    greedy,
    phragmen,
    portfolio,
    read_pb,
)
from nasij_core.errors import Contradiction
from tests.core.allocation.test_rules import elections, small
from tests.core.complexity.worlds import oracle_data

Ballots = dict[str, dict[str, int]]
Case = tuple[dict[str, int], Ballots, int, dict[str, int]]


@st.composite
def weighed(draw: st.DrawFn) -> Case:
    """Costs, points by voter, a budget, and what each voter stands for."""
    codes = "abcde"[: draw(st.integers(1, 5))]
    costs = {code: draw(st.integers(1, 12)) for code in codes}
    given_ = st.dictionaries(st.sampled_from(codes), st.integers(1, 3), max_size=4)
    voters = draw(st.integers(1, 6))
    ballots = {f"v{n}": draw(given_) for n in range(voters)}
    if not any(ballots.values()):
        ballots["v0"] = {codes[0]: 1}
    stands_for = {voter: draw(st.integers(1, 4)) for voter in ballots}
    return costs, ballots, draw(st.integers(1, 30)), stands_for


def cast(case: Case) -> Election:
    costs, ballots, budget, stands_for = case
    projects = [Project(code, Fraction(cost)) for code, cost in costs.items()]
    return election(projects, budget, ballots, stands_for)


@settings(deadline=None)
@given(weighed(), st.sampled_from(["cost", "cardinality"]))
def test_greedy(case: Case, kind: str) -> None:
    costs, ballots, budget, stands_for = case
    score = {
        code: sum(
            Fraction(stands_for[voter] * ballot.get(code, 0)) for voter, ballot in ballots.items()
        )
        for code in costs
    }
    rank = {code: score[code] / (costs[code] if kind == "cardinality" else 1) for code in costs}
    left, wanted = budget, []
    for code in sorted(costs, key=lambda code: -rank[code]):
        if score[code] and costs[code] <= left:
            wanted.append(code)
            left -= costs[code]
    assert list(greedy(cast(case), kind).selected) == wanted


@settings(deadline=None)
@given(weighed(), st.sampled_from(["cost", "cardinality"]))
def test_equal_shares_with_points_and_endowments(case: Case, kind: str) -> None:
    costs, ballots, budget, stands_for = case
    whole = sum(stands_for.values())
    money = {voter: Fraction(budget * weight, whole) for voter, weight in stands_for.items()}
    wanted: list[str] = []
    while True:
        best: tuple[Fraction, str, dict[str, Fraction]] | None = None
        for code, cost in costs.items():
            worth = {
                voter: Fraction(ballot[code] * (cost if kind == "cost" else 1))
                for voter, ballot in ballots.items()
                if code in ballot
            }
            if code in wanted or sum((money[v] for v in worth), Fraction(0)) < cost:
                continue
            left, rest = Fraction(cost), sorted(worth, key=lambda v: money[v] / worth[v])
            for place, voter in enumerate(rest):
                price = left / sum(worth[v] for v in rest[place:])
                if price * worth[voter] <= money[voter]:
                    break
                left -= money[voter]
            if best is None or price < best[0]:
                best = (price, code, worth)
        if best is None:
            break
        price, code, worth = best
        wanted.append(code)
        for voter, value in worth.items():
            money[voter] -= min(money[voter], price * value)
    found = equal_shares(cast(case), kind)
    assert list(found.selected) == wanted
    for voter_place, voter in enumerate(cast(case).voters):
        paid = sum(
            float(amount)
            for step in found.steps
            for who, amount in zip(step.payers, step.paid, strict=True)
            if who == voter_place
        )
        endowment = Fraction(budget * stands_for[voter], whole)
        assert paid == pytest.approx(float(endowment - money[voter]), abs=1e-7)


@settings(deadline=None)
@given(weighed())
def test_phragmen_with_endowments(case: Case) -> None:
    costs, ballots, budget, stands_for = case
    balance, wanted, left = dict.fromkeys(ballots, Fraction(0)), [], Fraction(budget)
    order = list(costs)
    while True:
        ready = []
        for place, code in enumerate(order):
            backers = [voter for voter, ballot in ballots.items() if code in ballot]
            if code in wanted or not backers:
                continue
            missing = costs[code] - sum((balance[v] for v in backers), Fraction(0))
            speed = sum(stands_for[v] for v in backers)
            ready.append((missing / speed, place, code, backers))
        if not ready:
            break
        wait, _, code, backers = min(ready)
        if costs[code] > left:
            break
        left -= costs[code]
        wanted.append(code)
        balance = {
            v: Fraction(0) if v in backers else b + wait * stands_for[v] for v, b in balance.items()
        }
    assert list(phragmen(cast(case)).selected) == wanted


@settings(deadline=None, max_examples=60)
@given(elections(), st.sampled_from([1, 2]))
def test_add1_raises_while_the_outcome_fits(case: tuple, step: int) -> None:
    """The plain method over and over, with every purse raised by one step more."""
    costs, ballots, budget = case
    supported = {code for ballot in ballots for code in ballot}
    wanted = list(equal_shares(small(costs, ballots, budget)).selected)
    raised = 0
    while True:
        left = budget - sum(costs[code] for code in wanted)
        if not any(costs[code] <= left for code in supported - set(wanted)):
            break
        more = raised + step
        further = equal_shares(small(costs, ballots, budget + more * len(ballots))).selected
        if sum(costs[code] for code in further) > budget:
            break
        wanted, raised = list(further), more
    found = equal_shares(small(costs, ballots, budget), completion="add1", increment=step)
    assert (list(found.selected), found.raised) == (wanted, raised)


@st.composite
def portfolios(draw: st.DrawFn) -> tuple[list[Action], Constraints]:
    money = st.integers(0, 6)
    actions = [
        Action(
            code,
            float(draw(st.integers(0, 9))),
            (float(draw(money)), float(draw(money))),
            draw(st.sampled_from(["north", "south", None])),
        )
        for code in "abcdef"[: draw(st.integers(1, 6))]
    ]
    codes = [action.code for action in actions]
    there = [region for region in ("north", "south") if region in {a.region for a in actions}]
    pair = st.tuples(st.sampled_from(codes), st.sampled_from(codes)).filter(lambda p: p[0] != p[1])
    pairs = st.lists(pair, max_size=2) if len(codes) > 1 else st.just([])
    floors = {region: float(draw(st.integers(0, 4))) for region in there}
    return actions, Constraints(
        (float(draw(st.integers(1, 12))), float(draw(st.integers(1, 12)))),
        region_floors=floors,
        region_caps={region: floor + draw(st.integers(0, 9)) for region, floor in floors.items()},
        region_counts={region: draw(st.integers(0, 1)) for region in there},
        needs=tuple(draw(pairs)),
        excludes=tuple(draw(pairs)),
    )


def keeps(subset: tuple[Action, ...], limits: Constraints) -> bool:
    codes = {action.code for action in subset}
    spent = {
        region: sum(action.cost for action in subset if action.region == region)
        for region in limits.region_floors or {}
    }
    count = {region: sum(action.region == region for action in subset) for region in spent}
    return (
        all(
            sum(action.costs[year] for action in subset) <= budget
            for year, budget in enumerate(limits.budgets)
        )
        and all(spent[r] >= floor for r, floor in (limits.region_floors or {}).items())
        and all(spent[r] <= cap for r, cap in (limits.region_caps or {}).items())
        and all(count[r] >= least for r, least in (limits.region_counts or {}).items())
        and all(two in codes for one, two in limits.needs if one in codes)
        and not any(one in codes and two in codes for one, two in limits.excludes)
    )


@settings(deadline=None, max_examples=60)
@given(portfolios())
def test_a_portfolio_is_the_best_of_all_that_keep_the_limits(
    case: tuple[list[Action], Constraints],
) -> None:
    actions, limits = case
    allowed = [
        subset
        for size in range(len(actions) + 1)
        for subset in combinations(actions, size)
        if keeps(subset, limits)
    ]
    if not allowed:
        with pytest.raises(Contradiction):
            portfolio(actions, limits)
        return
    best = max(
        (sum(action.utility for action in s), -sum(action.cost for action in s)) for s in allowed
    )
    found = portfolio(actions, limits)
    assert keeps(tuple(a for a in actions if a.code in found.selected), limits)
    assert (found.utility, -found.cost) == pytest.approx(best, abs=1e-6)


@pytest.mark.real_data
def test_a5_before_any_completion() -> None:
    found = equal_shares(read_pb(oracle_data("poland_wieliczka_2023.pb")).election)
    assert (len(found.selected), found.cost) == (21, 450_548)


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("name", "projects", "budget", "winners", "cost"),
    [
        ("andrzejow", 9, 447_000, 5, 406_000),
        ("baluty-centrum", 20, 753_000, 8, 747_200),
        ("baluty-doly", 25, 720_000, 6, 716_000),
    ],
)
def test_a10_official_outcomes_by_votes(
    name: str, projects: int, budget: int, winners: int, cost: int
) -> None:
    file = read_pb(oracle_data(f"poland_lodz_2020_{name}.pb"))
    assert (len(file.election.projects), file.election.budget) == (projects, budget)
    found = greedy(file.election)
    assert (len(found.selected), found.cost) == (winners, cost)
    assert set(found.selected) == file.official
