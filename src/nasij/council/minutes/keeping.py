"""What the audit keeps of votes, decisions, closed sessions and errata, and what differs from it.

The event of an act keeps the SHA-256 of all that pages print of what the act left. A row that was
altered or damaged since has another, whatever stands in it now: nothing of it has to be read for
that. No name comes into the audit by it, and none that an erasure takes out of the audit breaks it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.db.models import prefetch_related_objects

from nasij.audit.queries import events_about_many
from nasij.council.clock import hour_announced
from nasij.council.enums import SessionState, VoteState
from nasij.council.models import Decision, Erratum, Session, Vote

Row = Session | Vote | Decision | Erratum

# A field that is printed one day too comes under a key of its own beside "sha256": what was kept
# before has to stay true.
_OF_SESSION = (
    *("number", "title", "kind", "place", "starts_at", "state", "chair", "secretary"),
    *("second_call_of_id", "quorum_share", "quorum_weight_share", "changes_record"),
    *("convened_at", "opened_at", "closed_at"),
)
_OF_POINT = ("position", "title", "note", "item_id", "added_late_at")
_OF_VOTE = (
    *("text", "majority", "is_secret", "is_weighted", "abstentions_count", "is_on_paper"),
    *("state", "entitled", "quorum_record", "result_record", "annulled_reason"),
    *("opened_at", "closed_at"),
)
_OF_DECISION = ("vote_id", "text", "outcome", "decided_at", "no_action_reason")
_OF_ERRATUM = ("session_id", "text", "added_at")


def seal(record: Mapping[str, Any]) -> str:
    """SHA-256 of the record written one way only: keys in order, UTF-8, no spaces."""
    text = json.dumps(
        record, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_written
    )
    return hashlib.sha256(text.encode()).hexdigest()


def _written(value: datetime | Decimal) -> str:
    """The same before it is saved and after."""
    return f"{value:.4f}" if isinstance(value, Decimal) else value.astimezone(UTC).isoformat()


def kept_of(row: Row) -> dict[str, str]:
    """For the event of the act that leaves it so."""
    return {"sha256": seal(_said(row))}


def _said(row: Row) -> dict[str, Any]:
    if isinstance(row, Session):
        agenda = [_fields(point, _OF_POINT) for point in row.agenda.order_by("position", "id")]
        hour = hour_announced(row.starts_at)
        return {**_fields(row, _OF_SESSION), "starts_at": hour, "agenda": agenda}
    if isinstance(row, Erratum):
        return _fields(row, _OF_ERRATUM)
    point = row.agenda_item
    around = {
        "session": _fields(point.session, ("number", "title")),
        "point": _fields(point, _OF_POINT),
    }
    if isinstance(row, Decision):
        return {**_fields(row, _OF_DECISION), **around}
    return {**_fields(row, _OF_VOTE), **around, **(_cast(row) if row.closed_at else {})}


def _cast(vote: Vote) -> dict[str, Any]:
    ballots = [(ballot.seat_id, ballot.choice, ballot.weight) for ballot in vote.ballots.all()]
    turnout = [(voted.seat_id, voted.on_paper) for voted in vote.turnout.all()]
    return {"ballots": sorted(ballots), "turnout": sorted(turnout)}


def _fields(row: object, names: Collection[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def is_as_recorded(row: Row) -> bool:
    return not changed([row])


def may_be_annulled(vote: Vote) -> bool:
    """While it is open; and where it was changed since, until it is decided on: it is held again
    then, as nobody knows what was voted."""
    if vote.agenda_item.session.state != SessionState.OPEN or vote.state == VoteState.ANNULLED:
        return False
    if vote.state == VoteState.OPEN:
        return True
    return not is_as_recorded(vote) and not Decision.objects.filter(vote=vote).exists()


def changed(rows: Collection[Row]) -> set[int]:
    """Of rows of one kind, those that say something else than the last act on them left, or follow
    from a vote that does: in a number of queries that does not grow with theirs."""
    decisions = [row for row in rows if isinstance(row, Decision)]
    votes = [_vote_of(decision, decision.vote) for decision in decisions if decision.vote]
    changed_votes = changed(votes) if votes else set()
    counted = [row for row in rows if isinstance(row, Vote) and row.closed_at]
    if len(counted) > 1:  # what one row remembers would hide the next change of it
        prefetch_related_objects(counted, "ballots", "turnout")
    kept = _kept(rows)
    found = {row.pk for row in rows if not _agrees(row, kept.get(str(row.pk)))}
    # Where rules between tables are off, a vote can be taken away and leave its number behind.
    gone = {row.pk for row in decisions if row.vote_id and not row.vote}
    return found | gone | {row.pk for row in decisions if row.vote_id in changed_votes}


def _vote_of(decision: Decision, vote: Vote) -> Vote:
    """With the point of the decision, where it is the same, so that none is asked for again."""
    if vote.agenda_item_id == decision.agenda_item_id:
        vote.agenda_item = decision.agenda_item
    return vote


def _agrees(row: Row, kept: str | None) -> bool:
    """A session is held to what it was at closing; before, nothing is kept of it."""
    if kept is None and isinstance(row, Session) and row.state != SessionState.CLOSED:
        return True
    return kept == seal(_said(row))


def _kept(rows: Collection[Row]) -> dict[str, str]:
    """By key, what the last act on each kept."""
    kept: dict[str, str] = {}
    for kind in {type(row) for row in rows}:
        events = events_about_many(kind, [row.pk for row in rows]).filter(after__has_key="sha256")
        kept |= dict(events.order_by("at", "id").values_list("subject_id", "after__sha256"))
    return kept
