"""Indices of exporters and products: ECI and PCI, reflections, fitness, PRODY and EXPY.

Undefined is NaN here and None in frames, never 0: an exporter without any advantage has no ECI.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, sparse

from nasij_core.errors import NotEnoughData, OutOfRange, WrongShape

Reals = NDArray[np.float64]
TIE = 1e-9  # singular values closer than this cannot be told apart
ROUNDS = 20_000
FLOOR = 1e-300  # a fitness that is 0 for every purpose, and still has an inverse


@dataclass(frozen=True, slots=True)
class Indices:
    """ECI and PCI, without unit; levels are not comparable across years, ranks are.

    eci: (exporters,), standardised. pci: (products,), standardised over products.
    pci_eci_scale: (products,), standardised like ECI, so that an exporter's ECI is the mean of it
        over what the exporter holds.
    second, third: squared singular values; their distance says how firm the ranking is.
    """

    eci: Reals
    pci: Reals
    pci_eci_scale: Reals
    second: float
    third: float


def eci_pci(presence: NDArray[np.floating], *, ddof: int = 0) -> Indices:
    """ECI and PCI of a presence matrix (exporters, products).

    Hausmann and Hidalgo's second eigenvector, taken from the symmetric matrix of the smaller side.
    The sign makes ECI rise with diversity. ddof: 0 as the Growth Lab, 1 as the R package.
    Raises NotEnoughData where the second singular value is tied, absent or 1 (separate worlds).
    """
    rows, columns = presence.sum(axis=1) > 0, presence.sum(axis=0) > 0
    held = np.asarray(presence, dtype=np.float64)
    if not (rows.all() and columns.all()):
        held = held[np.ix_(rows, columns)]
    if min(held.shape) < 2:
        raise NotEnoughData(
            "the complexity index",
            f"{held.shape[0]} exporters hold {held.shape[1]} products, and two of each are needed",
        )
    raw_products, second, third = second_vector(held)
    raw_exporters = held @ raw_products / held.sum(axis=1)
    if aligned(raw_exporters, held.sum(axis=1)) < 0:
        raw_products, raw_exporters = -raw_products, -raw_exporters
    middle, spread = raw_exporters.mean(), raw_exporters.std(ddof=ddof)
    return Indices(
        eci=scatter((raw_exporters - middle) / spread, rows),
        pci=scatter((raw_products - raw_products.mean()) / raw_products.std(ddof=ddof), columns),
        pci_eci_scale=scatter((raw_products - middle) / spread, columns),
        second=second,
        third=third,
    )


def second_vector(held: Reals) -> tuple[Reals, float, float]:
    """The second vector on the products' side, and the second and third squared singular values."""
    diversity, ubiquity = held.sum(axis=1), held.sum(axis=0)
    by_exporter = held.shape[0] <= held.shape[1]
    # A matrix by its own transpose: half the work of two different ones.
    if by_exporter:
        scaled, side = held / np.sqrt(ubiquity), np.sqrt(diversity)
        gram = scaled @ scaled.T
    else:
        scaled, side = held / np.sqrt(diversity)[:, None], np.sqrt(ubiquity)
        gram = scaled.T @ scaled
    gram /= side
    gram /= side[:, None]
    size = len(gram)
    values, vectors = linalg.eigh(
        gram, subset_by_index=(max(size - 3, 0), size - 1), overwrite_a=True, check_finite=False
    )
    second, third = float(values[-2]), float(values[-3]) if size > 2 else 0.0
    refuse_ties(float(values[-1]), second, third)
    vector = vectors[:, -2] / side
    products: Reals = (vector @ held) / ubiquity if by_exporter else vector
    return products, second, third


def refuse_ties(first: float, second: float, third: float) -> None:
    if second < TIE:
        raise NotEnoughData("the complexity index", "all exporters hold the same products")
    if first - second < TIE:
        raise NotEnoughData(
            "the complexity index", "the exporters form groups that share no product at all"
        )
    if second - third < TIE:
        raise NotEnoughData("the complexity index", "the second and third singular values are tied")


def aligned(one: Reals, two: Reals) -> float:
    """Sign of the correlation; 0 when one side is constant."""
    return float((one - one.mean()) @ (two - two.mean()))


def scatter(values: Reals, kept: NDArray[np.bool_]) -> Reals:
    result = np.full(len(kept), np.nan)
    result[kept] = values
    return result


def standardise(values: Reals, ddof: int = 0) -> Reals:
    """Mean 0 and spread 1, NaN left aside."""
    scaled: Reals = (values - np.nanmean(values)) / np.nanstd(values, ddof=ddof)
    return scaled


def reflections(
    presence: NDArray[np.floating], steps: int = 18, *, ddof: int = 0
) -> tuple[Reals, Reals]:
    """Method of reflections (Hidalgo and Hausmann 2009), standardised.

    steps: an even number for exporters; products take one more. With many steps the ranking
    becomes that of ECI and PCI. Returns (exporters,) and (products,).
    """
    if steps < 2 or steps % 2:
        raise OutOfRange("the number of reflections", steps, "an even number from 2 on")
    held = np.asarray(presence, dtype=np.float64)
    diversity, ubiquity = held.sum(axis=1), held.sum(axis=0)
    rows, columns = diversity > 0, ubiquity > 0
    held, diversity, ubiquity = held[np.ix_(rows, columns)], diversity[rows], ubiquity[columns]
    exporters, products = diversity, ubiquity
    for _ in range(steps):
        exporters, products = held @ products / diversity, held.T @ exporters / ubiquity
    odd_products = held.T @ exporters / ubiquity
    return (
        standardise(scatter(exporters, rows), ddof),
        standardise(scatter(odd_products, columns), ddof),
    )


