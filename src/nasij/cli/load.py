"""`nasij load …`: bring files in. Each answers with what was read, kept and refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from inspect import Parameter, Signature
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

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
    with_site,
)

if TYPE_CHECKING:
    from nasij.datasets.acts import Loaded
    from nasij.datasets.models import Snapshot

File = Annotated[Path, typer.Argument(help="The file (or folder, or zip) to read.")]
Vintage = Annotated[str, typer.Option(help="Edition of the data, for example 202601.")]
SourceKey = Annotated[str, typer.Option("--source", help="Key of its source in the register.")]
Title = Annotated[str, typer.Option(help="Title shown on the pages.")]


Year = Annotated[int | None, typer.Option(help="Year of all rows, if the file names none.")]
Currency = Annotated[str, typer.Option(help="Currency of the values, for example EUR.")]
Period = Annotated[str, typer.Option(help="Heading of the year or period.")]
Value = Annotated[str, typer.Option(help="Heading of the value.")]
Firms = Annotated[str, typer.Option(help="Heading of the firm's identifier.")]
OPTIONS: dict[str, tuple[Any, Any]] = {
    "vintage": (Vintage, ""),
    "source_key": (SourceKey, ""),
    "title": (Title, ""),
    "year": (Year, None),
    "currency": (Currency, ""),
    "year_column": (Period, ""),
    "value_column": (Value, ""),
    "firm_column": (Firms, ""),
}
_HEADINGS = {"period": "year", "value": "value", "firm": "firm"}
_ORIGIN = ("vintage", "source_key")


@dataclass(frozen=True, slots=True)
class Loader:
    """A command that loads data sets of one kind."""

    kind: str
    help: str
    options: tuple[str, ...] = _ORIGIN


LOADED = (
    Loader(
        "trade",
        "Load world trade flows: BACI's official CSV (file, folder or zip) or Parquet.",
        (*_ORIGIN, "title", "year"),
    ),
    Loader("distances", "Load distances between countries (CEPII GeoDist layout)."),
    Loader("growth", "Load growth forecasts (columns country, year, growth)."),
    Loader("tariffs", "Load tariffs by exporter, importer and product."),
    Loader("regional", "Load a table of exports by region and sector."),
    Loader(
        "customs",
        "Load customs records: firm, product, market, month and value (CSV, Parquet or Excel).",
        tuple(OPTIONS),
    ),
    Loader(
        "association",
        "Load the members of an association with their markets or products, without values.",
        (*_ORIGIN, "title", "year", "firm_column"),
    ),
)


def add_to(app: typer.Typer) -> None:
    app.command("pack")(pack)
    app.command("registry")(registry)
    for loader in LOADED:
        app.command(loader.kind, help=loader.help)(with_site(_loads(loader)))
    app.command("products")(products)


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
    notes = [said(note) for note in run.foreseen.notes]
    counts = ("created", "updated", "unchanged", "rejected", "warnings")
    told = {
        "read": run.rows_read,
        **{name: getattr(run, name) for name in counts},
        "rejects_file": _absolute(run.rejects_path),
    }
    answer({**told, "notes": notes}, as_json=as_json, title=file.name, said=notes)


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


def _columns(given: dict[str, Any]) -> dict[str, str]:
    """Headings that the person names, by the column of ours that each is."""
    named = {ours: given.pop(f"{option}_column", "") for ours, option in _HEADINGS.items()}
    return {ours: heading for ours, heading in named.items() if heading}


def _loads(loader: Loader) -> Callable[..., None]:
    """The command of a loader: its options are read from the signature, as Typer reads them."""

    def load(file: Path, as_json: bool, lang: str, **given: Any) -> None:
        from nasij.datasets.acts import LOADERS
        from nasij.datasets.enums import FIRM_KINDS

        _existing(file, as_json)
        columns = _columns(given)
        options = given | ({"columns": columns} if columns else {})
        with progress(_("Reading %(file)s") % {"file": file.name}, quiet=as_json) as move:
            loaded = LOADERS[loader.kind](file, by=None, progress=move, **options)
        tell = _tell_firms if loader.kind in FIRM_KINDS else _tell_table
        tell(loaded, as_json)

    taken = {"file": (File, ...), **{name: OPTIONS[name] for name in loader.options}}
    taken |= {"lang": (Language, ""), "as_json": (Json, False)}
    load.__annotations__ = {name: kind for name, (kind, _default) in taken.items()}
    load.__signature__ = Signature(  # type: ignore[attr-defined]
        [
            Parameter(
                name,
                Parameter.POSITIONAL_OR_KEYWORD,
                default=Parameter.empty if default is ... else default,
                annotation=kind,
            )
            for name, (kind, default) in taken.items()
        ]
    )
    return load


def _tell_table(loaded: Loaded, as_json: bool) -> None:
    from nasij.datasets.enums import DatasetKind
    from nasij.datasets.queries import in_our_language, sentences

    snapshot = loaded.snapshot
    told = {
        "data_set": str(snapshot),
        "kind": DatasetKind(snapshot.kind),
        "rows": snapshot.row_count,
        "years": sorted({year for year in (snapshot.year_from, snapshot.year_until) if year}),
        "sha256": snapshot.sha256,
        "folder": _absolute(snapshot.folder),
        "notes": in_our_language(loaded.all_notes),
    }
    answer(told, as_json=as_json, title=str(snapshot), said=sentences(loaded.all_notes))


def _values_told(snapshot: Snapshot) -> dict[str, Any]:
    """Nothing of a list of members, whose rows each count for one."""
    from nasij.datasets.enums import DatasetKind

    kept = snapshot.found.firm_rows
    if snapshot.kind == DatasetKind.ASSOCIATION or kept is None:
        return {}
    currency = snapshot.found.currency
    return {"currency": currency, "value_read": kept.value_read, "value_kept": kept.value_kept}


def _tell_firms(loaded: Loaded, as_json: bool) -> None:
    from nasij.datasets.firm_files.problems import reasons_told
    from nasij.datasets.queries import in_our_language, sentences
    from nasij.datasets.rejects import write_rejects
    from nasij.filings.queries import filing_counts

    snapshot, found = loaded.snapshot, loaded.snapshot.found
    kept = found.firm_rows
    assert kept is not None  # the file has just been read
    told = {
        "data_set": str(snapshot),
        "read": kept.rows,
        "kept": kept.kept,
        "rejected": kept.rejected,
        "total_lines": kept.total_lines,
        "problems": kept.problems,
        "years": list(found.years),
        **_values_told(snapshot),
        "firms": kept.firms,
        **filing_counts(snapshot),
        "already_loaded": loaded.is_known,
        "rejects_file": write_rejects(snapshot),
        "sha256": snapshot.sha256,
        "folder": _absolute(snapshot.folder),
        "notes": in_our_language(loaded.all_notes),
    }
    first = {code: (shown[0].row, shown[0].value) for code, shown in kept.examples.items()}
    problems = reasons_told(kept.problems, first, kept.headings, kept.sheets)
    answer(
        told, as_json=as_json, title=str(snapshot), said=[*problems, *sentences(loaded.all_notes)]
    )


@with_site
def products(file: File, lang: Language = "en", as_json: Json = False) -> None:
    """Load the names of six-digit products from an official nomenclature file, in one language."""
    from nasij.datasets.acts import load_product_names
    from nasij.datasets.queries import in_our_language, sentences

    _existing(file, as_json)
    told = load_product_names(file, language=lang, by=None)
    said = sentences(told["notes"])
    told["notes"] = in_our_language(told["notes"])
    answer(told, as_json=as_json, title=file.name, said=said)
