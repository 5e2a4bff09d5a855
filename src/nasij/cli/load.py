"""`nasij load …`: bring files in. Each answers with what was read, kept and refused."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from django.utils.translation import gettext as _

from nasij.cli.console import (
    Json,
    Language,
    answer,
    exists_already,
    fail,
    no_such_file,
    progress,
    say_notes,
    with_site,
)

File = Annotated[Path, typer.Argument(help="The file (or folder, or zip) to read.")]
Vintage = Annotated[str, typer.Option(help="Edition of the data, for example 202601.")]
SourceKey = Annotated[str, typer.Option("--source", help="Key of its source in the register.")]
Title = Annotated[str, typer.Option(help="Title shown on the pages.")]


def add_to(app: typer.Typer) -> None:
    for name, command in (
        ("pack", pack),
        ("registry", registry),
        ("trade", trade),
        ("distances", distances),
        ("growth", growth),
        ("tariffs", tariffs),
        ("regional", regional),
        ("customs", customs),
        ("association", association),
        ("products", products),
    ):
        app.command(name)(command)


def add_templates_to(app: typer.Typer) -> None:
    app.command("registry")(registry_template)


def _existing(path: Path, as_json: bool) -> Path:
    if not path.exists():
        fail(no_such_file(path), as_json=as_json)
    return path


@with_site
def pack(as_json: Json = False) -> None:
    """Load the country pack again (also done by `nasij prepare` when its files changed)."""
    from django.conf import settings

    from nasij.cli.prepare import load_current_pack

    load_current_pack()
    answer({"pack": settings.PACK}, as_json=as_json)


@with_site
def registry(file: File, lang: Language = "", as_json: Json = False) -> None:
    """Load firms from an Excel, OpenDocument or CSV file."""
    from nasij.files.remarks import said
    from nasij.intake.acts import import_file

    _existing(file, as_json)
    with progress(str(file.name), quiet=as_json) as move:
        run = import_file(file, by=None, language=lang, progress=move)
    answer(
        {
            "read": run.rows_read,
            "created": run.created,
            "updated": run.updated,
            "unchanged": run.unchanged,
            "rejected": run.rejected,
            "warnings": run.warnings,
            "rejects_file": _absolute(run.rejects_path),
            "notes": [said(note) for note in run.preview.get("notes", [])],
        },
        as_json=as_json,
        title=file.name,
    )


def _absolute(relative: str) -> str | None:
    from django.conf import settings

    return str(settings.NASIJ_DATA / relative) if relative else None


@with_site
def registry_template(
    target: Annotated[Path, typer.Argument(help="File to write.")] = Path("registry.xlsx"),
    lang: Language = "",
    as_json: Json = False,
) -> None:
    """Write the empty layout of the firms' file."""
    from nasij.intake.rows.sheets import write_template

    if target.exists():
        fail(exists_already(target), as_json=as_json)
    write_template(target, language=lang)
    answer({"template": str(target)}, as_json=as_json)


def _load(act: str, file: Path, as_json: bool, **options: Any) -> None:
    from nasij.datasets import acts

    _existing(file, as_json)
    with progress(_("Reading %(file)s") % {"file": file.name}, quiet=as_json) as move:
        snapshot = getattr(acts, act)(file, by=None, progress=move, **options)
    told = {
        "data_set": str(snapshot),
        "kind": snapshot.kind,
        "rows": snapshot.row_count,
        "years": [snapshot.year_from, snapshot.year_until],
        "sha256": snapshot.sha256,
        "folder": _absolute(snapshot.folder),
    }
    notes = snapshot.record.get("notes", [])
    if as_json:
        answer({**told, "notes": notes}, as_json=True)
        return
    answer(told, title=str(snapshot))
    say_notes(notes)


@with_site
def trade(
    file: File,
    vintage: Vintage = "",
    source: SourceKey = "",
    title: Title = "",
    year: Annotated[int, typer.Option(help="Year, if the file names none.")] = 0,
    lang: Language = "",
    as_json: Json = False,
) -> None:
    """Load world trade flows: BACI's official CSV (file, folder or zip) or Parquet."""
    _load(
        "load_trade",
        file,
        as_json,
        vintage=vintage,
        source_key=source,
        title=title,
        year=year or None,
    )


