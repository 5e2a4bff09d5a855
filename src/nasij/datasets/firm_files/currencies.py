"""The columns of currencies and multiples: the unit of most rows, and which rows are of another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from nasij.datasets.errors import CurrenciesTied, CurrencyCellUnknown, UnitsTied
from nasij.datasets.firm_files.codes import Meaning
from nasij.datasets.firm_files.columns import heading_of
from nasij.datasets.firm_files.opening import ROW, RawFile
from nasij.files.errors import UnitBeside
from nasij.files.lines import BESIDE, cell_told
from nasij.files.problems import RowProblem
from nasij.files.remarks import SHOWN, Note, unread
from nasij.files.units import (
    Unit,
    cell_unit,
    counts_goods,
    has_amounts_in_currency,
    is_currency,
    is_of_anything,
    is_of_contracts,
    unit_of,
)


@dataclass(frozen=True, slots=True)
class Currencies:
    """`units` are those of the texts of the column; of none where it is not read."""

    unit: Unit = field(default_factory=Unit)
    units: dict[str, Unit] = field(default_factory=dict)
    empty: Meaning | None = None  # of a row without one; that of the file where nothing is said
    notes: tuple[Note, ...] = ()

    def meaning(self, text: str | None) -> Meaning:
        if text is None and self.empty is not None:
            return self.empty
        if text is None or self.units.get(text, self.unit) == self.unit:
            return Meaning(self.unit.currency)
        return Meaning(problem=RowProblem.CURRENCY_OTHER)


def read_currencies(raw: RawFile, texts: pl.Series, given: str) -> Currencies:
    """Refused where most rows name what is no currency, or a multiple that the values' heading or
    cells deny. The rows of a currency `given` beside the file are those that are kept; where the
    values' heading names it too, the column speaks of something else."""
    if texts.is_empty():
        return Currencies()
    headings = raw.columns.named("currency")
    units = {text: _unit(text, headings) for text in texts}
    value, others = heading_of(raw.columns, "value"), raw.columns.unread
    named = unit_of(value).currency
    # A currency says nothing of multiples: those of its own rows are looked at all the same.
    has_multiples = any(unit.factor > 1 and unit.currency in {"", named} for unit in units.values())
    of_others = named and (
        (named == given and not has_multiples)
        or has_amounts_in_currency(others)
        or all(map(is_of_contracts, headings))
    )
    of_goods = all(map(is_of_anything, headings)) and not _are_of_money(
        units, beside_goods=counts_goods(others)
    )
    if of_others or of_goods:
        return Currencies(notes=(unread(dict.fromkeys(headings)),))
    main, example = _most_common(raw, units, given)
    if _is_no_money(main):
        raise CurrencyCellUnknown(column=headings[0], example=example)
    said = [unit for unit in (unit_of(value), raw.unit) if unit != Unit()]
    if main.factor > 1 and any(unit.factor != main.factor for unit in said):
        raise UnitBeside(column=headings[0], heading=value, examples=[example])
    return Currencies(main, units, _of_no_cell(main, units, said, given))


def _of_no_cell(
    main: Unit, units: Mapping[str, Unit], said: Collection[Unit], given: str
) -> Meaning | None:
    """What a row is whose cell is empty: that of others only where nothing else can be meant."""
    if main.factor > 1 and not said:
        return Meaning(problem=RowProblem.UNIT_MISSING)
    if not main.currency or any(unit.currency == main.currency for unit in said):
        return None
    if given == main.currency:
        return Meaning(main.currency, remark="currency_as_given")
    if any(unit.currency not in {"", main.currency} for unit in units.values()):
        return Meaning(problem=RowProblem.CURRENCY_MISSING)
    return Meaning(main.currency, remark="currency_as_others")


def _unit(text: str, headings: Sequence[str]) -> Unit:
    """What the cells of a row say together; nothing where they name two currencies."""
    found = [cell_unit(cell, headings) for cell in text.split(BESIDE)]
    currencies = {unit.currency for unit in found if unit.currency}
    if len(currencies) > 1:
        return Unit()
    return Unit(next(iter(currencies), ""), max(unit.factor for unit in found))


def _are_of_money(units: dict[str, Unit], *, beside_goods: bool) -> bool:
    """Thousands of something else stand beside kilograms, or beside quantities."""
    named = any(is_currency(unit.currency) for unit in units.values())
    return named or (not beside_goods and all(unit.factor > 1 for unit in units.values()))


def _most_common(
    raw: RawFile, units: Mapping[str, Unit], given: str
) -> tuple[Unit, dict[str, str]]:
    """The unit of most rows, of those in the currency `given` where there are any, and its first
    cell. Two of as many rows are refused; what is no currency goes before, to be told by itself."""
    counted = raw.scan().group_by("currency").agg(pl.len(), pl.col(ROW).min().alias("first"))
    texts = counted.drop_nulls().collect(engine="streaming").sort("first")
    rows: Counter[Unit] = Counter()
    first: dict[Unit, dict[str, str]] = {}
    for text, count, row in texts.iter_rows():
        rows[units[text]] += count
        first.setdefault(units[text], cell_told(text, row, raw.sheets))
    among = [unit for unit in rows if given and unit.currency == given] or list(rows)
    most = max(rows[unit] for unit in among)
    tied = [unit for unit in among if rows[unit] == most]
    main = next(filter(_is_no_money, tied), tied[0])
    if len(tied) > 1 and not _is_no_money(main):
        of_one = len({unit.currency for unit in tied if unit.currency}) <= 1
        examples = [first[unit] for unit in tied[:SHOWN]]
        refusal = UnitsTied if of_one else CurrenciesTied
        raise refusal(column=raw.columns.named("currency")[0], examples=examples)
    return main, first[main]


def _is_no_money(unit: Unit) -> bool:
    return unit == Unit() or bool(unit.currency and not is_currency(unit.currency))
