"""The tables of this room, for the page and for documents."""

from __future__ import annotations

from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _

from nasij.reference.words import period, source_line
from nasij.targets import queries
from nasij.targets.published import Count, StockAndFlow
from nasij.targets.queries import Contributions
from nasij.targets.recovery import BASE_YEAR, Recovery, RecoveryYear
from nasij.targets.solver import Asked, Solution, as_fields
from nasij.targets.words import numbers
from nasij.targets.words.numbers import BILLION
from nasij.ui import formats
from nasij.ui.parts import Cell, Column, Table
from nasij.ui.ways import address_of


def region_table(flow: StockAndFlow) -> Table:
    """Exits by region are not published: the column is not there rather than guessed."""
    return Table(
        caption=_("New exporters by region, %(years)s") % {"years": period(flow.regions[0].figure)},
        columns=[
            Column(_("Region")),
            Column(_("New exporters"), kind="number"),
            Column(_("A year"), kind="number"),
            Column(_("Share"), kind="number"),
        ],
        rows=[
            [
                Cell(row.region.name, url=address_of("region", row.region.code)),
                numbers.count(row.entries),
                numbers.amount(row.per_year),
                numbers.share(row.share),
            ]
            for row in flow.regions
        ],
        foot=[
            _("All regions"),
            numbers.count(flow.entries),
            numbers.amount(flow.flows.entries_per_year),
            numbers.share(1.0),
        ],
        note=_("Exits and stocks by region are not published: no net is computed by region."),
    )


def growth_table(counts: list[Count]) -> Table | None:
    """Growth inside one definition only; a count without rule or series has none."""
    rows: list[list[object]] = []
    for count in counts:
        growth = count.growth
        rows.append(
            [
                Cell(
                    count.definition.name,
                    url=reverse("reference:definition", args=[count.definition.pk]),
                ),
                numbers.published(count.figures),
                numbers.share(growth, 2)
                if growth is not None
                else Cell(
                    _("not computable"),
                    hint=_("the source does not say what it counts")
                    if not count.definition.params.get("specified", True)
                    else _("a single count is published"),
                ),
                numbers.sources(count.figures),
            ]
        )
    if not rows:
        return None
    return Table(
        caption=_("Published counts and growth, definition by definition"),
        columns=[
            Column(_("Definition")),
            Column(_("Published counts")),
            Column(_("Growth a year"), kind="number"),
            Column(_("Source")),
        ],
        rows=rows,
    )


def permalink(asked: Asked) -> str:
    """The address that gives this answer."""
    query = "&".join(f"{name}={value}" for name, value in as_fields(asked).items())
    return f"{reverse('targets:target')}?{query}#solver"


def rates_table(solution: Solution) -> Table:
    asked = solution.asked
    return Table(
        caption=_("Gross entries needed each year to reach %(target)s in %(year)s")
        % {"target": numbers.count(asked.target), "year": asked.target_year},
        columns=[
            Column(_("Exit rate, a year"), kind="number"),
            Column(_("Survival, a year"), kind="number"),
            Column(_("New exporters needed a year"), kind="number"),
        ],
        rows=[
            [
                Cell(
                    numbers.rate(row.exit_rate),
                    url=permalink(replace(asked, exit_rate=row.exit_rate)),
                    hint=_("deduced from the published counts")
                    if row.exit_rate == asked.exit_rate
                    else "",
                ),
                numbers.rate(row.survival),
                numbers.count(row.entries),
            ]
            for row in solution.by_rate
        ],
        note=_(
            "From %(stock)s in %(start)s; entries equal each year, one exit rate on last year’s "
            "stock."
        )
        % {"stock": numbers.count(asked.stock), "start": asked.year},
    )


def tiers_table() -> Table | None:
    names = queries.tier_names()
    rows = [
        [
            figure.definition.name,
            period(figure),
            tier_name(figure.breakdown, names),
            numbers.share(float(figure.value) / 100),
            source_line(figure.source),
        ]
        for figure in queries.tiers()
    ]
    if not rows:
        return None
    return Table(
        caption=_("What kind of exporters are counted"),
        columns=[
            Column(_("Figure")),
            Column(_("Period"), kind="code"),
            Column(_("Of whom")),
            Column(_("Value"), kind="number"),
            Column(_("Source")),
        ],
        rows=rows,
        note=_(
            "A target counted in firms can be met on paper with parcels: read the count with its "
            "tiers."
        ),
    )


def tier_name(breakdown: str, tiers: dict[str, str]) -> str:
    """What a figure's breakdown says, in words; an unknown one stays as it is written."""
    known = {
        "group=active size=very_small_and_small": _("active exporters, very small and small"),
        "group=active size=large": _("active exporters, large"),
        "group=first_2_percent_of_firms": _("the first 2% of firms"),
        "": _("all exporters"),
    }
    return known.get(breakdown) or tiers.get(breakdown.removeprefix("size="), breakdown)


def recovery_table(found: Recovery) -> Table:
    return Table(
        caption=_("Exports of goods, year by year"),
        columns=[
            Column(_("Year"), kind="code"),
            Column(_("Billion, current prices"), kind="number"),
            Column(_("On %(year)s = 100") % {"year": BASE_YEAR}, kind="number"),
            Column(_("On trend = 100"), kind="number"),
            Column(_("Status and source")),
        ],
        rows=[
            [
                str(row.year),
                numbers.amount(row.index.value / BILLION),
                numbers.amount(row.index.on_base),
                numbers.amount(row.index.on_trend),
                _status(row),
            ]
            for row in found.rows
        ],
    )


def _status(row: RecoveryYear) -> str:
    """Definitive or not, by whom, and what else was published for the year."""
    language = formats.language()
    figure = row.figure
    said = [formats.row((figure.get_status_display(), source_line(figure.source)), language)]
    said += [
        _("also %(value)s (%(status)s, %(source)s)")
        % {
            "value": numbers.amount(float(other.value) / BILLION),
            "status": other.get_status_display(),
            "source": source_line(other.source),
        }
        for other in row.others
    ]
    return formats.clauses(said, language)


def others_table() -> Table | None:
    rows = [
        [
            target.name,
            f"{target.start_year}–{target.year}" if target.start_year else str(target.year),
            getattr(target, f"note_{formats.language()}", "") or target.note_fr,
            source_line(target.source),
        ]
        for target in queries.other_targets()
    ]
    if not rows:
        return None
    return Table(
        caption=_("Other published targets"),
        columns=[Column(_("Target")), Column(_("Period"), kind="code"), Column(_("Note")),
                 Column(_("Source"))],
        rows=rows,
        note=_("None of them is added to another: they do not count the same thing."),
    )  # fmt: skip


def actions_table(found: Contributions) -> Table | None:
    if not found.listed:
        return None
    return Table(
        caption=_("Expected results of signed actions"),
        columns=[
            Column(_("Action")),
            Column(_("Owner")),
            Column(_("Due"), kind="date"),
            Column(_("Expected result")),
            Column(_("State")),
        ],
        rows=[
            [
                Cell(action.title, url=reverse("plans:detail", args=[action.pk])),
                action.owner_name,
                action.due_on,
                action.expected_result,
                action.get_state_display(),
            ]
            for action in found.listed
        ],
    )
