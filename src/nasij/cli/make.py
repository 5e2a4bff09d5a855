"""`nasij roadmap`: documents made from the record."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from nasij.cli.console import Json, Language, answer, choose, fail, with_site
from nasij.ui import formats


def add_to(app: typer.Typer) -> None:
    app.command("roadmap")(roadmap)


@with_site
def roadmap(
    lang: Language = "",
    target: Annotated[Path | None, typer.Option("--out", help="PDF to write.")] = None,
    as_json: Json = False,
) -> None:
    """Write the roadmap of the regions as PDF: every figure with data set, date and definition."""
    from nasij.reports.acts import build_roadmap

    lang = lang or formats.language()
    if lang not in {"fr", "ar", "en"}:
        fail(choose("--lang", lang, ("fr", "ar", "en")), as_json=as_json)
    path = target or Path(f"roadmap-{lang}.pdf")
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as file:  # who cannot write there hears of it before the work is done
            file.write(build_roadmap(language=lang, by=None))
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    answer({"roadmap": str(path), "bytes": path.stat().st_size}, as_json=as_json)
