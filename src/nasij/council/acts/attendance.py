"""Who is in the room, and who speaks for whom."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from nasij.accounts.models import User
from nasij.audit.acts import record
from nasij.council.acts.locks import hold
from nasij.council.enums import CouncilVerb, SessionState
from nasij.council.errors import (
    AlreadyPresent,
    NotPresent,
    ProxyChain,
    ProxyGiven,
    ProxyToItself,
    SeatVacant,
    TooManyProxies,
)
from nasij.council.models import Mandate, Presence, Proxy, Seat, Session
from nasij.council.queries import SeatNow, seats_on, session_day
from nasij.council.rules import current_rules


@transaction.atomic
def mark_arrival(
    *,
    session: Session,
    seat: Seat,
    mandate: Mandate | None = None,
    at: datetime | None = None,
    by: User | None,
) -> Presence:
    """The person of `mandate` (by default the holder) sits on the seat from now on."""
    session = hold(session, SessionState.OPEN)
    sitting = _sitting(session, seat, mandate)
    if session.presences.filter(seat=seat, left_at__isnull=True).exists():
        raise AlreadyPresent(seat=seat.name)
    presence = Presence.objects.create(
        session=session,
        seat=seat,
        person_name=sitting.person_name,
        user=sitting.user,
        arrived_at=at or timezone.now(),
    )
    record(
        CouncilVerb.PRESENCE_MARKED,
        subject=seat,
        by=by,
        region_code=seat.region.code if seat.region else "",
        after={"session": session.number, "person": sitting.person_name},
    )
    return presence


def _sitting(session: Session, seat: Seat, mandate: Mandate | None) -> Mandate:
    running = _now(session, seat).mandates
    if mandate is not None and mandate.pk in {held.pk for held in running}:
        return mandate
    if mandate is not None or not running:
        raise SeatVacant(seat=seat.name)
    return running[0]


def _now(session: Session, seat: Seat) -> SeatNow:
    return next(now for now in seats_on(session_day(session)) if now.seat.pk == seat.pk)


@transaction.atomic
def mark_departure(
    *, session: Session, seat: Seat, at: datetime | None = None, by: User | None
) -> Presence:
    session = hold(session, SessionState.OPEN)
    presence = session.presences.filter(seat=seat, left_at__isnull=True).first()
    if presence is None:
        raise NotPresent(seat=seat.name)
    presence.left_at = at or timezone.now()
    presence.save(update_fields=["left_at"])
    record(
        CouncilVerb.DEPARTURE_MARKED,
        subject=seat,
        by=by,
        region_code=seat.region.code if seat.region else "",
        after={"session": session.number, "person": presence.person_name},
    )
    return presence


@transaction.atomic
def give_proxy(
    *, session: Session, giver: Seat, holder: Seat, at: datetime | None = None, by: User | None
) -> Proxy:
    """An absent seat gives its voice to one that is there (or, before opening, will be)."""
    session = hold(session, SessionState.CONVENED, SessionState.OPEN)
    if giver.pk == holder.pk:
        raise ProxyToItself
    for seat in (giver, holder):
        if _now(session, seat).is_vacant:
            raise SeatVacant(seat=seat.name)
    _refuse_proxies(session, giver, holder)
    _refuse_places(session, giver, holder)
    proxy = Proxy.objects.create(
        session=session, giver=giver, holder=holder, given_at=at or timezone.now()
    )
    record(
        CouncilVerb.PROXY_GIVEN,
        subject=giver,
        by=by,
        region_code=giver.region.code if giver.region else "",
        after={"session": session.number, "holder": holder.pk},
    )
    return proxy


def _refuse_proxies(session: Session, giver: Seat, holder: Seat) -> None:
    running = session.proxies.filter(withdrawn_at__isnull=True)
    given = running.filter(giver=giver).select_related("holder").first()
    if given is not None:
        raise ProxyGiven(seat=giver.name, holder=given.holder.name)
    if running.filter(holder=giver).exists():
        raise ProxyChain(seat=giver.name)
    if running.filter(giver=holder).exists():
        raise ProxyChain(seat=holder.name)
    held, limit = running.filter(holder=holder).count(), current_rules().proxies_per_holder
    if held >= limit:
        raise TooManyProxies(holder=holder.name, count=held, limit=limit)


def _refuse_places(session: Session, giver: Seat, holder: Seat) -> None:
    """Once the session is open, the giver is out of the room and the holder in it."""
    if session.state != SessionState.OPEN:
        return
    present = set(
        session.presences.filter(left_at__isnull=True, seat__in=(giver, holder)).values_list(
            "seat_id", flat=True
        )
    )
    if giver.pk in present:
        raise AlreadyPresent(seat=giver.name)
    if holder.pk not in present:
        raise NotPresent(seat=holder.name)


@transaction.atomic
def withdraw_proxy(*, proxy: Proxy, by: User | None) -> Proxy:
    """Take a voice back. Votes opened before keep the set they were opened with; the minutes say
    until when it was given."""
    session = hold(proxy.session, SessionState.CONVENED, SessionState.OPEN)
    giver = proxy.giver
    proxy.withdrawn_at = timezone.now()
    proxy.save(update_fields=["withdrawn_at"])
    record(
        CouncilVerb.PROXY_WITHDRAWN,
        subject=giver,
        by=by,
        region_code=giver.region.code if giver.region else "",
        before={"session": session.number, "holder": proxy.holder_id},
    )
    return proxy
