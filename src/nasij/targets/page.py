"""All that the target page shows, prepared: the template only places it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nasij.accounts.permissions import Person
from nasij.targets import charts, queries, words
from nasij.targets.forms import SolverForm
from nasij.targets.models import Target
from nasij.targets.published import Count, DefinitionBreak, StockAndFlow
from nasij.targets.queries import Contributions, ProjectionRead
from nasij.targets.recovery import BASE_YEAR, Recovery
from nasij.targets.recovery import recovery as recovered
from nasij.targets.solver import DEFAULT_EXIT_RATE, Asked, Solution, solve
from nasij.ui import formats, parts
from nasij.ui.charts import Chart
from nasij.ui.parts import Cell, Column, Fact, Table


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
    form: SolverForm = field(default_factory=SolverForm)
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


def target_page(target: Target, given: Mapping[str, str], user: Person) -> TargetPage:
    counts = queries.counts()
    flow = queries.stock_and_flow()
    page = TargetPage(
        target=target,
        counts=counts,
        counts_chart=charts.counts_chart(counts, target) if counts else None,
        breaks=[break_sentence(one) for one in queries.breaks()],
        flow=flow,
        note=getattr(target, f"note_{words.language()}", "") or target.note_fr,
        growth_table=growth_table(counts),
        state_entries=queries.yearly_entries_target(),
    )
    if flow is not None:
        _add_flow(page, flow)
    _add_solver(page, given)
    page.projections = [_projection_part(read) for read in queries.projection_summary()]
    page.tiers_table = tiers_table()
    page.contributions = queries.contributions(user)
    page.actions_sentence = actions_sentence(page.contributions)
    page.actions_table = actions_table(page.contributions)
    page.owned_by_nobody = owned_by_nobody(page)
    _add_recovery(page)
    page.others_table = others_table()
    return page


def break_sentence(one: DefinitionBreak) -> str:
    return _(
        "%(before_year)s: %(before)s under “%(first)s” · %(after_year)s: %(after)s under "
        "“%(second)s”. The difference is not a change of the economy."
    ) % {
        "before_year": one.before.year,
        "before": words.count(float(one.before.value)),
        "first": one.before.definition.name,
        "after_year": one.after.year,
        "after": words.count(float(one.after.value)),
        "second": one.after.definition.name,
    }


def _add_flow(page: TargetPage, flow: StockAndFlow) -> None:
    page.net_sentence = net_sentence(flow)
    page.flow_note = flow_note(flow)
    page.flow_chart = charts.flow_chart(flow)
    page.entries_chart = charts.entries_chart(flow)
    page.entries_map = charts.entries_map(flow)
    page.region_table = region_table(flow)


def net_sentence(flow: StockAndFlow) -> str:
    return _(
        "%(years)s: %(entries)s new exporters, %(net)s net. %(exits)s exits are deduced from the "
        "two, %(share)s of the entries: the exit rate that links the published counts is "
        "%(rate)s a year."
    ) % {
        "years": words.years(flow.regions[0].figure),
        "entries": words.count(flow.entries),
        "net": words.count(flow.net),
        "exits": words.count(flow.exits),
        "share": words.share(flow.cancelled, 0),
        "rate": words.share(flow.flows.exit_rate, 3),
    }


def flow_note(flow: StockAndFlow) -> str:
    return _("a year: %(entries)s entries, %(exits)s exits, %(net)s net") % {
        "entries": words.amount(flow.flows.entries_per_year),
        "exits": words.amount(flow.flows.exits_per_year),
        "net": words.amount(flow.flows.net_per_year),
    }


def growth_table(counts: list[Count]) -> Table | None:
    """Growth inside one definition only; a count without rule or series has none."""
    rows: list[list[object]] = []
    for count in counts:
        first, last = count.figures[0], count.latest
        growth = count.growth
        rows.append(
            [
                Cell(
                    count.definition.name,
                    url=reverse("reference:definition", args=[count.definition.pk]),
                ),
                ", ".join(
                    f"{words.years(one)}: {words.count(float(one.value))}" for one in count.figures
                ),
                words.share(growth, 2)
                if growth is not None
                else Cell(
                    _("not computable"),
                    hint=_("the source does not say what it counts")
                    if not count.definition.params.get("specified", True)
                    else _("a single count is published"),
                ),
                words.sources([first, last]),
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


def point_sentence(solution: Solution) -> str:
    return _(
        "One point less of exits saves %(saved)s entries every year until %(year)s: survival "
        "weighs more than most recruiting campaigns."
    ) % {
        "saved": words.count(solution.point_of_exits),
        "year": solution.asked.target_year,
    }


def region_table(flow: StockAndFlow) -> Table:
    """Exits by region are not published: the column is not there rather than guessed."""
    return Table(
        caption=_("New exporters by region, %(years)s")
        % {"years": words.years(flow.regions[0].figure)},
        columns=[
            Column(_("Region")),
            Column(_("New exporters"), kind="number"),
            Column(_("A year"), kind="number"),
            Column(_("Share"), kind="number"),
        ],
        rows=[
            [
                Cell(row.region.name, url=reverse("home:region", args=[row.region.code])),
                words.count(row.entries),
                words.amount(row.per_year),
                words.share(row.share),
            ]
            for row in flow.regions
        ],
        foot=[
            _("All regions"),
            words.count(flow.entries),
            words.amount(flow.flows.entries_per_year),
            words.share(1.0),
        ],
        note=_("Exits and stocks by region are not published: no net is computed by region."),
    )


def starting_point(target: Target, flow: StockAndFlow | None) -> Asked | None:
    """The target's own base, with the entries and exits of active exporters."""
    if target.base_value is None or target.base_year is None:
        return None
    return Asked(
        year=target.base_year,
        stock=float(target.base_value),
        entries=flow.flows.entries_per_year if flow else 0.0,
        exit_rate=flow.flows.exit_rate if flow else DEFAULT_EXIT_RATE,
        target_year=target.year,
        target=float(target.value),
    )


