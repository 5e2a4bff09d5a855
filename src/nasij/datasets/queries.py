"""Reading the data sets."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

import polars as pl
from django.utils.translation import gettext

from nasij.audit.models import Event
from nasij.audit.queries import events_about
from nasij.datasets import analysis
from nasij.datasets.enums import FIRM_KINDS, DatasetKind, DatasetUse, DatasetVerb
from nasij.datasets.errors import said
from nasij.datasets.firm_files import codes
from nasij.datasets.kept import Break, Survival, YearOfExporters
from nasij.datasets.models import Snapshot
from nasij.files.remarks import Note, template_of, told
from nasij.reference.queries import regions


@dataclass(frozen=True, slots=True)
class KindOfData:
    """One kind with its data sets, the newest first."""

    kind: DatasetKind
    used: list[Snapshot]
    others: list[tuple[Snapshot, DatasetUse]]


def current_snapshots() -> dict[str, Snapshot]:
    found = Snapshot.objects.select_related("source").filter(is_current=True)
    return {snapshot.kind: snapshot for snapshot in found.order_by("loaded_at", "id")}


def snapshots_by_kind(kinds: Iterable[DatasetKind]) -> list[KindOfData]:
    """Every kind in its order, also those nothing was loaded of."""
    wanted = list(kinds)
    found = Snapshot.objects.select_related("source", "loaded_by").filter(kind__in=wanted)
    rows = list(found.order_by("-is_current", "-loaded_at", "-id"))
    uses = uses_of(rows)
    return [
        KindOfData(
            kind,
            [row for row, use in uses.items() if row.kind == kind and use == DatasetUse.IN_USE],
            [
                (row, use)
                for row, use in uses.items()
                if row.kind == kind and use != DatasetUse.IN_USE
            ],
        )
        for kind in wanted
    ]


def uses_of(snapshots: Collection[Snapshot]) -> dict[Snapshot, DatasetUse]:
    """Of the files of firms that nobody retired, one whose years newer files hold waits, and one
    of another currency than the newest."""
    kinds = {snapshot.kind for snapshot in snapshots if snapshot.kind in FIRM_KINDS}
    found = {kind: firm_years(kind) for kind in sorted(kinds)}
    return {snapshot: _use(snapshot, found.get(snapshot.kind)) for snapshot in snapshots}


def _use(snapshot: Snapshot, of_kind: FirmYears | None) -> DatasetUse:
    if not snapshot.is_current:
        return DatasetUse.RETIRED
    if of_kind is None or not snapshot.found.years or snapshot in of_kind.files:
        return DatasetUse.IN_USE
    in_another = snapshot in of_kind.left_out
    return DatasetUse.OTHER_CURRENCY if in_another else DatasetUse.REPLACED


def readings_anew(snapshot: Snapshot) -> list[Event]:
    """Each time that its file was read after the first, in the order of time."""
    found = events_about(snapshot).filter(verb=DatasetVerb.SNAPSHOT_READ_ANEW)
    return list(found.order_by("at", "id"))


def sentences(notes: Iterable[Note]) -> list[str]:
    """The remarks kept with a data set or a run, in the reader's language."""
    return [sentence(note) for note in notes]


def in_our_language(notes: Iterable[Note]) -> list[Note]:
    """The same for machines, whose records keep the text in English."""
    return [{**note, "text": sentence(note)} for note in notes]


def sentence(note: Note) -> str:
    values = note.get("values") or {}
    assert isinstance(values, dict)
    if note.get("code") == "absent_regions":
        values = {**values, "codes": _names_of_regions(values["codes"])}
    try:
        template = (
            template_of(note)
            if "plural" in note
            else str(note.get("template") or note.get("text", ""))
        )
        return said(template, told(values))
    except (KeyError, TypeError, ValueError):  # a remark written by an older version
        return gettext(str(note.get("text", "")))


def _names_of_regions(codes: list[str]) -> list[str]:
    names = {region.code: region.name for region in regions()}
    return [names.get(code, code) for code in codes]


def source_said(snapshot: Snapshot) -> str:
    """Who publishes a data set; who loads a file without saying so leaves it unsaid."""
    return snapshot.publisher or gettext("source not said")


def table_of(snapshot: Snapshot) -> pl.DataFrame:
    """The rows of a small data set (all kinds but trade flows)."""
    return analysis.kept_table(snapshot.path)


