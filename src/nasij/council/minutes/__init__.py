"""The minutes of a session: its record in no language, sealed at closing, and checked after."""

from nasij.council.minutes.record import MinutesRecord
from nasij.council.minutes.sealing import (
    changed_decisions,
    decision_is_as_recorded,
    is_as_recorded,
    may_be_called_again,
    minutes_of,
    seal,
    seal_holds,
)
from nasij.council.minutes.writing import minutes_record, roll_call

__all__ = [
    "MinutesRecord",
    "changed_decisions",
    "decision_is_as_recorded",
    "is_as_recorded",
    "may_be_called_again",
    "minutes_of",
    "minutes_record",
    "roll_call",
    "seal",
    "seal_holds",
]
