"""Needs: what exporters say, the visits where they say it, the items that climb."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from nasij.needs import acts
from nasij.needs.enums import ItemState, ReplyChannel, VisitKind
from nasij.needs.models import Item, Theme, Visit
from tests.factories import make_firm, make_item, make_need, region
from tests.people import Cast


def _heard_item() -> Item:
    item = make_item()
    make_need(item=item)
    return item


def record_need(cast: Cast) -> dict[str, Any]:
    theme = Theme.objects.get(key="logistics")
    return {"region": region(), "text": "Le fret est cher", "theme": theme, "by": cast.delegate}


def change_theme(cast: Cast) -> dict[str, Any]:
    theme = Theme.objects.get(key="financing")
    return {"need": make_need(), "theme": theme, "by": cast.delegate}


def reply_to_need(cast: Cast) -> dict[str, Any]:
    return {"need": make_need(), "text": "R", "channel": ReplyChannel.PHONE, "by": cast.delegate}


def group_needs(cast: Cast) -> dict[str, Any]:
    need = make_need()
    return {"needs": [need], "title": "T", "theme": need.theme, "by": cast.delegate}


def add_needs(cast: Cast) -> dict[str, Any]:
    item = make_item(state=ItemState.ESCALATED)  # who joins is told where it stands
    return {"item": item, "needs": [make_need()], "by": cast.delegate}


def remove_need(cast: Cast) -> dict[str, Any]:
    item = _heard_item()
    return {"item": item, "need": item.needs.get(), "by": cast.delegate}


def escalate_item(cast: Cast) -> dict[str, Any]:
    return {"item": _heard_item(), "reason": "R", "by": cast.delegate}


def move_item(cast: Cast) -> dict[str, Any]:
    return {"item": _heard_item(), "state": ItemState.DECLINED, "by": cast.delegate}


def record_visit(cast: Cast) -> dict[str, Any]:
    return {"firm": make_firm(), "by": cast.delegate}


def _visit(cast: Cast, next_step: str = "") -> Visit:
    return acts.record_visit(firm=make_firm(), next_step=next_step, by=cast.delegate)


def change_visit(cast: Cast) -> dict[str, Any]:
    return {
        "visit": _visit(cast),
        "kind": VisitKind.VISIT,
        "happened_on": date(2026, 1, 1),
        "people": "P",
        "note": "N",
        "next_step": "",
        "next_step_on": None,
        "by": cast.delegate,
    }


def finish_step(cast: Cast) -> dict[str, Any]:
    return {"visit": _visit(cast, next_step="S"), "by": cast.delegate}


def put_off_firm(cast: Cast) -> dict[str, Any]:
    until = timezone.localdate() + timedelta(days=30)
    return {"firm": make_firm(), "until": until, "reason": "R", "by": cast.delegate}


def choose_reminder(cast: Cast) -> dict[str, Any]:
    return {"is_weekly": True, "silent_after": 90, "by": cast.delegate}


def send_reminders(cast: Cast) -> dict[str, Any]:
    make_firm("01", status="existing")  # one delegate has a firm to call
    return {}
