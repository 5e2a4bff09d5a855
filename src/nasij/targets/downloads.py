"""The charts of the target page as files."""

from __future__ import annotations

from collections.abc import Callable

from nasij.targets import charts, queries
from nasij.targets.recovery import recovery
from nasij.ui.charts import Chart


def _counts() -> Chart | None:
    target, counts = queries.headline(), queries.counts()
    return charts.counts_chart(counts, target) if target and counts else None


def _of_flow(draw: Callable[..., Chart | None]) -> Callable[[], Chart | None]:
    def drawn() -> Chart | None:
        flow = queries.stock_and_flow()
        return draw(flow) if flow else None

    return drawn


def _recovery() -> Chart | None:
    found = recovery()
    return charts.recovery_chart(found) if found else None


CHARTS: dict[str, Callable[[], Chart | None]] = {
    "counts": _counts,
    "flow": _of_flow(charts.flow_chart),
    "entries": _of_flow(charts.entries_chart),
    "map": _of_flow(charts.entries_map),
    "recovery": _recovery,
}


def chart_named(name: str) -> Chart | None:
    """One of CHARTS, or `projection-<definition>` of the latest stored projection."""
    if name in CHARTS:
        return CHARTS[name]()
    for read in queries.projection_summary():
        if name == f"projection-{read.definition.pk}":
            return charts.projection_chart(read)
    return None


KINDS = {"csv": "text/csv; charset=utf-8", "png": "image/png"}


def written(chart: Chart, kind: str) -> tuple[str | bytes, str]:
    return (chart.csv() if kind == "csv" else chart.png()), KINDS[kind]
