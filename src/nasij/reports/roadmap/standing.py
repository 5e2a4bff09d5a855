"""Where we stand: counts by definition, stock and flow, projection, what must be true, recovery."""

from __future__ import annotations

from dataclasses import replace

from django.utils import timezone
from django.utils.translation import gettext as _

from nasij.reference.words import source_line
from nasij.reports.roadmap.notes import together
from nasij.reports.roadmap.pen import Block, Pen
from nasij.targets import charts, queries, tables
from nasij.targets.models import Target
from nasij.targets.queries import Count, ProjectionRead, StockAndFlow
from nasij.targets.solver import Solution, solve, starting_point
from nasij.targets.words import back_tests, sentences
from nasij.ui import formats, parts
from nasij.ui.documents import blocks

SMALL = 74  # percent of the line, so that two charts stand on a page


def chapter(pen: Pen) -> list[Block]:
    target = queries.headline()
    if target is None:
        text = _("Not computable, because the country pack names no headline target.")
        return [pen.chapter(_("Where we stand"), blocks.note(text, tone="warn"))]
    counts = queries.counts()
    flow = queries.stock_and_flow(counts)
    sections = [
        _counts(pen, target, counts),
        _net(pen, flow),
        _required(pen, target, flow),
        _projection(pen),
        _recovery(pen),
    ]
    # A level-one section of its own opens the chapter; its parts follow as level two.
    opening = blocks.section(_("Where we stand"), blocks.paragraphs(target.name, _note(target)))
    sections[-1]["blocks"].append(blocks.page_break())
    return [opening, *sections]


def _note(target: Target) -> str:
    from_pack = {"fr": target.note_fr, "ar": target.note_ar, "en": target.note_en}
    return from_pack.get(formats.language(), "") or target.note_fr


def _counts(pen: Pen, target: Target, counts: list[Count]) -> Block:
    target_mark = pen.notes.cite(
        f"target/{target.key}",
        what=target.name,
        definition=target.definition.name,
        source=source_line(target.source),
        vintage=str(target.base_year or ""),
    )
    pen.notes.use(target.definition, target.source)
    boxes = [_box(pen, count) for count in counts]
    table = tables.growth_table(counts)
    every = [figure for count in counts for figure in count.figures]
    mark = pen.notes.figures(every, _("Counts of exporters, definition by definition"))
    changes = [sentences.break_sentence(change) for change in queries.breaks(counts)]
    return pen.part(
        _("How many exporters"),
        blocks.paragraphs(
            _(
                "The target is %(value)s exporters in %(year)s %(mark)s. The counts below are "
                "side by side: none continues another."
            )
            % {"value": pen.number(float(target.value)), "year": target.year, "mark": target_mark}
        ),
        blocks.figures(boxes) if boxes else None,
        pen.chart(charts.counts_chart(counts, target), mark) if counts else None,
        pen.table(table, mark) if table else None,
        [
            blocks.note(
                _("Where the number that is quoted changes its meaning:"),
                _("The definition changes: not joined"),
                "warn",
            ),
            blocks.bullet_list(changes),
        ]
        if changes
        else None,
        _tiers(pen),
    )


def _box(pen: Pen, count: Count) -> parts.Figure:
    """The latest count under a definition, a published range as a range."""
    last = [figure for figure in count.figures if figure.year == count.latest.year]
    box = pen.published(count.latest)
    if len(last) == 1:
        return box
    marks = together(*(pen.notes.figure(figure) for figure in last))
    label = f"{count.definition.name} {marks}"
    return replace(box, label=label, value=sentences.span(count.latest_values))


def _tiers(pen: Pen) -> list[Block]:
    table, found = tables.tiers_table(), queries.tiers()
    if table is None:
        return []
    return pen.table(table, pen.notes.figures(found, str(table.caption)))


def _net(pen: Pen, flow: StockAndFlow | None) -> Block:
    title = _("What net means")
    if flow is None:
        text = _(
            "Not computable, because entries by region and two counts under one definition are "
            "not published."
        )
        return pen.part(title, blocks.note(text, tone="warn"))
    stocks = pen.notes.figures([flow.first, flow.last], flow.definition.name)
    entries = pen.notes.figures(flow.figures, _("New active exporters by region"))
    exits = pen.notes.computed(
        "exits",
        what=_("Exits and exit rate of active exporters"),
        how=_(
            "Exits are entries less net change; the exit rate is the constant rate on last "
            "year’s stock that links the two stocks %(stocks)s with equal entries %(entries)s"
        )
        % {"stocks": stocks, "entries": entries},
    )
    text = f"{sentences.net_sentence(flow)} {sentences.flow_note(flow)}. {stocks}{entries}{exits}"
    return pen.part(
        title,
        blocks.paragraphs(text),
        pen.chart(charts.flow_chart(flow), f"{stocks}{entries}{exits}"),
        pen.chart(charts.entries_chart(flow), entries),
        pen.table(tables.region_table(flow), entries),
    )


