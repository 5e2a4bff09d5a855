"""The council's own rules, as the country pack states them (council.toml)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from nasij.council.enums import Majority
from nasij.reference.pack import Pack, current_pack

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
    least_secret_ballots: int
    proxies_per_holder: int
    notice_days: int
    term_years: int


def rules_of(pack: Pack) -> Rules:
    rules: dict[str, Any] = pack.toml("council.toml")["rules"]
    return Rules(
        quorum_share=Decimal(str(rules["quorum"]["share"])),
        second_call_share=Decimal(str(rules["quorum"]["second_call_share"])),
        second_call_after_days=int(rules["quorum"]["second_call_after_days"]),
        majority=Majority(rules["majority"]["default"]),
        abstentions_count=bool(rules["majority"]["abstentions_count"]),
        chair_breaks_ties=rules["majority"].get("tie") == "chair_casting_vote",
        least_secret_ballots=max(
            LEAST_SECRET_BALLOTS, int(rules["ballot"].get("least_secret", LEAST_SECRET_BALLOTS))
        ),
        proxies_per_holder=int(rules["proxies"]["max_per_holder"]),
        notice_days=int(rules["notice"]["days"]),
        term_years=int(rules["term"]["years"]),
    )


def current_rules() -> Rules:
    pack = current_pack()
    return _read(str(pack.folder))


@lru_cache(maxsize=4)
def _read(folder: str) -> Rules:
    return rules_of(Pack(Path(folder)))
