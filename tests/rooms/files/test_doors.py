"""Hostile files through every door: the values of the file, or why not, and never in silence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from tests.rooms.files.doors import DOORS, Answer, Door
from tests.rooms.files.expected import EXPECTED, READ
from tests.rooms.files.hostile import FILES, plain

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def good() -> dict[str, Answer]:
    """What each door makes of its good file; filled by the first test that needs it."""
    return {}


def brought(door: Door, path: Path) -> Answer:
    """As if it had been the first file of the site: what it wrote is taken back."""
    mark = transaction.savepoint()
    try:
        return door.bring(path)
    finally:
        transaction.savepoint_rollback(mark)


def outcome(answer: Answer, usual: Answer) -> str:
    if answer.refused:
        return answer.refused
    said = ",".join(sorted(answer.said - usual.said - {"rejected"}))
    if answer.values == usual.values:
        return f"same:{said}".removesuffix(":")
    return f"{'less' if set(answer.values) < set(usual.values) else 'other'}:{said}"


@pytest.mark.parametrize("case", EXPECTED, ids=" ".join)
def test_every_door_answers_a_hostile_file(
    case: tuple[str, str], good: dict[str, Answer], tmp_path: Path, settings: Any
) -> None:
    found = {}
    for name, door in DOORS.items():
        settings.NASIJ_DATA = tmp_path / name
        (tmp_path / name / "brought").mkdir(parents=True)
        if name not in good:
            good[name] = brought(door, plain(tmp_path / name, door.table))
        answer = brought(door, FILES[case](tmp_path / name / "brought", door.table))
        # Of many refusals each says its own remedy.
        told = answer.sentences[: 1 if answer.refused == "ManyRefused" else 2]
        assert not answer.refused or all(told)
        found[name] = outcome(answer, good[name])
    assert found == EXPECTED[case]


def test_no_value_is_read_otherwise_in_silence() -> None:
    silent = [
        (*case, door)
        for case, doors in EXPECTED.items()
        for door, said in doors.items()
        if said in {"other:", "less:"}
    ]
    assert set(silent) == READ


def test_every_hostile_file_is_expected() -> None:
    assert set(EXPECTED) == set(FILES)
