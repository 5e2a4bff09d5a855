"""What this room holds of a firm: rows of files, what a preview shows of them, and the files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nasij.exporters.holdings.files import Close, KeptFiles
from nasij.exporters.holdings.parts import Entry, Part
from nasij.exporters.identity.redaction import Words
from nasij.exporters.models import Firm
from nasij.files.errors import FileUnreadable
from nasij.intake.acts.applying import lock_run
from nasij.intake.acts.settling import files_of, give_up
from nasij.intake.enums import SETTLED, ImportState
from nasij.intake.errors import ImportAtWork, KeptFileUnread
from nasij.intake.foreseen import ForeseenRow
from nasij.intake.models import ImportedRow, ImportProblem, ImportRun
from nasij.intake.rows.mentions import Sought, names_any
from nasij.ui import formats
from nasij.work.keeping import Keeping, Old, remove_after_commit
from nasij.work.progress import Progress, silent

# --- rows -----------------------------------------------------------------------------------------


def _held(firm: Firm) -> list[Entry]:
    rows = firm.imported_rows.select_related("run").order_by("-run__started_at", "line", "id")
    return [
        Entry(
            formats.day_for_reader(row.run.started_at),
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


# --- files that name a firm -----------------------------------------------------------------------


class _Search:
    """For the imports whose kept files name a firm, wherever in them: rows of a firm are brought
    in other regions too, and refused there."""

    def __init__(self, group: Sequence[Firm]) -> None:
        self._group, self._sought = group, Sought.of(group)
        self._looked_at: set[int] = set()
        self._found: list[ImportRun] = []

    def look(self, progress: Progress = silent) -> None:
        """Until no file is left that nobody looked at: some are brought meanwhile."""
        while runs := self._left():
            for done, run in enumerate(runs):
                progress(done, len(runs), "")
                self._looked_at.add(run.pk)
                if self._holds(run):
                    self._found.append(run)

    def _left(self) -> list[ImportRun]:
        runs = ImportRun.objects.defer("preview").order_by("pk").iterator()
        return [run for run in runs if run.pk not in self._looked_at and _kept(run)]

    def _holds(self, run: ImportRun) -> bool:
        if run.imported_rows.filter(firm__in=self._group).exists():
            return True
        return any(_names(path, run, self._sought) for path in _kept(run))

    def close(self, at: datetime) -> list[Path]:
        """Their imports are no longer to be applied, and have no more rejected rows."""
        self.look()  # those that were brought in the moment since
        return sorted({path for run in self._found for path in _close(run, at)})


def _kept(run: ImportRun) -> list[Path]:
    return [path for path in files_of(run) if path.exists()]


def _names(path: Path, run: ImportRun, sought: Sought) -> bool:
    try:
        return names_any(path, run.file_name, run.columns_said, sought)
    except FileUnreadable as refusal:
        if refusal.may_pass and not _is_of_no_use(run, refusal):
            raise _unread(run, refusal) from refusal
        return refusal.reason != "missing"  # nobody can use it, nor tell whom it names


def _is_of_no_use(run: ImportRun, refusal: FileUnreadable) -> bool:
    """It was never checked, or stopped, and would stop again: it must not keep every firm."""
    return refusal.reason != "busy" and (run.state == ImportState.CHECKING or run.has_stopped)


def _unread(run: ImportRun, refusal: FileUnreadable) -> KeptFileUnread:
    told = lazy(getattr, str)
    return KeptFileUnread(
        why=told(refusal, "problem"),
        day=formats.day_short(timezone.localdate(run.started_at)),
        region=told(run.region, "name") if run.region else gettext_lazy("All regions"),
        person=str(run.started_by or "–"),
        address=lazy(_address, str)(run.pk),
    )


def _address(pk: int) -> str:
    return f"{settings.SITE_URL}{reverse('intake:run', args=[pk])}"


def _close(run: ImportRun, at: datetime) -> list[Path]:
    lock_run(run)
    if run.may_be_at_work:
        raise ImportAtWork
    files = files_of(run)
    if run.state not in SETTLED:
        give_up(run, at)
    run.rejects_path = ""
    run.save(update_fields=["rejects_path"])
    return files


def _files_holding(group: Sequence[Firm], progress: Progress) -> Close:
    search = _Search(group)
    search.look(progress)
    return search.close


BROUGHT = KeptFiles(_files_holding)


# --- files kept long enough -----------------------------------------------------------------------


def _old_files(limit: date, today: date) -> Iterator[Old]:
    """Of one that nobody confirmed, or that stopped on its way, the end is its beginning."""
    runs = ImportRun.objects.annotate(kept_since=Coalesce("finished_at", "started_at"))
    old = runs.filter(kept_since__date__lte=limit).select_related("region", "job")
    for run in old.order_by("kept_since", "id"):
        if run.preview or _kept(run):
            label, region = f"{run.file_name} (#{run.pk})", run.region.code if run.region else ""
            yield Old(run, label, timezone.localdate(run.kept_since), run, region)


def _let_go(run: ImportRun) -> None:
    remove_after_commit(files_of(run))
    if run.state not in SETTLED:
        give_up(run, timezone.now())
    run.rejects_path, run.preview = "", {}
    run.save(update_fields=["rejects_path", "preview"])
    run.problems.update(value="", details={})


FILES = Keeping("files", _old_files, _let_go)
