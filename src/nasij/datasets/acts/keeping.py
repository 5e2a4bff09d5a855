"""Recording a snapshot: once for each file, in one short transaction after the reading.

A loader asks where its load begins (`start_of`), and either what is kept of the very file is used
again, or it is read (`read_once`), into a folder that no record names (`free_folder`), and kept
(`keep`). A record names its folder: when it names another, at the commit, the former goes, so that
whoever stops a reading anywhere leaves the data set as it was. Each way answers with what was
`Loaded`.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from nasij.accounts.models import User
from nasij.audit.acts import record
from nasij.datasets import analysis
from nasij.datasets.acts.choosing import choose_snapshot, make_current
from nasij.datasets.enums import FIRM_KINDS, DatasetKind, DatasetVerb
from nasij.datasets.errors import SourceUnknown
from nasij.datasets.firm_files.asked import check_said
from nasij.datasets.firm_files.intake import DEAD_AFTER
from nasij.datasets.kept import Options
from nasij.datasets.models import Snapshot
from nasij.datasets.remarks import NOT_USED, READ_ANEW
from nasij.files.dates import years_said
from nasij.files.remarks import Note, note
from nasij.reference.models import Source
from nasij.work.progress import Progress, silent

_KNOWN = gettext_noop("This very file was loaded on %(day)s: nothing was read again.")
_READ_ANEW = gettext_noop(
    "This very file was loaded on %(day)s, with other options: it was read again with those given "
    "now."
)
_TOO_OLD = gettext_noop(
    "The edition that was given (%(edition)s) is older than rows of the file, which are of "
    "%(year)s: one of both errs. If it is the edition, load the file again with the right one."
)
_NOT_USED = gettext_noop(
    "This data set was not in use and stays so: only what was damaged of it was written again. To "
    "use it, load the file once more."
)


@dataclass(frozen=True, slots=True)
class Given:
    """What every loader is given: the file, and all that is said of it."""

    path: Path
    vintage: str = ""
    source_key: str = ""
    title: str = ""
    origin: str = ""  # the file's name, as shown
    by: User | None = None
    progress: Progress = silent
    options: Options = field(default_factory=Options)

    @property
    def shown_origin(self) -> str:
        return self.origin or self.path.name

    def source(self) -> Source | None:
        if not self.source_key:
            return None
        source = Source.objects.filter(key=self.source_key).first()
        if source is None:
            raise SourceUnknown(key=self.source_key)
        return source

    def or_else(self, earlier: Snapshot) -> Given:
        """What is not said now is as it was said when the very file was loaded before."""
        return replace(
            self,
            vintage=self.vintage or earlier.vintage,
            source_key=self.source_key or earlier.source_id or "",
            title=self.title or self._title_of(earlier),
            options=self.options.or_else(earlier.read_with),
        )

    def _title_of(self, earlier: Snapshot) -> str:
        """One that nobody gave follows the source."""
        is_given = earlier.title not in {earlier.publisher, earlier.origin}
        keeps_source = self.source_key in {"", earlier.source_id}
        return earlier.title if is_given or keeps_source else ""

    def repeats(self, earlier: Snapshot) -> bool:
        said = (self.vintage, self.source_key, self.title, self.options)
        source_key = earlier.source_id or ""
        return said == (earlier.vintage, source_key, earlier.title, earlier.read_with)


@dataclass(frozen=True, slots=True)
class Start:
    """Where a load begins: all that is said of the file, and the snapshot it is already."""

    sha256: str
    given: Given
    earlier: Snapshot | None = None
    is_known: bool = False  # nothing is to be read
    repairs: bool = False

    def notes(self, kept: Snapshot) -> list[Note]:
        """What is said at once to who loads a file again."""
        if self.earlier is None:
            return []
        day = f"{timezone.localdate(self.earlier.loaded_at):%Y-%m-%d}"
        if self.is_known:
            return [note("known_file", _KNOWN, day=day)]
        anew = [] if self.given.repeats(self.earlier) else [note(READ_ANEW, _READ_ANEW, day=day)]
        stays = self.repairs and not kept.is_current
        return [*anew, note(NOT_USED, _NOT_USED)] if stays else anew


@dataclass(frozen=True, slots=True)
class Loaded:
    """The answer to one load. Its `notes` are of this load alone: the record keeps its own."""

    snapshot: Snapshot
    is_known: bool = False  # the very file was kept already, and nothing was read
    notes: tuple[Note, ...] = ()

    @property
    def all_notes(self) -> tuple[Note, ...]:
        return (*self.notes, *self.snapshot.found.notes)


def start_of(kind: DatasetKind, given: Given) -> Start:
    """Whether the file is to be read, and with what: the snapshot it already is answers for it
    where nothing else is said of it.

    A retired file of firms is read again, since the names in it were dropped when it was retired.
    """
    check_said(given.options)
    sha256 = analysis.fingerprint(given.path)
    found = Snapshot.objects.select_related("source").filter(kind=kind, sha256=sha256)
    earlier = found.first()
    if earlier is None:
        return Start(sha256, given)
    given = given.or_else(earlier)
    if _is_broken(earlier):
        return Start(sha256, given, earlier, repairs=True)
    was_left = kind in FIRM_KINDS and not earlier.is_current
    if was_left or not given.repeats(earlier):
        return Start(sha256, given, earlier)
    return Start(sha256, given, earlier, is_known=True)


def _is_broken(snapshot: Snapshot) -> bool:
    if snapshot.found.is_damaged or not analysis.is_kept(snapshot.path):
        return True
    return bool(analysis.damaged_in(snapshot.path))


def read_once(start: Start, read: Callable[[Start], Loaded]) -> Loaded:
    """The snapshot that the file is already, or what is read of it."""
    return _use_again(start) if start.is_known else read(start)


def _use_again(start: Start) -> Loaded:
    """One that was retired is chosen again."""
    earlier = start.earlier
    assert earlier is not None
    if not earlier.is_current:
        choose_snapshot(snapshot=earlier, by=start.given.by)
    return Loaded(earlier, is_known=True, notes=tuple(start.notes(earlier)))


def free_folder(kind: DatasetKind, sha256: str) -> str:
    """Where a file is read to: beside what is in use of it. What was left there has no record."""
    name = f"snapshots/{kind.value}/{sha256[:8]}"
    named = set(Snapshot.objects.filter(folder__startswith=name).values_list("folder", flat=True))
    folder = next(free for free in (name, f"{name}-2", f"{name}-3") if free not in named)
    shutil.rmtree(settings.NASIJ_DATA / folder, ignore_errors=True)
    _clear_parts((settings.NASIJ_DATA / name).parent, sha256[:8])
    return folder


def _clear_parts(folder: Path, name: str) -> None:
    """What killed readings left half written: of this file at once, of others when nobody can be
    writing it any more. A folder under its old name may be the only whole one, and stays."""
    for left in folder.glob(".*.part"):
        is_own = left.name.startswith(f".{name}")
        is_dead = time.time() - left.stat().st_mtime > DEAD_AFTER
        if (is_own or is_dead) and not left.name.endswith(".old.part"):
            shutil.rmtree(left, ignore_errors=True)


def keep(snapshot: Snapshot, start: Start, *, in_use: bool = True) -> Loaded:
    """Record the snapshot; without its record the folder would be a stranger, so it goes too.

    One that is not to be `in_use` waits, beside the data in use, until somebody chooses it.
    """
    snapshot.options = asdict(start.given.options)
    snapshot.record["notes"] = [*_on_edition(snapshot), *snapshot.record["notes"]]
    try:
        _record_snapshot(snapshot, start, in_use=in_use)
    except BaseException:
        shutil.rmtree(snapshot.path, ignore_errors=True)
        raise
    return Loaded(snapshot, notes=tuple(start.notes(snapshot)))


def _on_edition(snapshot: Snapshot) -> list[Note]:
    """No edition holds rows of a year after it, but for forecasts."""
    edition, last = years_said(snapshot.vintage), snapshot.year_until
    told = {note["code"] for note in snapshot.record["notes"]}
    if snapshot.kind == DatasetKind.GROWTH or "year_of_edition" in told:
        return []
    if not edition or last is None or max(edition) >= last:
        return []
    return [note("edition_too_old", _TOO_OLD, edition=snapshot.vintage, year=last)]


@transaction.atomic
def _record_snapshot(snapshot: Snapshot, start: Start, *, in_use: bool) -> None:
    earlier = Snapshot.objects.filter(kind=snapshot.kind, sha256=snapshot.sha256).first()
    if earlier is not None:
        _take_place(snapshot, earlier)
        if earlier.folder != snapshot.folder:
            transaction.on_commit(partial(shutil.rmtree, earlier.path, ignore_errors=True))
    others = Snapshot.objects.filter(kind=snapshot.kind, is_current=True).exclude(pk=snapshot.pk)
    snapshot.is_current = in_use or not others.exists()
    if earlier is not None and start.repairs:
        snapshot.is_current = earlier.is_current
    snapshot.save()
    if snapshot.is_current:
        make_current(snapshot)
    after = _told(snapshot)
    before = _told(earlier) if earlier is not None else {}
    record(
        DatasetVerb.SNAPSHOT_READ_ANEW if earlier is not None else DatasetVerb.SNAPSHOT_LOADED,
        subject=snapshot,
        by=start.given.by,
        before={name: value for name, value in before.items() if value != after.get(name)},
        after=after,
    )


def _take_place(snapshot: Snapshot, earlier: Snapshot) -> None:
    """The file keeps its place among those loaded since, and who loaded it first."""
    snapshot.pk, snapshot.loaded_at = earlier.pk, earlier.loaded_at
    snapshot.loaded_by = earlier.loaded_by
    is_same = snapshot.read_with == earlier.read_with
    snapshot.options_changed_at = earlier.options_changed_at if is_same else timezone.now()


def _told(snapshot: Snapshot) -> dict[str, Any]:
    options = {name: value for name, value in snapshot.options.items() if value}
    return {
        "kind": snapshot.kind,
        "title": snapshot.title,
        "vintage": snapshot.vintage,
        "publisher": snapshot.publisher,
        "sha256": snapshot.sha256,
        "rows": snapshot.row_count,
        **options,
    }
