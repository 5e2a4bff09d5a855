"""Equal Shares on 90,000 ballots, as a ratio to the textbook loop and to pabutools.

    python bench/core_allocation.py [ELECTION.pb]

Two elections: a real one in which each voter names one project, and a drawn one in which each names
up to ten of 100, so that few ballots are equal. The textbook follows the definition with one purse
per voter and every project priced again in every round, in floats. pabutools runs in an environment
of its own (see peer.py), as a user would call it and with equal ballots told once. All must choose
the same; nothing asserts a time.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from peer import ask

from nasij_core.allocation import (
    Allocation,
    Election,
    Project,
    election,
    equal_shares,
    greedy,
    phragmen,
    read_pb,
    welfare,
    write_pb,
)

SHARED = (
    Path(__file__).resolve().parents[2]
    / "shared/data/participatory_budgets/poland_wroclaw_2020_.pb.gz"
)
Answer = TypeVar("Answer")
LONG = 7_000  # seconds, at the pace of one round, beyond which the peer is not asked to go on


def timed(work: Callable[[], Answer]) -> tuple[Answer, float]:
    start = time.perf_counter()
    answer = work()
    return answer, time.perf_counter() - start


def synthetic() -> Election:
    rng = np.random.default_rng(3)
    costs = rng.integers(100_000, 2_000_000, 100)
    liking = rng.dirichlet(np.ones(100) * 0.5) * 0.9 + 0.001
    ballots = {
        str(voter): [f"p{p}" for p in rng.choice(100, rng.integers(1, 11), False, p=liking)]
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


def compared(cast: Election, folder: Path) -> None:
    print(f"\n{len(cast.voters)} ballots, {len(cast.projects)} projects")
    raised, taken = timed(lambda: equal_shares(cast, completion="add1"))
    rounds, tried = int(raised.raised) + 1, 3
    print(f"ours, add1: {taken:.3f} s, {rounds} rounds, {len(raised.selected)} projects")
    start = time.perf_counter()
    for part in range(tried):
        more = float(raised.raised) * part / (tried - 1)
        chosen = textbook(cast, float(cast.budget) + more * len(cast.voters))
    loop = (time.perf_counter() - start) / tried * rounds
    assert sorted(chosen) == sorted(raised.selected)
    print(f"    the textbook {loop:.1f} s ({tried} rounds timed), {loop / taken:.0f}×")
    plain, once = timed(lambda: equal_shares(cast))
    print(f"ours, one round: {once:.3f} s, {len(plain.selected)} projects")
    path = folder / "election.pb"
    write_pb(cast, path)
    for way in ("equal ballots once", "as parsed"):
        one = ask("pabutools_equal_shares", path, "--ballots", way)
        if one is None:
            return
        tell(f"one round, {way}", one, plain, once)
        if one["seconds"] * rounds > LONG:
            print(f"    pabutools, add1, {way}: not run, {rounds} such rounds at most")
            continue
        many = ask("pabutools_equal_shares", path, "--ballots", way, "--step", 1)
        if many is not None:
            tell(f"add1, {way}", many, raised, taken)


def tell(what: str, peer: dict[str, Any], ours: Allocation, seconds: float) -> None:
    same = "the same" if peer["selected"] == sorted(ours.selected) else "OTHER"
    print(
        f"    pabutools, {what}: {peer['seconds']:.3f} s, {peer['seconds'] / seconds:.3g}×, "
        f"{same} projects, {peer['peak_mb']:.0f} MB"
    )


def main() -> None:
    given = Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED
    elections = [synthetic()]
    if given.exists():
        found, reading = timed(lambda: read_pb(given))
        print(f"reading {given.name}: {reading:.2f} s")
        elections.insert(0, found.election)
    with tempfile.TemporaryDirectory() as folder:
        for cast in elections:
            compared(cast, Path(folder))
            for name, rule in (("greedy", greedy), ("phragmen", phragmen), ("welfare", welfare)):
                outcome, taken = timed(partial(rule, cast))
                print(f"{name}: {taken:.3f} s, {len(outcome.selected)} projects")


if __name__ == "__main__":
    main()
