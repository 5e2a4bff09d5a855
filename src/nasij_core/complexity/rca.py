"""Revealed comparative advantage and presence.

`RCA_cp = (x_cp / Σ_p x_cp) / (Σ_c x_cp / Σ_cp x_cp)` (Balassa 1965): the share of a product in an
exporter's basket over its share in the reference basket.
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from nasij_core.errors import BadOption, NegativeValue, NotANumber, OutOfRange, WrongShape

Reals = NDArray[np.float64]


class Presence(StrEnum):
    """How presence is drawn from RCA: 1 where RCA ≥ threshold, or RCA / (threshold + RCA)."""

    BINARY = "binary"
    CONTINUOUS = "continuous"


def check_values(values: Reals) -> Reals:
    """(exporters, products) trade values, USD, ≥ 0 and finite. Raises at the door."""
    table = np.asarray(values, dtype=np.float64)
    if table.ndim != 2:
        raise WrongShape("the values", table.shape, "(exporters, products)")
    broken = ~np.isfinite(table)
    if broken.any():
        raise NotANumber(
            "the values", int(broken.sum()), map(str, np.argwhere(broken)[:6].tolist())
        )
    negative = table < 0
    if negative.any():
        raise NegativeValue("the values", int(negative.sum()), table[negative][:6].tolist())
    return table


def rca(values: Reals, reference: Reals | None = None) -> Reals:
    """(exporters, products): RCA, NaN where the exporter or the product has no trade at all.

    values: (exporters, products), USD.
    reference: (products,), USD, the basket compared with — the world's for regions. None takes the
        sum of the exporters given, a different number as soon as they are not the world.
    """
    table = check_values(values)
    basket = table.sum(axis=0) if reference is None else check_reference(reference, table)
    exporter_totals = table.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        per_exporter = np.where(exporter_totals > 0, 1.0 / exporter_totals, np.nan)
        per_product = np.where(basket > 0, basket.sum() / basket, np.nan)
    result: Reals = table * per_exporter[:, None]
    result *= per_product
    return result


def check_reference(reference: Reals, table: Reals) -> Reals:
    basket = np.asarray(reference, dtype=np.float64)
    if basket.shape != table.shape[1:]:
        raise WrongShape("the reference basket", basket.shape, table.shape[1:])
    checked: Reals = check_values(basket[None, :])[0]
    return checked


def presence(
    advantage: Reals, kind: Presence | str = Presence.BINARY, threshold: float = 1.0
) -> Reals:
    """(exporters, products) in [0, 1]: where RCA is undefined, presence is 0.

    The continuous form of the 2026 Atlas is 0.5 at the threshold.
    """
    try:
        kind = Presence(kind)
    except ValueError:
        raise BadOption("presence", kind, list(Presence)) from None
    if not 0 < threshold < np.inf:
        raise OutOfRange("the threshold of RCA", threshold, "above 0")
    if kind is Presence.BINARY:
        with np.errstate(invalid="ignore"):
            present: Reals = (advantage >= threshold).astype(np.float64)
        return present
    known = np.nan_to_num(advantage, nan=0.0)
    share: Reals = known / (threshold + known)
    return share
