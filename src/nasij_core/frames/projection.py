"""A projection from a plain description, as a page or a file gives it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import polars as pl

from nasij_core.errors import BadOption, Contradiction, MissingColumn, NoRows
from nasij_core.projection import (
    QUANTILES,
    Cohorts,
    Effect,
    Evidence,
    Lever,
    Simulation,
    ages_of_stock,
    cohorts,
    entries_required,
    iso_curve,
    project,
    simulate,
    survival_required,
)

METHOD = "cohort projection of exporters"
KNOWN = (
    "start_year",
    "target_year",
    "target",
    "regions",
    "exit_rates",
    "entry_years",
    "exit_firms",
    "yearly_spread",
    "scenarios",
    "quantiles",
    "definition",
    "source",
)
KNOWN_REGION = ("region", "stock", "entries", "exit_rates")


@dataclass(frozen=True, slots=True)
class Question:
    """A description read and checked."""

    start_year: int
    target_year: int
    target: float
    start: Cohorts
    evidence: Evidence
    effects: tuple[Effect, ...]
    quantiles: tuple[float, ...]


def read_question(given: Mapping[str, Any]) -> Question:
    """Check a description; unknown fields are refused by name.

    `regions` is a list of {region, stock, entries, exit_rates?}: `stock` a total or a list by
    age, `entries` a yearly count or a list by year, `exit_rates` by age (else the common ones).
    """
    _refuse_unknown("projection", given, KNOWN)
    missing = [
        name for name in ("start_year", "target_year", "target", "regions") if name not in given
    ]
    if missing:
        raise MissingColumn("projection", missing, list(given))
    years = int(given["target_year"]) - int(given["start_year"])
    if years < 1:
        raise Contradiction("start and target year", "the target year is not after the start")
    if not given["regions"]:
        raise NoRows("regions of the projection")
    start = _cohorts(given["regions"], given.get("exit_rates"), years)
    evidence = Evidence(
        _or_known(given.get("entry_years")),
        _or_known(given.get("exit_firms")),
        float(given.get("yearly_spread") or 0.0),
    )
    return Question(
        int(given["start_year"]),
        int(given["target_year"]),
        float(given["target"]),
        start,
        evidence,
        tuple(
            read_effect(effect, int(given["start_year"])) for effect in given.get("scenarios") or ()
        ),
        tuple(given.get("quantiles") or QUANTILES),
    )


def _refuse_unknown(thing: str, given: Mapping[str, Any], known: Sequence[str]) -> None:
    for name in given:
        if name not in known:
            raise BadOption(f"field of the {thing}", name, known)


def _or_known(value: float | None) -> float:
    return float("inf") if value is None else float(value)


def _cohorts(rows: Sequence[Mapping[str, Any]], common: Any, years: int) -> Cohorts:
    names, stocks, hazards, entries = [], [], [], []
    for row in rows:
        _refuse_unknown("region", row, KNOWN_REGION)
        missing = [name for name in ("region", "stock", "entries") if name not in row]
        rates = row.get("exit_rates", common)
        if missing or rates is None:
            raise MissingColumn("region of the projection", missing or ["exit_rates"], list(row))
        rates = np.atleast_1d(np.asarray(rates, float))
        stock = np.atleast_1d(np.asarray(row["stock"], float))
        if stock.size == 1 and rates.size > 1:
            stock = ages_of_stock(float(stock[0]), rates)
        coming = np.atleast_1d(np.asarray(row["entries"], float))
        names.append(str(row["region"]))
        stocks.append(stock)
        hazards.append(rates)
        entries.append(np.repeat(coming, years) if coming.size == 1 else coming)
    if len({len(stock) for stock in stocks} | {len(rates) for rates in hazards}) > 1:
        raise Contradiction("stocks and exit rates", "they have different numbers of age classes")
    if any(len(coming) != years for coming in entries):
        raise Contradiction("entries", f"a list of entries must have {years} years")
    return cohorts(tuple(names), np.array(stocks), np.array(hazards), np.array(entries))


def read_effect(given: Mapping[str, Any], start_year: int) -> Effect:
    """One programme; years are calendar years in the description."""
    known = [field.name for field in fields(Effect)]
    _refuse_unknown("scenario", given, known)
    for name in ("name", "lever", "effect", "standard_error", "source"):
        if name not in given:
            raise MissingColumn(f"scenario “{given.get('name', '?')}”", [name], list(given))
    values = dict(given)
    if values["lever"] not in {str(lever) for lever in Lever}:
        raise BadOption("lever", values["lever"], Lever)
    values["lever"] = Lever(values["lever"])
    for name in ("first_year", "last_year"):
        if values.get(name) is not None:
            values[name] = int(values[name]) - start_year
    if values.get("regions") is not None:
        values["regions"] = tuple(values["regions"])
    return Effect(**values)


@dataclass(frozen=True, slots=True)
class ProjectionFrames:
    """Paths by year, the chance of the target, and what must be true."""

    question: Question
    by_year: pl.DataFrame  # year, expected, q05 … q95, probability
    by_region: pl.DataFrame  # year, region, expected, q05 … q95
    probability: float
    required: dict[str, Any]
    iso_curve: pl.DataFrame  # exit_rate, entries_per_year, exit_factor, entries_factor
    simulation: Simulation


def project_question(
    question: Question, *, draws: int, rng: np.random.Generator
) -> ProjectionFrames:
    drawn = simulate(
        question.start,
        rng=rng,
        draws=draws,
        evidence=question.evidence,
        effects=question.effects,
    )
    years = list(range(question.start_year, question.target_year + 1))
    names = [f"q{round(100 * q):02d}" for q in question.quantiles]
    expected = project(question.start)
    by_year = pl.DataFrame({"year": years, "expected_without_scenarios": expected.national})
    by_year = by_year.with_columns(
        pl.Series("mean", drawn.national.mean(axis=0)),
        *(pl.Series(n, row) for n, row in zip(names, drawn.fan(question.quantiles), strict=True)),
        pl.Series("probability", drawn.probability_by_year(question.target)),
    )
    entries, survival = (
        entries_required(question.start, question.target),
        survival_required(question.start, question.target),
    )
    curve = iso_curve(question.start, question.target, np.linspace(0.2, 1.4, 25))
    return ProjectionFrames(
        question,
        by_year,
        _region_frame(question, drawn, expected.by_region, years, names),
        drawn.probability(question.target),
        {
            "entries_at_these_exits": _required(entries),
            "exits_at_these_entries": _required(survival),
        },
        pl.DataFrame(
            {
                "exit_rate": curve.exit_rate,
                "entries_per_year": curve.entries_per_year,
                "exit_factor": curve.exit_factor,
                "entries_factor": curve.entries_factor,
            }
        ),
        drawn,
    )


def _required(answer: Any) -> dict[str, Any]:
    return {field.name: getattr(answer, field.name) for field in fields(answer)}


def _region_frame(
    question: Question,
    drawn: Simulation,
    expected: np.ndarray,
    years: list[int],
    names: list[str],
) -> pl.DataFrame:
    regions, fan = question.start.regions, drawn.fan_by_region(question.quantiles)
    return pl.DataFrame(
        {
            "year": np.repeat(years, len(regions)),
            "region": list(regions) * len(years),
            "expected_without_scenarios": expected.ravel(),
            **{name: rows.ravel() for name, rows in zip(names, fan, strict=True)},
        }
    )
