"""What goes when a firm is erased, and what stays: its region, status, sector and years, counted.

`docs/privacy.md` tells the same in words; the two are kept together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Q

from nasij.exporters.cells import identifier, text
from nasij.exporters.fields import DERIVED, LEFT
from nasij.exporters.holdings.parts import parts
from nasij.exporters.holdings.tables import Erased, relations
from nasij.exporters.identity.names import match_key
from nasij.exporters.identity.redaction import Words
from nasij.exporters.models import Distinct, Firm, Merge
from nasij.files.problems import CellRefused
from nasij.files.tables import Row
from nasij.intake.acts.applying import remembered_columns
from nasij.intake.enums import ImportState
from nasij.intake.foreseen import ForeseenRow
from nasij.intake.models import ImportedRow, ImportProblem, ImportRun
from nasij.intake.rows.headings import open_table
from nasij.reference.models import Product
from nasij.rights.models import ProposedChange, RightsRequest
from nasij.work.errors import Refusal


def whole(firm: Firm) -> list[Firm]:
    """The record with those that were merged into it, however often."""
    found, last = [firm], [firm]
    while last:
        inside = Firm.objects.select_related("region").filter(merged_into__in=last)
        last = list(inside.order_by("pk"))
        found += last
    return found


def counts(group: Sequence[Firm], words: Words) -> dict[str, int]:
    """How many rows go or are emptied, by what they are: for the preview and for the proof."""
    found = {
        relation.key: sum(relation.rows(firm).count() for firm in group)
        for relation in relations()
        if relation.holding and relation.holding.erased in {Erased.GO, Erased.EMPTY}
    }
    found |= {part.key: part.count(group, words) for part in parts()}
    return {key: number for key, number in found.items() if number}


def empty(group: Sequence[Firm], words: Words) -> None:
    """Everything of the firm in this room but its files and its events; part of the act."""
    numbers = [firm.pk for firm in group]
    _empty_imports(numbers, words)
    _coarsen_products(group)
    Merge.objects.filter(Q(winner__in=numbers) | Q(loser__in=numbers)).delete()
    Distinct.objects.filter(Q(first__in=numbers) | Q(second__in=numbers)).delete()
    for relation in relations():
        if relation.holding and relation.holding.erased is Erased.GO:
            for firm in group:
                relation.rows(firm).delete()
    Firm.objects.filter(group__in=numbers).update(group=None)
    requests = RightsRequest.objects.filter(firm__in=numbers)
    ProposedChange.objects.filter(request__in=requests).delete()
    requests.update(reason="", answer="")


def blank(firm: Firm, at: Any) -> None:
    """The row itself: what identifies goes, what is counted stays."""
    for part, left in {**dict.fromkeys(DERIVED, ""), **LEFT}.items():
        setattr(firm, part, left)
    firm.group, firm.erased_at = None, at
    firm.save()


def _coarsen_products(group: Sequence[Firm]) -> None:
    """A product may be one firm's alone; its chapter is not, and gives the same sector."""
    chapters = {one.code: one for one in Product.objects.filter(level=2)}
    for firm in group:
        codes = firm.products.order_by("code").values_list("code", flat=True)
        firm.products.set([chapters[code[:2]] for code in codes if code[:2] in chapters])


def _empty_imports(numbers: list[int], words: Words) -> None:
    rows = ImportedRow.objects.filter(firm__in=numbers)
    for run_id, line in rows.order_by("pk").values_list("run_id", "line"):
        about = ImportProblem.objects.filter(run_id=run_id, line=line)
        about.update(value="", details={})
    rows.update(before={}, after={})
    for problem in ImportProblem.objects.exclude(value="").order_by("pk").iterator():
        if words.told_in(problem.value):
            problem.value, problem.details = "", {}
            problem.save(update_fields=["value", "details"])
    for run in ImportRun.objects.exclude(preview={}).order_by("pk").iterator():
        kept = run.foreseen.where(lambda row: not _is_of(row, numbers, words))
        if kept != run.foreseen:
            run.preview = kept.as_record()
            run.save(update_fields=["preview"])


def _is_of(row: ForeseenRow, numbers: list[int], words: Words) -> bool:
    return row.firm in numbers or any(words.told_in(cell.value) for cell in row.cells.values())


# --- files -----------------------------------------------------------------------------------


def runs_holding(group: Sequence[Firm]) -> list[ImportRun]:
    """The imports whose kept file has a row of the firm. Reads the files: it may take seconds."""
    numbers = [firm.pk for firm in group]
    touched = set(
        ImportRun.objects.filter(imported_rows__firm__in=numbers).values_list("pk", flat=True)
    )
    regions = {firm.region_id for firm in group}
    candidates = ImportRun.objects.filter(
        Q(pk__in=touched) | Q(region=None) | Q(region__in=regions)
    ).order_by("pk")
    read: dict[str, bool] = {}
    found = []
    for run in candidates:
        path = Path(settings.NASIJ_DATA) / run.file_path
        if run.file_path not in read:
            read[run.file_path] = path.exists() and _holds(path, run.file_name, group)
        if read[run.file_path] or (run.pk in touched and path.exists()):
            found.append(run)
    return found


def _holds(path: Path, name: str, group: Iterable[Firm]) -> bool:
    identifiers = {firm.identifier for firm in group if firm.identifier}
    keys = {key for firm in group for key in (firm.match_key, firm.match_key_ar) if key}
    try:
        table = open_table(path, name, remembered_columns())
        return any(_names(row, identifiers, keys) for row in table.rows())
    except Refusal:  # a file we can no longer read shows nobody's row
        return False


_TELLING = ("identifier", "name", "name_ar")


def _names(row: Row, identifiers: set[str], keys: set[str]) -> bool:
    if row.fault is not None:  # its cells cannot be told apart
        written = match_key(row.text)
        return any(number in row.text for number in identifiers) or any(
            key in written for key in keys
        )
    for column in _TELLING:
        try:
            told = (
                identifier(row.cells.get(column, "")).number in identifiers
                if column == "identifier"
                else match_key(text(row.cells.get(column, ""))) in keys
            )
        except CellRefused:
            continue
        if told:
            return True
    return False


def close_runs(runs: Sequence[ImportRun], at: datetime) -> list[Path]:
    """No longer to be applied, and without their rejected rows; the files to remove after."""
    files: set[Path] = set()
    for run in runs:
        files.add(Path(settings.NASIJ_DATA) / run.file_path)
        if run.rejects_path:
            files.add(Path(settings.NASIJ_DATA) / run.rejects_path)
        if run.state == ImportState.PREVIEWED or run.has_stopped:
            run.state, run.finished_at = ImportState.CANCELLED, at
        run.rejects_path = ""
        run.save(update_fields=["state", "finished_at", "rejects_path"])
    return sorted(files)
