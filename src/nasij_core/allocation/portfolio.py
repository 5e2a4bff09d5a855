"""The best portfolio of actions under real constraints, by exact optimisation (HiGHS).

`max Σ u_p y_p`, y in {0, 1}, within the budget, with a floor for every region, actions that need
others first and actions that exclude each other. Among the best, the cheapest is taken.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

from nasij_core.allocation.election import (
    NOBODY,
    NOTHING,
    Allocation,
    Election,
    Satisfaction,
    Step,
    as_satisfaction,
)
from nasij_core.errors import (
    Contradiction,
    DuplicateKeys,
    NegativeValue,
    NotEnoughData,
    OutOfRange,
    UnknownCode,
)

Reals = NDArray[np.float64]
WHOLE = 1e-6  # the solver's own tolerance on whole numbers
OPTIMAL, TIME_LIMIT, INFEASIBLE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Action:
    """One action: its utility (≥ 0, any unit), its cost by year (money), its region."""

    code: str
    utility: float
    costs: tuple[float, ...]
    region: str | None = None

    @property
    def cost(self) -> float:
        return sum(self.costs)


@dataclass(frozen=True, slots=True)
class Constraints:
    """What a portfolio must respect; money in the unit of the costs.

    budgets: one per year. region_floors, region_caps: total money by region. region_counts: least
    number of actions by region. needs: (action, the one it needs). excludes: pairs of which one
    at most. required: actions already decided.
    """

    budgets: tuple[float, ...]
    region_floors: Mapping[str, float] | None = None
    region_caps: Mapping[str, float] | None = None
    region_counts: Mapping[str, int] | None = None
    needs: tuple[tuple[str, str], ...] = ()
    excludes: tuple[tuple[str, str], ...] = ()
    required: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The actions taken, in the order given.

    proven: False when time ran out first; `gap` is then how far the best could still be, as a
    share of the utility reached. cost_by_year: money.
    """

    selected: tuple[str, ...]
    utility: float
    cost: float
    cost_by_year: tuple[float, ...]
    proven: bool
    gap: float


def portfolio(
    actions: Sequence[Action], constraints: Constraints, *, seconds: float = 60.0
) -> Portfolio:
    """The portfolio of most utility, and among those of least cost.

    seconds: time allowed to each of the two stages.
    Raises Contradiction naming what cannot be met together, UnknownCode, NotEnoughData when time
    ran out before any portfolio was found.
    """
    rows = Rows(actions, constraints)
    utility = np.array([action.utility for action in actions])
    cost = np.array([action.cost for action in actions])
    first, gap = solve(-utility, rows, seconds)
    if first is None:
        explain_infeasible(actions, constraints, rows, seconds)
        raise Contradiction("the constraints", "no portfolio meets all of them together")
    best = float(utility @ first)
    slack = WHOLE * max(1.0, abs(best))
    rows.add(utility, best - slack, np.inf)
    cheapest, _ = solve(cost, rows, seconds)
    return summarise(actions, first if cheapest is None else cheapest, constraints, gap)


class Rows:
    """Linear constraints on the choice of actions, built one row at a time."""

    def __init__(self, actions: Sequence[Action], constraints: Constraints) -> None:
        self.actions = actions
        self.place = check_actions(actions, len(constraints.budgets))
        self.lines: list[Reals] = []
        self.low: list[float] = []
        self.high: list[float] = []
        self.least = np.zeros(len(actions))
        self.add_budgets(constraints.budgets)
        self.add_regions(constraints)
        self.add_pairs(constraints)

    def add(self, line: Reals, low: float, high: float) -> None:
        self.lines.append(line)
        self.low.append(low)
        self.high.append(high)

    def add_budgets(self, budgets: tuple[float, ...]) -> None:
        for year, budget in enumerate(budgets):
            if not 0 < budget < np.inf:
                raise OutOfRange(f"the budget of year {year + 1}", budget, "above 0")
            self.add(np.array([action.costs[year] for action in self.actions]), -np.inf, budget)

    def add_regions(self, constraints: Constraints) -> None:
        known = {action.region for action in self.actions}
        for name, limits in (
            ("region_floors", constraints.region_floors),
            ("region_caps", constraints.region_caps),
            ("region_counts", constraints.region_counts),
        ):
            unknown = [region for region in limits or {} if region not in known]
            if unknown:
                raise UnknownCode(f"{name} (no action there)", unknown)
        for region, floor in (constraints.region_floors or {}).items():
            self.add(self.in_region(region, money=True), floor, np.inf)
        for region, cap in (constraints.region_caps or {}).items():
            self.add(self.in_region(region, money=True), -np.inf, cap)
        for region, count in (constraints.region_counts or {}).items():
            self.add(self.in_region(region, money=False), count, np.inf)

    def in_region(self, region: str, *, money: bool) -> Reals:
        return np.array(
            [
                (action.cost if money else 1.0) if action.region == region else 0.0
                for action in self.actions
            ]
        )

    def add_pairs(self, constraints: Constraints) -> None:
        for action, needed in constraints.needs:
            self.add(self.line({action: 1.0, needed: -1.0}), -np.inf, 0.0)
        for action, excluded in constraints.excludes:
            self.add(self.line({action: 1.0, excluded: 1.0}), -np.inf, 1.0)
        for code in constraints.required:
            self.least[self.at(code)] = 1.0

    def line(self, factors: Mapping[str, float]) -> Reals:
        line = np.zeros(len(self.actions))
        for code, factor in factors.items():
            line[self.at(code)] = factor
        return line

    def at(self, code: str) -> int:
        try:
            return self.place[code]
        except KeyError:
            raise UnknownCode("the constraints", [code]) from None


