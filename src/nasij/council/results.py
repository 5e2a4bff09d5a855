"""The result of a vote as it is kept: the count, its rule and what it was taken of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from nasij.council.enums import Majority


@dataclass(frozen=True, slots=True)
class VoteResult:
    """The count with its rule. Weights are exact fractions, as text ("8", "22/3")."""

    outcome: str
    rule: Majority
    base: str  # what the needed share is taken of
    abstentions_count: bool
    weighted: bool
    heads: dict[str, int]  # by choice
    weights: dict[str, str]  # by choice
    base_weight: str
    needed: str
    needed_is_strict: bool  # more than `needed`, not at least
    decided_by_chair: bool
    entitled_heads: int

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Self:
        return cls(**{**record, "rule": Majority(record["rule"])})

    def as_record(self) -> dict[str, Any]:
        return {**asdict(self), "rule": str(self.rule)}

    def closing_record(self) -> dict[str, Any]:
        """What the audit keeps of a result, so that a later change of the vote is seen."""
        record = self.as_record()
        return {key: record[key] for key in ("outcome", "heads", "weights", "needed")}

    @property
    def is_adopted(self) -> bool:
        return self.outcome == "adopted"

    @property
    def voted(self) -> int:
        return sum(self.heads.values())
