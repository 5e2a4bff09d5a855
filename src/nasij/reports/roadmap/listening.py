"""What exporters said: counts by theme and by region, and the items the regions made of them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count
from django.utils.translation import gettext as _

from nasij.needs.models import Item, Need
from nasij.needs.queries import WAITING, items_of, listening_counts
from nasij.needs.queries.counts import ROUNDED_TO, SMALLEST, Line, needs_for_all, tells_small
from nasij.reports.roadmap.pen import Block, Pen
from nasij.ui import parts
from nasij.ui.documents import blocks


def nothing_is_hidden() -> bool:
    """Counts of items are shown only then: beside a hidden count they would tell it. What they
    leave of a total, needs of no item, is as good as shown with them."""
    found = listening_counts(None)
    alone = Need.objects.filter(item=None).order_by()
    counts = [
        *(line.needs for line in (*found.by_theme, *found.by_region)),
        *(found.answered, found.waiting),
        *(item.need_count for item in items_of(None)),  # type: ignore[attr-defined]
        *alone.values("region").annotate(needs=Count("pk")).values_list("needs", flat=True),
        alone.filter(state__in=WAITING).count(),
        alone.exclude(state__in=WAITING).count(),
    ]
    return all(not count or count >= SMALLEST for count in counts)


def chapter(pen: Pen) -> Block:
    found = listening_counts(None)
    title = _("What exporters said")
    if not found.needs:
        text = _("No need has been recorded yet: the regions have not begun to listen here.")
        return pen.chapter(title, blocks.note(text))
    mark = mark_of(pen)
    states = [(_("Needs whose author has had news"), found.answered)]
    states.append((_("Without any news"), found.waiting))
    if tells_small([count for _name, count in states]):
        states = []
    counted = [(_("Needs recorded"), found.needs), *states]
    return pen.chapter(
        title,
        blocks.facts([(name, f"{needs_for_all(count)} {mark}") for name, count in counted]),
        _counted(pen, _("Needs by theme"), _("Theme"), found.by_theme, mark),
        _counted(pen, _("Needs by region"), _("Region"), found.by_region, mark),
        _items(pen),
    )


def mark_of(pen: Pen) -> str:
    return pen.notes.record(
        "needs",
        what=_("Needs of exporters"),
        definition=_(
            "needs recorded by delegates and advisers, each counted once, under one theme and "
            "one region; to the nearest %(step)s, and those below %(least)s not told: the parts "
            "need not add up to the whole"
        )
        % {"step": ROUNDED_TO, "least": SMALLEST},
    )


def _counted(pen: Pen, caption: str, head: str, lines: Sequence[Line], mark: str) -> list[Block]:
    if tells_small([line.needs for line in lines]):
        text = _("Not shown: small numbers could be worked out from these counts.")
        return [blocks.note(text, caption)]
    table = parts.Table(
        caption=caption,
        columns=[parts.Column(head), parts.Column(_("Needs"), kind="number")],
        rows=[[str(line.label), needs_for_all(line.needs)] for line in lines],
    )
    return pen.table(table, mark)


def _items(pen: Pen) -> list[Block]:
    items = list(items_of(None))
    if not items:
        return [blocks.note(_("No regional item has been made of them yet."))]
    caption = _("Items put forward by the regions")
    return items_table(pen, items, caption, with_region=True, with_counts=nothing_is_hidden())


def items_table(
    pen: Pen, items: list[Item], caption: str, *, with_region: bool, with_counts: bool
) -> list[Block]:
    mark = pen.notes.record(
        "items",
        what=_("Regional items"),
        definition=_("needs grouped by a region and put forward in one sentence; state of the day"),
    )
    region = [parts.Column(_("Region"))] if with_region else []
    counted = [parts.Column(_("Needs"), kind="number")] if with_counts else []
    table = parts.Table(
        caption=caption,
        columns=[
            *region,
            parts.Column(_("Item")),
            parts.Column(_("Theme")),
            *counted,
            parts.Column(_("State")),
        ],
        rows=[
            [
                *([item.region.name] if with_region else []),
                item.title,
                item.theme.name,
                *([needs_for_all(item.need_count)] if counted else []),  # type: ignore[attr-defined]
                item.get_state_display(),
            ]
            for item in items
        ],
    )
    return pen.table(table, mark)
