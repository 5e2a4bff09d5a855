"""What a run keeps of what was asked and of what was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from nasij.files.remarks import Note

ROUNDING = 1e-9  # of sums of values


def exceeds(coverage: float) -> bool:
    """Whether records hold more than all there is: something of them is wrong."""
    return coverage > 1 + ROUNDING


@dataclass(frozen=True, slots=True)
class SetAside:
    """Evidence that places less of exports in regions than the one that was used."""

    kind: str  # of its data set
    placed: float | None  # of exports; None: not known
    best: float | None  # placed by the one that was used
    exceeds: bool = False  # customs records of more than all exports


@dataclass(frozen=True, slots=True)
class RestsOn:
    """What the split to regions rests on."""

    coverage: float | None  # of exports, by the customs records; None: not known
    years: tuple[int, ...]  # of the customs records
    year: int | None  # of the table of the regions
    set_aside: SetAside | None

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Self:
        other = record.get("set_aside")
        return cls(
            coverage=record.get("coverage"),
            years=tuple(record.get("years", ())),
            year=record.get("year"),
            set_aside=SetAside(**other) if other else None,
        )


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
        options = record["options"]
        return cls(
            method=f"{record['method']} {record['version']}",
            years=tuple(options["years"]),
            horizon=options["horizon"],
            sigma=options["sigma"],
            epsilon=options["epsilon"],
            considered=frozenset(record.get("considered", ())),
            rests_on=RestsOn.from_record(record.get("regional_evidence", {})),
        )


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
    other_choices: tuple[OtherChoice, ...]
    used_terms: frozenset[str]  # the others count as 1: their table was not loaded
    notes: tuple[Note, ...]

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Self:
        return cls(
            potential_usd=record["potential_usd"],
            actual_usd=record["actual_usd"],
            unrealised_usd=record["unrealised_usd"],
            other_choices=tuple(
                OtherChoice(**choice) for choice in record.get("other_choices", ())
            ),
            used_terms=frozenset(name for name, used in record["terms"].items() if used),
            notes=tuple(record.get("notes", ())),
        )
