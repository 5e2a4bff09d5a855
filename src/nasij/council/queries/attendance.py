"""Who is there, who is represented by whom, and whether that makes a quorum."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from nasij.council import analysis
from nasij.council.models import Presence, Proxy, Seat, Session
from nasij.council.queries.seats import SeatNow, seats_on
from nasij.council.queries.sessions import session_day
from nasij.council.results import QuorumState


@dataclass(frozen=True, slots=True)
class Attendance:
    """A seat in a session: present, represented, absent, or vacant."""

    now: SeatNow
    presence: Presence | None
    proxy: Proxy | None  # given by this seat
    represented_by: Seat | None  # only when it counts: giver absent, holder present

    @property
    def seat(self) -> Seat:
        return self.now.seat

    @property
    def is_present(self) -> bool:
        return self.presence is not None

    @property
    def has_voice(self) -> bool:
        return self.is_present or self.represented_by is not None


@dataclass(frozen=True, slots=True)
class Room:
    """Everyone's attendance at one moment, and the quorum it makes."""

    seats: list[Attendance]
    quorum: QuorumState

    @property
    def voices(self) -> list[Attendance]:
        return [attendance for attendance in self.seats if attendance.has_voice]


@dataclass(frozen=True, slots=True)
class _Marked:
    """All that was marked in a session, read once."""

    seats: list[SeatNow]
    presences: list[Presence]
    proxies: list[Proxy]


def room(session: Session) -> Room:
    """Who is there now, who is represented by whom, and whether that makes a quorum."""
    return _room(session, _marked(session), lambda _start, end: end is None)


def rooms(session: Session) -> list[tuple[datetime, Room]]:
    """The same at the opening of the session, and after each change since."""
    if session.opened_at is None:
        return []
    marked = _marked(session)
    moments = {session.opened_at}
    for presence in marked.presences:
        moments |= {presence.arrived_at, presence.left_at or presence.arrived_at}
    for proxy in marked.proxies:
        moments |= {proxy.given_at, proxy.withdrawn_at or proxy.given_at}
    return [
        (moment, _room(session, marked, _running_at(moment)))
        for moment in sorted(moments)
        if moment >= session.opened_at
    ]


def _running_at(moment: datetime) -> Callable[[datetime, datetime | None], bool]:
    return lambda start, end: start <= moment and (end is None or moment < end)


def _marked(session: Session) -> _Marked:
    return _Marked(
        seats=seats_on(session_day(session)),
        presences=list(session.presences.order_by("arrived_at", "id")),
        proxies=list(session.proxies.select_related("giver", "holder").order_by("id")),
    )


def _room(
    session: Session, marked: _Marked, is_running: Callable[[datetime, datetime | None], bool]
) -> Room:
    present = {
        presence.seat_id: presence
        for presence in marked.presences
        if is_running(presence.arrived_at, presence.left_at)
    }
    given = {
        proxy.giver_id: proxy
        for proxy in marked.proxies
        if is_running(proxy.given_at, proxy.withdrawn_at)
    }
    seats = [_attendance(now, present, given.get(now.seat.pk)) for now in marked.seats]
    quorum = analysis.quorum_state(
        held=[attendance.seat.weight for attendance in seats if not attendance.now.is_vacant],
        present=[attendance.seat.weight for attendance in seats if attendance.has_voice],
        share=session.quorum_share,
        weight_share=session.quorum_weight_share,
    )
    return Room(seats, quorum)


def chair_of(session: Session) -> str:
    """The name that was written down; else that of who sat last on the chair's seat, if anybody."""
    if session.chair or session.chair_seat_id is None:
        return session.chair
    sat = session.presences.filter(seat=session.chair_seat_id).order_by("arrived_at", "id").last()
    return sat.person_name if sat else ""


def _attendance(now: SeatNow, present: dict[str, Presence], proxy: Proxy | None) -> Attendance:
    """A giver who is there speaks for themself; a holder who is not there represents nobody."""
    code = now.seat.pk
    counts = (
        proxy is not None
        and code not in present
        and proxy.holder_id in present
        and not now.is_vacant
    )
    return Attendance(
        now=now,
        # A presence of a seat whose mandate was ended since does not count.
        presence=None if now.is_vacant else present.get(code),
        proxy=proxy,
        represented_by=proxy.holder if proxy is not None and counts else None,
    )
