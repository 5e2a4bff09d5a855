"""PDF in three languages, from plain data and a Typst template.

The bytes are the same for the same input: the date is given, never read from the clock. Files are
PDF/A-2a, tagged and readable aloud (PDF/UA-1), with the fonts inside.
"""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.utils.encoding import force_str
from django.utils.functional import Promise
from django.utils.translation import gettext, override

from nasij.ui import formats

TEMPLATES = Path(__file__).resolve().parent / "typst"
FONTS = Path(__file__).resolve().parent.parent / "fonts"
KINDS = ("report", "note")
DEFAULTS: dict[str, Any] = {
    "subtitle": "",
    "kicker": "",
    "organisation": "",
    "author": "",
    "keywords": [],
    "description": "",
    "version": "",
    "warning": "",
    "foot": "",
    "seal": "",
    "contents": True,
    "sections": [],
    "definitions": [],
    "sources": [],
    "region": "ma",
}


class DocumentError(Exception):
    """The template could not be filled; the message says where."""


def render_pdf(template: str, data: dict[str, Any], language: str) -> bytes:
    """`template` is "report" or "note"; the fields of `data` are listed in `ui/README.md`."""
    if template not in KINDS:
        raise ValueError(f"template {template!r}: choose one of {', '.join(KINDS)}")
    if language not in formats.LOCALES:
        raise ValueError(f"language {language!r}: choose one of {', '.join(formats.LOCALES)}")
    made_on: date = data["date"]
    filled = json.dumps(_fill(template, data, language), ensure_ascii=False, default=_plain)
    noon = datetime(made_on.year, made_on.month, made_on.day, 12, tzinfo=UTC)
    try:
        pdf: bytes = typst.compile(
            str(TEMPLATES / f"{template}.typ"),
            root=str(TEMPLATES),
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={"data": filled},
            pdf_standards=["a-2a", "ua-1"],
            timestamp=noon,
        )
    except typst.TypstError as error:
        raise DocumentError(f"{template}, {language}: {error}") from error
    return pdf


def _fill(template: str, data: dict[str, Any], language: str) -> dict[str, Any]:
    given = set(data) - set(DEFAULTS) - {"title", "short_title", "date", "date_text"}
    if given:
        raise ValueError(f"unknown fields of a document: {', '.join(sorted(given))}")
    made_on: date = data["date"]
    with override(language):
        filled = {
            **DEFAULTS,
            **data,
            "short_title": data.get("short_title") or data["title"],
            "author": data.get("author") or data.get("organisation") or "Nasij",
            "date": data.get("date_text") or formats.day(made_on, language),
            "made_on": [made_on.year, made_on.month, made_on.day],
            "language": language,
            "first_header": 1,
            "words": _words(),
        }
        filled.pop("date_text", None)
        filled["sections"] = [
            {**part, "blocks": [_with_source(block) for block in part.get("blocks", [])]}
            for part in filled["sections"]
        ]
        if getattr(settings, "DEMO", False) and not filled["warning"]:
            filled["warning"] = gettext("Demonstration: fictitious firms, people and meetings")
        text: dict[str, Any] = json.loads(json.dumps(filled, ensure_ascii=False, default=_plain))
    return text


def _with_source(block: dict[str, Any]) -> dict[str, Any]:
    """The line under a table or chart, as the language writes it."""
    if not block.get("source"):
        return block
    return {**block, "source_line": gettext("Source: %(source)s") % {"source": block["source"]}}


def _words() -> dict[str, str]:
    return {
        "contents": gettext("Contents"),
        "page_of": gettext("Page %(page)s of %(pages)s"),
        "table": gettext("Table"),
        "chart": gettext("Chart"),
        "definitions": gettext("Definitions"),
        "sources": gettext("Sources"),
        "not_computable": gettext("Not computable"),
        "sealed": gettext("Sealed text: this number changes if a single letter of it changes."),
    }


def _plain(value: object) -> Any:
    if isinstance(value, Promise):
        return force_str(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot stand in a document: write it as text")
