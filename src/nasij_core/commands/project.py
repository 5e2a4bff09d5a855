"""`nasij-core project`: paths to a target, from a JSON description."""

from __future__ import annotations

import json as json_text
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from nasij_core.commands._terminal import JsonOption
from nasij_core.errors import BadEncoding, BadInput, CouldNotWrite, UnknownFormat
from nasij_core.frames.projection import METHOD, project_question, read_question
from nasij_core.store.results import record_of


def command(
    params: Annotated[Path, typer.Argument(metavar="PARAMS.json", help="What to project.")],
    draws: Annotated[int, typer.Option(help="Number of simulated futures.")] = 10_000,
    seed: Annotated[
        int, typer.Option(min=0, help="Seed of the draws: same seed, same answer.")
    ] = 0,
    file: Annotated[Path | None, typer.Option("--out", help="File to write; else stdout.")] = None,
    json: JsonOption = False,
) -> None:
    """Project the number of exporters, with its chances and what must be true."""
    given = read_params(params)
    answer = project_question(read_question(given), draws=draws, rng=np.random.default_rng(seed))
    record = record_of(METHOD, {"draws": draws, "seed": seed, **given}, {"params": params})
    text = json_text.dumps(
        {
            "target": answer.question.target,
            "target_year": answer.question.target_year,
            "probability": answer.probability,
            "required": answer.required,
            "by_year": answer.by_year.to_dicts(),
            "by_region": answer.by_region.to_dicts(),
            "iso_curve": answer.iso_curve.fill_nan(None).to_dicts(),
            "record": record,
        },
        ensure_ascii=False,
        indent=None if json else 2,
    )
    if file is None:
        typer.echo(text)
        return
    try:
        file.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise CouldNotWrite(str(file), error.strerror or str(error)) from error


def read_params(path: Path) -> dict[str, Any]:
    if not path.is_file():
        raise UnknownFormat(path.name, "there is no such file", [".json"])
    try:
        given = json_text.loads(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise BadEncoding(path.name, str(error)) from error
    except ValueError as error:
        raise UnknownFormat(path.name, f"it is not JSON: {error}", [".json"]) from error
    if not isinstance(given, dict):
        raise BadInput(f"{path.name}, which must be one JSON object,")
    return given
