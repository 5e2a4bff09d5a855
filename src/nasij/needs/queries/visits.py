"""Reading contacts with firms and what is to be done next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Max, QuerySet
from django.utils import timezone

from nasij.accounts.enums import Permission
from nasij.accounts.models import User
from nasij.accounts.permissions import Person, regions_where
from nasij.exporters.consent import left_in_peace
from nasij.exporters.life import Asked
from nasij.exporters.models import Firm
from nasij.needs.enums import ReplyChannel
from nasij.needs.models import Need, Reply, Visit
from nasij.needs.permissions import readable_visits

SOON = timedelta(days=7)


def needs_beside(firms: Iterable[int], user: Person) -> QuerySet[Need]:
    """Needs that may be shown beside these firms to this person: never an anonymous one."""
    found = Need.objects.filter(firm__in=list(firms), is_anonymous=False)
    codes = regions_where(user, Permission.NEED_VIEW)
    return found if codes is None else found.filter(region__code__in=codes)


def needs_heard_in(visit: Visit, user: Person) -> list[Need]:
    """Those of one contact that may be shown to this person, the latest first."""
    return list(
        needs_beside([visit.firm_id], user).filter(visit=visit).order_by("-heard_on", "-id")
    )


def firms_by_item(asked: Asked) -> dict[int | None, set[int]]:
    """Items in which a need of these firms stands, for rooms that know what became of an item."""
    known: dict[int | None, set[int]] | None = asked.memo.get("firms_by_item")
    if known is None:
        known = asked.memo["firms_by_item"] = defaultdict(set)
        rows = needs_beside(asked.keys, asked.user).filter(item__isnull=False).order_by()
        for item, firm in rows.values_list("item_id", "firm_id").distinct():
            known[item].add(firm)
    return known


def next_steps(user: User, limit: int = 6) -> list[Visit]:
    """Steps this person promised that are due within a week or late, the latest first due. A firm
    that nobody is to call waits for none: its own page says so beside them."""
    waiting = (
        readable_visits(user)
        .filter(
            recorded_by=user,
            next_step_done_at=None,
            next_step_on__lte=timezone.localdate() + SOON,
        )
        .exclude(next_step="")
    )
    waiting = waiting.exclude(firm__in=Firm.objects.filter(left_in_peace()))
    return list(waiting.order_by("next_step_on", "id")[:limit])


def steps_of(firm: Firm, user: Person) -> list[Visit]:
    """What was promised to one firm and is not done yet, the next first."""
    waiting = readable_visits(user).filter(firm=firm, next_step_done_at=None).exclude(next_step="")
    steps = sorted(
        waiting.order_by("id"), key=lambda visit: (visit.next_step_on or date.max, visit.pk)
    )
    return steps[:6]


def replies_that_reached() -> QuerySet[Reply]:
    """Told or sent to the person who spoke. What only stands on their page broke no silence: they
    may never open it, and the stations of a thread write there by themselves."""
    return Reply.objects.exclude(channel=ReplyChannel.LINK)


def last_contacts(firms: Iterable[int], reader: Person | None = None) -> dict[int, date]:
    """The last day somebody spoke with each firm: contact, need heard, reply. What colleagues ask
    each other of it is no word with it. To a reader no day of words that they may not read is told;
    that somebody went is told to whoever sees the firm."""
    keys = list(firms)
    needs = needs_beside(keys, reader) if reader else Need.objects.filter(firm__in=keys)
    said = needs.order_by()
    met = Visit.objects.filter(firm__in=keys).order_by()
    replied = replies_that_reached().filter(need__in=said).order_by()
    rows = met.values_list("firm_id", Max("happened_on")).union(
        said.values_list("firm_id", Max("heard_on")),
        replied.values_list("need__firm_id", Max("sent_at__date")),
    )
    latest: dict[int, date] = {}
    for firm, day in rows:
        if day is not None and day > latest.get(firm, date.min):
            latest[firm] = day
    return latest
