"""Reads packs for the tests, with the list of columns taken from the contract itself."""

from __future__ import annotations

import csv
import gzip
import io
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
CONTRACT = ROOT / "src/nasij/packs/README.md"
MOROCCO = ROOT / "src/nasij/packs/morocco"
LITTORAL = ROOT / "tests/packs/littoral"

Row = dict[str, str]


@cache
def columns() -> dict[str, list[str]]:
    line = re.compile(r"^\*\*`([a-z_/]+\.csv(?:\.gz)?)`\*\* `([a-z0-9_,]+)`", re.MULTILINE)
    return {name: cells.split(",") for name, cells in line.findall(CONTRACT.read_text("utf-8"))}


@cache
def required_files() -> list[str]:
    line = re.compile(r"^\| `([^`]+)` \| yes", re.MULTILINE)
    return line.findall(CONTRACT.read_text("utf-8"))


def text_of(path: Path) -> str:
    raw = path.read_bytes()
    return (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")


@cache
def rows(pack: Path, name: str) -> list[Row]:
    path = pack / name
    return list(csv.DictReader(io.StringIO(text_of(path)))) if path.exists() else []


@cache
def toml(pack: Path, name: str) -> dict[str, Any]:
    return tomllib.loads((pack / name).read_text("utf-8"))


def files(pack: Path) -> list[Path]:
    """All of a pack, also those of its demonstration."""
    return sorted(path for path in pack.rglob("*") if path.is_file())


def tables(pack: Path) -> list[str]:
    return [name for name in columns() if (pack / name).exists()]


def regions_now(pack: Path) -> dict[str, Row]:
    level = next(
        each["key"] for each in toml(pack, "pack.toml")["levels"] if each["role"] == "region"
    )
    return {
        row["code"]: row
        for row in rows(pack, "territories.csv.gz")
        if row["level"] == level and not row["valid_until"]
    }
