"""Pages kept for visitors are fresh after every act, and never a member's."""

import gzip
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from nasij.audit import visitors
from nasij.audit.acts import record
from nasij.council.models import Decision
from nasij.home.pages import public
from tests.factories import make_agenda_item, make_firm
from tests.people import Cast


@pytest.fixture(autouse=True)
def nothing_kept(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.KEEP_PAGES = True
    visitors._kept.clear()
    monkeypatch.setattr(visitors, "_minute", lambda: 0)  # the minute does not turn during a test


def start(client: Client, language: str = "en", **headers: str) -> str:
    page = client.get(f"/{language}/", headers=headers)
    assert page.status_code == 200
    content = page.content
    return (
        gzip.decompress(content) if page.get("Content-Encoding") == "gzip" else content
    ).decode()


def decide(text: str) -> None:
    point = make_agenda_item()
    Decision.objects.create(
        agenda_item=point, text=text, outcome="adopted", decided_at=datetime(2026, 1, 1, tzinfo=UTC)
    )


def test_second_reader_costs_no_page(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    first = start(Client())
    monkeypatch.setattr(public, "listening", None)  # would fail if the page were made again
    assert start(Client()) == first


def test_page_is_new_after_an_act(db: None) -> None:
    assert "A decision just taken" not in start(Client())
    decide("A decision just taken")
    record("council.decision_recorded", subject=make_firm(), by=None)
    assert "A decision just taken" in start(Client())


def test_what_was_altered_without_an_act_is_told_a_minute_later(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Visitors read the page of before until the next act, which may be weeks away."""
    before = start(Client())
    decide("A decision that no act took")
    assert start(Client()) == before
    monkeypatch.setattr(visitors, "_minute", lambda: 1)
    after = start(Client())
    assert "A decision that no act took" in after
    assert "not as it was voted and recorded" in after


def test_languages_do_not_mix(db: None) -> None:
    assert 'lang="fr"' in start(Client(), "fr")
    assert 'lang="ar"' in start(Client(), "ar")


def test_member_never_gets_a_visitors_page(cast: Cast) -> None:
    start(Client())
    assert "secretariat" in start(cast.client("secretariat"))
    assert "secretariat" not in start(Client())


def test_reader_without_gzip_reads_the_same(db: None) -> None:
    assert start(Client(), **{"accept-encoding": "gzip"}) == start(Client())


def test_unchanged_page_is_not_sent_again(db: None) -> None:
    tag = Client().get("/en/")["ETag"]
    assert Client().get("/en/", headers={"if-none-match": tag}).status_code == 304


def test_invented_questions_keep_nothing(db: None, settings: Any) -> None:
    start(Client())
    kept = len(visitors._kept)
    for number in range(20):
        assert Client().get(f"/en/?x={number}").status_code == 200
    assert len(visitors._kept) == kept
    assert not list((settings.NASIJ_DATA / "cache").rglob("*.djcache"))


def test_the_oldest_page_leaves_when_too_many_are_kept(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visitors, "_MOST", 2)
    for language in ("fr", "ar", "en"):
        start(Client(), language)
    assert len(visitors._kept) == 2
