"""What a count says, as it is kept: the quorum of a vote, its result, the names of a moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, is_dataclass
from enum import Enum
from types import UnionType
from typing import Any, Self, TypeVar, get_args, get_origin, get_type_hints

from nasij.council.enums import Majority
from nasij.ui import formats

Kept = TypeVar("Kept")


def read(kind: type[Kept], record: Mapping[str, Any]) -> Kept:
    """A frozen record from what `dataclasses.asdict` made of it and JSON kept."""
    hints = get_type_hints(kind)
    return kind(**{name: _value(hint, record[name]) for name, hint in hints.items()})


def _value(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    if get_origin(hint) is UnionType:
        return _value(get_args(hint)[0], value)
    if get_origin(hint) is tuple:
        return tuple(_value(get_args(hint)[0], part) for part in value)
    if is_dataclass(hint):
        return read(hint, value)  # type: ignore[arg-type]
    return hint(value) if isinstance(hint, type) and issubclass(hint, Enum) else value


@dataclass(frozen=True, slots=True)
class Names:
    """A name in every language, as it was when it was kept."""

    name_fr: str
    name_ar: str
    name_en: str


def name_in_language(names: Names) -> str:
    """For this reader; in French where the language has none."""
    return getattr(names, f"name_{formats.language()}", "") or names.name_fr


@dataclass(frozen=True, slots=True)
class Told:
    """What members come for. The moment is ISO 8601, to the minute; a share is an exact decimal,
    "" for one that is not asked."""

    starts_at: str
    place: str
    quorum_share: str
    quorum_weight_share: str


@dataclass(frozen=True, slots=True)
class Change:
    """Of what members had been told when they were convened."""

    changed_at: str
    before: Told
    after: Told

    @property
    def moves(self) -> bool:
        return self.before.starts_at != self.after.starts_at


@dataclass(frozen=True, slots=True)
class QuorumState:
    """Who is needed and who is there. Weights are exact, as text ("8", "22/3")."""

    reached: bool
    heads_reached: bool
    heads_present: int  # present or represented
    heads_needed: int
    heads_held: int  # seats that somebody holds: vacant ones are not counted
    weight_present: str
    weight_needed: str  # "" when the session asks for heads only
    weight_held: str

    def as_record(self) -> dict[str, Any]:
        return asdict(self)


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
        return read(cls, record)

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
