"""One page a region: what is known, what it could sell, what it said, what follows."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from nasij.council.models import Decision
from nasij.needs.models import Item
from nasij.needs.queries import items_of
from nasij.plans.models import Action
from nasij.plans.queries import totals
from nasij.potential.models import PotentialRun
from nasij.potential.queries import current_run
from nasij.reference.models import Asset, Figure, Port, Source, Territory
from nasij.reference.pack import current_pack
from nasij.reference.queries import CensusCount, census, regions
from nasij.reference.words import period, said_value, source_line
from nasij.reports.roadmap import decisions, listening, plan, potentials
from nasij.reports.roadmap.notes import together
from nasij.reports.roadmap.pen import Block, Pen
from nasij.targets.queries import stock_and_flow
from nasij.ui import formats, parts
from nasij.ui.documents import blocks

CENSUS_SIZES = ("10-49", "50+")


Census = dict[str, CensusCount]  # of one region: all establishments, then by size class


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of all regions, read once."""

    places: list[Territory]  # with their figures, assets and ports
    census: dict[str, Census]
    run: PotentialRun | None
    items: list[Item]
    counts_items: bool  # whether the needs behind an item may be counted
    made: list[Decision]
    actions: list[Action]


def chapters(pen: Pen, actions: list[Action], made: list[Decision]) -> list[Block]:
    """A level-one heading, then the regions; each begins a page."""
    record = Record(
        places=list(_places()),
        census=_census(),
        run=current_run(),
        items=list(items_of(None)),
        counts_items=listening.nothing_is_hidden(),
        made=made,
        actions=actions,
    )
    opening = blocks.section(_("The regions"), *_at_a_glance(pen, record), blocks.page_break())
    return [opening, *(_page(pen, place, record) for place in record.places)]


def _places() -> QuerySet[Territory]:
    figures = Figure.objects.select_related("definition", "source", "territory").order_by(
        "definition__family", "definition", "year", "breakdown", "id"
    )
    return regions().prefetch_related(
        Prefetch("figure_set", figures),
        Prefetch("assets", Asset.objects.select_related("source").order_by("kind", "id")),
        Prefetch("ports", Port.objects.order_by("kind", "code")),
    )


def _at_a_glance(pen: Pen, record: Record) -> list[Block]:
    """A line of each region before its page."""
    flow = stock_and_flow()
    entries = {row.region.code: row for row in flow.regions} if flow else {}
    shares = {row.region.code: row for row in totals(record.actions).by_region}
    marks = [_people_mark(pen)] if any(place.population for place in record.places) else []
    if flow:
        marks.append(pen.notes.figures(flow.figures, _("New active exporters by region")))
    if record.actions:
        marks.append(plan.mark_of(pen))
    if record.made:
        marks.append(decisions.mark_of(pen))
    rows: list[list[object]] = []
    for place in record.places:
        row, share = entries.get(place.code), shares.get(place.code)
        rows.append(
            [
                place.name,
                pen.number(place.population) if place.population else None,
                pen.number(row.entries) if row else None,
                len(_of_region(record.made, place.code)),
                share.actions if share else 0,
                pen.money(share.budget_lcu if share else Decimal(0)),
            ]
        )
    table = parts.Table(
        caption=_("The regions at a glance"),
        columns=[
            parts.Column(_("Region")),
            parts.Column(_("Inhabitants"), kind="number"),
            parts.Column(_("New active exporters"), kind="number"),
            parts.Column(_("Decisions"), kind="number"),
            parts.Column(_("Actions"), kind="number"),
            parts.Column(_("Budget, own part"), kind="number"),
        ],
        rows=rows,
    )
    return pen.table(table, together(*marks))


def _of_region(made: list[Decision], code: str) -> list[Decision]:
    items = ((decision, decision.agenda_item.item) for decision in made)
    return [decision for decision, item in items if item and item.region.code == code]


def _page(pen: Pen, place: Territory, record: Record) -> Block:
    own_actions = [
        action
        for action in record.actions
        if any(share.region.code == place.code for share in action.shares.all())
    ]
    own_decisions = _of_region(record.made, place.code)
    return pen.part(
        place.name,
        _known(pen, place, record.census.get(place.code, {})),
        _published(pen, place),
        potentials.of_region(pen, record.run, place.code),
        _said(pen, place, record),
        decisions.decisions_table(pen, own_decisions, _("Decisions on its items"))
        if own_decisions
        else None,
        plan.actions_table(
            pen,
            own_actions,
            _("Its actions"),
            region=place.code,
            mark=plan.mark_of(pen),
        )
        if own_actions
        else blocks.paragraphs(_("No action concerns this region yet.")),
        _named(pen, place),
        _ports(place),
        blocks.page_break(),
    )


