"""Charts of parts and ranks: bars, stock and flow, the mix of a whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from nasij.ui import formats, parts
from nasij.ui.charts import look
from nasij.ui.charts.chart import Chart, Key, Spec, Text, Words, descending, make


@dataclass(frozen=True, slots=True)
class Bar:
    """`marked` bars stand out (one's own region); `value=None` is said, not drawn as zero."""

    label: Text
    value: float | None
    marked: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class FlowYear:
    """Firms that entered, came back and left in a year, and how many there were at its end."""

    year: int
    entries: float
    exits: float
    re_entries: float = 0
    stock: float | None = None

    @property
    def net(self) -> float:
        return self.entries + self.re_entries - self.exits


@dataclass(frozen=True, slots=True)
class Part:
    label: Text
    value: float
    group: Text = ""


def bars(
    items: Sequence[Bar],
    words: Words,
    unit: Text,
    heading: Text = "",
    sort: bool = True,
    decimals: int | None = None,
    language: str = "",
) -> Chart:
    """Horizontal bars, largest first; in Arabic they start at the right."""
    code = language or formats.language()
    ordered = (
        sorted(items, key=lambda item: descending(item.value, item.label)) if sort else list(items)
    )
    any_marked = any(item.marked for item in items)
    values = [
        {
            "l": str(item.label),
            "v": item.value or 0,
            "t": _value_text(item.value, code, decimals),
            "c": look.SERIES[1] if item.marked else look.SERIES[0],
        }
        for item in ordered
    ]
    names = [v["l"] for v in values]

    def spec(width: int) -> Spec:
        return _bars_spec(values, names, width, code == "ar")

    columns = [parts.Column(heading or _("Name")), parts.Column(unit, kind="number")]
    rows = [[parts.Cell(str(i.label), url=i.url), i.value] for i in ordered]
    note = _("The highlighted bar is the one this page is about.") if any_marked else ""
    return make(words, columns, rows, spec, code, note=note, unit=unit)


def _value_text(value: float | None, language: str, decimals: int | None) -> str:
    if value is None:
        return _("not computable")
    # A value that is there is not written as none.
    decimals = None if decimals is not None and value and not round(value, decimals) else decimals
    return formats.number(value, language, decimals)


def _bars_spec(
    values: Sequence[Mapping[str, object]], names: Sequence[object], width: int, rtl: bool
) -> Spec:
    room = look.label_room([str(name) for name in names], width)
    broken = {name: look.two_lines(str(name), room - 16) for name in names}
    values = [{**value, "l": broken[value["l"]]} for value in values]
    high = any("\n" in label for label in broken.values())
    # A row without value writes its reason where its bar would be: it needs no room beside it.
    widest = max((len(str(v["t"])) for v in values if v["v"]), default=0)
    y: Spec = {
        "field": "l",
        "type": "nominal",
        "sort": list(broken.values()),
        "axis": {"title": None, "labelLimit": room - 8, "labelExpr": look.SPLIT,
                 "labelLineHeight": 14, "orient": "right" if rtl else "left",
                 "labelColor": look.INK, "domain": False},
    }  # fmt: skip
    x: Spec = {
        "field": "v",
        "type": "quantitative",
        "axis": None,
        "scale": {"reverse": rtl, "nice": False},
    }
    bar = {"type": "bar", "height": 19, "cornerRadiusEnd": 2}
    text = {"type": "text", "align": "right" if rtl else "left", "dx": -6 if rtl else 6,
            "baseline": "middle"}  # fmt: skip
    room_for_text = int(widest * look.LETTER) + 12
    return {
        "width": max(60, width - room - room_for_text - 8),
        "height": {"step": 36 if high else 28},
        "padding": {"left": room_for_text if rtl else 2, "right": 2 if rtl else room_for_text,
                    "top": 2, "bottom": 2},
        "autosize": {"type": "pad"},
        "data": {"values": values},
        "encoding": {"y": y, "x": x},
        "layer": [
            {"mark": bar, "encoding": {"color": {"field": "c", "type": "nominal", "scale": None}}},
            {"mark": text, "encoding": {"text": {"field": "t"}}},
        ],
    }  # fmt: skip


def stock_flow(years: Sequence[FlowYear], words: Words, unit: Text) -> Chart:
    """Entries and returns up, exits down, the net of the year as a line."""
    code = formats.language()
    kinds = [
        ("entries", _("Entries"), look.SERIES[0], 1),
        ("re_entries", _("Returns"), look.SERIES[5], 1),
        ("exits", _("Exits"), look.SERIES[1], -1),
    ]
    if not any(y.re_entries for y in years):
        kinds.pop(1)
    values = [
        {"x": str(y.year), "v": sign * getattr(y, kind), "c": colour, "o": place}
        for y in years
        for place, (kind, _label, colour, sign) in enumerate(kinds)
    ]
    net = [{"x": str(y.year), "v": y.net} for y in years]

    def spec(width: int) -> Spec:
        every = max(1, -(-len(years) // (6 if width < 500 else 14)))
        shown = [str(y.year) for i, y in enumerate(years) if i % every == 0]
        x_axis = {"title": None, "values": shown, "labelAngle": 0, "domain": False}
        x = {"field": "x", "type": "ordinal", "axis": x_axis}
        y = {"field": "v", "type": "quantitative",
             "axis": {"title": None, "format": look.NUMBER, "tickCount": 6}}  # fmt: skip
        color = {"field": "c", "type": "nominal", "scale": None}
        bar = {"type": "bar", "width": {"band": 0.68}}
        zero = {"type": "rule", "color": look.AXIS}
        stroke = {"type": "line", "color": look.INK, "strokeWidth": 2}
        dot = {"type": "point", "filled": True, "color": look.INK, "size": 34, "opacity": 1}
        return {
            "width": width - 60,
            "height": 280 if width > 500 else 220,
            "layer": [
                {
                    "data": {"values": values},
                    "mark": bar,
                    "encoding": {"x": x, "y": y, "color": color, "order": {"field": "o"}},
                },
                {"data": {"values": [{"v": 0}]}, "mark": zero, "encoding": {"y": y}},
                {"data": {"values": net}, "mark": stroke, "encoding": {"x": x, "y": y}},
                {"data": {"values": net}, "mark": dot, "encoding": {"x": x, "y": y}},
            ],
        }

    legend = [*(Key(label, colour) for _k, label, colour, _s in kinds)]
    legend.append(Key(_("Net change"), look.INK, "line"))
    columns = [
        parts.Column(_("Year"), kind="code"),
        *(parts.Column(label, kind="number") for _k, label, _c, _s in kinds),
        parts.Column(_("Net change"), kind="number"),
        parts.Column(_("At the end of the year"), kind="number"),
    ]
    rows: list[list[object]] = [
        [
            str(y.year),
            *(getattr(y, kind) for kind, _l, _c, _s in kinds),
            parts.Cell(formats.signed(y.net, code), raw=y.net),
            y.stock,
        ]
        for y in years
    ]
    return make(words, columns, rows, spec, code, legend, note=unit, unit=unit)


def product_mix(items: Sequence[Part], words: Words, unit: Text, largest: int = 12) -> Chart:
    """What a whole is made of: shares as bars under one another, the small ones summed up.

    Not a treemap: areas compare badly, and twelve labels do not fit into boxes on a phone.
    """
    code = formats.language()
    total = sum(item.value for item in items)
    ordered = sorted(items, key=lambda item: (-item.value, str(item.label)))
    shown, rest = ordered[:largest], ordered[largest:]
    groups = list(dict.fromkeys(str(item.group) for item in ordered if item.group))[:6]
    colours = dict(zip(groups, look.SERIES, strict=False))
    values = [
        {
            "l": str(item.label),
            "v": item.value,
            "t": formats.percent(item.value / total if total else None, code),
            "c": colours.get(str(item.group), look.SERIES[0 if not groups else 6]),
        }
        for item in shown
    ]
    if rest:
        others = sum(item.value for item in rest)
        values.append(
            {
                "l": _("%(n)s others") % {"n": formats.number(len(rest), code)},
                "v": others,
                "t": formats.percent(others / total if total else None, code),
                "c": look.SERIES[6],
            }
        )
    names = [v["l"] for v in values]

    def spec(width: int) -> Spec:
        return _bars_spec(values, names, width, code == "ar")

    columns = [
        parts.Column(_("Product")),
        parts.Column(unit, kind="number"),
        parts.Column(_("Share"), kind="number"),
    ]
    rows = [
        [
            str(item.label),
            item.value,
            _share_cell(item.value / total if total else None, code),
        ]
        for item in ordered
    ]
    legend = [Key(group, colour) for group, colour in colours.items()]
    return make(words, columns, rows, spec, code, legend, unit=unit)


def _share_cell(share: float | None, language: str) -> parts.Cell:
    return parts.Cell(formats.percent(share, language), raw=share)
