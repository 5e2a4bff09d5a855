"""What rooms tell each other, and that strings name no room above, as imports name none."""

from __future__ import annotations

import ast
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import reverse

from nasij.audit.words import Verbs
from nasij.exporters.holdings.tables import Holding, relations
from nasij.rooms import everything, told
from nasij.ui.navigation import NavEntry
from nasij.ui.ways import Address, Way

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "nasij"
ROOMS = {room.label: Path(room.path) for room in apps.get_app_configs() if "nasij" in room.name}


def _floors() -> dict[str, int]:
    """Every room and file beside the rooms, the higher the larger; some stand side by side."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    layers = contracts["contracts"][0]["layers"]
    return {
        room.strip(): height
        for height, floor in enumerate(reversed(layers))
        for room in floor.split("|")
    }


FLOORS = _floors()
_NAMED = re.compile(rf"[\"']({'|'.join(FLOORS)})(?::\w|/[\w/-]+\.(?:html|txt|js|css)[\"'])")


def test_all_that_stands_in_the_product_has_a_floor_and_a_word_in_the_architecture() -> None:
    """Without a floor it may import everything, and be imported by everything."""
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    stack = page.split("```")[1]
    told = set(re.findall(r"(?:^|\| +)([a-z]+)  ", stack, re.MULTILINE))
    beside = next(line for line in page.splitlines() if line.startswith("Beside the rooms stand"))
    told |= set(re.findall(r"`([a-z]+)`", beside))
    folders = {path.parent.name for path in SOURCE.glob("*/__init__.py")}
    standing = folders | {path.stem for path in SOURCE.glob("[!_]*.py")}
    assert (standing ^ set(FLOORS), standing ^ told) == (set(), set())


def _strings_that_name_a_room() -> Iterator[tuple[Path, int, str]]:
    for path in sorted(SOURCE.rglob("*")):
        if path.suffix in {".py", ".html", ".txt"} and "tells.py" not in path.name:
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
                for found in _NAMED.finditer(line):
                    yield path, number, found[1]


def test_no_template_and_no_view_names_an_address_of_a_room_above_its_own() -> None:
    climbing = []
    for path, line, named in _strings_that_name_a_room():
        room = path.relative_to(SOURCE).parts[0]
        if named == "ui" or room not in FLOORS:
            continue  # the base page is everybody's; some files stand above the rooms
        if room != named and FLOORS[named] >= FLOORS[room]:
            climbing.append(f"{path.relative_to(SOURCE)}:{line} names {named}")
    assert climbing == []


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_a_room_tells_in_one_place_and_does_nothing_else_when_the_site_starts(room: str) -> None:
    """`ready` may connect the room's answers to signals, which Django asks for; nothing else."""
    assert len(list(ROOMS[room].rglob("tells*.py"))) <= 1
    tree = ast.parse((ROOMS[room] / "apps.py").read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            assert [type(step) for step in node.body] == [ast.ImportFrom], node.name
            assert [name.name for name in node.body[0].names] == ["subscribers"]  # type: ignore[attr-defined]


def _twice(names: list[str]) -> list[str]:
    return [name for name, number in Counter(names).items() if number > 1]


def test_nothing_is_told_twice() -> None:
    assert _twice([entry.key for entry in told(NavEntry)]) == []
    assert _twice([str(verb.value) for verb in told(Verbs)]) == []
    assert _twice([address.key for address in told(Address)]) == []
    assert _twice([holding.key for holding in told(Holding)]) == []


def test_everything_told_is_of_a_kind_that_somebody_hears() -> None:
    """A type nobody asks for would be said to the wall."""
    source = "".join(path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py"))
    heard = set(re.findall(r"\btold\((\w+)\)", source))
    for thing in everything():
        assert heard & {kind.__name__ for kind in type(thing).__mro__}, thing


def test_what_is_told_leads_somewhere() -> None:
    for entry in told(NavEntry):
        assert reverse(entry.url_name)
    places = {way.place for way in told(Way)}
    source = "".join(path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py"))
    assert places == set(re.findall(r"ways_from\(\"([\w.]+)\"", source))


def test_every_table_that_points_to_a_firm_is_told_of_by_its_own_room() -> None:
    for holding in told(Holding):
        room = next(app for app in ROOMS if any(thing is holding for thing in _tells_of(app)))
        assert holding.key.split(".")[0] == room
    assert {one.key for one in told(Holding)} == {one.key for one in relations()}


def _tells_of(room: str) -> tuple[object, ...]:
    from importlib import import_module

    try:
        found: tuple[object, ...] = import_module(f"nasij.{room}.tells").TELLS
    except ModuleNotFoundError:
        return ()
    return found
