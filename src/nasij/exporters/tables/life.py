"""A firm's life, its places and the lists of people, as records of the ui."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from nasij.exporters.life import KINDS, Happening
from nasij.exporters.models import Firm, Site
from nasij.exporters.queries import CountedList, RegionMove
from nasij.ui import formats
from nasij.ui.parts import Cell, Column, Moment, Tab, Table


def moments(life: Iterable[Happening]) -> list[Moment]:
    return [
        Moment(moment.title, moment.at, moment.text, moment.url, by=moment.by, tone=moment.tone)
        for moment in life
    ]


def life_tabs(firm: Firm, chosen: str) -> list[Tab]:
    """Everything, and each kind; each is an address of its own."""
    page = reverse("exporters:detail", args=[firm.pk])
    everything = Tab(_("Everything"), f"{page}#life", current=not chosen)
    return [
        everything,
        *(Tab(label, f"{page}?life={kind}#life", kind == chosen) for kind, label in KINDS.items()),
    ]


@dataclass(frozen=True, slots=True)
class PlaceLine:
    site: Site
    name: str
    where: str
    what: str
    when: str
    closed: bool


def place_lines(sites: Iterable[Site]) -> list[PlaceLine]:
    """Places of today first, with their dates in words."""
    language = formats.language()
    return [
        PlaceLine(
            site,
            name=site.label or site.territory.name,
            where=site.territory.name if site.label else "",
            what=_("Head office") if site.is_seat else site.get_kind_display(),
            when=formats.date_range(site.starts_on, site.ends_on, language)
            if site.starts_on or site.ends_on
            else "",
            closed=site.ends_on is not None,
        )
        for site in sites
    ]


def moves_table(moves: Iterable[RegionMove], seen: set[int]) -> Table:
    """Names are links where the reader may still see the firm; a move away is no exit."""
    return Table(
        caption=_("Moves between regions"),
        caption_hidden=True,
        columns=[
            Column(_("Firm")),
            Column(_("From")),
            Column(_("To")),
            Column(_("Since"), kind="date"),
        ],
        rows=[
            [
                Cell(
                    move.firm.shown_name,
                    reverse("exporters:detail", args=[move.firm.pk])
                    if move.firm.pk in seen
                    else "",
                ),
                move.left.name,
                move.reached.name,
                move.on,
            ]
            for move in moves
        ],
    )


def lists_table(rows: Iterable[CountedList]) -> Table:
    return Table(
        caption=_("My lists"),
        caption_hidden=True,
        columns=[
            Column(_("List")),
            Column(_("Kind")),
            Column(_("Whose")),
            Column(_("Firms you may see"), kind="number"),
        ],
        rows=[
            [
                Cell(counted.list.name, reverse("exporters:saved_list", args=[counted.list.pk])),
                counted.list.get_kind_display(),
                Cell(
                    str(counted.list.owner),
                    hint=_("shared with %(region)s") % {"region": counted.list.region.name}
                    if counted.list.region
                    else _("private"),
                ),
                counted.firms,
            ]
            for counted in rows
        ],
    )
