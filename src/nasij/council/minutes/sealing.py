"""The seal of the minutes, and whether what stands in the tables is what was sealed and kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from django.db import models

from nasij.audit.queries import events_about, events_about_many
from nasij.council.counting import counted
from nasij.council.enums import CouncilVerb, SessionState
from nasij.council.minutes.record import MinutesRecord, PointRecord, VoteRecord
from nasij.council.minutes.writing import minutes_record, vote_record
from nasij.council.models import AgendaItem, Decision, Session, Vote
from nasij.council.queries import votes_on
from nasij.council.results import read


def seal(minutes: dict[str, Any]) -> str:
    """SHA-256 of the record written one way only: keys in order, UTF-8, no spaces."""
    text = json.dumps(minutes, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def minutes_of(session: Session) -> MinutesRecord:
    """The sealed record of a closed session; of a running one, the record as it stands."""
    if session.minutes_record:
        return read(MinutesRecord, session.minutes_record)
    return minutes_record(session)


def seal_holds(session: Session) -> bool:
    """Whether record, number, and the number the audit kept at closing are one and the same."""
    kept = _kept_at_closing(session, CouncilVerb.SESSION_CLOSED).get("minutes_sha256")
    return seal(session.minutes_record) == session.minutes_sha256 == kept


def may_be_called_again(session: Session) -> bool:
    """Closed without a quorum, for the first time, and not called again yet."""
    return (
        session.state == SessionState.CLOSED
        and session.second_call_of_id is None
        and not Session.objects.filter(second_call_of=session).exists()
        and not minutes_of(session).session.quorum.reached
    )


def is_as_recorded(vote: Vote) -> bool:
    """Whether an ended vote still says what was counted, what the audit kept, what was sealed."""
    if _counts(vote) != _kept_at_closing(vote, CouncilVerb.VOTE_CLOSED):
        return False
    if vote.result is not None:
        if vote.turnout.count() != vote.result.voted:
            return False
        if not vote.is_secret and counted(vote) != vote.result:
            return False
        if vote.is_secret and _turnout(vote) != _turnout_kept(vote):
            return False
    session = vote.agenda_item.session
    return not session.minutes_record or vote_record(vote) == _sealed_vote(vote)


def decision_is_as_recorded(decision: Decision) -> bool:
    """Whether a decision, and the vote it follows from, still say what was kept and sealed."""
    if changed_decisions([decision]):
        return False
    return decision.vote is None or is_as_recorded(decision.vote)


def changed_decisions(decisions: Sequence[Decision]) -> set[int]:
    """Of a list, those that say another text, outcome or count than was voted, kept and sealed: in
    two queries, and without counting the ballots again, which the page of each does."""
    votes = [decision.vote_id for decision in decisions if decision.vote_id is not None]
    kept = _kept(Decision, CouncilVerb.DECISION_RECORDED, [decision.pk for decision in decisions])
    counts = _kept(Vote, CouncilVerb.VOTE_CLOSED, votes)
    return {
        decision.pk
        for decision in decisions
        if not _says(decision, kept.get(str(decision.pk), {}))
        or not _is_sealed(decision)
        or (decision.vote and _counts(decision.vote) != counts.get(str(decision.vote_id), {}))
    }


def _says(decision: Decision, kept: dict[str, Any]) -> bool:
    said = {"text": decision.text, "outcome": decision.outcome, "vote": decision.vote_id}
    return said == kept and (decision.vote is None or decision.vote.text == decision.text)


def _is_sealed(decision: Decision) -> bool:
    """Looked up in the record as it is stored: a list has many of one session."""
    point = decision.agenda_item
    record = point.session.minutes_record
    return not record or any(
        (kept["text"], kept["outcome"]) == (decision.text, decision.outcome)
        for sealed in record["points"]
        if sealed["position"] == point.position
        for kept in sealed["decisions"]
    )


def _counts(vote: Vote) -> dict[str, Any]:
    return vote.result.closing_record() if vote.result else {}


def _turnout(vote: Vote) -> dict[str, bool]:
    """Of a secret vote: who voted, and whether on paper."""
    return dict(vote.turnout.values_list("seat_id", "on_paper").order_by("seat_id"))


def _turnout_kept(vote: Vote) -> dict[str, bool]:
    """The same, as the audit was told ballot by ballot."""
    kept: dict[str, bool] = {}
    for event in events_about(vote).order_by("pk"):
        if event.verb == CouncilVerb.VOTE_TAKEN_TO_PAPER:
            kept.clear()
        elif event.verb in (CouncilVerb.VOTE_CAST, CouncilVerb.PAPER_BALLOTS_ENTERED):
            on_paper = event.verb == CouncilVerb.PAPER_BALLOTS_ENTERED
            kept.update(dict.fromkeys(event.after["seats"], on_paper))
    return kept


def _kept(kind: type[models.Model], verb: str, keys: list[int]) -> dict[str, dict[str, Any]]:
    """What the audit kept of several, by key: the first word on each counts."""
    found = events_about_many(kind, keys).filter(verb=verb)
    return dict(found.values_list("subject_id", "after"))


def _kept_at_closing(subject: models.Model, verb: str) -> dict[str, Any]:
    event = events_about(subject).filter(verb=verb).last()
    return event.after if event else {}


def _sealed_vote(vote: Vote) -> VoteRecord | None:
    """The same vote in the sealed record: by its point and its turn among the votes there."""
    point = _sealed_point(vote.agenda_item)
    turn = list(votes_on(vote.agenda_item).values_list("pk", flat=True)).index(vote.pk)
    return point.votes[turn] if point is not None and turn < len(point.votes) else None


def _sealed_point(point: AgendaItem) -> PointRecord | None:
    sealed = minutes_of(point.session).points
    return next((record for record in sealed if record.position == point.position), None)
