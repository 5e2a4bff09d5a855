"""Oracles of the literature, brute force on small elections, and invariants."""

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nasij_core.allocation import (
    Action,
    Constraints,
    Project,
    election,
    equal_shares,
    explanation,
    greedy,
    phragmen,
    portfolio,
    welfare,
)
from nasij_core.allocation.equal_shares import price_of
from nasij_core.errors import (
    BadOption,
    Contradiction,
    DuplicateKeys,
    NegativeValue,
    NotEnoughData,
    OutOfRange,
    UnknownCode,
    WrongShape,
)


def small(costs, ballots, budget, endowments=None):
    projects = [Project(code, Fraction(cost)) for code, cost in costs.items()]
    named = ballots if isinstance(ballots, dict) else {str(i): b for i, b in enumerate(ballots)}
    return election(projects, budget, named, endowments)


@pytest.fixture
def two_camps():
    costs = dict.fromkeys(["M0", "M1", "M2", "M3", "M4", "m0", "m1", "m2"], 20)
    many, few = ["M0", "M1", "M2", "M3", "M4"], ["m0", "m1", "m2"]
    return small(costs, [many] * 60 + [few] * 40, 100)


def test_a1_the_larger_camp_takes_all_only_under_the_greedy_rule(two_camps):
    assert set(greedy(two_camps).selected) == {"M0", "M1", "M2", "M3", "M4"}
    for outcome in (equal_shares(two_camps), phragmen(two_camps)):
        camps = [code[0] for code in outcome.selected]
        assert (camps.count("M"), camps.count("m")) == (3, 2)


@pytest.fixture
def ten_voters():
    supporters = {"A": range(6), "B": range(4, 10), "C": range(6, 10), "D": range(3)}
    ballots = [[code for code, who in supporters.items() if i in who] for i in range(10)]
    return small({"A": 50, "B": 40, "C": 30, "D": 20}, ballots, 100)


def test_a2_each_rule_has_its_own_outcome(ten_voters):
    assert set(equal_shares(ten_voters, "cost").selected) == {"A", "B"}
    assert set(equal_shares(ten_voters, "cardinality").selected) == {"B", "D"}
    assert set(greedy(ten_voters, "cost").selected) == {"A", "B"}
    assert greedy(ten_voters, "cardinality").selected == ("B", "D", "C")
    assert set(phragmen(ten_voters).selected) == {"B", "D"}


@pytest.fixture
def lackner_skowron():
    ballots = ["ab"] * 3 + ["ac"] * 3 + ["ad"] * 2 + ["bcf", "e", "f", "g"]
    return small(dict.fromkeys("abcdefg", 1), ballots, 4)


def test_a3_running_example(lackner_skowron):
    assert set(equal_shares(lackner_skowron).selected) == {"a"}
    assert set(phragmen(lackner_skowron).selected) == {"a", "b", "c", "d"}
    raised = equal_shares(lackner_skowron, completion="add1", increment="1/100")
    assert set(raised.selected) == {"a", "b", "c", "d"}
    assert raised.raised > 0


def test_payments_sum_to_the_cost_and_nobody_overdraws(ten_voters):
    for outcome in (equal_shares(ten_voters), phragmen(ten_voters)):
        spent = np.zeros(10)
        for step in outcome.steps:
            assert step.paid.sum() == pytest.approx(float(step.cost))
            spent[step.payers] += step.paid
        if outcome.rule == "equal-shares":
            assert (spent <= 10 + 1e-9).all()


def test_the_explanation_names_who_paid(ten_voters):
    told = explanation(ten_voters, equal_shares(ten_voters))
    assert told["selected"] == ["A", "B"]
    first = told["payments"][0]
    assert first["paid"] == pytest.approx(dict.fromkeys("012345", 50 / 6))
    summed = explanation(ten_voters, equal_shares(ten_voters), payments="summary")
    assert summed["payments"][0]["payers_by_amount"][0]["voters"] == 6
    assert told["satisfied_voters"] == 10


