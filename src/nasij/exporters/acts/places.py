"""Where a firm works: moves with their dates, other sites, the group it belongs to."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from nasij.accounts.models import User
from nasij.audit.acts import record
from nasij.exporters.enums import FirmLifeVerb, MoveKind, SiteKind
from nasij.exporters.errors import (
    AlreadyThere,
    GroupCycle,
    MoveBeforeTheSeat,
    PlaceElsewhere,
    SeatIsMoved,
    SiteClosedBeforeItOpened,
)
from nasij.exporters.models import Firm, Site
from nasij.reference.days import before_us, check_day, today
from nasij.reference.models import Territory
from nasij.sentences import in_every_language
from nasij.ui import formats


@transaction.atomic
def move_firm(
    *,
    firm: Firm,
    region: Territory,
    commune: Territory | None,
    since: date | None = None,
    kind: MoveKind = MoveKind.MOVED,
    keeps_old_place: bool = False,
    by: User | None,
) -> Firm:
    """Note that the seat moved on a day; or, as a correction, that its place was noted wrong.

    A move keeps the old seat with its last day, so that the region that was left counts a move and
    not an exit; `keeps_old_place` also leaves a site there. A correction rewrites the present seat.
    """
    if commune is not None and commune.region_code != region.code:
        raise PlaceElsewhere(place=commune, region=region)
    before = _place(firm)
    place = commune or region
    if place == before:
        raise AlreadyThere(place=place)
    left = {"region": firm.region.code, "commune": firm.commune.code if firm.commune else None}
    if kind is MoveKind.MOVED:
        day = since or timezone.localdate()
        _close_seat(firm, day, keeps_old_place)
        Site.objects.create(firm=firm, territory=place, is_seat=True, starts_on=day)
    else:
        day = None
        firm.sites.filter(is_seat=True, ends_on=None).update(territory=place)
    firm.region, firm.commune = region, commune
    firm.save(update_fields=["region", "commune", "changed_at"])
    moved = kind is MoveKind.MOVED
    record(
        FirmLifeVerb.FIRM_MOVED if moved else FirmLifeVerb.FIRM_PLACE_CORRECTED,
        subject=firm,
        by=by,
        region_code=region.code,
        before=left,
        after={
            "place": in_every_language(place),
            "region": region.code,
            "commune": commune.code if commune else None,
            "since": day.isoformat() if day else None,
        },
    )
    return firm


def _place(firm: Firm) -> Territory:
    return firm.commune or firm.region


def _close_seat(firm: Firm, day: date, keeps_old_place: bool) -> None:
    check_day(day, earliest=before_us(), latest=today())
    seats = list(firm.sites.filter(is_seat=True, ends_on=None).order_by("id"))
    if not seats:  # where it was until then, since we do not know since when
        seats = [Site(firm=firm, territory=_place(firm), is_seat=True)]
    for seat in seats:
        if seat.starts_on is not None and day < seat.starts_on:
            raise MoveBeforeTheSeat(day=formats.day_for_reader(seat.starts_on))
        seat.ends_on = day
        seat.save()
    if keeps_old_place:
        Site.objects.create(firm=firm, territory=_place(firm), starts_on=day)


@transaction.atomic
def add_site(
    *,
    firm: Firm,
    territory: Territory,
    kind: SiteKind,
    label: str = "",
    address: str = "",
    starts_on: date | None = None,
    by: User | None,
) -> Site:
    """A place of work beside the seat, in any region."""
    if starts_on is not None:
        check_day(starts_on, earliest=before_us(), latest=today())
    site = Site.objects.create(
        firm=firm,
        territory=territory,
        kind=kind,
        label=label,
        address=address,
        starts_on=starts_on,
    )
    record(
        FirmLifeVerb.SITE_ADDED,
        subject=firm,
        by=by,
        region_code=firm.region.code,
        after={"place": in_every_language(territory), "kind": kind.value},
    )
    return site


@transaction.atomic
def close_site(*, site: Site, on: date | None = None, by: User | None) -> None:
    """It stays in the firm's history, with the day it ended."""
    day = on or timezone.localdate()
    if site.is_seat:
        raise SeatIsMoved
    check_day(day, earliest=before_us(), latest=today())
    if site.starts_on is not None and day < site.starts_on:
        raise SiteClosedBeforeItOpened
    site.ends_on = day
    site.save(update_fields=["ends_on"])
    firm = site.firm
    record(
        FirmLifeVerb.SITE_CLOSED,
        subject=firm,
        by=by,
        region_code=firm.region.code,
        after={"place": in_every_language(site.territory), "ends_on": day.isoformat()},
    )


@transaction.atomic
def set_group(*, firm: Firm, group: Firm | None, by: User | None) -> None:
    """Say which firm this one belongs to, or that it belongs to none."""
    if group is not None:
        _refuse_circle(firm, group)
    if firm.group_id == (group.pk if group else None):
        return
    before = firm.group_id
    firm.group = group
    firm.save(update_fields=["group", "changed_at"])
    record(
        FirmLifeVerb.GROUP_SET if group else FirmLifeVerb.GROUP_LEFT,
        subject=firm,
        by=by,
        region_code=firm.region.code,
        # Keys, not names: who reads this firm's record may not read that one's.
        before={"group_id": before},
        after={"group_id": group.pk if group else None},
    )


def _refuse_circle(firm: Firm, group: Firm) -> None:
    """Walk up from the group: the firm must not be on the way."""
    seen: set[int] = set()
    above: Firm | None = group
    while above is not None and above.pk not in seen:
        if above.pk == firm.pk:
            raise GroupCycle(group=group)
        seen.add(above.pk)
        above = above.group