@dataclass(frozen=True, slots=True)
class Fitness:
    """Fitness of exporters and complexity of products, each with mean 1, and the rounds taken."""

    fitness: Reals
    complexity: Reals
    rounds: int


def fitness(
    presence: NDArray[np.floating],
    *,
    tolerance: float = 1e-10,
    rounds: int = ROUNDS,
    exactly: int | None = None,
) -> Fitness:
    """Fitness and complexity (Tacchella and others 2012), iterated until nothing moves.

    `F_c ∝ Σ_p M Q_p` and `Q_p ∝ 1 / Σ_c M / F_c`, both divided by their mean in every round.
    tolerance: largest change of one round at the end.
    exactly: instead of settling, take so many rounds with both sides updated at once, as older
        software does (its "20 iterations" are 19 here: it counts the start).
    Raises NotEnoughData when `rounds` do not suffice: some shapes of the matrix send the weakest
    to 0 ever more slowly.
    """
    rows, columns = presence.sum(axis=1) > 0, presence.sum(axis=0) > 0
    held = np.asarray(presence[np.ix_(rows, columns)], dtype=np.float64)
    if not held.size:
        raise NotEnoughData("fitness", "no exporter holds any product")
    matrix = sparse.csr_array(held)
    across = matrix.T.tocsr()
    if exactly is not None:
        strength, complexity = at_once(matrix, across, exactly)
        return Fitness(scatter(strength, rows), scatter(complexity, columns), exactly)
    strength, done = settle(matrix, across, tolerance, rounds)
    complexity = over_mean(1.0 / (across @ (1.0 / strength)))
    return Fitness(scatter(strength, rows), scatter(complexity, columns), done)


def at_once(matrix: sparse.csr_array, across: sparse.csr_array, rounds: int) -> tuple[Reals, Reals]:
    strength, complexity = np.ones(matrix.shape[0]), np.ones(matrix.shape[1])
    for _ in range(rounds):
        strength, complexity = (
            over_mean(matrix @ complexity),
            over_mean(1.0 / (across @ (1.0 / strength))),
        )
    return strength, complexity


def settle(
    matrix: sparse.csr_array, across: sparse.csr_array, tolerance: float, rounds: int
) -> tuple[Reals, int]:
    """The fixed point by one side after the other: half the rounds of both at once. (Anderson's
    mixing on the logarithm was tried on the trade of 2024 and diverged.)"""
    strength = np.ones(matrix.shape[0])
    for done in range(1, rounds + 1):
        previous = strength
        strength = matrix @ over_mean(1.0 / (across @ (1.0 / strength)))
        strength = np.maximum(over_mean(strength), FLOOR)
        if np.abs(strength - previous).max() <= tolerance:
            return strength, done
    raise NotEnoughData("fitness", f"it still moves after {rounds} rounds")


def over_mean(values: Reals) -> Reals:
    scaled: Reals = values / values.mean()
    return scaled


def prody(values: Reals, income: Reals) -> Reals:
    """(products,): income per head of those who export a product, weighted by its share in their
    baskets (Hausmann, Hwang and Rodrik 2007). In the unit of `income`; NaN without trade.

    values: (exporters, products), USD. income: (exporters,), e.g. PPP dollars per head.
    """
    shares = basket_shares(values, income)
    weight = shares.sum(axis=0)
    with np.errstate(invalid="ignore"):
        return np.where(weight > 0, income @ shares / weight, np.nan)


def expy(values: Reals, product_income: Reals) -> Reals:
    """(exporters,): mean PRODY of the basket, in the unit of PRODY; NaN for an empty basket."""
    table = np.asarray(values, dtype=np.float64)
    totals = table.sum(axis=1)
    with np.errstate(invalid="ignore"):
        return np.where(totals > 0, table @ np.nan_to_num(product_income) / totals, np.nan)


def basket_shares(values: Reals, income: Reals) -> Reals:
    table = np.asarray(values, dtype=np.float64)
    if income.shape != table.shape[:1]:
        raise WrongShape("income per head", income.shape, table.shape[:1])
    totals = table.sum(axis=1, keepdims=True)
    shares: Reals = np.divide(table, totals, out=np.zeros_like(table), where=totals > 0)
    return shares


def projected_eci(presence: NDArray[np.floating], product_index: Reals) -> Reals:
    """(regions,): mean of the world's product index over what each region holds.

    presence: (regions, products) drawn from RCA against the world. product_index: (products,),
    `pci_eci_scale` of the world. NaN for a region without any advantage: undefined, not 0.
    """
    if product_index.shape != presence.shape[1:]:
        raise WrongShape("the product index", product_index.shape, presence.shape[1:])
    held = np.where(np.isnan(product_index), 0.0, presence)
    count = held.sum(axis=1)
    with np.errstate(invalid="ignore"):
        return np.where(count > 0, held @ np.nan_to_num(product_index) / count, np.nan)
