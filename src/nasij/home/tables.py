"""The tables of the first pages."""

from __future__ import annotations

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from nasij.home import queries
from nasij.reference.models import Figure
from nasij.reference.queries import regions
from nasij.reference.words import cautions_of, period, population_line, source_line
from nasij.targets.queries import entries_by_region
from nasij.ui.finder import Option
from nasij.ui.parts import Cell, Column, Table


def options_of(found: queries.Found) -> list[Option]:
    """What a search found, each with its kind and its page."""
    return [
        *(_option(place.name, _("Region"), "home:region", place.code) for place in found.places),
        *(_option(firm, firm.region.name, "exporters:detail", firm.pk) for firm in found.firms),
        *(_option(need, _("Need"), "needs:detail", need.pk) for need in found.needs),
        *(_option(item, _("Regional item"), "needs:item", item.pk) for item in found.items),
        *(_option(action, _("Action"), "plans:detail", action.pk) for action in found.actions),
    ]


def _option(name: object, kind: str, page: str, key: object) -> Option:
    return Option(Truncator(str(name)).chars(90), kind, reverse(page, args=[key]))


def regions_table() -> Table:
    """Each region with what is published of it; an absent figure is a dash, not a zero."""
    published = entries_by_region()
    entries = {figure.territory.code: figure.value for figure in published if figure.territory}
    pool = queries.establishments()
    rows = [
        [
            Cell(region.name, url=reverse("home:region", args=[region.code])),
            region.population,
            int(entries[region.code]) if region.code in entries else None,
            pool[region.code].total if region.code in pool else None,
            pool[region.code].large if region.code in pool else None,
        ]
        for region in regions()
    ]
    return Table(
        caption=_("Regions"),
        caption_hidden=True,
        columns=[
            Column(_("Region")),
            Column(_("Inhabitants"), "number", hint=population_line()),
            Column(_("New active exporters"), "number", hint=_cumulated(published)),
            Column(_("Establishments"), "number"),
            Column(_("With 50 jobs or more"), "number"),
        ],
        rows=rows,
        note=" ".join(_sources(published)),
    )


def _cumulated(published: list[Figure]) -> str:
    return _("%(period)s, cumulated") % {"period": period(published[0])} if published else ""


def _sources(published: list[Figure]) -> list[str]:
    """Where the columns come from, and what must be known of them."""
    said = []
    if published:
        line = {"source": source_line(published[0].source)}
        said.append(_("New active exporters: %(source)s.") % line)
        said.append(cautions_of(published[0]))
    if names := queries.establishments_by():
        said.append(_("Establishments: %(source)s.") % {"source": names})
    return said
