"""`nasij-core dynamics`: entries, exits, survival and concentration from firm records."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from nasij_core.commands._terminal import CsvOption, JsonOption, OutOption, progress_bar, tell
from nasij_core.dynamics import By, SecrecyRule
from nasij_core.frames.dynamics import METHOD, ThresholdOn
from nasij_core.frames.dynamics import dynamics as dynamics_of
from nasij_core.store.firm_records import stream_records
from nasij_core.store.results import record_of, write_results
from nasij_core.store.tabular import read_table
from nasij_core.tables import SUCCESSIONS


def command(
    records: Annotated[
        Path, typer.Argument(help="firm, year, value, and region, product, market.")
    ],
    out: OutOption,
    by: Annotated[By, typer.Option(help="Break down by this.")] = By.NATION,
    threshold: Annotated[float, typer.Option(help="Least exports of an exporter.")] = 0.0,
    threshold_on: Annotated[
        ThresholdOn, typer.Option(help="Compare each year, or the firm's mean year.")
    ] = ThresholdOn.YEAR,
    exclude: Annotated[
        list[str] | None, typer.Option(help="Product prefix to leave out, e.g. 27; repeat.")
    ] = None,
    digits: Annotated[
        int | None, typer.Option(help="Digits of products: 2 chapters, 4 headings; default: all.")
    ] = None,
    successions: Annotated[
        Path | None, typer.Option(help="firm, successor: changes of identifier.")
    ] = None,
    minimum_firms: Annotated[
        int, typer.Option(min=0, help="Hide cells with fewer exporters; 0 shows all.")
    ] = 0,
    csv: CsvOption = False,
    json: JsonOption = False,
) -> None:
    """Exporter dynamics by year: entries, exits, survival and concentration.

    Writes by_year, survival (Kaplan-Meier) and hazards (by age, number of markets and size).
    """
    with progress_bar(json) as progress, TemporaryDirectory(prefix="nasij-") as scratch:
        progress(0, 3, records.name)
        same = None if successions is None else succession_pairs(successions)
        stream = stream_records(records, Path(scratch), same)
        progress(1, 3, "dynamics")
        answer = dynamics_of(
            stream,
            by=by,
            threshold=threshold,
            threshold_on=threshold_on,
            excluded_products=exclude or (),
            product_digits=digits,
            secrecy=SecrecyRule(minimum_firms) if minimum_firms else None,
        )
        progress(2, 3, "writing")
        options = {
            "by": by.value,
            "threshold": threshold,
            "threshold_on": threshold_on.value,
            "exclude": exclude or [],
            "product_digits": digits,
            "minimum_firms": minimum_firms,
        }
        record = record_of(
            METHOD, options, {"records": records, "successions": successions}, answer.notes
        )
        frames = {
            "by_year": answer.by_year,
            "survival": answer.survival,
            "hazards": answer.hazards,
        }
        rows = write_results(out, frames, record, csv=csv)
        progress(3, 3, "")
    tell({"written": str(out), "rows": rows, "notes": [str(n) for n in answer.notes]}, json)


def succession_pairs(path: Path) -> dict[str, str]:
    frame = read_table(path, SUCCESSIONS)
    return dict(zip(frame["firm"], frame["successor"], strict=True))
