"""What this room holds of a firm: rows of files, what a preview shows of them, and the files."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nasij.exporters.cells import identifier, text
from nasij.exporters.holdings.files import FoundFiles, KeptFiles
from nasij.exporters.holdings.parts import Entry, Part
from nasij.exporters.identity.redaction import Words
from nasij.exporters.models import Firm
from nasij.files.errors import FileUnreadable
from nasij.files.problems import CellRefused
from nasij.files.tables import Row
from nasij.intake.enums import ImportState
from nasij.intake.errors import FilesBroughtMeanwhile
from nasij.intake.foreseen import ForeseenRow
from nasij.intake.models import ImportedRow, ImportProblem, ImportRun
from nasij.intake.rows.headings import open_table
from nasij.reference.firm_names import match_key
from nasij.ui import formats
from nasij.work.errors import Refusal
from nasij.work.keeping import Keeping, Old, remove_after_commit

# --- rows -----------------------------------------------------------------------------------------


def _held(firm: Firm) -> list[Entry]:
    rows = firm.imported_rows.select_related("run").order_by("-run__started_at", "line", "id")
    return [
        Entry(
            formats.day(row.run.started_at, formats.language()),
            row.run.file_name,
            _("row %(line)s") % {"line": row.line},
        )
        for row in rows
    ]


def _count(firms: Sequence[Firm], words: Words) -> int:
    return ImportedRow.objects.filter(firm__in=firms).count()


def _erase(firms: Sequence[Firm], words: Words) -> int:
    """That a file spoke of it stays, to be counted; no longer what it said."""
    rows = ImportedRow.objects.filter(firm__in=firms)
    for run_id, line in rows.order_by("pk").values_list("run_id", "line"):
        about = ImportProblem.objects.filter(run_id=run_id, line=line)
        about.update(value="", details={})
    _erase_elsewhere({firm.pk for firm in firms}, words)
    return rows.update(before={}, after={})


def _erase_elsewhere(numbers: set[int], words: Words) -> None:
    """Where other rows named the firm: what was wrong with them, and what previews show."""
    for problem in ImportProblem.objects.exclude(value="").order_by("pk").iterator():
        if words.told_in(problem.value):
            problem.value, problem.details = "", {}
            problem.save(update_fields=["value", "details"])
    for run in ImportRun.objects.exclude(preview={}).order_by("pk").iterator():
        kept = run.foreseen.where(lambda row: not _is_of(row, numbers, words))
        if kept != run.foreseen:
            run.preview = kept.as_record()
            run.save(update_fields=["preview"])


def _is_of(row: ForeseenRow, numbers: set[int], words: Words) -> bool:
    return row.firm in numbers or any(words.told_in(cell.value) for cell in row.cells.values())


def _alive(since: date) -> set[int]:
    rows = ImportedRow.objects.filter(run__started_at__date__gt=since)
    return set(rows.order_by().values_list("firm_id", flat=True))


IMPORTED = Part(
    "imports",
    gettext_lazy("Files it came from"),
    gettext_lazy("Rows of imported files"),
    _held,
    _count,
    _erase,
    _alive,
)


# --- files with a row of a firm -------------------------------------------------------------------


def _files_holding(group: Sequence[Firm]) -> FoundFiles:
    before = ImportRun.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    runs = _runs_holding(group)

    def close(at: datetime) -> list[Path]:
        if ImportRun.objects.filter(pk__gt=before).exists():
            raise FilesBroughtMeanwhile
        return _close(runs, at)

    return FoundFiles(any(run.may_be_at_work for run in runs), close)


def _runs_holding(group: Sequence[Firm]) -> list[ImportRun]:
    """The imports whose kept file has a row of the firm."""
    touched = set(
        ImportRun.objects.filter(imported_rows__firm__in=group).values_list("pk", flat=True)
    )
    regions = {firm.region_id for firm in group}
    candidates = ImportRun.objects.filter(
        Q(pk__in=touched) | Q(region=None) | Q(region__in=regions)
    ).order_by("pk")
    read: dict[tuple[str, str], bool] = {}
    found = []
    for run in candidates:
        path = Path(settings.NASIJ_DATA) / run.file_path
        as_read = (run.file_path, json.dumps(run.columns_said, sort_keys=True))
        if as_read not in read:
            read[as_read] = path.exists() and _holds(path, run, group)
        if read[as_read] or (run.pk in touched and path.exists()):
            found.append(run)
    return found


def _holds(path: Path, run: ImportRun, group: Sequence[Firm]) -> bool:
    identifiers = {firm.identifier for firm in group if firm.identifier}
    keys = {key for firm in group for key in (firm.match_key, firm.match_key_ar) if key}
    try:
        table = open_table(path, run.file_name, asks_region=False, named=run.columns_said)
        return any(_names(row, identifiers, keys) for row in table.rows())
    except Refusal as refusal:
        if isinstance(refusal, FileUnreadable) and refusal.reason == "busy":
            raise  # nobody has looked
        return True  # nobody can tell: it is of no use, and may hold the firm


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


def _close(runs: Sequence[ImportRun], at: datetime) -> list[Path]:
    """No longer to be applied, and without their rejected rows."""
    files: set[Path] = set()
    for run in runs:
        run.refresh_from_db(from_queryset=ImportRun.objects.select_for_update())
        files.update(_files_of(run))
        if run.state not in {ImportState.FINISHED, ImportState.CANCELLED}:
            run.state, run.finished_at = ImportState.CANCELLED, at
        run.rejects_path = ""
        run.save(update_fields=["state", "finished_at", "rejects_path"])
    return sorted(files)


def _files_of(run: ImportRun) -> list[Path]:
    names = (run.file_path, run.rejects_path)
    return [Path(settings.NASIJ_DATA) / name for name in names if name]


BROUGHT = KeptFiles(_files_holding)


# --- files kept long enough -----------------------------------------------------------------------


def _old_files(limit: date, today: date) -> Iterator[Old]:
    """A file brought again since is kept for the later import."""
    kept_since = Coalesce("finished_at", "started_at")  # one that nobody confirmed has no end
    ended = ImportRun.objects.exclude(state=ImportState.RUNNING).annotate(kept_since=kept_since)
    old = ended.filter(kept_since__date__lte=limit).select_related("region")
    younger = ImportRun.objects.filter(file_path=OuterRef("file_path")).exclude(
        pk__in=old.values("pk")
    )
    for run in old.filter(~Exists(younger)).order_by("kept_since", "id"):
        if (Path(settings.NASIJ_DATA) / run.file_path).exists():
            label, region = f"{run.file_name} (#{run.pk})", run.region.code if run.region else ""
            yield Old(run, label, timezone.localdate(run.kept_since), run, region)


def _let_go(run: ImportRun) -> None:
    files = _files_of(run)
    run.rejects_path, run.preview = "", {}
    if run.state in {ImportState.CHECKING, ImportState.PREVIEWED}:
        run.state, run.finished_at = ImportState.CANCELLED, timezone.now()
    run.save(update_fields=["rejects_path", "preview", "state", "finished_at"])
    run.problems.update(value="", details={})
    remove_after_commit(files)


FILES = Keeping("files", _old_files, _let_go)
