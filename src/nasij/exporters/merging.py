"""What the surviving record of a merge takes from the other one."""

from __future__ import annotations

from typing import Any

from nasij.exporters.fields import FIELDS, Field
from nasij.exporters.fields.kinds import NOTHING
from nasij.exporters.models import Firm

UNDO_DAYS = 30


def filled_fields(winner: Firm, loser: Firm) -> dict[str, Any]:
    """What the winner would take from the loser, by field."""
    taken: dict[str, Any] = {}
    for field in FIELDS:
        if field.fills and _is_told(loser, field) and not _is_told(winner, field):
            if field.name == "place" and winner.region_id != loser.region_id:
                continue  # a commune of another region is no place of this firm
            taken |= {part: getattr(loser, part) for part in field.erased}
    names = list(
        dict.fromkeys(
            name
            for name in (
                *winner.trade_names.splitlines(),
                loser.name,
                *loser.trade_names.splitlines(),
            )
            if name.strip() and name != winner.name
        )
    )
    if names != winner.trade_names.splitlines():
        taken["trade_names"] = "\n".join(names)
    return taken


def _is_told(firm: Firm, field: Field) -> bool:
    """Whether a value stands where an erasure would leave none."""
    return getattr(firm, next(iter(field.erased))) not in NOTHING
