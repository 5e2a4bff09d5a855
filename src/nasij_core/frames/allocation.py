"""Elections from frames, and outcomes as frames."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from nasij_core.allocation import (
    Allocation,
    Completion,
    Election,
    Project,
    Satisfaction,
    election,
    equal_shares,
    greedy,
    phragmen,
    welfare,
)
from nasij_core.errors import BadOption, Contradiction
from nasij_core.tables import REAL, TEXT, Column, Table
from nasij_core.units import Unit

METHOD = "budget allocation"
RULES = ("greedy", "equal-shares", "phragmen", "welfare")
PROJECTS = Table(
    "projects",
    (
        Column("project", TEXT, Unit.CODE),
        Column("cost", REAL, Unit.RATIO),
        Column("name", TEXT, Unit.TEXT, optional=True, empty=True),
    ),
    key=("project",),
)
BALLOTS = Table(
    "ballots",
    (
        Column("voter", TEXT, Unit.CODE),
        Column("project", TEXT, Unit.CODE),
        Column("points", REAL, Unit.RATIO, optional=True),
    ),
    key=("voter", "project"),
)
ENDOWMENTS = Table(
    "endowments",
    (Column("voter", TEXT, Unit.CODE), Column("endowment", REAL, Unit.RATIO)),
    key=("voter",),
)


@dataclass(frozen=True, slots=True)
class AllocationFrames:
    """selected: order, project, cost, price. payments: project, voter, paid (empty for rules in
    which nobody pays). Money in the unit of the budget."""

    selected: pl.DataFrame
    payments: pl.DataFrame
    outcome: Allocation


def choose(
    cast: Election, rule: str, satisfaction: str | None = None, completion: str = Completion.NONE
) -> Allocation:
    """The outcome of one of RULES. satisfaction: None is by cost, in the rules that have one.

    Raises Contradiction for an option that the rule does not know.
    """
    if rule not in RULES:
        raise BadOption("rule", rule, RULES)
    if completion not in set(Completion):
        raise BadOption("completion", completion, list(Completion))
    if completion != Completion.NONE and rule != "equal-shares":
        raise Contradiction(f"the rule {rule} and the completion {completion}", "it has none")
    if rule == "phragmen":
        if satisfaction is not None:
            raise Contradiction("the rule phragmen and a satisfaction", "it has none")
        return phragmen(cast)
    kind = satisfaction or Satisfaction.COST
    if rule == "equal-shares":
        return equal_shares(cast, kind, completion)
    return greedy(cast, kind) if rule == "greedy" else welfare(cast, kind)


def election_from(
    projects: pl.DataFrame,
    ballots: pl.DataFrame,
    budget: float,
    endowments: pl.DataFrame | None = None,
) -> Election:
    """Rows of `ballots` are one supported project each; a voter without any row has no endowment
    unless `endowments` names everyone."""
    listed, cast = PROJECTS.validate(projects), BALLOTS.validate(ballots)
    if "points" not in cast.columns:
        cast = cast.with_columns(points=pl.lit(1.0))
    names = listed["name"] if "name" in listed.columns else [""] * len(listed)
    by_voter: dict[str, dict[str, float]] = {}
    shares = None
    if endowments is not None:
        rows = ENDOWMENTS.validate(endowments).select("voter", "endowment")
        shares = {voter: Fraction(str(amount)) for voter, amount in rows.iter_rows()}
        by_voter = {voter: {} for voter in shares}
    for voter, project, points in cast.select("voter", "project", "points").iter_rows():
        by_voter.setdefault(voter, {})[project] = points
    return election(
        [
            Project(code, Fraction(str(cost)), name or "")
            for code, cost, name in zip(listed["project"], listed["cost"], names, strict=True)
        ],
        Fraction(str(budget)),
        by_voter,
        shares,
    )


def as_frames(cast: Election, outcome: Allocation) -> AllocationFrames:
    steps = outcome.steps
    selected = pl.DataFrame(
        {
            "order": range(1, len(steps) + 1),
            "project": [step.project for step in steps],
            "cost": [float(step.cost) for step in steps],
            "price": [step.price for step in steps],
        },
        schema={"order": pl.Int64, "project": pl.String, "cost": pl.Float64, "price": pl.Float64},
    )
    paid = [
        pl.DataFrame(
            {
                "project": [step.project] * len(step.payers),
                "voter": [cast.voters[voter] for voter in step.payers],
                "paid": step.paid,
            }
        )
        for step in steps
        if len(step.payers)
    ]
    empty = pl.DataFrame(schema={"project": pl.String, "voter": pl.String, "paid": pl.Float64})
    return AllocationFrames(selected, pl.concat(paid) if paid else empty, outcome)
