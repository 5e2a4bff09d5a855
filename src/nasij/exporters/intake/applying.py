"""Writing a chunk of planned rows, inside the transaction of the act that calls it."""

from __future__ import annotations

from collections import Counter

from django.db.models import F

from nasij.exporters.enums import RowFate
from nasij.exporters.intake.planning import PlannedRow
from nasij.exporters.models import Firm, ImportedRow, ImportProblem, ImportRun
from nasij.exporters.names import match_key, search_key
from nasij.exporters.sounds import sound_key

_NAMES = {"name", "name_ar", "trade_names"}


def write(run: ImportRun, chunk: list[PlannedRow]) -> None:
    """Firms, their products, the trace, the problems and the counts of one chunk."""
    _create([planned for planned in chunk if planned.fate == RowFate.CREATED])
    _update([planned for planned in chunk if planned.fate == RowFate.UPDATED])
    _link_products(chunk)
    _keep_trace(run, chunk)
    _keep_problems(run, chunk)
    _count(run, chunk)


def set_keys(firm: Firm) -> None:
    """Refresh what is derived from a firm's names."""
    firm.name_key = search_key(firm.name, firm.name_ar, firm.trade_names)
    firm.match_key = match_key(firm.name)
    firm.match_key_ar = match_key(firm.name_ar) if firm.name_ar else ""
    firm.sound_key = sound_key(firm.name, firm.name_ar, *firm.trade_names.splitlines())


def new_firm(planned: PlannedRow) -> Firm:
    values = dict(planned.row.values)
    if "name" not in values:  # known by its Arabic name alone
        values["name"] = values["name_ar"]
        values["language"] = "ar"
    firm = Firm(**values)
    set_keys(firm)
    return firm


def _create(rows: list[PlannedRow]) -> None:
    firms = Firm.objects.bulk_create([new_firm(planned) for planned in rows])
    for planned, firm in zip(rows, firms, strict=True):
        planned.firm = firm


def _update(rows: list[PlannedRow]) -> None:
    for planned in rows:
        firm = planned.firm
        assert firm is not None
        changed = {name for name in planned.after if name != "products"}
        for name in changed:
            setattr(firm, name, planned.row.values[name])
        if changed & _NAMES:
            set_keys(firm)
            changed |= {"name_key", "match_key", "match_key_ar", "sound_key"}
        firm.save(update_fields=[*changed, "changed_at"])
        if "commune" in changed:  # a place told more exactly, in the same region: no move
            seat = firm.sites.filter(is_seat=True, ends_on=None)
            seat.update(territory=firm.commune or firm.region)


def _link_products(chunk: list[PlannedRow]) -> None:
    link = Firm.products.through
    relinked = {
        planned.firm.pk: planned.products
        for planned in chunk
        if planned.firm is not None and planned.products is not None
    }
    changed = [
        planned.firm.pk
        for planned in chunk
        if planned.fate == RowFate.UPDATED and planned.firm and planned.products is not None
    ]
    link.objects.filter(firm_id__in=changed).delete()
    link.objects.bulk_create(
        link(firm_id=firm_id, product_id=code)
        for firm_id, codes in relinked.items()
        for code in codes
    )


def _keep_trace(run: ImportRun, chunk: list[PlannedRow]) -> None:
    ImportedRow.objects.bulk_create(
        ImportedRow(
            run=run,
            firm=planned.firm,
            line=planned.row.line,
            before=planned.before,
            after=planned.after,
        )
        for planned in chunk
        if planned.fate in {RowFate.CREATED, RowFate.UPDATED}
    )


def _keep_problems(run: ImportRun, chunk: list[PlannedRow]) -> None:
    ImportProblem.objects.bulk_create(
        ImportProblem(
            run=run,
            line=problem.line,
            column=problem.column,
            value=problem.value,
            code=problem.code,
            details=problem.details,
            is_rejection=problem.rejects,
        )
        for planned in chunk
        for problem in planned.row.problems
    )


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
