"""An attacker with an account walks every address of the site, with every number there is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.http import QueryDict
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from nasij.exporters.models import Firm
from tests.rooms.security.conftest import (
    ACTION_MARKS,
    FIRM_MARKS,
    ITEM_MARKS,
    NEED_MARKS,
    RECORD_MARKS,
    World,
    assert_guarded,
    client_of,
    own_patterns,
    readable,
)
from tests.rows import all_rows

pytestmark = pytest.mark.usefixtures("told_briefly")

# Who may read what of region 09. Members of the council see its actions everywhere.
SECRETS = {
    "other_delegate": (*FIRM_MARKS, *NEED_MARKS, *ITEM_MARKS),
    "other_adviser": (*FIRM_MARKS, *NEED_MARKS, *ITEM_MARKS, *ACTION_MARKS),
    "other_partner": (*FIRM_MARKS, *NEED_MARKS, *ITEM_MARKS, *ACTION_MARKS),
    "partner": (*FIRM_MARKS, *NEED_MARKS),
    "analyst": (*FIRM_MARKS, *NEED_MARKS),
    "nobody": (*FIRM_MARKS, *NEED_MARKS, *ITEM_MARKS, *ACTION_MARKS),
    "visitor": (*FIRM_MARKS, *NEED_MARKS, *ITEM_MARKS, *ACTION_MARKS),
}
QUESTIONS = [
    "?region=09",
    "?q=secret",
    "?q=zarbiasecret&search=zarbiasecret&text=besoinsecret&region=09",
    "?q=besoin&search=besoin&text=itemsecret&state=open&region=09",
    "?q=actionsecrete&text=actionsecrete",
]
PARTS: dict[str, list[Any]] = {
    "code": ["09", "MAR", "0801", "080510", "seat-09"],
    "key": ["exporter_any"],
    "kind": ["csv", "xlsx", "svg", "png"],
    "language": ["fr"],
    "name": ["stock"],
    "proof": ["x" * 24],
    "token": ["x" * 24],
}


def addresses(world: World) -> Iterator[tuple[str, str]]:
    """Every address of ours with every number of its room put into it."""
    everything = sorted(set().union(*world.pks.values()))
    firms = sorted(Firm.objects.values_list("pk", flat=True))
    for name, parts in own_patterns():
        room = name.partition(":")[0]
        numbers = everything if room == "home" else sorted(world.pks.get(room, ())) or firms
        for values in values_of(parts, numbers, firms):
            try:
                yield name, reverse(name, kwargs=dict(zip(parts, values, strict=True)))
            except NoReverseMatch:
                continue


def values_of(
    parts: list[str],
    numbers: list[int],
    firms: list[int],
    known: dict[str, list[Any]] = PARTS,
) -> Iterable[tuple[Any, ...]]:
    if "other" in parts:  # two firms: each beside the next, not beside each
        return zip(firms, [*firms[1:], firms[0]], strict=True)
    return product(*(numbers if part.endswith("pk") else known[part] for part in parts))


_SLOW = {"other_adviser", "partner", "nobody"}  # like one of the others, less or more
ROLES = [pytest.param(role, marks=pytest.mark.slow if role in _SLOW else ()) for role in SECRETS]


@pytest.mark.parametrize("role", ROLES)
def test_no_address_tells_anything_of_another_region(
    role: str, world: World, asked: set[str], tmp_path: Path
) -> None:
    """A page is asked the questions it looks at; it answers all others as it answers none. Each
    answer carries its guards."""
    client = client_of(world, role)
    tried, leaks = 0, []
    with translation.override("fr"):
        for name, url in addresses(world):
            asked.clear()
            answers = {url: client.get(url)}
            if url.count("/") < 5 or "suggestions" in url:
                looked_at = asked.copy()
                answers |= {
                    url + question: client.get(url + question)
                    for question in QUESTIONS
                    if looked_at & QueryDict(question[1:]).keys()
                }
            for full, answer in answers.items():
                tried += 1
                assert_guarded(answer)
                if answer.status_code in {301, 302, 403, 404, 405}:
                    text = "" if answer.streaming else answer.content.decode()
                else:
                    assert answer.status_code in {200, 400}, (full, answer.status_code)
                    text = readable(answer, tmp_path)
                leaks += [(name, full, mark) for mark in SECRETS[role] if mark in text]
    assert tried > 150
    assert [leak for leak in leaks if not is_record_of_the_council(role, *leak)] == []


def is_record_of_the_council(role: str, name: str, url: str, mark: str) -> bool:
    """With a decision, readers of the council read which actions follow and who owes them."""
    readers = {"other_adviser", "other_partner"}
    return role in readers and mark in RECORD_MARKS and name.startswith("council:")


def test_the_marks_are_found_by_those_who_may(world: World, tmp_path: Path) -> None:
    """The walk above would see a leak: the delegate of the region meets every mark."""
    client = client_of(world, "delegate")
    seen: set[str] = set()
    with translation.override("fr"):
        for _name, url in addresses(world):
            answer = client.get(url)
            if answer.status_code == 200:
                text = readable(answer, tmp_path)
                seen |= {
                    mark
                    for mark in (*FIRM_MARKS, *NEED_MARKS, *ITEM_MARKS, *ACTION_MARKS)
                    if mark in text
                }
    assert seen == {*FIRM_MARKS, *NEED_MARKS, *ITEM_MARKS, *ACTION_MARKS}


@pytest.mark.parametrize("role", ["other_adviser", "other_partner", "partner", "nobody", "visitor"])
def test_no_post_changes_anything_of_another_region(role: str, world: World) -> None:
    """Well-formed or not: what is posted by somebody who may not is not even looked at."""
    client = client_of(world, role)
    before = all_rows()
    form = {
        "reason": "x", "text": "x", "title": "x", "name": "x", "theme": "logistics",
        "region": "09", "regions": "09", "state": "done", "due_on": "2030-01-01",
        "kind": "declared", "country": "FRA", "choice": "for",
    }  # fmt: skip
    # What a person does to their own account, or in their own region, is theirs to do.
    own = {"accounts:profile", "accounts:invitation"}
    with translation.override("fr"):
        for name, url in addresses(world):
            if name not in own:
                answer = client.post(url, form)
                answer.close()
                assert answer.status_code in {200, 302, 403, 404, 405}, (url, answer.status_code)
    assert all_rows() == before
