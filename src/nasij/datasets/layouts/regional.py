"""Exports by region and sector, or by HS chapter."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from functools import partial

import polars as pl
from django.utils.translation import gettext_noop

from nasij.datasets.errors import CodesUnknown
from nasij.datasets.headings import FLOWS, VALUES, YEARS
from nasij.datasets.layouts.reading import Reading, SmallTable, all_read, filled
from nasij.datasets.layouts.totals import Codes, notes_on_totals
from nasij.files.frames import ROW
from nasij.files.headings import Vocabulary
from nasij.files.lines import SHEET
from nasij.files.places import OldRegion, Places
from nasij.files.problems import CellRefused
from nasij.files.remarks import SHOWN, Note, currency_assumed, note
from nasij.files.units import (
    UNIT_HEADINGS,
    Unit,
    cell_unit,
    check_lines,
    heads_units,
    is_other_money,
    is_unclear,
    names_unknown,
    refuse_unit,
    unit_of,
    without_unit,
)
from nasij.files.values import check_headings, check_years
from nasij.reference.folding import fold
from nasij.reference.pack import current_pack
from nasij.sentences import quoted

CHAPTER = (
    *("hs2", "sh2", "code sh2", "code hs2", "hs chapter", "chapter of the harmonized system"),
    *("chapitre", "chapitre sh", "chapitre hs", "chapitre sh2", "code chapitre"),
    *("chapitre du système harmonisé", "الفصل", "رمز الفصل", "فصل النظام المنسق"),
)
REGIONAL = Vocabulary(
    {
        "region": ("région", "code_region", "الجهة"),
        "sector": ("secteur", "القطاع"),
        "chapter": CHAPTER,
        "year": YEARS,
        "value": (*VALUES, *FLOWS),
        "unit": UNIT_HEADINGS,
    },
    weak=FLOWS,
    single=("value", "year"),
    measured=("value",),
    joined=("unit",),
    dress=without_unit,
    guesses={"unit": heads_units},
)

_KEY = ("region", "sector", "year")
NOT_DECLARED = {
    fold(word)
    for word in (
        "", "nd", "n d", "non déclaré", "non déclarée", "non ventilé", "autres", "autre",
        "indéterminé", "not declared", "unknown", "other", "غير محدد", "غير مصرح به", "أخرى",
    )
}  # fmt: skip


def regional(
    given: SmallTable, places: Places, sectors: Mapping[str, str], sector_names: Sequence[str]
) -> Reading:
    """region × sector (or HS chapter) × year × value.

    `sectors` maps every folded code and name to its code. Rows of no declared region are kept with
    an empty region: they are the part that is not regionalised.
    """
    given = given.without_totals(("region", "sector", "chapter", "year"))
    by_chapter = "chapter" in given.columns and "sector" not in given.columns
    names = [region.name for region in places.regions.values()]
    region, sector, year, value = all_read(
        lambda: _matched(given, "region", lambda text: _region(text, places), NOT_DECLARED, names),
        lambda: _chapters(given) if by_chapter else _sectors(given, sectors, sector_names),
        lambda: given.years("year"),
        lambda: _values(given),
    )
    columns = {"region": region, "sector": sector, "year": year, "value": value}
    table = pl.DataFrame({ROW: given.frame[ROW], **columns})
    sheets = given.frame[ROW] // SHEET
    check_years(given.parts, {at for at in zip(sheets, year, strict=True) if at[1] is not None})
    told = filled(table.drop_nulls(), given.name)
    notes = [*given.notes, *_notes_on_totals(given, told, places, None if by_chapter else sectors)]
    notes += _notes_on_rows(given, table, told)
    table = told.group_by(_KEY).agg(pl.col("value").sum())
    notes += _notes_on_regions(table, set(places.regions))
    extra = {
        "classification": "chapters" if by_chapter else "sectors",
        "value_column": given.columns.named("value")[0],
        "regions": table.filter(pl.col("region") != "")["region"].n_unique(),
        "sectors": table["sector"].n_unique(),
    }
    return Reading(table.sort("year", "region", "sector"), notes, extra)


def _values(given: SmallTable) -> pl.Series:
    """In the unit of the heading, which is shown with them: it has to be one of money."""
    check_headings(given.parts)
    heading, home = given.columns.named("value")[0], str(current_pack().settings["currency"])
    if names_unknown(heading) or is_unclear(heading):
        refuse_unit(heading)
    unit = unit_of(heading)
    units = given.columns.named("unit") if "unit" in given.columns else []
    said_elsewhere = any(unit_of(line).currency for line in given.outside)
    in_units = given.names_in_units(lambda text: bool(cell_unit(text, units).currency))
    if not (unit.currency or said_elsewhere or in_units):
        given.notes.append(currency_assumed(home))
    said = Unit(unit.currency or home, unit.factor)
    given.check_units("value", partial(is_other_money, said), is_said=bool(unit.currency))
    check_lines((*given.outside, *given.sheets), said, heading)
    return given.numbers("value")


def _region(text: str, places: Places) -> str | None:
    try:
        found = places.region(text)
    except CellRefused:
        return None
    return None if isinstance(found, OldRegion) else found.code


def _matched(
    given: SmallTable,
    column: str,
    code: Callable[[str], str | None],
    none: set[str],
    good: Sequence[str],
) -> pl.Series:
    """Each cell as its code; empty for the words that mean "nobody said"."""
    text = given.frame[column].fill_null("")
    known = {word: code(word) for word in text.unique()}
    unknown = {w for w, code in known.items() if code is None and fold(w) not in none}
    if unknown:
        first = text.is_in(unknown) & text.is_first_distinct()
        raise CodesUnknown(
            **given.told(column, text, first), good=_nearest_first(text.filter(first), good)
        )
    return pl.Series([known[word] or "" for word in text], dtype=pl.String)


def _nearest_first(words: pl.Series, good: Sequence[str]) -> list[str]:
    """All the names that are read; those like one of the words that are told before the others."""
    names = {fold(name): name for name in good}
    told = [fold(quoted(word)) for word in words.head(SHOWN)]
    near = [names[found] for word in told for found in get_close_matches(word, names)]
    return list(dict.fromkeys([*near, *good]))


def _sectors(given: SmallTable, sectors: Mapping[str, str], names: Sequence[str]) -> pl.Series:
    return _matched(given, "sector", lambda text: sectors.get(fold(text)), set(), names)


def _chapters(given: SmallTable) -> pl.Series:
    chapters = given.frame["chapter"].str.zfill(2)
    odd = ~chapters.str.contains(r"^(0[1-9]|[1-9]\d)$") & chapters.is_first_distinct()
    if odd.any():
        raise CodesUnknown(**given.told("chapter", chapters, odd), good=["01", "02", "…", "99"])
    return chapters


def _notes_on_totals(
    given: SmallTable, told: pl.DataFrame, places: Places, sectors: Mapping[str, str] | None
) -> list[Note]:
    goods = "chapter" if sectors is None else "sector"
    codes: Codes = {
        "region": lambda text: (
            _region(text, places) or ("" if fold(text) in NOT_DECLARED else None)
        ),
        goods: lambda text: text.zfill(2) if sectors is None else sectors.get(fold(text)),
        "year": _year,
    }
    return notes_on_totals(given, told.rename({"sector": goods}), codes)


def _year(text: str) -> int | None:
    try:
        return int(float(text))
    except (ValueError, OverflowError):
        return None


def _notes_on_rows(given: SmallTable, rows: pl.DataFrame, told: pl.DataFrame) -> list[Note]:
    notes = []
    for column in ("year", "value"):
        lacking = rows[column].is_null()
        if lacking.any():
            text = gettext_noop(
                "Rows left out, where the column %(column)s has no number: %(count)s "
                "(%(examples)s)."
            )
            found = given.told(column, given.frame[column], lacking)
            notes.append(note("row_lacking", text, **found))
    if again := told.height - told.select(_KEY).n_unique():
        text = gettext_noop(
            "Rows that have the region, the sector and the year of another, and whose values "
            "were added up: %(count)s."
        )
        notes.append(note("repeated", text, count=again))
    return notes


def _notes_on_regions(table: pl.DataFrame, codes: set[str]) -> list[Note]:
    notes = []
    total = float(table["value"].sum())
    undeclared = float(table.filter(pl.col("region") == "")["value"].sum())
    if undeclared and total:
        text = gettext_noop("%(share)s of the value has no declared region: it stays national.")
        notes.append(note("not_declared", text, share=undeclared / total))
    absent = sorted(codes - set(table["region"]))
    if absent:
        text = gettext_noop("Regions without a row that has a value: %(count)s (%(codes)s).")
        notes.append(note("absent_regions", text, count=len(absent), codes=absent))
    return notes
