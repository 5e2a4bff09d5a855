"""What the columns of the small tables mean: each layout reads one frame into our columns.

A layout answers the frame to keep and the remarks that go with it; it refuses with counts and
examples. Old and stand-in country codes are said, never silently changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl
from django.utils.translation import gettext_noop

from nasij.datasets.errors import (
    CodesUnknown,
    ColumnsMissing,
    KeysRepeated,
    NoRowsInFile,
    NumbersNegative,
    NumbersUnreadable,
    listed,
)
from nasij.reference.words import fold

# Codes that GeoDist and other old tables carry, and the ones in force.
RENAMED = {"ZAR": "COD", "ROM": "ROU", "TMP": "TLS", "PAL": "PSE", "BUR": "MMR", "ZAI": "COD"}
# Places that lack in old tables take the row of the nearest one that is there.
STAND_INS = {"S19": "TWN", "SRB": "YUG", "MNE": "YUG"}
EVERYBODY = "*"

Note = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file turned into."""

    frame: pl.DataFrame
    notes: list[Note] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)


def note(code: str, template: str, **values: str | int | float) -> Note:
    """A remark kept as template and values; `text` is for machines that read the record."""
    return {"code": code, "template": template, "values": values, "text": template % values}


def pick(frame: pl.DataFrame, file: str, wanted: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Our column names → those of the file, by any of the titles each may bear."""
    folded = {fold(column): column for column in frame.columns}
    found = {
        ours: next((folded[fold(t)] for t in titles if fold(t) in folded), "")
        for ours, titles in wanted.items()
    }
    missing = [wanted[ours][0] for ours, column in found.items() if not column]
    if missing:
        raise ColumnsMissing(file=file, missing=", ".join(missing), found=listed(frame.columns))
    return found


def numbers(frame: pl.DataFrame, column: str, *, signed: bool = False) -> pl.Series:
    """A column as numbers; a decimal comma, blanks between thousands and percent signs are read."""
    values = frame[column]
    if values.dtype == pl.String:
        bare = values.str.replace_all(r"[\s\u00a0\u202f%]", "").replace("", None)
        with_point = pl.select(
            pl.when(bare.str.contains(",") & ~bare.str.contains(".", literal=True))
            .then(bare.str.replace(",", "."))
            .otherwise(bare.str.replace_all(",", ""))
        ).to_series()
        result = with_point.cast(pl.Float64, strict=False)
        bad = frame.filter(result.is_null() & bare.is_not_null() & ~bare.is_in([".", "NA", "n/a"]))
    else:
        result = values.cast(pl.Float64, strict=False)
        bad = frame.filter(result.is_null() & values.is_not_null())
    if bad.height:
        examples = listed(bad[column].head(7))
        raise NumbersUnreadable(count=bad.height, column=column, examples=examples)
    low = result.filter(result < 0)
    if len(low) and not signed:
        raise NumbersNegative(count=len(low), column=column, examples=listed(low.head(7)))
    return result.alias(column)


def unrepeated(frame: pl.DataFrame, key: Sequence[str]) -> pl.DataFrame:
    again = frame.filter(frame.select(key).is_duplicated())
    if again.height:
        examples = [
            "/".join(map(str, row)) for row in again.select(key).unique().head(7).iter_rows()
        ]
        raise KeysRepeated(count=again.height, key=", ".join(key), examples=listed(examples))
    return frame


def filled(frame: pl.DataFrame, file: str) -> pl.DataFrame:
    if frame.is_empty():
        raise NoRowsInFile(file=file)
    return frame


def distances(frame: pl.DataFrame, file: str, known: set[str]) -> Reading:
    """GeoDist (iso_o, iso_d, distw) or exporter, importer, km."""
    columns = pick(
        frame,
        file,
        {
            "exporter": ("iso_o", "exporter"),
            "importer": ("iso_d", "importer"),
            "km": ("distw", "km", "dist"),
        },
    )
    table = pl.DataFrame(
        {
            "exporter": _codes(frame[columns["exporter"]]),
            "importer": _codes(frame[columns["importer"]]),
            "km": numbers(frame, columns["km"]),
        }
    )
    notes: list[Note] = []
    empty = table.filter(pl.col("km").is_null() | (pl.col("km") <= 0)).height
    if empty:
        notes.append(
            note(
                "no_km",
                gettext_noop("%(count)s pairs without a distance were left out."),
                count=empty,
            )
        )
    table = table.filter(pl.col("km") > 0)
    table = _with_todays_codes(table, ("exporter", "importer"), notes)
    table = unrepeated(filled(table, file), ("exporter", "importer"))
    _note_unknown(table, ("exporter", "importer"), known, notes)
    return Reading(table, notes, {"countries": table["exporter"].n_unique()})


def _codes(values: pl.Series) -> pl.Series:
    return values.cast(pl.String).str.strip_chars().str.to_uppercase()


def _with_todays_codes(
    table: pl.DataFrame, columns: Sequence[str], notes: list[Note]
) -> pl.DataFrame:
    present = set(table[columns[0]]) | (set(table[columns[1]]) if len(columns) > 1 else set())
    old = {o: new for o, new in RENAMED.items() if o in present and new not in present}
    if old:
        table = table.with_columns(pl.col(c).replace(old) for c in columns)
        pairs = ", ".join(f"{o} → {new}" for o, new in sorted(old.items()))
        notes.append(
            note(
                "renamed_codes",
                gettext_noop("Old country codes were renamed: %(codes)s."),
                codes=pairs,
            )
        )
    stand_ins = {n: o for n, o in STAND_INS.items() if o in present and n not in present}
    for column in columns:
        copies = [
            table.filter(pl.col(column) == o).with_columns(pl.lit(n).alias(column))
            for n, o in stand_ins.items()
        ]
        table = pl.concat([table, *copies])
    if stand_ins:
        pairs = ", ".join(f"{n} ← {o}" for n, o in sorted(stand_ins.items()))
        text = gettext_noop("Countries that lack take the values of another: %(codes)s.")
        notes.append(note("stand_ins", text, codes=pairs))
    return table


def _note_unknown(
    table: pl.DataFrame, columns: Sequence[str], known: set[str], notes: list[Note]
) -> None:
    met = set().union(*(set(table[c]) for c in columns)) - known - {EVERYBODY, "S19"}
    if met:
        text = gettext_noop("%(count)s country codes are not in the reference list: %(codes)s.")
        notes.append(note("unknown_countries", text, count=len(met), codes=listed(sorted(met))))


def growth(frame: pl.DataFrame, file: str, known: set[str]) -> Reading:
    """Yearly real growth by country: shares (0.035), or percent when the values say so."""
    columns = pick(
        frame,
        file,
        {
            "country": ("iso3", "country_code", "iso", "country"),
            "year": ("year", "annee", "السنة"),
            "growth": ("real_gdp_growth", "growth", "ngdp_rpch", "value"),
        },
    )
    table = pl.DataFrame(
        {
            "country": _codes(frame[columns["country"]]),
            "year": numbers(frame, columns["year"]).cast(pl.Int64),
            "growth": numbers(frame, columns["growth"], signed=True),
        }
    )
    notes: list[Note] = []
    if (lacking := table["growth"].null_count()) > 0:
        text = gettext_noop("%(count)s years without a forecast were left out.")
        notes.append(note("no_growth_value", text, count=lacking))
    table = filled(table.drop_nulls(), file)
    middle = table["growth"].abs().median()
    if isinstance(middle, float) and middle > 0.3:  # no country's usual growth is 30 %
        table = table.with_columns(pl.col("growth") / 100)
        notes.append(note("read_as_percent", gettext_noop("The values were read as percent.")))
    table = _with_todays_codes(table, ("country",), notes)
    table = unrepeated(table, ("country", "year")).sort("country", "year")
    _note_unknown(table, ("country",), known, notes)
    return Reading(table, notes, {"countries": table["country"].n_unique()})


def tariffs(frame: pl.DataFrame, file: str, known: set[str]) -> Reading:
    """exporter (or * for everybody), importer, product, and tariff or tariff_percent."""
    titles = {fold(column) for column in frame.columns}
    percent = fold("tariff_percent") in titles
    columns = pick(
        frame,
        file,
        {
            "exporter": ("exporter", "partner"),
            "importer": ("importer", "reporter"),
            "product": ("product", "hs6", "k"),
            "tariff": ("tariff_percent",) if percent else ("tariff", "ad_valorem"),
        },
    )
    table = pl.DataFrame(
        {
            "exporter": _codes(frame[columns["exporter"]]),
            "importer": _codes(frame[columns["importer"]]),
            "product": frame[columns["product"]].cast(pl.String).str.strip_chars().str.zfill(6),
            "tariff": numbers(frame, columns["tariff"]) / (100 if percent else 1),
        }
    )
    notes: list[Note] = []
    if (lacking := table["tariff"].null_count()) > 0:
        text = gettext_noop("%(count)s lines without a rate were left out.")
        notes.append(note("no_tariff", text, count=lacking))
    table = filled(table.drop_nulls(), file)
    table = unrepeated(table, ("exporter", "importer", "product"))
    _note_unknown(table, ("exporter", "importer"), known, notes)
    return Reading(table, notes, {"products": table["product"].n_unique()})


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
