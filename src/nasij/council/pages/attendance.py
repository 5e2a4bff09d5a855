"""Who is there: the part of a session’s page that says it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from nasij.council import queries
from nasij.council.enums import SessionState
from nasij.council.minutes import minutes_of
from nasij.council.minutes.record import SeatRecord
from nasij.council.minutes.text import seat_line
from nasij.council.models import Mandate, Proxy, Seat, Session
from nasij.council.pages.pills import Pill
from nasij.council.queries import Attendance, Room, SeatNow


@dataclass(frozen=True, slots=True)
class SeatLine:
    code: str
    name: str
    person: str
    state: Pill | None  # None before opening
    detail: str  # to whom it gave its voice; of a closed session, from when to when
    may_leave: bool
    arrivals: list[tuple[Mandate, str]]  # who may arrive, and what the button says


@dataclass(frozen=True, slots=True)
class ProxyLine:
    proxy: Proxy
    giver: Seat
    is_idle: bool  # once open: the giver is there, or the holder is not


@dataclass(frozen=True, slots=True)
class AttendancePart:
    seats: list[SeatLine]
    proxies: list[ProxyLine]
    seats_now: list[SeatNow]
    may_give_proxy: bool


def attendance_part(session: Session, now: Room, may_convene: bool) -> AttendancePart:
    may_mark = may_convene and session.state == SessionState.OPEN
    has_opened = session.opened_at is not None
    return AttendancePart(
        seats=[_as_in_minutes(seat) for seat in minutes_of(session).seats]
        if session.state == SessionState.CLOSED
        else [
            _seat_line(attendance, may_mark=may_mark, has_opened=has_opened)
            for attendance in now.seats
        ],
        proxies=list(_proxies(now.seats, has_opened=has_opened)),
        seats_now=[attendance.now for attendance in now.seats],
        may_give_proxy=may_convene and queries.is_editable(session),
    )


def _as_in_minutes(seat: SeatRecord) -> SeatLine:
    """Of a session that is over: nobody is in the room any more."""
    said = seat_line(seat, by_weight=False)
    return SeatLine(
        code=seat.seat,
        name=said.seat,
        person=said.person,
        state=_pill(seat.state),
        detail=said.detail,
        may_leave=False,
        arrivals=[],
    )


def _seat_line(attendance: Attendance, *, may_mark: bool, has_opened: bool) -> SeatLine:
    sitting = attendance.presence or attendance.now.sitting
    may_mark = may_mark and not attendance.now.is_vacant
    given_to = None if attendance.is_present else attendance.represented_by
    return SeatLine(
        code=attendance.seat.pk,
        name=attendance.seat.name,
        person=sitting.person_name if sitting else "",
        state=_seat_pill(attendance) if has_opened or attendance.now.is_vacant else None,
        detail=_("voice given to %(seat)s") % {"seat": given_to.name} if given_to else "",
        may_leave=may_mark and attendance.is_present,
        arrivals=_arrivals(attendance.now) if may_mark and not attendance.is_present else [],
    )


def _pill(state: str) -> Pill:
    return {
        "present": Pill(_("Present"), "good"),
        "represented": Pill(_("Represented"), "info"),
        "absent": Pill(_("Absent")),
        "vacant": Pill(_("Vacant"), is_open=True),
    }[state]


def _seat_pill(attendance: Attendance) -> Pill:
    if attendance.is_present:
        return _pill("present")
    if attendance.now.is_vacant:
        return _pill("vacant")
    return _pill("represented" if attendance.represented_by else "absent")


def _arrivals(now: SeatNow) -> list[tuple[Mandate, str]]:
    if len(now.mandates) == 1:
        return [(now.mandates[0], _("Arrives"))]
    said = _("Arrives: %(kind)s")
    return [(mandate, said % {"kind": mandate.get_kind_display()}) for mandate in now.mandates]


def _proxies(seats: Iterable[Attendance], *, has_opened: bool) -> Iterable[ProxyLine]:
    for attendance in seats:
        if attendance.proxy is not None:
            yield ProxyLine(
                attendance.proxy,
                attendance.seat,
                is_idle=has_opened and not attendance.represented_by,
            )
