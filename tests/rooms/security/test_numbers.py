"""Whatever stands where a number is asked for, in an address or a form, nothing breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from tests.factories import make_firm
from tests.rooms.security.conftest import World, client_of, own_patterns
from tests.rooms.security.test_other_regions import PARTS

HUGE = "99999999999999999999"
# A NUL is refused before any page: test_doors. The last two never reach a database.
BAD = (HUGE, "-1") if connection.vendor == "postgresql" else (HUGE, "-1", "²", "1e99")
SOMETHING = {"x": "1"}  # so that a form is taken as filled, and looks at its fields


def addresses(world: World, client: Client, asked: set[str]) -> Iterator[tuple[str, set[str]]]:
    """Every address once, with a row that is there, if it asks for one, and what its page asks."""
    for name, parts in own_patterns():
        numbers = sorted(world.pks.get(name.split(":")[0], set()) or {1})
        for number in numbers[:3]:
            values = {
                part: str(number) if part.endswith("pk") or part == "other" else PARTS[part][0]
                for part in parts
                if part.endswith("pk") or part == "other" or part in PARTS
            }
            try:
                url = reverse(name, kwargs=values)
            except NoReverseMatch:
                continue
            asked.clear()
            if status(client, "get", url, {}) != 404:
                yield url, asked.copy()
                break


def status(client: Client, method: str, url: str, data: dict[str, str]) -> int:
    answer = getattr(client, method)(url, data)
    answer.close()
    return int(answer.status_code)


@pytest.mark.slow
@pytest.mark.usefixtures("told_briefly")
def test_no_number_breaks_a_page(world: World, asked: set[str]) -> None:
    client = client_of(world, "secretariat")
    client.raise_request_exception = False
    broken, tried = [], 0
    with translation.override("fr"):
        for url, of_page in addresses(world, client, asked):
            asked.clear()
            assert status(client, "post", url, SOMETHING) < 500, url
            of_form = asked - of_page - {"csrfmiddlewaretoken", *SOMETHING}
            for method, names in (("get", of_page), ("post", of_form)):
                for bad in BAD if names - {"sort"} else ():  # that is asked for by every table
                    tried += 1
                    if status(client, method, url, dict.fromkeys(names, bad)) >= 500:
                        broken.append((url, bad, names))
    assert broken == []
    assert tried > 70 * len(BAD)


@pytest.mark.usefixtures("told_briefly")
@pytest.mark.parametrize("number", [HUGE, "0"])
@pytest.mark.parametrize("role", ["secretariat", "delegate"])
def test_no_number_of_a_row_breaks_a_page(number: str, role: str, world: World) -> None:
    client = client_of(world, role)
    client.raise_request_exception = False
    with translation.override("fr"):
        for name, parts in own_patterns():
            rows = [part for part in parts if part.endswith("pk") or part == "other"]
            if not rows:
                continue
            values = {part: number if part in rows else PARTS[part][0] for part in parts}
            url = reverse(name, kwargs=values)
            assert status(client, "get", url, {}) < 500, url
            assert status(client, "post", url, {}) < 500, url


def refusal(client: Client, pk: int) -> str:
    """The whole page, but for the number that was asked and the mark of its form."""
    text = client.get(f"/fr/exporters/{pk}/").text
    return re.sub(rf"/{pk}/|csrfmiddlewaretoken.*?>", "", text)


@pytest.mark.parametrize("role", ["delegate", "other_delegate", "adviser", "partner", "analyst"])
def test_a_firm_of_another_region_is_as_one_that_does_not_exist(role: str, world: World) -> None:
    """Nobody learns from an answer which numbers are taken elsewhere."""
    client = client_of(world, role)
    own = make_firm("01" if role == "other_delegate" else "09", name="La mienne")
    foreign = make_firm("12", name="Ailleurs")
    assert refusal(client, foreign.pk) == refusal(client, 999_999_999)
    for path in ("merge/{}/", "distinct/{}/"):
        for method in ("get", "post"):
            url = f"/fr/exporters/{own.pk}/{path}"
            there = status(client, method, url.format(foreign.pk), {})
            assert there == status(client, method, url.format(999_999_999), {})
            assert there in {404, 405, 403}
