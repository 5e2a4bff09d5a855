"""Draw the files of the identity again (by hand: `python -m nasij.ui.brand`).

The mark is a plain weave of three by three; the middle weft is the thread that the product
follows from a statement to its reply. Letters are IBM Plex Sans Arabic, turned into outlines.
"""

import struct
from pathlib import Path

import typst
import vl_convert

UI = Path(__file__).resolve().parent
TARGET = UI / "static" / "ui" / "brand"
WARP = "M7 0.5v3M7 10.5v11M7 28.5v3M16 0.5v12M16 19.5v12M25 0.5v3M25 10.5v11M25 28.5v3"
WEFT = "M0.5 7h12M19.5 7h12M0.5 25h12M19.5 25h12"
THREAD = "M0.5 16h3M10.5 16h11M28.5 16h3"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}"{size}>{body}</svg>\n'
LETTERS = """
#set page(width: auto, height: auto, margin: 0pt, fill: none)
#set text(font: "IBM Plex Sans Arabic SmBld", weight: 600, size: 30pt, fill: rgb("{ink}"))
#stack(dir: ltr, spacing: 9pt, align(horizon, image("mark.svg", height: 30pt)),
  align(horizon, [Nasij]), align(horizon, line(angle: 90deg, length: 24pt,
  stroke: 0.8pt + rgb("#857f71"))), align(horizon, text(lang: "ar")[نسيج]))
"""
SOCIAL = """
#set page(width: 1200pt, height: 630pt, margin: 90pt, fill: rgb("#f6f5f1"))
#set text(font: "IBM Plex Sans Arabic", size: 34pt, fill: rgb("#525a68"))
#place(top + left, dx: -90pt, dy: -90pt, stack(dir: ltr, ..range(18).map(_ => stack(dir: ltr,
  ..((22, "#27457c"), (2, "#f1e9d8"), (10, "#a03a2c"), (2, "#f1e9d8"), (4, "#c98a1b"),
  (2, "#f1e9d8"), (22, "#27457c"), (4, "#1b3157")).map(((w, c)) =>
  rect(width: w * 1pt, height: 22pt, fill: rgb(c), stroke: none))))))
#v(1fr)
#stack(dir: ltr, spacing: 44pt, image("mark.svg", height: 190pt), align(horizon, text(
  font: "IBM Plex Sans Arabic SmBld", weight: 600, size: 120pt, fill: rgb("#1b3157"))[Nasij]),
  align(horizon, text(font: "IBM Plex Sans Arabic SmBld", weight: 600, size: 120pt,
  fill: rgb("#1b3157"), lang: "ar")[نسيج]))
#v(1fr)
"""


def mark(weft: str, warp: str, thread: str) -> str:
    lines = ((warp, WARP), (weft, WEFT), (thread, THREAD))
    paths = "".join(f'<path stroke="{colour}" d="{d}"/>' for colour, d in lines)
    return f'<g fill="none" stroke-width="5">{paths}</g>'


def tile(size: str = "") -> str:
    woven = mark("#f1e9d8", "#a9b9d8", "#ec8f68")
    ground = '<rect width="48" height="48" rx="9" fill="#1b3157"/>'
    body = f'{ground}<g transform="translate(8 8)">{woven}</g>'
    return SVG.format(view="0 0 48 48", size=size, body=body)


def typeset(source: str, form: str, ppi: float = 72) -> bytes:
    done: bytes = typst.compile(  # type: ignore[call-overload]
        source.encode(),
        root=str(TARGET),
        font_paths=[str(UI / "fonts")],
        ignore_system_fonts=True,
        format=form,
        ppi=ppi,
    )
    return done


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    colours = mark("#27457c", "#6f86b0", "#c0582f")
    (TARGET / "mark.svg").write_text(
        SVG.format(view="0 0 32 32", size="", body=colours), encoding="utf-8"
    )
    (TARGET / "favicon.svg").write_text(tile(), encoding="utf-8")
    touch = vl_convert.svg_to_png(tile(' width="180" height="180"'))
    (TARGET / "touch-icon.png").write_bytes(touch)
    icon = vl_convert.svg_to_png(tile(' width="32" height="32"'))
    head = struct.pack("<HHH", 0, 1, 1) + struct.pack(
        "<BBBBHHII", 32, 32, 0, 0, 1, 32, len(icon), 22
    )
    (TARGET / "favicon.ico").write_bytes(head + icon)
    (TARGET / "logo.svg").write_bytes(typeset(LETTERS.replace("{ink}", "#1b3157"), "svg"))
    (TARGET / "social.png").write_bytes(typeset(SOCIAL, "png"))


if __name__ == "__main__":
    main()
