"""What is projected, under which definition, from which published figures. No text, no draws."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from nasij.datasets.kept import YearOfExporters
from nasij.datasets.queries import exporter_counts
from nasij.reference.models import Definition, Figure
from nasij.targets import analysis, published
from nasij.targets.kept import AimedAt, Asked, BackTest, Found, FuturePath, Start, UsedFigure
from nasij.targets.models import Target
from nasij.targets.published import Count, StockAndFlow

DEFAULT_SPREAD = 0.15  # of the level to come, where no published rate says more


@dataclass(frozen=True, slots=True)
class Question:
    """One definition, its start, and the ways its future is drawn; the first is the main one."""

    target: Target
    definition: Definition
    start: Figure
    figures: list[Figure]
    flows: analysis.FlowsAsked | None
    growth: float | None
    growth_from: list[str]  # definitions whose growth is used; another one's is borrowed
    years_seen: int
    history: list[Figure]


def questions(target: Target) -> list[Question]:
    """Each definition with a series, then the target's own, whose growth must be borrowed."""
    every = published.counts()
    series = [count for count in every if count.is_series]
    flow = published.stock_and_flow(every)
    asked = [_of_series(target, count, flow) for count in series]
    own = next((count for count in every if count.definition == target.definition), None)
    if own is not None and not own.is_series and own.dated and series:
        asked.insert(0, _borrowed(target, own, series))
    return [
        question
        for question in asked
        if question.start.year is not None and question.start.year < target.year
    ]


def _of_series(target: Target, count: Count, flow: StockAndFlow | None) -> Question:
    own_flow = flow if flow is not None and flow.definition == count.definition else None
    return Question(
        target=target,
        definition=count.definition,
        start=count.dated[-1],
        figures=[*count.dated, *(own_flow.figures if own_flow else [])],
        flows=_flows(target, own_flow) if own_flow else None,
        growth=count.growth,
        growth_from=[count.definition.pk],
        years_seen=published.years_between(count),
        history=count.dated,
    )


def _borrowed(target: Target, own: Count, series: list[Count]) -> Question:
    """A single count has no growth of its own: the mean of the known ones, and it is said."""
    growths = [count.growth for count in series if count.growth is not None]
    return Question(
        target=target,
        definition=own.definition,
        start=own.dated[-1],
        figures=[*own.dated, *(figure for count in series for figure in count.dated)],
        flows=None,
        growth=sum(growths) / len(growths),
        growth_from=[count.definition.pk for count in series],
        years_seen=min(published.years_between(count) for count in series),
        history=own.dated,
    )


def _flows(target: Target, flow: StockAndFlow) -> analysis.FlowsAsked:
    assert flow.last.year is not None
    return analysis.FlowsAsked(
        start_year=flow.last.year,
        target_year=target.year,
        target=float(target.value),
        stock=float(flow.last.value),
        entries_by_region={row.region.code: row.per_year for row in flow.regions},
        exit_rate=flow.flows.exit_rate,
        years_seen=flow.flows.years,
        exits_seen=flow.exits,
        spread=entries_spread(flow) or DEFAULT_SPREAD,
    )


def entries_spread(flow: StockAndFlow) -> float | None:
    """How far yearly entries moved, from the published entry rates and the path of the stock."""
    assert flow.first.year is not None
    path = analysis.stock_path(
        float(flow.first.value), flow.flows.entries_per_year, flow.flows.exit_rate, flow.flows.years
    )
    entries = [
        float(rate.value) / 100 * float(path[rate.year - flow.first.year])
        for rate in published.entry_rates()
        if rate.year is not None and 0 < rate.year - flow.first.year < len(path)
    ]
    return analysis.spread_of(entries)


def used_figure(figure: Figure) -> UsedFigure:
    return UsedFigure(
        id=figure.pk,
        definition=figure.definition_id,
        territory=figure.territory.code if figure.territory else "",
        year=figure.year,
        year_end=figure.year_end,
        breakdown=figure.breakdown,
        value=str(figure.value.normalize()),
        unit=figure.unit,
        status=figure.status,
        source=figure.source_id,
    )


