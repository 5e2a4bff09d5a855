"""From a Vega-Lite spec to SVG and PNG, on the server, without a browser.

Measured on two shared cores: the first drawing of a process 1.1 to 1.5 s and 72 MB (the converter
starts its own script engine), the next ones 40 to 350 ms (small multiples are the slowest) with
109 MB after eight kinds; from the disk cache 2 ms with the cleaning. A worker bears that. The
converter is therefore started at the first drawing that is not in the cache, never at import, and
a web worker that only serves known charts stays light. Specs are written as plain dictionaries:
importing a chart-writing library costs another 1.8 s a process and adds nothing to the drawing.
"""

import hashlib
import json
import threading
from pathlib import Path
from typing import Any

import vl_convert

from nasij.ui.charts import look, shelf

FONTS = Path(__file__).resolve().parent.parent / "fonts"
EDITION = "3"  # raise it when the look changes: old drawings are then redrawn
VEGA_LITE = "6.4"
_ready = threading.Lock()
_registered = False


def _converter() -> Any:
    """Started once a process, with our fonts: text is measured with them."""
    global _registered
    with _ready:
        if not _registered:
            vl_convert.register_font_directory(str(FONTS))
            _registered = True
    return vl_convert


def complete(spec: dict[str, Any]) -> dict[str, Any]:
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        **spec,
        "config": {**look.config(), **spec.get("config", {})},
    }


def draw(spec: dict[str, Any], language: str) -> str:
    """The raw SVG of a spec, drawn once and then kept."""
    text = json.dumps(complete(spec), sort_keys=True, ensure_ascii=False)
    name = hashlib.sha256(f"{EDITION}\n{look.LOCALES[language]}\n{text}".encode()).hexdigest()
    kept = shelf.place_of(name)
    try:
        return kept.read_text(encoding="utf-8")
    except FileNotFoundError:
        pass
    svg: str = _converter().vegalite_to_svg(
        text, vl_version=VEGA_LITE, format_locale=look.LOCALES[language], allowed_base_urls=[]
    )
    shelf.keep(kept, svg)
    return svg


def to_png(svg: str, scale: float = 2.0) -> bytes:
    png: bytes = _converter().svg_to_png(svg, scale=scale)
    return png
