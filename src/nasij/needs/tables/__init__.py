"""Needs and items as the records that the components of the pages are given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _

from nasij.kept import label_of
from nasij.needs import analysis
from nasij.needs.enums import ItemState, ReplyChannel, station_name
from nasij.needs.models import Item, Need, Reply
from nasij.needs.notices import REPLY
from nasij.needs.queries import Count, Happening, Waiting
from nasij.needs.queries.counts import needs_for_all
from nasij.needs.queries.needs import Regions
from nasij.ui.parts import Cell, Column, Moment, Table
from nasij.work.enums import LetterState
from nasij.work.models import Letter
from nasij.work.queries import letters_about


def needs_table(
    rows: Sequence[tuple[Need, Waiting | None]], *, with_region: bool, empty: str = ""
) -> Table:
    region = [Column(_("Region"))] if with_region else []
    return Table(
        caption=_("Needs"),
        caption_hidden=True,
        columns=[
            Column(_("Need")),
            *region,
            Column(_("Theme")),
            Column(_("Heard on"), kind="date"),
            Column(_("State")),
        ],
        rows=[
            [
                Cell(str(need), url=reverse("needs:detail", args=[need.pk]), hint=who(need)),
                *([need.region.name] if with_region else []),
                need.theme.name,
                need.heard_on,
                state_cell(need, waiting),
            ]
            for need, waiting in rows
        ],
        empty=empty,
    )


def who(need: Need) -> str:
    """Whose words they are. Silence is kept even if a firm were written beside them."""
    if need.is_anonymous:
        return _("Anonymous")
    return need.firm.shown_name if need.firm else _("No firm named")


def state_cell(need: Need, waiting: Waiting | None) -> Cell:
    """The clock while it runs, with the state beside it; then the state alone."""
    state = need.get_state_display()
    if waiting is None:
        return Cell(state, tone=need.state_tone)
    text = ngettext(
        "%(days)s working day without news", "%(days)s working days without news", waiting.days
    )
    tone = "warn" if waiting.late else "neutral"
    return Cell(text % {"days": waiting.days}, tone=tone, hint=state)


def item_needs_table(needs: Sequence[Need]) -> Table:
    return Table(
        caption=_("Needs of this item"),
        caption_hidden=True,
        columns=[
            Column(_("Need")),
            Column(_("Place")),
            Column(_("Heard on"), kind="date"),
            Column(_("Language")),
            Column(_("Last reply"), kind="date"),
        ],
        rows=[
            [
                Cell(str(need), url=reverse("needs:detail", args=[need.pk]), hint=who(need)),
                need.commune.name if need.commune else None,
                need.heard_on,
                Cell(_language_name(need)),
                _last_reply(list(need.replies.all())),
            ]
            for need in needs
        ],
        empty=_("No need in this item yet."),
    )


def _language_name(need: Need) -> str:
    """Of its text: the replies may be asked for in another one."""
    spoken = analysis.language_of(need.text, need.language)
    return str(get_language_info(spoken)["name_translated"])


def _last_reply(replies: Sequence[Reply]) -> object:
    return timezone.localdate(replies[-1].sent_at) if replies else None


def items_table(items: Sequence[Item], *, with_region: bool, counted_in: Regions) -> Table:
    """Needs are counted exactly in the regions whose needs the reader may see."""
    region = [Column(_("Region"))] if with_region else []
    return Table(
        caption=_("Regional items"),
        caption_hidden=True,
        columns=[
            Column(_("Item")),
            *region,
            Column(_("Theme")),
            Column(_("Needs"), kind="number"),
            Column(_("State")),
        ],
        rows=[
            [
                Cell(item.title, url=reverse("needs:item", args=[item.pk])),
                *([item.region.name] if with_region else []),
                item.theme.name,
                _needs_of(item, counted_in),
                Cell(item.get_state_display(), tone=item.state_tone),
            ]
            for item in items
        ],
    )


def _needs_of(item: Item, counted_in: Regions) -> int | str:
    count: int = item.need_count  # type: ignore[attr-defined]  # annotated by the query
    is_seen = counted_in is None or item.region.code in counted_in
    return count if is_seen else needs_for_all(count)


def reason_title(item: Item) -> str:
    if item.state == ItemState.ABANDONED:
        return _("Why its action was abandoned")
    declined = item.state == ItemState.DECLINED
    return _("Why it was not retained") if declined else _("Why the region escalated it")


def counts_table(counts: Sequence[Count], label: str, filters: Mapping[str, str]) -> Table:
    """Each count opens the list that sums to it."""
    address = reverse("needs:list")
    return Table(
        caption=label,
        columns=[Column(label), Column(_("Needs"), kind="number")],
        rows=[
            [
                Cell(count.label, url=f"{address}?{urlencode({**filters, **count.opens})}"),
                count.count,
            ]
            for count in counts
        ],
        foot=[_("Total"), sum(count.count for count in counts)],
        cards=False,
        caption_hidden=True,
    )


@dataclass(frozen=True, slots=True)
class ReplyLine:
    reply: Reply
    title: str


def reply_lines(replies: Sequence[Reply]) -> list[ReplyLine]:
    """Replies with their own language and direction, whatever the page's."""
    letters = letters_about(REPLY, replies)
    return [ReplyLine(reply, _reply_title(reply, letters.get(str(reply.pk)))) for reply in replies]


def _reply_title(reply: Reply, letter: Letter | None) -> str:
    if letter is None or letter.state == LetterState.SENT:
        sent = reply.get_channel_display()
    elif letter.state == LetterState.WAITING:
        sent = _("E-mail not sent yet")
    else:
        sent = _("E-mail: %(state)s") % {"state": letter.get_state_display()}
    return f"{station_name(reply.station)} · {sent}" if reply.station else sent


def history_moments(history: Sequence[Happening]) -> list[Moment]:
    return [
        Moment(title=happening.sentence, at=happening.at, text=happening.reason)
        for happening in history
    ]


@dataclass(frozen=True, slots=True)
class NeedLine:
    need: Need
    who: str


def need_lines(needs: Sequence[Need]) -> list[NeedLine]:
    return [NeedLine(need, who(need)) for need in needs]


@dataclass(frozen=True, slots=True)
class SimilarLine:
    need: Need
    who: str
    percent: int
    why: str


def similar_lines(similar: Sequence[analysis.Similar]) -> list[SimilarLine]:
    return [
        SimilarLine(other.need, who(other.need), other.percent, str(other.likeness.label))
        for other in similar
    ]
