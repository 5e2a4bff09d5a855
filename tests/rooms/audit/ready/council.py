"""The council: seats, sessions, agenda, attendance, votes, decisions."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from nasij.accounts.models import User
from nasij.council import acts
from nasij.council.enums import Choice, SessionKind, SessionState
from nasij.council.models import AgendaItem, Decision, Mandate, Seat, Session, Vote
from nasij.needs.enums import ItemState
from tests.factories import make_agenda_item, make_item, make_session
from tests.people import Cast

_DAY = datetime(2026, 6, 1, 9, tzinfo=UTC)
_SEATED = ("S01", "S02", "S09")


def _fill(seat: Seat, user: User | None = None) -> Mandate:
    return acts.fill_seat(
        seat=seat, person_name=f"P-{seat.code}", starts_on=date(2025, 1, 1), user=user, by=None
    )


def _open_session(cast: Cast) -> Session:
    """Three seats held, one of them by the delegate, and nobody there yet."""
    for code in _SEATED:
        _fill(Seat.objects.get(pk=code), cast.delegate if code == "S09" else None)
    return make_session(state=SessionState.OPEN, convened_at=_DAY, opened_at=_DAY)


def _seated_session(cast: Cast) -> Session:
    session = _open_session(cast)
    for code in _SEATED:
        acts.mark_arrival(session=session, seat=Seat.objects.get(pk=code), by=None)
    return session


def _open_point(cast: Cast) -> AgendaItem:
    """Of an open session; a region's item waits for its decision there."""
    return make_agenda_item(_seated_session(cast), item=make_item(state=ItemState.ON_AGENDA))


def _open_vote(cast: Cast, *, is_secret: bool = False) -> Vote:
    return acts.open_vote(point=_open_point(cast), text="T", is_secret=is_secret, by=None)


def fill_seat(cast: Cast) -> dict[str, Any]:
    seat = Seat.objects.get(pk="S01")
    return {"seat": seat, "person_name": "P", "starts_on": date(2025, 1, 1), "by": cast.secretariat}


def vacate_seat(cast: Cast) -> dict[str, Any]:
    mandate = _fill(Seat.objects.get(pk="S01"))
    return {"mandate": mandate, "ends_on": date(2026, 1, 1), "by": cast.secretariat}


def create_session(cast: Cast) -> dict[str, Any]:
    return {"number": 1, "title": "T", "starts_at": _DAY, "by": cast.secretariat}


def change_session(cast: Cast) -> dict[str, Any]:
    return {
        "session": make_session(),
        "number": 1,
        "title": "T",
        "starts_at": _DAY,
        "kind": SessionKind.PLENARY,
        "place": "Agadir",
        "chair": "C",
        "chair_seat": None,
        "secretary": "S",
        "quorum_share": Decimal("0.5"),
        "quorum_weight_share": None,
        "by": cast.secretariat,
    }


def convene_session(cast: Cast) -> dict[str, Any]:
    point = make_agenda_item(item=make_item(state=ItemState.ESCALATED))
    return {"session": point.session, "confirmed": True, "by": cast.secretariat}


def open_session(cast: Cast) -> dict[str, Any]:
    session = make_session(state=SessionState.CONVENED)
    return {"session": session, "confirmed": True, "by": cast.secretariat}


def call_again(cast: Cast) -> dict[str, Any]:
    """Nobody came: the one point waits for another day."""
    session = make_agenda_item(_open_session(cast)).session
    acts.close_session(session=session, by=cast.secretariat)
    return {"session": session, "starts_at": _DAY + timedelta(days=9), "by": cast.secretariat}


def close_session(cast: Cast) -> dict[str, Any]:
    return {"session": _seated_session(cast), "by": cast.secretariat}


def place_item(cast: Cast) -> dict[str, Any]:
    item = make_item(state=ItemState.ESCALATED)
    return {"session": make_session(), "item": item, "by": cast.secretariat}


def add_point(cast: Cast) -> dict[str, Any]:
    return {"session": make_session(), "title": "T", "by": cast.secretariat}


def move_point(cast: Cast) -> dict[str, Any]:
    session = make_agenda_item().session
    return {"point": make_agenda_item(session), "up": True, "by": cast.secretariat}


def remove_point(cast: Cast) -> dict[str, Any]:
    point = make_agenda_item(item=make_item(state=ItemState.ON_AGENDA))
    make_agenda_item(point.session)  # it takes the place of the one before it
    return {"point": point, "by": cast.secretariat}


def mark_arrival(cast: Cast) -> dict[str, Any]:
    session = _open_session(cast)
    return {"session": session, "seat": Seat.objects.get(pk="S09"), "by": cast.secretariat}


def mark_departure(cast: Cast) -> dict[str, Any]:
    session = _seated_session(cast)
    return {"session": session, "seat": Seat.objects.get(pk="S09"), "by": cast.secretariat}


def give_proxy(cast: Cast) -> dict[str, Any]:
    session = _seated_session(cast)
    giver, holder = Seat.objects.get(pk="S03"), Seat.objects.get(pk="S09")
    _fill(giver)
    return {"session": session, "giver": giver, "holder": holder, "by": cast.secretariat}


def withdraw_proxy(cast: Cast) -> dict[str, Any]:
    return {"proxy": acts.give_proxy(**give_proxy(cast)), "by": cast.secretariat}


def open_vote(cast: Cast) -> dict[str, Any]:
    return {"point": _open_point(cast), "text": "T", "is_secret": True, "by": cast.secretariat}


def cast_votes(cast: Cast) -> dict[str, Any]:
    return {"vote": _open_vote(cast), "choices": {"S09": Choice.FOR}, "by": cast.delegate}


def enter_roll_call(cast: Cast) -> dict[str, Any]:
    choices = {"S01": Choice.FOR, "S02": Choice.AGAINST}
    return {"vote": _open_vote(cast), "choices": choices, "by": cast.secretariat}


def enter_paper_ballots(cast: Cast) -> dict[str, Any]:
    return {
        "vote": _open_vote(cast, is_secret=True),
        "seats": list(_SEATED),
        "counts": {Choice.FOR: 3},
        "by": cast.secretariat,
    }


def close_vote(cast: Cast) -> dict[str, Any]:
    vote = _open_vote(cast)
    choices = dict.fromkeys(_SEATED, Choice.FOR)
    acts.enter_roll_call(vote=vote, choices=choices, by=cast.secretariat)
    return {"vote": vote, "by": cast.secretariat}


def take_to_paper(cast: Cast) -> dict[str, Any]:
    vote = _open_vote(cast, is_secret=True)
    acts.cast_votes(vote=vote, choices={"S09": Choice.FOR}, by=cast.delegate)
    return {"vote": vote, "by": cast.secretariat}


def annul_vote(cast: Cast) -> dict[str, Any]:
    return {"vote": _open_vote(cast), "reason": "R", "by": cast.secretariat}


def record_decision(cast: Cast) -> dict[str, Any]:
    vote = acts.close_vote(**close_vote(cast))
    return {"point": vote.agenda_item, "text": "T", "vote": vote, "by": cast.secretariat}


def state_no_action(cast: Cast) -> dict[str, Any]:
    decision = Decision.objects.create(
        agenda_item=make_agenda_item(), text="T", outcome="noted", decided_at=_DAY
    )
    return {"decision": decision, "reason": "R", "by": cast.secretariat}


def add_erratum(cast: Cast) -> dict[str, Any]:
    return {"session": make_session(state=SessionState.CLOSED), "text": "T", "by": cast.secretariat}
