"""A projection from a plain description: paths, chances, what must be true, and a back-test."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from nasij_core.frames.question import Question, quantile_name
from nasij_core.frames.question import read_question as read_question  # also asked for here
from nasij_core.projection import (
    BackTest,
    Simulation,
    backtest,
    entries_required,
    iso_curve,
    project,
    simulate,
    survival_required,
)

METHOD = "cohort projection of exporters"


@dataclass(frozen=True, slots=True)
class ProjectionFrames:
    """Paths by year, the chance of the target, and what must be true."""

    question: Question
    by_year: pl.DataFrame  # year, expected, q05 … q95, probability
    by_region: pl.DataFrame  # year, region, expected, q05 … q95
    by_size: pl.DataFrame | None  # the same by size class; None where none is given
    probability: float
    required: dict[str, Any]
    iso_curve: pl.DataFrame  # exit_rate, entries_per_year, exit_factor, entries_factor
    backtest: BackTest | None  # None without a history


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
    names = [quantile_name(q) for q in question.quantiles]
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
    start = question.start
    curve = iso_curve(question.start, question.target, np.linspace(0.2, 1.4, 25))
    return ProjectionFrames(
        question,
        by_year,
        _parts_frame("region", start.regions, question, drawn, expected.by_region),
        _parts_frame("size", start.sizes, question, drawn, expected.by_region)
        if start.sizes
        else None,
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
        _backtest(question, rng),
    )


def _required(answer: Any) -> dict[str, Any]:
    return {field.name: getattr(answer, field.name) for field in fields(answer)}


def _parts_frame(
    what: str,
    labels: tuple[str, ...],
    question: Question,
    drawn: Simulation,
    expected: NDArray[np.float64],
) -> pl.DataFrame:
    """year, `what`, expected_without_scenarios and quantiles of the sums by label."""
    distinct = list(dict.fromkeys(labels))
    member = np.array([[label == name for name in distinct] for label in labels], float)
    years = range(question.start_year, question.target_year + 1)
    fan = np.quantile(drawn.by_region @ member, question.quantiles, axis=0)
    quantiles = zip(question.quantiles, fan, strict=True)
    return pl.DataFrame(
        {
            "year": np.repeat(np.array(years), len(distinct)),
            what: distinct * len(years),
            "expected_without_scenarios": (expected @ member).ravel(),
            **{quantile_name(q): rows.ravel() for q, rows in quantiles},
        }
    )


def _backtest(question: Question, rng: np.random.Generator) -> BackTest | None:
    past = question.history
    if past is None:
        return None
    return backtest(
        past.years, past.stock, past.entries, rng=rng, horizon=past.horizon, level=past.level
    )
