"""Who the firms of a file are: names, places and identifiers, one line a firm.

Kept apart from the figures, only until the registry has taken it over: see the room `filings`.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from nasij.datasets.firm_files import codes
from nasij.datasets.firm_files.coding import Coded, firm_key
from nasij.datasets.firm_files.columns import IDENTIFIERS
from nasij.datasets.firm_files.opening import RawFile

NAMED = "named"
COLUMNS = ("code", "name", "name_ar", "place", *IDENTIFIERS, "register_court")  # all texts


def write_people(raw: RawFile, coded: Coded, seen: set[str], path: Path) -> int:
    """Each firm with kept rows, under the name and place that most of its rows bear."""
    told = [name for name in COLUMNS if name != "code" and name in raw.columns]
    counted = (
        raw.scan()
        .group_by(firm_key(raw).alias("key"), *told)
        .len()
        .collect(engine="streaming")
        .drop_nulls("key")
    )
    firm = coded.columns["firm"]
    place = {text: at for at, text in enumerate(firm.texts)}
    known = {
        text: firm.names[firm.code[at + 1]] for text, at in place.items() if firm.code[at + 1] >= 0
    }
    frame = (
        counted.with_columns(
            pl.col("key").replace_strict(known, default=None, return_dtype=pl.String).alias("code")
        )
        .filter(pl.col("code").is_in(list(seen)))
        .sort("len", *told, "key", descending=[True, *([False] * (len(told) + 1))])
        .group_by("code", maintain_order=True)
        .agg(pl.col(name).drop_nulls().first() for name in told)
        .with_columns(_normal(kind) for kind in IDENTIFIERS if kind in told)
    )
    missing = [name for name in COLUMNS if name not in frame.columns]
    frame = frame.with_columns(pl.lit(None, pl.String).alias(name) for name in missing)
    frame.select(pl.col(COLUMNS).fill_null("")).sort("code").write_parquet(path)
    return frame.height


def _normal(kind: str) -> pl.Expr:
    return pl.col(kind).map_elements(
        lambda text: codes.identifier(kind, text).code, return_dtype=pl.String
    )
