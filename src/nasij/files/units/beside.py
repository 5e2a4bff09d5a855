"""Units in a column beside the values: what its cells say of them."""

from __future__ import annotations

import re

from nasij.files.units.measures import Measure
from nasij.files.units.money import Unit, is_currency, unit_of, without_unit
from nasij.files.units.outside import THINGS
from nasij.reference.folding import fold

_OF_ANYTHING = ("unité", "unités", "unit", "units", "الوحدة", "وحدة")
UNIT_HEADINGS = (*_OF_ANYTHING, "devise", "monnaie", "currency", "العملة")
_BARE = frozenset(map(fold, _OF_ANYTHING))
_OF_GOODS = frozenset({"kgs", "npr"})  # kilograms and pairs, in which no such column has currencies


def is_of_anything(heading: str) -> bool:
    """Whether what stands under a heading may as well be units of quantities."""
    return fold(re.split(r"[(\[]", heading)[0]) in _BARE


def cell_unit(cell: str, *, of_goods: bool) -> Unit:
    """The currency and multiple that a cell names; a currency that is not known stays as it is
    written behind a multiple. Nothing where it counts goods, as it may under some headings."""
    said, rest = unit_of(cell), without_unit(cell)
    if THINGS & set(rest.split()) or (of_goods and rest in _OF_GOODS):
        return Unit()
    if said.currency or not rest:
        return said
    if is_currency(rest.upper()):
        return Unit(rest.upper(), said.factor)
    return Unit(cell.strip().upper(), said.factor) if said.factor > 1 else Unit()


def is_other_money(said: Unit, cell: str, heading: str) -> bool:
    """Whether a cell under a heading names other money than `said`; it may say less."""
    unit = cell_unit(cell, of_goods=is_of_anything(heading))
    return unit.currency not in {"", said.currency} or unit.factor not in {1, said.factor}


def is_other_measure(measure: Measure, factor: float | None, cell: str, heading: str) -> bool:
    """The same of lengths and shares; a multiple of them, or money, is another."""
    if measure.named(cell) - {factor}:
        return True
    return is_other_money(Unit(), measure.undress(cell), heading)
