"""Loading files. Reading takes minutes and happens outside the database; the record is one short
transaction at the end, so that a page is never kept waiting by a file.

A file that is kept already is read anew where it is damaged, where other things are said beside it,
and where it is of firms and was retired; else nothing is read, and `Loaded.is_known` says so.
"""

from __future__ import annotations

from collections.abc import Callable

from nasij.datasets.acts.choosing import choose_snapshot, retire_snapshot
from nasij.datasets.acts.firm_files import (
    forget_named_firms,
    load_association,
    load_customs,
)
from nasij.datasets.acts.keeping import Loaded
from nasij.datasets.acts.products import load_product_names
from nasij.datasets.acts.tables import (
    load_distances,
    load_growth,
    load_regional,
    load_tariffs,
)
from nasij.datasets.acts.trade import load_trade
from nasij.datasets.enums import DatasetKind

LOADERS: dict[str, Callable[..., Loaded]] = {
    DatasetKind.TRADE: load_trade,
    DatasetKind.DISTANCES: load_distances,
    DatasetKind.GROWTH: load_growth,
    DatasetKind.TARIFFS: load_tariffs,
    DatasetKind.REGIONAL: load_regional,
    DatasetKind.CUSTOMS: load_customs,
    DatasetKind.ASSOCIATION: load_association,
}

__all__ = [
    "LOADERS",
    "Loaded",
    "choose_snapshot",
    "forget_named_firms",
    "load_association",
    "load_customs",
    "load_distances",
    "load_growth",
    "load_product_names",
    "load_regional",
    "load_tariffs",
    "load_trade",
    "retire_snapshot",
]
