"""`nasij remind`, for sites whose clock is cron."""

from __future__ import annotations

from pathlib import Path

from tests.rooms.cli.conftest import answer_of, nasij

NOTHING = {"written": 0, "sent": 0, "failed": 0}


def test_remind_answers_a_machine_and_sends_nothing_on_an_empty_site(site: Path) -> None:
    assert answer_of(nasij(site, "remind", "--json")) == NOTHING


def test_remind_sends_once(demo_site: Path) -> None:
    first = answer_of(nasij(demo_site, "remind", "--json"))
    assert first["written"] > 0
    assert first["sent"] >= first["written"]
    assert answer_of(nasij(demo_site, "remind", "--json")) == NOTHING
    written = "".join(path.read_text() for path in (demo_site / "mail").iterdir())
    assert "delegue-09@nasij.example" in written