def _add_solver(page: TargetPage, given: Mapping[str, str]) -> None:
    start = starting_point(page.target, page.flow)
    page.asked = start
    if start is not None:
        page.base = solve(start)
        page.rates_table = rates_table(page.base)
        page.point_sentence = point_sentence(page.base)
    asks = any(name in given for name in SolverForm.base_fields)
    page.form = SolverForm(given if asks else None, initial=_initial(start))
    page.solution = page.base
    if asks:
        page.solution = solve(page.form.asked()) if page.form.is_valid() else None
    if page.solution is not None:
        aimed = float(page.state_entries.value) if page.state_entries else None
        page.solution_figures = solution_figures(page.solution)
        page.solution_sentences = solution_sentences(page.solution, page.state_entries)
        page.iso_chart = charts.iso_chart(page.solution.asked, aimed, _("Closed form, this page"))
        page.permalink = permalink(page.solution.asked)


def _initial(start: Asked | None) -> dict[str, float]:
    if start is None:
        return {}
    return {
        "year": start.year,
        "stock": round(start.stock),
        "entries": round(start.entries, 1),
        "exit_rate": round(100 * start.exit_rate, 3),
        "target_year": start.target_year,
        "target": round(start.target),
    }


def permalink(asked: Asked) -> str:
    pairs = _initial(asked).items()
    query = "&".join(f"{name}={value:g}" for name, value in pairs)
    return f"{reverse('targets:target')}?{query}#solver"


def rates_table(solution: Solution) -> Table:
    asked = solution.asked
    return Table(
        caption=_("Gross entries needed each year to reach %(target)s in %(year)s")
        % {"target": words.count(asked.target), "year": asked.target_year},
        columns=[
            Column(_("Exit rate, a year"), kind="number"),
            Column(_("Survival, a year"), kind="number"),
            Column(_("New exporters needed a year"), kind="number"),
        ],
        rows=[
            [
                Cell(
                    words.share(row.exit_rate, 3),
                    hint=_("deduced from the published counts")
                    if row.exit_rate == asked.exit_rate
                    else "",
                ),
                words.share(row.survival, 1),
                words.amount(row.entries),
            ]
            for row in solution.by_rate
        ],
        note=_(
            "From %(stock)s in %(start)s; entries equal each year, one exit rate on last year’s "
            "stock."
        )
        % {"stock": words.count(asked.stock), "start": asked.year},
    )


