"""Firms that could start, with the grounds in words."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from nasij.exporters.queries.starters import Ground, Starter
from nasij.ui import formats
from nasij.ui.parts import Cell, Column, Table

GROUNDS: dict[Ground, Promise] = {
    Ground.INTERESTED: gettext_lazy("says it would like to"),
    Ground.YOUNG: gettext_lazy("five years old at most"),
    Ground.STILL_YOUNG: gettext_lazy("ten years old at most"),
    Ground.WANTED_PRODUCT: gettext_lazy("makes a product of the region’s potential"),
    Ground.PRODUCT: gettext_lazy("its products are known"),
    Ground.SIZE: gettext_lazy("ten people or more"),
    Ground.REACHABLE: gettext_lazy("can be reached"),
}


def starters_table(starters: Iterable[Starter], *, with_region: bool) -> Table:
    language = get_language() or "fr"
    region = [Column(_("Region"))] if with_region else []
    return Table(
        caption=_("Firms that could start"),
        caption_hidden=True,
        columns=[
            Column(_("Name")),
            *region,
            Column(_("Activity")),
            Column(_("Points"), kind="number"),
            Column(_("Why")),
        ],
        rows=[
            [
                Cell(one.firm.name, reverse("exporters:detail", args=[one.firm.pk])),
                *([one.firm.region.name] if with_region else []),
                one.firm.activity or None,
                one.points,
                formats.listing([GROUNDS[ground] for ground in one.grounds], language),
            ]
            for one in starters
        ],
        note=_(
            "Points are an order for visits, not a probability: would like to export 3, "
            "young 3 or 2, product of the region’s potential 3, products known 1, "
            "ten people 1, reachable 1."
        ),
    )
