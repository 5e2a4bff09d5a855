"""Reading a country pack: a folder of files, no code. The contract is packs/README.md."""

from __future__ import annotations

import csv
import gzip
import tomllib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from django.conf import settings


class PackError(Exception):
    """A pack breaks its contract: says which file and what is wrong."""


@dataclass(frozen=True, slots=True)
class Published:
    """The definitions of the pack that pages are built of; empty where nobody publishes any."""

    stock: str = ""  # exporters counted in at least two years
    entries: str = ""  # those that came in between, by region
    entry_rate: str = ""
    tier_shares: Sequence[str] = ()  # by size, in the breakdown
    tier_shares_of_stock: Sequence[str] = ()
    not_exporters: Sequence[str] = ()  # counts of firms that stand in no row of exporters
    exports: str = ""
    potentials: Sequence[str] = ()  # what others found, each under its own definition


@dataclass(frozen=True)
class Pack:
    folder: Path

    def rows(self, name: str, *, required: bool = True) -> list[dict[str, str]]:
        """The rows of a CSV file of the pack; an absent optional file has none."""
        path = self.folder / name
        if not path.exists():
            if required:
                raise PackError(f"{path}: the file is missing")
            return []
        return list(_read_csv(path))

    def toml(self, name: str) -> dict[str, Any]:
        path = self.folder / name
        try:
            return tomllib.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError as error:
            raise PackError(f"{path}: the file is missing") from error
        except tomllib.TOMLDecodeError as error:
            raise PackError(f"{path}: not valid TOML ({error})") from error

    @cached_property
    def settings(self) -> dict[str, Any]:
        return self.toml("pack.toml")

    @property
    def code(self) -> str:
        return str(self.settings["code"])

    @property
    def headline_counts(self) -> list[str]:
        """Definitions of the counts that the first page shows beside the target, in its order."""
        return list(self.settings.get("headline_counts", []))

    @cached_property
    def published(self) -> Published:
        named = self.settings.get("published", {})
        if unknown := sorted(set(named) - {field.name for field in fields(Published)}):
            path = self.folder / "pack.toml"
            raise PackError(f"{path}: published.{unknown[0]} is no figure that the program reads")
        return Published(**named)

    @property
    def population_source(self) -> str:
        """The key of the source that counted the people of the territories; "" where none did."""
        return str(self.settings.get("population_source", ""))


def require_keys(path: Path, at: str, given: Any, known: Collection[str], *, what: str) -> None:
    """That a table of a pack's file, at `at` in it, has these keys and no others. `what` says what
    another key is not."""
    if not isinstance(given, dict):
        raise PackError(f"{path}: {at.rstrip('.')} is not a table")
    for key in sorted(given.keys() - set(known)):
        raise PackError(f"{path}: {at}{key} is no {what}")
    for key in sorted(set(known) - given.keys()):
        raise PackError(f"{path}: {at}{key} is missing")


def _read_csv(path: Path) -> Iterator[dict[str, str]]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            if None in row or None in row.values():
                raise PackError(f"{path}: line {number} has not as many cells as the header")
            yield row


def current_pack() -> Pack:
    """The pack that this site runs on."""
    return _kept(settings.PACK_DIR)


@cache
def _kept(folder: Path) -> Pack:
    """A page asks for the country a dozen times, and its files change only while it is stopped."""
    return Pack(folder)
