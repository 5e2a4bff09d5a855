"""Exports by region and sector, or by HS chapter."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl
from django.utils.translation import gettext_noop

from nasij.datasets.errors import CodesUnknown, listed
from nasij.datasets.layouts.reading import Note, Reading, filled, note, numbers, pick
from nasij.reference.words import fold

NOT_DECLARED = {
    fold(word)
    for word in (
        "", "nd", "n d", "non déclaré", "non déclarée", "non ventilé", "autres", "autre",
        "indéterminé", "not declared", "unknown", "other", "غير محدد", "غير مصرح به", "أخرى",
    )
}  # fmt: skip


def regional(
    frame: pl.DataFrame, file: str, regions: Mapping[str, str], sectors: Mapping[str, str]
) -> Reading:
    """region × sector (or HS chapter) × year × value.

    `regions` and `sectors` map every folded code and name to its code. Rows of no declared region
    are kept with an empty region: they are the part that is not regionalised.
    """
    titles = {fold(column) for column in frame.columns}
    by_chapter = bool(titles & {"hs2", "chapter", "chapitre", "الفصل"}) and not titles & {
        fold(t) for t in ("sector", "secteur", "القطاع")
    }
    columns = pick(
        frame,
        file,
        {
            "region": ("region", "région", "code_region", "الجهة"),
            "sector": ("hs2", "chapter", "chapitre", "الفصل")
            if by_chapter
            else ("sector", "secteur", "القطاع"),
            "year": ("year", "année", "السنة"),
            "value": ("value", "value_mad", "value_usd", "valeur", "valeur_mad", "القيمة"),
        },
    )
    region = _matched(frame[columns["region"]], columns["region"], regions, NOT_DECLARED)
    if by_chapter:
        sector = frame[columns["sector"]].cast(pl.String).str.strip_chars().str.zfill(2)
        _refuse_odd_chapters(sector, columns["sector"])
    else:
        sector = _matched(frame[columns["sector"]], columns["sector"], sectors, set())
    table = pl.DataFrame(
        {
            "region": region,
            "sector": sector,
            "year": numbers(frame, columns["year"]).cast(pl.Int64),
            "value": numbers(frame, columns["value"]),
        }
    )
    table = filled(table.drop_nulls(), file)
    table = table.group_by("region", "sector", "year").agg(pl.col("value").sum())
    notes = _notes_on_regions(table, set(regions.values()))
    extra = {
        "classification": "chapters" if by_chapter else "sectors",
        "value_column": columns["value"],
        "regions": table.filter(pl.col("region") != "")["region"].n_unique(),
        "sectors": table["sector"].n_unique(),
    }
    return Reading(table.sort("year", "region", "sector"), notes, extra)


def _matched(values: pl.Series, column: str, codes: Mapping[str, str], none: set[str]) -> pl.Series:
    """Each cell as its code; empty for the words that mean "nobody said"."""
    text = values.cast(pl.String).fill_null("")
    known = {word: codes.get(fold(word)) for word in text.unique()}
    unknown = sorted(w for w, code in known.items() if code is None and fold(w) not in none)
    if unknown:
        raise CodesUnknown(count=len(unknown), column=column, examples=listed(unknown))
    return pl.Series([known[word] or "" for word in text], dtype=pl.String)


def _refuse_odd_chapters(chapters: pl.Series, column: str) -> None:
    odd = chapters.filter(~chapters.str.contains(r"^(0[1-9]|[1-9]\d)$")).unique().sort()
    if len(odd):
        raise CodesUnknown(count=len(odd), column=column, examples=listed(odd.head(7)))


def _notes_on_regions(table: pl.DataFrame, codes: set[str]) -> list[Note]:
    notes = []
    total = float(table["value"].sum())
    undeclared = float(table.filter(pl.col("region") == "")["value"].sum())
    if undeclared and total:
        text = gettext_noop("%(percent)s%% of the value has no declared region: it stays national.")
        notes.append(note("not_declared", text, percent=round(100 * undeclared / total, 1)))
    absent = sorted(codes - set(table["region"]))
    if absent:
        text = gettext_noop("%(count)s regions have no row: %(codes)s.")
        notes.append(note("absent_regions", text, count=len(absent), codes=", ".join(absent)))
    return notes
