"""A chart is a drawing with its sentence, its source and its figures as a table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from nasij.ui import parts
from nasij.ui.charts import clean, engine, look
from nasij.ui.spreadsheets import FIGURES, csv_lines

Spec = dict[str, Any]
Text = parts.Text


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of the legend: a colour of the look and what it stands for."""

    label: Text
    colour: str
    shape: str = "block"  # block, line, dash, dot

    @property
    def css(self) -> str:
        return f"f-{look.CLASSES[self.colour]}"


@dataclass(frozen=True, slots=True)
class Words:
    """What every chart must say: title, one sentence of reading, source with its date."""

    title: Text
    reading: Text
    source: Text


def descending(value: float | None, label: Text) -> tuple[bool, float, str]:
    """Sorts by it: the largest first, those without a value last."""
    return value is None, -(value or 0), str(label)


@dataclass(frozen=True)
class Chart:
    title: str
    reading: str
    source: str
    columns: Sequence[parts.Column]
    rows: Sequence[Sequence[object]]
    spec: Callable[[int], Spec]
    language: str
    legend: Sequence[Key] = ()
    note: str = ""
    unit: str = ""  # written beside the title where the drawing has no axis to carry it
    paper_width: int = 100  # share of the text width a document gives it, in percent
    scales: bool = False  # a drawing without words can be shown at any size
    _drawn: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    @property
    def svg(self) -> str:
        """For the page, from half a desk to a whole one."""
        return self._inline(look.WIDE)

    @property
    def svg_narrow(self) -> str:
        """For the page on a phone: drawn again, as scaling would make the words unreadable."""
        return "" if self.scales else self._inline(look.NARROW)

    def _inline(self, width: int) -> str:
        name = f"page-{width}"
        if name not in self._drawn:
            raw = engine.draw(self.spec(width), self.language)
            self._drawn[name] = clean.for_page(raw, f"{self.title}. {self.reading}")
        return self._drawn[name]

    def document_svg(self, width: int = 640) -> str:
        return clean.for_document(engine.draw(self.spec(width), self.language))

    def png(self, scale: float = 2.0) -> bytes:
        return engine.to_png(clean.for_document(self._standalone()), scale)

    def _standalone(self) -> str:
        """An image leaves the page: it takes its title, legend and source with it."""
        return engine.draw(standalone(self), self.language)

    @property
    def as_table(self) -> parts.Table:
        return parts.Table(
            caption=self.title,
            columns=self.columns,
            rows=self.rows,
            caption_hidden=True,
            cards=False,
            note=self.note,
        )

    def csv(self) -> str:
        """With the source in the last line.

        Headings are the reader's; numbers are those of no language, so that programs read them.
        """
        titles = [str(column.label) for column in self.columns]
        rows = (map(_in_a_file, self.columns, row) for row in self.rows)
        return "".join(csv_lines([titles, *rows, [], [self.source]], FIGURES))


def _in_a_file(column: parts.Column, value: object) -> object:
    cell = parts.cell_of(value)
    return cell.number if column.kind == "number" else cell.text


def make(
    words: Words,
    columns: Sequence[parts.Column],
    rows: Sequence[Sequence[object]],
    spec: Callable[[int], Spec],
    language: str,
    legend: Sequence[Key] = (),
    note: Text = "",
    unit: Text = "",
    paper_width: int = 100,
    scales: bool = False,
) -> Chart:
    return Chart(
        title=str(words.title),
        reading=str(words.reading),
        source=str(words.source),
        columns=columns,
        rows=rows,
        spec=spec,
        language=language,
        legend=legend,
        note=str(note),
        unit=str(unit),
        paper_width=paper_width,
        scales=scales,
    )


def standalone(chart: Chart) -> Spec:
    """The drawing under its title and legend, over its source, as one picture."""
    drawing = chart.spec(look.WIDE)
    anchor = "end" if chart.language == "ar" else "start"
    lines: list[Spec] = [drawing]
    if chart.legend:
        lines.insert(0, _legend_row(chart))
    lines.append(_line_of_text(chart.source, 11, look.SOFT, chart.language))
    return {
        "background": "#ffffff",
        "padding": 16,
        "title": {"text": chart.title, "subtitle": _wrapped(chart.reading), "anchor": anchor,
                  "subtitleFont": look.FONT, "subtitleFontSize": 13, "subtitleColor": look.INK,
                  "subtitlePadding": 6, "offset": 12},
        "spacing": 12,
        "vconcat": lines,
    }  # fmt: skip


def _wrapped(text: str, width: int = 74) -> list[str]:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) + 1 > width:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _line_of_text(text: str, size: int, colour: str, language: str) -> Spec:
    rtl = language == "ar"
    mark = {"type": "text", "fontSize": size, "color": colour, "baseline": "middle"}
    mark |= {"align": "right" if rtl else "left", "limit": look.WIDE}
    x = look.WIDE if rtl else 0
    return {
        "width": look.WIDE,
        "height": 16,
        "data": {"values": [{"t": text}]},
        "mark": mark,
        "encoding": {"text": {"field": "t"}, "x": {"value": x}, "y": {"value": 8}},
    }


def _legend_row(chart: Chart) -> Spec:
    rtl = chart.language == "ar"
    entries, place = [], 6.0
    for key in chart.legend:
        label = str(key.label)
        entries.append({"t": label, "c": key.colour, "x": place, "tx": place + 13})
        place += 18 + len(label) * 6.6 + 22
    if rtl:
        entries = [{**e, "x": look.WIDE - e["x"], "tx": look.WIDE - e["tx"]} for e in entries]  # type: ignore[operator]
    scale = {"domain": [0, look.WIDE], "range": [0, look.WIDE]}
    square = {"type": "square", "size": 120, "opacity": 1}
    text = {"type": "text", "align": "right" if rtl else "left", "baseline": "middle"}
    return {
        "width": look.WIDE,
        "height": 16,
        "data": {"values": entries},
        "encoding": {"y": {"value": 8}},
        "layer": [
            {
                "mark": square,
                "encoding": {
                    "x": {"field": "x", "type": "quantitative", "scale": scale, "axis": None},
                    "color": {"field": "c", "type": "nominal", "scale": None},
                },
            },
            {
                "mark": text,
                "encoding": {
                    "x": {"field": "tx", "type": "quantitative", "scale": scale, "axis": None},
                    "text": {"field": "t"},
                },
            },
        ],
    }
