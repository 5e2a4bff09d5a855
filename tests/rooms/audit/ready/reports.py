"""Reports: the roadmap, composed and kept."""

from __future__ import annotations

from typing import Any

from tests.people import Cast


def build_roadmap(cast: Cast) -> dict[str, Any]:
    return {"language": "fr", "by": cast.secretariat}


def edition_of_today(cast: Cast) -> dict[str, Any]:
    return {"language": "ar", "by": cast.secretariat}
