"""Firms nobody has spoken with for long, those that matter most first.

The order is silence × importance. Both are small numbers that a delegate can check by heart; they
order a list of calls, and measure nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from nasij.exporters.consent import left_in_peace
from nasij.exporters.enums import FirmStatus
from nasij.exporters.models import Firm, Follower
from nasij.exporters.queries import firms
from nasij.exporters.queries.weighing import weighed
from nasij.exporters.reach import Regions, in_regions
from nasij.needs.models import Need, Snooze, Visit
from nasij.needs.queries.needs import WAITING
from nasij.needs.queries.visits import last_contacts, replies_that_reached

_ABLE_SIZE = 10  # people


class Weight(StrEnum):
    """What makes a silent firm matter."""

    EXPORTS = "exports"
    EXPORTED = "exported"
    COULD = "could"
    SIZE = "size"
    WAITS = "waits"
    FOLLOWED = "followed"


POINTS: dict[Weight, int] = {
    Weight.EXPORTS: 3,
    Weight.EXPORTED: 2,
    Weight.COULD: 2,
    Weight.WAITS: 2,
    Weight.SIZE: 1,
    Weight.FOLLOWED: 1,
}
# A firm of which nothing is known still counts for one.
_LEAST = 1


@dataclass(frozen=True, slots=True)
class SilentFirm:
    """`last` is None where nobody ever spoke with the firm; `level` is 1 to 3."""

    firm: Firm
    last: date | None
    days: int | None
    level: int
    importance: int
    weights: tuple[Weight, ...]

    @property
    def score(self) -> int:
        return self.level * self.importance


def _spoken_with(since: date | None) -> Q:
    """Firms with a contact since a day; None: ever."""
    visits = Visit.objects.all()
    needs = Need.objects.filter(firm__isnull=False)
    replies = replies_that_reached().filter(need__firm__isnull=False)
    if since is not None:
        visits = visits.filter(happened_on__gte=since)
        needs = needs.filter(heard_on__gte=since)
        replies = replies.filter(sent_at__date__gte=since)
    return (
        Q(pk__in=visits.order_by().values("firm_id"))
        | Q(pk__in=needs.order_by().values("firm_id"))
        | Q(pk__in=replies.order_by().values("need__firm_id"))
    )


def _not_to_call(today: date) -> Q:
    """Put off by somebody for some days, or objecting to everything."""
    put_off = Snooze.objects.filter(until__gt=today).order_by().values("firm_id")
    return Q(pk__in=put_off) | left_in_peace()


def put_off_firms(codes: Collection[str] | None) -> QuerySet[Snooze]:
    """Silent firms of these regions that somebody put off, the next to come back first."""
    found = Snooze.objects.filter(until__gt=timezone.localdate(), firm__merged_into__isnull=True)
    if codes is not None:
        found = found.filter(firm__region__code__in=codes)
    return found.select_related("firm__region", "put_off_by").order_by("until", "id")


def silent_firms(allowed: Regions, days: int, *, region: str = "") -> QuerySet[Firm]:
    """To call, the first first: no contact for more than `days`, or ever, and not left in peace."""
    today = timezone.localdate()
    found = in_regions(firms(), allowed).select_related("region")
    if region:
        found = in_regions(found, {region})
    found = found.filter(~_spoken_with(today - timedelta(days=days)), ~_not_to_call(today))
    found = found.annotate(
        level=Case(
            When(_spoken_with(today - timedelta(days=2 * days)), then=Value(1)),
            When(_spoken_with(today - timedelta(days=4 * days)), then=Value(2)),
            default=Value(3),
            output_field=IntegerField(),
        ),
    )
    weighed_firms = weighed(found, _conditions(), POINTS, least=_LEAST)
    scored = weighed_firms.annotate(score=F("level") * F("points"))
    ordered: QuerySet[Firm] = scored.order_by("-score", "-points", "name", "id")
    return ordered


def _conditions() -> dict[Weight, Q | Exists]:
    waiting = Need.objects.filter(firm=OuterRef("pk"), is_anonymous=False, state__in=WAITING)
    return {
        Weight.EXPORTS: Q(status=FirmStatus.EXISTING),
        Weight.EXPORTED: Q(status=FirmStatus.PAST),
        Weight.COULD: Q(status=FirmStatus.POTENTIAL),
        Weight.SIZE: Q(employees__gte=_ABLE_SIZE),
        Weight.WAITS: Exists(waiting),
        Weight.FOLLOWED: Exists(Follower.objects.filter(firm=OuterRef("pk"))),
    }


def explained(page: Iterable[Firm]) -> list[SilentFirm]:
    """The firms of a page with the day of the last contact and why they stand where they stand."""
    rows, today = list(page), timezone.localdate()
    latest = last_contacts(firm.pk for firm in rows)
    return [
        SilentFirm(
            firm,
            last := latest.get(firm.pk),
            (today - last).days if last else None,
            firm.level,  # type: ignore[attr-defined]  # annotated by the query
            firm.points,  # type: ignore[attr-defined]
            tuple(weight for weight in Weight if getattr(firm, f"has_{weight}")),
        )
        for firm in rows
    ]


@dataclass(frozen=True, slots=True)
class Silence:
    """How many firms are silent: those met once, and those nobody ever met."""

    silent: int
    never: int

    @property
    def total(self) -> int:
        return self.silent + self.never


def silence_counts(allowed: Regions, days: int) -> Silence:
    today = timezone.localdate()
    quiet = in_regions(firms(), allowed).filter(
        ~_spoken_with(today - timedelta(days=days)), ~_not_to_call(today)
    )
    total, never = quiet.count(), quiet.filter(~_spoken_with(None)).count()
    return Silence(total - never, never)
