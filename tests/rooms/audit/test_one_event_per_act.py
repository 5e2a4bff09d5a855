"""An act writes exactly one event, and what cannot be recorded is not done."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db.models import TextChoices
from django.utils import translation

from nasij.accounts.roles import ROLES
from nasij.accounts.words import lines_of
from nasij.audit.models import Event
from nasij.audit.words import Verbs
from nasij.council.models import Seat
from nasij.reference.models import Territory
from tests.acts import ACTS
from tests.people import Cast
from tests.rooms.audit import ready
from tests.rows import all_rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("data_folder")]
ROOMS = [path.stem for path in Path(ready.__path__[0]).glob("[!_]*.py")]

# An act that sets one of another room going leaves that one's event too.
ALSO = {
    "council.convene_session": "needs.item_on_agenda",
    "council.record_decision": "needs.item_decided",
    "plans.create_action": "needs.item_in_action",
    "plans.abandon_action": "needs.item_abandoned",
    "plans.mark_done": "needs.item_done",
    "rights.raise_objection": "sharing.showing_stopped",
    "intake.import_file": "intake.import_started",  # brought and applied in one go
    "datasets.load_firm_file": "filings.file_followed",
}
# What changes nothing that is kept of a firm: foreseeing the rows of a file, and doing so again.
SILENT = {"intake.check_import", "intake.check_again"}
# Chunks of rows, each whole or not at all: killed in the middle, the act goes on from there.
IN_CHUNKS = {"intake.apply_import", "filings.follow_file", "filings.look_again"}
RECORDED = sorted(set(ACTS) - SILENT)


def _arguments(name: str) -> Callable[[Cast], dict[str, Any]]:
    room, _dot, act = name.partition(".")
    made: Callable[[Cast], dict[str, Any]] = getattr(
        importlib.import_module(f"tests.rooms.audit.ready.{room}"), act
    )
    return made


def _ready(name: str, cast: Cast) -> Callable[[], object]:
    return partial(ACTS[name], **_arguments(name)(cast))


def test_every_act_is_tried_and_nothing_else() -> None:
    tried = {
        f"{room}.{name}"
        for room in ROOMS
        for name, made in vars(importlib.import_module(f"tests.rooms.audit.ready.{room}")).items()
        if callable(made) and getattr(made, "__module__", "").endswith(f"ready.{room}")
        if not name.startswith("_")
    }
    assert tried == set(RECORDED)


@pytest.mark.parametrize("name", RECORDED)
def test_an_act_writes_one_event(cast: Cast, name: str) -> None:
    act = _ready(name, cast)
    known = set(Event.objects.values_list("pk", flat=True))
    act()
    events = Event.objects.exclude(pk__in=known).order_by("pk")
    assert not _codes_shown(list(events))
    verbs = list(events.values_list("verb", flat=True))
    if name in ALSO:
        verbs.remove(ALSO[name])
    assert len(verbs) == 1, verbs


def _codes_shown(events: list[Event]) -> set[str]:
    """What the record of acts shows of them as it is kept. In Arabic, where no word looks so."""
    with translation.override("ar"):
        details = [detail for line in lines_of(events) for detail in line.details]
        shown = {
            word for one in details for word in re.split(r"[^\w-]+", one.before + " " + one.after)
        }
    kept = {str(value) for choices in _choices(TextChoices) for value in choices.values}
    places = {
        code for model in (Seat, Territory) for code in model.objects.values_list("code", flat=True)
    }
    return shown & (kept | places | set(ROLES)) - {""}


def _choices(kind: type[TextChoices]) -> Iterator[type[TextChoices]]:
    for choices in kind.__subclasses__():
        if choices is not Verbs:
            yield choices
            yield from _choices(choices)


@pytest.mark.parametrize("name", sorted(set(RECORDED) - IN_CHUNKS))
def test_an_act_that_fails_once_its_event_is_written_leaves_no_trace(
    cast: Cast, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither its rows nor its event: whatever fails, all of it goes."""
    act = _ready(name, cast)
    before = all_rows()
    save = Event.save

    def save_and_fail(event: Event, *given: Any, **named: Any) -> None:
        save(event, *given, **named)
        raise ZeroDivisionError

    monkeypatch.setattr(Event, "save", save_and_fail)
    with pytest.raises(ZeroDivisionError):
        act()
    assert all_rows() == before
