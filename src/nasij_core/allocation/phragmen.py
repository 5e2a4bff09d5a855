"""Sequential Phragmén: voters earn at a constant speed, and a project is bought when its
supporters hold its cost together; the first that would exceed the budget ends it.

Times are exact fractions. Points are not used: supporting is supporting.
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm

import numpy as np

from nasij_core.allocation.election import Allocation, Election, Places, Reals, Step


def phragmen(election: Election) -> Allocation:
    """Projects in the order they are bought; `price` is the time of purchase, in money per voter
    of mean endowment. Speeds follow the endowments. Ties go to the project listed first."""
    earning = Earning(election)
    steps: list[Step] = []
    left = election.budget
    open_places = [int(place) for place in np.unique(election.project)]
    while open_places:
        time, place = min((earning.ready(place), place) for place in open_places)
        project = election.projects[place]
        if project.cost > left:
            break
        left -= project.cost
        open_places.remove(place)
        payers, paid = earning.pay(place, time)
        steps.append(Step(project.code, project.cost, float(time), payers, paid))
    return Allocation(
        rule="phragmen",
        satisfaction=None,
        selected=tuple(step.project for step in steps),
        cost=election.budget - left,
        budget=election.budget,
        steps=tuple(steps),
    )


class Earning:
    """What voters have earned since they last paid. A voter who paid is back at nothing, so a
    balance is the time since one of the purchases: whole numbers of voters by purchase suffice."""

    def __init__(self, election: Election) -> None:
        self.election = election
        self.times = [Fraction(0)]
        shares = [share * len(election.voters) for share in election.endowment]
        self.scale = lcm(*(share.denominator for share in shares))
        self.speed: Reals = np.array([float(share * self.scale) for share in shares])
        self.paid_at: Places = np.zeros(len(election.voters), dtype=np.int64)

    def ready(self, place: int) -> Fraction:
        """When the supporters of a project hold its cost."""
        voters, _ = self.election.supporters(place)
        speeds = np.bincount(self.paid_at[voters], self.speed[voters], len(self.times))
        missed = sum(
            (time * int(speed) for time, speed in zip(self.times, speeds, strict=True) if speed),
            Fraction(0),
        )
        together = int(speeds.sum())
        return (self.election.projects[place].cost * self.scale + missed) / together

    def pay(self, place: int, time: Fraction) -> tuple[Places, Reals]:
        voters, _ = self.election.supporters(place)
        since = np.array([float(time - earlier) for earlier in self.times])
        paid = since[self.paid_at[voters]] * self.speed[voters] / self.scale
        self.paid_at[voters] = len(self.times)
        self.times.append(time)
        return voters, paid
