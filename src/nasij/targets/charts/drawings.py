"""Two drawings that no other room needs: a waterfall, and the line of couples that suffice."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from nasij.targets.solver import Asked, entries_needed
from nasij.targets.words import numbers
from nasij.ui import charts, formats, parts
from nasij.ui.charts import look
from nasij.ui.charts.chart import Words, make


def waterfall(steps: list[tuple[str, float, float, str, float]], said: Words) -> charts.Chart:
    code = formats.language()
    rtl = code == "ar"
    names = [f"{place}" for place in range(len(steps))]
    labels = {name: step[0] for name, step in zip(names, steps, strict=True)}
    values = [
        {"k": name, "l": label, "a": low, "b": high, "c": colour, "t": _signed(shown, colour)}
        for name, (label, low, high, colour, shown) in zip(names, steps, strict=True)
    ]
    longest = max(len(label) for label in labels.values())
    expression = " : ".join(
        f"datum.value == '{name}' ? {_quoted(label)}" for name, label in labels.items()
    )

    def spec(width: int) -> dict[str, Any]:
        room = min(170 if width < 500 else 240, int(longest * 7.2) + 16)
        axis = {
            "title": None,
            "labelExpr": f"{expression} : ''",
            "labelLimit": room,
            "labelColor": look.INK,
            "orient": "right" if rtl else "left",
            "domain": False,
        }
        y = {"field": "k", "type": "nominal", "sort": names, "axis": axis}
        scale = {"reverse": rtl, "nice": False, "zero": True}
        x = {"field": "a", "type": "quantitative", "axis": None, "scale": scale}
        text = {"type": "text", "align": "right" if rtl else "left", "dx": -6 if rtl else 6}
        return {
            "width": max(80, width - room - 70),
            "height": {"step": 38},
            "padding": {"left": 60 if rtl else 2, "right": 2 if rtl else 60, "top": 2, "bottom": 2},
            "data": {"values": values},
            "encoding": {"y": y},
            "layer": [
                {
                    "mark": {"type": "bar", "height": {"band": 0.62}},
                    "encoding": {
                        "x": x,
                        "x2": {"field": "b"},
                        "color": {"field": "c", "type": "nominal", "scale": None},
                    },
                },
                {
                    "mark": {**text, "baseline": "middle"},
                    "encoding": {
                        "x": {**x, "field": "b"},
                        "text": {"field": "t"},
                    },
                },
            ],
        }

    columns = [parts.Column(_("Step")), parts.Column(_("firms"), kind="number")]
    rows = [
        [label, parts.Cell(_signed(shown, colour), raw=shown)]
        for label, _a, _b, colour, shown in steps
    ]
    return make(said, columns, rows, spec, code)


def _signed(value: float, colour: str) -> str:
    """Movements carry their sign, stocks do not."""
    if colour == look.SERIES[6]:
        return numbers.count(value)
    return ("+" if value > 0 else "−") + numbers.count(abs(value))


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def iso_line(
    asked: Asked,
    points: list[tuple[float, float]],
    published_entries: float | None,
    said: Words,
) -> charts.Chart:
    code = formats.language()
    line = [{"x": 100 * rate, "y": entries} for rate, entries in points]
    here = [{"x": 100 * asked.exit_rate, "y": asked.entries}]

    def spec(width: int) -> dict[str, Any]:
        x = {
            "field": "x",
            "type": "quantitative",
            "axis": {"title": _("Exit rate, % a year"), "format": look.NUMBER, "tickCount": 6},
            "scale": {"zero": True, "nice": False},
        }
        y = {
            "field": "y",
            "type": "quantitative",
            "axis": {"title": None, "format": look.NUMBER, "tickCount": 5},
            "scale": {"zero": True, "nice": True},
        }
        unit = {"type": "text", "align": "left", "baseline": "bottom", "color": look.SOFT}
        layers: list[dict[str, Any]] = [
            {
                "data": {"values": [{}]},
                "mark": unit,
                "encoding": {
                    "x": {"value": 0},
                    "y": {"value": -10},
                    "text": {"value": _("new exporters a year")},
                },
            },
            {
                "data": {"values": line},
                "mark": {"type": "line", "color": look.SERIES[0], "strokeWidth": 2.25},
                "encoding": {"x": x, "y": y},
            },
        ]
        if published_entries is not None:
            dashes = {"type": "rule", "color": look.SERIES[2], "strokeWidth": 2}
            layers.append(
                {
                    "data": {"values": [{"y": published_entries}]},
                    "mark": {**dashes, "strokeDash": [5, 4]},
                    "encoding": {"y": y},
                }
            )
        dot = {"type": "point", "filled": True, "size": 120, "opacity": 1}
        layers.append(
            {
                "data": {"values": here},
                "mark": {**dot, "color": look.SERIES[1]},
                "encoding": {"x": x, "y": y},
            }
        )
        return {
            "width": width - 70,
            "height": 300 if width > 500 else 230,
            "padding": {"left": 2, "right": 18, "top": 4, "bottom": 2},
            "layer": layers,
        }

    legend = [
        charts.Key(_("Reaches the target"), look.SERIES[0], "line"),
        charts.Key(_("This situation"), look.SERIES[1], "dot"),
    ]
    if published_entries is not None:
        label = _("Entries the state aims at: %(count)s") % {
            "count": numbers.count(published_entries)
        }
        legend.append(charts.Key(label, look.SERIES[2], "dash"))
    columns = [
        parts.Column(_("Exit rate"), kind="number"),
        parts.Column(_("New exporters needed a year"), kind="number"),
    ]
    needed = [
        (rate, entries_needed(replace(asked, exit_rate=rate))) for rate, _exact in points[::4]
    ]
    rows = [
        [
            parts.Cell(numbers.rate(rate), raw=rate),
            parts.Cell(numbers.count(entries), raw=entries),
        ]
        for rate, entries in needed
    ]
    return make(said, columns, rows, spec, code, legend)
