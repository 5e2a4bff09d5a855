"""Visitors ask for drawings: the folder of kept ones does not grow for ever."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from nasij.ui.charts import shelf


@pytest.fixture
def drawings(settings: Any, tmp_path: Path) -> list[Path]:
    """Ten drawings of a thousand bytes, from the oldest to the newest."""
    settings.DRAWINGS_ROOT = tmp_path / "charts"
    made = [shelf.place_of(f"{number:02d}abc") for number in range(10)]
    for number, path in enumerate(made):
        shelf.keep(path, "x" * 1000)
        os.utime(path, ns=(number, number))
    return made


def test_within_the_limits_nothing_goes(drawings: list[Path]) -> None:
    assert shelf.clear_oldest(most=10, most_bytes=10_000) == 0
    assert all(path.exists() for path in drawings)


def test_too_many_lose_the_oldest(drawings: list[Path]) -> None:
    assert shelf.clear_oldest(most=5) == 6
    assert [path.exists() for path in drawings] == [False] * 6 + [True] * 4


def test_too_large_lose_the_oldest(drawings: list[Path]) -> None:
    assert shelf.clear_oldest(most_bytes=5_000) == 6
    assert [path.exists() for path in drawings] == [False] * 6 + [True] * 4


def test_the_folder_is_looked_at_while_drawings_are_kept(
    drawings: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "_EVERY", 1)
    monkeypatch.setattr(shelf, "clear_oldest", lambda: shelf_was_cleared.append(True))
    shelf_was_cleared: list[bool] = []
    shelf.keep(shelf.place_of("99abc"), "x")
    assert shelf_was_cleared == [True]


def test_a_drawing_that_cannot_be_kept_is_no_error(settings: Any, tmp_path: Path) -> None:
    settings.DRAWINGS_ROOT = tmp_path / "a file"
    settings.DRAWINGS_ROOT.write_text("where a folder should be")
    shelf.keep(shelf.place_of("00abc"), "x")
