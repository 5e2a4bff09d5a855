"""`nasij-core portfolio`: the actions worth most within budgets and the limits of regions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from nasij_core.allocation import Constraints
from nasij_core.commands._terminal import (
    CsvOption,
    JsonOption,
    OutOption,
    name_and_number,
    progress_bar,
    tell,
)
from nasij_core.errors import BadInput, OutOfRange
from nasij_core.frames.portfolio import METHOD
from nasij_core.frames.portfolio import portfolio as portfolio_of
from nasij_core.store.results import record_of, write_results
from nasij_core.store.tabular import read_frame

Several = list[str] | None


def command(
    actions: Annotated[
        Path, typer.Argument(help="action, utility, cost (or cost_2026, cost_2027 …), region.")
    ],
    out: OutOption,
    budget: Annotated[
        list[float] | None, typer.Option(help="Budget; repeat for each year of costs, in order.")
    ] = None,
    floor: Annotated[Several, typer.Option(help="region=least money; repeat.")] = None,
    cap: Annotated[Several, typer.Option(help="region=most money; repeat.")] = None,
    count: Annotated[Several, typer.Option(help="region=least number of actions; repeat.")] = None,
    needs: Annotated[Several, typer.Option(help="action=the one it needs; repeat.")] = None,
    excludes: Annotated[Several, typer.Option(help="action=the one it rules out; repeat.")] = None,
    require: Annotated[Several, typer.Option(help="Action already decided; repeat.")] = None,
    seconds: Annotated[float, typer.Option(help="Time allowed to each of two stages.")] = 60.0,
    csv: CsvOption = False,
    json: JsonOption = False,
) -> None:
    """The portfolio of most utility under exact limits, and among those the cheapest.

    Writes actions, each marked as selected or not, and by_region. Limits that cannot be met
    together are named.
    """
    if not budget:
        raise BadInput("A portfolio without a budget (--budget)")
    if not seconds > 0:
        raise OutOfRange("the seconds allowed", seconds, "above 0")
    limits = Constraints(
        tuple(budget),
        region_floors=_amounts(floor, "the floor of"),
        region_caps=_amounts(cap, "the cap of"),
        region_counts={r: int(n) for r, n in _amounts(count, "the count of").items()},
        needs=_pairs(needs, "needs"),
        excludes=_pairs(excludes, "excludes"),
        required=tuple(require or ()),
    )
    with progress_bar(json) as progress:
        progress(0, 1, "portfolio")
        answer = portfolio_of(read_frame(actions), limits, seconds=seconds)
    found = answer.portfolio
    options = {
        "budgets": limits.budgets,
        "region_floors": limits.region_floors,
        "region_caps": limits.region_caps,
        "region_counts": limits.region_counts,
        "needs": limits.needs,
        "excludes": limits.excludes,
        "required": limits.required,
        "seconds": seconds,
        "utility": found.utility,
        "cost_by_year": found.cost_by_year,
        "proven": found.proven,
        "gap": found.gap,
    }
    frames = {"actions": answer.actions, "by_region": answer.by_region}
    record = record_of(METHOD, options, {"actions": actions}, answer.notes)
    rows = write_results(out, frames, record, csv=csv)
    told = {
        "written": str(out),
        "rows": rows,
        "selected": list(found.selected),
        "utility": found.utility,
        "cost": found.cost,
        "proven": found.proven,
        "notes": [str(note) for note in answer.notes],
    }
    tell(told, json)


def _amounts(given: Several, thing: str) -> dict[str, float]:
    return dict(name_and_number(text, thing) for text in given or ())


def _pairs(given: Several, what: str) -> tuple[tuple[str, str], ...]:
    pairs = []
    for text in given or ():
        one, _, two = text.partition("=")
        if not (one.strip() and two.strip()):
            raise BadInput(f"{what}: “{text}”, which must be two actions with = between them,")
        pairs.append((one.strip(), two.strip()))
    return tuple(pairs)
