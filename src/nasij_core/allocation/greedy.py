"""The rule most cities use: take projects by votes, skip what no longer fits."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from nasij_core.allocation.election import (
    NOBODY,
    NOTHING,
    Allocation,
    Election,
    Satisfaction,
    Step,
    as_satisfaction,
)


def greedy(election: Election, satisfaction: Satisfaction | str = Satisfaction.COST) -> Allocation:
    """Projects by votes (satisfaction `cost`) or by votes per unit of cost (`cardinality`).

    Ties go to the project listed first. A project without support is never taken.
    """
    kind = as_satisfaction(satisfaction)
    steps = fill(election, (), election.budget, kind)
    return Allocation(
        rule="greedy",
        satisfaction=kind,
        selected=tuple(step.project for step in steps),
        cost=sum((step.cost for step in steps), Fraction(0)),
        budget=election.budget,
        steps=tuple(steps),
    )


def fill(
    election: Election, taken: Iterable[str], budget: Fraction, kind: Satisfaction
) -> list[Step]:
    """What the greedy rule takes with the money given, beside the projects taken already."""
    done = set(taken)
    scores = election.scores()
    ranked = [
        (score / project.cost if kind is Satisfaction.CARDINALITY else score, project)
        for score, project in zip(scores, election.projects, strict=True)
        if score > 0 and project.code not in done
    ]
    ranked.sort(key=lambda pair: -pair[0])  # stable: ties keep the order of the list
    steps = []
    for rank, project in ranked:
        if project.cost <= budget:
            budget -= project.cost
            steps.append(Step(project.code, project.cost, float(rank), NOBODY, NOTHING))
    return steps