def _census() -> dict[str, Census]:
    found: dict[str, Census] = {}
    for margin in census():
        if margin.sector == "all":
            found.setdefault(margin.region, {})[margin.size] = margin
    return found


def _known(pen: Pen, place: Territory, known: Census) -> list[Block]:
    facts: list[tuple[str, str]] = []
    if place.population is not None:
        people = f"{pen.number(place.population)} {_people_mark(pen)}"
        facts.append((_("Inhabitants"), people))
    if "all" in known:
        mark = _census_mark(pen, known["all"])
        facts.append(
            (
                _("Establishments"),
                f"{pen.number(known['all'].establishments)} {mark}",
            )
        )
        large = sum(known[size].establishments for size in CENSUS_SIZES if size in known)
        facts.append((_("Of which with ten jobs or more"), f"{pen.number(large)} {mark}"))
    return [blocks.facts(facts)] if facts else []


def _people_mark(pen: Pen) -> str:
    source = pen.notes.source_named(current_pack().population_source)
    vintage = source.published_text if source else ""
    return _cite(pen, "people", _("Inhabitants"), _("legal population"), source, vintage)


def _census_mark(pen: Pen, count: CensusCount) -> str:
    source = pen.notes.source_named(count.source)
    definition = _("economic establishments of the census")
    return _cite(pen, "census", _("Establishments"), definition, source, count.year)


def _cite(
    pen: Pen, key: str, what: str, definition: str, source: Source | None, vintage: str
) -> str:
    return pen.notes.cite(
        key,
        what=what,
        definition=definition,
        source=source_line(source) if source else _("country pack"),
        vintage=vintage,
    )


def _published(pen: Pen, place: Territory) -> list[Block]:
    found = list(place.figure_set.all())
    if not found:
        text = _("No figure of this region is published under a definition of the register.")
        return [blocks.paragraphs(text)]
    table = parts.Table(
        caption=_("Published figures"),
        columns=[
            parts.Column(_("Figure")),
            parts.Column(_("Period"), kind="code"),
            parts.Column(_("Value"), kind="number"),
            parts.Column(_("Source")),
        ],
        rows=[
            [
                figure.definition.name,
                period(figure),
                f"{said_value(figure)} {pen.notes.figure(figure)}",
                source_line(figure.source),
            ]
            for figure in found
        ],
    )
    return pen.table(table, "")


def _said(pen: Pen, place: Territory, record: Record) -> list[Block]:
    items = [item for item in record.items if item.region.code == place.code]
    if not items:
        return [blocks.paragraphs(_("This region has not put forward any item yet."))]
    return listening.items_table(
        pen, items, _("Its items"), with_region=False, with_counts=record.counts_items
    )


def _named(pen: Pen, place: Territory) -> list[Block]:
    """What the region is said to have and to need; reported, not measured."""
    found = list(place.assets.all())
    pieces: list[Block] = []
    for kind, title in (("asset", _("What it is said to have")), ("need", _("What it asks for"))):
        texts = [_cited(pen, asset) for asset in found if asset.kind == kind]
        if texts:
            pieces += [blocks.paragraphs(f"{title} :" if pen.language == "fr" else f"{title}:")]
            pieces += [blocks.bullet_list(texts)]
    return pieces


def _cited(pen: Pen, asset: Asset) -> str:
    pen.notes.sources[asset.source.pk] = asset.source
    mark = pen.notes.cite(
        f"asset/{asset.source_id}",
        what=_("What regions have and need, as said in public"),
        definition=_("paraphrase of a public statement; not measured"),
        source=source_line(asset.source),
        vintage=asset.source.published_text or _("undated"),
    )
    return f"{asset} {mark}"


def _ports(place: Territory) -> list[Block]:
    names = [port.name for port in place.ports.all()]
    if not names:
        return []
    written = formats.row(names, formats.language())
    return [blocks.paragraphs(_("Ways out: %(ports)s.") % {"ports": written})]
