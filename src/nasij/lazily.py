"""Heavy libraries are read when first used: a site starts, and answers a page of words, without.

Python 3.15 says `lazy import`; until then a finder stands before the others and gives, for the
names below, an empty module that fills itself when something is first taken from it. The code
writes its imports as everybody does, at the top.
"""

from __future__ import annotations

import atexit
import gc
import re
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any

# Each costs a start a tenth of a second to a whole one, and pages of words need none.
HEAVY = frozenset(
    {
        "allauth.mfa.webauthn.internal.auth",
        "charset_normalizer",
        "jwt",
        "numpy",
        "phonenumbers",
        "polars",
        "rapidfuzz.distance",
        "rapidfuzz.fuzz",
        "rapidfuzz.process",
        "rich.console",
        "rich.markup",
        "rich.progress",
        "scipy.linalg",
        "scipy.optimize",
        "scipy.sparse",
        "scipy.special",
        "sqlparse",
        "typst",
        "vl_convert",
        "xlsxwriter",
    }
)
_OF_THE_CORE = re.compile(r"nasij\.\w+\.analysis")  # all that is computed stands behind these
_lock = threading.RLock()
_being_read: set[str] = set()


class _Later(ModuleType):
    """A module that is read at the first look inside."""

    def __getattribute__(self, name: str) -> Any:
        if name not in {"__spec__", "__class__", "__dict__"}:  # what importing itself asks
            _read(self)
        return ModuleType.__getattribute__(self, name)


def _read(module: ModuleType) -> None:
    """Once, by one thread: the others wait until it is whole; it looks into itself meanwhile."""
    with _lock:
        spec = object.__getattribute__(module, "__spec__")
        if type(module) is not _Later or spec.name in _being_read:
            return
        _being_read.add(spec.name)
        loader = spec.loader = object.__getattribute__(module, "__loader__").real
        try:
            object.__setattr__(module, "__loader__", loader)
            loader.exec_module(module)
            object.__setattr__(module, "__class__", ModuleType)
        except BaseException:
            sys.modules.pop(spec.name, None)
            raise
        finally:
            _being_read.discard(spec.name)


class _LaterLoader(Loader):
    def __init__(self, real: Loader) -> None:
        self.real = real

    def exec_module(self, module: ModuleType) -> None:
        """Not yet."""
        module.__class__ = _Later


class _LaterFinder(MetaPathFinder):
    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name not in HEAVY and not _OF_THE_CORE.fullmatch(name):
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec is not None and spec.loader is not None:
            spec.loader = _LaterLoader(spec.loader)
        return spec


def import_lazily() -> None:
    """From here on; what was imported before stays as it is."""
    if not any(isinstance(finder, _LaterFinder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _LaterFinder())


def read_numbers() -> None:
    """All that computes, for the processes forked from here; the largest libraries stay unread."""
    for name, module in list(sys.modules.items()):
        if _OF_THE_CORE.fullmatch(name):
            _read(module)


@contextmanager
def reading_to_keep() -> Iterator[None]:
    """While modules are read, nothing becomes garbage, and looking for it took a tenth of a start.
    Nor is it looked for among them later: so they stay shared by the processes forked from here.
    At the end it is again: what is open, a database above all, is closed with what holds it.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
        atexit.register(gc.unfreeze)
