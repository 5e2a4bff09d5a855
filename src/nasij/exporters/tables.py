"""Firms and imports as the records that the components of the pages are given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from nasij.exporters.enums import CellFate, FirmStatus, ImportState, RowFate
from nasij.exporters.intake.layout import KEYS, LABELS
from nasij.exporters.intake.problems import reason, remedy
from nasij.exporters.models import Firm, ImportProblem, ImportRun
from nasij.exporters.queries import Happening
from nasij.reference.models import Product
from nasij.ui import formats
from nasij.ui.parts import Cell, Column, Fact, Moment, Progress, Table

STATUS_TONES: dict[str, str] = {
    FirmStatus.EXISTING: "good",
    FirmStatus.PAST: "warn",
    FirmStatus.POTENTIAL: "info",
    FirmStatus.UNKNOWN: "neutral",
}
STATE_TONES: dict[str, str] = {
    ImportState.PREVIEWED: "info",
    ImportState.RUNNING: "info",
    ImportState.FINISHED: "good",
    ImportState.FAILED: "bad",
    ImportState.CANCELLED: "neutral",
}
FATE_TONES: dict[str, str] = {
    RowFate.CREATED: "good",
    RowFate.UPDATED: "info",
    RowFate.UNCHANGED: "neutral",
    RowFate.REJECTED: "bad",
}


def firms_table(firms: Iterable[Firm], *, with_region: bool) -> Table:
    region = [Column(_("Region"))] if with_region else []
    return Table(
        caption=_("Firms"),
        caption_hidden=True,
        columns=[
            Column(_("Name")),
            *region,
            Column(_("Commune")),
            Column(_("Products")),
            Column(_("Employees"), kind="number"),
            Column(_("Status")),
        ],
        rows=[
            [
                Cell(
                    firm.name, reverse("exporters:detail", args=[firm.pk]), hint=_other_name(firm)
                ),
                *([firm.region.name] if with_region else []),
                firm.commune.name if firm.commune else None,
                Cell(_first_products(list(firm.products.all())), hint=firm.activity),
                firm.employees,
                Cell(firm.get_status_display(), tone=STATUS_TONES[firm.status]),
            ]
            for firm in firms
        ],
    )


def _other_name(firm: Firm) -> str:
    return firm.name_ar if firm.name_ar != firm.name else ""


def _first_products(products: Sequence[Product]) -> str | None:
    """The first two by name, and how many more."""
    if not products:
        return None
    ordered = sorted(products, key=lambda product: product.code)
    names = ", ".join(product.name for product in ordered[:2])
    more = len(products) - 2
    if more < 1:
        return names
    return ngettext("%(names)s and %(more)s more", "%(names)s and %(more)s more", more) % {
        "names": names,
        "more": more,
    }


def firm_facts(firm: Firm) -> list[Fact]:
    """What is known of a firm; what is not known is not shown."""
    language = get_language() or "fr"
    founded = ""
    if firm.founded_on is not None:
        founded = (
            str(firm.founded_on.year)
            if firm.founded_year_only
            else formats.day(firm.founded_on, language)
        )
    known = [
        Fact(_("Arabic name"), _other_name(firm)),
        Fact(_("Trade names"), ", ".join(firm.trade_names.splitlines())),
        Fact(
            _("Legal form"), firm.get_legal_form_display() if firm.legal_form != "unknown" else ""
        ),
        Fact(_("Place"), _place(firm)),
        Fact(_("Activity"), firm.activity),
        Fact(_("Employees"), firm.employees),
        Fact(_("Founded on"), founded),
        Fact(_("Group"), str(firm.group) if firm.group else "", _group_url(firm)),
        Fact(_("ICE"), _ice(firm)),
        Fact(_("Trade register number (RC)"), " ".join(filter(None, (firm.rc, firm.rc_court)))),
        Fact(_("Tax identifier (IF)"), firm.tax_number),
        Fact(_("CNSS affiliation"), firm.cnss),
        Fact(_("Export code"), firm.export_code),
        Fact(_("E-mail"), firm.email),
        Fact(_("Phone"), firm.phone),
    ]
    return [fact for fact in known if fact.value not in ("", None)]


def _group_url(firm: Firm) -> str:
    return reverse("exporters:detail", args=[firm.group_id]) if firm.group_id else ""


def _place(firm: Firm) -> str:
    if firm.commune is None:
        return firm.region.name
    parent = firm.commune.parent
    names = [firm.commune.name, parent.name if parent and parent.pk != firm.region_id else ""]
    return formats.listing([*filter(None, names), firm.region.name], get_language() or "fr", "unit")


def _ice(firm: Firm) -> str:
    if not firm.ice_doubtful:
        return firm.ice
    return _("%(number)s (doubtful: check it with the firm)") % {"number": firm.ice}


def moments(life: Iterable[Happening]) -> list[Moment]:
    return [Moment(one.title, one.at, one.text, by=one.by) for one in life]


# --- imports ----------------------------------------------------------------------------------


def runs_table(runs: Iterable[ImportRun]) -> Table:
    return Table(
        caption=_("Files brought before"),
        columns=[
            Column(_("File")),
            Column(_("Brought on"), kind="date"),
            Column(_("Region")),
            Column(_("Rows"), kind="number"),
            Column(_("Rejected"), kind="number"),
            Column(_("State")),
        ],
        rows=[
            [
                Cell(run.file_name, reverse("exporters:import_run", args=[run.pk])),
                run.started_at,
                run.region.name if run.region else _("All regions"),
                run.rows_read,
                run.rejected if run.state == ImportState.FINISHED else None,
                Cell(run.get_state_display(), tone=STATE_TONES[run.state]),
            ]
            for run in runs
        ],
        empty=_("No file was brought yet."),
    )


def counts_facts(counts: dict[str, int]) -> list[Fact]:
    """The balance of a file: what was read is what became of it."""
    language = get_language() or "fr"
    labels = {
        "read": _("Rows read"),
        "created": _("New firms"),
        "updated": _("Changed"),
        "unchanged": _("Same as in the registry"),
        "rejected": _("Rejected"),
        "warnings": _("Warnings"),
    }
    return [
        Fact(label, formats.number(counts.get(key, 0), language)) for key, label in labels.items()
    ]


def run_counts(run: ImportRun) -> dict[str, int]:
    if run.state in {ImportState.PREVIEWED, ImportState.CANCELLED}:
        counts: dict[str, int] = run.preview.get("counts", {})
        return counts
    names = ("created", "updated", "unchanged", "rejected", "warnings")
    return {"read": run.rows_read, **{name: getattr(run, name) for name in names}}


def preview_table(run: ImportRun, rows: list[dict[str, Any]], caption: str) -> Table:
    """First rows of a file with the fate of each row and each cell."""
    columns = [key for key in KEYS if key in run.preview["columns"]]
    return Table(
        caption=caption,
        columns=[
            Column(_("Row"), kind="number"),
            Column(_("What happens")),
            *(Column(LABELS[key]) for key in columns),
        ],
        rows=[
            [
                row["line"],
                Cell(RowFate(row["fate"]).label, tone=FATE_TONES[row["fate"]]),
                *(_preview_cell(row, key) for key in columns),
            ]
            for row in rows
        ],
    )


def _preview_cell(row: dict[str, Any], key: str) -> Cell:
    cell = row["cells"][key]
    fate = CellFate(cell["fate"])
    if fate in {CellFate.ERROR, CellFate.WARNING}:
        said = [
            reason(problem["code"], problem["value"], problem["details"])
            for problem in row["problems"]
            if problem["column"] == key
        ]
        tone = "bad" if fate == CellFate.ERROR else "warn"
        return Cell(cell["value"] or _("empty"), tone=tone, hint=" ".join(said))
    if fate == CellFate.CHANGED:
        return Cell(cell["value"], hint=_("before: %(value)s") % {"value": cell["old"]})
    if fate == CellFate.NEW and row["fate"] == RowFate.UPDATED:
        return Cell(cell["value"], hint=CellFate.NEW.label)
    return Cell(cell["value"] or None)


def problems_table(problems: Iterable[ImportProblem], caption: str) -> Table:
    return Table(
        caption=caption,
        columns=[
            Column(_("Row"), kind="number"),
            Column(_("Column")),
            Column(_("Value")),
            Column(_("Reason")),
            Column(_("What helps")),
        ],
        rows=[
            [
                problem.line,
                str(LABELS.get(problem.column, problem.column)),
                problem.value or None,
                reason(problem.code, problem.value, problem.details),
                remedy(problem.code, problem.details),
            ]
            for problem in problems
        ],
    )


_JOB_STATES: dict[str, str] = {
    ImportState.PREVIEWED: "waiting",
    ImportState.RUNNING: "running",
    ImportState.FINISHED: "done",
    ImportState.FAILED: "failed",
    ImportState.CANCELLED: "cancelled",
}


def run_progress(run: ImportRun) -> Progress:
    language = get_language() or "fr"
    text = _("%(done)s of %(total)s rows") % {
        "done": formats.number(run.rows_done, language),
        "total": formats.number(run.rows_read, language),
    }
    return Progress(
        label=run.file_name,
        done=run.rows_done,
        total=run.rows_read,
        text=text,
        state=_JOB_STATES[run.state],
        url=reverse("exporters:import_state", args=[run.pk]),
    )
