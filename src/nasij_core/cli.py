"""`nasij-core`: one module of `nasij_core.commands` per command.

A command module is named like its command and holds `command`, an ordinary typed function. An
error of the core becomes one line on stderr (JSON when the command was given `--json`) and the
exit code 2, here and for all commands alike.
"""

from __future__ import annotations

import functools
import json
import pkgutil
from collections.abc import Callable
from importlib import import_module
from inspect import cleandoc
from pathlib import Path
from typing import Any

import typer

from nasij_core import __version__, commands
from nasij_core.errors import CoreError
from nasij_core.store.folders import refuse_foreign

HELP = """Export potential, firm dynamics, projections and complexity, from files to files.

Tables go in as CSV or Parquet and come out as a folder of Parquet (with --csv also CSV) with
record.json: method, version, options, hashes of the inputs, and what was assumed. A wrong file or
option is one sentence that names it and the remedy, exit code 2, and nothing is written."""


def flowing(text: str) -> str:
    """Paragraphs without line breaks of their own: the terminal breaks them where it ends."""
    return "\n\n".join(" ".join(part.split()) for part in cleandoc(text).split("\n\n"))


app = typer.Typer(
    name="nasij-core",
    help=flowing(HELP),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(__version__)
        raise typer.Exit


@app.callback(help=flowing(HELP))
def main(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Print the version and stop."
    ),
) -> None:
    pass


def report(error: CoreError, as_json: bool) -> None:
    line = json.dumps(error.as_record(), ensure_ascii=False) if as_json else f"Error: {error}"
    typer.echo(line.replace("\n", " "), err=True)


def answering(command: Callable[..., Any]) -> Callable[..., Any]:
    """The command with the core's errors told as a sentence instead of a traceback."""

    @functools.wraps(command)
    def told(**given: Any) -> None:
        try:
            if isinstance(folder := given.get("out"), Path):
                refuse_foreign(folder)  # before the work, not after it
            command(**given)
        except CoreError as error:
            report(error, bool(given.get("json")))
            raise typer.Exit(2) from error

    told.__doc__ = flowing(command.__doc__ or "")
    return told


for _found in pkgutil.iter_modules(commands.__path__):
    if not _found.name.startswith("_"):
        _module = import_module(f"{commands.__name__}.{_found.name}")
        app.command(_found.name.replace("_", "-"))(answering(_module.command))
