"""The firms that could start: as a table, and as a sheet to take away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.paginator import Page
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nasij.potential.candidates import (
    POINTS,
    Ground,
    Sign,
    Starter,
    explained,
)
from nasij.potential.downloads import Extract
from nasij.potential.enums import RegionalEvidence
from nasij.potential.queries import current_run
from nasij.reference.identifiers import name_of
from nasij.reference.names import PLACE_NAME
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
SIGNS: dict[Sign, Promise] = {
    Sign.IDENTIFIER: gettext_lazy("valid identifier"),
    Sign.EXPORT_CODE: gettext_lazy("export code"),
    Sign.PRODUCT: gettext_lazy("products"),
    Sign.REACHABLE: gettext_lazy("e-mail or phone"),
    Sign.LEGAL_FORM: gettext_lazy("legal form"),
    Sign.SIZE: gettext_lazy("number of employees"),
    Sign.INTERESTED: gettext_lazy("declared interest"),
}


def starters_table(page: Page[Any], *, with_region: bool, goods: Mapping[str, Any]) -> Table:
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
            Column(_("Readiness")),
        ],
        rows=[_starter_row(explained(firm), with_region=with_region) for firm in page.object_list],
        note=points_note(goods),
    )


def _starter_row(starter: Starter, *, with_region: bool) -> list[object]:
    return [
        Cell(starter.firm.shown_name, reverse("exporters:detail", args=[starter.firm.pk])),
        *([starter.firm.region.name] if with_region else []),
        starter.firm.activity or None,
        starter.points,
        why(starter),
        Cell(readiness(starter), hint=missing(starter)),
    ]


def why(starter: Starter) -> str:
    """Each ground with its points: “five years old at most (3) and can be reached (1)”."""
    return formats.listing(_with_points(starter.grounds), formats.language())


def _with_points(grounds: Iterable[Ground]) -> list[str]:
    return [f"{GROUNDS[ground]} ({POINTS[ground]})" for ground in grounds]


def readiness(starter: Starter) -> str:
    return _("%(shown)s of %(all)s") % {"shown": starter.ready, "all": len(Sign)}


def missing(starter: Starter) -> str:
    if not starter.missing:
        return ""
    names = formats.listing([SIGNS[sign] for sign in starter.missing], formats.language())
    return _("missing: %(names)s") % {"names": names}


def points_note(goods: Mapping[str, Any]) -> str:
    note = _(
        "Points are an order for visits, not a probability: %(points)s. Readiness is what the "
        "record shows, and gives no points: what is missing may only not have been asked."
    ) % {"points": formats.row(_with_points(Ground), formats.language())}
    if goods:
        return note
    return f"{note} {_no_goods()}"


def _no_goods() -> str:
    """Why the products that the regions could sell more of are not known here."""
    run = current_run()
    if run is None:
        return _(
            "No potential has been computed: the fit with the region’s products does not count."
        )
    if run.evidence == RegionalEvidence.EXACT:
        return _(
            "The products of a region are not shown, for statistical secrecy: the fit with them "
            "does not count."
        )
    return _("The potential is not split to regions: the fit with their products does not count.")


def starters_extract(found: Iterable[Any], goods: Mapping[str, Any]) -> Extract:
    """The whole list to take away; no address of a person is in it."""
    rows = [_sheet_row(explained(firm)) for firm in found]
    columns = [
        (str(name_of("identifier")), _("As registered; a doubtful one is left out"), _("text")),
        (_("Name"), _("The name as the firm writes it"), _("text")),
        (_("Name in Arabic"), _("The Arabic name, if the firm has one."), _("text")),
        (_("Region"), _("Where the firm is registered"), _("text")),
        (str(PLACE_NAME), _("Where the firm is registered"), _("text")),
        (_("Activity"), _("What the firm does, in its own words."), _("text")),
        (_("Points"), _("An order for visits, not a probability"), _("points")),
        (_("Why"), _("The grounds, each with its points"), _("text")),
        (
            _("Readiness"),
            _("Signs that the record shows, of %(all)s") % {"all": len(Sign)},
            _("signs"),
        ),
        (_("Missing"), _("Signs that the record does not show"), _("text")),
    ]
    about = [(_("Rows"), str(len(rows))), (_("Caution"), points_note(goods))]
    return Extract(f"starters-{len(rows)}-rows", columns, rows, about)


def _sheet_row(starter: Starter) -> list[object]:
    firm = starter.firm
    names = formats.listing([SIGNS[sign] for sign in starter.missing], formats.language())
    return [
        "" if firm.identifier_doubtful else firm.identifier, firm.name, firm.name_ar,
        firm.region.name, firm.commune.name if firm.commune else "", firm.activity,
        starter.points, why(starter), starter.ready, names,
    ]  # fmt: skip
