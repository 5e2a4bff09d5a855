"""The charts of the potential pages: bars of what is not sold yet, in millions of dollars."""

from __future__ import annotations

from functools import lru_cache

from django.utils.translation import gettext as _

from nasij.potential import words
from nasij.potential.models import PotentialRun
from nasij.potential.records import Part
from nasij.ui import formats
from nasij.ui.charts.bars import Bar, bars
from nasij.ui.charts.chart import Chart, Words

MILLION = 1_000_000.0
SHOWN = 12


def sectors(run: PotentialRun, parts: list[Part], reading: str) -> Chart | None:
    return _bars(run, parts, _("Unrealised potential by sector"), reading, _("Sector"))


def markets(run: PotentialRun, parts: list[Part], reading: str) -> Chart | None:
    return _bars(run, parts, _("Unrealised potential by market"), reading, _("Market"))


def product_markets(run: PotentialRun, parts: list[Part], reading: str) -> Chart | None:
    title = _("Where this product could be sold beyond today")
    return _bars(run, parts, title, reading, _("Market"))


def _bars(
    run: PotentialRun, parts: list[Part], title: str, reading: str, heading: str
) -> Chart | None:
    """None when nothing is unrealised: an empty drawing says nothing."""
    shown = tuple(part for part in parts[:SHOWN] if part.unrealised_usd > 0)
    if not shown:
        return None
    source = formats.row((words.source(run), words.vintage(run)), formats.language())
    return _drawn(shown, Words(title, reading, source), heading, formats.language())


@lru_cache(maxsize=64)  # a chart keeps its drawing: the same figures are drawn and cleaned once
def _drawn(shown: tuple[Part, ...], words: Words, heading: str, language: str) -> Chart:
    small = max(part.unrealised_usd for part in shown) < 20 * MILLION
    return bars(
        [Bar(part.name, part.unrealised_usd / MILLION) for part in shown],
        words,
        unit=_("millions of US dollars a year"),
        heading=heading,
        decimals=2 if small else 0,
        language=language,
    )