def test_a_heavier_endowment_buys_more():
    costs = {"a": 60, "b": 40}
    ballots = {"north": ["a"], "south": ["b"]}
    equal = small(costs, ballots, 100)
    assert equal_shares(equal).selected == ("b",)
    weighted = small(costs, ballots, 100, {"north": 3, "south": 2})
    assert set(equal_shares(weighted).selected) == {"a", "b"}
    heavy = small({"a": 50, "b": 50}, ballots, 50, {"north": 1, "south": 9})
    assert phragmen(heavy).selected == ("b",)
    assert greedy(heavy).selected == ("b",)


# --- Slow and exact versions ---------------------------------------------------------------------


def exact_equal_shares(costs, ballots, budget, kind):
    """The definition with fractions, all projects looked at in every round."""
    money = [Fraction(budget) / len(ballots)] * len(ballots)
    selected, names = [], list(costs)
    while True:
        best = None
        for code in names:
            backers = [i for i, ballot in enumerate(ballots) if code in ballot]
            if code in selected or sum((money[i] for i in backers), Fraction(0)) < costs[code]:
                continue
            if not backers:
                continue
            worth = costs[code] if kind == "cost" else Fraction(1)
            left, rest = Fraction(costs[code]), sorted(backers, key=lambda i: money[i])
            for place, voter in enumerate(rest):
                each = left / (len(rest) - place)
                if each <= money[voter]:
                    break
                left -= money[voter]
            price = each / worth
            if best is None or price < best[0]:
                best = (price, code, backers, worth)
        if best is None:
            return selected
        price, code, backers, worth = best
        selected.append(code)
        for voter in backers:
            money[voter] -= min(money[voter], price * worth)


def exact_phragmen(costs, ballots, budget):
    balance, selected, left = [Fraction(0)] * len(ballots), [], Fraction(budget)
    while True:
        ready = []
        for place, code in enumerate(costs):
            backers = [i for i, ballot in enumerate(ballots) if code in ballot]
            if code in selected or not backers:
                continue
            missing = costs[code] - sum((balance[i] for i in backers), Fraction(0))
            ready.append((missing / len(backers), place, code, backers))
        if not ready:
            return selected
        wait, _, code, backers = min(ready)
        if costs[code] > left:
            return selected
        left -= costs[code]
        selected.append(code)
        balance = [Fraction(0) if i in backers else b + wait for i, b in enumerate(balance)]


@st.composite
def elections(draw):
    codes = "abcdef"[: draw(st.integers(1, 6))]
    costs = {code: draw(st.integers(1, 12)) for code in codes}
    ballots = draw(
        st.lists(st.sets(st.sampled_from(codes), max_size=4), min_size=1, max_size=9).filter(any)
    )
    return costs, [sorted(ballot) for ballot in ballots], draw(st.integers(1, 30))


@settings(deadline=None)
@given(elections(), st.sampled_from(["cost", "cardinality"]))
def test_equal_shares_is_its_definition(case, kind):
    costs, ballots, budget = case
    found = equal_shares(small(costs, ballots, budget), kind)
    assert list(found.selected) == exact_equal_shares(costs, ballots, budget, kind)
    assert found.cost <= budget


@settings(deadline=None)
@given(elections())
def test_phragmen_is_its_definition(case):
    costs, ballots, budget = case
    found = phragmen(small(costs, ballots, budget))
    assert list(found.selected) == exact_phragmen(costs, ballots, budget)


@settings(deadline=None)
@given(elections(), st.sampled_from(["cost", "cardinality"]))
def test_welfare_is_the_best_of_all_subsets(case, kind):
    costs, ballots, budget = case
    votes = {code: sum(code in ballot for ballot in ballots) for code in costs}

    def worth(codes):
        return sum(votes[c] * (costs[c] if kind == "cost" else 1) for c in codes)

    affordable = [
        subset
        for size in range(len(costs) + 1)
        for subset in combinations(costs, size)
        if sum(costs[c] for c in subset) <= budget
    ]
    found = welfare(small(costs, ballots, budget), kind)
    assert worth(found.selected) == max(map(worth, affordable))
    assert found.cost <= budget


