"""Targets: the projections to them."""

from __future__ import annotations

from typing import Any

from tests.people import Cast


def compute_projections(cast: Cast) -> dict[str, Any]:
    return {"draws": 200, "by": cast.analyst}
