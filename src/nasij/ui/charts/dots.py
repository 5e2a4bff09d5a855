"""Charts of positions: a range with its point, and a cloud."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from nasij.ui import formats, parts
from nasij.ui.charts import look
from nasij.ui.charts.chart import Chart, Key, Spec, Text, Words, descending, make


@dataclass(frozen=True, slots=True)
class Range:
    """A value between a low and a high; `reference` is what it is compared with."""

    label: Text
    value: float | None
    low: float | None = None
    high: float | None = None
    reference: float | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Spot:
    label: Text
    x: float
    y: float
    size: float = 1
    group: Text = ""
    named: bool = False


def dot_range(
    items: Sequence[Range],
    words: Words,
    unit: Text,
    heading: Text = "",
    reference_label: Text = "",
    sort: bool = True,
) -> Chart:
    """A dot on its interval, one row each: range, not point."""
    code = formats.language()
    rtl = code == "ar"
    ordered = (
        sorted(items, key=lambda item: descending(item.value, item.label)) if sort else list(items)
    )
    values = [
        {"l": str(i.label), "v": i.value, "lo": i.low, "hi": i.high, "r": i.reference}
        for i in ordered
        if i.value is not None
    ]
    names = [str(i.label) for i in ordered]

    def spec(width: int) -> Spec:
        room = look.label_room(names, width)
        broken = [look.two_lines(name, room - 16) for name in names]
        rows_drawn = [{**v, "l": look.two_lines(str(v["l"]), room - 16)} for v in values]
        y: Spec = {
            "field": "l", "type": "nominal", "sort": broken, "scale": {"domain": broken},
            "axis": {"title": None, "labelLimit": room - 8, "labelExpr": look.SPLIT,
                     "labelLineHeight": 14, "labelColor": look.INK,
                     "orient": "right" if rtl else "left", "grid": True},
        }  # fmt: skip
        axis = {"title": str(unit), "format": look.NUMBER, "grid": True, "domain": False,
                "labelOverlap": "parity", "labelSeparation": 12,
                "tickCount": 4 if width < 500 else 7}  # fmt: skip
        x = _quantity("v", axis, rtl)
        dot = {"type": "point", "filled": True, "size": 80, "color": look.SERIES[0], "opacity": 1}
        rule = {"type": "rule", "strokeWidth": 5, "color": look.SERIES[0], "opacity": 0.28,
                "strokeCap": "round"}  # fmt: skip
        tick = {"type": "tick", "color": look.SERIES[1], "thickness": 3, "height": 16, "opacity": 1}
        known = [v for v in rows_drawn if v["r"] is not None]
        return {
            "width": max(80, width - room - 14),
            "height": {"step": 36 if any("\n" in label for label in broken) else 30},
            "data": {"values": rows_drawn},
            "encoding": {"y": y},
            "layer": [
                {"transform": [{"filter": "isValid(datum.lo) && isValid(datum.hi)"}], "mark": rule,
                 "encoding": {"x": _quantity("lo", axis, rtl), "x2": {"field": "hi"}}},
                {"data": {"values": known}, "mark": tick,
                 "encoding": {"x": _quantity("r", axis, rtl)}},
                {"mark": dot, "encoding": {"x": x}},
            ],
        }  # fmt: skip

    legend = [Key(_("Estimate"), look.SERIES[0], "dot")]
    if reference_label:
        legend.append(Key(reference_label, look.SERIES[1]))
    columns = [
        parts.Column(heading or _("Name")),
        parts.Column(unit, kind="number"),
        parts.Column(_("Lower bound"), kind="number"),
        parts.Column(_("Upper bound"), kind="number"),
    ]
    if reference_label:
        columns.append(parts.Column(reference_label, kind="number"))
    rows = [
        [parts.Cell(str(i.label), url=i.url), i.value, i.low, i.high]
        + ([i.reference] if reference_label else [])
        for i in ordered
    ]
    return make(words, columns, rows, spec, code, legend)


def _quantity(field: str, axis: Spec, reverse: bool = False, kind: str = "linear") -> Spec:
    scale: Spec = {"type": kind, "zero": kind == "linear"}
    if reverse:
        scale["reverse"] = True
    return {"field": field, "type": "quantitative", "axis": axis, "scale": scale}


def scatter(
    items: Sequence[Spot],
    words: Words,
    x_label: Text,
    y_label: Text,
    log_x: bool = False,
    log_y: bool = False,
) -> Chart:
    """A cloud; the spots that are `named` carry their name."""
    code = formats.language()
    groups = list(dict.fromkeys(str(i.group) for i in items if i.group))[:6]
    colours = dict(zip(groups, look.SERIES, strict=False))
    values = [
        {
            "l": str(i.label),
            "x": i.x,
            "y": i.y,
            "s": i.size,
            "n": str(i.label) if i.named else "",
            "c": colours.get(str(i.group), look.SERIES[0]),
        }
        for i in items
    ]
    sized = len({i.size for i in items}) > 1

    def spec(width: int) -> Spec:
        ticks = 4 if width < 500 else 7
        x_axis = {"title": str(x_label), "format": look.NUMBER, "tickCount": ticks, "grid": True}
        y_axis = {"title": str(y_label), "format": look.NUMBER, "tickCount": 5,
                  "titleAngle": 0, "titleAlign": "left", "titleAnchor": "end",
                  "titleX": 0, "titleY": -12, "titleBaseline": "bottom"}  # fmt: skip
        place = {
            "x": _quantity("x", x_axis, kind="log" if log_x else "linear"),
            "y": _quantity("y", y_axis, kind="log" if log_y else "linear"),
        }
        size: Spec = (
            {"field": "s", "type": "quantitative", "legend": None, "scale": {"range": [30, 600]}}
            if sized
            else {"value": 60}
        )
        color = {"field": "c", "type": "nominal", "scale": None}
        dot = {"type": "point", "filled": True, "opacity": 0.75}
        text = {"type": "text", "dy": -12, "fontSize": 11}
        return {
            "width": width - 70,
            "height": 340 if width > 500 else 260,
            "data": {"values": values},
            "encoding": place,
            "layer": [
                {"mark": dot, "encoding": {"color": color, "size": size}},
                {"mark": text, "encoding": {"text": {"field": "n"}}},
            ],
        }

    columns = [
        parts.Column(_("Name")),
        parts.Column(x_label, kind="number"),
        parts.Column(y_label, kind="number"),
    ]
    rows = [
        [str(i.label), *(parts.Cell(formats.number(v, code), raw=v) for v in (i.x, i.y))]
        for i in items
    ]
    legend = [Key(group, colour, "dot") for group, colour in colours.items()]
    return make(words, columns, rows, spec, code, legend)
