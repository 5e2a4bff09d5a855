"""Tables that a disk damaged are not shown, and no page falls over them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from nasij.datasets.analysis import damaged_in
from nasij.potential.models import PotentialRun
from tests.people import Cast

pytestmark = pytest.mark.django_db
PAGES = (
    "/en/potential/",
    "/en/potential/regions/09/",
    "/en/regions/09/",
    "/en/regions/",
    "/en/",
)
SAID = "They are no longer as they were written"


def cut(table: Path) -> None:
    table.write_bytes(table.read_bytes()[:100])


def flip(table: Path) -> None:
    """As long as before: only its hash tells."""
    content = bytearray(table.read_bytes())
    content[len(content) // 2] ^= 0xFF
    table.write_bytes(bytes(content))


def lose(table: Path) -> None:
    table.unlink()


@pytest.mark.parametrize("damage", [cut, flip, lose])
def test_pages_say_it_and_go_on(damage: object, run: PotentialRun, client: Client) -> None:
    assert damaged_in(run.path) == ()
    tables = sorted(run.path.glob("*.parquet"))
    assert tables
    for table in tables:
        if damage is not lose or table.name != "pairs.parquet":  # without it nothing was computed
            damage(table)  # type: ignore[operator]
    for page in PAGES:
        assert client.get(page).status_code == 200, page
    assert SAID in client.get("/en/potential/").content.decode()
    assert SAID in client.get("/en/potential/regions/09/").content.decode()
    assert client.get("/en/potential/products/280920/").status_code == 404


@pytest.mark.parametrize("damage", [{"request": []}, {"totals": {}}, {"totals": {"notes": [1]}}])
def test_a_record_that_cannot_be_read_is_said_like_a_damaged_table(
    damage: dict[str, Any], run: PotentialRun, client: Client
) -> None:
    PotentialRun.objects.update(**damage)
    for page in PAGES:
        assert client.get(page).status_code == 200, page
    assert SAID in client.get("/en/potential/").content.decode()


def test_the_roadmap_is_still_written(run: PotentialRun, cast: Cast) -> None:
    for table in run.path.glob("*.parquet"):
        cut(table)
    assert cast.client("secretariat").get("/en/reports/roadmap/").status_code == 200


def test_a_word_that_cannot_be_read_is_said_like_a_damaged_table(
    run: PotentialRun, client: Client
) -> None:
    """What the split rests on decides what of a region may be shown."""
    PotentialRun.objects.update(evidence="lost")
    for page in PAGES:
        assert client.get(page).status_code == 200, page
    assert SAID in client.get("/en/potential/").content.decode()