def _required(pen: Pen, target: Target, flow: StockAndFlow | None) -> Block:
    title = _("What must be true")
    start = starting_point(target, flow)
    if start is None:
        text = _("Not computable, because the target has no base count.")
        return pen.part(title, blocks.note(text, tone="warn"))
    solution = solve(start)
    mark = _mark_of_solution(pen, solution)
    state = queries.yearly_entries_target()
    said = sentences.solution_sentences(solution, state)
    marks = mark
    if state is not None:
        pen.notes.use(state.definition, state.source)
        aim = pen.notes.cite(
            f"target/{state.key}",
            what=state.name,
            definition=state.definition.name,
            source=source_line(state.source),
            vintage=f"{state.start_year}–{state.year}",
        )
        marks = together(mark, aim)
    aimed = float(state.value) if state else None
    found = queries.contributions_of_all()
    return pen.part(
        title,
        pen.table(tables.rates_table(solution), mark),
        blocks.bullet_list([f"{text} {marks}" for text in said]),
        pen.chart(charts.iso_chart(solution, aimed, _("computed here")), mark, width=SMALL),
        blocks.note(
            f"{sentences.owned_by_nobody(solution, found)} {mark}", _("Owned by nobody"), "warn"
        )
        if not start.is_reached
        else None,
    )


def _mark_of_solution(pen: Pen, solution: Solution) -> str:
    asked = solution.asked
    return pen.notes.computed(
        "required",
        what=_("Entries and survival needed to reach the target"),
        how=_(
            "Stock next year = stock × (1 − exit rate) + entries, from %(stock)s in %(year)s, "
            "equal entries each year"
        )
        % {"stock": pen.number(asked.stock), "year": asked.year},
    )


def _projection(pen: Pen) -> Block:
    title = _("Projection")
    reads = queries.projection_summary()
    if not reads:
        text = _("Not computable, because no projection has been computed on this site yet.")
        return pen.part(title, blocks.note(text, tone="warn"))
    pieces: list[Block] = []
    for read in reads:
        pieces += _one_projection(pen, read)
    return pen.part(title, *pieces)


def _one_projection(pen: Pen, read: ProjectionRead) -> list[Block]:
    mark = pen.notes.computed(
        f"projection/{read.definition.pk}",
        what=_("Projection: %(definition)s") % {"definition": read.definition.name},
        how=sentences.record_sentence(read),
        vintage=pen.date(timezone.localdate(read.projection.computed_at)),
    )
    chart = pen.chart(charts.projection_chart(read), mark, width=SMALL)
    facts = [(f"{fact.label} {mark}", str(fact.value)) for fact in sentences.path_facts(read)]
    said = [*sentences.assumptions(read), back_tests.back_test_sentence(read)]
    changes = [blocks.note(text, tone="warn") for text in back_tests.changes_since(read)]
    return [*([chart] if chart else []), blocks.facts(facts), *changes, blocks.bullet_list(said)]


def _recovery(pen: Pen) -> Block:
    title = _("Recovery of exports")
    found = queries.recovery()
    if found is None:
        text = _("Not computable, because yearly exports before and after the shock are missing.")
        return pen.part(title, blocks.note(text, tone="warn"))
    mark = pen.notes.figures([row.figure for row in found.rows], _("Exports of goods by year"))
    mark = together(mark, _mark_of_trend(pen))
    return pen.part(
        title,
        pen.chart(charts.recovery_chart(found), mark, width=SMALL),
        pen.table(tables.recovery_table(found), mark),
        blocks.note(sentences.recovery_choice(found), _("How to read it")),
    )


def _mark_of_trend(pen: Pen) -> str:
    return pen.notes.computed(
        "recovery",
        what=_("Exports on the base year and on trend"),
        how=_("Index = 100 in the base year; trend by least squares on logarithms, nominal values"),
    )
