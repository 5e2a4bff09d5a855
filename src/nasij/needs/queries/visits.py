"""Reading contacts with firms and what is to be done next."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from nasij.accounts.enums import Permission
from nasij.accounts.models import User
from nasij.accounts.permissions import Person, regions_where
from nasij.exporters.enums import ReferralState
from nasij.exporters.models import Firm, Referral
from nasij.needs.models import Need, Reply, Visit
from nasij.needs.queries.needs import region_keys

SOON = timedelta(days=7)


def readable_visits(user: Person) -> QuerySet[Visit]:
    """Contacts whose words a person may read: those of the regions whose needs they read, and
    their own."""
    found = Visit.objects.select_related("firm", "region", "recorded_by")
    codes = regions_where(user, Permission.NEED_VIEW)
    if codes is None:
        return found
    if not isinstance(user, User):
        return found.none()
    return found.filter(Q(region_id__in=region_keys(codes)) | Q(recorded_by=user))


def visit_for(user: Person, pk: int) -> Visit | None:
    return readable_visits(user).filter(pk=pk).first()


def needs_beside(firms: Iterable[int], user: Person) -> QuerySet[Need]:
    """Needs that may be shown beside these firms to this person: never an anonymous one."""
    found = Need.objects.filter(firm__in=list(firms), is_anonymous=False)
    codes = regions_where(user, Permission.NEED_VIEW)
    return found if codes is None else found.filter(region_id__in=region_keys(codes))


def next_steps(user: User, limit: int = 6) -> list[Visit]:
    """Steps this person promised that are due within a week or late, the latest first due."""
    waiting = Visit.objects.filter(
        recorded_by=user,
        next_step_done_at=None,
        next_step_on__lte=timezone.localdate() + SOON,
    ).exclude(next_step="")
    return list(waiting.select_related("firm").order_by("next_step_on", "id")[:limit])


def steps_of(firm: Firm, user: Person) -> list[Visit]:
    """What was promised to one firm and is not done yet, the next first."""
    waiting = readable_visits(user).filter(firm=firm, next_step_done_at=None).exclude(next_step="")
    steps = sorted(waiting.order_by("id"), key=lambda one: (one.next_step_on or date.max, one.pk))
    return steps[:6]


def last_contacts(firms: Iterable[int]) -> dict[int, date]:
    """The last day somebody spoke with each firm: contact, need heard, reply, referral answered."""
    keys = list(firms)
    latest: dict[int, date] = {}
    for rows in (
        Visit.objects.filter(firm__in=keys).values_list("firm").annotate(at=Max("happened_on")),
        Need.objects.filter(firm__in=keys).values_list("firm").annotate(at=Max("heard_on")),
        Reply.objects.filter(need__firm__in=keys)
        .values_list("need__firm")
        .annotate(at=Max("sent_at__date")),
        Referral.objects.filter(firm__in=keys, state=ReferralState.ANSWERED)
        .values_list("firm")
        .annotate(at=Max("closed_at__date")),
    ):
        for firm, day in rows.order_by():
            if day is not None and day > latest.get(firm, date.min):
                latest[firm] = day
    return latest
