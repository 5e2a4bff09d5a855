"""Writing a chunk of planned rows, inside the transaction of the act that calls it."""

from __future__ import annotations

from collections import Counter

from django.db.models import F

from nasij.exporters.enums import RowFate
from nasij.exporters.intake import bulk
from nasij.exporters.intake.planning import PlannedRow
from nasij.exporters.models import Firm, ImportedRow, ImportProblem, ImportRun
from nasij.exporters.names import match_key, search_key
from nasij.exporters.sounds import sound_key

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
    firms = [new_firm(planned) for planned in rows]
    bulk.give_keys(firms)
    bulk.insert(firms)
    for planned, firm in zip(rows, firms, strict=True):
        planned.firm = firm


def _update(rows: list[PlannedRow]) -> None:
    bulk.update([(firm_of(planned), _changed_fields(planned)) for planned in rows])


def firm_of(planned: PlannedRow) -> Firm:
    assert planned.firm is not None
    return planned.firm


def _changed_fields(planned: PlannedRow) -> frozenset[str]:
    """Set what the row changes; the names of the fields that are no longer as they were."""
    firm = firm_of(planned)
    changed = {name for name in planned.after if name != "products"}
    for name in changed:
        setattr(firm, name, planned.row.values[name])
    if changed & _NAMES:
        set_keys(firm)
        changed |= _KEYS
    return frozenset({*changed, "changed_at"})


def _link_products(chunk: list[PlannedRow]) -> None:
    link = Firm.products.through
    relinked = [one for one in chunk if one.firm is not None and one.products is not None]
    changed = [firm_of(one).pk for one in relinked if one.fate == RowFate.UPDATED]
    link.objects.filter(firm_id__in=changed).delete()
    bulk.insert(
        [
            link(firm_id=firm_of(one).pk, product_id=code)
            for one in relinked
            for code in dict.fromkeys(one.products or ())
        ]
    )


def _keep_trace(run: ImportRun, chunk: list[PlannedRow]) -> None:
    bulk.insert(
        [
            ImportedRow(
                run_id=run.pk,
                firm_id=firm_of(planned).pk,
                line=planned.row.line,
                before=planned.before,
                after=planned.after,
            )
            for planned in chunk
            if planned.fate in {RowFate.CREATED, RowFate.UPDATED}
        ]
    )


def _keep_problems(run: ImportRun, chunk: list[PlannedRow]) -> None:
    bulk.insert(
        [
            ImportProblem(
                run_id=run.pk,
                line=problem.line,
                column=problem.column,
                value=problem.value,
                code=problem.code,
                details=problem.details,
                is_rejection=problem.rejects,
            )
            for planned in chunk
            for problem in planned.row.problems
        ]
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
