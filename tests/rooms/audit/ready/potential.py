"""Potential: a run computed from the data sets in use."""

from __future__ import annotations

from typing import Any

from nasij.datasets.acts import load_trade
from tests.people import Cast
from tests.rooms.audit.ready import datasets


def compute_potential(cast: Cast) -> dict[str, Any]:
    load_trade(**datasets.load_trade(cast))
    return {"exporter": "MAR", "by": cast.analyst}