def check_actions(actions: Sequence[Action], years: int) -> dict[str, int]:
    if not actions:
        raise NotEnoughData("the portfolio", "no action is proposed")
    place: dict[str, int] = {}
    for number, action in enumerate(actions):
        if action.code in place:
            raise DuplicateKeys("the actions", 1, ["code"], [action.code])
        if len(action.costs) != years:
            raise Contradiction(
                f"the costs of {action.code} and the budgets",
                f"{len(action.costs)} years against {years}",
            )
        if not (min(action.costs) >= 0 and action.utility >= 0):
            raise NegativeValue(f"action {action.code}", 1, [action.utility, *action.costs])
        place[action.code] = number
    return place


def solve(objective: Reals, rows: Rows, seconds: float) -> tuple[Reals | None, float]:
    """The best choice and the gap left; None when there is none."""
    answer = optimize.milp(
        objective,
        integrality=np.ones(len(objective)),
        bounds=optimize.Bounds(rows.least, np.ones(len(objective))),
        constraints=optimize.LinearConstraint(np.array(rows.lines), rows.low, rows.high),
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )
    if answer.x is not None:
        gap = 0.0 if answer.status == OPTIMAL else float(answer.mip_gap)
        return np.round(answer.x), gap
    if answer.status == TIME_LIMIT:
        raise NotEnoughData("the portfolio", f"none was found in {seconds:g} seconds")
    return None, 0.0


def explain_infeasible(
    actions: Sequence[Action], constraints: Constraints, rows: Rows, seconds: float
) -> None:
    """Raise for the first group of constraints that alone is too much."""
    alone = Constraints(constraints.budgets, required=constraints.required)
    if solve(np.zeros(len(actions)), Rows(actions, alone), seconds)[0] is None:
        raise Contradiction("the required actions and the budget", "they cost more than it")
    floors = Constraints(
        constraints.budgets,
        constraints.region_floors,
        constraints.region_caps,
        constraints.region_counts,
    )
    if solve(np.zeros(len(actions)), Rows(actions, floors), seconds)[0] is None:
        raise Contradiction("the floors of the regions and the budget", "they cannot all be met")


def summarise(
    actions: Sequence[Action], choice: Reals, constraints: Constraints, gap: float
) -> Portfolio:
    taken = [action for action, chosen in zip(actions, choice, strict=True) if chosen > 0.5]
    years = range(len(constraints.budgets))
    return Portfolio(
        selected=tuple(action.code for action in taken),
        utility=sum(action.utility for action in taken),
        cost=sum(action.cost for action in taken),
        cost_by_year=tuple(sum(action.costs[year] for action in taken) for year in years),
        proven=gap == 0.0,
        gap=gap,
    )


def welfare(election: Election, satisfaction: Satisfaction | str = Satisfaction.COST) -> Allocation:
    """The affordable set of most total satisfaction (a knapsack), in the order of votes.

    It serves the largest group of voters with the whole budget: a yardstick, not a fair rule.
    """
    kind = as_satisfaction(satisfaction)
    scores = election.scores()
    worth = {
        project.code: float(score * (project.cost if kind is Satisfaction.COST else 1))
        for project, score in zip(election.projects, scores, strict=True)
    }
    actions = [
        Action(project.code, worth[project.code], (float(project.cost),))
        for project, score in zip(election.projects, scores, strict=True)
        if score > 0
    ]
    found = portfolio(actions, Constraints((float(election.budget),)))
    cost_of = {project.code: project.cost for project in election.projects}
    order = sorted(found.selected, key=lambda code: -worth[code])
    steps = tuple(Step(code, cost_of[code], worth[code], NOBODY, NOTHING) for code in order)
    return Allocation(
        rule="welfare",
        satisfaction=kind,
        selected=tuple(order),
        cost=sum((step.cost for step in steps), Fraction(0)),
        budget=election.budget,
        steps=steps,
    )
