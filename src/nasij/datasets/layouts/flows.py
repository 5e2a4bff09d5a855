"""World trade under the headings of people: the core streams it, and asks here what they mean.

A value is taken by a whole heading that says its unit, and never by a part of one: wrong by a
thousand, a file would look right.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import product
from typing import NoReturn

import polars as pl

from nasij.datasets.enums import FileColumn
from nasij.datasets.errors import AmountsAmbiguous, NumbersWithUnit, UnitMissing, UnitNotOfFlows
from nasij.datasets.headings import FLOWS as EXPORTS
from nasij.datasets.headings import POSITIONS, PRODUCTS, VALUES, YEARS
from nasij.datasets.layouts.countries import EXPORTER, IMPORTER
from nasij.datasets.layouts.products import six_digits
from nasij.datasets.layouts.reading import LABELS, agreed_style
from nasij.files.amounts import amount, undecided, with_words
from nasij.files.countries import load_countries
from nasij.files.errors import FileRefused, UnitBeside
from nasij.files.frames import ROW
from nasij.files.headings import Vocabulary, heading_key
from nasij.files.lines import cell_told
from nasij.files.places import Places
from nasij.files.remarks import SHOWN, Note, unread
from nasij.files.tables import refuse_columns
from nasij.files.totals import is_total
from nasij.files.units import (
    UNIT_HEADINGS,
    Unit,
    heads_units,
    is_other_money,
    names_unknown,
    unit_of,
)

_WORDS = ("value", "trade value", "exports", "valeur", "exportations", "القيمة", "الصادرات")
_DOLLARS = (
    *("usd", "us", "us dollars", "in us dollars", "in usd"),
    *("dollars", "en dollars", "en dollars us", "en dollars américains", "en usd"),
    *("بالدولار", "بالدولار الأمريكي", "بالدولارات", "بالدولارات الأمريكية"),
)
_THOUSANDS = (
    *("thousands of us dollars", "in thousands of us dollars", "thousand usd", "in thousand usd"),
    *("thousands of usd", "in thousands of usd", "1000usd", "1000 usd", "us thousand"),
    *("milliers de dollars", "en milliers de dollars", "en milliers de dollars us"),
    *("en milliers de dollars américains", "milliers usd", "milliers d usd", "en milliers d usd"),
    *("بآلاف الدولارات", "بآلاف الدولارات الأمريكية", "بألف دولار", "آلاف الدولارات"),
    *("ألف دولار", "ألف دولار أمريكي", "آلاف دولار", "بآلاف دولار"),
)
_UNITS = {
    **dict.fromkeys(map(heading_key, ("value_usd", "v_usd")), "value_usd"),
    **dict.fromkeys(map(heading_key, ("v", "value_kusd")), "value_kusd"),
    **{heading_key(" ".join(words)): "value_usd" for words in product(_WORDS, _DOLLARS)},
    **{heading_key(" ".join(words)): "value_kusd" for words in product(_WORDS, _THOUSANDS)},
}
FLOWS = Vocabulary(
    {
        "year": ("t", *YEARS),
        "exporter": ("i", *EXPORTER),
        "importer": ("j", *IMPORTER),
        "product": ("k", *PRODUCTS),
        "value": (*VALUES, *EXPORTS, *_UNITS),  # and what begins like one that says its unit
        "unit": UNIT_HEADINGS,
    },
    weak=("t", "i", "j", "k", *POSITIONS),
    single=("year", "exporter", "importer", "product"),
    guesses={"unit": heads_units},
)
_EXPONENT = r"^[+-]?\d(?:\.\d+)?[eE][+-]?\d+$"
_ALL = re.compile(r"(?:AG\d|ALL|TOUS|TOT)$", re.IGNORECASE)  # products, as databases write them
_LONGEST_CODE = 3
_OF_BACI = {"q"}  # quantities, which every file of BACI has
_NEEDED = ("exporter", "importer", "product")


def flow_headings(name: str, titles: Sequence[str]) -> dict[str, str]:
    """Headings of a file of flows → the core's names; a refusal where one lacks or has no unit."""
    columns = FLOWS.recognise(titles)
    read = [ours for ours in ("year", *_NEEDED) if ours in columns]
    found = {titles[columns.places[ours][0]]: ours for ours in read}
    units = {ours: title for title in titles if (ours := _UNITS.get(heading_key(title)))}
    missing = [ours for ours in _NEEDED if ours not in columns]
    if not units and "value" not in columns:
        missing.append(FileColumn.VALUE_USD)
    if missing:
        refuse_columns(name, columns, missing, LABELS)
    if not units:
        _refuse_unit(name, columns.named("value")[0])
    value = min(units, key=("value_usd", "value_kusd").index)
    return {**found, units[value]: value}


