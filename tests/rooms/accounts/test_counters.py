"""The counters that the processes of a site share: nobody's count is lost."""

from __future__ import annotations

from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from nasij.counters import JsonFiles


def test_of_two_that_add_at_once_one_is_told_that_it_did(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other comes between the look and the writing: it waits, or it is refused."""
    first, second = (JsonFiles(str(tmp_path), {}) for _ in range(2))
    told: list[bool] = []
    other = Thread(target=lambda: told.append(second.add("key", "of the other")))
    look = first._living

    def interrupted(path: Path) -> Any:
        found = look(path)
        if other.ident is None:
            other.start()
            other.join(0.5)
        return found

    monkeypatch.setattr(first, "_living", interrupted)
    told.append(first.add("key", "of the first"))
    other.join()
    assert sorted(told) == [False, True]


def test_what_is_over_can_be_added_again(tmp_path: Path) -> None:
    counters = JsonFiles(str(tmp_path), {})
    assert counters.add("key", 1, timeout=-1)
    assert counters.get("key") is None
    assert counters.add("key", 2)
    assert not counters.add("key", 3)
    assert counters.get("key") == 2
