"""What every layout of a small table shares: finding its columns, reading its numbers, refusing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from nasij.datasets.errors import (
    ColumnsMissing,
    KeysRepeated,
    NoRowsInFile,
    NumbersNegative,
    NumbersUnreadable,
    listed,
)
from nasij.reference.words import fold

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