# --- files of firms ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FirmYears:
    """The files in use of one kind: for each year, the newest one that holds it."""

    snapshots: dict[int, Snapshot]  # by year
    currency: str
    left_out: tuple[Snapshot, ...] = ()  # of another currency than the newest

    @property
    def folders(self) -> analysis.Folders:
        return {year: snapshot.path for year, snapshot in self.snapshots.items()}

    @property
    def years(self) -> list[int]:
        return sorted(self.snapshots)

    @property
    def files(self) -> list[Snapshot]:
        return sorted(set(self.snapshots.values()), key=lambda snapshot: snapshot.pk)

    def is_whole(self, snapshot: Snapshot) -> bool:
        """Whether every year of the file is read in it, and in no newer one."""
        return all(self.snapshots.get(year) == snapshot for year in snapshot.found.years)

    @property
    def ends_on(self) -> date | None:
        """The last day that the files speak of: what they say is as old as that."""
        if not self.snapshots:
            return None
        year = self.years[-1]
        months = (self.snapshots[year].found.months or {}).get(year) or (12,)
        return date(year, months[-1], monthrange(year, months[-1])[1])


def firm_years(kind: str = DatasetKind.CUSTOMS) -> FirmYears:
    found = Snapshot.objects.select_related("source").filter(kind=kind, is_current=True)
    # A copy for training knows of files whose folder it does not hold.
    newest_last = [
        snapshot
        for snapshot in found.order_by("loaded_at", "id")
        if snapshot.found.years and analysis.is_kept(snapshot.path)
    ]
    currency = newest_last[-1].found.currency if newest_last else ""
    same = [snapshot for snapshot in newest_last if snapshot.found.currency == currency]
    by_year = {year: snapshot for snapshot in same for year in snapshot.found.years}
    return FirmYears(
        by_year, currency, tuple(snapshot for snapshot in newest_last if snapshot not in same)
    )


@dataclass(frozen=True, slots=True)
class ExporterCounts:
    """Exporters by year in the customs files in use, under one definition."""

    definition: str
    files: list[Snapshot]
    currency: str
    threshold: float
    nation: tuple[YearOfExporters, ...]
    region: tuple[YearOfExporters, ...]
    survival: tuple[Survival, ...]
    survival_of: tuple[int, ...]
    breaks: tuple[Break, ...]
    regional_breaks: tuple[Break, ...]
    unplaced: tuple[int, ...]


def exporter_counts() -> list[ExporterCounts]:
    """What was counted in the files in use, the lowest threshold first; none if files changed."""
    files = firm_years()
    keys = [snapshot.pk for snapshot in files.files]
    for snapshot in files.files:
        kept = snapshot.counts
        if kept is not None and list(kept.files) == keys:
            found = [
                ExporterCounts(
                    definition=key,
                    files=files.files,
                    currency=kept.currency,
                    threshold=counts.threshold,
                    nation=counts.nation,
                    region=counts.region,
                    survival=counts.survival,
                    survival_of=counts.survival_of,
                    breaks=kept.breaks,
                    regional_breaks=kept.regional_breaks,
                    unplaced=kept.unplaced,
                )
                for key, counts in kept.definitions.items()
            ]
            return sorted(found, key=lambda counts: (counts.threshold, counts.definition))
    return []


def years_of_file(snapshot: Snapshot) -> analysis.Folders:
    return dict.fromkeys(snapshot.found.years, snapshot.path)


def firm_sums(
    folders: analysis.Folders, by: Iterable[str], firms: Collection[str] | None = None
) -> pl.DataFrame:
    """Values by year and the columns named (firm, region, product, market)."""
    return analysis.firm_sums(folders, tuple(by), firms)


def firm_profiles(snapshot: Snapshot) -> pl.DataFrame:
    """One line a firm of the file: region, years, value, markets, products."""
    return analysis.firm_profiles(years_of_file(snapshot))


def named_firms(snapshot: Snapshot) -> pl.DataFrame | None:
    """Who the firms of a file are; None once the registry has taken it over."""
    return analysis.named_firms(snapshot.path)


def normal_identifier(kind: str, written: str) -> str:
    """An identifier in the form that files are compared in; empty where it is none."""
    return codes.identifier(kind, written).code
