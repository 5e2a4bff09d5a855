"""From text to codes: distinct texts are given a meaning, rows become whole numbers in a stream."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from nasij.datasets.firm_files import codes
from nasij.datasets.firm_files.codes import Meaning, Period
from nasij.datasets.firm_files.columns import NAMES, heading_of, is_plural
from nasij.datasets.firm_files.currencies import read_currencies
from nasij.datasets.firm_files.firms import FirmsOfFile
from nasij.datasets.firm_files.opening import ROW, RawFile
from nasij.datasets.firm_files.periods import period_key, read_periods
from nasij.datasets.firm_files.problems import ORDER
from nasij.datasets.firm_files.totals import (
    BETWEEN,
    FIRM,
    GOODS,
    NARROW,
    PERIOD,
    SAID,
    notes_on_totals,
    total_rows,
)
from nasij.datasets.layouts.reading import agreed_style
from nasij.files.amounts import amount, undecided, with_words
from nasij.files.countries import Countries, read_numbers
from nasij.files.frames import FAULT
from nasij.files.lines import BESIDE
from nasij.files.places import Places
from nasij.files.problems import RowProblem
from nasij.files.remarks import Note
from nasij.files.tables import Fault
from nasij.files.units import Unit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Codes = NDArray[np.int64]

NO_PROBLEM = len(ORDER)  # no problem: after all of them
_FAULTS = {
    Fault.NOT_CLOSED: RowProblem.ROW_NOT_CLOSED,
    Fault.TOO_LONG: RowProblem.ROW_TOO_LONG,
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column's distinct texts, what each means, and the codes in use.

    Position 0 of the arrays is the empty cell; the text at `i` stands at `i + 1`.
    """

    texts: pl.Series
    names: list[str]  # codes in order
    code: Codes  # position of each text's code among `names`, −1 where it has none
    problem: Codes  # position of the problem in ORDER, or `NO_PROBLEM`
    remark: list[str]

    def text(self, key: int) -> str:
        return "" if key == 0 else str(self.texts[key - 1])

    def coded(self) -> list[int]:
        """Keys of the texts that name something."""
        return [key for key, at in enumerate(self.code) if at >= 0 and self.names[at]]


@dataclass(frozen=True, slots=True)
class Coded:
    """Rows as whole numbers: a key into each column's texts, the amount, the number of the row."""

    path: Path
    columns: dict[str, Column]  # firm, product, market, place, currency
    periods: list[Period]  # by key
    period_texts: pl.Series
    main_unit: Unit
    notes: list[Note]
    totals: int = 0  # rows set apart, as they sum others

    def scan(self) -> pl.LazyFrame:
        return pl.scan_parquet(self.path)


@dataclass(frozen=True, slots=True)
class Lists:
    """What the texts of a file are compared with."""

    products: frozenset[str]
    countries: Countries
    places: Places
    own_country: str
    today: date
    year: int | None = None  # given beside the file
    with_value: bool = True
    currency: str = ""  # given beside the file


def firm_key(raw: RawFile) -> pl.Expr:
    """What the person named, the row's first identifier, or its name: “kind␟text␟text beside”.

    Where every row has the first identifier, its text alone: joining texts costs more than reading.
    """
    if raw.always is not None:
        return pl.col(raw.always)
    parts, name = _number_keys(raw), _name_key(raw)
    if name is not None:
        parts.insert(0 if raw.first in NAMES else len(parts), name)
    return pl.coalesce(parts)


def _numbered_names(raw: RawFile) -> list[tuple[str, str]]:
    """Keys of the number and of the name of rows that have both; none where nothing lacks."""
    numbers, name = _number_keys(raw), _name_key(raw)
    if raw.always is not None or raw.first in NAMES or not numbers or name is None:
        return []
    both = raw.scan().select(pl.coalesce(numbers).alias("number"), name.alias("name"))
    return both.drop_nulls().unique().collect(engine="streaming").rows()


def _number_keys(raw: RawFile) -> list[pl.Expr]:
    return [
        pl.when(pl.col(kind).is_not_null()).then(_joined(kind, pl.col(kind), _court(raw, kind)))
        for kind in raw.identifiers
    ]


def _name_key(raw: RawFile) -> pl.Expr | None:
    known = sorted(NAMES, key=lambda name: name != raw.first)
    names = [pl.col(name) for name in known if name in raw.columns]
    if not names:
        return None
    place = pl.lit(None, pl.String)
    if "place" in raw.columns:  # its first cell: a second column makes no second firm
        place = pl.col("place").str.split(BESIDE).list.first()
    told = _joined("name", pl.coalesce(names), place.fill_null(""))
    return pl.when(pl.coalesce(names).is_not_null()).then(told)


def _joined(kind: str, *parts: pl.Expr) -> pl.Expr:
    return pl.concat_str([pl.lit(kind), *parts], separator=BETWEEN)


def _court(raw: RawFile, kind: str) -> pl.Expr:
    """A trade register number identifies only with its court."""
    has_court = kind == "register_number" and "register_court" in raw.columns
    return pl.col("register_court").fill_null("") if has_court else pl.lit("")


