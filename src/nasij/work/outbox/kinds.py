"""What a letter may be: each room tells the kinds that it sends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from nasij.rooms import told
from nasij.work.models import Letter


def always(letter: Letter) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class LetterKind:
    """`key` is stored with each letter. `still_wanted` is asked just before one leaves, because
    who is written to may have objected since."""

    key: str
    name: Promise | str
    is_secret: bool = False  # carries a link that nobody but its reader may see
    still_wanted: Callable[[Letter], bool] = always


def kind_of(letter: Letter) -> LetterKind:
    """A letter outlives the kind it was of."""
    known = {kind.key: kind for kind in told(LetterKind)}
    return known.get(letter.kind) or LetterKind(letter.kind, letter.kind)