def solution_figures(solution: Solution) -> list[parts.Figure]:
    asked = solution.asked
    vintage = f"{asked.year}–{asked.target_year}"
    source = _("closed form, from the situation given")
    allowed, survival = solution.exit_rate_needed, solution.survival_needed
    return [
        parts.Figure(
            label=_("If nothing changes, exporters in %(year)s") % {"year": asked.target_year},
            value=words.count(solution.reached),
            source=source,
            vintage=vintage,
        ),
        parts.Figure(
            label=_("Entries needed each year at this survival"),
            value=words.amount(solution.entries_needed),
            source=source,
            vintage=vintage,
        ),
        parts.Figure(
            label=_("Survival needed at these entries"),
            value="" if survival is None else words.share(survival, 2),
            interval=""
            if allowed is None
            else _("exits of %(rate)s a year at most") % {"rate": words.share(allowed, 2)},
            reason=_("Even if no exporter ever stopped, these entries would not reach the target.")
            if survival is None
            else "",
            source=source,
            vintage=vintage,
        ),
        parts.Figure(
            label=_("Net growth needed a year"),
            value="" if solution.growth_needed is None else words.share(solution.growth_needed, 2),
            reason=_("The first count is 0.") if solution.growth_needed is None else "",
            source=source,
            vintage=vintage,
        ),
    ]


def solution_sentences(solution: Solution, state: Target | None) -> list[str]:
    asked = solution.asked
    said = []
    if solution.is_reached:
        said.append(_("With these entries and exits the target is reached."))
    else:
        said.append(
            _("%(extra)s more new exporters are needed every year than the %(entries)s given.")
            % {
                "extra": words.amount(solution.extra_entries),
                "entries": words.amount(asked.entries),
            }
        )
    said.append(point_sentence(solution))
    if state is not None:
        said.append(
            _(
                "The state aims at %(aimed)s new exporters a year (%(source)s): gross entries, "
                "%(part)s of the %(needed)s needed here."
            )
            % {
                "aimed": words.count(float(state.value)),
                "source": words.source_name(state.source),
                "part": words.share(float(state.value) / solution.entries_needed, 0)
                if solution.entries_needed
                else formats.NOTHING,
                "needed": words.count(solution.entries_needed),
            }
        )
    return said


def record_sentence(read: ProjectionRead) -> str:
    asked = read.projection.request
    return _(
        "Computed on %(day)s: version %(version)s, %(draws)s futures drawn, seed %(seed)s; the "
        "same figures give the same answer."
    ) % {
        "day": formats.day(read.projection.computed_at.date(), words.language()),
        "version": asked["version"],
        "draws": words.count(asked["draws"]),
        "seed": asked["seed"],
    }


def actions_sentence(found: Contributions) -> str:
    return ngettext(
        "%(count)s action is signed; %(stated)s say what they should bring.",
        "%(count)s actions are signed; %(stated)s say what they should bring.",
        found.signed,
    ) % {"count": words.count(found.signed), "stated": words.count(found.with_result)}


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


def _projection_part(read: ProjectionRead) -> ProjectionPart:
    facts = []
    for path in read.paths:
        low, median, high = path.end
        value = _("%(median)s (%(low)s to %(high)s) · chance of the target: %(chance)s") % {
            "median": words.count(median),
            "low": words.count(low),
            "high": words.count(high),
            "chance": words.chance(path.probability),
        }
        facts.append(Fact(charts.method_name(path), value))
    return ProjectionPart(
        read=read,
        chart=charts.projection_chart(read),
        regions=charts.regions_chart(read) if read.regions else None,
        facts=facts,
        assumptions=assumptions(read),
        back_test=back_test_sentence(read),
        record=record_sentence(read),
    )


def back_test_sentence(read: ProjectionRead) -> str:
    return _(
        "Back-test: not computable, because %(known)s yearly counts are published under this "
        "definition and %(needed)s in a row are needed, with their entries. A yearly customs "
        "series would give it."
    ) % {
        "known": read.years_known,
        "needed": read.projection.result["back_test"]["years_needed"],
    }


def assumptions(read: ProjectionRead) -> list[str]:
    said = []
    if read.years_known == 2:
        said.append(_("Only two counts are published: nothing is known of the years between."))
    for path in read.paths:
        said += _of_flows(path.assumptions) if path.method == "flows" else _of_growth(read, path)
    return said


def _of_flows(values: dict[str, float]) -> list[str]:
    return [
        _(
            "Entries (%(entries)s a year) and exits (%(rate)s a year) go on at the published "
            "level; the level to come is known to within %(spread)s, which is how far published "
            "entry rates moved. The same is assumed of exits, of which no year is published."
        )
        % {
            "entries": words.amount(values["entries_per_year"], 0),
            "rate": words.share(values["exit_rate"], 2),
            "spread": words.share(values["spread"], 0),
        },
        _("Regions hold the stock in the proportion of their entries and share one exit rate."),
    ]


