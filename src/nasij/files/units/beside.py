"""Units in a column beside the values: what its cells say of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from nasij.files.lines import BESIDE
from nasij.files.units.measures import Measure
from nasij.files.units.money import Unit, is_currency, is_unclear, rest_of, unit_of
from nasij.files.units.outside import THINGS
from nasij.reference.folding import fold

_OF_ANYTHING = ("unité", "unités", "unit", "units", "الوحدة", "وحدة")
UNIT_HEADINGS = (*_OF_ANYTHING, "devise", "monnaie", "currency", "العملة")
_MONEY = frozenset(map(fold, ("devise", "devises", "monnaie", "currency", "العملة", "عملة")))
_SCALES = frozenset(map(fold, ("multiplicateur", "multiplier", "échelle", "scale", "المضاعف")))
_HEADS = frozenset(map(fold, _OF_ANYTHING)) | _MONEY | _SCALES
_QUANTITIES = frozenset(map(fold, ("quantité", "quantités", "qté", "qte", "quantity", "الكمية")))
_RATES = frozenset(map(fold, ("taux", "cours", "change", "rate", "exchange", "سعر", "الصرف")))
_VALUES = frozenset(
    fold(
        "valeur valeurs value values montant montants amount amounts prix price prices quantité "
        "quantités quantity poids weight القيمة المبلغ السعر الكمية"
    ).split()
)
_LETTERS = re.compile(r"[^\W\d_]|[€$]")
_OF_GOODS = frozenset({"kgs", "npr"})  # kilograms and pairs, in which no such column has currencies


def heads_units(heading: str) -> bool:
    """Whether a heading is that of a column of units by its words: “Unité de valeur” and “Code
    devise”, but neither “Valeur en devise” nor “Prix par unité”."""
    words = fold(heading.replace("_", " ")).split()
    if not _RATES.isdisjoint(words):
        return False
    return next((word in _HEADS for word in words if word in _HEADS | _VALUES), False)


def is_of_anything(heading: str) -> bool:
    """Whether what stands under a heading may as well be units of quantities."""
    return _MONEY.isdisjoint(fold(heading).split())


def _is_scale(heading: str) -> bool:
    return not _SCALES.isdisjoint(fold(heading).split())


def cell_unit(cell: str, headings: Sequence[str]) -> Unit:
    """The currency and multiple that a cell names; a currency that is not known stays as it is
    written behind a multiple. Nothing where it counts goods, as it may under some headings, nor
    where it is a number under others than those of multiples."""
    said, rest = unit_of(cell), " ".join(rest_of(cell))
    of_goods = any(map(is_of_anything, headings))
    if not _LETTERS.search(cell):
        is_said = said.factor > 1 or cell.strip() == "1" or not any(map(_is_scale, headings))
        number = said if any(map(_is_scale, headings)) else Unit()
        return number if is_said else Unit(cell.strip())
    if (THINGS & set(rest.split()) and not said.currency) or (of_goods and rest in _OF_GOODS):
        return Unit()
    if is_currency(rest.upper()) and not said.currency and not is_unclear(cell):
        return Unit(rest.upper(), said.factor)
    if is_unclear(cell) or (rest and said != Unit()):
        return Unit(cell.strip().upper(), said.factor)
    return said


def is_other_money(said: Unit, cell: str, heading: str) -> bool:
    """Whether a cell under a heading names other money than `said`; it may say less."""
    units = (cell_unit(part, [heading]) for part in cell.split(BESIDE))
    return any(
        unit.currency not in {"", said.currency} or unit.factor not in {1, said.factor}
        for unit in units
    )


def has_amounts_in_currency(headings: Iterable[str]) -> bool:
    """Whether a column beside holds the amounts that a column of currencies is of: “Valeur en
    devise”, beside “Valeur (DH)”."""
    return any(
        _VALUES & words and _MONEY & words and not heads_units(heading)
        for heading, words in ((heading, set(fold(heading).split())) for heading in headings)
    )


def is_of_contracts(heading: str) -> bool:
    """Whether a column may tell in which currency was invoiced, and not that of the values: those
    of “Devise de facturation” or “Code devise”, beside “Valeur (DH)”."""
    words = fold(heading).split()
    return len(words) > 1 and not _MONEY.isdisjoint(words)


def counts_goods(headings: Iterable[str]) -> bool:
    """Whether one of them is of quantities, of which a unit beside may be."""
    return any(_QUANTITIES & set(fold(heading).split()) for heading in headings)


def is_of_goods(heading: str) -> bool:
    """Whether a heading of amounts says that they are none: “Valeur (tonnes)”, “(DH/kg)”."""
    return any(THINGS & set(rest_of(part)) for part in _UNIT_OF_HEADING.findall(heading))


_UNIT_OF_HEADING = re.compile(r"[(\[][^)\]]*|/[^/()\[\]]*")


def is_other_measure(measure: Measure, factor: float | None, cell: str, heading: str) -> bool:
    """The same of lengths and shares; a multiple of them, or money, is another."""
    if measure.named(cell) - {factor} or measure.is_multiple(cell):
        return True
    return is_other_money(Unit(), measure.undress(cell), heading)
