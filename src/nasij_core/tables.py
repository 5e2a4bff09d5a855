"""The schema of every frame that enters or leaves the core, and its check at the door.

A frame is checked once, where it enters; behind the door the methods trust it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import polars as pl

from nasij_core.errors import (
    DuplicateKeys,
    MissingColumn,
    NegativeValue,
    NoRows,
    NotANumber,
    OutOfRange,
)
from nasij_core.units import Unit

# Names of Polars' types: they are looked up when a frame is there, so that a table can be described
# before the library is read.
Kind = Literal["String", "Float64", "Int64", "Boolean"]
TEXT: Kind = "String"
REAL: Kind = "Float64"
WHOLE: Kind = "Int64"
ROUNDING = 1e-6  # of shares computed in single precision


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its Polars type, its unit, and what may be absent or negative."""

    name: str
    kind: Kind
    unit: Unit
    optional: bool = False  # the whole column may lack
    empty: bool = False  # single values may lack: undefined is null, never 0
    signed: bool = False

    @property
    def dtype(self) -> pl.DataType:
        found: pl.DataType = getattr(pl, self.kind)()
        return found


@dataclass(frozen=True, slots=True)
class Table:
    """A named schema. `key` columns identify a row."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    def validate(self, frame: pl.DataFrame, thing: str | None = None) -> pl.DataFrame:
        """The frame with this table's columns first, cast to their types.

        Raises MissingColumn, NoRows, NotANumber, NegativeValue, DuplicateKeys.
        """
        thing = thing or self.name
        present = self._present(frame, thing)
        if frame.is_empty():
            raise NoRows(thing)
        cast = self._cast(frame, present, thing)
        for column in present:
            _check_values(cast, column, thing)
        self._check_key(cast, thing)
        return cast

    def empty(self) -> pl.DataFrame:
        return pl.DataFrame(schema={c.name: c.dtype for c in self.columns if not c.optional})

    def _present(self, frame: pl.DataFrame, thing: str) -> list[Column]:
        found = frame.columns
        missing = [c.name for c in self.columns if not c.optional and c.name not in found]
        if missing:
            raise MissingColumn(thing, missing, found)
        return [column for column in self.columns if column.name in found]

    def _cast(self, frame: pl.DataFrame, present: list[Column], thing: str) -> pl.DataFrame:
        cast = frame.with_columns(
            pl.col(column.name).cast(column.dtype, strict=False) for column in present
        )
        for column in present:
            lost = cast[column.name].null_count() - frame[column.name].null_count()
            if lost > 0:
                bad = frame.filter(cast[column.name].is_null() & frame[column.name].is_not_null())
                raise NotANumber(f"{thing}.{column.name}", lost, bad[column.name].head(6).to_list())
        rest = [name for name in frame.columns if name not in {c.name for c in present}]
        return cast.select([c.name for c in present] + rest)

    def _check_key(self, frame: pl.DataFrame, thing: str) -> None:
        key = [name for name in self.key if name in frame.columns]
        if not key:
            return
        repeated = frame.select(key).is_duplicated()
        if repeated.any():
            rows = frame.select(key).filter(repeated).unique(maintain_order=True)
            examples = ("/".join(str(value) for value in row) for row in rows.head(6).iter_rows())
            raise DuplicateKeys(thing, int(repeated.sum()), key, examples)


def _check_values(frame: pl.DataFrame, column: Column, thing: str) -> None:
    series = frame[column.name]
    name = f"{thing}.{column.name}"
    bad = series.is_null()
    if series.dtype.is_float():
        bad = bad | ~series.fill_null(0.0).is_finite()
    if not column.empty and bad.any():
        rows = frame.with_row_index("row").filter(bad)["row"].head(6).to_list()
        raise NotANumber(name, int(bad.sum()), (f"row {row + 1}" for row in rows))
    if series.dtype.is_numeric() and not column.signed:
        negative = (series < 0).fill_null(False)
        if negative.any():
            raise NegativeValue(name, int(negative.sum()), series.filter(negative).head(6))
    if column.unit in (Unit.SHARE, Unit.RATE) and (series > 1 + ROUNDING).any():
        raise OutOfRange(name, series.max(), "a share, between 0 and 1")


def _code(name: str, *, optional: bool = False, empty: bool = False) -> Column:
    return Column(name, TEXT, Unit.CODE, optional=optional, empty=empty)


def _year(*, optional: bool = False) -> Column:
    return Column("year", WHOLE, Unit.YEAR, optional=optional)


def _usd(name: str) -> Column:
    return Column(name, REAL, Unit.USD_PER_YEAR)


def _count(name: str, *, empty: bool = False) -> Column:
    return Column(name, WHOLE, Unit.COUNT, empty=empty)


def _real(name: str, unit: Unit, *, optional: bool = False, signed: bool = False) -> Column:
    return Column(name, REAL, unit, optional=optional, empty=True, signed=signed)


_VALUE = Column("value_usd", REAL, Unit.USD)
_CUT = tuple(_code(name, optional=True) for name in ("region", "product", "market"))
_TOTALS = (_usd("potential_usd"), _usd("actual_usd"), _usd("unrealised_usd"))

# --- What enters -------------------------------------------------------------------------------

FLOWS = Table(
    "flows",
    (_year(optional=True), _code("exporter"), _code("importer"), _code("product"), _VALUE),
    key=("year", "exporter", "importer", "product"),
)
DISTANCES = Table(
    "distances",
    (_code("exporter"), _code("importer"), Column("km", REAL, Unit.KM)),
    key=("exporter", "importer"),
)
GROWTH = Table(
    "growth",
    (
        _code("country"),
        Column("gdp_ratio", REAL, Unit.RATIO),
        Column("population_ratio", REAL, Unit.RATIO, optional=True),
    ),
    key=("country",),
)
GROWTH_RATES = Table(  # 0.035 is 3.5 % a year; forecasts have gaps
    "yearly growth",
    (_code("country"), _year(), _real("growth", Unit.RATIO, signed=True)),
    key=("country", "year"),
)
TARIFFS = Table(
    "tariffs",
    (_code("exporter"), _code("importer"), _code("product"), Column("tariff", REAL, Unit.RATIO)),
    key=("exporter", "importer", "product"),
)
INCOME = Table(
    "income",
    (_code("country"), Column("income", REAL, Unit.RATIO)),  # e.g. PPP dollars per head
    key=("country",),
)
REGION_FLOWS = Table(
    "regional flows",
    (_code("region"), _code("product"), _code("market"), _VALUE),
    key=("region", "product", "market"),
)
REGION_SECTORS = Table(
    "regional sectors",
    (_code("region"), _code("sector"), _VALUE),
    key=("region", "sector"),
)
PRODUCT_SECTORS = Table(
    "sectors of products", (_code("product"), _code("sector")), key=("product",)
)
REGION_SHARES = Table(
    "regional shares",
    (_code("region"), Column("share", REAL, Unit.SHARE)),
    key=("region",),
)
DENSITY = Table(
    "density",
    (
        _code("product"),
        Column("density", REAL, Unit.SHARE),
        _real("rca", Unit.RATIO, optional=True),
    ),
    key=("product",),
)
FIRM_RECORDS = Table(
    "firm records",
    (_code("firm"), _year(), *_CUT, Column("value", REAL, Unit.USD)),
)
SUCCESSIONS = Table(
    "successions", (_code("firm"), _code("successor"), _year(optional=True)), key=("firm",)
)
SERIES = Table(
    "series",
    (_code("series", optional=True), _year(), Column("value", REAL, Unit.RATIO)),
    key=("series", "year"),
)

# --- What leaves -------------------------------------------------------------------------------

POTENTIAL = Table(
    "potential",
    (
        _code("exporter"),
        _code("region", optional=True),
        _code("market"),
        _code("product"),
        Column("supply", REAL, Unit.RATIO),
        _usd("demand"),
        Column("ease", REAL, Unit.RATIO),
        *_TOTALS,
    ),
    key=("exporter", "region", "market", "product"),
)
BY_MARKET = Table(
    "by_market",
    (_code("exporter"), _code("region", optional=True), _code("market"), *_TOTALS),
    key=("exporter", "region", "market"),
)
BY_PRODUCT = Table(
    "by_product",
    (_code("exporter"), _code("region", optional=True), _code("product"), *_TOTALS),
    key=("exporter", "region", "product"),
)
NEW_PRODUCTS = Table(
    "new_products",
    (
        _code("exporter"),
        _code("market"),
        _code("product"),
        Column("rank", WHOLE, Unit.RANK),
        Column("density", REAL, Unit.SHARE),
        _usd("demand"),
        Column("ease", REAL, Unit.RATIO),
        Column("score", REAL, Unit.INDEX),
    ),
    key=("exporter", "market", "product"),
)
DYNAMICS_BY_YEAR = Table(
    "by_year",
    (
        _year(),
        *_CUT,
        _count("exporters"),
        _count("entrants", empty=True),
        _count("exiters", empty=True),
        _count("incumbents", empty=True),
        _count("surviving_entrants", empty=True),
        _real("entry_rate", Unit.RATE),
        _real("exit_rate", Unit.RATE),
        _real("survival_1", Unit.SHARE),
        _real("survival_2", Unit.SHARE),
        _real("survival_3", Unit.SHARE),
        _real("hhi", Unit.INDEX),
        _real("top1_share", Unit.SHARE),
        _real("top5_share", Unit.SHARE),
        _real("top25_share", Unit.SHARE),
    ),
    key=("year", "region", "product", "market"),
)
RECOVERY = Table(
    "recovery",
    (
        _code("series", optional=True),
        _year(),
        Column("value", REAL, Unit.RATIO),
        _real("index_on_base", Unit.INDEX),
        _real("index_on_trend", Unit.INDEX),
        _real("gap", Unit.RATIO, signed=True),
        _real("cumulative_gap", Unit.RATIO, signed=True),
    ),
    key=("series", "year"),
)
COUNTRIES = Table(
    "countries",
    (
        _code("exporter"),
        _count("diversity"),
        _real("eci", Unit.INDEX, signed=True),
        _real("fitness", Unit.INDEX),
        _real("coi", Unit.INDEX, signed=True),
    ),
    key=("exporter",),
)
PRODUCTS = Table(
    "products",
    (
        _code("product"),
        _count("ubiquity"),
        _real("pci", Unit.INDEX, signed=True),
        _real("pci_eci_scale", Unit.INDEX, signed=True),
        _real("complexity", Unit.INDEX),
    ),
    key=("product",),
)
PAIRS = Table(
    "pairs",
    (
        _code("exporter"),
        _code("product"),
        _real("rca", Unit.RATIO),
        _real("density", Unit.SHARE),
        _real("cog", Unit.INDEX, signed=True),
    ),
    key=("exporter", "product"),
)
