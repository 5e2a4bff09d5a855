"""Files that rooms keep as they were brought, and in which a firm may have a row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from nasij.exporters.models import Firm


@dataclass(frozen=True, slots=True)
class FoundFiles:
    """Those that hold a row of a firm. `close`, inside the act that erases it, says from when on
    they are of no more use, and answers the paths to remove once it holds."""

    are_in_use: bool
    close: Callable[[datetime], list[Path]]


@dataclass(frozen=True, slots=True)
class KeptFiles:
    """Of one room. They are read before anything is locked: it may take seconds."""

    holding: Callable[[Sequence[Firm]], FoundFiles]
