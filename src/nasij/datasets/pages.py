"""What the pages of this room show, ready for their templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from nasij.accounts.models import User
from nasij.audit.models import Event
from nasij.datasets import analysis
from nasij.datasets.enums import DatasetKind, DatasetUse
from nasij.datasets.firm_pages import FirmFilePage, firm_file_page, remarks_on
from nasij.datasets.kept import Found, UnknownCode
from nasij.datasets.kinds import KINDS
from nasij.datasets.models import Snapshot
from nasij.datasets.queries import KindOfData, readings_anew, source_said, uses_of
from nasij.reference.models import Country
from nasij.reference.queries import country
from nasij.reference.words import official_exports
from nasij.sentences import filled, side_by_side
from nasij.ui import formats
from nasij.ui.parts import Cell, Column, Fact, Figure, Table, Text
from nasij.work.models import Job
from nasij.work.queries import jobs_of_today


@dataclass(frozen=True, slots=True)
class Used:
    """A data set that figures are computed from."""

    snapshot: Snapshot
    facts: list[Fact]
    notes: Sequence[str]


@dataclass(frozen=True, slots=True)
class KindPart:
    kind: DatasetKind
    what_for: Text
    used: list[Used]
    others: Table | None


def list_page(kinds: list[KindOfData]) -> list[KindPart]:
    remarks = remarks_on([used for found in kinds for used in found.used])
    return [
        KindPart(
            kind=found.kind,
            what_for=KINDS[found.kind].what_for,
            used=[Used(used, _short_facts(used), remarks[used]) for used in found.used],
            others=_others_table(found.others),
        )
        for found in kinds
    ]


def _short_facts(snapshot: Snapshot) -> list[Fact]:
    return [
        Fact(_("Publisher"), source_said(snapshot)),
        Fact(_("Edition"), snapshot.vintage),
        Fact(_("Years"), years_of(snapshot)),
        Fact(_("Rows"), snapshot.row_count),
        Fact(_("Loaded on"), timezone.localdate(snapshot.loaded_at)),
    ]


def years_of(snapshot: Snapshot) -> str:
    first, last = snapshot.year_from, snapshot.year_until
    if first is None:
        return ""
    return str(first) if first == last else f"{first}–{last}"


def _others_table(others: list[tuple[Snapshot, DatasetUse]]) -> Table | None:
    if not others:
        return None
    return Table(
        caption=_("Older and retired data sets"),
        caption_hidden=True,
        columns=[
            Column(_("Data set")),
            Column(_("State")),
            Column(_("Rows"), "number"),
            Column(_("Loaded on"), "date"),
        ],
        rows=[
            [
                Cell(str(snapshot), url=reverse("datasets:detail", args=[snapshot.pk])),
                use.label,
                snapshot.row_count,
                timezone.localdate(snapshot.loaded_at),
            ]
            for snapshot, use in others
        ],
    )


@dataclass(frozen=True, slots=True)
class SnapshotPage:
    use: DatasetUse
    notes_title: str
    notes: Sequence[str]
    facts: list[Fact]
    figures: list[Figure]
    totals: Table | None
    missing: Table | None
    unknown: Table | None
    firms: FirmFilePage


def detail_page(snapshot: Snapshot) -> SnapshotPage:
    found, use = snapshot.found, uses_of([snapshot])[snapshot]
    is_used = use == DatasetUse.IN_USE
    return SnapshotPage(
        use=use,
        notes_title=_("Remarks on the data") if is_used else _("Before you use it"),
        notes=[*_damage(snapshot), *remarks_on([snapshot])[snapshot]],
        facts=_provenance(snapshot),
        figures=_own_figures(snapshot),
        totals=_totals_table(found),
        missing=_countries_table(_("Missing markets"), found.missing_importers),
        unknown=_unknown_table(found.unknown_codes or {}),
        firms=firm_file_page(snapshot),
    )


def _damage(snapshot: Snapshot) -> list[str]:
    """A copy for training knows of files whose folder it does not hold: those are not damaged."""
    if not analysis.is_kept(snapshot.path) or not analysis.damaged_in(snapshot.path):
        return []
    return [_("The kept files are no longer as they were written: load the file again.")]


def _provenance(snapshot: Snapshot) -> list[Fact]:
    found = snapshot.found
    facts = [
        *_short_facts(snapshot),
        Fact(_("File"), snapshot.origin),
        Fact(_("Fingerprint (SHA-256)"), snapshot.sha256),
        Fact(_("Loaded by"), str(snapshot.loaded_by or _("The system"))),
        *(Fact(_("Read anew"), _read_anew_said(event)) for event in readings_anew(snapshot)),
    ]
    if snapshot.source is not None:
        facts.append(Fact(_("Source"), snapshot.source.title, snapshot.source.url))
        facts.append(Fact(_("Licence"), snapshot.source.licence))
    of_the_kind = [
        Fact(_("Exporting countries"), found.exporters),
        Fact(_("Markets"), found.importers),
        Fact(_("Products"), found.products),
        Fact(_("Countries"), found.countries),
        Fact(_("Regions"), found.regions),
        Fact(_("Sectors"), found.sectors),
        Fact(_("Flows of a country with itself, left out"), found.self_trade_rows),
        Fact(_("Flows of value zero"), found.zero_rows),
        Fact(_("Column of values"), found.value_column),
    ]
    return [*facts, *(fact for fact in of_the_kind if fact.value is not None)]


def _read_anew_said(event: Event) -> str:
    day = formats.day_short(timezone.localdate(event.at))
    if not event.actor_label:
        return filled(_("on %(day)s by the system"), {"day": day})
    return filled(_("on %(day)s by %(person)s"), {"day": day, "person": event.actor_label})


def _own_figures(snapshot: Snapshot) -> list[Figure]:
    """The country's own exports in the file, with the official figure of the year beside it."""
    rows = snapshot.found.own_exports
    if not rows:
        return []
    language = formats.language()
    newest = rows[-1]
    place = country()
    cards = [
        Figure(
            label=_("Exports of %(country)s in this file, %(year)s")
            % {"country": place.name, "year": newest.year},
            value=formats.money_short(newest.value_usd, language, "USD"),
            definition=_("Sum of the flows of the file to the markets it holds."),
            source=source_said(snapshot),
            vintage=snapshot.vintage,
            note=_("Markets: %(markets)s; products: %(products)s")
            % {
                "markets": newest.markets,
                "products": formats.number(newest.products, language),
            },
        )
    ]
    return [*cards, *official_exports(newest.year)]


