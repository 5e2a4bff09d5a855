"""What exporters said: counts by theme and by region, and the items the regions made of them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count
from django.utils.translation import gettext as _

from nasij.needs.models import Item, Need
from nasij.needs.queries import WAITING, items_of, listening_counts
from nasij.reports.roadmap.pen import Block, Pen
from nasij.ui import parts
from nasij.ui.documents import blocks

SMALLEST = 3  # fewer statements than this could point to somebody
Hidden = int | None


def suppressed(counts: Sequence[int]) -> list[Hidden]:
    """Counts with the small ones hidden (None), and one more so that none can be subtracted.

    With the total known, hidden cells that are all small could be worked out; the smallest count
    that may be shown is therefore hidden with them.
    """
    hidden = {place for place, count in enumerate(counts) if 0 < count < SMALLEST}
    large = [place for place, count in enumerate(counts) if count >= SMALLEST]
    if hidden and large:
        hidden.add(min(large, key=lambda place: (counts[place], place)))
    return [None if place in hidden else count for place, count in enumerate(counts)]


def total_may_be_shown(counts: Sequence[int]) -> bool:
    """Not when every row is hidden and small: the total would tell them."""
    return any(count >= SMALLEST for count in counts) or not any(counts)


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


def written(count: Hidden) -> str:
    return _("hidden (small number)") if count is None else str(count)


def chapter(pen: Pen) -> Block:
    found = listening_counts(None)
    title = _("What exporters said")
    if not found.needs:
        text = _("No need has been recorded yet: the regions have not begun to listen here.")
        return pen.chapter(title, blocks.note(text))
    mark = mark_of(pen)
    by_theme = [line.needs for line in found.by_theme]
    by_region = [line.needs for line in found.by_region]
    answered, waiting = suppressed([found.answered, found.waiting])
    shown = total_may_be_shown(by_theme) and total_may_be_shown(by_region)
    return pen.chapter(
        title,
        blocks.facts(
            [
                (_("Needs recorded"), f"{written(found.needs if shown else None)} {mark}"),
                (_("Answered at least once"), f"{written(answered)} {mark}"),
                (_("Waiting for a first answer"), f"{written(waiting)} {mark}"),
            ]
        )
        if shown
        else blocks.note(_("Fewer needs than may be shown have been recorded.")),
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
            "one region; counts below %(least)s are not shown"
        )
        % {"least": SMALLEST},
    )


def _counted(pen: Pen, caption: str, head: str, lines: Sequence[object], mark: str) -> list[Block]:
    counts = suppressed([line.needs for line in lines])  # type: ignore[attr-defined]
    table = parts.Table(
        caption=caption,
        columns=[parts.Column(head), parts.Column(_("Needs"), kind="number")],
        rows=[
            [str(line.label), written(count)]  # type: ignore[attr-defined]
            for line, count in zip(lines, counts, strict=True)
        ],
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
                *([item.need_count] if counted else []),  # type: ignore[attr-defined]
                item.get_state_display(),
            ]
            for item in items
        ],
    )
    return pen.table(table, mark)
