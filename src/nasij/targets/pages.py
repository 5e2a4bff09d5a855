"""All that the target page shows, prepared: the template only places it."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from nasij.accounts.permissions import Person
from nasij.reference.words import figure_part
from nasij.targets import charts, queries, tables
from nasij.targets.models import Target
from nasij.targets.published import Count, StockAndFlow
from nasij.targets.queries import Contributions, ProjectionRead
from nasij.targets.recovery import Recovery
from nasij.targets.recovery import recovery as recovered
from nasij.targets.solver import Asked, Solution, solve, starting_point
from nasij.targets.words import numbers, sentences
from nasij.ui import formats, parts
from nasij.ui.charts import Chart
from nasij.ui.parts import Fact, Table


@dataclass(slots=True)
class ProjectionPart:
    read: ProjectionRead
    chart: Chart
    regions: Chart | None
    facts: list[Fact]
    assumptions: list[str]
    back_test: str
    record: str

    @property
    def anchor(self) -> str:
        return f"projection-{self.read.definition.pk}"

    @property
    def png_url(self) -> str:
        return reverse("targets:chart", args=[self.anchor, "png"])

    @property
    def csv_url(self) -> str:
        return reverse("targets:chart", args=[self.anchor, "csv"])


@dataclass(slots=True)
class TargetPage:
    target: Target
    counts: list[Count]
    cards: list[parts.Figure]
    counts_chart: Chart | None
    breaks: list[str]
    flow: StockAndFlow | None
    note: str = ""
    growth_table: Table | None = None
    net_sentence: str = ""
    flow_note: str = ""
    point_sentence: str = ""
    flow_chart: Chart | None = None
    entries_chart: Chart | None = None
    entries_map: Chart | None = None
    region_table: Table | None = None
    asked: Asked | None = None
    base: Solution | None = None
    rates_table: Table | None = None
    solution: Solution | None = None
    solution_figures: list[parts.Figure] = field(default_factory=list)
    solution_sentences: list[str] = field(default_factory=list)
    iso_chart: Chart | None = None
    permalink: str = ""
    state_entries: Target | None = None
    projections: list[ProjectionPart] = field(default_factory=list)
    tiers_table: Table | None = None
    contributions: Contributions | None = None
    actions_sentence: str = ""
    actions_table: Table | None = None
    owned_by_nobody: str = ""
    recovery: Recovery | None = None
    recovery_chart: Chart | None = None
    recovery_table: Table | None = None
    recovery_choice: str = ""
    others_table: Table | None = None


def target_page(
    target: Target, user: Person, *, asked: Asked | None = None, is_refused: bool = False
) -> TargetPage:
    counts = queries.counts()
    flow = queries.stock_and_flow(counts)
    page = TargetPage(
        target=target,
        counts=counts,
        cards=[_card(count) for count in counts],
        counts_chart=charts.counts_chart(counts, target) if counts else None,
        breaks=[sentences.break_sentence(change) for change in queries.breaks(counts)],
        flow=flow,
        note=getattr(target, f"note_{formats.language()}", "") or target.note_fr,
        growth_table=tables.growth_table(counts),
        state_entries=queries.yearly_entries_target(),
    )
    if flow is not None:
        _add_flow(page, flow)
    _add_solver(page, asked, is_refused)
    page.projections = [_projection_part(read) for read in queries.projection_summary()]
    page.tiers_table = tables.tiers_table()
    page.contributions = queries.contributions(user)
    page.actions_sentence = sentences.actions_sentence(page.contributions)
    page.actions_table = tables.actions_table(page.contributions)
    if page.base is not None:
        page.owned_by_nobody = sentences.owned_by_nobody(page.base, page.contributions)
    _add_recovery(page)
    page.others_table = tables.others_table()
    return page


def _card(count: Count) -> parts.Figure:
    """The latest count under a definition, a published range as a range."""
    return figure_part(
        count.latest, value=numbers.span(count.latest_values), unit=_("firms"), note=""
    )


def _add_flow(page: TargetPage, flow: StockAndFlow) -> None:
    page.net_sentence = sentences.net_sentence(flow)
    page.flow_note = sentences.flow_note(flow)
    page.flow_chart = charts.flow_chart(flow)
    page.entries_chart = charts.entries_chart(flow)
    page.entries_map = charts.entries_map(flow)
    page.region_table = tables.region_table(flow)


def _add_solver(page: TargetPage, asked: Asked | None, is_refused: bool) -> None:
    start = starting_point(page.target, page.flow)
    page.asked = start
    if start is not None:
        page.base = solve(start)
        page.rates_table = tables.rates_table(page.base)
        page.point_sentence = sentences.point_sentence(page.base)
    page.solution = solve(asked) if asked else None if is_refused else page.base
    if page.solution is not None:
        aimed = float(page.state_entries.value) if page.state_entries else None
        page.solution_figures = solution_figures(page.solution)
        page.solution_sentences = sentences.solution_sentences(page.solution, page.state_entries)
        page.iso_chart = charts.iso_chart(page.solution.asked, aimed, _("Closed form, this page"))
        page.permalink = tables.permalink(page.solution.asked)


def solution_figures(solution: Solution) -> list[parts.Figure]:
    asked = solution.asked
    vintage = f"{asked.year}–{asked.target_year}"
    source = _("closed form, from the situation given")
    allowed, survival = solution.exit_rate_needed, solution.survival_needed
    return [
        parts.Figure(
            label=_("Exporters in %(year)s") % {"year": asked.target_year},
            value=numbers.count(solution.reached),
            note=sentences.situation(asked.entries, asked.exit_rate),
            source=source,
            vintage=vintage,
        ),
        parts.Figure(
            label=_("Entries needed each year at this survival"),
            value=numbers.count(solution.entries_needed),
            source=source,
            vintage=vintage,
        ),
        parts.Figure(
            label=_("Survival needed at these entries"),
            value="" if survival is None else numbers.share(survival),
            interval=""
            if allowed is None
            else _("exits of %(rate)s a year at most") % {"rate": numbers.share(allowed)},
            reason=_("Even if no exporter ever stopped, these entries would not reach the target.")
            if survival is None
            else "",
            source=source,
            vintage=vintage,
        ),
        parts.Figure(
            label=_("Net growth needed a year"),
            value="" if solution.growth_needed is None else numbers.share(solution.growth_needed),
            reason=_("The first count is 0.") if solution.growth_needed is None else "",
            source=source,
            vintage=vintage,
        ),
    ]


def _add_recovery(page: TargetPage) -> None:
    found = recovered()
    page.recovery = found
    if found is None:
        return
    page.recovery_chart = charts.recovery_chart(found)
    page.recovery_table = tables.recovery_table(found)
    page.recovery_choice = sentences.recovery_choice(found)


def _projection_part(read: ProjectionRead) -> ProjectionPart:
    return ProjectionPart(
        read=read,
        chart=charts.projection_chart(read),
        regions=charts.regions_chart(read) if read.regions else None,
        facts=sentences.path_facts(read),
        assumptions=sentences.assumptions(read),
        back_test=sentences.back_test_sentence(read),
        record=sentences.record_sentence(read),
    )
