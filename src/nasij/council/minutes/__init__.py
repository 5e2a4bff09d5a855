"""The minutes of a session: its record in no language, sealed at closing, and checked after."""

from nasij.council.minutes.keeping import changed, is_as_recorded, kept_of, may_be_annulled, seal
from nasij.council.minutes.record import MinutesRecord
from nasij.council.minutes.sealing import (
    all_changed,
    errata_of,
    keep_anew,
    may_be_called_again,
    minutes_of,
    seal_holds,
)
from nasij.council.minutes.writing import minutes_record, roll_call

__all__ = [
    "MinutesRecord",
    "all_changed",
    "changed",
    "errata_of",
    "is_as_recorded",
    "keep_anew",
    "kept_of",
    "may_be_annulled",
    "may_be_called_again",
    "minutes_of",
    "minutes_record",
    "roll_call",
    "seal",
    "seal_holds",
]