@with_site
def distances(
    file: File,
    vintage: Vintage = "",
    source: SourceKey = "",
    lang: Language = "",
    as_json: Json = False,
) -> None:
    """Load distances between countries (CEPII GeoDist layout)."""
    _load("load_distances", file, as_json, vintage=vintage, source_key=source)


@with_site
def growth(
    file: File,
    vintage: Vintage = "",
    source: SourceKey = "",
    lang: Language = "",
    as_json: Json = False,
) -> None:
    """Load growth forecasts by country and year (IMF WEO layout)."""
    _load("load_growth", file, as_json, vintage=vintage, source_key=source)


@with_site
def tariffs(
    file: File,
    vintage: Vintage = "",
    source: SourceKey = "",
    lang: Language = "",
    as_json: Json = False,
) -> None:
    """Load tariffs by exporter, importer and product."""
    _load("load_tariffs", file, as_json, vintage=vintage, source_key=source)


@with_site
def regional(
    file: File,
    vintage: Vintage = "",
    source: SourceKey = "",
    lang: Language = "",
    as_json: Json = False,
) -> None:
    """Load a table of exports by region and sector."""
    _load("load_regional", file, as_json, vintage=vintage, source_key=source)


Year = Annotated[int, typer.Option(help="Year of all rows, if the file names none.")]
Firms = Annotated[str, typer.Option("--firm-column", help="Heading of the firm's identifier.")]


@with_site
def customs(
    file: File,
    vintage: Vintage = "",
    source: SourceKey = "",
    title: Title = "",
    year: Year = 0,
    currency: Annotated[str, typer.Option(help="Currency of the values, for example EUR.")] = "",
    year_column: Annotated[str, typer.Option(help="Heading of the year or period.")] = "",
    value_column: Annotated[str, typer.Option(help="Heading of the value.")] = "",
    firm_column: Firms = "",
    lang: Language = "",
    as_json: Json = False,
) -> None:
    """Load customs records: firm, product, market, month and value (CSV, Parquet or Excel)."""
    named = {"period": year_column, "value": value_column, "firm": firm_column}
    _load_firms(
        "load_customs",
        file,
        as_json,
        year=year or None,
        currency=currency,
        columns={ours: heading for ours, heading in named.items() if heading},
        vintage=vintage,
        source_key=source,
        title=title,
    )


@with_site
def association(
    file: File,
    vintage: Vintage = "",
    source: SourceKey = "",
    title: Title = "",
    year: Year = 0,
    firm_column: Firms = "",
    lang: Language = "",
    as_json: Json = False,
) -> None:
    """Load the members of an association with their markets or products, without values."""
    _load_firms(
        "load_association",
        file,
        as_json,
        year=year or None,
        columns={"firm": firm_column} if firm_column else {},
        vintage=vintage,
        source_key=source,
        title=title,
    )


def _load_firms(act: str, file: Path, as_json: bool, **options: Any) -> None:
    from nasij.datasets import acts
    from nasij.datasets.queries import sentences
    from nasij.datasets.rejects import write_rejects
    from nasij.filings.queries import filing_counts

    _existing(file, as_json)
    with progress(_("Reading %(file)s") % {"file": file.name}, quiet=as_json) as move:
        snapshot = getattr(acts, act)(file, by=None, progress=move, **options)
    kept = snapshot.record
    told = {
        "data_set": str(snapshot),
        "read": kept["rows"],
        "kept": kept["kept"],
        "rejected": kept["rejected"],
        "problems": kept["problems"],
        "years": kept["years"],
        "currency": kept["currency"],
        "value_read": kept["value_read"],
        "value_kept": kept["value_kept"],
        "firms": kept["firms"],
        **filing_counts(snapshot),
        "already_loaded": snapshot.was_known,
        "rejects_file": write_rejects(snapshot),
        "sha256": snapshot.sha256,
        "folder": _absolute(snapshot.folder),
    }
    if as_json:
        answer({**told, "notes": kept["notes"]}, as_json=True)
        return
    answer(told, title=str(snapshot))
    say_notes([{"text": sentence} for sentence in sentences(kept)])


@with_site
def products(file: File, lang: Language = "en", as_json: Json = False) -> None:
    """Load the names of six-digit products from an official nomenclature file, in one language."""
    from nasij.datasets.acts import load_product_names

    _existing(file, as_json)
    told = load_product_names(file, language=lang, by=None)
    notes = told.pop("notes")
    if as_json:
        answer({**told, "notes": notes}, as_json=True)
        return
    answer(told, title=file.name)
    say_notes(notes)
