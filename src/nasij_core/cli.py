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
from pathlib import Path
from typing import Any

import typer

from nasij_core import __version__, commands
from nasij_core.errors import CoreError
from nasij_core.store.folders import refuse_foreign

app = typer.Typer(
    name="nasij-core",
    help="Export potential, firm dynamics, projections and complexity, from files to files.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def main(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Print the version and stop."
    ),
) -> None:
    """Export potential, firm dynamics, projections and complexity, from files to files."""


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

    return told


for _found in pkgutil.iter_modules(commands.__path__):
    if not _found.name.startswith("_"):
        _module = import_module(f"{commands.__name__}.{_found.name}")
        app.command(_found.name.replace("_", "-"))(answering(_module.command))
