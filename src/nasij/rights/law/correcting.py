"""What a checked form says otherwise than the record, field by field, as plain values."""

from __future__ import annotations

from typing import Any

from nasij.exporters.fields import CORRECTED
from nasij.exporters.models import Firm


def differences(firm: Firm, cleaned: dict[str, Any]) -> dict[str, Any]:
    """What can be kept, shown and applied, by field (exporters/fields)."""
    said = {name: field.cleaned(cleaned) for name, field in CORRECTED.items()}
    return {name: value for name, value in said.items() if value != CORRECTED[name].read(firm)}
