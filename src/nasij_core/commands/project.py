"""`nasij-core project`: paths to a target, from a JSON description."""

from __future__ import annotations

import json as json_text
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from nasij_core.commands._terminal import FileOption, JsonOption, answer_json
from nasij_core.errors import BadEncoding, BadInput, UnknownFormat
from nasij_core.frames.projection import METHOD, project_question, read_question
from nasij_core.projection import BackTest
from nasij_core.store.results import record_of


def command(
    params: Annotated[Path, typer.Argument(metavar="PARAMS.json", help="What to project.")],
    draws: Annotated[int, typer.Option(help="Number of simulated futures.")] = 10_000,
    seed: Annotated[
        int, typer.Option(min=0, help="Seed of the draws: same seed, same answer.")
    ] = 0,
    file: FileOption = None,
    json: JsonOption = False,
) -> None:
    """Project the number of exporters, with its chances and what must be true.

    PARAMS.json holds start_year, target_year, target and regions: a list of region, stock (a total
    or a list by years of exporting), entries (a year, or a list by year), exit_rates (by years of
    exporting; may also stand once for all regions) and, if wished, size.

    Further fields: entry_years and exit_firms (evidence behind the rates), yearly_spread,
    quantiles, scenarios (name, lever, effect, standard_error, source, take_up, deadweight, decay,
    first_year, last_year, regions, sizes) and history (years, stock, entries: a back-test).
    """
    given = read_params(params)
    answer = project_question(read_question(given), draws=draws, rng=np.random.default_rng(seed))
    record = record_of(METHOD, {"draws": draws, "seed": seed, **given}, {"params": params})
    told = {
        "target": answer.question.target,
        "target_year": answer.question.target_year,
        "probability": answer.probability,
        "required": answer.required,
        "by_year": answer.by_year.to_dicts(),
        "by_region": answer.by_region.to_dicts(),
        **({} if answer.by_size is None else {"by_size": answer.by_size.to_dicts()}),
        "iso_curve": answer.iso_curve.fill_nan(None).to_dicts(),
        **({} if answer.backtest is None else {"backtest": tested(answer.backtest)}),
        "record": record,
    }
    answer_json(told, file, json)


def tested(answer: BackTest) -> dict[str, Any]:
    forecasts = [{**asdict(forecast), "covered": forecast.covered} for forecast in answer.forecasts]
    return {**asdict(answer), "forecasts": forecasts}


def read_params(path: Path) -> dict[str, Any]:
    if not path.is_file():
        raise UnknownFormat(path.name, "there is no such file", [".json"])
    try:
        given = json_text.loads(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise BadEncoding(path.name, "its letters are written otherwise") from error
    except ValueError as error:
        raise UnknownFormat(path.name, f"it is not JSON: {error}", [".json"]) from error
    if not isinstance(given, dict):
        raise BadInput(f"{path.name}, which must be one JSON object,")
    return given
