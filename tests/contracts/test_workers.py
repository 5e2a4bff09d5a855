"""A web worker multiplies small matrices with one thread: two stall when the other core is busy."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

# OpenBLAS as NumPy's wheels carry it; asked directly, since NumPy does not tell.
COUNT = """
import ctypes, numpy
numpy.ones((4, 4)) @ numpy.ones((4, 4))
found = sorted({line.split()[-1] for line in open("/proc/self/maps") if "openblas" in line})
names = [f"{a}openblas_get_num_threads{z}" for a in ("scipy_", "") for z in ("64_", "")]
counts = [
    getattr(ctypes.CDLL(path), name)()
    for path in found for name in names if hasattr(ctypes.CDLL(path), name)
]
print(*counts)
"""


def threads(first: str) -> list[int]:
    asked = {k: v for k, v in os.environ.items() if not k.endswith("_NUM_THREADS")}
    told = subprocess.run(
        [sys.executable, "-c", first + COUNT], env=asked, capture_output=True, text=True, check=True
    )
    return [int(count) for count in told.stdout.split()]


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="asks Linux for its libraries")
@pytest.mark.parametrize("door", ["nasij.wsgi", "nasij.cli"])
def test_each_door_of_the_site_leaves_one_thread(door: str) -> None:
    alone = threads("")
    if not alone or max(alone) == 1:
        pytest.skip("this machine or this NumPy has one thread anyway")
    counts = threads(f"import {door}")
    assert counts
    assert set(counts) == {1}
