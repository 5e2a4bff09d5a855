"""The charts of the first pages."""

from __future__ import annotations

from typing import Any


def entries_map() -> Any:
    return None