def asked_of(question: Question, *, draws: int, seed: int) -> Asked:
    target, start = question.target, question.start
    assert start.year is not None
    return Asked(
        method="flows" if question.flows else "growth",
        version=analysis.VERSION,
        draws=draws,
        seed=seed,
        level=analysis.LEVEL,
        target=AimedAt(target.key, target.year, float(target.value)),
        start=Start(start.year, float(start.value)),
        growth_from=tuple(question.growth_from),
        years_seen=question.years_seen,
        figures=tuple(used_figure(figure) for figure in question.figures),
    )


def answer_to(question: Question, *, draws: int, seed: int) -> Found:
    """The paths, the chance of each, what must be true, and the back-test or why there is none."""
    paths = []
    if question.flows is not None:
        paths.append(analysis.project_flows(question.flows, draws=draws, seed=seed))
    if question.growth is not None:
        paths.append(_grown(question, question.growth))
    main = paths[0]
    return Found(
        paths=tuple(paths),
        back_test=_tested(question, seed=seed),
        reading=(
            f"{main.years[-1]}: {_whole(main.median[-1])} "
            f"({_whole(main.low[-1])} to {_whole(main.high[-1])}), "
            f"p = {main.probability:.2f}"
        ),
    )


def _whole(firms: float) -> int:
    """Halves go up, as on the page."""
    return math.floor(firms + 0.5)


def _tested(question: Question, *, seed: int) -> BackTest:
    """The back-test on a yearly customs series of the definition, where one is loaded.

    Published counts are too few and come without their yearly entries. The files of the series are
    stored by number alone: what is stored may be read by everyone.
    """
    series = customs_series(question.definition.pk)
    if series is None:
        known = question.history
        years = [figure.year or 0 for figure in known]
        tested = analysis.back_test(
            years, [float(figure.value) for figure in known], [0.0] * len(known), seed=seed
        )
    else:
        years = series.years
        tested = analysis.back_test(years, series.stock, series.entries, seed=seed)
    files = tuple(series.files) if series else None
    found = BackTest(tested.years_given, tested.years_needed, files)
    if tested.result is None:
        return found
    return replace(
        found,
        years=(years[0], years[-1]),
        firms=int(series.stock[-1]) if series else None,
        forecasts=len(tested.result.forecasts),
        covered=tested.result.coverage,
        error=tested.result.mean_absolute_error,
    )


@dataclass(frozen=True, slots=True)
class CustomsSeries:
    """Exporters and entries of each year by one definition. Of the first year no entries are
    known: its 0 is a place-holder that the back-test does not read."""

    years: list[int]
    stock: list[float]
    entries: list[float]
    files: list[int]


def customs_series(definition: str) -> CustomsSeries | None:
    """The longest run of years, up to the newest, whose counts may be shown."""
    counts = next((count for count in exporter_counts() if count.definition == definition), None)
    if counts is None:
        return None
    rows = sorted(counts.nation, key=lambda row: -row.year)
    run: list[YearOfExporters] = []
    for row in rows:
        broken = run and run[-1].year - row.year != 1
        if row.exporters is None or broken:
            break
        run.append(row)
        if row.entrants is None:
            break
    run.reverse()
    return CustomsSeries(
        [row.year for row in run],
        [float(row.exporters or 0) for row in run],
        [float(row.entrants or 0) for row in run],
        [snapshot.pk for snapshot in counts.files],
    )


def _grown(question: Question, growth: float) -> FuturePath:
    assert question.start.year is not None
    return analysis.project_growth(
        start_year=question.start.year,
        target_year=question.target.year,
        target=float(question.target.value),
        stock=float(question.start.value),
        growth=growth,
        years_seen=question.years_seen,
        spread=abs(growth),  # two years say nothing of the spread: as large as the growth itself
    )
