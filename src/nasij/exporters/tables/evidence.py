"""What is said of a firm, as records of the ui."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from nasij.exporters.models import Standing
from nasij.exporters.queries.evidence import MarketStatus
from nasij.ui import formats
from nasij.ui.parts import Cell, Column, Table


def markets_table(statuses: Iterable[MarketStatus]) -> Table:
    return Table(
        caption=_("Markets"),
        caption_hidden=True,
        columns=[
            Column(_("Country")),
            Column(_("What the market is")),
            Column(_("Who says so")),
            Column(_("Date"), kind="date"),
        ],
        rows=[
            [
                status.country.name,
                Cell(status.standing.label, tone=status.standing.tone),
                Cell(status.source.label, hint=_others(status)),
                status.evidence_on,
            ]
            for status in statuses
        ],
        empty=_("No market is noted."),
    )


def _others(status: MarketStatus) -> str:
    """What other sources say, so that both are seen."""
    language = formats.language()
    told = (
        _("%(source)s: %(standing)s, %(day)s")
        % {
            "source": row.get_source_display(),
            "standing": row.get_standing_display(),
            "day": formats.day_short(row.evidence_on),
        }
        for row in status.others
    )
    return formats.clauses(told, language)


def standings_table(standings: Iterable[Standing]) -> Table:
    return Table(
        caption=_("Status by definition"),
        caption_hidden=True,
        columns=[
            Column(_("Definition")),
            Column(_("Status")),
            Column(_("Year"), kind="code"),
            Column(_("Who says so")),
        ],
        rows=[
            [
                Cell(
                    standing.definition.name,
                    reverse("reference:definitions") + f"{standing.definition_id}/",
                ),
                Cell(standing.get_status_display(), tone=standing.status_tone),
                str(standing.year) if standing.year else None,
                standing.get_source_display(),
            ]
            for standing in standings
        ],
        empty=_("Nothing was declared under a named definition."),
    )
