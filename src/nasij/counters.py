"""What the processes of a site count together: sign-in attempts, tries of links.

Django's own cache on files keeps pickles, which run what they hold, and throws away at random when
it is full, so that whoever fills it forgets their own failures. Here a value is JSON, and leaves
when its time is over, never before.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache

_SWEEP = 300  # seconds between two looks for what is over


class JsonFiles(BaseCache):
    """One file per key, replaced whole: `[expiry, value]`, an expiry of null never comes."""

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self._folder = Path(location)
        self._swept_at = 0.0

    def add(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        """Of two processes that add at once, one is told that it did."""
        path = self._path(key, version)
        with self._alone():
            if self._living(path) is not None:
                return False
            self._written(value, timeout).replace(path)
        return True

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        found = self._living(self._path(key, version))
        return default if found is None else found[0]

    def set(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        with self._alone():
            self._written(value, timeout).replace(self._path(key, version))
            self._sweep()

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        found = self._living(self._path(key, version))
        if found is not None:
            self.set(key, found[0], timeout, version)
        return found is not None

    def delete(self, key: str, version: int | None = None) -> bool:
        try:
            self._path(key, version).unlink()
        except FileNotFoundError:
            return False
        return True

    def has_key(self, key: str, version: int | None = None) -> bool:
        return self._living(self._path(key, version)) is not None

    def clear(self) -> None:
        for path in self._files():
            path.unlink(missing_ok=True)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One process at a time looks and then writes. The system ends the lock of who dies."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self._folder / "lock").open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _path(self, key: str, version: int | None) -> Path:
        name = self.make_and_validate_key(key, version=version)
        return self._folder / f"{hashlib.sha256(name.encode()).hexdigest()}.json"

    def _living(self, path: Path) -> tuple[Any] | None:
        """The value in a tuple, as it may be None; nothing when it is over or not readable."""
        try:
            expiry, value = json.loads(path.read_bytes())
        except (OSError, ValueError, TypeError, RecursionError):
            return None
        return None if expiry is not None and expiry <= time.time() else (value,)

    def _written(self, value: Any, timeout: Any) -> Path:
        """Aside, whole; the caller gives it its name."""
        text = json.dumps([self.get_backend_timeout(timeout), value])
        handle, part = tempfile.mkstemp(dir=self._folder, suffix=".part")
        try:
            with os.fdopen(handle, "w") as file:
                file.write(text)
        except BaseException:
            Path(part).unlink()
            raise
        return Path(part)

    def _sweep(self) -> None:
        if time.monotonic() - self._swept_at < _SWEEP:
            return
        self._swept_at = time.monotonic()
        for path in self._files():
            if self._living(path) is None:
                path.unlink(missing_ok=True)

    def _files(self) -> Iterator[Path]:
        with suppress(FileNotFoundError):
            yield from sorted(self._folder.glob("*.json"))