def _of_growth(read: ProjectionRead, path: queries.PathRead) -> list[str]:
    growth = words.share(path.assumptions["growth"], 2)
    said = [
        _(
            "Growth (%(growth)s a year) goes on; one year may differ from the next by as much as "
            "the growth itself, since two counts say nothing of that."
        )
        % {"growth": growth}
    ]
    if read.borrowed:
        said.append(
            _(
                "The growth is borrowed from the definitions that have two counts: under this one "
                "a single count is published."
            )
        )
    return said


def tiers_table() -> Table | None:
    rows = [
        [
            figure.definition.name,
            words.years(figure),
            tier_name(figure.breakdown),
            words.share(float(figure.value) / 100),
            words.source_name(figure.source),
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


def tier_name(breakdown: str) -> str:
    """What a figure's breakdown says, in words; an unknown one stays as it is written."""
    known = {
        "group=active size=very_small_and_small": _("active exporters, very small and small"),
        "group=active size=large": _("active exporters, large"),
        "size=tier_under_10m": _("under 10 million dirhams"),
        "size=tier_10m_100m": _("10 to 100 million dirhams"),
        "size=tier_over_100m": _("over 100 million dirhams"),
        "group=first_2_percent_of_firms": _("the first 2% of firms"),
        "": _("all exporters"),
    }
    return known.get(breakdown, breakdown)


def owned_by_nobody(page: TargetPage) -> str:
    """The gap that no signed action promises to fill. Words are not turned into numbers."""
    if page.base is None or page.contributions is None or page.base.is_reached:
        return ""
    gap = words.count(page.base.extra_entries)
    if not page.contributions.with_result:
        return _(
            "%(gap)s more new exporters a year are needed than appear today, and no signed action "
            "says what it brings: the whole gap is owned by nobody."
        ) % {"gap": gap}
    return _(
        "%(gap)s more new exporters a year are needed than appear today. Signed actions state "
        "their results in words, not in exporters: none of the gap can be counted as owned."
    ) % {"gap": gap}


def _add_recovery(page: TargetPage) -> None:
    found = recovered()
    page.recovery = found
    if found is None:
        return
    page.recovery_chart = charts.recovery_chart(found)
    page.recovery_table = recovery_table(found)
    page.recovery_choice = _(
        "The trend rests on %(count)s published years (%(years)s), %(growth)s a year, and is known "
        "to no better than %(low)s to %(high)s for %(year)s. On the last leg alone "
        "(%(leg)s–%(base)s, %(leg_growth)s a year) the same year stands at %(leg_index)s: the "
        "choice of the years decides, so both are said. Values are nominal: prices of phosphates "
        "and energy move them."
    ) % {
        "count": len(found.before),
        "years": ", ".join(str(row.year) for row in found.before),
        "growth": words.share(found.growth),
        "low": words.amount(found.latest.index.trend_low / charts.BILLION, 0),
        "high": words.amount(found.latest.index.trend_high / charts.BILLION, 0),
        "year": found.latest.year,
        "leg": found.last_leg_from,
        "base": BASE_YEAR,
        "leg_growth": words.share(found.last_leg_growth),
        "leg_index": words.amount(found.last_leg_on_trend, 0),
    }


def recovery_table(found: Recovery) -> Table:
    return Table(
        caption=_("Exports of goods, year by year"),
        columns=[
            Column(_("Year"), kind="code"),
            Column(_("Billion, current prices"), kind="number"),
            Column(_("On %(year)s = 100") % {"year": BASE_YEAR}, kind="number"),
            Column(_("On trend = 100"), kind="number"),
            Column(_("Status")),
            Column(_("Also published"), kind="number"),
            Column(_("Source")),
        ],
        rows=[
            [
                str(row.year),
                words.amount(row.index.value / charts.BILLION),
                words.amount(row.index.on_base),
                words.amount(row.index.on_trend),
                row.figure.get_status_display(),
                " · ".join(
                    f"{words.amount(float(one.value) / charts.BILLION)} "
                    f"({one.get_status_display()})"
                    for one in row.others
                ),
                words.source_name(row.figure.source),
            ]
            for row in found.rows
        ],
    )


def others_table() -> Table | None:
    rows = [
        [
            target.name,
            f"{target.start_year}–{target.year}" if target.start_year else str(target.year),
            getattr(target, f"note_{words.language()}", "") or target.note_fr,
            words.source_name(target.source),
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
