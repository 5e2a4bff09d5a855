"""Equal Shares on 90,000 ballots, as a ratio to the textbook loop timed in the same run.

    python bench/core_allocation.py [ELECTION.pb]

Without a file, 90,000 synthetic approval ballots over 76 projects are drawn. The reference follows
the definition with one purse per voter and every project priced again in every round, in floats;
with exact fractions it would be slower still. Both must choose the same; nothing asserts a time.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

import numpy as np

from nasij_core.allocation import (
    Election,
    Project,
    election,
    equal_shares,
    greedy,
    phragmen,
    read_pb,
    welfare,
)

SHARED = (
    Path(__file__).resolve().parents[2]
    / "shared/data/participatory_budgets/poland_wroclaw_2020_.pb.gz"
)
Answer = TypeVar("Answer")


def timed(work: Callable[[], Answer]) -> tuple[Answer, float]:
    start = time.perf_counter()
    answer = work()
    return answer, time.perf_counter() - start


def synthetic() -> Election:
    rng = np.random.default_rng(3)
    costs = rng.integers(100_000, 2_000_000, 76)
    liking = rng.dirichlet(np.ones(76) * 0.5)
    ballots = {
        str(voter): [f"p{p}" for p in set(rng.choice(76, rng.integers(1, 4), p=liking))]
        for voter in range(90_000)
    }
    projects = [Project(f"p{n}", Fraction(int(cost))) for n, cost in enumerate(costs)]
    return election(projects, 16_000_000, ballots)


def textbook(cast: Election, budget: float) -> list[str]:
    """The definition, voter by voter."""
    money = [budget / len(cast.voters)] * len(cast.voters)
    backers = {n: cast.supporters(n)[0].tolist() for n in range(len(cast.projects))}
    chosen: list[int] = []
    while True:
        best: tuple[float, int, float] | None = None
        for place, who in backers.items():
            cost = float(cast.projects[place].cost)
            if place in chosen or sum(money[voter] for voter in who) < cost * (1 - 1e-9):
                continue
            left, each = cost, 0.0
            purses = sorted(money[voter] for voter in who)
            for position, purse in enumerate(purses):
                each = left / (len(purses) - position)
                if each <= purse:
                    break
                left -= purse
            if best is None or each / cost < best[0]:
                best = (each / cost, place, each)
        if best is None:
            return [cast.projects[place].code for place in chosen]
        chosen.append(best[1])
        for voter in backers[best[1]]:
            money[voter] -= min(money[voter], best[2])


def line(what: str, ours: float, loop: float) -> None:
    print(f"{what:<34} {ours:8.3f} s {loop:9.2f} s  the textbook takes {loop / ours:6.0f}×")


def main() -> None:
    given = Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED
    if given.exists():
        found, reading = timed(lambda: read_pb(given))
        cast = found.election
        print(f"reading {given.name}: {reading:.2f} s")
    else:
        cast = synthetic()
    print(f"{len(cast.voters)} ballots, {len(cast.projects)} projects")
    raised, add1 = timed(lambda: equal_shares(cast, completion="add1"))
    rich = replace(cast, budget=cast.budget + raised.raised * len(cast.voters))
    plain, loop = timed(lambda: textbook(rich, float(rich.budget)))
    ours, taken = timed(lambda: equal_shares(rich))
    assert sorted(ours.selected) == sorted(plain)
    line("Equal Shares, one round", taken, loop)
    rounds, tried = int(raised.raised) + 1, 6
    start = time.perf_counter()
    for part in range(tried):
        more = float(raised.raised) * part / (tried - 1)
        textbook(cast, float(cast.budget) + more * len(cast.voters))
    loop = (time.perf_counter() - start) / tried * rounds
    line(f"add1, {rounds} rounds ({tried} timed)", add1, loop)
    for name, rule in (("greedy", greedy), ("phragmen", phragmen), ("welfare", welfare)):
        outcome, taken = timed(lambda rule=rule: rule(cast))
        print(f"{name:<34} {taken:8.3f} s  {len(outcome.selected)} projects")


if __name__ == "__main__":
    main()
