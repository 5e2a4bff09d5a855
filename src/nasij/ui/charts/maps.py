"""The map of regions, from the country pack's TopoJSON."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from nasij.ui import formats, parts
from nasij.ui.charts import clean, look
from nasij.ui.charts.chart import Chart, Key, Spec, Text, Words, make


@dataclass(frozen=True, slots=True)
class RegionValue:
    """`code` as in the TopoJSON; `value=None` is drawn empty, with its reason in the table."""

    code: str
    name: Text
    value: float | None
    url: str = ""
    reason: Text = ""


@lru_cache(maxsize=8)
def _topology(path: str, changed: float) -> dict[str, Any]:
    return dict(json.loads(Path(path).read_text(encoding="utf-8")))


def classes(values: Sequence[float], count: int = 5) -> list[float]:
    """Upper bounds of up to five classes with about as many regions each, on round numbers."""
    ordered = sorted(values)
    if not ordered:
        return []
    bounds: list[float] = []
    for place in range(1, count):
        raw = ordered[min(len(ordered) - 1, len(ordered) * place // count)]
        bound = _round_up(raw)
        if (not bounds or bound > bounds[-1]) and bound < ordered[-1]:
            bounds.append(bound)
    return [*bounds, ordered[-1]]


def _round_up(value: float) -> float:
    """To two digits that matter: a legend is read aloud."""
    if value == 0:
        return 0.0
    unit = 10.0 ** (math.floor(math.log10(abs(value))) - 1)
    return round(math.ceil(value / unit) * unit, 10)


def region_map(
    items: Sequence[RegionValue],
    words: Words,
    unit: Text,
    topology: Path,
    decimals: int | None = None,
    percent: bool = False,
) -> Chart:
    """A choropleth in up to five classes; each region with a `url` is a link for the keyboard."""
    code = formats.language()

    def written(value: float | None) -> str:
        if value is None:
            return _("not computable")
        return formats.percent(value, code) if percent else formats.number(value, code, decimals)

    bounds = classes([i.value for i in items if i.value is not None])
    ramp = _ramp(len(bounds))
    shapes = _topology(str(topology), topology.stat().st_mtime)
    layer = next(iter(shapes["objects"]))
    rows_of_map = [
        {
            "code": i.code,
            "c": _colour(i.value, bounds, ramp),
            "label": _("%(region)s: %(value)s") % {"region": i.name, "value": written(i.value)},
            "url": clean.LINK_HOST + (i.url or "/"),
        }
        for i in items
    ]
    linked = any(i.url for i in items)

    def spec(width: int) -> Spec:
        return _map_spec(shapes, layer, rows_of_map, linked, width)

    columns = [parts.Column(_("Region")), parts.Column(unit, kind="number")]
    ordered = sorted(items, key=lambda i: (i.value is None, -(i.value or 0), str(i.name)))
    rows = [
        [
            parts.Cell(str(i.name), url=i.url),
            parts.Cell(written(i.value), hint=i.reason, raw=i.value),
        ]
        for i in ordered
    ]
    legend = _legend(bounds, ramp, written, any(i.value is None for i in items))
    return make(words, columns, rows, spec, code, legend, paper_width=52, scales=True)


def _ramp(count: int) -> list[str]:
    """Fewer classes take colours from the whole ramp, so that they stay apart."""
    choice = {0: (), 1: (3,), 2: (1, 3), 3: (0, 2, 4), 4: (0, 1, 3, 4)}.get(count, range(5))
    return [look.RAMP[place] for place in choice]


def _colour(value: float | None, bounds: Sequence[float], ramp: Sequence[str]) -> str:
    if value is None:
        return look.NONE
    place = next((i for i, bound in enumerate(bounds) if value <= bound), len(bounds) - 1)
    return ramp[place]


def _legend(bounds: Sequence[float], ramp: Sequence[str], written: Any, gaps: bool) -> list[Key]:
    keys = []
    for place, bound in enumerate(bounds):
        if place == 0:
            label = _("up to %(high)s") % {"high": written(bound)}
        else:
            label = _("over %(low)s, up to %(high)s") % {
                "low": written(bounds[place - 1]),
                "high": written(bound),
            }
        keys.append(Key(label, ramp[place]))
    if gaps:
        keys.append(Key(_("not computable"), look.NONE))
    return keys


def _map_spec(
    shapes: dict[str, Any], layer: str, rows: list[dict[str, Any]], linked: bool, width: int
) -> Spec:
    encoding: Spec = {
        "color": {"field": "c", "type": "nominal", "scale": None},
        "description": {"field": "label"},
    }
    if linked:
        encoding["href"] = {"field": "url"}
    mark = {"type": "geoshape", "stroke": look.GROUND, "strokeWidth": 1.2, "aria": True}
    size = width
    return {
        "width": size,
        "height": round(size * 1.02),
        "padding": 2,
        "data": {"values": shapes, "format": {"type": "topojson", "feature": layer}},
        "transform": [
            {
                "lookup": "properties.code",
                "from": {"data": {"values": rows}, "key": "code", "fields": ["c", "label", "url"]},
            },
            {"filter": "isValid(datum.c)"},
        ],
        "projection": {"type": "mercator"},
        "mark": mark,
        "encoding": encoding,
    }
