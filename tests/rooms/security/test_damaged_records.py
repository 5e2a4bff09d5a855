"""A word or record that was damaged in the database closes no page."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import IntegrityError, connection, models, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from nasij.intake.models import ImportProblem
from nasij.kept import RecordField, label_of, readable
from nasij.needs.enums import ItemState
from nasij.needs.models import Reply
from tests.rooms.security.conftest import World, own_patterns
from tests.rooms.security.lived import live_on
from tests.rooms.security.test_other_regions import PARTS, values_of

# Settings of the product itself, not records of what people did.
_OF_THE_PACK = {"reference"}
# What lists choose their rows by: damaged with the others, no page would come to those.
_CHOSEN_BY = {"choice", "evidence", "kind", "purpose", "state", "status"}
# It prints of all tables, and takes as long as twenty others: opened with all of them damaged.
_OF_ALL_TABLES = "reports:roadmap"
_WORDS_OF_NO_LIST = {(Reply, "station"), (ImportProblem, "code")}
_SAMPLES = "ui"  # of no table
Field = models.Field[Any, Any]
Damage = tuple[Field, Any]
Opened = dict[tuple[Client, str], str]


def _fields() -> dict[type[models.Model], list[Field]]:
    """Of every table, those that keep a record or one of our words."""
    found: dict[type[models.Model], list[Field]] = {}
    for model in apps.get_models():
        if model.__module__.startswith("nasij.") and model._meta.app_label not in _OF_THE_PACK:
            for field in model._meta.concrete_fields:
                is_kept = isinstance(field, models.JSONField) or field.choices
                if is_kept or (model, field.name) in _WORDS_OF_NO_LIST:
                    found.setdefault(model, []).append(field)
    return found


def _together(fields: list[Field]) -> Iterator[list[Damage]]:
    """All that can be damaged at once, in each shape; then what rows are chosen by."""
    records = [field for field in fields if isinstance(field, models.JSONField)]
    words = [field for field in fields if field not in records]
    others = [field for field in words if field.name not in _CHOSEN_BY]
    yield [(field, "lost") for field in (*records, *others)]
    yield [(field, {"a": 1}) for field in records]
    yield [(field, "lost") for field in words if field.name in _CHOSEN_BY]


def _cases(fields: list[Field]) -> Iterator[list[Damage]]:
    """Of one table; what rows are chosen by, each alone."""
    *whole, chosen = _together(fields)
    yield from whole
    yield from ([damage] for damage in chosen)


def _addresses(world: World, rich: dict[str, list[int]]) -> Iterator[tuple[str, list[str]]]:
    """Of every view: of the rows that have a life first, then of those that are there."""
    parts = {**PARTS, "token": [world.token], "code": [*PARTS["code"], "280920", "S01"]}
    for name, names in own_patterns():
        room = name.partition(":")[0]
        numbers = [*rich.get(room, ()), *sorted(world.pks.get(room, ()))]
        found = []
        for values in values_of(names, numbers, rich["exporters"], parts):
            try:
                found.append(reverse(name, kwargs=dict(zip(names, values, strict=True))))
            except NoReverseMatch:
                continue
        if room != _SAMPLES:
            yield name, found


def _opened(clients: list[Client], world: World, rich: dict[str, list[int]]) -> dict[str, Opened]:
    """Every view once, by the first who may: what its page asks the database."""
    found: dict[str, Opened] = {}
    for name, urls in _addresses(world, rich):
        for client, url in ((client, url) for client in clients for url in urls):
            with CaptureQueriesContext(connection) as asked:
                answer: Any = client.get(url)
            answer.close()
            if answer.status_code == 405:
                break
            if answer.status_code == 200 and not answer.streaming:
                asked_for = " ".join(query["sql"] for query in asked)
                found.setdefault(name, {})[client, url] = asked_for
                break
    return found


def _write(field: Field, value: Any) -> None:
    """Into all rows, or into those where the database lets it be written."""
    rows = field.model._base_manager
    for some in (rows.all(), *(rows.filter(pk=pk) for pk in rows.values_list("pk", flat=True))):
        with suppress(IntegrityError), transaction.atomic():
            some.update(**{field.name: value})
            if some.query.where.children == []:
                return


def _falls(case: list[Damage], pages: Opened) -> list[str]:
    """Of a case in which some page falls, one field at a time, to name it."""
    columns = [f'"{field.model._meta.db_table}"."{field.column}"' for field, _value in case]
    reading = [page for page, asked in pages.items() if any(one in asked for one in columns)]
    with transaction.atomic():
        for field, value in case:
            _write(field, value)
        cache.clear()
        found = list(_fallen(reading))
        transaction.set_rollback(True)
    if found and len(case) > 1:
        each = [fall for damage in case for fall in _falls([damage], pages)]
        return each or [f"some of {columns} together: {fall}" for fall in found]
    return [f"{columns} = {case[0][1]!r}: {fall}" for fall in found]


def _fallen(pages: Iterable[tuple[Client, str]]) -> Iterator[str]:
    for client, url in pages:
        try:
            client.get(url).close()
        except Exception as error:
            yield f"{url}: {error!r:.90}"


@pytest.mark.usefixtures("told_briefly")
def test_no_page_falls_over_what_was_damaged(world: World) -> None:
    """Thirty kinds of words and records answered 500, and with them the pages of whole lists."""
    exporter, rich = live_on(world)
    fields = _fields()
    assert [model for model in fields if not model._base_manager.exists()] == []
    clients = [world.cast.client("secretariat"), world.cast.client("administrator"), exporter]
    with translation.override("fr"):
        views = _opened(clients, world, rich)
        whole = views.pop(_OF_ALL_TABLES)
        pages = {page: asked for view in views.values() for page, asked in view.items()}
        fallen = [
            fall for of in fields.values() for case in _cases(of) for fall in _falls(case, pages)
        ]
        every = [field for of in fields.values() for field in of]
        fallen += [fall for case in _together(every) for fall in _falls(case, whole)]
    assert not fallen, "\n".join(fallen)


@pytest.mark.parametrize("damage", [[], {"a": 1}, "lost", [1]])
def test_what_was_damaged_reads_as_nothing(damage: Any) -> None:
    assert readable(ItemState, damage) is None
    assert readable(tuple[int, ...], damage) in {None, (), (1,)}
    found = RecordField().from_db_value(json.dumps(damage), None, connection)
    assert found == (damage if isinstance(damage, dict) else {})


def test_a_damaged_word_is_shown_as_it_stands() -> None:
    assert label_of(ItemState, "lost") == "lost"
    assert label_of(ItemState, "open") == ItemState.OPEN.label
