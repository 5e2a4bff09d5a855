"""`nasij-core allocate`: which projects a budget should pay, by one of four rules."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from nasij_core.allocation import Completion, explanation, read_pb, write_pb
from nasij_core.commands._terminal import FileOption, JsonOption, answer_json
from nasij_core.errors import BadOption
from nasij_core.frames.allocation import METHOD, RULES, choose
from nasij_core.store.results import record_of

PAYMENTS = ("auto", "voters", "summary")


def command(
    election: Annotated[Path, typer.Argument(help="A .pb file of pabulib.org, gzipped or not.")],
    rule: Annotated[str, typer.Option(help=f"One of {', '.join(RULES)}.")] = "equal-shares",
    satisfaction: Annotated[
        str | None,
        typer.Option(
            help="What a project is worth to a supporter: cost (default) or cardinality; "
            "phragmen has none."
        ),
    ] = None,
    completion: Annotated[
        str, typer.Option(help="Of equal-shares: none, add1, greedy or add1_greedy.")
    ] = Completion.NONE,
    payments: Annotated[
        str, typer.Option(help="voters names each payment, summary counts them, auto chooses.")
    ] = "auto",
    marked: Annotated[
        Path | None, typer.Option(help="Also write the election with its outcome marked.")
    ] = None,
    file: FileOption = None,
    json: JsonOption = False,
) -> None:
    """Choose projects within a budget; the answer is JSON, in the order of choice."""
    if payments not in PAYMENTS:
        raise BadOption("payments", payments, PAYMENTS)
    found = read_pb(election)
    outcome = choose(found.election, rule, satisfaction, completion)
    answer = explanation(found.election, outcome, payments=payments)
    if found.official is not None:
        answer["official"] = sorted(found.official)
        answer["as_official"] = set(outcome.selected) == found.official
    options = {"rule": rule, "satisfaction": outcome.satisfaction, "completion": completion}
    answer["record"] = record_of(METHOD, options, {"election": election})
    if marked is not None:
        write_pb(found.election, marked, meta=found.meta, outcome=outcome)
    answer_json(answer, file, json)
