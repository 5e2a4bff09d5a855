"""Answering the exporters who spoke. A reply is written once and never edited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from django.db import transaction

from nasij.accounts.models import User
from nasij.audit.acts import record
from nasij.exporters.consent import may_reply
from nasij.needs.answers import station_text
from nasij.needs.enums import (
    COMES_AGAIN,
    ItemState,
    NeedState,
    NeedVerb,
    ReplyChannel,
    SessionNews,
)
from nasij.needs.errors import EmptyText
from nasij.needs.models import Item, Need, Reply
from nasij.needs.notices import send_reply
from nasij.needs.queries.needs import WAITING


@transaction.atomic
def reply_to_need(
    *, need: Need, text: str, channel: ReplyChannel | None = None, by: User | None
) -> Reply:
    """Answer one exporter in their language, or note by which channel they were told already.

    The words that were said last, sent once more by the same person, are the reply they were: two
    taps on a slow line, or two tabs, write to nobody twice.
    """
    text = text.strip()
    if not text:
        raise EmptyText
    Need.objects.select_for_update(of=("self",)).get(pk=need.pk)  # one tap after the other
    channel = channel or _written_channel(need)
    latest = need.replies.order_by("-sent_at", "-id").first()
    if latest is not None and _is_said_again(latest, text, channel, by):
        return latest
    reply = _add(need, text, channel, station="", by=by)
    Need.objects.filter(pk=need.pk, state__in=WAITING).update(state=NeedState.ANSWERED)
    need.refresh_from_db(fields=["state"])
    record(
        NeedVerb.REPLY_SENT,
        subject=need,
        by=by,
        region_code=need.region.code,
        after={"channel": channel.value, "language": need.language},
        label=need.number,
    )
    return reply


def _is_said_again(latest: Reply, text: str, channel: ReplyChannel, by: User | None) -> bool:
    author = by.pk if by else None
    return (latest.text, latest.channel, latest.sent_by_id) == (text, channel, author)


def tell_exporters(
    item: Item,
    needs: Sequence[Need],
    *,
    by: User | None,
    reason: str = "",
    context: Mapping[str, str | Sequence[str]] | None = None,
) -> list[Reply]:
    """One reply per need and station, in the need's language: a second time says nothing, but of
    a session, of an action and of its end, which come again.

    Part of an act on the item, which writes the event.
    """
    state = ItemState(item.state)
    if state == ItemState.OPEN:
        return []
    known = _told_of(state, needs)
    told = []
    for need in needs:
        if need.pk not in known:
            need.item = item
            channel = _written_channel(need)
            text = station_text(
                need,
                state=state,
                is_mailed=channel == ReplyChannel.EMAIL,
                reason=reason,
                context=context,
            )
            told.append(_add(need, text, channel, station=state, by=by))
    after = NeedState.CLOSED if state.is_final else NeedState.ANSWERED
    Need.objects.filter(pk__in=[need.pk for need in needs]).update(state=after)
    return told


def tell_of_session(
    item: Item,
    news: SessionNews,
    *,
    by: User | None,
    context: Mapping[str, str | Sequence[str]],
) -> list[Reply]:
    """Correct what exporters were told of the day on which the council takes their words up. Part
    of an act on the session, which writes the event."""
    told = []
    for need in item.needs.select_related("region", "firm").order_by("id"):
        need.item = item
        channel = _written_channel(need)
        is_mailed = channel == ReplyChannel.EMAIL
        text = station_text(need, state=news, is_mailed=is_mailed, context=context)
        told.append(_add(need, text, channel, station=news, by=by))
    return told


def _told_of(state: ItemState, needs: Sequence[Need]) -> set[int]:
    told = Reply.objects.filter(need__in=needs).exclude(station="").order_by("sent_at", "id")
    stations = told.values_list("need_id", "station")
    last = dict(stations).items()
    return {need for need, at in (last if state in COMES_AGAIN else stations) if at == state}


def count_by_language(told: Sequence[Reply]) -> dict[str, int]:
    return dict(sorted(Counter(reply.language for reply in told).items()))


def _written_channel(need: Need) -> ReplyChannel:
    """By e-mail where there is an address and the firm still wants it; the link is always there."""
    if not need.reply_email or (need.firm and not may_reply(need.firm, need.reply_email)):
        return ReplyChannel.LINK
    return ReplyChannel.EMAIL


def _add(need: Need, text: str, channel: ReplyChannel, *, station: str, by: User | None) -> Reply:
    reply = Reply.objects.create(
        need=need, text=text, language=need.language, channel=channel, station=station, sent_by=by
    )
    if channel == ReplyChannel.EMAIL:
        send_reply(reply)
    return reply
