"""Projects, a budget and ballots: what every rule of allocation starts from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from nasij_core.allocation.exact import Weight, exact
from nasij_core.errors import (
    BadOption,
    DuplicateKeys,
    NegativeValue,
    NotEnoughData,
    OutOfRange,
    UnknownCode,
    WrongShape,
)

Places = NDArray[np.int64]
Reals = NDArray[np.float64]


class Satisfaction(StrEnum):
    """What a chosen project is worth to a supporter: its cost, or one (times the points given)."""

    COST = "cost"
    CARDINALITY = "cardinality"


@dataclass(frozen=True, slots=True)
class Project:
    """One project or action. cost > 0, in the unit of the budget."""

    code: str
    cost: Fraction
    name: str = ""


@dataclass(frozen=True, slots=True)
class Election:
    """Ballots as three parallel arrays, one entry per voter and supported project, by project.

    `voter` and `project` are positions; `points` > 0 (1 for approval). `endowment` is each voter's
    share of the budget, summing to 1; equal unless voters stand for more than themselves.
    """

    projects: tuple[Project, ...]
    budget: Fraction
    voters: tuple[str, ...]
    voter: Places
    project: Places
    points: Reals
    endowment: tuple[Fraction, ...]

    @property
    def costs(self) -> list[Fraction]:
        return [project.cost for project in self.projects]

    def supporters(self, place: int) -> tuple[Places, Reals]:
        """Voters of one project and the points they gave."""
        start, stop = np.searchsorted(self.project, [place, place + 1])
        return self.voter[start:stop], self.points[start:stop]

    def scores(self) -> list[Fraction]:
        """Points of each project, weighted by the endowments (1 each when equal)."""
        weight = np.array([float(share * len(self.voters)) for share in self.endowment])
        totals = np.bincount(self.project, self.points * weight[self.voter], len(self.projects))
        return [Fraction(total).limit_denominator(10**9) for total in totals]

    def codes(self, places: Iterable[int]) -> tuple[str, ...]:
        return tuple(self.projects[place].code for place in places)


Ballots = Mapping[str, Iterable[str] | Mapping[str, float]]


def election(
    projects: Sequence[Project],
    budget: Weight,
    ballots: Ballots,
    endowments: Mapping[str, Weight] | None = None,
) -> Election:
    """An election from ballots by voter: project codes approved, or codes with points.

    endowments: what each voter stands for (any positive scale); None: all the same. A region's
    delegate may stand for its exporters this way, which is not the same as counting the ballot
    several times: the money is then one purse.
    Raises UnknownCode for a ballot naming an unknown project, DuplicateKeys for repeated codes,
    OutOfRange for a budget or cost not above 0.
    """
    place = check_projects(projects)
    total = exact(budget, "the budget")
    if total <= 0:
        raise OutOfRange("the budget", budget, "above 0")
    voters = tuple(ballots)
    entries = [
        (place[code], number, float(points))
        for number, (voter, ballot) in enumerate(ballots.items())
        for code, points in as_points(ballot, place, f"the ballot of {voter}").items()
        if points
    ]
    if not entries:
        raise NotEnoughData("the allocation", "no ballot supports any project")
    entries.sort()
    project, voter, points = zip(*entries, strict=True)
    return Election(
        projects=tuple(projects),
        budget=total,
        voters=voters,
        voter=np.array(voter, dtype=np.int64),
        project=np.array(project, dtype=np.int64),
        points=np.array(points, dtype=np.float64),
        endowment=shares_of(voters, endowments),
    )


def check_projects(projects: Sequence[Project]) -> dict[str, int]:
    place: dict[str, int] = {}
    for number, project in enumerate(projects):
        if project.code in place:
            raise DuplicateKeys("the projects", 1, ["project_id"], [project.code])
        if project.cost <= 0:
            raise OutOfRange(f"the cost of {project.code}", project.cost, "above 0")
        place[project.code] = number
    return place


def as_points(
    ballot: Iterable[str] | Mapping[str, float], place: Mapping[str, int], thing: str
) -> dict[str, float]:
    given = dict(ballot) if isinstance(ballot, Mapping) else dict.fromkeys(ballot, 1.0)
    unknown = [code for code in given if code not in place]
    if unknown:
        raise UnknownCode(thing, unknown)
    negative = [points for points in given.values() if not points >= 0]
    if negative:
        raise NegativeValue(f"{thing} (points)", len(negative), negative)
    return given


def shares_of(
    voters: Sequence[str], endowments: Mapping[str, Weight] | None
) -> tuple[Fraction, ...]:
    if endowments is None:
        return (Fraction(1, len(voters)),) * len(voters)
    if set(endowments) != set(voters):
        raise WrongShape("the endowments", f"{len(endowments)} voters", f"{len(voters)} voters")
    amounts = [exact(endowments[voter], f"the endowment of {voter}") for voter in voters]
    total = sum(amounts, Fraction(0))
    if total == 0:
        raise OutOfRange("the sum of the endowments", 0, "above 0")
    return tuple(amount / total for amount in amounts)


def as_satisfaction(value: Satisfaction | str) -> Satisfaction:
    try:
        return Satisfaction(value)
    except ValueError:
        raise BadOption("satisfaction", value, list(Satisfaction)) from None


@dataclass(frozen=True, slots=True)
class Step:
    """One purchase, for the explanation of who paid what.

    price: money per unit of satisfaction (Equal Shares), the time of purchase (Phragmén), or the
    number the project was ranked by (greedy). payers: voters' positions; paid: their money, which
    sums to the cost; both empty for rules in which nobody pays.
    """

    project: str
    cost: Fraction
    price: float
    payers: Places
    paid: Reals


@dataclass(frozen=True, slots=True)
class Allocation:
    """The projects chosen, in the order of choice, with the reason of each step."""

    rule: str
    satisfaction: Satisfaction | None
    selected: tuple[str, ...]
    cost: Fraction
    budget: Fraction
    steps: tuple[Step, ...]
    raised: Fraction = Fraction(0)
    """Money added to every voter's endowment by a completion, beyond the budget's share."""

    @property
    def left(self) -> Fraction:
        return self.budget - self.cost


NOBODY: Places = np.empty(0, dtype=np.int64)
NOTHING: Reals = np.empty(0, dtype=np.float64)