def _refuse_unit(name: str, heading: str) -> NoReturn:
    """To be renamed, a heading has to be silent or of dollars: other values would be wrong."""
    unit = unit_of(heading)
    is_ours = unit.currency in {"", "USD"} and unit.factor in {1, 1_000}
    if is_ours and not names_unknown(heading):
        raise UnitMissing(file=name, column=heading)
    raise UnitNotOfFlows(file=name, column=heading)


def flow_amounts(rows: pl.LazyFrame, column: str) -> pl.Expr:
    """The values as every other door reads them, and the exponents that programs write."""
    style = agreed_style(rows, column, typed=False, heading=column)
    _refuse_cells(AmountsAmbiguous, rows, column, undecided(column, style))
    _refuse_cells(NumbersWithUnit, rows, column, with_words(column, style))
    cell = pl.col(column)
    return (
        pl.when(cell.str.contains(_EXPONENT))
        .then(cell.cast(pl.Float64, strict=False))
        .otherwise(amount(column, style))
    )


def _refuse_cells(
    refusal: type[FileRefused], rows: pl.LazyFrame, column: str, bad: pl.Expr
) -> None:
    found = rows.filter(bad).select(column, ROW).collect(engine="streaming")
    if found.height:
        told = [cell_told(*cell) for cell in found.head(SHOWN).iter_rows()]
        more = ["…"] * (found.height > SHOWN)
        raise refusal(column=column, count=found.height, examples=[*told, *more])


class FlowNames:
    """Countries and products of a file of flows as people write them, and what is said of them.

    Codes of countries, numbers and words for the world are read where flows are; products of one
    level alone are kept at it.
    """

    def __init__(self, products: frozenset[str]) -> None:
        self._products, self._countries = products, load_countries()
        self._places = Places.load()
        self.notes: list[Note] = []

    def spelling(self, kind: str, heading: str, texts: Sequence[str]) -> list[str]:
        if kind != "product":
            return [self._country(text) for text in texts]
        written = [text for text in texts if not (_ALL.match(text) or self._is_total(text))]
        levels = {len(text) for text in written}
        if len(levels) == 1 and levels <= {2, 4} and all(map(str.isdigit, written)):
            return list(texts)
        codes, notes = six_digits(heading, written, self._products)
        self.notes += [note for note in notes if note not in self.notes]
        return [codes.get(text, text) for text in texts]

    def check_units(self, rows: pl.LazyFrame, value: str, factor: int) -> None:
        """Refuse a column of units whose cells say other than what the values are read as; columns
        that are not read are said."""
        columns = FLOWS.recognise([title for title in rows.collect_schema() if title != ROW])
        titles = columns.named("unit") if "unit" in columns else []
        for title in titles:
            cell = pl.col(title).cast(pl.String).str.strip_chars()
            first = rows.group_by(cell).agg(pl.col(ROW).min()).drop_nulls()
            other = [
                cell_told(*cell)
                for cell in first.collect(engine="streaming").sort(ROW).iter_rows()
                if is_other_money(Unit("USD", factor), cell[0], title)
            ]
            if other:
                told = [*other[:SHOWN], *["…"] * (len(other) > SHOWN)]
                raise UnitBeside(column=title, heading=value, examples=told)
        others = [*titles, *(title for title in columns.unread if title not in _OF_BACI)]
        if others and unread(others) not in self.notes:
            self.notes.append(unread(others))

    def _country(self, text: str) -> str:
        is_code = len(text) <= _LONGEST_CODE or self._is_total(text)
        return text if is_code else self._countries.find(text) or text

    def _is_total(self, text: str) -> bool:
        return is_total(text, self._places)