def code_rows(raw: RawFile, scratch: Path, lists: Lists) -> Coded:
    """Look at every distinct text once, then write all rows as numbers."""
    keys = {FIRM: firm_key(raw), PERIOD: period_key(raw, lists.year)}
    for name in ("product", "market", "place", "currency", FAULT):
        keys[name] = (
            pl.col(name) if name in raw.columns or name == FAULT else pl.lit(None, pl.String)
        )
    texts = {name: _distinct(raw.scan(), key) for name, key in keys.items()}
    told = texts["currency"] if lists.with_value else texts["currency"].clear()
    currencies = read_currencies(raw, told, lists.currency)
    columns = {
        "firm": _column(
            texts[FIRM],
            FirmsOfFile(texts[FIRM], _numbered_names(raw), raw.always, lists.places).meaning,
        ),
        "product": _column(
            texts["product"], lambda t: _spared(codes.product(t, lists.products), "product", raw)
        ),
        "market": _column(
            texts["market"],
            lambda t: _spared(
                codes.market(t, lists.countries, lists.places, lists.own_country), "market", raw
            ),
        ),
        "place": _column(texts["place"], lambda t: codes.place(t, lists.places)),
        "currency": _column(texts["currency"], currencies.meaning),
        FAULT: _column(texts[FAULT], _fault),
    }
    periods, of_periods = read_periods(raw, texts[PERIOD], lists.year, lists.today)
    notes = [*currencies.notes, *of_periods]
    if not is_plural(raw.columns, "market"):
        heading = heading_of(raw.columns, "market")
        notes += read_numbers(heading, texts["market"].to_list(), lists.countries)
    path = scratch / "coded.parquet"
    scan, amounts = raw.scan(), _amounts(raw, with_value=lists.with_value)
    total = total_rows(keys, texts, lists.places)
    scan.filter(~total if total is not None else pl.lit(value=True)).select(
        ROW, *(_coded(key, texts[name], name) for name, key in keys.items()), *amounts
    ).sink_parquet(path, compression="lz4", statistics=False)
    coded = Coded(path, columns, periods, texts[PERIOD], currencies.unit, notes)
    if total is None:
        return coded
    said = pl.concat_str(keys.values(), separator=BETWEEN, ignore_nulls=True).alias(SAID)
    beside = [_coded(keys[name], texts[name], name) for name in (PERIOD, "place", *GOODS)]
    totals = scan.filter(total).select(ROW, said, *beside, *amounts).collect(engine="streaming")
    goods = [pl.col(name).is_in(columns[name].coded()) for name in GOODS]
    totals = totals.sort(ROW).with_columns(pl.any_horizontal(goods).alias(NARROW))
    if totals.is_empty():  # the word for one stands behind the identifier of a firm
        return coded
    if not lists.with_value:  # every member counts for one
        totals = totals.with_columns(pl.lit(None, pl.Float64).alias("amount"))
    at = columns["place"]
    regions = [at.names[code] for code in at.code]  # a place is never refused
    of_totals = notes_on_totals(totals, path, periods, regions, lists.places, raw.sheets)
    return replace(coded, notes=[*of_totals, *coded.notes], totals=totals.height)


def _amounts(raw: RawFile, *, with_value: bool) -> list[pl.Expr]:
    """The amount of each row, whether there is one, with words, or maybe two."""
    if not with_value:
        always = {"amount": 1.0, "has_amount": True, "with_words": False, "two_ways": False}
        return [pl.lit(value).alias(name) for name, value in always.items()]
    heading = heading_of(raw.columns, "value")
    style = agreed_style(raw.scan(), "value", typed=raw.typed, heading=heading, sheets=raw.sheets)
    return [
        amount("value", style).alias("amount"),
        pl.col("value").is_not_null().alias("has_amount"),
        with_words("value", style).alias("with_words"),
        undecided("value", style).alias("two_ways"),
    ]


def _distinct(scan: pl.LazyFrame, key: pl.Expr) -> pl.Series:
    found = scan.select(key.alias("key").unique()).collect(engine="streaming")["key"]
    return found.drop_nulls().cast(pl.String).sort()


def _coded(key: pl.Expr, texts: pl.Series, name: str) -> pl.Expr:
    coded = key.cast(pl.Enum(texts)).to_physical().cast(pl.Int32) + 1
    return coded.fill_null(0).alias(name)


def _column(texts: pl.Series, meaning: Callable[[str | None], Meaning]) -> Column:
    meanings = [meaning(text) for text in (None, *texts)]
    names = sorted({meaning.code for meaning in meanings if meaning.problem is None})
    place = {name: at for at, name in enumerate(names)}
    return Column(
        texts,
        names,
        np.array([place[m.code] if m.problem is None else -1 for m in meanings], np.int64),
        np.array([NO_PROBLEM if m.problem is None else ORDER.index(m.problem) for m in meanings]),
        [meaning.remark for meaning in meanings],
    )


def _spared(found: Meaning, name: str, raw: RawFile) -> Meaning:
    """Under a heading in the plural a cell of several, or of words, costs nobody the row."""
    if found.problem is None or not is_plural(raw.columns, name):
        return found
    return Meaning(remark=f"{name}_unread")


def _fault(text: str | None) -> Meaning:
    return Meaning(problem=_FAULTS[Fault(text)]) if text else Meaning()
