"""One page a region: what is known, what it could sell, what it said, what follows."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _

from nasij.council.models import Decision
from nasij.needs.queries import items_of
from nasij.plans.models import Action
from nasij.plans.queries import totals
from nasij.reference.models import Asset, Figure, Port, Source, Territory
from nasij.reference.pack import current_pack
from nasij.reference.queries import population_source, regions
from nasij.reference.words import figure_value, period, source_line
from nasij.reports.roadmap import decisions, listening, plan, potentials
from nasij.reports.roadmap.pen import Block, Pen
from nasij.targets.queries import stock_and_flow
from nasij.ui import formats, parts
from nasij.ui.documents import blocks

CENSUS_SIZES = ("10-49", "50+")


def chapters(pen: Pen, actions: list[Action], made: list[Decision]) -> list[Block]:
    """A level-one heading, then the regions; each begins a page."""
    census = _census()
    glance = _at_a_glance(pen, actions, made, census)
    opening = blocks.section(_("The regions"), *glance, blocks.page_break())
    return [opening, *(_page(pen, place, actions, made, census) for place in regions())]


def _at_a_glance(
    pen: Pen,
    actions: list[Action],
    made: list[Decision],
    census: dict[str, dict[str, dict[str, str]]],
) -> list[Block]:
    """A line of each region before its page."""
    flow = stock_and_flow()
    entries = {row.region.code: row for row in flow.regions} if flow else {}
    shares = {row.region.code: row for row in totals(actions).by_region}
    places = list(regions())
    marks = [_people_mark(pen)] if any(place.population for place in places) else []
    if flow:
        marks.append(pen.notes.figures(flow.figures, _("New active exporters by region")))
    if actions:
        marks.append(plan.mark_of(pen))
    if made:
        marks.append(decisions.mark_of(pen))
    rows: list[list[object]] = []
    for place in places:
        row, share = entries.get(place.code), shares.get(place.code)
        rows.append(
            [
                place.name,
                pen.number(place.population) if place.population else None,
                pen.number(row.entries) if row else None,
                len(_of_region(made, place.code)),
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
    return pen.table(table, "".join(marks))


def _of_region(made: list[Decision], code: str) -> list[Decision]:
    items = ((decision, decision.agenda_item.item) for decision in made)
    return [decision for decision, item in items if item and item.region.code == code]


def _page(
    pen: Pen,
    place: Territory,
    actions: list[Action],
    made: list[Decision],
    census: dict[str, dict[str, dict[str, str]]],
) -> Block:
    own_actions = [
        action
        for action in actions
        if any(share.region.code == place.code for share in action.shares.all())
    ]
    own_decisions = _of_region(made, place.code)
    return pen.part(
        place.name,
        _known(pen, place, census.get(place.code, {})),
        _published(pen, place),
        potentials.of_region(pen, place.code),
        _said(pen, place),
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


def _census() -> dict[str, dict[str, dict[str, str]]]:
    """Rows of the census by region: all establishments, then by size class."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for row in current_pack().rows("establishments.csv", required=False):
        if row["sector"] == "all":
            found.setdefault(row["region"], {})[row["size_class"]] = row
    return found


def _known(pen: Pen, place: Territory, census: dict[str, dict[str, str]]) -> list[Block]:
    facts: list[tuple[str, str]] = []
    if place.population is not None:
        people = f"{pen.number(place.population)} {_people_mark(pen)}"
        facts.append((_("Inhabitants"), people))
    if "all" in census:
        mark = _census_mark(pen, census)
        facts.append(
            (
                _("Establishments"),
                f"{pen.number(float(census['all']['establishments']))} {mark}",
            )
        )
        large = sum(float(census[size]["establishments"] or 0) for size in CENSUS_SIZES)
        facts.append((_("Of which with ten jobs or more"), f"{pen.number(large)} {mark}"))
    return [blocks.facts(facts)] if facts else []


def _people_mark(pen: Pen) -> str:
    source = population_source()
    vintage = source.published_text if source else ""
    return _cite(pen, "people", _("Inhabitants"), _("legal population"), source, vintage)


def _census_mark(pen: Pen, census: dict[str, dict[str, str]]) -> str:
    row = census["all"]
    source = Source.objects.filter(pk=row["source"]).first()
    definition = _("economic establishments of the census")
    return _cite(pen, "census", _("Establishments"), definition, source, row["year"])


def _cite(
    pen: Pen, key: str, what: str, definition: str, source: Source | None, vintage: str
) -> str:
    if source is not None:
        pen.notes.sources[source.pk] = source
    return pen.notes.cite(
        key,
        what=what,
        definition=definition,
        source=source_line(source) if source else _("country pack"),
        vintage=vintage,
    )


def _published(pen: Pen, place: Territory) -> list[Block]:
    found = list(
        Figure.objects.filter(territory=place)
        .select_related("definition", "source", "territory")
        .order_by("definition__family", "definition", "year", "breakdown", "id")
    )
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
                f"{figure_value(figure.value, figure.unit)} {pen.notes.figure(figure)}",
                source_line(figure.source),
            ]
            for figure in found
        ],
    )
    return pen.table(table, "")


def _said(pen: Pen, place: Territory) -> list[Block]:
    items = list(items_of({place.code}))
    if not items:
        return [blocks.paragraphs(_("This region has not put forward any item yet."))]
    return listening.items_table(pen, items, _("Its items"), with_region=False)


def _named(pen: Pen, place: Territory) -> list[Block]:
    """What the region is said to have and to need; reported, not measured."""
    found = list(place.assets.select_related("source").order_by("kind", "id"))
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
    ports: Iterable[Port] = place.ports.order_by("kind", "code")
    names = [port.name for port in ports]
    if not names:
        return []
    written = formats.row(names, formats.language())
    return [blocks.paragraphs(_("Ways out: %(ports)s.") % {"ports": written})]
