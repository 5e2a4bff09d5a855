"""What the surviving record of a merge takes from the other one."""

from __future__ import annotations

from typing import Any

from nasij.exporters.models import Firm

UNDO_DAYS = 30

# Facts of the loser that fill a gap of the winner; never the other way round.
FILLED = (
    "name_ar", "ice", "rc", "tax_number", "cnss", "export_code", "commune", "activity", "employees",
    "founded_on", "email", "phone",
)  # fmt: skip
_WITH = {"ice": ("ice_doubtful",), "rc": ("rc_court",), "founded_on": ("founded_year_only",)}


def filled_fields(winner: Firm, loser: Firm) -> dict[str, Any]:
    """What the winner would take from the loser, by field."""
    taken: dict[str, Any] = {}
    for name in FILLED:
        if name == "commune" and winner.region_id != loser.region_id:
            continue  # a commune of another region is no place of this firm
        if getattr(winner, name) in (None, "") and getattr(loser, name) not in (None, ""):
            for one in (name, *_WITH.get(name, ())):
                taken[one] = getattr(loser, one)
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
