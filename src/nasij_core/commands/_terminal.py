"""What the commands share with the terminal: options, progress, and the last line."""

from __future__ import annotations

import json as json_text
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from nasij_core.errors import CouldNotWrite, NotANumber

ProgressCall = Callable[[int, int, str], None]

OutOption = Annotated[
    Path, typer.Option("--out", help="Folder to write; earlier results in it are replaced.")
]
CsvOption = Annotated[bool, typer.Option("--csv", help="Write CSV files beside the Parquet.")]
FileOption = Annotated[
    Path | None, typer.Option("--out", help="File to write the JSON to; default: the terminal.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Answer and errors as JSON.")]


@contextmanager
def progress_bar(quiet: bool = False) -> Iterator[ProgressCall]:
    """A callback `(done, total, what)` drawn on stderr, silent when stderr is not a terminal."""
    if quiet or not sys.stderr.isatty():
        yield lambda done, total, what: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total, what: bar.update(
            task, completed=done, total=total, description=what
        )


def tell(answer: dict[str, Any], as_json: bool) -> None:
    """The answer of a command: JSON for machines, `name: value` lines for people."""
    if as_json:
        typer.echo(json_text.dumps(answer, ensure_ascii=False, default=str))
        return
    for name, value in answer.items():
        values = value if isinstance(value, list) else [value]
        for item in values:
            typer.echo(f"{name}: {item}")


def answer_json(answer: dict[str, Any], file: Path | None, compact: bool) -> None:
    """An answer that is one JSON document: to a file, or to the terminal."""
    text = json_text.dumps(answer, ensure_ascii=False, indent=None if compact else 2)
    if file is None:
        typer.echo(text)
        return
    try:
        file.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise CouldNotWrite(str(file), error.strerror or str(error)) from error


def name_and_number(text: str, thing: str) -> tuple[str, float]:
    """`name=value` of a repeated option."""
    name, _, value = text.partition("=")
    try:
        return name.strip(), float(value)
    except ValueError as cause:
        raise NotANumber(f"{thing} {name}", 1, [value]) from cause
