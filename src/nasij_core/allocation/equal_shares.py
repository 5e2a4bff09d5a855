"""The Method of Equal Shares (Peters, Pierczyński and Skowron 2021).

Every voter holds an equal share of the budget (or its endowment). In each round, the supporters of
a project would pay for it in proportion to what it is worth to them, nobody more than what is
left: `Σ_i min(b_i, ρ·u_i) = cost`. The project of smallest ρ is bought; the method stops when no
project can be paid. So a group that is a tenth of the voters decides on a tenth of the money.

Money is in double precision with a tolerance of 1e-9; voters with the same ballot are one.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nasij_core.allocation.election import (
    Allocation,
    Election,
    Places,
    Reals,
    Satisfaction,
    Step,
    as_satisfaction,
)
from nasij_core.allocation.exact import Weight, choose, exact
from nasij_core.allocation.greedy import fill
from nasij_core.errors import OutOfRange
from nasij_core.stats.sums import sums_by

TOLERANCE = 1e-9
ROUNDS = 1_000_000


class Completion(StrEnum):
    """What is done with money left over: nothing, endowments raised step by step while the
    outcome fits the budget, the greedy rule, or both in this order."""

    NONE = "none"
    ADD1 = "add1"
    GREEDY = "greedy"
    ADD1_GREEDY = "add1_greedy"


@dataclass(frozen=True, slots=True)
class Crowd:
    """Voters grouped by equal ballot and endowment; one entry per group and project."""

    size: Reals  # (groups,) voters
    share: Reals  # (groups,) of the budget, per voter
    group_of: Places  # (voters,)
    bounds: Places  # (projects + 1,) into the next two
    group: Places  # (entries,)
    points: Reals  # (entries,)
    support: Reals  # (projects,) of the budget, held by the supporters
    given: Reals  # (projects,) points of all supporters
    costs: Reals  # (projects,)


class Purchase(NamedTuple):
    """One project bought: what each group of its supporters pays, per voter."""

    place: int
    price: float
    groups: Places
    paid: Reals


def equal_shares(
    election: Election,
    satisfaction: Satisfaction | str = Satisfaction.COST,
    completion: Completion | str = Completion.NONE,
    *,
    increment: Weight = 1,
) -> Allocation:
    """Projects in the order they are bought, with what each voter paid.

    increment: money added to each voter's endowment by one step of `add1` (to the mean endowment,
    when they differ). The raising stops before the outcome would exceed the budget, or as soon as
    no further project fits. Ties go to the project listed first.
    """
    kind = as_satisfaction(satisfaction)
    completion = choose(Completion, completion, "completion")
    step_size = exact(increment, "the increment")
    if step_size == 0:
        raise OutOfRange("the increment", increment, "above 0")
    crowd = gather(election)
    raised = Fraction(0)
    bought = buy(crowd, kind, election.budget)
    if completion in (Completion.ADD1, Completion.ADD1_GREEDY):
        bought, raised = raise_endowments(election, crowd, kind, bought, step_size)
    steps = [explain(election, crowd, purchase) for purchase in bought]
    if completion in (Completion.GREEDY, Completion.ADD1_GREEDY):
        left = election.budget - total(steps)
        steps = steps + fill(election, [step.project for step in steps], left, kind)
    return Allocation(
        rule="equal-shares",
        satisfaction=kind,
        selected=tuple(step.project for step in steps),
        cost=total(steps),
        budget=election.budget,
        steps=tuple(steps),
        raised=raised,
    )


def total(steps: list[Step]) -> Fraction:
    return sum((step.cost for step in steps), Fraction(0))


def raise_endowments(
    election: Election, crowd: Crowd, kind: Satisfaction, bought: list[Purchase], step: Fraction
) -> tuple[list[Purchase], Fraction]:
    """The last outcome that fits, and the money added per voter to reach it."""
    costs = election.costs
    supported = [int(place) for place in np.unique(election.project)]
    raised = Fraction(0)
    for _ in range(ROUNDS):
        taken = {purchase.place for purchase in bought}
        left = election.budget - sum((costs[place] for place in taken), Fraction(0))
        if not any(costs[place] <= left for place in supported if place not in taken):
            break
        more = raised + step
        further = buy(crowd, kind, election.budget + more * len(election.voters))
        if sum((costs[purchase.place] for purchase in further), Fraction(0)) > election.budget:
            break
        bought, raised = further, more
    return bought, raised


def gather(election: Election) -> Crowd:
    """Group voters by a 128-bit fingerprint of ballot and endowment."""
    draw = np.random.default_rng(20350614)
    codes = draw.integers(1, 2**63, (2, len(election.projects)), dtype=np.uint64)
    marks = np.zeros((2, len(election.voters)), dtype=np.uint64)
    given = election.points.view(np.uint64) | np.uint64(1)
    share = shares(election)
    for row in range(2):
        mixed = codes[row][election.project] * (given ^ (given >> np.uint64(29)))
        np.add.at(marks[row], election.voter, mixed)  # wraps around, and is meant to
        marks[row] ^= share.view(np.uint64)
    first, group_of, size = distinct(marks)
    one_each = np.isin(election.voter, first)
    project = election.project[one_each]
    n_projects = len(election.projects)
    return Crowd(
        size=size.astype(np.float64),
        share=share[first],
        group_of=group_of,
        bounds=np.searchsorted(project, np.arange(n_projects + 1)),
        group=group_of[election.voter[one_each]],
        points=election.points[one_each],
        support=sums_by(election.project, share[election.voter], n_projects),
        given=sums_by(election.project, election.points, n_projects),
        costs=np.array([float(cost) for cost in election.costs]),
    )


def shares(election: Election) -> Reals:
    """(voters,) of the budget; mostly one fraction for all, which is then divided out once."""
    known = {id(part): float(part) for part in {id(p): p for p in election.endowment}.values()}
    return np.array([known[id(part)] for part in election.endowment])


def distinct(marks: NDArray[np.uint64]) -> tuple[Places, Places, Places]:
    """The first voter of each distinct pair of marks, each voter's group, and the groups' sizes."""
    order = np.lexsort(marks)
    ordered = marks[:, order]
    starts = np.concatenate(([True], (ordered[:, 1:] != ordered[:, :-1]).any(axis=0)))
    group_of = np.empty(len(order), dtype=np.int64)
    group_of[order] = np.cumsum(starts) - 1
    return order[starts], group_of, np.bincount(group_of)


def buy(crowd: Crowd, kind: Satisfaction, budget: Fraction) -> list[Purchase]:
    """The purchases. A price never falls as money is spent, so the price last known is a floor,
    and only projects whose floor is below the best price need be looked at again. The first floor
    is the price if every supporter could pay it."""
    total = float(budget)
    money = crowd.share * total
    costs = crowd.costs
    payable = np.flatnonzero(crowd.support * total >= costs * (1 - TOLERANCE))
    worth = crowd.given * costs if kind is Satisfaction.COST else crowd.given
    queue = sorted((float(costs[place] / worth[place]), int(place)) for place in payable)
    bought: list[Purchase] = []
    while queue:
        best, queue = cheapest(queue, crowd, kind, money)
        if best is None:
            break
        price, place = best
        groups, worth_of = backers(crowd, kind, place)
        paid = np.minimum(money[groups], price * worth_of)
        money[groups] = np.maximum(money[groups] - paid, 0.0)
        bought.append(Purchase(place, price, groups, paid))
    return bought


Queue = list[tuple[float, int]]


def cheapest(
    queue: Queue, crowd: Crowd, kind: Satisfaction, money: Reals
) -> tuple[tuple[float, int] | None, Queue]:
    """The project of smallest price, and the others with what is now known of theirs."""
    known: Queue = []
    best: tuple[float, int] | None = None
    while queue and (best is None or queue[0][0] <= best[0] * (1 + TOLERANCE)):
        _, place = heapq.heappop(queue)
        groups, worth = backers(crowd, kind, place)
        price = price_of(money[groups], worth, crowd.size[groups], float(crowd.costs[place]))
        if price is None:
            continue  # money only falls: this project will never be paid
        known.append((price, place))
        if best is None or better((price, place), best):
            best = (price, place)
    for entry in known:
        if entry != best:
            heapq.heappush(queue, entry)
    return best, queue


def better(one: tuple[float, int], two: tuple[float, int]) -> bool:
    if abs(one[0] - two[0]) <= TOLERANCE * max(one[0], two[0]):
        return one[1] < two[1]
    return one[0] < two[0]


def backers(crowd: Crowd, kind: Satisfaction, place: int) -> tuple[Places, Reals]:
    """Groups that support a project, and what it is worth to a voter of each."""
    part = slice(crowd.bounds[place], crowd.bounds[place + 1])
    points = crowd.points[part]
    worth = points * crowd.costs[place] if kind is Satisfaction.COST else points
    return crowd.group[part], worth


def price_of(money: Reals, worth: Reals, size: Reals, cost: float) -> float | None:
    """Smallest ρ with `Σ size·min(money, ρ·worth) = cost`; None when the money is not there.

    Who cannot pay at this price gives all there is, and the others a higher price: a few rounds,
    where putting everybody in order takes three times longer.
    """
    if (money * size).sum() < cost * (1 - TOLERANCE):
        return None
    weight = worth * size
    while True:
        price = float(cost / weight.sum())
        able = price * worth <= money * (1 + TOLERANCE)
        if able.all() or not able.any():
            return price
        cost -= (money * size)[~able].sum()
        money, worth, size, weight = money[able], worth[able], size[able], weight[able]


def explain(election: Election, crowd: Crowd, purchase: Purchase) -> Step:
    by_group = np.zeros(len(crowd.size))
    by_group[purchase.groups] = purchase.paid
    payers, _ = election.supporters(purchase.place)
    project = election.projects[purchase.place]
    paid = by_group[crowd.group_of[payers]]
    return Step(project.code, project.cost, purchase.price, payers, paid)
