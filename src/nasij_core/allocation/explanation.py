"""An outcome told: what was chosen, why in this order, and who paid what."""

from __future__ import annotations

from typing import Any

from nasij_core.allocation.election import Allocation, Election, Step

NAMED_UP_TO = 2_000  # voters; beyond, payments are summed up by amount
CENTS = 6


def explanation(
    election: Election, outcome: Allocation, *, payments: str = "auto"
) -> dict[str, Any]:
    """An outcome as plain values for JSON.

    payments: `voters` names each voter's payment, `summary` counts voters by amount, `auto` names
    them up to 2,000 voters. Sums of money are numbers in the unit of the budget.
    """
    named = payments == "voters" or (payments == "auto" and len(election.voters) <= NAMED_UP_TO)
    return {
        "rule": outcome.rule,
        "satisfaction": outcome.satisfaction,
        "selected": list(outcome.selected),
        "cost": float(outcome.cost),
        "budget": float(outcome.budget),
        "left": float(outcome.left),
        "raised_per_voter": float(outcome.raised),
        "payments": [told(election, step, named) for step in outcome.steps],
        "satisfied_voters": satisfied(election, outcome),
        "voters": len(election.voters),
    }


def told(election: Election, step: Step, named: bool) -> dict[str, Any]:
    place = next(n for n, project in enumerate(election.projects) if project.code == step.project)
    supporters, _ = election.supporters(place)
    answer: dict[str, Any] = {
        "project": step.project,
        "cost": float(step.cost),
        "price": step.price,
        "supporters": len(supporters),
    }
    if not len(step.payers):
        return answer
    if named:
        answer["paid"] = {
            election.voters[voter]: round(float(amount), CENTS)
            for voter, amount in zip(step.payers, step.paid, strict=True)
        }
        return answer
    counts: dict[float, int] = {}
    for amount in step.paid:
        counts[round(float(amount), CENTS)] = counts.get(round(float(amount), CENTS), 0) + 1
    answer["payers_by_amount"] = [
        {"amount": amount, "voters": counts[amount]} for amount in sorted(counts, reverse=True)
    ]
    return answer


def satisfied(election: Election, outcome: Allocation) -> int:
    """Voters with at least one project they support among those chosen."""
    chosen = set(outcome.selected)
    places = [n for n, project in enumerate(election.projects) if project.code in chosen]
    happy: set[int] = set()
    for place in places:
        happy.update(election.supporters(place)[0].tolist())
    return len(happy)
