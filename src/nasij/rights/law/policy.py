"""What the country pack says of personal data: the law, delays, why things are held, how long."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from nasij.reference.pack import Pack
from nasij.ui import formats

_ANSWER_DAYS, _LINK_DAYS = 10, 30


def _text(table: dict[str, Any], stem: str) -> str:
    language = formats.language()
    return str(table.get(f"{stem}_{language}") or table.get(f"{stem}_fr", ""))


@dataclass(frozen=True)
class RetentionRule:
    """What may be kept for how long, and what happens then."""

    key: str
    of: str  # firms, contacts, files, links, requests
    after_months: int
    does: str  # review, erase
    table: dict[str, Any]

    @property
    def text(self) -> str:
        return _text(self.table, "text")

    def limit(self, today: date) -> date:
        """What last lived on or before this day has been kept long enough."""
        months = today.year * 12 + today.month - 1 - self.after_months
        year, month = divmod(months, 12)
        return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


class Policy:
    """The file `privacy.toml` of the pack. A pack without one has delays, and no retention."""

    def __init__(self, tables: dict[str, Any]) -> None:
        self._law: dict[str, Any] = tables.get("law", {})
        self._held = {row["key"]: row for row in tables.get("held", [])}
        self.answer_days = int(tables.get("answers", {}).get("days", _ANSWER_DAYS))
        self.article = str(tables.get("answers", {}).get("article", ""))
        self.link_days = int(tables.get("links", {}).get("days", _LINK_DAYS))
        self.retention = [
            RetentionRule(row["key"], row["of"], int(row["after_months"]), row["does"], row)
            for row in tables.get("retention", [])
        ]

    @property
    def law(self) -> str:
        return _text(self._law, "name") or _("the law on personal data")

    @property
    def full_law(self) -> str:
        return _text(self._law, "full_name") or self.law

    @property
    def authority(self) -> str:
        return _text(self._law, "authority") or _("the authority that watches over personal data")

    @property
    def receipt(self) -> str:
        """The number under which the processing was declared to the authority, or nothing."""
        return str(self._law.get("receipt", ""))

    def why(self, key: str) -> str:
        return _text(self._held.get(key, {}), "why")

    def kept(self, key: str) -> str:
        return _text(self._held.get(key, {}), "kept")

    def rules(self, of: str) -> list[RetentionRule]:
        return [rule for rule in self.retention if rule.of == of]

    def due_on(self, made_on: date) -> date:
        return made_on + timedelta(days=self.answer_days)


@lru_cache(maxsize=8)
def _policy(folder: Path) -> Policy:
    pack = Pack(folder)
    return Policy(pack.toml("privacy.toml") if (folder / "privacy.toml").exists() else {})


def policy() -> Policy:
    return _policy(settings.PACK_DIR)
