"""What this room knows of a firm's life: contacts, needs, replies, and where their items stand."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from nasij.exporters.life import Asked, Happening
from nasij.needs.enums import station_name
from nasij.needs.models import Need, Reply, Visit
from nasij.needs.permissions import reads_visit
from nasij.needs.queries.visits import needs_beside
from nasij.sentences import filled

_SHOWN = 220  # letters of what was said: the rest is one tap away


def contacts(asked: Asked) -> Iterator[Happening]:
    """Contacts, with their words for who may read them; others see that there was one."""
    found = Visit.objects.filter(firm__in=asked.keys).select_related("region", "recorded_by")
    if asked.since is not None:
        found = found.filter(recorded_at__gt=asked.since)
    for visit in found.order_by("-happened_on", "-id")[: asked.limit]:
        yield _of_visit(visit, reads_visit(asked.user, visit), news=asked.since is not None)


def _of_visit(visit: Visit, readable: bool, *, news: bool) -> Happening:
    kind = str(visit.get_kind_display())
    title, text = kind, ""
    if readable:
        title = f"{kind} · {visit.people}" if visit.people else kind
        step = filled(_("Next: %(step)s"), {"step": visit.next_step}) if visit.next_step else ""
        text = "\n".join(filter(None, (_short(visit.note), step)))
    return Happening(
        visit.firm_id,
        "contact",
        visit.recorded_at if news else visit.happened_on,
        title,
        text,
        url=reverse("needs:visit", args=[visit.pk]) if readable else "",
        by=str(visit.recorded_by) if visit.recorded_by else "",
        tone="good",
        actor_id=visit.recorded_by_id,
    )


def statements(asked: Asked) -> Iterator[Happening]:
    """Needs that may be shown beside the firm, and what was replied, at each station or freely."""
    needs = needs_beside(asked.keys, asked.user)
    heard = needs.select_related("theme", "recorded_by")
    if asked.since is not None:
        heard = heard.filter(recorded_at__gt=asked.since)
    for need in heard.order_by("-heard_on", "-id")[: asked.limit]:
        yield _of_need(need, news=asked.since is not None)
    replies = Reply.objects.filter(need__in=needs.order_by()).select_related("need", "sent_by")
    if asked.since is not None:
        replies = replies.filter(sent_at__gt=asked.since)
    for reply in replies.order_by("-sent_at", "-id")[: asked.limit]:
        yield _of_reply(reply)


def _of_need(need: Need, *, news: bool) -> Happening:
    assert need.firm_id is not None
    return Happening(
        need.firm_id,
        "need",
        need.recorded_at if news else need.heard_on,
        filled(_("Need: %(theme)s"), {"theme": need.theme.name}),
        _short(need.text),
        url=reverse("needs:detail", args=[need.pk]),
        by=str(need.recorded_by) if need.recorded_by else "",
        tone=need.state_tone,
        actor_id=need.recorded_by_id,
    )


def _of_reply(reply: Reply) -> Happening:
    assert reply.need.firm_id is not None
    station = station_name(reply.station) if reply.station else ""
    title = _("Reply · %(station)s") % {"station": station} if station else _("Reply")
    return Happening(
        reply.need.firm_id,
        "need",
        timezone.localtime(reply.sent_at),
        title,
        _short(_without_greeting(reply.text) if station else reply.text),
        url=reverse("needs:detail", args=[reply.need_id]),
        by=str(reply.sent_by) if reply.sent_by else "",
        tone="good",
        actor_id=reply.sent_by_id,
    )


def _without_greeting(text: str) -> str:
    """A station's reply is greeting, words, link: the words are what one looks for."""
    parts = text.split("\n\n")
    return parts[1] if len(parts) > 2 else text


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1].rstrip() + "…"
