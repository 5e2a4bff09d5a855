"""Files that rooms keep as they were brought, and in which a firm may have a row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from nasij.exporters.models import Firm
from nasij.work.progress import Progress

# Inside the act that erases the firm: from then on its files are of no more use. The paths to
# remove once it holds; a file at work is a `Refusal`.
Close = Callable[[datetime], list[Path]]


@dataclass(frozen=True, slots=True)
class KeptFiles:
    """Of one room. They are read before anything is locked: it may take minutes."""

    holding: Callable[[Sequence[Firm], Progress], Close]
