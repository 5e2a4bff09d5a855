"""Writing a chunk of planned rows, inside the transaction of the act that calls it."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.db.models import F
from django.utils import timezone

from nasij.exporters.identity.likeness import set_keys
from nasij.exporters.models import Firm
from nasij.intake.enums import RowFate
from nasij.intake.models import ImportedRow, ImportProblem, ImportRun
from nasij.intake.rows import bulk
from nasij.intake.rows.planned import PlannedRow

_NAMES = {"name", "name_ar", "trade_names"}
_KEYS = {"name_key", "match_key", "match_key_ar", "sound_key"}


def write(run: ImportRun, chunk: list[PlannedRow]) -> None:
    """Firms, their products, the trace, the problems and the counts of one chunk."""
    _create([planned for planned in chunk if planned.fate == RowFate.CREATED])
    _update([planned for planned in chunk if planned.fate == RowFate.UPDATED])
    _link_products(chunk)
    _keep_trace(run, chunk)
    _keep_problems(run, chunk)
    _count(run, chunk)


def new_firm(planned: PlannedRow) -> Firm:
    values = dict(planned.row.values)
    if "name" not in values:  # known by its Arabic name alone
        values["name"] = values["name_ar"]
        values["language"] = "ar"
    firm = Firm(**values)
    set_keys(firm)
    return firm


def _create(rows: list[PlannedRow]) -> None:
    firms = [new_firm(planned) for planned in rows]
    bulk.give_keys(firms)
    bulk.insert_whole(firms)
    for planned, firm in zip(rows, firms, strict=True):
        planned.firm = firm


def _update(rows: list[PlannedRow]) -> None:
    now = timezone.now()
    bulk.update([(firm_of(planned), _changed(planned, now)) for planned in rows])
    for planned in rows:
        if "commune" in planned.after:  # a place told more exactly, in the same region: no move
            firm = firm_of(planned)
            seat = firm.sites.filter(is_seat=True, ends_on=None)
            seat.update(territory=firm.commune or firm.region)


def firm_of(planned: PlannedRow) -> Firm:
    assert planned.firm is not None
    return planned.firm


def _changed(planned: PlannedRow, now: datetime) -> frozenset[str]:
    """Set what the row changes; the names of the fields that are no longer as they were."""
    firm = firm_of(planned)
    changed = {name for name in planned.after if name != "products"}
    for name in changed:
        setattr(firm, name, planned.row.values[name])
    if changed & _NAMES:
        set_keys(firm)
        changed |= _KEYS
    firm.changed_at = now
    return frozenset({*changed, "changed_at"})


def _link_products(chunk: list[PlannedRow]) -> None:
    link = Firm.products.through
    relinked = [
        planned for planned in chunk if planned.firm is not None and planned.products is not None
    ]
    changed = [firm_of(planned).pk for planned in relinked if planned.fate == RowFate.UPDATED]
    link.objects.filter(firm_id__in=changed).delete()
    pairs = [(firm_of(planned).pk, code) for planned in relinked for code in planned.products or ()]
    bulk.insert(link, ("firm_id", "product_id"), pairs)


def _keep_trace(run: ImportRun, chunk: list[PlannedRow]) -> None:
    rows = [
        (run.pk, firm_of(planned).pk, planned.row.line, planned.before, planned.after)
        for planned in chunk
        if planned.fate in {RowFate.CREATED, RowFate.UPDATED}
    ]
    bulk.insert(ImportedRow, ("run_id", "firm_id", "line", "before", "after"), rows)


def _keep_problems(run: ImportRun, chunk: list[PlannedRow]) -> None:
    columns = ("run_id", "line", "column", "value", "code", "details", "is_rejection")
    rows = [
        (
            run.pk,
            problem.line,
            problem.column,
            problem.value,
            problem.code.value,
            problem.details,
            problem.rejects,
        )
        for planned in chunk
        for problem in planned.row.problems
    ]
    bulk.insert(ImportProblem, columns, rows)


def _count(run: ImportRun, chunk: list[PlannedRow]) -> None:
    counts = tally(chunk)
    ImportRun.objects.filter(pk=run.pk).update(
        **{name: F(name) + number for name, number in counts.items()}
    )


def tally(chunk: list[PlannedRow]) -> Counter[str]:
    """Rows by fate, and warnings of the rows that were kept."""
    counts = Counter(planned.fate.value for planned in chunk)
    counts["warnings"] = sum(
        not problem.rejects for planned in chunk for problem in planned.row.problems
    )
    return counts
