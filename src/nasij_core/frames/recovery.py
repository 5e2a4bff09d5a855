"""Recovery as frames, one or several series."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from nasij_core.notes import N_, Note
from nasij_core.recovery import recovery as recovery_of
from nasij_core.tables import SERIES

METHOD = "recovery on base and on trend"
SHOCK_YEARS = (2020, 2021)
COLUMNS = (
    "year",
    "value",
    "index_on_base",
    "trend",
    "trend_low",
    "trend_high",
    "index_on_trend",
    "gap",
    "cumulative_gap",
    "cumulative_low",
    "cumulative_high",
    "recovered_on_base",
    "recovered_on_trend",
)


@dataclass(frozen=True, slots=True)
class RecoveryFrames:
    by_year: pl.DataFrame  # tables.RECOVERY and more
    trend_growth: dict[str, float]  # by series, a year
    notes: tuple[Note, ...]


def recovery(
    series: pl.DataFrame,
    *,
    base_years: tuple[int, ...] = (2019,),
    trend_years: tuple[int, int] = (2012, 2019),
    level: float = 0.95,
) -> RecoveryFrames:
    """Both readings for each series of `tables.SERIES`."""
    frame = SERIES.validate(series)
    named = "series" in frame.columns
    parts, growth = [], {}
    for name in frame["series"].unique(maintain_order=True) if named else [""]:
        rows = frame.filter(pl.col("series") == name) if named else frame
        found = recovery_of(
            rows["year"].to_numpy(),
            rows["value"].to_numpy(),
            base_years=base_years,
            trend_years=trend_years,
            level=level,
            name=str(name),
        )
        part = pl.DataFrame({column: getattr(found, column) for column in COLUMNS})
        parts.append(part.insert_column(0, pl.lit(name).alias("series")) if named else part)
        growth[name] = found.trend_growth
    return RecoveryFrames(
        pl.concat(parts).fill_nan(None), growth, tuple(_notes(base_years, trend_years))
    )


def _notes(base_years: tuple[int, ...], trend_years: tuple[int, int]) -> list[Note]:
    text = N_("Trend fitted on %(first)s to %(last)s; base %(base)s.")
    base = ", ".join(map(str, base_years))
    notes = [Note("periods", text, {"first": trend_years[0], "last": trend_years[1], "base": base})]
    if set(base_years) & set(SHOCK_YEARS) or trend_years[1] in SHOCK_YEARS:
        text = N_("The base or the trend includes 2020 or 2021: the shock itself is the measure.")
        notes.append(Note("base_in_shock", text))
    return notes
