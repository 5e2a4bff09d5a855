"""What people took out of a record stays away: a file that still holds it does not bring it back.

A value is removed by an act that left its field empty; any later act that fills the field ends
that, and so does another value in a file, which is news.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from nasij.audit.queries import events_about_many
from nasij.exporters.fields import FIELDS
from nasij.exporters.models import Firm
from nasij.files.problems import RowProblem
from nasij.intake.enums import RowFate
from nasij.intake.rows.planned import PlannedRow

_NOTHING: tuple[Any, ...] = ("", None)
_MANY = "products"


def hold_back(chunk: Iterable[PlannedRow]) -> None:
    """Take out of planned rows what would bring a removed value back, and say so."""
    filling = {
        planned.firm.pk: planned
        for planned in chunk
        if planned.firm is not None and _fills(planned)
    }
    if not filling:
        return
    beside = dict(_parts_by_first())
    for pk, removed in _removed_from(filling).items():
        planned = filling[pk]
        for name, value in removed.items():
            if name == _MANY:
                _hold_codes(planned, value)
            elif name in beside and name in planned.after and planned.before[name] in _NOTHING:
                _hold(planned, name, value, beside[name])
        if not planned.after:
            planned.fate = RowFate.UNCHANGED


def _fills(planned: PlannedRow) -> bool:
    return _MANY in planned.after or any(was in _NOTHING for was in planned.before.values())


def _parts_by_first() -> Iterator[tuple[str, tuple[str, ...]]]:
    """What a file may bring back, with the parts that say how it is meant."""
    for field in FIELDS:
        if field.name in field.parts:
            yield field.name, field.parts
        else:  # each stands for itself, as a region and its commune
            yield from ((part, (part,)) for part in field.parts)


def _hold(planned: PlannedRow, name: str, removed: Any, parts: tuple[str, ...]) -> None:
    if planned.after[name] != removed:
        return
    for part in parts:
        planned.before.pop(part, None)
        planned.after.pop(part, None)
    planned.row.complain(name, RowProblem.REMOVED_BEFORE)


def _hold_codes(planned: PlannedRow, removed: set[str]) -> None:
    known = planned.before.get(_MANY, [])
    held = sorted((removed - set(known)) & set(planned.products or ()))
    if not held:
        return
    for code in held:
        planned.row.complain("hs_products", RowProblem.REMOVED_BEFORE, code)
    left = [code for code in planned.products or () if code not in held]
    planned.products = left if left != known else None
    if planned.products is None:
        del planned.before[_MANY], planned.after[_MANY]
    else:
        planned.after[_MANY] = left


def _removed_from(firms: Iterable[int]) -> dict[int, dict[str, Any]]:
    """By firm, what it held in each field that was emptied since; of many, those taken out."""
    found: dict[int, dict[str, Any]] = defaultdict(dict)
    for event in events_about_many(Firm, firms).order_by("at", "id"):
        of_firm = found[int(event.subject_id)]
        for name in event.before.keys() & event.after.keys():
            was, became = event.before[name], event.after[name]
            if isinstance(was, list) and isinstance(became, list):
                gone = of_firm.get(name, set()) | set(was)
                of_firm[name] = gone - set(became)
            elif became in _NOTHING:
                of_firm[name] = was
            else:
                of_firm.pop(name, None)
    return found
