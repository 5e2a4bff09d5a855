"""What a run keeps of what was asked and of what was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from nasij.files.remarks import Note
from nasij.kept import read

ROUNDING = 1e-9  # of sums of values
MOST_FROM = 0.5  # of exports in the customs records; below it they do not speak for the rest


def exceeds(coverage: float) -> bool:
    """Whether records hold more than all there is: something of them is wrong."""
    return coverage > 1 + ROUNDING


@dataclass(frozen=True, slots=True)
class SetAside:
    """Evidence by which no more of exports would stand in a region than by what was used."""

    kind: str  # of its data set
    placed: float | None  # part of the exports of the trade flows; None: not known
    best: float | None  # the same of what was used
    coverage: float | None = None  # of exports, by the customs records; None: not known


@dataclass(frozen=True, slots=True)
class RestsOn:
    """What the split to regions rests on."""

    coverage: float | None = None  # of exports, by the customs records; None: not known
    snapshots: tuple[int, ...] = ()  # the files of customs records
    snapshot: int | None = None  # the table of the regions
    definition: str = ""  # of the published figures
    years: tuple[int, ...] = ()  # of the customs records
    year: int | None = None  # of the table of the regions
    set_aside: SetAside | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    method: str  # with its version
    years: tuple[int, ...]  # of trade, averaged
    horizon: int  # year
    sigma: float
    epsilon: float
    considered: frozenset[int]  # data sets it could be computed from; older runs do not say
    rests_on: RestsOn

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Self:
        flat = {
            **record["options"],
            "method": f"{record['method']} {record['version']}",
            "considered": record.get("considered", ()),
            "rests_on": record.get("regional_evidence", {}),
        }
        return read(cls, flat)


@dataclass(frozen=True, slots=True)
class OtherChoice:
    """The same question with one term left out."""

    left_out: str  # distances, growth, tariffs
    potential_usd: float
    unrealised_usd: float


@dataclass(frozen=True, slots=True)
class Found:
    potential_usd: float
    actual_usd: float
    unrealised_usd: float
    used_terms: frozenset[str]  # the others count as 1: their table was not loaded
    other_choices: tuple[OtherChoice, ...] = ()
    notes: tuple[Note, ...] = ()

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Self:
        used = [name for name, is_used in record["terms"].items() if is_used]
        return read(cls, {**record, "used_terms": used})
