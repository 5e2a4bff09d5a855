"""The blocks a document is made of, as functions, so that a room cannot misname a field."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from nasij.ui import formats, parts

Block = dict[str, Any]


def section(title: parts.Text, *blocks: Block, level: int = 1) -> dict[str, Any]:
    return {"title": title, "level": level, "blocks": list(blocks)}


def paragraphs(*texts: parts.Text) -> Block:
    return {"kind": "text", "paragraphs": list(texts)}


def bullet_list(items: Sequence[parts.Text], numbered: bool = False) -> Block:
    return {"kind": "list", "items": list(items), "numbered": numbered}


def note(text: parts.Text, title: parts.Text = "", tone: str = "info") -> Block:
    return {"kind": "note", "text": text, "title": title, "tone": tone}


def figures(items: Sequence[parts.Figure]) -> Block:
    names = ("label", "value", "unit", "source", "vintage", "definition", "reason", "interval")
    return {"kind": "figures", "figures": [{n: getattr(i, n) for n in names} for i in items]}


def facts(items: Sequence[tuple[parts.Text, parts.Text]]) -> Block:
    return {"kind": "facts", "facts": [[name, said or formats.NOTHING] for name, said in items]}


def table(data: parts.Table, language: str, source: parts.Text = "") -> Block:
    """The same `Table` as on a page."""
    foot = [data.foot] if data.foot else []
    return {
        "kind": "table",
        "title": data.caption,
        "source": source or data.note,
        "columns": [{"label": c.label, "kind": c.kind} for c in data.columns],
        "rows": [[_written(value, language) for value in row] for row in (*data.rows, *foot)],
        "has_foot": bool(foot),  # the last row sums the others
    }


def page_break() -> Block:
    return {"kind": "pagebreak"}


def _written(value: object, language: str) -> object:
    text = parts.cell_of(value).text
    if text is None or text == "":
        return formats.NOTHING
    if isinstance(text, int | float) and not isinstance(text, bool):
        return formats.number(text, language)
    if isinstance(text, date):
        return formats.day_short(text)
    return str(text)