@settings(deadline=None)
@given(elections(), st.integers(1, 50))
def test_money_has_no_unit(case, factor):
    costs, ballots, budget = case
    scaled = small({c: v * factor for c, v in costs.items()}, ballots, budget * factor)
    plain = small(costs, ballots, budget)
    for rule in (greedy, equal_shares, phragmen):
        assert rule(scaled).selected == rule(plain).selected


@settings(deadline=None)
@given(elections())
def test_completions_only_spend_what_is_left(case):
    costs, ballots, budget = case
    cast = small(costs, ballots, budget)
    plain = equal_shares(cast)
    filled = equal_shares(cast, completion="greedy")
    assert filled.selected[: len(plain.selected)] == plain.selected
    for completion in ("add1", "add1_greedy"):
        raised = equal_shares(cast, completion=completion, increment="1/7")
        assert raised.cost <= budget
    votes = {code: sum(code in ballot for ballot in ballots) for code in costs}
    left = budget - sum(costs[c] for c in filled.selected)
    assert all(costs[c] > left for c in costs if votes[c] and c not in filled.selected)


@settings(deadline=None)
@given(elections(), st.randoms())
def test_order_of_ballots_does_not_matter(case, random):
    costs, ballots, budget = case
    shuffled = ballots[:]
    random.shuffle(shuffled)
    for rule in (greedy, equal_shares, phragmen):
        one, two = small(costs, ballots, budget), small(costs, shuffled, budget)
        assert rule(one).selected == rule(two).selected


def test_points_weigh_in_the_score():
    costs = {"a": 50, "b": 50}
    ballots = {"x": {"a": 1, "b": 3}, "y": {"a": 1}}
    assert greedy(small(costs, ballots, 50)).selected == ("b",)
    assert equal_shares(small(costs, {"x": {"a": 1, "b": 3}}, 50)).selected == ("b",)


# --- Portfolio -----------------------------------------------------------------------------------

ACTIONS = [
    Action("a", 9.0, (6.0, 0.0), "north"),
    Action("b", 8.0, (3.0, 3.0), "north"),
    Action("c", 3.0, (1.0, 1.0), "south"),
    Action("d", 2.0, (2.0, 0.0), "south"),
    Action("e", 5.0, (0.0, 4.0), None),
]


def brute_force(actions, limits):
    best = None
    for size in range(len(actions) + 1):
        for subset in combinations(actions, size):
            codes = {a.code for a in subset}
            spent = {
                r: sum(a.cost for a in subset if a.region == r) for r in ("north", "south", None)
            }
            fits = (
                all(
                    sum(a.costs[y] for a in subset) <= b + 1e-9
                    for y, b in enumerate(limits.budgets)
                )
                and all(spent[r] >= f for r, f in (limits.region_floors or {}).items())
                and all(spent[r] <= f for r, f in (limits.region_caps or {}).items())
                and all(two in codes for one, two in limits.needs if one in codes)
                and not any(one in codes and two in codes for one, two in limits.excludes)
                and set(limits.required) <= codes
            )
            key = (sum(a.utility for a in subset), -sum(a.cost for a in subset))
            if fits and (best is None or key > best):
                best = key
    return best


@pytest.mark.parametrize(
    "limits",
    [
        Constraints((8.0, 5.0)),
        Constraints((8.0, 5.0), region_floors={"south": 4.0}),
        Constraints((8.0, 5.0), region_caps={"north": 6.0}),
        Constraints((9.0, 8.0), needs=(("a", "d"),)),
        Constraints((9.0, 8.0), excludes=(("a", "b"), ("b", "e"))),
        Constraints((9.0, 8.0), required=("d",), needs=(("e", "c"),)),
    ],
)
def test_portfolio_is_the_best_of_all_subsets(limits):
    found = portfolio(ACTIONS, limits)
    utility, cost = brute_force(ACTIONS, limits)
    assert found.utility == pytest.approx(utility)
    assert found.cost == pytest.approx(-cost)
    assert found.proven


