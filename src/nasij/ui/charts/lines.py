"""Charts over years: a line with its interval and target, small multiples, a sparkline.

Time runs from left to right in every language, as in the tables and files of the people who read
them; rankings (`bars`) are mirrored in Arabic.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from nasij.ui import formats, parts
from nasij.ui.charts import clean, engine, look
from nasij.ui.charts.chart import Chart, Key, Spec, Text, Words, make


@dataclass(frozen=True, slots=True)
class Series:
    """`points`: (year, value or None); `band`: (year, low, high); `projected_from`: first year
    that is computed and not observed (drawn dashed)."""

    name: Text
    points: Sequence[tuple[int, float | None]]
    band: Sequence[tuple[int, float, float]] = ()
    projected_from: int | None = None


@dataclass(frozen=True, slots=True)
class Target:
    year: int
    value: float
    label: Text


def _x(years: Sequence[int], width: int) -> Spec:
    span = max(years) - min(years) if years else 0
    step = max(1, -(-span // (5 if width < 500 else 11)))
    ticks = list(range(min(years), max(years) + 1, step)) if years else []
    return {
        "field": "x",
        "type": "quantitative",
        "scale": {"zero": False, "nice": False, "padding": 6},
        "axis": {"format": "d", "values": ticks, "title": None, "labelFlush": False},
    }


def _y(zero: bool) -> Spec:
    return {
        "field": "y",
        "type": "quantitative",
        "scale": {"zero": zero, "nice": True},
        "axis": {"title": None, "format": look.NUMBER, "tickCount": 5},
    }


def _unit_line(unit: Text) -> Spec:
    """The unit stands above the axis, level, where nobody has to turn the head."""
    return {
        "data": {"values": [{}]},
        "mark": {"type": "text", "align": "left", "baseline": "bottom", "color": look.SOFT},
        "encoding": {
            "x": {"value": 0},
            "y": {"value": -10},
            "text": {"value": str(unit)},
        },
    }


def _segments(series: Series) -> tuple[list[Spec], list[Spec]]:
    """Observed and projected parts; the last observed point begins the dashes."""
    points = [{"x": x, "y": y, "s": str(series.name)} for x, y in series.points if y is not None]
    start = series.projected_from
    if start is None:
        return points, []
    seen = [p for p in points if p["x"] < start]  # type: ignore[operator]
    return seen, seen[-1:] + [p for p in points if p["x"] >= start]  # type: ignore[operator]


def _series_layers(series: Series, colour: str, x: Spec, y: Spec) -> list[Spec]:
    layers: list[Spec] = []
    if series.band:
        band = [{"x": year, "y": low, "high": high} for year, low, high in series.band]
        fan = {"type": "area", "color": colour, "opacity": 0.16, "line": False}
        layers.append(
            {
                "data": {"values": band},
                "mark": fan,
                "encoding": {"x": x, "y": y, "y2": {"field": "high"}},
            }
        )
    for points, dash in zip(_segments(series), (None, [5, 4]), strict=True):
        if not points:
            continue
        line = {"type": "line", "color": colour, "strokeWidth": 2.25, "strokeJoin": "round"}
        if dash:
            line["strokeDash"] = dash
        layers.append({"data": {"values": points}, "mark": line, "encoding": {"x": x, "y": y}})
    seen, projected = _segments(series)
    ends = (seen or projected)[-1:]
    dot = {"type": "point", "filled": True, "size": 46, "color": colour, "opacity": 1}
    layers.append({"data": {"values": ends}, "mark": dot, "encoding": {"x": x, "y": y}})
    return layers


def _target_layers(target: Target, x: Spec, y: Spec) -> list[Spec]:
    data = {"values": [{"x": target.year, "y": target.value, "t": str(target.label)}]}
    place = {"x": x, "y": y}
    diamond = {"type": "point", "shape": "diamond", "filled": True, "size": 130, "opacity": 1}
    words = {"type": "text", "align": "right", "dx": -12, "dy": -2, "fontWeight": 600}
    return [
        {"data": data, "mark": {**diamond, "color": look.SERIES[1]}, "encoding": place},
        {"data": data, "mark": words, "encoding": {**place, "text": {"field": "t"}}},
    ]


def line(
    series: Sequence[Series],
    words: Words,
    unit: Text,
    target: Target | None = None,
    zero: bool = True,
) -> Chart:
    """One to six series over years, each with its interval, and the target as a mark."""
    if not 1 <= len(series) <= 6:
        raise ValueError("a line chart reads with one to six series; use small multiples")
    years = sorted({x for s in series for x, _v in s.points} | ({target.year} if target else set()))

    def spec(width: int) -> Spec:
        x, y = _x(years, width), _y(zero)
        layers = [_unit_line(unit)]
        for colour, line in zip(look.SERIES, series, strict=False):
            layers += _series_layers(line, colour, x, y)
        if target:
            layers += _target_layers(target, x, y)
        return {
            "width": {"step": 1} if width == 0 else width - 60,
            "height": 300 if width > 500 else 220,
            "padding": {"left": 2, "right": 18, "top": 4, "bottom": 2},
            "layer": layers,
        }

    columns, rows = _table(series, unit)
    legend = (
        [Key(s.name, c, "line") for c, s in zip(look.SERIES, series, strict=False)]
        if len(series) > 1
        else []
    )
    if any(s.band for s in series) and len(series) == 1:
        legend = [Key(series[0].name, look.SERIES[0], "line")]
    return make(words, columns, rows, spec, formats.language(), legend)


def _table(series: Sequence[Series], unit: Text) -> tuple[list[parts.Column], list[list[object]]]:
    columns = [parts.Column(_("Year"), kind="code")]
    readers = []
    for line in series:
        columns.append(parts.Column(line.name, kind="number", hint=unit))
        readers.append(dict(line.points))
        if line.band:
            columns.append(parts.Column(_("Lower bound"), kind="number"))
            columns.append(parts.Column(_("Upper bound"), kind="number"))
            readers.append({year: low for year, low, _high in line.band})
            readers.append({year: high for year, _low, high in line.band})
    years = sorted({year for reader in readers for year in reader})
    rows: list[list[object]] = [[str(y), *(reader.get(y) for reader in readers)] for y in years]
    return columns, rows


def small_multiples(
    panels: Sequence[tuple[Text, Series]],
    words: Words,
    unit: Text,
    same_scale: bool = True,
) -> Chart:
    """One small line a region, on one scale so that they compare."""
    years = sorted({x for _name, s in panels for x, _v in s.points})
    values = [
        {"p": str(name), "x": x, "y": y, "k": "projected" if _is_late(s, x) else "seen"}
        for name, s in panels
        for x, y in s.points
        if y is not None
    ]
    names = [str(name) for name, _s in panels]

    def spec(width: int) -> Spec:
        across = 3 if width > 500 else 2
        each = (width - 50) // across - 22
        ends = [min(years), max(years)] if years else []
        x = {
            **_x(years, width),
            "axis": {"format": "d", "values": ends, "title": None, "labelFlush": True},
        }
        y = {**_y(True), "axis": {"title": None, "format": look.NUMBER, "tickCount": 3}}
        area = {"type": "area", "color": look.SERIES[0], "opacity": 0.14}
        stroke = {"type": "line", "color": look.SERIES[0], "strokeWidth": 2}
        return {
            "data": {"values": values},
            "facet": {
                "field": "p",
                "type": "nominal",
                "sort": names,
                "header": {"title": None, "labelLimit": each, "labelAnchor": "start",
                           "labelPadding": 6},
            },
            "columns": across,
            "spacing": {"row": 18, "column": 22},
            "spec": {
                "width": each,
                "height": 70,
                "layer": [
                    {"mark": area, "encoding": {"x": x, "y": y}},
                    {"mark": stroke, "encoding": {"x": x, "y": y}},
                ],
            },
            "resolve": {"scale": {"y": "shared" if same_scale else "independent"}},
        }  # fmt: skip

    columns = [
        parts.Column(_("Year"), kind="code"),
        *(parts.Column(name, kind="number") for name in names),
    ]
    readers = [dict(s.points) for _name, s in panels]
    rows = [[str(y), *(reader.get(y) for reader in readers)] for y in years]
    return make(words, columns, rows, spec, formats.language(), note=unit)


def _is_late(series: Series, year: int) -> bool:
    return series.projected_from is not None and year >= series.projected_from


def sparkline(points: Sequence[float | None], label: str) -> str:
    """A line the size of a word, for a cell of a table; `label` says what it shows."""
    values = [{"x": i, "y": v} for i, v in enumerate(points) if v is not None]
    place = {
        "x": {"field": "x", "type": "quantitative", "axis": None, "scale": {"nice": False}},
        "y": {"field": "y", "type": "quantitative", "axis": None, "scale": {"zero": False}},
    }
    stroke = {"type": "line", "color": look.SERIES[0], "strokeWidth": 2}
    dot = {"type": "point", "filled": True, "size": 24, "color": look.SERIES[1], "opacity": 1}
    spec = {
        "width": 92,
        "height": 20,
        "layer": [
            {"data": {"values": values}, "mark": stroke, "encoding": place},
            {"data": {"values": values[-1:]}, "mark": dot, "encoding": place},
        ],
    }
    svg = engine.draw(spec, formats.language())
    return clean.for_page(svg, label).replace('class="drawing"', 'class="drawing spark"', 1)
