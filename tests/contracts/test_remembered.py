"""What is remembered by the text of a stranger's cell keeps no long one."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial

import pytest

from nasij.files.phones import as_dialled, read_phones
from nasij.filings.matching import registry
from nasij.reference.firm_names import match_key
from nasij.reference.folding import fold


@pytest.mark.parametrize(
    "ask",
    [
        fold,
        match_key,
        partial(as_dialled, region="MA"),
        partial(read_phones, region="MA"),
        partial(registry._normal, kind="identifier"),
    ],
)
def test_a_long_cell_is_answered_and_not_kept(ask: Callable[[str], object]) -> None:
    assert keeps(ask, str(b"atlas foods 1", "ascii"))
    assert not keeps(ask, str(b"atlas foods 1 " * 100, "ascii"))


def keeps(ask: Callable[[str], object], text: str) -> bool:
    held = sys.getrefcount(text)
    ask(text)
    return sys.getrefcount(text) > held
