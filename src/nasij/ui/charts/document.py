"""The same charts for documents: SVG with colours and font, and the legend as plain data."""

from typing import Any

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
