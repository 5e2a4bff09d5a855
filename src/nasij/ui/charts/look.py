"""The look of drawings: one Vega-Lite configuration, and colours that become classes on a page.

A spec is written with the colours of the light page. When it is put into a page, each of these
colours turns into a class (`f-1`, `s-grid` …) that the style sheet colours for light, dark and
print; in documents the colours stay as they are.
"""

import math
from collections.abc import Sequence
from typing import Any

FONT = "IBM Plex Sans Arabic"
INK = "#1d2430"
SOFT = "#525a68"
GROUND = "#fffffe"
GRID = "#e4e1d8"
AXIS = "#857f71"
NONE = "#e4e1d7"
SERIES = ("#27457c", "#c0582f", "#5b8a3c", "#c98a1b", "#7a5a9e", "#3b93a5", "#8a8375")
RAMP = ("#dfe7f3", "#b4c6e2", "#7f9cc9", "#4a6ca6", "#1f3c72")

CLASSES = {
    INK: "ink",
    SOFT: "soft",
    GROUND: "ground",
    GRID: "grid",
    AXIS: "axis",
    NONE: "none",
    **{colour: str(place) for place, colour in enumerate(SERIES, 1)},
    **{colour: f"r{place}" for place, colour in enumerate(RAMP, 1)},
}

WIDE, NARROW = 540, 340
LOCALES: dict[str, dict[str, Any]] = {
    "fr": {"decimal": ",", "thousands": "\u00a0", "grouping": [3], "currency": ["", ""]},
    "ar": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", ""]},
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["", ""]},
}
NUMBER = ",.2~f"


LETTER = 7.5  # mean width of a letter of a label, in pixels, with some air
SPLIT = "split(datum.label, '\\n')"


def two_lines(label: str, room: int) -> str:
    """A label that does not fit beside its row is broken once, at a word."""
    if len(label) * LETTER <= room:
        return label
    half = len(label) / 2
    breaks = [place for place, letter in enumerate(label) if letter == " "]
    if not breaks:
        return label
    place = min(breaks, key=lambda at: abs(at - half))
    return f"{label[:place]}\n{label[place + 1 :]}"


def label_room(labels: Sequence[str], width: int) -> int:
    """What the labels beside rows may take: at most two fifths of the drawing."""
    most = int(width * 0.42)
    longest = max((len(label) for label in labels), default=0)
    if longest * LETTER <= most:
        return math.ceil(longest * LETTER) + 16
    lines = [line for label in labels for line in two_lines(label, most).split("\n")]
    return min(most, math.ceil(max(len(line) for line in lines) * LETTER)) + 16


def config() -> dict[str, Any]:
    label = {"labelColor": SOFT, "labelFontSize": 13, "titleColor": SOFT, "titleFontSize": 13}
    return {
        "font": FONT,
        "aria": False,
        "background": None,
        "padding": 2,
        "view": {"stroke": None},
        "axis": {
            **label,
            "labelFont": FONT,
            "titleFont": FONT,
            "titleFontWeight": "normal",
            "labelPadding": 6,
            "labelLimit": 240,
            "gridColor": GRID,
            "domain": False,
            "ticks": False,
            "titlePadding": 10,
        },
        "axisX": {"grid": False, "domain": True, "domainColor": AXIS},
        "header": {**label, "labelFont": FONT, "titleFont": FONT, "labelFontWeight": 600},
        "legend": {**label, "labelFont": FONT, "orient": "top", "title": None},
        "title": {"font": FONT, "color": INK, "fontSize": 16, "fontWeight": 600, "anchor": "start"},
        "text": {"font": FONT, "fontSize": 13, "color": INK},
        "range": {"category": list(SERIES), "ramp": list(RAMP)},
    }
