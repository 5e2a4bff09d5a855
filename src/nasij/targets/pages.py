"""All that the target page shows, prepared: the template only places it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from nasij.accounts.permissions import Person
from nasij.reference.words import figure_part, value_and_unit
from nasij.targets import charts, queries, tables
from nasij.targets.models import Target
from nasij.targets.published import Count, StockAndFlow
from nasij.targets.queries import ProjectionRead
from nasij.targets.recovery import Recovery
from nasij.targets.recovery import recovery as recovered
from nasij.targets.solver import Asked, Solution, solve, starting_point
from nasij.targets.words import back_tests, numbers, sentences
from nasij.ui import formats, parts
from nasij.ui.charts import Chart
from nasij.ui.parts import Fact, Table


@dataclass(frozen=True, slots=True)
class ProjectionPart:
    read: ProjectionRead
    chart: Chart
    regions: Chart | None
    facts: list[Fact]
    assumptions: list[str]
    back_test: str
    record: str
    changes: list[str]

    @property
    def anchor(self) -> str:
        return f"projection-{self.read.definition.pk}"

    @property
    def png_url(self) -> str:
        return reverse("targets:chart", args=[self.anchor, "png"])

    @property
    def csv_url(self) -> str:
        return reverse("targets:chart", args=[self.anchor, "csv"])


@dataclass(frozen=True, slots=True)
class FlowPart:
    read: StockAndFlow
    net_sentence: str
    note: str
    chart: Chart
    entries_chart: Chart
    entries_map: Chart | None
    region_table: Table


@dataclass(frozen=True, slots=True)
class RatesPart:
    table: Table
    point_sentence: str


@dataclass(frozen=True, slots=True)
class SolutionPart:
    figures: list[parts.Figure]
    sentences: list[str]
    iso_chart: Chart
    permalink: str


@dataclass(frozen=True, slots=True)
class RecoveryPart:
    read: Recovery
    chart: Chart
    table: Table
    choice: str


@dataclass(frozen=True, slots=True)
class TargetPage:
    target: Target
    note: str
    cards: list[parts.Figure]
    counts_chart: Chart | None
    growth_table: Table | None
    breaks: list[str]
    tiers_table: Table | None
    flow: FlowPart | None
    rates: RatesPart | None
    solution: SolutionPart | None
    projections: list[ProjectionPart]
    actions_sentence: str
    actions_table: Table | None
    owned_by_nobody: str
    recovery: RecoveryPart | None
    others_table: Table | None


def published_situation(target: Target) -> Asked | None:
    return starting_point(target, queries.stock_and_flow(queries.counts()))


def target_page(
    target: Target,
    user: Person,
    start: Asked | None,
    *,
    asked: Asked | None = None,
    is_refused: bool = False,
) -> TargetPage:
    counts = queries.counts()
    flow = queries.stock_and_flow(counts)
    base = solve(start) if start else None
    solution = solve(asked) if asked else None if is_refused else base
    signed = queries.contributions(user)
    recovery = recovered()
    return TargetPage(
        target=target,
        note=getattr(target, f"note_{formats.language()}", "") or target.note_fr,
        cards=[_card(count) for count in counts],
        counts_chart=charts.counts_chart(counts, target) if counts else None,
        growth_table=tables.growth_table(counts),
        breaks=[sentences.break_sentence(change) for change in queries.breaks(counts)],
        tiers_table=tables.tiers_table(),
        flow=_flow_part(flow) if flow else None,
        rates=RatesPart(tables.rates_table(base), sentences.point_sentence(base)) if base else None,
        solution=_solution_part(solution) if solution else None,
        projections=[_projection_part(read) for read in queries.projection_summary()],
        actions_sentence=sentences.actions_sentence(signed),
        actions_table=tables.actions_table(signed),
        owned_by_nobody=sentences.owned_by_nobody(base, signed) if base else "",
        recovery=_recovery_part(recovery) if recovery else None,
        others_table=tables.others_table(),
    )


def _card(count: Count) -> parts.Figure:
    """The latest count under a definition, a published range as a range."""
    last, values = count.latest, count.latest_values
    _value, unit = value_and_unit(Decimal(max(values)), last.unit)
    return figure_part(last, value=numbers.span(values), unit=unit, note="")


def _flow_part(flow: StockAndFlow) -> FlowPart:
    return FlowPart(
        read=flow,
        net_sentence=sentences.net_sentence(flow),
        note=sentences.flow_note(flow),
        chart=charts.flow_chart(flow),
        entries_chart=charts.entries_chart(flow),
        entries_map=charts.entries_map(flow),
        region_table=tables.region_table(flow),
    )


def _solution_part(solution: Solution) -> SolutionPart:
    state_entries = queries.yearly_entries_target()
    aimed = float(state_entries.value) if state_entries else None
    return SolutionPart(
        figures=solution_figures(solution),
        sentences=sentences.solution_sentences(solution, state_entries),
        iso_chart=charts.iso_chart(solution, aimed, _("Closed form, this page")),
        permalink=tables.permalink(solution.asked),
    )


def solution_figures(solution: Solution) -> list[parts.Figure]:
    asked = solution.asked
    vintage = f"{asked.year}–{asked.target_year}"
    source = _("closed form, from the situation given")
    allowed, survival = solution.exit_rate_needed, solution.survival_needed
    return [
        parts.Figure(
            label=_("Exporters in %(year)s") % {"year": asked.target_year},
            value=numbers.count(asked.reached),
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
            value="" if survival is None else numbers.rate(survival),
            interval=""
            if allowed is None
            else _("exits of %(rate)s a year at most") % {"rate": numbers.rate(allowed)},
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


def _recovery_part(found: Recovery) -> RecoveryPart:
    return RecoveryPart(
        read=found,
        chart=charts.recovery_chart(found),
        table=tables.recovery_table(found),
        choice=sentences.recovery_choice(found),
    )


def _projection_part(read: ProjectionRead) -> ProjectionPart:
    return ProjectionPart(
        read=read,
        chart=charts.projection_chart(read),
        regions=charts.regions_chart(read) if read.regions else None,
        facts=sentences.path_facts(read),
        assumptions=sentences.assumptions(read),
        back_test=back_tests.back_test_sentence(read),
        record=sentences.record_sentence(read),
        changes=back_tests.changes_since(read),
    )
