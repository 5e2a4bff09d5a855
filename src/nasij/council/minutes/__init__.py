"""The record of a session, fixed as plain data: what the minutes say, in no language yet."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from django.db import models

from nasij.audit.queries import events_about
from nasij.council.counting import counted
from nasij.council.enums import CouncilVerb
from nasij.council.models import AgendaItem, Decision, Session, Vote
from nasij.council.queries import Attendance, agenda, room, votes_on
from nasij.council.signals import FollowUp, follow_ups

VERSION = 1


def seal(minutes: dict[str, Any]) -> str:
    """SHA-256 of the record written one way only: keys in order, UTF-8, no spaces."""
    text = json.dumps(minutes, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def seal_holds(session: Session) -> bool:
    """Whether record, number, and the number the audit kept at closing are one and the same."""
    kept = _kept_at_closing(session, CouncilVerb.SESSION_CLOSED).get("minutes_sha256")
    return seal(session.minutes_record) == session.minutes_sha256 == kept


def is_as_recorded(vote: Vote) -> bool:
    """Whether an ended vote still says what was counted, what the audit kept, what was sealed."""
    if vote.result is not None:
        if vote.result.closing_record() != _kept_at_closing(vote, CouncilVerb.VOTE_CLOSED):
            return False
        if vote.turnout.count() != vote.result.voted:
            return False
        if not vote.is_secret and counted(vote) != vote.result:
            return False
    session = vote.agenda_item.session
    return not session.minutes_record or _as_json(_vote(vote)) == _sealed_vote(vote, session)


def decision_is_as_recorded(decision: Decision) -> bool:
    """Whether a decision still has the text and the outcome that were voted, kept and sealed."""
    said = {"text": decision.text, "outcome": decision.outcome}
    kept = _kept_at_closing(decision, CouncilVerb.DECISION_RECORDED)
    if any(kept.get(name) != value for name, value in said.items()):
        return False
    if decision.vote is not None and decision.vote.text != decision.text:
        return False
    point = decision.agenda_item
    return not point.session.minutes_record or said in [
        {name: sealed[name] for name in said} for sealed in _sealed_decisions(point)
    ]


def _sealed_decisions(point: AgendaItem) -> list[dict[str, Any]]:
    points = point.session.minutes_record["points"]
    return [
        one for other in points if other["position"] == point.position for one in other["decisions"]
    ]


def _kept_at_closing(subject: models.Model, verb: str) -> dict[str, Any]:
    event = events_about(subject).filter(verb=verb).last()
    return event.after if event else {}


def _sealed_vote(vote: Vote, session: Session) -> Any:
    """The same vote in the sealed record: by its point and its turn among the votes there."""
    turn = list(votes_on(vote.agenda_item).values_list("pk", flat=True)).index(vote.pk)
    for point in session.minutes_record["points"]:
        if point["position"] == vote.agenda_item.position:
            return point["votes"][turn] if turn < len(point["votes"]) else None
    return None


def _as_json(record: dict[str, Any]) -> Any:
    """As it comes back from the database."""
    return json.loads(json.dumps(record))


def minutes_of(session: Session) -> dict[str, Any]:
    """The sealed record of a closed session; of a running one, the record as it stands."""
    return session.minutes_record or minutes_record(session)


def minutes_record(session: Session) -> dict[str, Any]:
    points = list(agenda(session))
    decisions = [decision.pk for point in points for decision in point.decisions.all()]
    followed = follow_ups(decisions)
    return {
        "version": VERSION,
        "session": _session(session),
        "seats": _seats(session),
        "points": [_point(point, followed) for point in points],
    }


def _session(session: Session) -> dict[str, Any]:
    return {
        "number": session.number,
        "title": session.title,
        "kind": session.kind,
        "place": session.place,
        "chair": session.chair,
        "secretary": session.secretary,
        "quorum_share": str(session.quorum_share.normalize()),
        "starts_at": _time(session.starts_at),
        "convened_at": _time(session.convened_at),
        "opened_at": _time(session.opened_at),
        "closed_at": _time(session.closed_at),
    }


def _seats(session: Session) -> list[dict[str, Any]]:
    stays: dict[str, list[dict[str, Any]]] = {}
    for presence in session.presences.order_by("arrived_at", "id"):
        stays.setdefault(presence.seat_id, []).append(
            {
                "person": presence.person_name,
                "arrived_at": _time(presence.arrived_at),
                "left_at": _time(presence.left_at),
            }
        )
    return [_seat(one, stays.get(one.seat.pk, [])) for one in room(session).seats]


def _seat(one: Attendance, stays: list[dict[str, Any]]) -> dict[str, Any]:
    sitting = one.now.sitting
    if stays:
        state = "present"
    elif sitting is None:
        state = "vacant"
    else:
        state = "represented" if one.represented_by else "absent"
    return {
        "seat": one.seat.pk,
        **_names(one.seat),
        "weight": _number(one.seat.weight),
        "person": sitting.person_name if sitting else "",
        "quality": sitting.kind if sitting else "",
        "state": state,
        "stays": stays,
        "represented_by": _names(one.represented_by) if one.represented_by else None,
    }


def _point(point: AgendaItem, followed: dict[int, list[FollowUp]]) -> dict[str, Any]:
    return {
        "position": point.position,
        "title": point.title,
        "note": point.note,
        "region": _names(point.item.region) if point.item else None,
        "votes": [_vote(vote) for vote in point.votes.all()],
        "decisions": [
            _decision(decision, followed.get(decision.pk, [])) for decision in point.decisions.all()
        ],
    }


def _vote(vote: Vote) -> dict[str, Any]:
    return {
        "text": vote.text,
        "majority": vote.majority,
        "secret": vote.is_secret,
        "weighted": vote.is_weighted,
        "abstentions_count": vote.abstentions_count,
        "opened_at": _time(vote.opened_at),
        "closed_at": _time(vote.closed_at),
        "quorum": vote.quorum,
        "result": vote.result_record,
        "annulled": vote.annulled_reason,
        "roll": [] if vote.is_secret else roll_call(vote),
    }


def roll_call(vote: Vote) -> list[dict[str, Any]]:
    """Every voice of a roll-call vote with its choice; "" for one that did not vote."""
    chosen = {ballot.seat_id: ballot.choice for ballot in vote.ballots.order_by("seat")}
    return [
        {
            **{key: row[key] for key in ("seat", "name_fr", "name_ar", "name_en", "person")},
            "represented_by": row["represented_by"],
            "weight": row["weight"],
            "choice": chosen.get(row["seat"], ""),
        }
        for row in vote.entitled
    ]


def _decision(decision: Decision, actions: list[FollowUp]) -> dict[str, Any]:
    return {
        "text": decision.text,
        "outcome": decision.outcome,
        "decided_at": _time(decision.decided_at),
        "no_action_reason": decision.no_action_reason,
        "actions": [
            {
                "title": action.title,
                "owner": action.owner,
                "due_on": action.due_on.isoformat(),
                "budget_lcu": action.budget_lcu,
            }
            for action in actions
        ],
    }


def _names(place: Any) -> dict[str, str]:
    return {key: getattr(place, key) for key in ("name_fr", "name_ar", "name_en")}


def _number(value: Any) -> str:
    return f"{value.normalize():f}"


def _time(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None
