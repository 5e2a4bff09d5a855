"""The seal of the minutes, and what a site should be told of all that was recorded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from nasij.audit.queries import events_about, events_of
from nasij.council.enums import CouncilVerb, SessionState
from nasij.council.minutes.keeping import changed, kept_of, seal
from nasij.council.minutes.record import MinutesRecord
from nasij.council.minutes.writing import minutes_record
from nasij.council.models import Decision, Erratum, Session, Vote
from nasij.council.queries import decisions, errata, sessions, votes
from nasij.kept import read

Row = TypeVar("Row", Session, Vote, Decision, Erratum)


def minutes_of(session: Session) -> MinutesRecord:
    """The sealed record of a closed session; the record as it stands of a running one, and where
    the seal is broken: nobody knows then what is still in the sealed one."""
    if session.state == SessionState.CLOSED and seal_holds(session):
        return read(MinutesRecord, session.minutes_record)
    return minutes_record(session)


def seal_holds(session: Session) -> bool:
    """Whether record, number, and the number the audit kept at closing are one and the same."""
    event = events_about(session).filter(verb=CouncilVerb.SESSION_CLOSED).last()
    kept = event.after.get("minutes_sha256") if event else None
    return seal(session.minutes_record) == session.minutes_sha256 == kept


def may_be_called_again(session: Session) -> bool:
    """Closed without a quorum, for the first time, and not called again yet."""
    return (
        session.state == SessionState.CLOSED
        and session.second_call_of_id is None
        and not Session.objects.filter(second_call_of=session).exists()
        and not minutes_of(session).session.quorum.reached
    )


def errata_of(session: Session) -> list[tuple[Erratum, bool]]:
    """Each with whether it is as it was recorded."""
    added = list(errata(session))
    wrong = changed(added)
    return [(erratum, erratum.pk not in wrong) for erratum in added]


def all_changed() -> Iterator[str]:
    """Names of what is not as it was recorded, or is gone."""
    yield from _changed_of(Vote, list(votes()))
    yield from _changed_of(Decision, list(decisions().select_related("vote")))
    held = list(sessions())
    yield from _changed_of(Session, held)
    closed = (session for session in held if session.state == SessionState.CLOSED)
    yield from (str(session) for session in closed if not seal_holds(session))
    yield from _changed_of(Erratum, list(errata()))


def _changed_of(kind: type[Row], rows: list[Row]) -> Iterator[str]:
    wrong = changed(rows)
    yield from (str(row) for row in rows if row.pk in wrong)
    kept = events_of(kind).filter(after__has_key="sha256").order_by("at", "id")
    gone = dict(kept.values_list("subject_id", "subject_label"))
    for row in rows:
        gone.pop(str(row.pk), None)
    yield from gone.values()


def keep_anew(*, database: str) -> None:
    """In a copy whose words were replaced, the audit vouches for what they have become."""
    for session in Session.objects.using(database).order_by("pk"):
        session.minutes_sha256 = seal(session.minutes_record) if session.minutes_record else ""
        session.save(update_fields=["minutes_sha256"])
        minutes = {"minutes_sha256": session.minutes_sha256}
        _keep(session, CouncilVerb.SESSION_CLOSED, database, **minutes)
    for vote in Vote.objects.using(database).order_by("pk"):
        _keep(vote, CouncilVerb.VOTE_OPENED, database)
    for decision in Decision.objects.using(database).order_by("pk"):
        _keep(decision, CouncilVerb.DECISION_RECORDED, database)
    for erratum in Erratum.objects.using(database).order_by("pk"):
        _keep(erratum, CouncilVerb.ERRATUM_ADDED, database)


def _keep(row: Row, verb: CouncilVerb, database: str, **more: str) -> None:
    events_about(row).using(database).filter(verb=verb).update(after={**kept_of(row), **more})
