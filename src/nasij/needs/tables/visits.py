"""Contacts and silent firms as the records that the components of the pages are given."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from nasij.needs.models import Snooze, Visit
from nasij.needs.queries import POINTS, SilentFirm, Weight
from nasij.ui import formats
from nasij.ui.parts import Cell, Column, Fact, Table

WEIGHTS: dict[Weight, Promise] = {
    Weight.EXPORTS: gettext_lazy("exports now"),
    Weight.EXPORTED: gettext_lazy("exported before"),
    Weight.COULD: gettext_lazy("could export"),
    Weight.WAITS: gettext_lazy("waits for a reply"),
    Weight.SIZE: gettext_lazy("ten people or more"),
    Weight.FOLLOWED: gettext_lazy("somebody follows it"),
}
_LEVEL_TONES = {1: "neutral", 2: "warn", 3: "bad"}


def visit_facts(visit: Visit) -> list[Fact]:
    facts = [
        Fact(_("Firm"), visit.firm.shown_name, reverse("exporters:detail", args=[visit.firm_id])),
        Fact(_("On which day"), visit.happened_on),
        Fact(_("Who was met"), visit.people),
        Fact(_("Next step"), visit.next_step),
        Fact(_("By when"), visit.next_step_on),
        Fact(_("Recorded by"), str(visit.recorded_by) if visit.recorded_by else None),
    ]
    return [fact for fact in facts if fact.value not in ("", None)]


def silence_table(rows: Sequence[SilentFirm], *, with_region: bool) -> Table:
    region = [Column(_("Region"))] if with_region else []
    return Table(
        caption=_("Firms to call"),
        caption_hidden=True,
        columns=[
            Column(_("Firm")),
            *region,
            Column(_("Last contact")),
            Column(_("Why it matters")),
            Column(_("Priority"), kind="number", hint=_("silence × importance")),
            Column(_("Exchange")),
        ],
        rows=[
            [
                Cell(
                    silent.firm.shown_name,
                    reverse("exporters:detail", args=[silent.firm.pk]),
                    hint=silent.firm.shown_phone,
                ),
                *([silent.firm.region.name] if with_region else []),
                _last(silent),
                _why(silent),
                Cell(silent.score, hint=f"{silent.level} × {silent.importance}"),
                Cell(_("Record"), f"{reverse('needs:visit_record')}?firm={silent.firm.pk}"),
            ]
            for silent in rows
        ],
    )


def _last(silent: SilentFirm) -> Cell:
    if silent.last is None or silent.days is None:
        return Cell(_("never"), tone="warn")
    text = ngettext("%(days)s day ago", "%(days)s days ago", silent.days) % {"days": silent.days}
    day = formats.day_short(silent.last)
    return Cell(text, tone=_LEVEL_TONES[silent.level], hint=day)


def _why(silent: SilentFirm) -> str:
    if not silent.weights:
        return _("in the registry")
    return formats.listing([WEIGHTS[weight] for weight in silent.weights], formats.language())


def weights_note() -> str:
    """How importance is counted, in one sentence."""
    parts = [f"{WEIGHTS[weight]} {POINTS[weight]}" for weight in Weight]
    return formats.row(parts, formats.language())


def put_off_table(rows: Sequence[Snooze]) -> Table:
    return Table(
        caption=_("Firms put off"),
        caption_hidden=True,
        columns=[
            Column(_("Firm")),
            Column(_("Until"), kind="date"),
            Column(_("Why it can wait")),
            Column(_("Who says so")),
        ],
        rows=[
            [
                Cell(silence.firm.shown_name, reverse("exporters:detail", args=[silence.firm_id])),
                silence.until,
                silence.reason,
                str(silence.put_off_by) if silence.put_off_by else None,
            ]
            for silence in rows
        ],
    )
