"""What an import will do with one row."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from nasij.exporters.models import Firm
from nasij.intake.enums import RowFate
from nasij.intake.rows.reading import FirmRow


@dataclass(slots=True)
class PlannedRow:
    """One row and its fate. `before` and `after` hold the fields that change, as plain values."""

    row: FirmRow
    fate: RowFate
    firm: Firm | None = None
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    products: list[str] | None = None  # None: leave them
