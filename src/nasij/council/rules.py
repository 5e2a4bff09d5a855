"""The council's own rules, as the country pack states them (council.toml)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from nasij.council.enums import Majority
from nasij.reference.pack import Pack, PackError, current_pack, require_keys

# Two ballots tell each of the two voters what the other chose. Rules may ask for more, not less.
LEAST_SECRET_BALLOTS = 3


@dataclass(frozen=True, slots=True)
class Rules:
    quorum_share: Decimal
    second_call_share: Decimal
    second_call_after_days: int
    majority: Majority
    abstentions_count: bool
    chair_breaks_ties: bool
    secret_by_default: bool
    weighted_by_default: bool
    least_secret_ballots: int
    proxies_per_holder: int
    notice_days: int
    term_years: int


def rules_of(pack: Pack) -> Rules:
    """Refused where the file lacks a rule, or holds one that nothing obeys."""
    read = _read_tables(pack)
    return Rules(
        quorum_share=read["quorum"]["share"],
        second_call_share=read["quorum"]["second_call_share"],
        second_call_after_days=read["quorum"]["second_call_after_days"],
        majority=Majority(read["majority"]["default"]),
        abstentions_count=read["majority"]["abstentions_count"],
        chair_breaks_ties=read["majority"]["tie"] == "chair_casting_vote",
        secret_by_default=read["ballot"]["default"] == "secret",
        weighted_by_default=read["ballot"]["weighting"] == "seat_weight",
        least_secret_ballots=max(LEAST_SECRET_BALLOTS, read["ballot"]["least_secret"]),
        proxies_per_holder=read["proxies"]["max_per_holder"],
        notice_days=read["notice"]["days"],
        term_years=read["term"]["years"],
    )


def current_rules() -> Rules:
    pack = current_pack()
    return _read(str(pack.folder))


@lru_cache(maxsize=4)
def _read(folder: str) -> Rules:
    return rules_of(Pack(Path(folder)))


def _share(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise ValueError("a share from 0 to 1")
    return Decimal(str(value))


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError("a whole number")
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("true or false")
    return value


def _one_of(*values: str) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if value not in values:
            raise ValueError(", ".join(values))
        return str(value)

    return read


_KEYS: dict[str, dict[str, Callable[[Any], Any]]] = {
    "quorum": {"share": _share, "second_call_share": _share, "second_call_after_days": _whole},
    "majority": {
        "default": _one_of(*Majority.values),
        "abstentions_count": _flag,
        "tie": _one_of("chair_casting_vote", "rejected"),
    },
    "ballot": {
        "default": _one_of("open", "secret"),
        "weighting": _one_of("one_seat_one_vote", "seat_weight"),
        "least_secret": _whole,
    },
    "notice": {"days": _whole},
    "term": {"years": _whole},
    "proxies": {"max_per_holder": _whole},
}


_RULE = "rule that the program obeys"


def _read_tables(pack: Pack) -> dict[str, dict[str, Any]]:
    path, tables = pack.folder / "council.toml", pack.toml("council.toml")
    require_keys(path, "", tables, _KEYS, what=_RULE)
    return {name: _read_table(path, name, tables[name]) for name in _KEYS}


def _read_table(path: Path, name: str, table: Mapping[str, Any]) -> dict[str, Any]:
    require_keys(path, f"{name}.", table, _KEYS[name], what=_RULE)
    read = {}
    for key, reader in _KEYS[name].items():
        try:
            read[key] = reader(table[key])
        except ValueError as error:
            raise PackError(f"{path}: {name}.{key} = {table[key]!r} is not {error}") from error
    return read
