"""What the page of a file of firms shows: its balance, what was refused, exporters by year."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nasij.datasets.analysis import SECRECY
from nasij.datasets.enums import FIRM_KINDS, DatasetKind
from nasij.datasets.firm_files.problems import COLUMN
from nasij.datasets.models import Snapshot
from nasij.datasets.queries import ExporterCounts, exporter_counts
from nasij.files.lines import place_of
from nasij.files.problems import RowProblem, reason, remedy
from nasij.reference.models import Definition
from nasij.reference.queries import regions
from nasij.sentences import apart
from nasij.ui import formats
from nasij.ui.parts import Cell, Column, Fact, Table


@dataclass(frozen=True, slots=True)
class FirmFilePage:
    """What the page of a data set says beside the rest; nothing where no firms are named."""

    balance: list[Fact] = field(default_factory=list)
    problems: Table | None = None
    counted: list[dict[str, Any]] = field(default_factory=list)
    counted_in: str = ""


def firm_file_page(snapshot: Snapshot) -> FirmFilePage:
    if snapshot.kind not in FIRM_KINDS or "kept" not in snapshot.record:
        return FirmFilePage()
    counted = exporter_counts() if snapshot.kind == DatasetKind.CUSTOMS else []
    return FirmFilePage(
        balance=_balance(snapshot),
        problems=_problems(snapshot),
        counted=[_section(counts) for counts in counted],
        counted_in=formats.row(counted[0].files, formats.language()) if counted else "",
    )


def _balance(snapshot: Snapshot) -> list[Fact]:
    record, language = snapshot.record, formats.language()
    facts = [
        Fact(_("Rows read"), record["rows"]),
        Fact(_("Kept"), record["kept"]),
        Fact(_("Rows refused"), record["rejected"]),
        Fact(_("Firms"), record["firms"]),
    ]
    if record["currency"]:
        total = formats.money_short(record["value_kept"], language, record["currency"])
        facts.append(Fact(_("Value kept"), total))
        facts.append(Fact(_("Value refused"), _value_refused(record)))
    return facts


def _value_refused(record: dict[str, Any]) -> str:
    """What the refused rows add up to, and how many of them have no amount that can be read."""
    lost, unread = record["value_refused"], record["unvalued"]
    told = ngettext(
        "%(count)s row without an amount that can be read",
        "%(count)s rows without an amount that can be read",
        unread,
    ) % {"count": formats.number(unread, formats.language())}
    if not unread or lost:
        value = formats.money_short(lost, formats.language(), record["currency"])
        return f"{value} · {told}" if unread else value
    return told


def _problems(snapshot: Snapshot) -> Table | None:
    problems: dict[str, int] = snapshot.record["problems"]
    if not problems:
        return None
    examples, headings = snapshot.record["examples"], snapshot.record["headings"]
    sheets = snapshot.record.get("sheets", [])
    rows = []
    for code, count in sorted(problems.items(), key=lambda entry: (-entry[1], entry[0])):
        shown = examples.get(code, [])
        column = COLUMN.get(RowProblem(code), "")
        value = shown[0]["value"] if shown else ""
        first = " · ".join(_example(example, sheets) for example in shown)
        rows.append(
            [headings.get(column, column), reason(code, value), remedy(code), count, Cell(first)]
        )
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


def _example(shown: dict[str, Any], sheets: list[str]) -> str:
    """The place of a row, and its cell as it is written."""
    place = place_of(shown["row"], sheets)
    return f"{place} ({apart(shown['value'])})" if shown["value"] else place


def _section(counts: ExporterCounts) -> dict[str, Any]:
    definition = Definition.objects.filter(pk=counts.definition).first()
    return {
        "title": definition.name if definition else counts.definition,
        "url": reverse("reference:definition", args=[counts.definition]),
        "nation": _nation_table(counts),
        "region": _region_table(counts),
        "survival": _survival(counts),
    }


def _nation_table(counts: ExporterCounts) -> Table:
    language = formats.language()
    return Table(
        caption=_("Exporters by year"),
        columns=[
            Column(_("Year")),
            Column(_("Exporters"), "number"),
            Column(_("Entries"), "number"),
            Column(_("Exits"), "number"),
            Column(_("Returns among entries"), "number"),
            Column(_("Still there after one year"), "number"),
            Column(_("After three years"), "number"),
            Column(_("Exports"), "number"),
        ],
        rows=[
            [
                str(row["year"]),
                row["exporters"],
                row["entrants"],
                row["exiters"],
                row["re_entrants"],
                formats.percent(row["survival_1"], language, 0),
                formats.percent(row["survival_3"], language, 0),
                formats.money_short(row["value"], language, counts.currency),
            ]
            for row in sorted(counts.nation, key=lambda row: row["year"])
        ],
        note=f"{_flows_line()} {_secrecy_line()}",
    )


def _flows_line() -> str:
    return _(
        "An entry exports in the year and not in the one before; an exit the reverse. Of the first "
        "year no entries are known."
    )


def _secrecy_line() -> str:
    return ngettext(
        "A year or a region with fewer than %(least)s exporter, or with one that holds over "
        "%(share)s of the value, is not shown; of one that is shown, entries and exits are told "
        "however few they are.",
        "A year or a region with fewer than %(least)s exporters, or with one that holds over "
        "%(share)s of the value, is not shown; of one that is shown, entries and exits are told "
        "however few they are.",
        SECRECY.minimum_firms,
    ) % {
        "least": SECRECY.minimum_firms,
        "share": formats.percent(SECRECY.largest_share, formats.language(), 0),
    }


def _region_table(counts: ExporterCounts) -> Table | None:
    """Exporters of each year by region; the newest year with its entries and exits."""
    if not counts.region:
        return None
    years = sorted({row["year"] for row in counts.region})
    shown = years[-5:]
    cells = {(row["region"], row["year"]): row for row in counts.region}
    names = {region.code: region.name for region in regions()}
    order = [code for code in names if any(code == row["region"] for row in counts.region)]
    if any(row["region"] == "" for row in counts.region):
        order.append("")
    last = years[-1]
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
                *(cells.get((code, year), {}).get("exporters") for year in shown),
                cells.get((code, last), {}).get("entrants"),
                cells.get((code, last), {}).get("exiters"),
            ]
            for code in order
        ],
        note=_(
            "A firm counts where its file places it: its seat, not always where it produces. Where "
            "one region alone were hidden, the smallest other one is hidden with it: its figure "
            "could be found from the total."
        ),
    )


def _survival(counts: ExporterCounts) -> str:
    """One sentence on how long those who begin stay."""
    one = next((row for row in counts.survival if row["age"] == 1), None)
    three = next((row for row in counts.survival if row["age"] == 3), None)
    if one is None or three is None or one["survival"] is None or three["survival"] is None:
        return ""
    language = formats.language()
    return _(
        "Of those who begin, %(one)s still export after one year and %(three)s after three."
    ) % {
        "one": formats.percent(one["survival"], language, 0),
        "three": formats.percent(three["survival"], language, 0),
    }
