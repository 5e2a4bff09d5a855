"""A disk of its own for one test: small, so that it can be full."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def small_disk(folder: Path, *, megabytes: int) -> Iterator[Path]:
    """Mount one on an empty folder; only the administrator of a machine may, so it may skip."""
    mount = shutil.which("mount")
    options = ["-t", "tmpfs", "-o", f"size={megabytes}m,mode=700", "nasij-test", str(folder)]
    done = mount and subprocess.run([mount, *options], capture_output=True, text=True, check=False)
    if not done or done.returncode:
        pytest.skip(f"no disk can be mounted here: {done and done.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