def test_least_number_of_actions_by_region():
    limits = Constraints((8.0, 5.0), region_counts={"south": 2})
    assert {"c", "d"} <= set(portfolio(ACTIONS, limits).selected)


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (Constraints((1.0, 1.0), required=("a",)), "required"),
        (Constraints((8.0, 8.0), region_floors={"south": 5.0}), "floors"),
        (Constraints((9.0, 9.0), required=("a", "b"), excludes=(("a", "b"),)), "constraints"),
    ],
)
def test_what_cannot_be_met_is_named(limits, words):
    with pytest.raises(Contradiction, match=words):
        portfolio(ACTIONS, limits)


# --- Bad input -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "costs", "ballots", "budget", "endowments"),
    [
        (OutOfRange, {"a": 1}, [["a"]], 0, None),
        (OutOfRange, {"a": 0}, [["a"]], 5, None),
        (UnknownCode, {"a": 1}, [["b"]], 5, None),
        (NotEnoughData, {"a": 1}, [[]], 5, None),
        (NegativeValue, {"a": 1}, [{"a": -1}], 5, None),
        (NegativeValue, {"a": 1}, [{"a": float("nan")}], 5, None),
        (WrongShape, {"a": 1}, {"x": ["a"]}, 5, {"y": 1}),
        (OutOfRange, {"a": 1}, {"x": ["a"]}, 5, {"x": 0}),
    ],
)
def test_bad_elections(error, costs, ballots, budget, endowments):
    with pytest.raises(error):
        small(costs, ballots, budget, endowments)


def test_bad_options(ten_voters):
    with pytest.raises(DuplicateKeys):
        election([Project("a", Fraction(1))] * 2, 5, {"x": ["a"]})
    with pytest.raises(BadOption):
        greedy(ten_voters, "joy")
    with pytest.raises(BadOption):
        equal_shares(ten_voters, completion="some")
    with pytest.raises(OutOfRange):
        equal_shares(ten_voters, completion="add1", increment=0)
    with pytest.raises(UnknownCode):
        portfolio(ACTIONS, Constraints((9.0, 9.0), needs=(("a", "zzz"),)))
    with pytest.raises(UnknownCode):
        portfolio(ACTIONS, Constraints((9.0, 9.0), region_floors={"moon": 1.0}))
    with pytest.raises(Contradiction):
        portfolio(ACTIONS, Constraints((9.0,)))
    with pytest.raises(OutOfRange):
        portfolio(ACTIONS, Constraints((0.0, 9.0)))
    with pytest.raises(NotEnoughData):
        portfolio([], Constraints((9.0,)))
    with pytest.raises(DuplicateKeys):
        portfolio([ACTIONS[0], ACTIONS[0]], Constraints((9.0, 9.0)))
    with pytest.raises(NegativeValue):
        portfolio([Action("a", -1.0, (1.0,))], Constraints((9.0,)))


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10_000))
def test_the_price_collects_the_cost_exactly(seed: int) -> None:
    rng = np.random.default_rng(seed)
    groups = int(rng.integers(1, 30))
    money, worth = rng.exponential(1, groups), rng.integers(1, 5, groups) * 1.0
    size = rng.integers(1, 9, groups) * 1.0
    whole = float((money * size).sum())
    assert price_of(money, worth, size, whole * 1.01) is None
    cost = whole * float(rng.uniform(0.01, 1))
    price = price_of(money, worth, size, cost)
    assert price is not None
    assert (np.minimum(money, price * worth) * size).sum() == pytest.approx(cost, rel=1e-9)
    assert price <= (money / worth).max() * (1 + 1e-9)
