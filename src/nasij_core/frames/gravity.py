"""Gravity equations from a frame of trade."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri  # the normal law; scipy.stats takes 0.7 s to import

from nasij_core.errors import (
    BadInput,
    BadOption,
    Contradiction,
    DuplicateKeys,
    MissingColumn,
    NotANumber,
)
from nasij_core.gravity import GravityFit, SmallSample, ols, ppml
from nasij_core.notes import N_, Note

METHOD = "gravity equation"
ESTIMATORS = ("ppml", "ols")
LEFT_OUT = N_(
    "Left out: rows of groups without trade, %(groups)s; perfectly predicted zeros, %(separated)s."
)
UNCHECKED = N_("Too many rows to look for predicted zeros beyond groups without trade.")
COLLINEAR = N_("Explained by the others or by the effects, and left out: %(names)s.")
ERRORS = N_("Standard errors are %(kind)s; factor: %(factor)s.")


@dataclass(frozen=True, slots=True)
class GravityFrames:
    """coefficients: term, estimate, standard_error, z, p, low, high (null where collinear).
    fitted: the rows given with fitted (null where left out) and ease = outcome / fitted."""

    coefficients: pl.DataFrame
    fitted: pl.DataFrame
    fit: GravityFit
    notes: tuple[Note, ...]


def gravity(
    frame: pl.DataFrame,
    outcome: str,
    covariates: Sequence[str],
    *,
    effects: Sequence[Sequence[str]] = (),
    cluster: Sequence[str] = (),
    unordered: bool = False,
    estimator: str = "ppml",
    small_sample: SmallSample | str = SmallSample.GROUPS,
    level: float = 0.95,
) -> GravityFrames:
    """Fit `outcome` on `covariates` with one set of effects per group of columns.

    effects: e.g. [["exporter", "year"], ["importer", "year"]]. cluster: columns of the clusters;
    unordered: read them as one pair whatever the direction, as trade's errors demand.
    estimator: ppml, or ols (on the outcome as given: take the logarithm before).
    """
    if estimator not in ESTIMATORS:
        raise BadOption("estimator", estimator, ESTIMATORS)
    _check(outcome, covariates, effects, cluster, unordered)
    wanted = [outcome, *covariates, *(c for group in effects for c in group), *cluster]
    missing = [column for column in wanted if column not in frame.columns]
    if missing:
        raise MissingColumn("the gravity rows", missing, frame.columns)
    fit = (ppml if estimator == "ppml" else ols)(
        numbers(frame, outcome),
        np.column_stack([numbers(frame, c) for c in covariates])
        if covariates
        else np.empty((len(frame), 0)),
        list(covariates),
        [codes(frame, group) for group in effects],
        codes(frame, cluster, unordered=unordered) if cluster else None,
        small_sample,
    )
    fitted = frame.with_columns(fitted=pl.Series(fit.fitted).fill_nan(None)).with_columns(
        ease=pl.col(outcome).cast(pl.Float64) / pl.col("fitted")
    )
    return GravityFrames(coefficients(fit, level), fitted, fit, tuple(notes_of(fit, bool(cluster))))


def _check(
    outcome: str,
    covariates: Sequence[str],
    effects: Sequence[Sequence[str]],
    cluster: Sequence[str],
    unordered: bool,
) -> None:
    if outcome in covariates:
        raise Contradiction("the outcome and the covariates", f"{outcome} cannot explain itself")
    if repeated := sorted({name for name in covariates if covariates.count(name) > 1}):
        raise DuplicateKeys("the covariates", len(repeated), ["column"], repeated)
    if not all(effects):
        raise BadInput("A set of effects without a column")
    if unordered and len(cluster) != 2:
        raise Contradiction("unordered and the cluster", "a pair is made of two columns")


def numbers(frame: pl.DataFrame, column: str) -> NDArray[np.float64]:
    series = frame[column].cast(pl.Float64, strict=False)
    lost = series.null_count()
    if lost:
        raise NotANumber(f"the gravity rows, {column}", lost)
    return series.to_numpy()


def codes(
    frame: pl.DataFrame, columns: Sequence[str], *, unordered: bool = False
) -> NDArray[np.integer[Any]]:
    """One integer per distinct combination of the columns."""
    for column in columns:
        if empty := frame[column].null_count():
            raise NotANumber(f"the gravity rows, {column}", empty)
    parts = [pl.col(column).cast(pl.String) for column in columns]
    key = pl.concat_list(parts)
    key = key.list.sort() if unordered else key
    text = frame.select(key.list.join("\x1f")).to_series()
    return text.rank("dense").to_numpy().astype(np.int64)


def coefficients(fit: GravityFit, level: float) -> pl.DataFrame:
    estimate, error = fit.coefficients, fit.standard_errors
    with np.errstate(invalid="ignore", divide="ignore"):
        z = estimate / error
    reach = ndtri(0.5 + level / 2) * error
    return pl.DataFrame(
        {
            "term": fit.names,
            "estimate": estimate,
            "standard_error": error,
            "z": z,
            "p": 2 * ndtr(-np.abs(z)),
            "low": estimate - reach,
            "high": estimate + reach,
        }
    ).fill_nan(None)


def notes_of(fit: GravityFit, clustered: bool) -> list[Note]:
    kind = "clustered" if clustered else "robust"
    notes = [Note("errors", ERRORS, {"kind": kind, "factor": str(fit.small_sample)})]
    if fit.zero_groups or fit.separated:
        told = {"groups": fit.zero_groups, "separated": fit.separated}
        notes.append(Note("left_out", LEFT_OUT, told))
    if not fit.separation_checked:
        notes.append(Note("unchecked", UNCHECKED))
    if fit.collinear:
        notes.append(Note("collinear", COLLINEAR, {"names": ", ".join(fit.collinear)}))
    return notes
