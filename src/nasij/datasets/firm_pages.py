"""What the page of a file of firms shows: its balance, what was refused, exporters by year."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nasij.datasets import analysis
from nasij.datasets.comparing import breaks_told, regional_breaks_told
from nasij.datasets.enums import FIRM_KINDS, DatasetKind
from nasij.datasets.firm_files.notes import without_values
from nasij.datasets.firm_files.problems import column_of
from nasij.datasets.kept import Example, FirmRows, Found
from nasij.datasets.models import Snapshot
from nasij.datasets.queries import ExporterCounts, exporter_counts, firm_years, sentences
from nasij.datasets.remarks import of_now
from nasij.files.lines import place_of
from nasij.files.problems import reason, remedy
from nasij.reference.models import Definition
from nasij.reference.queries import regions
from nasij.sentences import apart
from nasij.ui import formats
from nasij.ui.parts import Cell, Column, Fact, Table


@dataclass(frozen=True, slots=True)
class CountedPart:
    """Exporters as one definition counts them."""

    title: str
    url: str
    nation: Table
    region: Table | None
    survival: str


@dataclass(frozen=True, slots=True)
class FirmFilePage:
    """What the page of a data set says beside the rest; nothing where no firms are named."""

    balance: list[Fact] = field(default_factory=list)
    problems: Table | None = None
    counted: list[CountedPart] = field(default_factory=list)
    counted_in: str = ""
    untold: str = ""


def firm_file_page(snapshot: Snapshot) -> FirmFilePage:
    found = snapshot.found
    if snapshot.kind not in FIRM_KINDS or found.firm_rows is None:
        return FirmFilePage()
    is_customs = snapshot.kind == DatasetKind.CUSTOMS
    balance, problems = _rows(found.firm_rows), _problems(found.firm_rows)
    if is_customs and not firm_years().is_whole(snapshot):
        return FirmFilePage(balance, problems, untold=_untold())
    counted = exporter_counts() if is_customs else []
    return FirmFilePage(
        balance=[*balance, *_totals(found, found.firm_rows, counted)],
        problems=problems,
        counted=[_section(counts) for counts in counted],
        counted_in=formats.row(counted[0].files, formats.language()) if counted else "",
    )


def _untold() -> str:
    return _(
        "The number of firms, the values and the exporters by year are shown only for a file in "
        "use of which every year is read: two editions may differ by a single firm."
    )


def remarks_on(snapshots: Collection[Snapshot]) -> dict[Snapshot, list[str]]:
    """Those on each, without the values that its page does not show."""
    without = _without_values(
        [snapshot for snapshot in snapshots if snapshot.kind == DatasetKind.CUSTOMS]
    )
    return {
        snapshot: sentences(without_values(notes) if snapshot in without else notes)
        for snapshot in snapshots
        for notes in [of_now(snapshot.found.notes, is_used=snapshot.is_current)]
    }


def _without_values(files: Collection[Snapshot]) -> set[Snapshot]:
    if not files:
        return set()
    years, counted = firm_years(), exporter_counts()
    return {
        snapshot
        for snapshot in files
        if (rows := snapshot.found.firm_rows)
        and (not years.is_whole(snapshot) or _withheld(snapshot.found, rows, counted))
    }


def _withheld(found: Found, rows: FirmRows, counted: Sequence[ExporterCounts]) -> str:
    """In place of a sum which, less the years that are shown, would tell a hidden one. What was
    not counted may hide too."""
    hidden = {row.year for counts in counted for row in counts.nation if row.hidden}
    few = rows.firms < analysis.SECRECY.minimum_firms
    if found.currency and (few or not counted or not hidden.isdisjoint(found.years)):
        return _not_shown()
    return ""


def _not_shown() -> str:
    return _("Not shown: statistical secrecy")


def _rows(found: FirmRows) -> list[Fact]:
    return [
        Fact(_("Rows read"), found.rows),
        Fact(_("Kept"), found.kept),
        Fact(_("Rows refused"), found.rejected),
        Fact(_("Totals left out"), found.total_lines),
    ]


def _totals(file: Found, found: FirmRows, counted: Sequence[ExporterCounts]) -> list[Fact]:
    currency, withheld = file.currency, _withheld(file, found, counted)
    facts = [Fact(_("Firms"), withheld or found.firms)]
    if currency:
        total = formats.money_short(found.value_kept, formats.language(), currency)
        facts.append(Fact(_("Value kept"), withheld or total))
        facts.append(Fact(_("Value refused"), _value_refused(found, currency, withheld)))
    return facts


def _value_refused(found: FirmRows, currency: str, withheld: str) -> str:
    """What the refused rows add up to, and how many have no amount that can be added."""
    lost, unread, elsewhere = found.value_refused, found.unvalued, found.of_other_unit
    told = []
    if unread:
        text = ngettext(
            "%(count)s row without an amount that can be added up",
            "%(count)s rows without an amount that can be added up",
            unread,
        )
        told.append(text % {"count": formats.number(unread, formats.language())})
    if elsewhere:
        text = ngettext(
            "%(count)s row with an amount in another currency or unit, not added",
            "%(count)s rows with an amount in another currency or unit, not added",
            elsewhere,
        )
        told.append(text % {"count": formats.number(elsewhere, formats.language())})
    if lost or not told:
        value = withheld if lost else ""
        if lost and found.refused_of_few:
            value = _not_shown()
        told.insert(0, value or formats.money_short(lost, formats.language(), currency))
    return " · ".join(told)


def _problems(found: FirmRows) -> Table | None:
    if not found.problems:
        return None
    rows = []
    for code, count in sorted(found.problems.items(), key=lambda entry: (-entry[1], entry[0])):
        shown = found.examples.get(code, ())
        column = column_of(code)
        heading = found.headings.get(column, column)
        value = shown[0].value if shown else ""
        first = " · ".join(_example(example, found.sheets) for example in shown)
        rows.append([heading, reason(code, value), remedy(code), count, Cell(first)])
    return Table(
        caption=_("Refused rows"),
        caption_hidden=True,
        note=_("A row with several faults stands under each of them."),
        columns=[
            Column(_("Column")),
            Column(_("Reason"), "sentence"),
            Column(_("What helps"), "sentence"),
            Column(_("Rows"), "number"),
            Column(_("For example rows")),
        ],
        rows=rows,
    )


def _example(shown: Example, sheets: Sequence[str]) -> str:
    """The place of a row, and its cell as it is written."""
    place = place_of(shown.row, sheets)
    return f"{place} ({apart(shown.value)})" if shown.value else place


def _section(counts: ExporterCounts) -> CountedPart:
    definition = Definition.objects.filter(pk=counts.definition).first()
    survival = _survival(counts)
    return CountedPart(
        title=definition.name if definition else counts.definition,
        url=reverse("reference:definition", args=[counts.definition]),
        nation=_nation_table(counts, survival),
        region=_region_table(counts),
        survival=survival,
    )


def _nation_table(counts: ExporterCounts, survival: str) -> Table:
    language = formats.language()
    return Table(
        caption=_("Exporters by year"),
        columns=[
            Column(_("Year")),
            Column(_("Exporters"), "number"),
            Column(_("Entries"), "number"),
            Column(_("Exits"), "number"),
            Column(_("Returns among entries"), "number"),
            Column(_("Entries: exporting one year later"), "number"),
            Column(_("Entries: exporting three years later, also after a pause"), "number"),
            Column(_("Exports"), "number"),
        ],
        rows=[
            [
                str(row.year),
                row.exporters,
                row.entrants,
                row.exiters,
                row.re_entrants,
                formats.percent(row.survival_1, language, 0),
                formats.percent(row.survival_3, language, 0),
                formats.money_short(row.value, language, counts.currency),
            ]
            for row in sorted(counts.nation, key=lambda row: row.year)
        ],
        note=" ".join([*sentences(breaks_told(counts)), *_flows_lines(survival), _secrecy_line()]),
    )


def _flows_lines(survival: str) -> list[str]:
    """The sentence on how long firms stay is set apart from the table, where there is one."""
    lines = [
        _(
            "An entry exports in the year and not in the one before; an exit the reverse. Of the "
            "first year no entries are known. Who exports three years later may have paused "
            "between."
        )
    ]
    if survival:
        lines.append(_("The sentence above counts only those who did not."))
    return lines


def _secrecy_line() -> str:
    return ngettext(
        "A year or a region with fewer than %(least)s exporter, or with one that holds over "
        "%(share)s of the value, is not shown, nor the entries and exits between it and the year "
        "beside; of those that are shown, entries and exits are told however few they are.",
        "A year or a region with fewer than %(least)s exporters, or with one that holds over "
        "%(share)s of the value, is not shown, nor the entries and exits between it and the year "
        "beside; of those that are shown, entries and exits are told however few they are.",
        analysis.SECRECY.minimum_firms,
    ) % {
        "least": analysis.SECRECY.minimum_firms,
        "share": formats.percent(analysis.SECRECY.largest_share, formats.language(), 0),
    }


def _region_table(counts: ExporterCounts) -> Table | None:
    """Exporters of each year by region; the newest year with its entries and exits."""
    if not counts.region:
        return None
    years = sorted({row.year for row in counts.region})
    shown = years[-5:]
    names = {region.code: region.name for region in regions()}
    met = {row.region for row in counts.region}
    order = [code for code in (*names, "") if code in met]
    last = years[-1]
    exporters = {(row.region, row.year): row.exporters for row in counts.region}
    flows = {row.region: (row.entrants, row.exiters) for row in counts.region if row.year == last}
    return Table(
        caption=_("Exporters by region"),
        columns=[
            Column(_("Region")),
            *(Column(str(year), "number") for year in shown),
            Column(_("Entries %(year)s") % {"year": last}, "number"),
            Column(_("Exits %(year)s") % {"year": last}, "number"),
        ],
        rows=[
            [
                names.get(code, _("No region said")),
                *(exporters.get((code, year)) for year in shown),
                *flows.get(code, (None, None)),
            ]
            for code in order
        ],
        note=" ".join([*sentences(regional_breaks_told(counts)), _regional_line()]),
    )


def _regional_line() -> str:
    return _(
        "A firm counts where its file places it: its seat, not always where it produces. The "
        "smallest regions, and the fewest entries and exits, hide with hidden ones where "
        "these, taken together from the total, would tell of too few firms; what hides under "
        "one definition hides under the other. Entries and exits of the lines do not add up "
        "to those of the nation: a firm that moves, or whose row lacks its place, leaves one "
        "line and enters another."
    )


def _survival(counts: ExporterCounts) -> str:
    """One sentence on how long those who begin stay; a pause ends it, unlike in the table."""
    survival = {row.age: row.survival for row in counts.survival}
    one, three = survival.get(1), survival.get(3)
    if one is None or three is None:
        return ""
    language = formats.language()
    told = _(
        "Of those who begin, or begin again, %(one)s export without interruption until one year "
        "later and %(three)s until three years later."
    ) % {
        "one": formats.percent(one, language, 0),
        "three": formats.percent(three, language, 0),
    }
    if not counts.breaks:
        return told
    first, last = counts.survival_of
    years = _("Counted in the years %(first)s to %(last)s alone.")
    return f"{told} {years % {'first': first, 'last': last}}"
