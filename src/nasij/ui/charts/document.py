"""The same charts for documents: SVG with colours and font, and the legend as plain data."""

from typing import Any

from nasij.ui import formats, parts
from nasij.ui.charts.chart import Chart


def for_document(chart: Chart, width: int = 640) -> dict[str, Any]:
    """What the `chart` block of a document template takes."""
    return {
        "kind": "chart",
        "title": f"{chart.title} ({chart.unit})" if chart.unit else chart.title,
        "reading": chart.reading,
        "source": chart.source,
        "note": chart.note,
        "width": chart.paper_width,
        "svg": chart.document_svg(width),
        "legend": [
            {"label": str(key.label), "colour": key.colour, "shape": key.shape}
            for key in chart.legend
        ],
    }


def table_for_document(chart: Chart) -> dict[str, Any]:
    """The figures of a chart, for an annex."""
    return {
        "kind": "table",
        "title": chart.title,
        "source": chart.source,
        "columns": [{"label": str(column.label), "kind": column.kind} for column in chart.columns],
        "rows": [[_written(value, chart.language) for value in row] for row in chart.rows],
    }


def _written(value: object, language: str) -> str:
    text = parts.cell_of(value).text
    if text is None:
        return formats.NOTHING
    if isinstance(text, int | float):
        return formats.number(text, language)
    return str(text)
