"""`nasij retain`: says what would go and why, changes nothing with --dry-run, then does it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.rooms.cli.conftest import answer_of, nasij

_FIRM = {
    **dict.fromkeys(
        (
            "name_ar", "trade_names", "name_key", "match_key", "match_key_ar", "sound_key",
            "identifier", "register_number", "register_court", "tax_number", "social_number",
            "export_code", "activity", "email", "phone", "phone_written",
        ),
        "",
    ),
    "identifier_doubtful": 0, "founded_year_only": 0, "is_demo": 0, "legal_form": "unknown",
    "status": "unknown", "language": "fr", "changed_at": "2010-01-01 00:00:00",
}  # fmt: skip


def insert(site: Path, table: str, **values: Any) -> int:
    """A row as an older version of the site may have left it."""
    marks = ", ".join("?" for _ in values)
    with closing(sqlite3.connect(site / "nasij.sqlite3")) as database:
        done = database.execute(
            f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", list(values.values())
        )
        database.commit()
        return int(done.lastrowid or 0)


def counted(site: Path, table: str) -> int:
    with closing(sqlite3.connect(site / "nasij.sqlite3")) as database:
        return int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def a_region(site: Path) -> int:
    with closing(sqlite3.connect(site / "nasij.sqlite3")) as database:
        found = database.execute("SELECT min(id) FROM reference_territory WHERE role = 'region'")
        return int(found.fetchone()[0])


def counts_told(site: Path, *options: str) -> dict[str, int]:
    told = answer_of(nasij(site, "retain", *options, "--json"))
    return {rule["rule"]: rule["count"] for rule in told["rules"]}


def test_what_would_go_is_told_then_goes(site: Path) -> None:
    long_ago = "2010-01-01 00:00:00"
    place = a_region(site)
    firm = insert(
        site, "exporters_firm", **_FIRM, name="Ancienne", region_id=place, created_at=long_ago
    )
    insert(
        site, "rights_accesslink", code_hash="x", channel="shown", language="fr",
        created_at=long_ago, expires_at="2010-02-01 00:00:00", firm_id=firm,
    )  # fmt: skip
    foreseen = counts_told(site, "--dry-run")
    assert (foreseen["silent_firm"], foreseen["dead_link"]) == (1, 1)
    assert counted(site, "rights_accesslink") == 1
    said = nasij(site, "retain", "--dry-run").stdout
    assert "would go: 1" in said
    assert "to review: 1" in said
    assert "Ancienne" in said
    said = nasij(site, "retain", env={"NASIJ_LANGUAGE": "fr"}).stdout
    assert "effacés : 1" in said
    assert "à examiner : 1" in said
    assert counted(site, "rights_accesslink") == 0
    assert counted(site, "exporters_firm") == 1
    after = counts_told(site)
    # Letting a link go is no sign of life: the firm still waits to be looked at.
    assert (after["silent_firm"], after["dead_link"]) == (1, 0)


def test_doctor_says_when_erased_firms_are_no_longer_known(site: Path) -> None:
    assert answer_of(nasij(site, "doctor", "--json"))["erasures"] == ""
    day = "2026-02-01 00:00:00"
    place = a_region(site)
    firm = insert(
        site, "exporters_firm", **_FIRM, name="", region_id=place, created_at=day, erased_at=day
    )
    insert(
        site, "exporters_erasure", reason="x", asked_by_firm=1, erased_at=day, gone="{}",
        secret_mark="of another secret", lift_reason="", firm_id=firm,
    )  # fmt: skip
    assert "SECRET_KEY" in answer_of(nasij(site, "doctor", "--json"))["erasures"]
