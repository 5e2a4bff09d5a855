"""A word or record that was damaged in the database closes no page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from nasij.exporters.models import Firm
from nasij.intake.models import ImportedRow, ImportRun
from nasij.needs.models import Reply
from tests.rooms.security.conftest import World
from tests.rooms.security.test_other_regions import addresses

pytestmark = pytest.mark.usefixtures("told_briefly")
# Settings of the product itself, not records of what people did.
_OF_THE_PACK = {"reference", "targets"}
_DAMAGED: tuple[Any, ...] = ([], {"a": 1}, "lost", [1])
Field = models.Field[Any, Any]


def _fields() -> Iterator[tuple[type[models.Model], Field, tuple[Any, ...]]]:
    for model in apps.get_models():
        if not model.__module__.startswith("nasij.") or model._meta.app_label in _OF_THE_PACK:
            continue
        for field in model._meta.concrete_fields:
            if isinstance(field, models.JSONField):
                yield model, field, _DAMAGED
            elif field.choices or (model, field.name) == (Reply, "station"):
                yield model, field, ("lost",)


def _opened(client: Client, world: World) -> dict[str, str]:
    """By address of a page, what it asks the database."""
    found = {}
    with translation.override("fr"):
        for _name, url in addresses(world):
            with CaptureQueriesContext(connection) as asked:
                answer: Any = client.get(url)
            answer.close()
            if answer.status_code == 200 and not answer.streaming:
                found[url] = " ".join(query["sql"] for query in asked)
    return found


def _lived(world: World) -> None:
    firm, run = (
        Firm.objects.filter(name__startswith="Zarbia").order_by("pk")[0],
        ImportRun.objects.get(),
    )
    ImportedRow.objects.create(
        run=run, firm=firm, line=2, before={"name": "A"}, after={"name": "B"}
    )
    Reply.objects.update(station="decided")


def _fall(client: Client, urls: Iterable[str]) -> Iterator[str]:
    for url in urls:
        try:
            client.get(url)
        except Exception as error:
            yield f"{url}: {error!r:.90}"


def _damage(model: type[models.Model], name: str, damage: Any) -> bool:
    """Whether the database lets it be written at all."""
    try:
        with transaction.atomic():
            model._default_manager.update(**{name: damage})
    except IntegrityError:
        return False
    return True


def test_no_page_falls_over_what_was_damaged(world: World) -> None:
    """Twenty kinds of words and records answered 500, and with them the pages of whole lists."""
    _lived(world)
    client = world.cast.client("secretariat")
    pages, fallen = _opened(client, world), []
    for model, field, damages in _fields():
        column = f'"{model._meta.db_table}"."{field.column}"'
        reading = [url for url, asked in pages.items() if column in asked]
        for damage in damages:
            with transaction.atomic():
                if _damage(model, field.name, damage):
                    told = f"{model._meta.label}.{field.name} = {damage!r}"
                    fallen += [f"{told} {page}" for page in _fall(client, reading)]
                transaction.set_rollback(True)
    assert not fallen, "\n".join(fallen)
