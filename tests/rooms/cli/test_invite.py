"""The only door into an empty site is printed whole, and leads where the site answers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.rooms.cli.conftest import answer_of, nasij
from tests.rooms.cli.serving import free_port, serve, stop, wait_until_it_answers

ASKED = ("invite", "first@example.org", "--role", "administrator", "--name", "First Person")


@pytest.mark.parametrize("columns", ["20", "80"])
def test_the_link_is_whole_on_any_terminal(columns: str, site: Path) -> None:
    told = nasij(site, *ASKED, env={"COLUMNS": columns, "NASIJ_LANGUAGE": "fr"}).stdout
    assert re.search(r"http://127\.0\.0\.1:\d+/\w+/people/invitation/[\w-]{20,}/$", told, re.M)
    assert "…" not in told
    assert re.search(r"\d{1,2}(er)? \S+ 20\d\d, \d\d:\d\d$", told, re.M)  # until, as one writes it


def test_links_lead_to_the_port_that_was_chosen(site: Path) -> None:
    port = free_port()
    process = serve(site, port)
    try:
        wait_until_it_answers(process, port)
        link = answer_of(nasij(site, *ASKED, "--json"))["link"]
    finally:
        said = stop(process)
    assert link.startswith(f"http://127.0.0.1:{port}/")
    assert "SITE_URL" in said  # the start says that they open on this machine only


def test_links_lead_to_the_address_that_was_given(site: Path) -> None:
    given = {"SITE_URL": "https://regions.example.org"}
    link = answer_of(nasij(site, *ASKED, "--json", env=given))["link"]
    assert link.startswith("https://regions.example.org/")


def test_a_region_that_is_none_is_told_with_those_there_are(site: Path) -> None:
    """It was answered as if no region had been given."""
    for_region = ("--role", "delegate", "--region", "l1", "--json")
    told = nasij(site, "invite", "delegate@example.org", *for_region)
    assert told.returncode == 2
    assert answer_of(told)["error"].startswith("--region l1: choose one of 01")
