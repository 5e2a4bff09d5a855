"""What the minutes hold, as frozen records in no language.

Moments are ISO 8601 to the second, days ISO 8601, weights and amounts exact decimals, all as text:
written down, read back and written down again they are the same, letter for letter.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from nasij.council.results import Change, Names, QuorumState, VoteResult


@dataclass(frozen=True, slots=True)
class QuorumReached:
    """For the first time: arrivals are marked after opening, when nobody can be there yet."""

    reached_at: str
    quorum: QuorumState


@dataclass(frozen=True, slots=True)
class SessionRecord:
    number: int
    title: str
    kind: str
    place: str
    chair: str
    secretary: str
    quorum_share: str
    starts_at: str
    convened_at: str | None
    opened_at: str | None
    closed_at: str | None
    quorum: QuorumState  # at closing; of a running session, now
    notice_days: int
    notice_asked: int  # days that the rules asked for
    second_call_of: int | None  # the number of the first session
    keeps_quorum: bool  # on second call: the first was not called and opened as the rules ask
    changes: tuple[Change, ...]  # after convening
    quorum_reached: QuorumReached | None = None  # None where it never was; and before version 2


@dataclass(frozen=True, slots=True)
class StayRecord:
    person: str
    quality: str  # a kind of mandate; "" for one that was ended since
    arrived_at: str
    left_at: str | None


@dataclass(frozen=True, slots=True)
class RepresentationRecord:
    """A voice given to a seat that was there to speak for it."""

    represented_by: Names
    starts_at: str
    ends_at: str | None  # withdrawn, its holder gone, or its giver come


@dataclass(frozen=True, slots=True)
class SeatRecord:
    seat: str
    names: Names
    weight: str
    person: str
    quality: str  # a kind of mandate; "" for a vacant seat
    state: str  # present, represented, absent, vacant: the first of them that it was
    stays: tuple[StayRecord, ...]
    represented_by: Names | None = None  # at closing, before version 2
    representations: tuple[RepresentationRecord, ...] = ()  # since version 2


@dataclass(frozen=True, slots=True)
class RollRecord:
    seat: str
    names: Names
    person: str
    represented_by: str  # the code of a seat; "" for one that speaks for itself
    weight: str
    choice: str  # "" for one that did not vote


@dataclass(frozen=True, slots=True)
class VoteRecord:
    as_recorded: bool  # as the audit kept it from opening and counting
    text: str
    majority: str
    secret: bool
    all_on_paper: bool  # what had been cast before was annulled
    weighted: bool
    abstentions_count: bool
    opened_at: str
    closed_at: str | None
    quorum: QuorumState | None  # None where the record of the vote was damaged
    result: VoteResult | None  # likewise; and of an open vote, and of one that was annulled
    annulled: str  # why
    roll: tuple[RollRecord, ...]  # empty of a secret vote


@dataclass(frozen=True, slots=True)
class ActionRecord:
    title: str
    owner: str
    due_on: str
    budget_lcu: str


@dataclass(frozen=True, slots=True)
class DecisionRecord:
    as_recorded: bool  # and the vote it follows from
    text: str
    outcome: str
    decided_at: str
    no_action_reason: str
    actions: tuple[ActionRecord, ...]
    by_consensus: bool = False  # agreed on without a vote; said since version 2


@dataclass(frozen=True, slots=True)
class PointRecord:
    position: int
    title: str
    note: str
    added_late_at: str | None  # after convening
    region: Names | None
    votes: tuple[VoteRecord, ...]
    decisions: tuple[DecisionRecord, ...]


@dataclass(frozen=True, slots=True)
class MinutesRecord:
    version: int
    session: SessionRecord
    seats: tuple[SeatRecord, ...]
    points: tuple[PointRecord, ...]

    def as_record(self) -> dict[str, Any]:
        """The form that is stored and sealed."""
        return asdict(self)
