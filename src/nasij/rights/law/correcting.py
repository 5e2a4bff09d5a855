"""What a checked form says otherwise than the record, field by field, as plain values."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from nasij.exporters.fields import CORRECTED, Field, Kind
from nasij.exporters.models import Firm
from nasij.rights.models import REMARK

# Accepting words writes nothing: a person puts right what they speak of.
ASKED: dict[str, Field] = {
    **CORRECTED,
    REMARK: Field(
        REMARK,
        _("Anything else to be put right"),
        Kind.FACT,
        erased={},
        fills=False,
        read=lambda firm: [],
        shown="\n\n".join,
    ),
}


def differences(firm: Firm, cleaned: dict[str, Any]) -> dict[str, Any]:
    """What can be kept, shown and applied, by field (exporters/fields)."""
    said = {name: field.cleaned(cleaned) for name, field in CORRECTED.items()}
    return {name: value for name, value in said.items() if value != CORRECTED[name].read(firm)}
