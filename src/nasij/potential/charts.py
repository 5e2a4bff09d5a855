"""The charts of the potential pages."""

from __future__ import annotations

from typing import Any

from nasij.potential.models import PotentialRun
from nasij.potential.records import Part


def sectors(run: PotentialRun, parts: list[Part], reading: str) -> Any:
    return None


def markets(run: PotentialRun, parts: list[Part], reading: str) -> Any:
    return None


def product_markets(run: PotentialRun, parts: list[Part], reading: str) -> Any:
    return None