def _totals_table(found: Found) -> Table | None:
    if not found.totals_usd:
        return None
    language = formats.language()
    own = {row.year: row for row in found.own_exports}
    return Table(
        caption=_("Totals by year"),
        caption_hidden=True,
        columns=[
            Column(_("Year")),
            Column(_("All flows"), "number"),
            Column(_("Own exports"), "number"),
            Column(_("Markets"), "number"),
            Column(_("Products"), "number"),
        ],
        rows=[
            [
                str(year),
                formats.money_short(total, language, "USD"),
                formats.money_short(own[year].value_usd if year in own else None, language, "USD"),
                own[year].markets if year in own else None,
                own[year].products if year in own else None,
            ]
            for year, total in sorted(found.totals_usd.items())
        ],
        note=_("Current US dollars."),
    )


def _countries_table(caption: str, codes: Sequence[str]) -> Table | None:
    if not codes:
        return None
    names = {country.code: country.name for country in Country.objects.filter(code__in=codes)}
    return Table(
        caption=caption,
        caption_hidden=True,
        columns=[Column(_("Code"), "code"), Column(_("Country"))],
        rows=[[code, names.get(code, code)] for code in codes],
        note=_("They export in this file, and their own imports are not in it."),
    )


def _unknown_table(unknown: Mapping[str, UnknownCode]) -> Table | None:
    if not unknown:
        return None
    language = formats.language()
    return Table(
        caption=_("Unknown country codes"),
        caption_hidden=True,
        columns=[
            Column(_("Code"), "code"),
            Column(_("Rows"), "number"),
            Column(_("Value"), "number"),
        ],
        rows=[
            [code, int(seen.rows), formats.money_short(seen.value_usd, language, "USD")]
            for code, seen in sorted(unknown.items())
        ],
        note=_("Kept in the flows under their own code, so that world totals stay whole."),
    )


@dataclass(frozen=True, slots=True)
class LoadPage:
    limit: int  # megabytes of a file that is brought by this page
    layouts: Table
    jobs: list[Job]


def load_page(user: User) -> LoadPage:
    return LoadPage(settings.NASIJ_UPLOAD_LIMIT_MB, _layouts_table(), jobs_of_today(user))


def _layouts_table() -> Table:
    return Table(
        caption=_("Columns each file needs"),
        columns=[Column(_("What the file holds")), Column(_("Columns")), Column(_("Unit"))],
        rows=[[kind.label, side_by_side(told.headings), told.unit] for kind, told in KINDS.items()],
    )
