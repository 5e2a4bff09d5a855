"""What a monitor and an administrator are told of what the site stands on."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from nasij import standing
from tests.people import Cast


def test_a_monitor_is_told_of_a_disk_that_is_nearly_full(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Client().get("/health/").json()["status"] == "ok"
    monkeypatch.setattr(standing, "free_mb", lambda: 12)
    answer = Client().get("/health/")
    assert answer.status_code == 503
    assert answer.json()["status"] == "degraded"
    assert "12 MB" in answer.json()["reason"]


def test_the_desk_warns_who_invites_of_links_that_lead_elsewhere(cast: Cast, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["regions.example.org", "testserver"]
    settings.SITE_URL = "https://regions.example.org"
    desk = cast.client("secretariat").get("/en/desk/", headers={"host": "regions.example.org"})
    assert "set SITE_URL" not in desk.content.decode()
    desk = cast.client("secretariat").get("/en/desk/")
    assert "You came to testserver" in desk.content.decode()
    desk = cast.client("delegate").get("/en/desk/")
    assert "set SITE_URL" not in desk.content.decode()


def test_the_desk_of_the_demonstration_warns_of_links_that_open_here_only(
    cast: Cast, settings: Any
) -> None:
    settings.DEMO, settings.SITE_URL = True, "http://testserver"
    assert "set SITE_URL" not in cast.client("secretariat").get("/en/desk/").text
    settings.SITE_URL = "http://127.0.0.1:8000"
    for role in ("secretariat", "administrator"):
        desk = cast.client(role).get("/en/desk/", headers={"host": "127.0.0.1:8000"})
        assert "open on this machine only" in desk.text
