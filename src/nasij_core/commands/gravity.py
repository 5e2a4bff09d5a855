"""`nasij-core gravity`: a gravity equation of trade, by PPML with fixed effects."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from nasij_core.commands._terminal import CsvOption, JsonOption, OutOption, progress_bar, tell
from nasij_core.frames.gravity import METHOD
from nasij_core.frames.gravity import gravity as gravity_of
from nasij_core.gravity import SmallSample
from nasij_core.store.results import record_of, write_results
from nasij_core.store.tabular import read_frame


def command(
    trade: Annotated[Path, typer.Argument(help="One row a pair (and year), zeros included.")],
    out: OutOption,
    outcome: Annotated[str, typer.Option(help="Column of trade.")] = "trade",
    covariate: Annotated[
        list[str] | None, typer.Option(help="Column that explains; repeat.")
    ] = None,
    effect: Annotated[
        list[str] | None, typer.Option(help="Set of effects, e.g. exporter,year; repeat.")
    ] = None,
    cluster: Annotated[str, typer.Option(help="Columns of the clusters, by commas.")] = "",
    unordered: Annotated[
        bool, typer.Option(help="Read the cluster's columns as one pair, both directions.")
    ] = False,
    estimator: Annotated[str, typer.Option(help="ppml or ols.")] = "ppml",
    small_sample: Annotated[str, typer.Option(help="groups or degrees.")] = SmallSample.GROUPS,
    csv: CsvOption = False,
    json: JsonOption = False,
) -> None:
    """Coefficients with errors, and the trade one would expect, pair by pair."""
    with progress_bar(json) as progress:
        progress(0, 2, "reading")
        frame = read_frame(trade)
        progress(1, 2, "fitting")
        answer = gravity_of(
            frame,
            outcome,
            covariate or [],
            effects=[split(text) for text in effect or []],
            cluster=split(cluster),
            unordered=unordered,
            estimator=estimator,
            small_sample=small_sample,
        )
    options = {
        "outcome": outcome,
        "covariates": covariate or [],
        "effects": effect or [],
        "cluster": cluster,
        "unordered": unordered,
        "estimator": estimator,
        "small_sample": small_sample,
        "rows_used": answer.fit.rows,
        "rounds": answer.fit.rounds,
    }
    frames = {"coefficients": answer.coefficients, "fitted": answer.fitted}
    record = record_of(METHOD, options, {"trade": trade}, answer.notes)
    rows = write_results(out, frames, record, csv=csv)
    tell({"written": str(out), "rows": rows, "notes": [str(n) for n in answer.notes]}, json)


def split(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
